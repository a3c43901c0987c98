"""Finds the figures that describe a zone's economy: name, value, unit, period, growth, aim or result."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract.annotations import AnalysedText, Entity, IndicatorClaim, Word
from extract.figures import POINTS, Figure, find_figures
from extract.numbers import narrow
from extract.periods import Period, PeriodTimeline, skip_periods
from extract.rules import alternation, load_rules

_CLAUSE_END = frozenset(",;。:!?\r\n\t")
_LONGEST_NAME = 32
_LONGEST_POST = 16
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]{2}|GDP|R&D")
_BASE = re.compile(
    r"(?:增加|增长|提高|扩大|上升|提升|拓展|发展|减少|下降|降低|缩短|压缩|跃升|扩展)?(?:到|至)?\s*\Z"
)
_JOINT = re.compile(r"[、,和与及\s]*(?:分别)?(?:同比|环比|比上年|较上年)?(?:增长|下降|达到?|为)?\s*")
_APART = re.compile(r"、|以及|和|与|及")
_SUBJECT_SLACK = 6
# A zone that has at least this share of a document's zone mentions is the document's zone.
_MAIN_SHARE = 0.4
_OTHER_SUBJECTS = frozenset({"Company", "Project", "Leader", "Place", "Organization"})
_NOUN_TAGS = ("n", "j", "l", "i", "b", "a", "vn", "an", "eng", "nz", "s", "f", "v")


@dataclass(frozen=True, slots=True)
class IndicatorRules:
    """The word lists of data/rules/indicators.yaml about names, aims and what is no indicator."""

    links: frozenset[str]
    openings: frozenset[str]
    opening_tags: frozenset[str]
    kept: tuple[str, ...]
    cuts: frozenset[str]
    foreign: tuple[str, ...]
    generic_zone: tuple[str, ...]
    not_names: re.Pattern[str]
    not_economy: re.Pattern[str]
    single: re.Pattern[str]
    shared: re.Pattern[str]
    heads: re.Pattern[str]
    flows: re.Pattern[str]
    counting: frozenset[str]
    money: frozenset[str]
    aims: re.Pattern[str]
    done: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    entity: int
    type: str


@dataclass(frozen=True, slots=True)
class _Name:
    """A figure's name. start: where it stands, also when it is composed of two pieces.

    verb_only: whether it ends with a verb (引进15家企业). listed: whether it lists things (A、B等18家企业).
    """

    text: str
    start: int
    verb_only: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class _Draft:
    """A claim in the making. base: whether it is where a change started (由9.46平方公里)."""

    zone: int
    name: str
    start: int
    end: int
    period: Period
    target: bool
    figure: Figure | None = None
    growth: Figure | None = None
    base: bool = False


def _pattern(folded: str) -> re.Pattern[str]:
    """Compile a pattern that YAML folded over several lines."""
    return re.compile(re.sub(r"\s", "", folded))


@cache
def indicator_rules() -> IndicatorRules:
    """Return the compiled rules; raises ResourceError when their file is damaged."""
    rules = load_rules("indicators")
    return IndicatorRules(
        links=frozenset(rules["links"]),
        openings=frozenset(rules["openings"]),
        opening_tags=frozenset(rules["opening_tags"]),
        kept=tuple(rules["kept_openings"]),
        cuts=frozenset(rules["cuts"]),
        foreign=tuple(rules["foreign"]),
        generic_zone=tuple(rules["generic_zone"]),
        not_names=_pattern(rules["not_names_pattern"]),
        not_economy=_pattern(rules["not_economy_pattern"]),
        single=_pattern(rules["single_pattern"]),
        shared=_pattern(rules["shared_pattern"]),
        heads=_pattern(rules["heads_pattern"]),
        flows=re.compile(alternation(rules["flows"])),
        counting=frozenset(rules["counting"]),
        money=frozenset(rules["money"]),
        aims=re.compile(alternation(rules["aims"])),
        done=re.compile(alternation(rules["done"])),
    )


class _Reader:
    """One document as this stage sees it: half-width text, words, mentions, timeline and main zone."""

    __slots__ = ("_ends", "_starts", "entities", "main", "mentions", "rules", "text", "timeline", "words")

    def __init__(self, analysed: AnalysedText, entities: Sequence[Entity]) -> None:
        self.rules = indicator_rules()
        self.text = narrow(analysed.text)
        self.words = analysed.words
        self._starts = [word.start for word in analysed.words]
        self.entities = entities
        self.mentions = sorted(
            (
                _Mention(m.start, m.end, position, entity.type)
                for position, entity in enumerate(entities)
                for m in entity.mentions
            ),
            key=lambda m: (m.start, -m.end, m.entity),
        )
        self._ends = [m.start for m in self.mentions]
        self.timeline = PeriodTimeline(self.text, analysed.sentences, analysed.title_span, analysed.published)
        self.main = self._main_zone(analysed.title_span)

    def _main_zone(self, title: tuple[int, int] | None) -> int | None:
        counted = Counter(m.entity for m in self.mentions if m.type == "Zone")
        if not counted:
            return None
        in_title = [
            m.entity for m in self.mentions if title and m.type == "Zone" and title[0] <= m.start < title[1]
        ]
        if len(set(in_title)) == 1:
            return in_title[0]
        best = max(counted, key=lambda zone: (counted[zone], -zone))
        return best if counted[best] >= _MAIN_SHARE * sum(counted.values()) else None

    def mentions_in(self, start: int, end: int) -> list[_Mention]:
        """Return the mentions that start in a stretch of text, the longest first at one place."""
        return self.mentions[bisect_left(self._ends, start) : bisect_left(self._ends, end)]

    def is_none(self, figure: Figure) -> bool:
        """Return whether a figure is part of a name, or describes a document or the thing named behind it."""
        start, end = figure.start, figure.end
        if self.text[start - 1 : start] == "》":
            return True
        if self.text[end : end + 1] == "的" and any(
            m.type in {"Company", "Project"} for m in self.mentions_in(end, end + _SUBJECT_SLACK)
        ):
            return True
        near = self.mentions[max(0, bisect_right(self._ends, start) - 8) : bisect_right(self._ends, start)]
        return any(m.start <= start and end <= m.end for m in near)

    def words_in(self, start: int, end: int) -> list[Word]:
        """Return the words that lie within a stretch of text."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        return [word for word in self.words[first:last] if word.end <= end]


