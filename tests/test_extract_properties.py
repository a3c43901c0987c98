"""Properties of things: what the text says, what the public lists say after it, what nobody says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.annotations import Entity, Mention, PropertyClaim, Relation
from extract.properties import find_properties
from extract.property_companies import is_credit_code
from extract.text import analyse


def entity(text: str, name: str, kind: str, *aliases: str) -> Entity:
    forms = sorted({name, *aliases}, key=lambda form: (-len(form), form))
    pattern = "|".join(map(re.escape, forms))
    mentions = tuple(Mention(m.start(), m.end(), kind, "test", 1.0) for m in re.finditer(pattern, text))
    assert mentions, f"{name} is not in the text"
    return Entity(kind, name, aliases, mentions)


def claims(
    text: str, *named: tuple[str, ...], relations: tuple[Relation, ...] = ()
) -> tuple[tuple[Entity, ...], tuple[PropertyClaim, ...]]:
    """named: name, type and aliases of each thing."""
    entities = tuple(entity(text, name, kind, *aliases) for name, kind, *aliases in named)
    found = find_properties(analyse(text), entities, relations)
    for claim in found:
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.by.startswith(("text:", "data:"))
    return entities, found


def values(
    text: str, name: str, kind: str, *others: tuple[str, ...], aliases: tuple[str, ...] = (),
    relations: tuple[Relation, ...] = (),
) -> dict[str, object]:  # fmt: skip
    """Return the value of each property of the thing named first: the best claim, of titles all in order."""
    _, found = claims(text, (name, kind, *aliases), *others, relations=relations)
    best: dict[str, object] = {}
    for claim in sorted((c for c in found if c.entity == 0), key=lambda c: (-c.score, c.start)):
        if isinstance(claim.value, tuple):
            best[claim.property] = (*best.get(claim.property, ()), *claim.value)  # type: ignore[misc]
        else:
            best.setdefault(claim.property, claim.value)
    return best


def sources(text: str, name: str, kind: str, prop: str, *others: tuple[str, ...]) -> list[tuple[object, str]]:
    _, found = claims(text, (name, kind), *others)
    return [(c.value, c.by) for c in found if c.entity == 0 and c.property == prop]


# ---- zones ----


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("宿州经开区", ("国家级", "经开区", "34201006", "安徽省", "宿州市")),
        ("宿州经济技术开发区", ("国家级", "经开区", "34201006", "安徽省", "宿州市")),
        ("安徽宿州经济技术开发区", ("国家级", "经开区", "34201006", "安徽省", "宿州市")),
        ("安徽省宿州经济技术开发区", ("国家级", "经开区", "34201006", "安徽省", "宿州市")),
        ("宿州市经开区", ("国家级", "经开区", "34201006", "安徽省", "宿州市")),
        ("宿迁经开区", ("国家级", "经开区", "32101022", "江苏省", "宿迁市")),
        ("淮南高新区", ("国家级", "高新区", "34103006", "安徽省", "淮南市")),
        ("苏州工业园区", ("国家级", "工业园区", "32101004", "江苏省", "苏州市")),
    ],
)
def test_a_listed_zone_is_known_under_all_its_forms(name: str, expected: tuple[str, ...]) -> None:
    found = values(f"{name}召开工作会议。", name, "Zone")
    assert tuple(found.get(key) for key in ("level", "kind", "code", "province", "city")) == expected


def test_the_national_list_goes_before_the_older_standard_and_each_is_named() -> None:
    assert sources("宿州经开区召开工作会议。", "宿州经开区", "Zone", "level") == [
        ("国家级", "data:zones_national_etdz"),
        ("省级", "data:zones_gbt37028"),
    ]


@pytest.mark.parametrize("name", ["青岚经开区", "宿州生物医药产业园", "经开区", "朝阳经开区", "鼓楼高新区"])
def test_an_unlisted_or_ambiguous_zone_has_no_code(name: str) -> None:
    assert "code" not in values(f"{name}召开工作会议。", name, "Zone")


def test_a_place_of_the_document_decides_between_provinces() -> None:
    assert values("朝阳经开区召开会议。", "朝阳经开区", "Zone").get("province") is None
    found = values("辽宁省朝阳经开区召开会议。", "朝阳经开区", "Zone", ("辽宁省", "Place"))
    assert (found["province"], found["city"]) == ("辽宁省", "朝阳市")


def test_where_the_text_puts_a_zone_goes_before_the_lists() -> None:
    located = (Relation(0, "LOCATED_IN", 1, ((0, 8),), "test", 0.9),)
    found = values("北岭高新区位于陕西省。", "北岭高新区", "Zone", ("陕西省", "Place"), relations=located)
    assert found["province"] == "陕西省"
    text = "宿州经开区位于江苏省。"
    found = values(text, "宿州经开区", "Zone", ("江苏省", "Place"), relations=located)
    assert found["province"] == "江苏省"
    assert "code" not in found


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("青岚经开区是国家级经济技术开发区。", "国家级"),
        ("青岚经开区2015年升级为国家级经济技术开发区。", "国家级"),
        ("青岚经开区晋升国家级十周年。", "国家级"),
        ("青岚经开区于1996年成为省级开发区。", "省级"),
        ("作为全市唯一的国家级开发区,青岚经开区勇挑大梁。", "国家级"),
        ("青岚经开区经国务院批准为国家级经开区。", "国家级"),
        ("青岚经开区争创国家级经开区。", None),
        ("青岚经开区冲刺国家级开发区。", None),
        ("青岚经开区力争升级为国家级经济技术开发区。", None),
        ("青岚经开区获评国家级绿色园区。", None),
        ("青岚经开区获批省级现代农业产业园。", None),
        ("青岚经开区升级为国家级,实力大增。", "国家级"),
        ("青岚经开区在国家级经开区考核中排名第30位。", None),
        ("青岚经开区到国家级开发区学习。", None),
        ("青岚经开区综合发展水平走在全国国家级经开区前列。", None),
    ],
)
def test_a_level_is_taken_from_the_text_only_when_it_is_reached(text: str, level: str | None) -> None:
    assert values(text, "青岚经开区", "Zone").get("level") == level


def test_a_zone_that_still_wants_to_be_national_is_not_national_by_a_newer_list() -> None:
    text = "宿州经开区奋勇争先,奋力争创国家级开发区。"
    assert values(text, "宿州经开区", "Zone")["level"] == "省级"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("青岚综合保税区", "综合保税区"),
        ("青岚化工园区", "化工园区"),
        ("青岚智能制造产业园", "产业园"),
        ("青岚高新技术产业开发区", "高新区"),
        ("青岚经济开发区", "经开区"),
        ("青岚开发区", "开发区"),
        ("青岚物流园", "物流园"),
    ],
)
def test_the_suffix_says_the_kind(name: str, kind: str) -> None:
    assert values(f"{name}建成。", name, "Zone")["kind"] == kind


# ---- companies ----


def test_full_and_short_name_come_from_the_text() -> None:
    found = values(
        "远山机械制造有限公司(以下简称远山机械)落户。远山机械投产。",
        "远山机械制造有限公司", "Company", aliases=("远山机械",),
    )  # fmt: skip
    assert (found["full_name"], found["short_name"]) == ("远山机械制造有限公司", "远山机械")


@pytest.mark.parametrize("name", ["金健米业", "金健米业股份有限公司"])
def test_an_exact_listed_name_gives_the_stock_code(name: str) -> None:
    found = values(f"{name}扩大产能。", name, "Company")
    assert (found["stock_code"], found["full_name"]) == ("600127", "金健米业股份有限公司")


@pytest.mark.parametrize("name", ["金健", "金健米业集团", "远山机械"])
def test_a_name_that_only_resembles_a_listed_one_gives_none(name: str) -> None:
    assert "stock_code" not in values(f"{name}扩大产能。", name, "Company")


@pytest.mark.parametrize("form", ["(股票代码:301234)", "(301234.SZ)", "(证券代码\uff1a301234)"])
def test_a_printed_stock_code_belongs_to_the_company_before_it(form: str) -> None:
    assert values(f"远山机械{form}在园区投产。", "远山机械", "Company")["stock_code"] == "301234"


def test_a_credit_code_needs_its_check_character() -> None:
    right = "91350100M000100Y43"
    assert is_credit_code(right)
    text = f"远山机械,统一社会信用代码:{right},住所在园区。"
    assert values(text, "远山机械", "Company")["credit_code"] == right
    assert "credit_code" not in values(text.replace("Y43", "Y44"), "远山机械", "Company")


@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_one_check_character_fits_every_code(body: str) -> None:
    assert sum(is_credit_code(body + c) for c in "0123456789ABCDEFGHJKLMNPQRTUWXY") == 1


# ---- projects ----


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("远山扩建项目顺利投产。", "投产"),
        ("远山扩建项目竣工验收。", "竣工"),
        ("远山扩建项目正在加快建设。", "在建"),
        ("远山扩建项目开工建设。", "开工"),
        ("新开工远山扩建项目。", "开工"),
        ("成功签约远山扩建项目。", "签约"),
        ("谋划远山扩建项目。", "规划"),
        ("远山扩建、云溪锂电等项目建成投产。", "投产"),
        ("云溪锂电、远山扩建等一批项目正在加快推进。", "在建"),
        ("确保远山扩建、云溪锂电等项目竣工投产。", "在建"),
        ("力争远山扩建项目早日开工。", "签约"),
        ("远山扩建、云溪锂电年内投产。", "在建"),
        ("远山扩建项目尚未开工。", None),
        ("远山扩建项目受到好评。", None),
        ("远山扩建项目情况良好,企业投产顺利。", None),
    ],
)
def test_the_verb_of_a_project_or_of_its_list_gives_the_status(text: str, status: str | None) -> None:
    others = (("云溪锂电", "Project"),) if "云溪锂电" in text else ()
    assert values(text, "远山扩建", "Project", *others).get("status") == status


@pytest.mark.parametrize(
    ("text", "cny", "written"),
    [
        ("总投资20亿元的远山扩建项目开工。", 2e9, "20亿元"),
        ("远山扩建项目总投资20亿元。", 2e9, "20亿元"),
        ("远山扩建项目,计划总投资约3.5亿元,占地200亩。", 3.5e8, "约3.5亿元"),
        ("远山扩建(总投资6.8亿元)开工。", 6.8e8, "6.8亿元"),
        ("远山扩建项目投资5000万美元。", None, "5000万美元"),
        ("远山扩建项目投资三千万元。", 3e7, "三千万元"),
        ("远山扩建项目累计完成投资2亿元。", None, None),
        ("远山扩建、总投资20亿元的云溪锂电开工。", None, None),
        ("远山扩建项目开工;云溪锂电总投资20亿元。", None, None),
        ("远山扩建项目年产值20亿元。", None, None),
        ("远山扩建、云溪锂电等项目总投资20亿元。", None, None),
    ],
)
def test_the_investment_of_a_project(text: str, cny: float | None, written: str | None) -> None:
    others = (("云溪锂电", "Project"),) if "云溪锂电" in text else ()
    found = values(text, "远山扩建", "Project", *others)
    assert (found.get("investment"), found.get("investment_text")) == (cny, written)


# ---- leaders, policies, organisations, places ----


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("市委常委、区党工委书记张远山讲话。", ("市委常委", "区党工委书记")),
        ("区党工委副书记、管委会主任张远山主持。", ("区党工委副书记", "管委会主任")),
        ("张远山(党工委书记)讲话。", ("党工委书记",)),
        ("远山机械董事长张远山致辞。", ("董事长",)),
        ("张远山来到园区。", ()),
        ("记者张远山报道。", ()),
    ],
)
def test_all_titles_of_a_leader(text: str, titles: tuple[str, ...]) -> None:
    others = (("远山机械", "Company"),) if "远山机械" in text else ()
    assert values(text, "张远山", "Leader", *others).get("titles", ()) == titles


def test_the_title_of_a_relation_is_a_title_too() -> None:
    led = Relation(0, "LEADS", 1, ((0, 3),), "test", 0.9, {"title": "党工委书记、管委会主任"})
    found = values("张远山在青岚经开区讲话。", "张远山", "Leader", ("青岚经开区", "Zone"), relations=(led,))
    assert found["titles"] == ("党工委书记", "管委会主任")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("“三高”战略", "战略"),
        ("《青岚经开区奖励办法》", "办法"),
        ("《青岚经开区若干措施(试行)》", "措施"),
        ("“百企”培育工程", "工程"),
        ("三年行动计划", "计划"),
        ("污染防治攻坚战", "攻坚战"),
        ("“双千亿”目标", "目标"),
        ("“1+2”", None),
    ],
)
def test_the_last_word_of_a_policy_is_its_kind(name: str, kind: str | None) -> None:
    assert values(f"落实{name}。", name, "Policy").get("kind") == kind


def test_number_and_date_of_a_policy() -> None:
    text = "2014年9月25日,国务院印发《关于依托黄金水道的指导意见》(国发〔2014〕39号),提出要求。"
    found = values(text, "《关于依托黄金水道的指导意见》", "Policy")
    assert (found["number"], found["issued"], found["kind"]) == ("国发〔2014〕39号", "2014-09-25", "意见")


def test_a_number_behind_another_policy_is_not_taken() -> None:
    found = values(
        "落实《甲办法》,以及《乙意见》(国发〔2014〕39号)。", "《甲办法》", "Policy", ("《乙意见》", "Policy")
    )
    assert "number" not in found


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("青岚大学", "高校"),
        ("青岚市第一医院", "医院"),
        ("青岚工业协会", "协会"),
        ("青岚市委", "党委"),
        ("青岚市人民政府", "政府"),
        ("青岚工业技术研究院", "科研机构"),
        ("青岚之声", None),
    ],
)
def test_the_ending_of_an_organisation_is_its_kind(name: str, kind: str | None) -> None:
    assert values(f"{name}来访。", name, "Organization").get("kind") == kind


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("安徽省", ("34", "省级")),
        ("安徽", ("34", "省级")),
        ("宿州", ("3413", "地级")),
        ("埇桥区", ("341302", "县级")),
        ("石门镇", (None, "乡级")),
        ("鼓楼区", (None, None)),
        ("长三角", (None, None)),
    ],
)
def test_code_and_level_of_a_place(name: str, expected: tuple[str | None, str | None]) -> None:
    found = values(f"{name}发展迅速。", name, "Place")
    assert (found.get("code"), found.get("level")) == expected


def test_a_city_of_the_document_decides_between_districts() -> None:
    assert values("鼓楼区在徐州。", "鼓楼区", "Place", ("徐州", "Place"))["code"] == "320302"


# ---- all ----


@given(st.text(alphabet="远山扩建项目总投资(20亿元)投产确保签约,。、等是国家级开发区争创\n", max_size=120))
def test_any_text_gives_claims_inside_it(text: str) -> None:
    named = {"远山扩建": "Project", "投产": "Company", "开发区": "Zone", "签约": "Leader", "等": "Policy"}
    entities = tuple(entity(text, name, kind) for name, kind in named.items() if name in text)
    for claim in find_properties(analyse(text), entities, ()):
        assert 0 <= claim.start < claim.end <= len(text)
        assert 0 <= claim.entity < len(entities)
