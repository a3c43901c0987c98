"""The grammar of policy names: 《》, quoted, formulas, unquoted chains; slogans and ideology stay out."""

from __future__ import annotations

import pytest

from extract.policies import find_policies
from extract.text import analyse


def _found(text: str) -> dict[str, set[str]]:
    result: dict[str, set[str]] = {}
    for mention in find_policies(analyse(text)):
        name = text[mention.start : mention.end]
        result.setdefault(name, set()).add(mention.by.removeprefix("pattern:policy-"))
    return result


@pytest.mark.parametrize(
    ("text", "name", "rule"),
    [
        ("出台《江海经开区科技创新办法》。", "《江海经开区科技创新办法》", "title"),
        ("印发《关于支持蓝星港发展的若干措施(试行)》", "《关于支持蓝星港发展的若干措施(试行)》", "title"),
        ("《招商十条》明确", "《招商十条》", "title"),
        ("实施“四海扬帆”战略,", "“四海扬帆”战略", "quoted"),
        ("“百企升级”三年行动计划启动", "“百企升级”三年行动计划", "quoted"),
        ("形成“2+3”方案,", "“2+3”方案", "quoted"),
        ("深化「一窗受理」改革。", "「一窗受理」改革", "quoted"),
        ("“312”龙头企业培育工程", "“312”龙头企业培育工程", "quoted"),
        ("开展“江海之问”大讨论", "“江海之问”大讨论", "quoted"),
        ("实施“强链工程”,", "“强链工程”", "quoted-head"),
        ("全面推行“五个一”,", "“五个一”", "formula"),
        ("锚定“三区两带”,", "“三区两带”", "formula"),
        ("建筑安全专项整治三年行动全面铺开", "建筑安全专项整治三年行动", "chain"),
        ("深入打好江河保卫战。", "江河保卫战", "chain"),
        ("推进春雨行动,", "春雨行动", "verb"),
        ("实施土地整理计划。", "土地整理计划", "verb"),
        ("融入“一带一路”、长江经济带", "“一带一路”", "national"),
        ("融入“一带一路”、长江经济带", "长江经济带", "national"),
        ("编制“十四五”规划", "“十四五”规划", "national"),
        ("制造业“登高”行动", "制造业“登高”行动", "prefixed"),
    ],
)
def test_a_programme_is_found_with_its_whole_name(text: str, name: str, rule: str) -> None:
    assert rule in _found(text).get(name, set())


@pytest.mark.parametrize(
    "text",
    [
        "奋勇争先、砥砺前行。",
        "坚决拥护“两个确立”,做到“两个维护”。",
        "树牢“四个意识”。",
        "获“文明园区”称号。",
        "被称为“蓝色明珠”。",
        "“水乡论坛”举行。",
        "据《江海日报》报道",
        "签订《战略合作协议》",
        "培育“小巨人”企业5家。",
        "破解“小马拉大车”问题。",
        "他说“不行”。",
        "工作取得成效。",
    ],
)
def test_slogans_honours_papers_and_ideology_are_no_policies(text: str) -> None:
    assert _found(text) == {}


def test_quoted_programmes_in_a_row_are_found_one_by_one() -> None:
    found = _found("实施“春风行动”“暖企工程”“护航计划”,")
    assert {"“春风行动”", "“暖企工程”", "“护航计划”"} <= found.keys()


def test_a_verb_behind_the_quote_ends_the_name() -> None:
    assert "“一线办公”成为制度" not in _found("“一线办公”成为制度。")