def _clause_start(text: str, sentence: int, previous: int, figure: int) -> int:
    """Return where the words before a figure begin: behind the last figure, comma or open bracket."""
    position = figure
    while position > sentence and text[position - 1] in ": \t":
        position -= 1
    depth = 0
    while position > max(sentence, previous):
        c = text[position - 1]
        if c in _CLAUSE_END:
            break
        if c == ")":
            depth += 1
        elif c == "(":
            if not depth:
                break
            depth -= 1
        position -= 1
    return position


def _trim(reader: _Reader, start: int, end: int) -> tuple[int, int]:
    """Return the stretch without the words around a name that are no part of it."""
    rules, text = reader.rules, reader.text
    words = reader.words_in(start, end)
    while words and (text[words[-1].start : words[-1].end] in rules.links or not _has_name(text, words[-1])):
        words.pop()
    while words:
        first = words[0]
        word = text[first.start : first.end]
        if text.startswith(rules.kept, first.start):
            break
        opens = word in rules.openings or first.tag in rules.opening_tags or not _has_name(text, first)
        if not opens or (text[first.start] in '“"' and len(words) > 1):
            break
        words.pop(0)
    if not words:
        return end, end
    return words[0].start, words[-1].end


def _has_name(text: str, word: Word) -> bool:
    return any(c.isalnum() or c in '“”"()' for c in text[word.start : word.end])


