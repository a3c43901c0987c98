"""Finds the figures of a text: numbers with units, percentages, ranks and doublings, with their modifiers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.numbers import ARABIC, parse_number
from extract.rules import alternation, load_rules

PERCENT = "%"
POINTS = "个百分点"
RANK_UNIT = "位"
# Multipliers that a report's unit carries (万元, 亿元), and the others in terms of these.
_SCALE = {
    "": (1, ""),
    "百": (100, ""),
    "千": (1000, ""),
    "万": (1, "万"),
    "十万": (10, "万"),
    "百万": (100, "万"),
    "千万": (1000, "万"),
    "亿": (1, "亿"),
    "十亿": (10, "亿"),
    "百亿": (100, "亿"),
    "千亿": (1000, "亿"),
    "万亿": (1, "万亿"),
}
_SCALES = r"[十百千]?万(?!亿)|万亿|[十百千]?亿|[百千](?!分)"
_LOOK_BACK = 16


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. start, end: half-open offsets, its modifiers (超过, 以上) included.

    kind: "amount", "percent", "rank" or "doubled". value: in `unit`; None for ranges and doublings.
    text: as written where the value alone says less, else "". growth: whether a percentage is of change.
    """

    start: int
    end: int
    kind: str
    value: float | None
    unit: str
    text: str = ""
    growth: bool = False


@dataclass(frozen=True, slots=True)
class FigureRules:
    """The compiled rules of data/rules/indicators.yaml that find figures."""

    numeric: re.Pattern[str]
    written_sum: re.Pattern[str]
    written_count: re.Pattern[str]
    rank: re.Pattern[str]
    doubled: re.Pattern[str]
    threshold: re.Pattern[str]
    modifiers: re.Pattern[str]
    growth: re.Pattern[str]
    down: frozenset[str]
    money: frozenset[str]


@cache
def figure_rules() -> FigureRules:
    """Return the compiled rules; raises ResourceError when their file is damaged."""
    rules = load_rules("indicators")
    unit = alternation(rules["units_pattern"])
    down = list(rules["growth_down"])
    manner = (
        r"(?:了|率|速度|幅度|分别|均|都|各|约|近|超过|超|达到|达|为|在|不低于|不少于|高于|至少|保持"
        r"|稳定|控制|:|\s)*"
    )
    return FigureRules(
        numeric=re.compile(
            rf"(?<![0-9.A-Za-z第])(?<![0-9]\. )"
            rf"(?:(?P<low>{ARABIC})\s*(?:%|(?:{_SCALES})?(?:{unit})?)\s*(?:-|~|—|至|到)\s*)?"
            rf"(?P<number>-?{ARABIC})\s*(?:多|余|来)?\s*"
            rf"(?:(?P<percent>%|个百分点|个点)|(?P<scale>{_SCALES})?\s*(?:多|余)?\s*(?P<unit>{unit})?)"
            r"(?P<after>以上|以下|以内|左右|多)?"
        ),
        written_sum=re.compile(
            r"(?<=[过超破达近逾越上到])(?P<number>[一二两三四五六七八九十百千]*亿|[一二两三四五六七八九十]*万亿)(?P<unit>元)?"
            r"(?P<after>以上|左右)?"
        ),
        written_count=re.compile(
            r"(?<![第几数上近一二两三四五六七八九十百千万])(?P<number>[一二两三四五六七八九]?十[一二三四五六七八九]|[一二两三四五六七八九]百[零一二三四五六七八九十]+)"
            rf"(?:多|余)?(?P<unit>{unit})(?P<after>以上|左右)?"
        ),
        rank=re.compile(
            rf"{alternation(rules['rank_verbs_pattern'])}[^,。;:!?\r\n]{{0,18}}?"
            r"(?:第|前)\s*(?P<number>[0-9]+|[一二三四五六七八九十]{1,3})\s*(?:位|名|强|(?=[,。;:!?)、\s]|$))"
            rf"|{alternation(rules['rank_nouns'])}[^,。;:!?0-9\r\n]{{0,12}}(?P<plain>[0-9]+)\s*(?:位|名)"
        ),
        doubled=re.compile(rules["doubled_pattern"]),
        threshold=re.compile(re.sub(r"\s", "", rules["threshold_pattern"])),
        modifiers=re.compile(rf"{alternation(rules['modifiers'])}+\Z"),
        growth=re.compile(rf"({alternation([*down, *rules['growth_up']])})(?![至到]){manner}\Z"),
        down=frozenset(down),
        money=frozenset(rules["money"]),
    )


