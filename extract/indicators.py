"""Finds the figures that describe a zone's economy: name, value, unit, period, growth, aim or result."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.annotations import AnalysedText, Entity, IndicatorClaim
from extract.figures import Figure, find_figures
from extract.indicator_names import (
    CLAUSE_END,
    IndicatorText,
    Name,
    clause_start,
    figure_name,
    is_name,
    name_before,
    several_names,
    shared_names,
    trim,
    with_parent,
)
from extract.periods import REACH, Period, PeriodTimeline, skip_periods

# What may stand between a figure where a change starts and the one where it ends.
_CHANGE = re.compile(
    r"\s*,?(?:增加|增长|提高|扩大|上升|提升|拓展|发展|减少|下降|降低|缩短|压缩|跃升|扩展|攀升|升|降|增|扩)?(?:了)?(?:到|至|为)\s*\Z"
)
# The words before a figure where a change starts (由2019年的80家).
_SINCE = re.compile(r"(?:由|从)\s*(?:(?:19|20)\d{2}年(?:初|底|末)?的?)?\s*\Z")
_JOINT = re.compile(r"[、,和与及\s]*(?:分别)?(?:同比|环比|比上年|较上年)?(?:增长|下降|达到?|为)?\s*")
_SUBJECT_SLACK = 6
# A zone that has at least this share of a document's zone mentions is the document's zone.
_MAIN_SHARE = 0.4
# It is named so often, or so near the beginning (in characters).
_OFTEN, _LEAD = 3, 300
_OTHER_SUBJECTS = frozenset({"Company", "Project", "Leader", "Place", "Organization"})
_THINGS = frozenset({"家", "个", "项", "户"})


@dataclass(frozen=True, slots=True)
class _Draft:
    """A claim in the making. base: whether it is where a change started (由8平方公里)."""

    zone: int
    name: str
    start: int
    end: int
    period: Period
    target: bool
    figure: Figure | None = None
    growth: Figure | None = None
    base: bool = False


@dataclass(frozen=True, slots=True)
class _Document:
    """What the sentences of one document share. main: its zone, None when it has none or several alike."""

    names: IndicatorText
    timeline: PeriodTimeline
    main: int | None

    @property
    def text(self) -> str:
        """Return the text in half width."""
        return self.names.text


def _main_zone(names: IndicatorText, title: tuple[int, int] | None) -> int | None:
    """Return the zone that a document is about: of its title, else the one most spoken of.

    A zone that a document on a company or on several zones merely names is none.
    """
    counted = Counter((m.type, m.entity) for m in names.mentions)
    zones = {zone: count for (kind, zone), count in counted.items() if kind == "Zone"}
    in_title = {m.entity for m in names.mentions_in(*title) if m.type == "Zone"} if title else set()
    if len(in_title) == 1:
        return next(iter(in_title))
    if not zones:
        return None
    best = min(zones, key=lambda zone: (-zones[zone], zone))
    companies = max((count for (kind, _), count in counted.items() if kind == "Company"), default=0)
    first = next(m.start for m in names.mentions if m.entity == best)
    spoken_of = zones[best] >= _OFTEN or first < _LEAD
    enough = zones[best] >= _MAIN_SHARE * sum(zones.values()) and 2 * zones[best] >= companies
    return best if spoken_of and enough else None


def _is_no_figure(names: IndicatorText, figure: Figure) -> bool:
    """Return whether a number is part of a name, counts articles or describes the thing behind it."""
    if names.text[figure.start - 1 : figure.start] == "》":
        return True
    behind = names.mentions_in(figure.end, figure.end + _SUBJECT_SLACK)
    if names.text[figure.end : figure.end + 1] == "的" and any(
        m.type in {"Company", "Project"} for m in behind
    ):
        return True
    return names.covering(figure.start, figure.end) is not None


def _ends_thing(names: IndicatorText, offset: int) -> bool:
    """Return whether a company's or project's name ends at an offset, so that a bracket there is its own."""
    near = names.mentions_in(max(0, offset - REACH // 10), offset)
    return any(m.end in {offset, offset - 2} and m.type in {"Company", "Project"} for m in near)


def _zone_of(
    document: _Document, sentence: int, clause: int, figure: Figure, name: str
) -> tuple[int | None, int]:
    """Return the zone that a figure belongs to (None: to something else) and where its name may start.

    The subject of the clause decides, then that of the clauses before it in the sentence, then the document.
    """
    names, rules, text = document.names, document.names.rules, document.text
    start = clause
    while start < figure.start and not text[start].isalnum() and text[start] not in '“"(':
        start += 1
    subject = rules.prepositions.match(text, start)
    if figure.kind != "rank" and text.startswith(rules.foreign, subject.end() if subject else start):
        return None, clause
    if text[clause - 1 : clause] == "(" and _ends_thing(names, clause - 1):
        return None, clause
    for m in names.mentions_in(clause, figure.start):
        if m.type == "Zone" and _says_nothing(names, start, m.start):
            return m.entity, clause if text[m.start - 1 : m.start] == "占" else m.end
        if m.start - start <= 1 and m.type == "Industry":
            return document.main, clause
        if m.start - start <= 1 and m.type in _OTHER_SUBJECTS and figure.kind != "rank":
            return None, clause
    if text.startswith(rules.generic_zone, start):
        return document.main, clause
    return _earlier_subject(document, sentence, clause, name), clause


def _says_nothing(names: IndicatorText, start: int, end: int) -> bool:
    """Return whether only a time, a preposition or an adverb stands in a stretch of text."""
    start = skip_periods(names.text, start, end)
    left, right = trim(names, start, end)
    return left == right and end - start <= _SUBJECT_SLACK


def _earlier_subject(document: _Document, sentence: int, clause: int, name: str) -> int | None:
    """Return the zone that the clauses before this one speak of, the document's where none is named."""
    names, rules = document.names, document.names.rules
    for m in reversed(names.mentions_in(max(sentence, clause - REACH), clause)):
        before = document.text[max(sentence, m.start - 1) : m.start]
        in_list = m.type in {"Company", "Project"} and before == "、"
        if m.start != sentence and before not in CLAUSE_END and not in_list:
            continue
        if m.type == "Zone":
            return m.entity
        if ";" in document.text[m.end : clause]:  # the next item of a row has a subject of its own
            continue
        if m.type in {"Company", "Project"}:
            return None if rules.shared.search(name) or rules.single.search(name) else document.main
        if m.type == "Place":
            return None
    return document.main