def _without_cuts(reader: _Reader, start: int, end: int) -> int:
    """Return where the name starts behind the last verb that leads to it (带动税收)."""
    rules, text = reader.rules, reader.text
    for word in reversed(reader.words_in(start, end)):
        if text[word.start : word.end] in rules.cuts and _IDEOGRAPHS.search(text, word.end, end):
            return word.end
    return start


def _clean(text: str) -> str:
    """Return a name without white space, stray quotes and brackets."""
    name = re.sub(r"\s", "", text)
    for left, right in (("“", "”"), ("(", ")"), ("《", "》")):
        if name.count(left) != name.count(right):
            name = name.replace(left, "").replace(right, "")
    return name.strip("、,:;的")


def _name_before(reader: _Reader, start: int, figure: int) -> _Name | None:
    """Return the name in front of a figure, None when nothing but linking words stands there."""
    start, end = _trim(reader, start, figure)
    start, end = _trim(reader, _without_cuts(reader, start, end), end)
    if end - start > _LONGEST_NAME:
        words = reader.words_in(start, end)
        while words and end - words[0].start > _LONGEST_NAME // 2:
            words.pop(0)
        start, end = _trim(reader, words[0].start if words else end, end)
    name = _clean(reader.text[start:end])
    if not name:
        return None
    words = reader.words_in(start, end)
    last = words[-1] if words else None
    verb = last is not None and last.tag in {"v", "vd", "p"} and not reader.rules.heads.search(name)
    listed = name.endswith("等") or ("、" in name and not reader.rules.heads.search(name))
    return _Name(name.removesuffix("等"), start, verb, listed)


def _name_behind(reader: _Reader, figure: Figure) -> str:
    """Return the counted thing that stands behind a figure (15家企业), or ""."""
    rules, text = reader.rules, reader.text
    unit = figure.unit.removeprefix("万").removeprefix("亿")
    if figure.kind != "amount" or unit not in rules.counting | rules.money:
        return ""
    end = figure.end
    for word in reader.words_in(figure.end, figure.end + _LONGEST_POST):
        piece = text[word.start : word.end]
        joins = piece in '“”"' or (end == figure.end and piece == "的")
        if word.start != end or not (joins or word.tag.startswith(_NOUN_TAGS)):
            break
        if word.tag in {"v", "vd"} and end > figure.end and not rules.heads.search(text, end, word.end):
            break
        end = word.end
    name = _clean(text[figure.end : end])
    if unit in rules.money and not rules.heads.search(name):
        return ""
    return name if _IDEOGRAPHS.search(name) else ""


def _zone_of(
    reader: _Reader, sentence: int, clause: int, figure: Figure, name: str
) -> tuple[int | None, int]:
    """Return the zone that a figure belongs to (None: to something else) and where its name may start.

    The subject of the clause decides, then that of the clauses before it in the sentence, then the document.
    """
    rules, text = reader.rules, reader.text
    start = clause
    while start < figure.start and not text[start].isalnum() and text[start] not in '“"(':
        start += 1
    opening = text[start : start + 12]
    if figure.kind != "rank" and opening.startswith(rules.foreign):
        return None, clause
    for m in reader.mentions_in(clause, figure.start):
        if m.type == "Zone" and m.start - start <= _SUBJECT_SLACK:
            return m.entity, m.end
        if m.type in _OTHER_SUBJECTS and m.start - start <= 1 and figure.kind != "rank":
            return None, clause
    if any(opening.startswith(word) for word in rules.generic_zone):
        return reader.main, clause
    return _earlier_subject(reader, sentence, clause, name), clause


def _earlier_subject(reader: _Reader, sentence: int, clause: int, name: str) -> int | None:
    """Return the zone that the clauses before this one speak of, the document's where none is named."""
    rules, text = reader.rules, reader.text
    for m in reversed(reader.mentions_in(sentence, clause)):
        before = text[max(sentence, m.start - 1) : m.start]
        in_list = m.type != "Place" and before == "、"
        if m.start != sentence and before not in _CLAUSE_END and not in_list:
            continue
        if m.type == "Zone":
            return m.entity
        if m.type in {"Company", "Project"}:
            return None if rules.shared.search(name) or rules.single.search(name) else reader.main
        if m.type == "Place":
            return None
    return reader.main


