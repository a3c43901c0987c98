"""Follows the time that a report speaks of: years, plan periods, parts of a year; whether it plans."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract.rules import alternation, load_rules

_TENS = "一二三四五六七八九"
_PLAN = r"[“\"']?十(?P<plan>[一二三四五六七]?)五[”\"']?"
_PART = (
    r"(?:(?:前|第)?[一二三四1-4](?:个)?季度|前[一二三四五六七八九十\d]+个月"
    r"|(?:\d{1,2}\s*(?:-|~|—|至|到)\s*)?\d{1,2}月份?|上半年|下半年)"
)
_PERIOD = re.compile(
    rf"(?P<year>20\d{{2}}|19\d{{2}})年(?P<part>{_PART})?(?P<day>\d{{1,2}}日)?"
    rf"|(?P<this>今年|本年度?)(?P<part1>{_PART})?|(?P<last>去年|上年(?!同期))(?P<part2>{_PART})?|(?P<before>前年)|(?P<next>明年|来年)"
    rf"|{_PLAN}(?:规划)?(?P<span>时期|期间|期末|末|以来)"
    r"|(?P<within>年内|全年)|(?P<five>过去五年|五年来|近五年|这五年)|(?P<coming>(?:今后|未来)[三五几]年)|(?P<one>(?:刚刚)?过去的?一年|一年来)"
    rf"|(?P<alone>(?<![\d年]){_PART})"
)
# Behind these words a year is what is compared with, not what is spoken of.
_COMPARED = re.compile(r"(?:比|较|与|从|由|自|自从|相比|同)\Z")
_LINE = re.compile(r"[^\r\n]+")
# Characters before a figure that its sentence may govern it from; it keeps endless lines linear.
REACH = 400
_HEADING = 40
_CLAUSE = 30
# A period further inside a paragraph's opening than this opens no section.
_AT_START = 8
_YEARS_WORK = re.compile(r"年(?:要|的?工作|将|是)")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time.

    text: as an indicator's period is written (2020, 2024年1-9月, “十三五”时期), "" when unknown.
    first, last: years, 0 when unknown. planned: whether the text there looks ahead.
    """

    text: str = ""
    first: int = 0
    last: int = 0
    planned: bool = False

    @property
    def is_plan(self) -> bool:
        """Return whether it spans several years."""
        return self.last > self.first


@dataclass(frozen=True, slots=True)
class PeriodRules:
    """Words of data/rules/indicators.yaml that tell reporting from planning."""

    plans: re.Pattern[str]
    reports: re.Pattern[str]


@cache
def period_rules() -> PeriodRules:
    """Return the compiled rules; raises ResourceError when their file is damaged."""
    rules = load_rules("indicators")
    return PeriodRules(re.compile(alternation(rules["plans"])), re.compile(alternation(rules["reports"])))


def reference_year(text: str, title: str, published: str) -> int:
    """Return the year that 今年 means, 0 when nothing shows it.

    It is the year of publication, else the title's latest, else the text's commonest. published: ISO
    date or "".
    """
    if published:
        return int(published[:4])
    years = [int(year) for year in re.findall(r"(20\d{2})年", title)]
    if years:
        return max(years)
    counted = Counter(int(year) for year in re.findall(r"(20\d{2})年", text))
    return max(counted, key=lambda year: (counted[year], year)) if counted else 0


def _period(match: re.Match[str], reference: int, current: Period, section: Period) -> Period:
    """Return what a period expression means.

    reference: the year that 今年 means. current: the period before it. section: that of the paragraph.
    """
    part = next((p for p in (match["part"], match["part1"], match["part2"], match["alone"]) if p), "")
    if match["span"]:
        number = 0 if not match["plan"] else _TENS.index(match["plan"]) + 1
        first = 2001 + 5 * number
        written = match[0].replace("规划", "")
        return Period(written, first, first + 4)
    if match["five"]:
        last = reference - 1 if reference else 0
        known = current.is_plan and current.last <= reference
        return current if known else Period(match[0], max(0, last - 4), last)
    if match["coming"]:
        return Period(match[0], reference, reference + 4, planned=True) if reference else Period(match[0])
    if match["year"]:
        year = int(match["year"])
    elif match["alone"] or match["within"]:
        year = next((p.last for p in (current, section) if p.last and not p.is_plan), reference)
    else:
        shift = -1 if match["last"] or match["one"] else -2 if match["before"] else 1 if match["next"] else 0
        year = reference + shift if reference else 0
    if not year:
        return Period(match[0])
    return Period(f"{year}年{part}" if part else str(year), year, year)