def _is_target(document: _Document, sentence: int, figure: Figure, period: Period) -> bool:
    """Return whether the text aims at a figure: by the nearest word of aim or done, else by its section."""
    names, floor = document.names, max(sentence, figure.start - REACH)

    def last(pattern: re.Pattern[str]) -> int:
        found = (
            match.end()
            for match in pattern.finditer(document.text, floor, figure.start)
            if names.covering(match.start(), match.end()) is None
        )
        return max(found, default=-1)

    aim, done = last(names.rules.aims), last(names.rules.done)
    if aim >= 0 or done >= 0:
        return aim > done
    reference = document.timeline.reference
    if period.planned or 0 < reference < period.first:
        return True
    return period.first == reference > 0 and f"到{reference}年" in document.text[floor : figure.start]


def _period_of(document: _Document, sentence: int, clause: int, figure: Figure, target: bool) -> Period:
    """Return the period of a figure; a plan's review tells stocks for the plan's last year."""
    period = document.timeline.at(sentence, figure.start)
    if not period.is_plan or target or period.last > document.timeline.reference:
        return period
    if document.names.rules.flows.search(document.text, clause, figure.start):
        return period
    return Period(str(period.last), period.last, period.last)


def _base_period(period: Period, before: str) -> Period:
    """Return the year in which a change started: as stated, else the one before a plan; else none."""
    stated = re.findall(r"(20\d{2})年", before)
    year = int(stated[-1]) if stated else period.first - 1 if period.is_plan else 0
    return Period(str(year), year, year) if year else Period()


def _filled(draft: _Draft, figure: Figure) -> _Draft:
    if figure.growth:
        return replace(draft, growth=figure, end=max(draft.end, figure.end))
    return replace(draft, figure=figure, end=max(draft.end, figure.end))