def _is_target(reader: _Reader, sentence: int, figure: Figure, period: Period) -> bool:
    """Return whether the text aims at a figure: by the nearest word of aim or done, else by its section."""
    rules, text = reader.rules, reader.text
    aims = [match.end() for match in rules.aims.finditer(text, sentence, figure.start)]
    done = [match.end() for match in rules.done.finditer(text, sentence, figure.start)]
    if aims or done:
        return max(aims, default=-1) > max(done, default=-1)
    return period.planned or 0 < reader.timeline.reference < period.first


def _period_of(reader: _Reader, sentence: int, clause: int, figure: Figure, target: bool) -> Period:
    """Return the period of a figure; a plan's review tells stocks for the plan's last year."""
    period = reader.timeline.at(sentence, figure.start)
    if not period.is_plan or target or period.last > reader.timeline.reference:
        return period
    if reader.rules.flows.search(reader.text, clause, figure.start):
        return period
    return Period(str(period.last), period.last, period.last)


def _is_name(reader: _Reader, name: str, figure: Figure) -> bool:
    rules = reader.rules
    return bool(
        _IDEOGRAPHS.search(name)
        and len(name) <= _LONGEST_NAME
        and not rules.not_names.search(name)
        and not rules.not_economy.search(name)
        and not (figure.kind == "percent" and figure.unit == POINTS and not figure.growth)
    )


def _with_parent(name: str, parent: str) -> str:
    """Return 签约亿元以上项目 for 亿元以上项目 among 签约项目: with the words before their common noun."""
    shared = 0
    while shared < min(len(name), len(parent)) and name[-1 - shared] == parent[-1 - shared]:
        shared += 1
    prefix = parent[: len(parent) - shared]
    return prefix + name if shared >= 2 and prefix and not name.startswith(prefix) else name


def _several(reader: _Reader, name: str, number: int) -> list[str]:
    """Return a list's names when there are as many as figures (0: any number), else the name itself."""
    for pattern in (re.compile("、"), _APART):
        parts = [part for part in pattern.split(name) if part]
        if len(parts) < 2 or any(len(part) < 2 for part in parts):
            continue
        if len(parts) == number or (not number and all(reader.rules.heads.search(part) for part in parts)):
            return parts
    return [name]