def _is_past(match: re.Match[str]) -> bool:
    return bool(match["five"] or match["one"] or match["last"] or match["before"])


def _stance(opening: str) -> bool | None:
    """Return whether an opening announces plans (True) or a report (False), by its first such word."""
    rules = period_rules()
    plans, reports = rules.plans.search(opening), rules.reports.search(opening)
    if plans and reports:
        return plans.start() < reports.start()
    return True if plans else False if reports else None


class PeriodTimeline:
    """The period that holds at every offset of a text.

    text: in half width. sentences: half-open spans. title: the title's span, if any. published: ISO date.
    """

    __slots__ = ("_held", "_sections", "_starts", "_text", "reference")

    def __init__(
        self,
        text: str,
        sentences: Sequence[tuple[int, int]],
        title: tuple[int, int] | None,
        published: str,
    ) -> None:
        title_text = text[slice(*title)] if title else ""
        self._text = text
        self.reference = reference_year(text, title_text, published)
        year = min((int(y) for y in re.findall(r"(20\d{2})年", title_text)), default=self.reference)
        self._starts: list[int] = []
        self._held: list[Period] = []
        self._sections: list[Period] = []
        section = Period(str(year) if year else "", year, year)
        section = replace(section, planned=bool(self.reference and year > self.reference))
        paragraph, held = -1, section
        for start, end in sentences:
            line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start))
            if line != paragraph:
                paragraph = line
                if (start, end) != title:
                    section = self._opened(start, end, section)
                held = section
            held = self._sentence_period(start, end, held, section)
            self._starts.append(start)
            self._sections.append(section)
            self._held.append(held)

    def _opened(self, start: int, end: int, section: Period) -> Period:
        """Return the period of the section that a paragraph or heading opens, or the one that goes on."""
        opening = self._text[start : min(end, start + _HEADING)]
        stance = _stance(opening)
        going_on = section if stance is None else replace(section, planned=stance)
        match = _PERIOD.search(opening)
        if match is None or match["alone"]:
            return going_on
        lasting = match["span"] or match["five"] or match["one"] or match["coming"] or end - start <= _HEADING
        if stance is None and (match.start() > _AT_START or not (lasting or _YEARS_WORK.search(opening))):
            return going_on
        found = _period(match, self.reference, section, section)
        if stance is None:
            ahead = found.last > self.reference > 0 and match["span"] != "以来"
            stance = not _is_past(match) and (going_on.planned or ahead)
        return replace(found, planned=stance)

    def _sentence_period(self, start: int, end: int, held: Period, section: Period) -> Period:
        """Return the period that a sentence starts with, if it does, else the one held before it."""
        match = _PERIOD.search(self._text, start, min(end, start + _CLAUSE))
        if match is None or match.start() - start > 1 or match["day"]:
            return held
        found = _period(match, self.reference, held, section)
        planned = found.planned or (held.planned and found.last >= held.last)
        return replace(found, planned=planned and not _is_past(match))

    def at(self, start: int, offset: int) -> Period:
        """Return the period of what stands at an offset, in the sentence that starts at `start`."""
        if not self._starts:
            return Period()
        position = bisect_right(self._starts, start) - 1
        held, section = self._held[position], self._sections[position]
        for match in _PERIOD.finditer(self._text, max(start, offset - REACH), offset):
            if match["day"] or _COMPARED.search(self._text, max(start, match.start() - 2), match.start()):
                continue
            found = _period(match, self.reference, held, section)
            if found.last:
                ahead = found.planned or (bool(self.reference) and found.first > self.reference)
                planned = ahead or (held.planned and found.last >= held.last)
                held = replace(found, planned=planned and not _is_past(match))
        return held


def skip_periods(text: str, start: int, end: int) -> int:
    """Return where a stretch of text goes on behind the last period expression in it."""
    for match in _PERIOD.finditer(text, start, end):
        start = match.end()
    return start
