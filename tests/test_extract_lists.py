"""Lists of names: which members they have and what their words say of them."""

from __future__ import annotations

import pytest

from extract.annotations import Mention
from extract.lists import NameList, find_lists
from extract.text import analyse


def _lists(text: str, known: dict[str, str] | None = None) -> tuple[NameList, ...]:
    mentions = [
        Mention(text.index(name), text.index(name) + len(name), kind, "test", 0.9)
        for name, kind in (known or {}).items()
    ]
    return find_lists(analyse(text), mentions)


def _members(text: str, names: NameList) -> list[str]:
    return [text[member.start : member.end] for member in names.members]


@pytest.mark.parametrize(
    ("text", "members", "kind", "head"),
    [
        ("走访了蓝星、云帆、鼎安等企业。", ["蓝星", "云帆", "鼎安"], "Company", "企业"),
        ("有效推动蓝星、云帆、鼎安化工等一批项目建设。", ["蓝星", "云帆", "鼎安化工"], "Project", "项目"),
        ("蓝星纤维、云帆化工等6家企业获评先进。", ["蓝星纤维", "云帆化工"], "Company", "企业"),
        ("围绕新材料、生物医药等赛道布局。", ["新材料", "生物医药"], "Industry", "赛道"),
        (
            "对接江南大学、云川学院和东海大学等高校。",
            ["江南大学", "云川学院", "东海大学"],
            "Organization",
            "高校",
        ),
        ("主要对石沟、柳河、清水渠3条河道清淤。", ["石沟", "柳河", "清水渠"], "-", "河道"),
        ("深入实施“十大工程”、“百日攻坚”等七大行动。", ["“十大工程”", "“百日攻坚”"], "Policy", "行动"),
        ("蓝星、云帆等一大批战略投资者来区兴业。", ["蓝星", "云帆"], "Company", "战略投资者"),
    ],
)
def test_the_head_behind_gives_all_members_their_type(
    text: str, members: list[str], kind: str, head: str
) -> None:
    known = {members[0]: "Company"}
    (names,) = _lists(text, known)
    assert _members(text, names) == members
    assert (names.type, names.rule, names.strong) == (kind, "head", True)
    assert names.head is not None
    assert text[slice(*names.head)] == head


@pytest.mark.parametrize(
    ("text", "members", "kind", "target"),
    [
        ("形成了以蓝星、云帆等为代表的智能装备制造,", ["蓝星", "云帆"], "Company", "智能装备制造"),
        ("以蓝星、云帆等12家企业为龙头的产业集群。", ["蓝星", "云帆"], "Company", "产业集群"),
        ("以装备制造、生物医药为主导的产业体系。", ["装备制造", "生物医药"], "Industry", "产业体系"),
    ],
)
def test_what_members_stand_for_is_the_head(text: str, members: list[str], kind: str, target: str) -> None:
    (names,) = _lists(text, {members[0]: kind})
    assert _members(text, names) == members
    assert (names.type, names.rule) == (kind, "represented")
    assert names.head is not None
    assert text[slice(*names.head)] == target


def test_nested_lists_of_two_industries_stay_apart() -> None:
    text = "以蓝星、云帆等为代表的电子信息,以鼎安、海岳等为代表的现代物流两大产业。"
    lists = _lists(text, {"蓝星": "Company", "鼎安": "Company"})
    assert [_members(text, names) for names in lists] == [["蓝星", "云帆"], ["鼎安", "海岳"]]
    assert [names.type for names in lists] == ["Company", "Company"]


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        ("蓝星二期、云帆码头竣工投产。", "Project", "predicate"),
        ("四大项目：蓝星二期、云帆码头。", "Project", "colon"),
        ("支撑企业：蓝星、云帆。", "Company", "colon"),
        ("聚焦蓝星材料、云帆装备两条腿走路。", "Industry", "opener"),
    ],
)
def test_words_around_a_bare_list_hint_at_its_type(text: str, kind: str, rule: str) -> None:
    first = text.split("、")[0].split("：")[-1].removeprefix("聚焦")
    (names,) = _lists(text, {first: "Company"})
    assert (names.type, names.rule, names.strong) == (kind, rule, False)


@pytest.mark.parametrize(
    "text",
    [
        "园区工作稳步推进。",
        "奋勇争先,砥砺前行。",
        "《关于蓝星、云帆的通知》印发。",
        "他说(蓝星、云帆)不在其中。",
    ],
)
def test_no_list_without_open_separators(text: str) -> None:
    assert _lists(text) == ()


@pytest.mark.parametrize(
    "text", ["高举旗帜、牢记嘱托。", "坚持系统观念、底线思维。", "蓝星、云帆负责人参加座谈。"]
)
def test_words_that_say_nothing_give_no_type(text: str) -> None:
    assert [names.type for names in _lists(text)] == [""]


def test_quoted_names_side_by_side_are_a_list() -> None:
    text = "挂牌“蓝星产业园”“云帆创新基地”。"
    (names,) = _lists(text)
    assert _members(text, names) == ["“蓝星产业园”", "“云帆创新基地”"]


def test_a_missed_member_is_recovered_between_known_ones() -> None:
    text = "确保蓝星、云帆锂电、鼎安机械等项目竣工。"
    (names,) = _lists(text, {"蓝星": "Company", "鼎安机械": "Company"})
    assert [(text[m.start : m.end], m.known) for m in names.members] == [
        ("蓝星", True),
        ("云帆锂电", False),
        ("鼎安机械", True),
    ]


def test_a_conjunction_inside_a_known_name_does_not_split_it() -> None:
    text = "推进蓝星工厂、储能与微电网产业园等项目。"
    (names,) = _lists(text, {"蓝星工厂": "Project", "储能与微电网产业园": "Project"})
    assert _members(text, names) == ["蓝星工厂", "储能与微电网产业园"]


def test_amounts_in_brackets_are_no_part_of_a_member() -> None:
    text = "签约蓝星（12亿元）、云帆（3亿元）、鼎安等项目。"
    (names,) = _lists(text, {"鼎安": "Project"})
    assert _members(text, names)[1] == "云帆"