class _Sentence:
    """Collects the claims of one sentence, figure by figure."""

    def __init__(self, reader: _Reader, span: tuple[int, int], figures: Sequence[Figure]) -> None:
        self.reader = reader
        self.start, self.end = span
        self.figures = figures
        self.drafts: list[_Draft] = []
        self.pending: list[_Draft] = []
        self.parent = ""

    def read(self) -> list[_Draft]:
        """Return the drafts of the sentence in order."""
        previous = self.start
        for position, figure in enumerate(self.figures):
            clause = _clause_start(self.reader.text, self.start, previous, figure.start)
            self._figure(position, figure, clause)
            previous = figure.end
        return [draft for draft in self.drafts if not draft.base or draft.period.text]

    def _figure(self, position: int, figure: Figure, clause: int) -> None:
        text = self.reader.text
        before = text[clause : figure.start]
        if self._distributes(figure, before) or self._completes(position, figure, clause, before):
            return
        name_start = skip_periods(text, clause, figure.start)
        zone, name_start_behind_zone = self._subject(clause, figure, name_start)
        if zone is None:
            return
        name = self._name(figure, max(name_start, name_start_behind_zone))
        if name is None or not _is_name(self.reader, name.text, figure):
            return
        if self.reader.rules.single.search(name.text):
            if not self._counts_projects():
                return
            name = replace(name, text=self.drafts[-1].name + name.text)
        if _zone_of(self.reader, self.start, clause, figure, name.text)[0] is None:
            return
        self._add(position, figure, clause, before, zone, name)

    def _subject(self, clause: int, figure: Figure, name_start: int) -> tuple[int | None, int]:
        zone, behind = _zone_of(self.reader, self.start, clause, figure, "")
        return zone, max(behind, name_start)

    def _name(self, figure: Figure, start: int) -> _Name | None:
        """Return the name before a figure, else that of the counted thing behind it with the verb before."""
        reader = self.reader
        if figure.kind == "rank":
            return self._rank_name(start, figure)
        name = _name_before(reader, start, figure.start)
        if name is not None and not name.verb_only and not name.listed:
            return name
        behind = _name_behind(reader, figure)
        if behind and name is not None and name.listed:
            return _Name(behind, figure.start)
        if not behind:
            return name if name and len(name.text) >= 4 else None
        if name is None:
            return _Name(behind, figure.start)
        verb = reader.words_in(name.start, figure.start)[-1:]
        lead = name.text if len(name.text) <= 4 else reader.text[verb[0].start : verb[0].end] if verb else ""
        return _Name(lead + behind, name.start)

    def _rank_name(self, start: int, figure: Figure) -> _Name | None:
        text = self.reader.text
        verb = None
        for match in _RANK_VERB.finditer(text, start, figure.start):
            verb = verb or match
        if verb is None:
            return None
        left, right = _trim(self.reader, start, verb.start())
        stem = _clean(text[left:right]).removesuffix("中")
        return _Name(stem + "排名", left) if stem else None

    def _distributes(self, figure: Figure, before: str) -> bool:
        """Give the figure to the next of several names (A、B分别为x、y), if one waits."""
        if not self.pending:
            return False
        if not _JOINT.fullmatch(before):
            self.pending = []
            return False
        draft, *self.pending = self.pending
        self.drafts.append(_filled(draft, figure))
        return True

    def _completes(self, position: int, figure: Figure, clause: int, before: str) -> bool:
        """Add the figure to the draft before it: growth to its value, or a second value of the same name."""
        if not self.drafts or self.figures[position - 1].end < self.drafts[-1].end:
            return False
        if not self.drafts or (position and self.figures[position - 1].end > self.drafts[-1].end):
            return False
        left, right = _trim(self.reader, skip_periods(self.reader.text, clause, figure.start), figure.start)
        if left < right:
            return False
        last = self.drafts[-1]
        if figure.growth:
            return self._grows(position, figure, before)
        if figure.kind == "amount" and last.figure is None and last.growth is not None:
            self.drafts[-1] = replace(last, figure=figure, end=figure.end)
            return True
        if figure.kind == "amount" and last.base and last.figure and last.figure.unit == figure.unit:
            period = self.reader.timeline.at(self.start, figure.start)
            target = _is_target(self.reader, self.start, figure, period)
            if period.is_plan and not target:
                period = Period(str(period.last), period.last, period.last)
            self.drafts.append(
                replace(last, figure=figure, end=figure.end, base=False, period=period, target=target)
            )
            return True
        adjacent = last.figure is not None and not before.strip("、和")
        if figure.kind == "amount" and adjacent and last.figure and last.figure.unit != figure.unit:
            self.drafts.append(replace(last, figure=figure, growth=None, end=figure.end))
            return True
        return False

    def _grows(self, position: int, figure: Figure, before: str) -> bool:
        if "分别" in before:
            row = [figure]
            for other in self.figures[position + 1 :]:
                if not (other.growth or other.unit == "%") or not _JOINT.fullmatch(
                    self.reader.text, row[-1].end, other.start
                ):
                    break
                row.append(other)
            if len(row) > len(self.drafts):
                return True
            first = len(self.drafts) - len(row)
            for offset, growth in enumerate(row):
                self.drafts[first + offset] = replace(
                    self.drafts[first + offset], growth=replace(growth, growth=True)
                )
            return True
        if self.drafts[-1].growth is None and self.drafts[-1].figure is not None:
            self.drafts[-1] = replace(self.drafts[-1], growth=figure, end=figure.end)
        return True

    def _counts_projects(self) -> bool:
        last = self.drafts[-1] if self.drafts else None
        return bool(
            last
            and last.figure
            and last.figure.unit in {"个", "家", "项"}
            and ("项目" in last.name or "企业" in last.name)
        )

    def _add(self, position: int, figure: Figure, clause: int, before: str, zone: int, name: _Name) -> None:
        """Add the claims of a figure with a name of its own; of a list of names, each."""
        reader = self.reader
        text = name.text
        if "其中" in reader.text[clause : name.start + 1] and self.drafts:
            self.parent = self.drafts[-1].name
            text = _with_parent(text, self.parent)
        elif self.parent:
            if reader.rules.flows.match(text):
                self.parent = ""
            else:
                text = _with_parent(text, self.parent)
        target = _is_target(reader, self.start, figure, reader.timeline.at(self.start, figure.start))
        period = _period_of(reader, self.start, clause, figure, target)
        base = self._is_base(position, figure, before)
        if base:
            period = _base_period(
                reader.timeline.at(self.start, figure.start), reader.text[clause : figure.start]
            )
        blank = _Draft(zone, text, name.start, figure.end, period, target and not base, base=base)
        if "分别" in before:
            following = [
                other
                for left, other in zip(self.figures[position:], self.figures[position + 1 :], strict=False)
                if _JOINT.fullmatch(reader.text, left.end, other.start)
            ]
            names = _several(reader, text, len(following) + 1)
            drafts = [replace(blank, name=one) for one in names]
            if len(names) == len(following) + 1:
                self.pending = drafts[1:]
                drafts = drafts[:1]
            self.drafts += [_filled(draft, figure) for draft in drafts]
            return
        each = figure.growth or figure.kind == "doubled" or "均" in before
        names = _several(reader, text, 0) if each else [text]
        self.drafts += [_filled(replace(blank, name=one), figure) for one in names]

    def _is_base(self, position: int, figure: Figure, before: str) -> bool:
        """Return whether a change starts at this figure (由9.46平方公里增加到14.87平方公里)."""
        if not before.rstrip().endswith(("由", "从")) or position + 1 >= len(self.figures):
            return False
        between = self.reader.text[figure.end : self.figures[position + 1].start]
        return bool(between) and bool(_BASE.match(between))


