"""Edges and vetoes of names: what is cut off, what is rejected, what must stay."""

from __future__ import annotations

import pytest

from extract.names import (
    ends_generic,
    joined_parts,
    leading_end,
    moved_edges,
    repaired,
    veto,
    vetoes,
    words_of,
)
from extract.text import analyse


def _veto(text: str, name: str, kind: str) -> str:
    analysed = analyse(text)
    starts = [word.start for word in analysed.words]
    start = text.index(name)
    inside = words_of(analysed.words, starts, start, start + len(name))
    return veto(text, start, start + len(name), kind, inside)


@pytest.mark.parametrize(
    ("text", "name", "kind", "reason"),
    [
        ("蓝星科技。云帆化工投产", "蓝星科技。云帆", "Company", "stop inside"),
        ("蓝星科技,云帆化工投产", "蓝星科技,云帆", "Company", "stop inside"),
        ("坚持“高水平开放", "“高水平开放", "Policy", "unbalanced marks"),
        ("建设物流中心(B型)", "物流中心(B", "Project", "unbalanced marks"),
        ("融入“四海”“五湖”战略", "“四海”“五湖”", "Policy", "joined quotes"),
        ("召开全区经济工作会议", "经济工作会议", "Organization", "meeting"),
        ("举办产业投资推介会", "产业投资推介会", "Project", "meeting"),
        ("获“文明单位”荣誉", "“文明单位”荣誉", "Policy", "honour"),
        ("完成江海路、东方大道拓宽", "江海路", "Company", "road"),
        ("完成江海路、东方大道拓宽", "东方大道", "Place", "road"),
        ("对柳叶河清淤", "柳叶河", "Company", "water"),
        ("深入学习习近平生态文明思想", "习近平生态文明思想", "Policy", "ideology"),
        ("坚定“四个自信”", "“四个自信”", "Policy", "ideology formula"),
        ("学习贯彻全会精神", "全会精神", "Policy", "spirit"),
        ("(记者 周明远)", "周明远", "Leader", "reporter"),
        ("编辑:周明远", "周明远", "Leader", "reporter"),
        ("打造长远发展", "远发展", "Leader", "no person"),
        ("区法院院长到会", "区法院院长", "Company", "title inside"),
        ("支持小贷公司发展", "小贷公司", "Company", "generic company"),
        ("新建公办幼儿园", "公办幼儿园", "Organization", "generic body"),
        ("建立重点实验室", "重点实验室", "Organization", "generic body"),
        ("培育新兴产业", "新兴产业", "Industry", "generic industry"),
        ("环境便捷高效", "便捷高效", "Company", "verb phrase"),
        ("产值9.6亿元", "9.6亿元", "Industry", "figure"),
        ("做到办事公平公正", "办事公平公正", "Company", "abstract ending"),
        ("形成竞相创业的局面", "竞相创业", "Company", "abstract beginning"),
        ("央企与外企各占一半", "央企与外企", "Company", "kind of company"),
        ("设立天使投资基金", "天使投资基金", "Company", "kind of company"),
        ("引进科技含量高、效益好的项目", "科技含量高", "Project", "property"),
    ],
)
def test_what_is_no_name_is_rejected_by_a_named_rule(text: str, name: str, kind: str, reason: str) -> None:
    assert _veto(text, name, kind) == reason


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("走访蓝星电路公司", "蓝星电路", "Company"),
        ("与新强动力签约", "新强动力", "Company"),
        ("碧水环境中标", "碧水环境", "Company"),
        ("全力铸造投产", "全力铸造", "Company"),
        ("中国铁路投资", "中国铁路", "Company"),
        ("推进柳叶河整治工程", "柳叶河整治工程", "Project"),
        ("改造江海路", "江海路", "Project"),
        ("赴江海区考察", "江海区", "Place"),
        ("出台《蓝星区支持企业、人才发展办法》", "《蓝星区支持企业、人才发展办法》", "Policy"),
        ("实施“百日攻坚”行动", "“百日攻坚”行动", "Policy"),
        ("蓝星(江海)科技有限公司", "蓝星(江海)科技有限公司", "Company"),
        ("书记周明远讲话", "周明远", "Leader"),
        ("蓝星幼儿园开园", "蓝星幼儿园", "Organization"),
        ("蓝星重点实验室揭牌", "蓝星重点实验室", "Organization"),
        ("发展新材料产业", "新材料产业", "Industry"),
        ("蓝星开发区内", "蓝星开发区", "Zone"),
        ("恒泰担保公司上门", "恒泰担保公司", "Company"),
    ],
)
def test_names_that_look_alike_pass(text: str, name: str, kind: str) -> None:
    assert _veto(text, name, kind) == ""


