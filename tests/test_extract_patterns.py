"""Names by their form: titles with names, speaker lines, suffixes, countries; what only looks like one."""

from __future__ import annotations

import pytest

from extract.patterns import pattern_mentions
from extract.text import analyse


def _found(text: str, kind: str) -> dict[str, set[str]]:
    result: dict[str, set[str]] = {}
    for mention in pattern_mentions(analyse(text)):
        if mention.type == kind:
            name = text[mention.start : mention.end]
            result.setdefault(name, set()).add(mention.by.removeprefix("pattern:"))
    return result


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("党工委书记周明远强调,要抓项目。", {"周明远"}),
        ("管委会主任 周 明 远主持会议。", {"周 明 远"}),
        ("董事长林芳介绍,订单已排满。", {"林芳"}),
        ("副主任欧阳明带队走访企业。", {"欧阳明"}),
        ("副书记周明远、林芳、陈立新出席。", {"周明远", "林芳", "陈立新"}),
        ("总经理(兼)周明远说,", {"周明远"}),
        ("区长　林芳", {"林芳"}),
    ],
)
def test_a_title_in_front_shows_a_leader(text: str, names: set[str]) -> None:
    found = _found(text, "Leader")
    assert {name for name, rules in found.items() if "leader-title" in rules} == names


@pytest.mark.parametrize(
    "text",
    [
        "党工委书记高度重视。",
        "董事长和总经理都到了。",
        "主任会议研究决定。",
        "局长任务很重。",
        "组长负责制落实到位。",
        "技术总监在场。",
    ],
)
def test_words_behind_a_title_are_not_always_a_name(text: str) -> None:
    assert "leader-title" not in set().union(*_found(text, "Leader").values())


def test_a_speaker_stands_on_a_line_of_its_own_under_the_headline() -> None:
    text = "在全区大会上的讲话\n\n周 明 远\n\n(2021年2月4日)\n\n同志们:"
    assert "leader-speaker" in _found(text, "Leader")["周 明 远"]


def test_a_name_line_far_down_is_no_speaker() -> None:
    text = "标题\n" + "正文。\n" * 20 + "周 明 远\n"
    assert "周 明 远" not in _found(text, "Leader")


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("由江海蓝星科技股份有限公司投资建设", "Company", "江海蓝星科技股份有限公司"),
        ("蓝星(江海)新材料有限公司开工", "Company", "蓝星(江海)新材料有限公司"),
        ("学习江海经济技术开发区的做法", "Zone", "江海经济技术开发区"),
        ("与江海职业技术学院合作", "Organization", "江海职业技术学院"),
        ("对接江海市投资促进局", "Organization", "江海市投资促进局"),
        ("推进蓝星电池二期建设", "Project", "蓝星电池二期"),
        ("产品销往哈萨克斯坦", "Place", "哈萨克斯坦"),
        ("融入长三角", "Place", "长三角"),
    ],
)
def test_a_suffix_shows_the_type_and_words_before_it_the_name(text: str, kind: str, name: str) -> None:
    assert name in _found(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("该有限公司表示", "Company"), ("园区工作推进会", "Zone"), ("加大投资力度", "Organization")],
)
def test_a_bare_suffix_or_none_is_no_name(text: str, kind: str) -> None:
    assert _found(text, kind) == {}