_RANK_VERB = re.compile(
    alternation(["排名", "排位", "位次", "位居", "名列", "位列", "跻身", "居", "列", "排"])
)


def _base_period(period: Period, before: str) -> Period:
    """Return the year in which a change started: as stated, else the one before a plan; else none."""
    stated = re.findall(r"(20\d{2})年", before)
    if stated:
        year = int(stated[-1])
        return Period(str(year), year, year)
    if period.is_plan:
        return Period(str(period.first - 1), period.first - 1, period.first - 1)
    return Period()


def _filled(draft: _Draft, figure: Figure) -> _Draft:
    if figure.growth:
        return replace(draft, growth=figure, end=max(draft.end, figure.end))
    return replace(draft, figure=figure, end=max(draft.end, figure.end))


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


def _outside(figure: Figure, spans: Sequence[tuple[int, int]]) -> bool:
    position = bisect_right(spans, (figure.start, len(spans) + figure.end)) - 1
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
    reader = _Reader(analysed, entities)
    figures = [
        figure
        for figure in find_figures(reader.text)
        if _outside(figure, analysed.furniture) and not reader.is_none(figure)
    ]
    found: dict[tuple[object, ...], IndicatorClaim] = {}
    for span, row in _by_sentence(analysed.sentences, figures):
        if span == analysed.title_span:
            continue
        for draft in _Sentence(reader, span, row).read():
            claim = _claim(draft)
            key = (
                claim.zone, claim.name, claim.period, claim.unit, claim.target,
                claim.value, claim.value_text, claim.growth,
            )  # fmt: skip
            found.setdefault(key, claim)
    return tuple(found.values())