class _Sentence:
    """Collects the claims of one sentence, figure by figure."""

    def __init__(self, document: _Document, start: int, figures: Sequence[Figure]) -> None:
        self.document = document
        self.start = start
        self.figures = figures
        self.drafts: list[_Draft] = []
        self.pending: list[_Draft] = []
        self.rates = False
        self.parent = ""
        self.known_end = start

    def read(self) -> list[_Draft]:
        """Return the drafts of the sentence in order."""
        for position, figure in enumerate(self.figures):
            clause = clause_start(self.document.text, self.start, self.known_end, figure.start)
            self.known_end = figure.end
            before = self.document.text[clause : figure.start]
            if not self._distributes(figure, before) and not self._completes(
                position, figure, clause, before
            ):
                self._names(position, figure, clause, before)
        return [draft for draft in self.drafts if not draft.base or draft.period.text]

    def _names(self, position: int, figure: Figure, clause: int, before: str) -> None:
        """Add the claims of a figure that has a name of its own."""
        document = self.document
        since = _SINCE.search(before)
        end = clause + since.start() if since else figure.start
        behind_period = skip_periods(document.text, clause, end)
        zone, behind_zone = _zone_of(document, self.start, clause, figure, "")
        if zone is None:
            return
        known = self.drafts[-1].name if self.drafts else ""
        start = max(behind_period, behind_zone)
        name = name_before(document.names, start, end) if since else None
        name = name or figure_name(document.names, start, figure, known)
        if name is None or not is_name(document.names, name, figure):
            return
        self.known_end = max(self.known_end, name.end)
        if document.names.rules.single.search(name.text):
            if not self._counts_projects():
                return
            name = replace(name, text=self.drafts[-1].name + name.text)
        if _zone_of(document, self.start, clause, figure, name.text)[0] is not None:
            self._add(position, figure, clause, before, zone, name)

    def _distributes(self, figure: Figure, before: str) -> bool:
        """Give the figure to the next of several names (A、B分别为x、y), if one waits."""
        if not self.pending:
            return False
        if not _JOINT.fullmatch(before):
            self.pending = []
            return False
        draft, *self.pending = self.pending
        self.drafts.append(_filled(draft, replace(figure, growth=figure.growth or self.rates)))
        return True

    def _completes(self, position: int, figure: Figure, clause: int, before: str) -> bool:
        """Add the figure to the draft before it: growth to its value, or another value of the same name."""
        if not self.drafts or not position or self.figures[position - 1].end > self.drafts[-1].end:
            return False
        left, right = trim(
            self.document.names, skip_periods(self.document.text, clause, figure.start), figure.start
        )
        if left < right or "占" in before:
            return False
        last = self.drafts[-1]
        if figure.growth:
            self._grow(position, figure, before)
            return True
        if figure.kind not in {"amount", "percent"}:
            return False
        if last.figure is None:
            self.drafts[-1] = replace(last, figure=figure, end=figure.end)
            return True
        if last.base and last.figure.unit == figure.unit:
            self.drafts.append(self._changed(last, figure))
            return True
        if not before and last.figure.unit != figure.unit:
            self.drafts.append(replace(last, figure=figure, growth=None, end=figure.end))
            return True
        return False

    def _changed(self, base: _Draft, figure: Figure) -> _Draft:
        """Return the draft of where a change ended."""
        period = self.document.timeline.at(self.start, figure.start)
        target = _is_target(self.document, self.start, figure, period)
        if period.is_plan and not target:
            period = Period(str(period.last), period.last, period.last)
        return replace(base, figure=figure, end=figure.end, base=False, period=period, target=target)

    def _grow(self, position: int, figure: Figure, before: str) -> None:
        """Give growth to the last draft, or (分别增长) to as many drafts as there are rates."""
        row = [figure]
        if "分别" in before:
            row += self._joined(position)
            if len(row) > len(self.drafts):
                return
        first = len(self.drafts) - len(row)
        for offset, growth in enumerate(row):
            draft = self.drafts[first + offset]
            if draft.growth is None and draft.figure is not None:
                rate = replace(growth, growth=True)
                end = figure.end if len(row) == 1 else draft.end
                self.drafts[first + offset] = replace(draft, growth=rate, end=end)

    def _joined(self, position: int) -> list[Figure]:
        """Return the figures that follow in one row (x、y和z)."""
        row: list[Figure] = []
        for left, right in zip(self.figures[position:], self.figures[position + 1 :], strict=False):
            if not _JOINT.fullmatch(self.document.text, left.end, right.start):
                break
            row.append(right)
        return row

    def _counts_projects(self) -> bool:
        last = self.drafts[-1] if self.drafts else None
        return bool(
            last and last.figure and last.figure.unit in _THINGS and re.search("项目|企业", last.name)
        )

    def _told(self, figure: Figure, name: Name, clause: int) -> str:
        """Return a name with what it owes to the names before it: 其中…, and the noun of a row."""
        text, document = name.text, self.document
        if "其中" in document.text[clause : name.start + 1] and self.drafts:
            self.parent = self.drafts[-1].name
        elif self.parent and document.names.rules.flows.match(text):
            self.parent = ""
        heads = document.names.rules.heads
        if figure.unit in _THINGS and not heads.search(text):
            last = next((d for d in reversed(self.drafts) if d.figure and d.figure.unit == figure.unit), None)
            noun = re.search("(?:项目|企业)$", last.name) if last else None
            text += noun[0] if noun else ""
        return with_parent(text, self.parent) if self.parent else text

    def _add(self, position: int, figure: Figure, clause: int, before: str, zone: int, name: Name) -> None:
        """Add the claim of a figure; of a list of names, each."""
        document = self.document
        text = self._told(figure, name, clause)
        held = document.timeline.at(self.start, figure.start)
        base = self._is_base(position, figure, before)
        target = not base and _is_target(document, self.start, figure, held)
        period = (
            _base_period(held, document.text[clause : figure.start])
            if base
            else _period_of(document, self.start, clause, figure, target)
        )
        end = max(figure.end, name.end)
        blank = _Draft(zone, text, name.start, end, period, target, base=base)
        following = self._joined(position) if "分别" in before else []
        if following:
            row = shared_names(document.names, clause, figure, text, len(following) + 1)
            self.pending = [replace(blank, name=one) for one in row[1:]]
            self.rates = figure.growth
            names = row[:1]
        elif figure.growth or figure.kind == "doubled" or "均" in before:
            names = several_names(document.names, text, 0)
        else:
            names = [text]
        self.drafts += [_filled(replace(blank, name=one), figure) for one in names]

    def _is_base(self, position: int, figure: Figure, before: str) -> bool:
        """Return whether a change starts at this figure (由8平方公里扩大到12平方公里)."""
        if not _SINCE.search(before) or position + 1 >= len(self.figures):
            return False
        return bool(_CHANGE.match(self.document.text[figure.end : self.figures[position + 1].start]))


