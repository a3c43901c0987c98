"""Names across documents: which pairs are one thing, which must stay two, seen through linking."""

from __future__ import annotations

import pytest

from extract.gazetteers import Gazetteers
from extract.identity import Canonicaliser, Decisions, link
from extract.identity.labelled import Text, Thing, document_graph
from extract.identity.names import company_name, industry_stem, project_name, standard_body
from extract.identity.places import PlaceIndex


@pytest.fixture(scope="module")
def gazetteers() -> Gazetteers:
    return Gazetteers.load()


@pytest.fixture(scope="module")
def ready(gazetteers: Gazetteers) -> Canonicaliser:
    return Canonicaliser(gazetteers)


def one_node(ready: Canonicaliser, kind: str, left: str, right: str, zones: tuple[str, str]) -> bool:
    """Return whether two documents, each a report of its zone, mean one thing by two names."""
    graphs = []
    for number, (name, zone) in enumerate(zip((left, right), zones, strict=True)):
        things = {"x": Thing(kind, (name,))}
        if zone and kind != "Zone":
            things["z"] = Thing("Zone", (zone,))
        relation = {"Leader": "LEADS", "Company": "LOCATED_IN", "Project": "LOCATED_IN"}.get(kind)
        relations = (("x", relation, "z", "主任" if kind == "Leader" else ""),) if relation and zone else ()
        graphs.append(document_graph(Text(f"{number}.txt", f"{zone or name}工作报告", things, relations)))
    linked = link(graphs, Decisions(), ready)
    return sum(node.type == kind and node.name in (left, right) for node in linked.graph.nodes) == 1


SAME = ("宿州经开区", "宿州经济开发区")
OTHER = ("宿州经开区", "合肥高新区")


@pytest.mark.parametrize(
    ("kind", "left", "right", "zones"),
    [
        ("Zone", "宿州经开区", "安徽宿州经济开发区", ("", "")),
        ("Zone", "宿州市经济技术开发区", "宿州经济技术开发区管委会", ("", "")),
        ("Zone", "栖霞高新区", "南京栖霞高新技术产业开发区", ("", "")),
        ("Zone", "长兴经开区", "湖州长兴经济技术开发区", ("", "")),
        ("Zone", "重庆万州经开区", "万州经济技术开发区", ("", "")),
        ("Company", "雪龙纤维", "安徽雪龙纤维科技股份有限公司", SAME),
        ("Company", "比亚迪", "比亚迪股份有限公司", OTHER),
        ("Company", "工商银行", "中国工商银行", OTHER),
        ("Company", "中国银行泸州分行", "中行泸州分行", OTHER),
        ("Leader", "王建国", "王建国", SAME),
        ("Leader", "习近平总书记", "习近平", OTHER),
        ("Project", "光伏组件(一期)项目", "光伏组件一期", SAME),
        ("Project", "年产10万吨铜箔项目", "10万吨铜箔项目", SAME),
        ("Policy", "“十四五”规划", "十四五规划", OTHER),
        ("Policy", "“千企升级”行动", "千企升级行动", ("宿州经开区", "合肥高新区")),
        ("Organization", "市政府", "宿州市人民政府", SAME),
        ("Organization", "合工大", "合肥工业大学", OTHER),
        ("Organization", "省发改委", "安徽省发展和改革委员会", OTHER),
        ("Organization", "招商局", "宿州经开区招商局", SAME),
        ("Place", "宿州", "安徽省宿州市", SAME),
        ("Industry", "高端装备制造业", "高端装备产业", OTHER),
    ],
)
def test_one_thing_under_two_names_is_one_node(
    ready: Canonicaliser, kind: str, left: str, right: str, zones: tuple[str, str]
) -> None:
    assert one_node(ready, kind, left, right, zones)