def _modified_start(text: str, start: int, rules: FigureRules) -> int:
    found = rules.modifiers.search(text, max(0, start - 8), start)
    return found.start() if found else start


def _numeric(text: str, match: re.Match[str], rules: FigureRules) -> Figure | None:
    """Return the figure of a number in digits, None for one without unit or in front of what it qualifies."""
    end = match.end()
    start = _modified_start(text, match.start(), rules)
    number = parse_number(match["number"])
    if match["percent"]:
        before = rules.growth.search(text, max(0, start - _LOOK_BACK), start)
        unit = PERCENT if match["percent"] == "%" else POINTS
        if number is not None and before is not None and before[1] in rules.down:
            number = -number
        kind, growth = "percent", before is not None
    else:
        scale = match["scale"] or ""
        if not match["unit"] and not scale.endswith("亿"):
            return None
        behind = match.end("unit") if match["unit"] else match.end("scale")
        money = (match["unit"] or "元") in rules.money
        if (money or text.startswith(("以上", "以下"), behind)) and rules.threshold.match(text, behind):
            return None
        factor, written = _SCALE[scale]
        number = None if number is None else round(number * factor, 6)
        unit = written + (match["unit"] or "元").removesuffix("人民币")
        kind, growth = "amount", False
    plain = start == match.start() and not match["after"] and match["low"] is None
    value = None if match["low"] is not None else number
    return Figure(start, end, kind, value, unit, "" if plain else text[start:end], growth)


def _written(text: str, match: re.Match[str], rules: FigureRules) -> Figure | None:
    """Return the figure of a Chinese numeral (过千亿, 二十八家), None when it qualifies what follows."""
    number = parse_number(match["number"])
    if number is None or rules.threshold.match(text, match.end("number")):
        return None
    start = _modified_start(text, match.start(), rules)
    unit = match["unit"] or "元"
    if match["number"].endswith("亿"):
        number, unit = number / 1e8, "亿" + unit
    elif match["number"].endswith("万"):
        number, unit = number / 1e4, "万" + unit
    return Figure(start, match.end(), "amount", number, unit, text[start : match.end()])


def _rank(text: str, match: re.Match[str]) -> Figure:
    start = match.start("plain") if match["plain"] else match.start("number") - 1
    written = text[start : match.end()]
    value = parse_number(match["plain"] or match["number"])
    return Figure(start, match.end(), "rank", value, RANK_UNIT, written if written.startswith("前") else "")


def find_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a text in order, none overlapping another.

    text: in half width (extract.numbers.narrow). Sizes that qualify what follows (10亿元以上项目), dates,
    durations and numbers without a unit are none. 亿 without a unit is money.
    """
    rules = figure_rules()
    found = [_rank(text, match) for match in rules.rank.finditer(text)]
    found += [
        Figure(match.start(), match.end(), "doubled", None, "", match[0])
        for match in rules.doubled.finditer(text)
    ]
    for figure in (_numeric(text, match, rules) for match in rules.numeric.finditer(text)):
        if figure is not None:
            found.append(figure)
    for pattern in (rules.written_sum, rules.written_count):
        for figure in (_written(text, match, rules) for match in pattern.finditer(text)):
            if figure is not None:
                found.append(figure)
    kept: list[Figure] = []
    for figure in sorted(found, key=lambda f: (f.start, f.kind != "rank", -f.end)):
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    return tuple(kept)