def test_every_veto_has_its_own_name() -> None:
    names = [rule.name for rule in vetoes()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("深入实施百日攻坚行动", "百日攻坚行动"),
        ("有效推动蓝星化工", "蓝星化工"),
        ("正在建设蓝星码头", "蓝星码头"),
        ("蓝星化工", "蓝星化工"),
        ("江海高新区", "江海高新区"),
    ],
)
def test_leading_verbs_and_adverbs_are_cut_off(name: str, rest: str) -> None:
    assert name[leading_end(name, 0, len(name)) :] == rest


@pytest.mark.parametrize(
    ("name", "kind", "rest"),
    [
        ("蓝星二期项目", "Project", "蓝星二期"),
        ("江海高新区管委会", "Zone", "江海高新区"),
        ("新材料产业", "Industry", "新材料"),
        ("周明远同志", "Leader", "周明远"),
        ("江海等地", "Place", "江海"),
        ("蓝星科技、", "Company", "蓝星科技"),
        ("蓝星科技", "Company", "蓝星科技"),
        ("项目", "Project", "项目"),
    ],
)
def test_trailing_generic_words_are_known(name: str, kind: str, rest: str) -> None:
    generic = ends_generic(name, kind)
    assert name[: len(name) - generic] == rest


@pytest.mark.parametrize(
    ("name", "kind", "rest"),
    [
        ("充分发挥蓝星集团", "Company", "蓝星集团"),
        ("建立健全河长巡查机制", "Policy", "河长巡查机制"),
        ("用活“三色机制”", "Policy", "“三色机制”"),
        ("矿企远山公司", "Company", "远山公司"),
        ("江海民资钢厂远兴钢铁", "Company", "远兴钢铁"),
        ("国际巨头邦远", "Company", "邦远"),
        ("江海高新区管委会", "Zone", "江海高新区"),
        ("周明远作", "Leader", "周明远"),
        ("周明远同志", "Leader", "周明远"),
        ("蓝星科技、云帆等", "Company", "蓝星科技、云帆"),
    ],
)
def test_a_chosen_name_loses_verbs_and_particles_at_its_edges(name: str, kind: str, rest: str) -> None:
    assert name[slice(*repaired(name, 0, len(name), kind))] == rest


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("发展和改革局", "Organization"),
        ("投资促进局", "Organization"),
        ("成功科技", "Company"),
        ("远山托管公司", "Company"),
        ("上市公司联盟", "Company"),
        ("将军集团", "Company"),
        ("从化区", "Place"),
        ("扎西平措", "Leader"),
        ("李强", "Leader"),
        ("实施", "Policy"),
    ],
)
def test_a_name_that_only_begins_like_a_verb_stays_whole(name: str, kind: str) -> None:
    assert repaired(name, 0, len(name), kind) == (0, len(name))


@pytest.mark.parametrize(
    ("name", "kind", "parts"),
    [
        ("蓝星汽车和徽远半导体", "Company", ["蓝星汽车", "徽远半导体"]),
        ("云帆电子与江海银湖", "Company", ["云帆电子", "江海银湖"]),
        ("江海富和建设投资集团有限公司", "Company", ["江海富和建设投资集团有限公司"]),
        ("蓝星检测和江海公司", "Company", ["蓝星检测和江海公司"]),
        ("电子信息和智能制造产业园", "Zone", ["电子信息和智能制造产业园"]),
    ],
)
def test_two_companies_joined_by_and_are_two_names(name: str, kind: str, parts: list[str]) -> None:
    words = analyse(name).words
    assert [name[slice(*part)] for part in joined_parts(name, 0, len(name), kind, words)] == parts


def test_an_edge_is_offered_elsewhere_but_never_the_same_span() -> None:
    text = "推动蓝星化工项目建设"
    analysed = analyse(text)
    starts = [word.start for word in analysed.words]
    spans = moved_edges(text, analysed.words, starts, 0, 8, "Project")
    surfaces = [text[start:end] for start, end in spans]
    assert "蓝星化工项目" in surfaces
    assert "推动蓝星化工" in surfaces
    assert "推动蓝星化工项目" not in surfaces