@pytest.mark.parametrize(
    ("kind", "left", "right", "zones"),
    [
        ("Zone", "宿州经开区", "宿迁经开区", ("", "")),
        ("Zone", "绵阳经开区", "绵阳高新区", ("", "")),
        ("Zone", "南京栖霞高新区", "烟台栖霞高新区", ("", "")),
        ("Zone", "长兴经开区", "湖州经开区", ("", "")),
        ("Zone", "苏州工业园区", "苏州高新区", ("", "")),
        ("Zone", "长春朝阳经济开发区", "辽宁朝阳经济开发区", ("", "")),
        ("Company", "华宇电子", "华宇电子", OTHER),
        ("Company", "德源集团", "德源集团宿州有限公司", SAME),
        ("Company", "德源集团有限公司", "德源集团有限公司宿州分公司", SAME),
        ("Company", "海川光学", "海川精密", SAME),
        ("Company", "安徽华宇电子有限公司", "江苏华宇电子有限公司", SAME),
        ("Company", "中国银行泸州分行", "中国银行自贡分行", OTHER),
        ("Company", "中国银行", "中国银行泸州分行", OTHER),
        ("Leader", "王建国", "王建国", OTHER),
        ("Leader", "王建国", "王建华", SAME),
        ("Project", "光伏组件一期项目", "光伏组件二期项目", SAME),
        ("Project", "年产10万吨铜箔项目", "年产5万吨铜箔项目", SAME),
        ("Project", "标准化厂房项目", "标准化厂房项目", OTHER),
        ("Policy", "千企升级行动", "千企升级行动", ("宿州经开区", "遂宁经开区")),
        ("Policy", "招商引资若干措施", "招商引资若干措施", OTHER),
        ("Organization", "市政府", "市政府", OTHER),
        ("Organization", "人民医院", "人民医院", OTHER),
        ("Place", "宿州", "宿迁", SAME),
        ("Industry", "新能源", "新能源汽车", OTHER),
    ],
)
def test_two_things_with_like_names_stay_two_nodes(
    ready: Canonicaliser, kind: str, left: str, right: str, zones: tuple[str, str]
) -> None:
    assert not one_node(ready, kind, left, right, zones) or left == right
    if left == right:
        assert counted(ready, kind, left, zones) == 2


def counted(ready: Canonicaliser, kind: str, name: str, zones: tuple[str, str]) -> int:
    """Return how many nodes of one name two documents give."""
    graphs = []
    for number, zone in enumerate(zones):
        things = {"z": Thing("Zone", (zone,)), "x": Thing(kind, (name,))}
        relation = {"Leader": "LEADS", "Company": "LOCATED_IN", "Project": "LOCATED_IN"}.get(kind)
        relations = (("x", relation, "z", ""),) if relation else ()
        graphs.append(document_graph(Text(f"{number}.txt", f"{zone}工作报告", things, relations)))
    return sum(node.type == kind for node in link(graphs, Decisions(), ready).graph.nodes)


@pytest.mark.parametrize(
    ("name", "stem", "phase", "sizes"),
    [
        ("隆达光伏组件(一期)项目", "隆达光伏组件", "1", ()),
        ("标准化厂房2期", "标准化厂房", "2", ()),
        ("年产10万吨高纯晶硅项目", "10万吨高纯晶硅", "", ("10万吨",)),
        ("项目", "项目", "", ()),
    ],
)
def test_a_projects_name_is_read_in_parts(name: str, stem: str, phase: str, sizes: tuple[str, ...]) -> None:
    parts = project_name(name)
    assert (parts.stem, parts.phase, parts.sizes) == (stem, phase, sizes)


@pytest.mark.parametrize(
    ("name", "core", "group", "branch", "legal"),
    [
        ("安徽雪龙纤维科技股份有限公司", "安徽雪龙纤维科技", False, "", True),
        ("德源集团", "德源", True, "", False),
        ("中国工商银行泸州分行", "中国工商银行", False, "泸州分行", False),
        ("纬创资通(昆山)有限公司", "纬创资通", False, "", True),
    ],
)
def test_a_companys_name_is_read_in_parts(
    name: str, core: str, group: bool, branch: str, legal: bool
) -> None:
    parts = company_name(name)
    assert (parts.core, parts.group, parts.branch, parts.legal) == (core, group, branch, legal)


@pytest.mark.parametrize(
    ("name", "codes", "rest"),
    [
        ("南京栖霞", ("320113",), ""),
        ("宿州马鞍山现代", ("3413",), "马鞍山现代"),
        ("安徽省宿州市", ("3413",), ""),
        ("朝阳", ("110105", "2113", "211321", "220104"), ""),
        ("光电", (), "光电"),
    ],
)
def test_the_division_at_the_front_of_a_name_is_the_innermost_nested_one(
    gazetteers: Gazetteers, name: str, codes: tuple[str, ...], rest: str
) -> None:
    found = PlaceIndex(gazetteers.places).prefix(name)
    assert (found.codes, found.rest) == (codes, rest)


def test_bodies_and_industries_have_standard_names() -> None:
    assert standard_body("中共芜湖市委员会") == "芜湖市委"
    assert standard_body("安徽省发展和改革委员会") == "安徽省发改委"
    assert industry_stem("集成电路产业") == industry_stem("芯片") == "集成电路"
    assert industry_stem("新能源汽车") != industry_stem("新能源")