def _claim(draft: _Draft) -> IndicatorClaim:
    figure, growth = draft.figure, draft.growth
    written = figure.text if figure else f"增长{growth.text}" if growth and growth.text else ""
    return IndicatorClaim(
        zone=draft.zone,
        name=draft.name,
        value=figure.value if figure else None,
        value_text=written,
        unit=figure.unit if figure and figure.kind != "doubled" else "",
        period=draft.period.text,
        growth=growth.value if growth else None,
        target=draft.target,
        start=draft.start,
        end=draft.end,
        by=f"rule:indicator_{figure.kind if figure else 'growth'}",
        score=0.9 if figure is None or figure.kind in {"amount", "percent"} else 0.8,
    )


def _is_outside(figure: Figure, spans: Sequence[tuple[int, int]]) -> bool:
    position = bisect_right(spans, (figure.start, figure.end)) - 1
    return position < 0 or spans[position][1] <= figure.start


def _by_sentence(
    sentences: Sequence[tuple[int, int]], figures: Sequence[Figure]
) -> Iterator[tuple[tuple[int, int], list[Figure]]]:
    position = 0
    for start, end in sentences:
        row: list[Figure] = []
        while position < len(figures) and figures[position].start < end:
            if figures[position].start >= start and figures[position].end <= end:
                row.append(figures[position])
            position += 1
        if row:
            yield (start, end), row


def find_indicators(analysed: AnalysedText, entities: Sequence[Entity]) -> tuple[IndicatorClaim, ...]:
    """Return every named figure of the document's zones, in text order, equal ones once.

    entities: those of the document; a figure goes to the zone that governs it, and to none where the document
    has no zone or the figure is a company's, a project's or a larger area's.
    """
    if not any(entity.type == "Zone" for entity in entities):
        return ()
    names = IndicatorText(analysed, entities)
    timeline = PeriodTimeline(names.text, analysed.sentences, analysed.title_span, analysed.published)
    document = _Document(names, timeline, _main_zone(names, analysed.title_span))
    figures = [
        figure
        for figure in find_figures(names.text)
        if _is_outside(figure, analysed.furniture) and not _is_no_figure(names, figure)
    ]
    found: dict[tuple[object, ...], IndicatorClaim] = {}
    for span, row in _by_sentence(analysed.sentences, figures):
        if span == analysed.title_span:
            continue
        for draft in _Sentence(document, span[0], row).read():
            claim = _claim(draft)
            key = (
                claim.zone, claim.name, claim.period, claim.unit, claim.target,
                claim.value, claim.value_text, claim.growth,
            )  # fmt: skip
            found.setdefault(key, claim)
    return tuple(found.values())
