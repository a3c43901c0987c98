"""Gathers candidate names of a document and describes each by the evidence for and against it.

Candidates come from the sources' votes, from list members, and from names found elsewhere in the document.
Every candidate becomes one row of numbers (FEATURES), which the merge's trees turn into a probability.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from extract.annotations import AnalysedText, Mention, Vote
from extract.common_words import commonness
from extract.company_names import short_company_names
from extract.gazetteers import PhraseFinder
from extract.lists import NameList, find_lists
from extract.names import ends_generic, leading_end, moved_edges
from extract.policies import NAMES as POLICY_PATTERNS
from extract.rules import alternation, load_rules
from extract.tagger import TYPES, choose
from extract.zone_names import short_zone_names

Floats = npt.NDArray[np.float32]
Key = tuple[int, int, int]

_TYPE = {name: number for number, name in enumerate(TYPES)}
_PATTERNS = (
    *(f"policy-{name}" for name in POLICY_PATTERNS),
    "leader-title", "leader-title-behind", "leader-speaker", "place-name", "company-form",
    "company-group", "zone", "body", "project",
)  # fmt: skip
_GAZETTEERS = ("zone", "place", "listed_company", "company_short_name", "industry")
_TAGS = ("n", "v", "ns", "nr", "nz", "nt", "m", "a", "d", "p", "f", "eng", "j", "x", "u", "c", "q")
_LIST_RULES = ("head", "represented", "predicate", "colon", "opener")
_COMPANY, _PROJECT = _TYPE["Company"], _TYPE["Project"]
_CLAUSE_ENDS = frozenset("，,。；;：:！!？?\n")
_BLANK = re.compile(r"\s+")
_DIGIT, _LATIN = re.compile(r"\d"), re.compile(r"[A-Za-z]")
_QUOTES = str.maketrans("", "", "“”「」\"'‘’《》〈〉")
# Who votes for less than a whole name (远禾 for 湖南远禾集团).
SHORT_NAME = "document:short-name"
_SURE = 0.5
_LIKELY = 0.3
_EDGE = 0.3
# How a text may go on to call what it has named in full, by type.
_SHORT_NAMES = {"Company": short_company_names, "Zone": short_zone_names}


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of one document in text order: spans with type number, feature rows, votes."""

    keys: tuple[Key, ...]
    rows: Floats
    votes: tuple[tuple[Vote, ...], ...]
    lists: tuple[NameList, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Classes of words, looked up at one end of a string. lengths: of the words, each once."""

    names: tuple[str, ...]
    classes: Mapping[str, tuple[int, ...]]
    lengths: tuple[int, ...]

    @staticmethod
    def of(rows: Sequence[Mapping[str, Any]]) -> _Group:
        """Return the group of these rows, each a class with its words."""
        classes: dict[str, tuple[int, ...]] = {}
        for number, row in enumerate(rows):
            for word in row["words"]:
                classes[word] = (*classes.get(word, ()), number)
        lengths = tuple(sorted({len(word) for word in classes}))
        return _Group(tuple(row["name"] for row in rows), classes, lengths)

    def at_end(self, text: str) -> list[float]:
        """Return for every class whether the text ends with one of its words."""
        row = [0.0] * len(self.names)
        for length in self.lengths:
            for number in self.classes.get(text[-length:], ()):
                row[number] = 1.0
        return row

    def at_start(self, text: str) -> list[float]:
        """Return for every class whether the text starts with one of its words."""
        row = [0.0] * len(self.names)
        for length in self.lengths:
            for number in self.classes.get(text[:length], ()):
                row[number] = 1.0
        return row


@dataclass(frozen=True, slots=True)
class _Cues:
    suffixes: _Group
    before: _Group
    behind: _Group
    clause_project: re.Pattern[str]
    clause_company: re.Pattern[str]
    genre: Mapping[str, re.Pattern[str]]


@cache
def _cues() -> _Cues:
    rules: dict[str, Any] = load_rules("names")
    return _Cues(
        _Group.of(rules["suffix_classes"]),
        _Group.of(rules["before"]),
        _Group.of(rules["behind"]),
        re.compile(alternation(rules["clause"]["project"])),
        re.compile(alternation(rules["clause"]["company"])),
        {name: re.compile(alternation(words)) for name, words in rules["genre"].items()},
    )


@cache
def feature_names() -> tuple[str, ...]:
    """Return the names of the feature columns, in order."""
    cues = _cues()
    return (
        *(f"type={name}" for name in TYPES),
        "p", "p_other", "p_covering", "p_covering_any", "p_inside", "p_inside_any", "p_crossing",
        "start_mass", "end_mass",
        "times", "doc_best", "doc_mean", "doc_other", "doc_longer", "doc_shorter", "elsewhere_tagged",
        "in_list", "list_verdict", "list_rule", "mates_same", "mates_other", "list_length", "list_known",
        "list_etc",
        *(f"pattern={name}" for name in _PATTERNS),
        "pattern_crossed",
        *(f"gazetteer={name}" for name in _GAZETTEERS),
        "base",
        "length", "words", "starts_word", "ends_word", "digit", "latin", "quote_start", "quote_end",
        "quote_inside", "of_inside", "comma_inside", "and_inside", "bracket_inside", "bracket_open",
        "blank_inside", "leading", "trailing", "etc_inside", "first_tag", "last_tag", "before_tag",
        "behind_tag", "before_mark", "behind_mark", "line_start", "line_length",
        "clause_ahead_project", "clause_ahead_company", "clause_behind_project", "clause_behind_company",
        "sentence_same", "sentence_company", "sentence_project", "left_same", "left_other", "right_same",
        "right_other", "headline",
        *(f"suffix={name}" for name in cues.suffixes.names),
        *(f"before={name}" for name in cues.before.names),
        *(f"behind={name}" for name in cues.behind.names),
        "rarest_word", "mean_word", "first_word", "last_word",
        *(f"genre={name}" for name in cues.genre),
        *(f"share={name}" for name in TYPES),
    )  # fmt: skip


def _fold(text: str) -> str:
    return _BLANK.sub("", text).translate(_QUOTES)


# Marks beside a name, by group; digits and Latin letters follow.
_MARK_GROUPS = (
    "、",
    ",，",
    "。",
    "；;",
    "：:",
    "“「",
    "”」",
    "《",
    "》",
    "(（",
    ")）",
    "\n",
    " \u3000",
    "的",
    "和与及",
    "等",
)
_MARKS = {letter: number for number, group in enumerate(_MARK_GROUPS, 1) for letter in group}


def _mark(letter: str) -> int:
    if not letter:
        return 12
    digit, latin = len(_MARKS) + 1, len(_MARKS) + 2
    return _MARKS.get(
        letter, digit if letter.isdigit() else latin if letter.isascii() and letter.isalpha() else 0
    )


class _Document:
    """The evidence of one document, looked up by offset."""

    def __init__(
        self,
        analysed: AnalysedText,
        votes_by_source: Mapping[str, Sequence[Mention]],
        counts: Mapping[str, int],
    ) -> None:
        self.text = analysed.text
        self.counts = counts
        self.analysed = analysed
        self.tagged: dict[Key, float] = {}
        self.votes: dict[Key, list[Vote]] = defaultdict(list)
        self.patterns: dict[tuple[int, int], list[tuple[str, int]]] = defaultdict(list)
        self.gazetteer: dict[tuple[int, int], list[str]] = defaultdict(list)
        for source in sorted(votes_by_source):
            for mention in votes_by_source[source]:
                key = (mention.start, mention.end, _TYPE[mention.type])
                self.votes[key] += mention.votes or (Vote(mention.by, mention.type, mention.score),)
                if source == "tagger":
                    self.tagged[key] = max(self.tagged.get(key, 0.0), mention.score)
                elif source == "pattern":
                    self.patterns[key[:2]].append((mention.by.removeprefix("pattern:"), key[2]))
                elif source == "gazetteer":
                    self.gazetteer[key[:2]].append(mention.by.removeprefix("gazetteer:"))
        self.starts = [word.start for word in analysed.words]
        self.word_starts = set(self.starts)
        self.word_ends = {word.end for word in analysed.words}
        self.headline = analysed.title_span or (0, 0)
        self.neighbours = _Neighbours(self, ())

    def sure(self) -> list[Mention]:
        """Return a first choice of mentions: the tagger's and the patterns' surest, none overlapping."""
        pool = [(start, end, kind, p) for (start, end, kind), p in sorted(self.tagged.items()) if p > _LIKELY]
        pool += [
            (start, end, kind, 0.5)
            for (start, end), rows in sorted(self.patterns.items())
            for name, kind in rows
            if name in ("policy-title", "policy-quoted", "leader-title", "company-form")
        ]
        best: dict[Key, float] = {}
        for start, end, kind, p in pool:
            best[start, end, kind] = max(best.get((start, end, kind), 0.0), p)
        return [
            Mention(start, end, TYPES[kind], "", p)
            for start, end, kind, p in choose([(*key, p) for key, p in sorted(best.items())], _LIKELY)
        ]


def _list_candidates(document: _Document, lists: Sequence[NameList]) -> None:
    """Add every list member with the type of its list, or with the types of its mates."""
    text = document.text
    by_span: dict[tuple[int, int], dict[int, float]] = defaultdict(dict)
    for (start, end, kind), p in document.tagged.items():
        by_span[start, end][kind] = p
    for names in lists:
        kinds: set[int] = set()
        if names.type and names.type != "-":
            kinds.add(_TYPE[names.type])
        for member in names.members:
            for kind, p in by_span.get((member.start, member.end), {}).items():
                if p > _LIKELY:
                    kinds.add(kind)
        for member in names.members:
            surface = text[member.start : member.end]
            if not 2 <= len(surface) <= 30 or not kinds:
                continue
            for kind in kinds:
                by = f"list:{names.rule or 'mates'}"
                score = 0.7 if names.strong else 0.4
                document.votes[member.start, member.end, kind].append(Vote(by, TYPES[kind], score))


def _repeated_candidates(document: _Document, sure: Sequence[Mention]) -> None:
    """Add every other occurrence of a name that is sure somewhere in the document, with its type there."""
    kinds: dict[str, set[int]] = defaultdict(set)
    for mention in sure:
        if mention.score >= _SURE:
            surface = document.text[mention.start : mention.end]
            for form in {surface, surface.strip("“”「」《》")}:
                if 2 <= len(form) <= 30:
                    kinds[form].add(_TYPE[mention.type])
            if mention.type == "Leader":
                bare = _BLANK.sub("", surface)
                for form in (bare, *bare.split("·")):
                    if len(form) >= 2:
                        kinds[form].add(_TYPE["Leader"])
    if not kinds:
        return
    for start, end in PhraseFinder(kinds).find(document.text):
        for kind in sorted(kinds[document.text[start:end]]):
            if (start, end, kind) not in document.tagged:
                document.votes[start, end, kind].append(Vote("document:repeated", TYPES[kind], 0.5))


def _short_name_candidates(document: _Document, sure: Sequence[Mention]) -> None:
    """Add where the document may go on to call sure companies and zones by less than their whole name.

    What stands inside a sure name is none.
    """
    kinds: dict[str, set[int]] = defaultdict(set)
    places: dict[int, list[str]] = defaultdict(list)
    for (start, end), names in document.gazetteer.items():
        if "place" in names:
            places[start].append(document.text[start:end])
    for mention in sure:
        if mention.score < _SURE or mention.type not in _SHORT_NAMES:
            continue
        kind, surface = _TYPE[mention.type], document.text[mention.start : mention.end]
        before = sorted(places[mention.start], key=len, reverse=True)
        for form in _SHORT_NAMES[mention.type](surface, tuple(before)):
            kinds[form].add(kind)
    if not kinds:
        return
    taken = sorted((mention.start, mention.end) for mention in sure)
    for start, end in PhraseFinder(kinds).find(document.text):
        at = bisect_right(taken, (start, len(document.text))) - 1
        if at >= 0 and taken[at][1] >= end and taken[at] != (start, end):
            continue
        for kind in sorted(kinds[document.text[start:end]]):
            document.votes[start, end, kind].append(Vote(SHORT_NAME, TYPES[kind], 0.5))


def _edge_candidates(document: _Document) -> None:
    """Add likely names with one edge moved: a leading verb or trailing word off, a word more or less."""
    for (start, end, kind), p in sorted(document.tagged.items()):
        if p < _EDGE:
            continue
        words, starts = document.analysed.words, document.starts
        for left, right in moved_edges(document.text, words, starts, start, end, TYPES[kind]):
            if (left, right, kind) not in document.votes:
                document.votes[left, right, kind].append(Vote("edge:moved", TYPES[kind], p / 4))


class _Spread:
    """Tagger probability around spans: covering, inside, crossing, and by start and end."""

    def __init__(self, document: _Document) -> None:
        self.by_start: dict[tuple[int, int], float] = defaultdict(float)
        self.by_end: dict[tuple[int, int], float] = defaultdict(float)
        self.at: dict[int, list[tuple[int, int, int, float]]] = defaultdict(list)
        for (start, end, kind), p in document.tagged.items():
            self.by_start[start, kind] += p
            self.by_end[end, kind] += p
            for block in range(start >> 4, (end - 1 >> 4) + 1):
                self.at[block].append((start, end, kind, p))

    def around(self, start: int, end: int, kind: int) -> tuple[float, float, float, float, float]:
        """Return the best probability covering (same type, any), inside (same, any) and crossing."""
        covering = covering_any = inside = inside_any = crossing = 0.0
        for block in range(start >> 4, (end - 1 >> 4) + 1):
            for left, right, other, p in self.at.get(block, ()):
                if right <= start or left >= end or (left == start and right == end):
                    continue
                if left <= start and right >= end:
                    covering_any = max(covering_any, p)
                    if other == kind:
                        covering = max(covering, p)
                elif left >= start and right <= end:
                    inside_any = max(inside_any, p)
                    if other == kind:
                        inside = max(inside, p)
                else:
                    crossing = max(crossing, p)
        return covering, covering_any, inside, inside_any, crossing


class _Neighbours:
    """Which types the tagger sees beside a span and in its sentence."""

    def __init__(self, document: _Document, sure: Sequence[Mention]) -> None:
        self.sure = sorted((m.start, m.end, _TYPE[m.type], m.score) for m in sure)
        self.starts = [row[0] for row in self.sure]
        self.sentences = document.analysed.sentences
        self.sentence_starts = [start for start, _ in self.sentences]
        self.mass: dict[int, list[float]] = {}
        for start, _, kind, p in self.sure:
            sentence = bisect_right(self.sentence_starts, start) - 1
            self.mass.setdefault(sentence, [0.0] * len(TYPES))[kind] += p

    def describe(self, start: int, end: int, kind: int) -> tuple[float, ...]:
        """Return the shares of types in the sentence, and type agreement of the next name on each side."""
        row = self.mass.get(bisect_right(self.sentence_starts, start) - 1)
        same = company = project = 0.0
        if row is not None:
            total = sum(row) + 0.5
            same, company, project = row[kind] / total, row[_COMPANY] / total, row[_PROJECT] / total
        at = bisect_left(self.starts, start)
        before = at - 1
        while before >= 0 and self.sure[before][1] > start:
            before -= 1
        after = bisect_left(self.starts, end)
        left_same = left_other = right_same = right_other = 0.0
        if before >= 0 and start - self.sure[before][1] <= 3:
            left_same, left_other = self._agree(before, kind)
        if after < len(self.sure) and self.starts[after] - end <= 3:
            right_same, right_other = self._agree(after, kind)
        return same, company, project, left_same, left_other, right_same, right_other

    def _agree(self, at: int, kind: int) -> tuple[float, float]:
        _, _, other, p = self.sure[at]
        return (p, 0.0) if other == kind else (0.0, p)


class _Surfaces:
    """What the document says of each surface form at its occurrences, by type."""

    def __init__(self, document: _Document, keys: Sequence[Key]) -> None:
        self.folded = {key[:2]: _fold(document.text[key[0] : key[1]]) for key in keys}
        self.spans: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self.mass: dict[tuple[str, int], list[tuple[float, tuple[int, int]]]] = defaultdict(list)
        self.parts: dict[tuple[str, int], float] = defaultdict(float)
        self.wholes: dict[tuple[str, int], float] = defaultdict(float)
        for start, end, kind in keys:
            surface = self.folded[start, end]
            self.spans[surface].add((start, end))
            p = document.tagged.get((start, end, kind), 0.0)
            if p:
                self.mass[surface, kind].append((p, (start, end)))
            if p >= _SURE:
                for cut in range(2, len(surface)):
                    for part in (surface[:cut], surface[-cut:]):
                        self.parts[part, kind] = max(self.parts[part, kind], p)
        for rows in self.mass.values():
            rows.sort(reverse=True)

    def describe(self, start: int, end: int, kind: int) -> tuple[float, ...]:
        """Return times, best and mean elsewhere, best other type elsewhere, longer name, shorter name."""
        surface = self.folded[start, end]
        times = len(self.spans[surface])
        elsewhere = [p for p, span in self.mass.get((surface, kind), ()) if span != (start, end)]
        best = elsewhere[0] if elsewhere else 0.0
        mean = sum(elsewhere) / (times - 1) if times > 1 else 0.0
        other = 0.0
        for different in range(len(TYPES)):
            if different != kind:
                for p, span in self.mass.get((surface, different), ()):
                    if span != (start, end):
                        other = max(other, p)
                        break
        longer = self.parts.get((surface, kind), 0.0)
        shorter = 0.0
        for cut in range(2, min(len(surface), 12)):
            rows = self.mass.get((surface[:cut], kind))
            if rows:
                shorter = max(shorter, rows[0][0])
        return float(times), best, mean, other, longer, shorter, 1.0 if elsewhere else 0.0


class _Lists:
    """Where spans stand in lists and what their lists and mates say."""

    def __init__(self, document: _Document, lists: Sequence[NameList]) -> None:
        self.by_member: dict[tuple[int, int], tuple[NameList, bool]] = {}
        self.starts: list[int] = []
        self.members: list[tuple[int, int, NameList]] = []
        for names in lists:
            for member in names.members:
                self.by_member[member.start, member.end] = (names, member.known)
                self.members.append((member.start, member.end, names))
        self.members.sort(key=lambda row: row[:2])
        self.starts = [row[0] for row in self.members]
        best: dict[tuple[int, int], list[float]] = {}
        for (start, end, kind), p in document.tagged.items():
            best.setdefault((start, end), [0.0] * len(TYPES))[kind] = p
        self.best = best

    def best_other(self, start: int, end: int, kind: int) -> float:
        """Return the tagger's best probability of another type for this span."""
        row = self.best.get((start, end))
        return 0.0 if row is None else max(p for number, p in enumerate(row) if number != kind)

    def describe(self, start: int, end: int, kind: int) -> tuple[float, ...]:
        """Return in_list, verdict, rule, mates of the same and of another type, length, known, 等."""
        entry = self.by_member.get((start, end))
        exact = 1.0
        if entry is None:
            index = bisect_right(self.starts, end - 1) - 1
            if index < 0 or self.members[index][1] <= start:
                return 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
            entry, exact = (self.members[index][2], False), -1.0
        names, known = entry
        verdict = 0.0
        if names.type == "-":
            verdict = -3.0
        elif names.type:
            verdict = (2.0 if names.strong else 1.0) * (1.0 if _TYPE[names.type] == kind else -1.0)
        same = other = 0.0
        mates = 0
        for member in names.members:
            if member.start < end and start < member.end:
                continue
            mates += 1
            row = self.best.get((member.start, member.end))
            if row is not None:
                same += row[kind]
                other += max(p for number, p in enumerate(row) if number != kind)
        rule = float(_LIST_RULES.index(names.rule) + 1) if names.rule else 0.0
        mates = max(mates, 1)
        return (
            exact, verdict, rule, same / mates, other / mates, float(len(names.members)), float(known),
            float(names.etc),
        )  # fmt: skip


@cache
def _tag_number(tag: str) -> float:
    for size in (3, 2, 1):
        if tag[:size] in _TAGS:
            return float(_TAGS.index(tag[:size]) + 1)
    return 0.0


def _evidence(
    document: _Document, start: int, end: int, kind: int, crossed: list[tuple[int, int]]
) -> list[float]:
    """Return the columns of patterns, gazetteers and base layer."""
    row = [0.0] * (len(_PATTERNS) + 1 + len(_GAZETTEERS) + 1)
    for name, other in document.patterns.get((start, end), ()):
        if name in _PATTERNS:
            row[_PATTERNS.index(name)] = 1.0 if other == kind else -1.0
    index = bisect_left(crossed, (start - 40, 0))
    while index < len(crossed) and crossed[index][0] < end:
        left, right = crossed[index]
        if right > start and (left, right) != (start, end):
            row[len(_PATTERNS)] = 1.0 if left <= start and right >= end else max(row[len(_PATTERNS)], 0.5)
        index += 1
    for name in document.gazetteer.get((start, end), ()):
        row[len(_PATTERNS) + 1 + _GAZETTEERS.index(name)] = 1.0
    row[-1] = max(
        (v.score for v in document.votes[start, end, kind] if v.by.startswith("model:zh")), default=0.0
    )
    return row


def _surface(document: _Document, start: int, end: int, kind: int, cues: _Cues) -> list[float]:
    """Return the columns that describe the name itself and its neighbours."""
    text, words = document.text, document.analysed.words
    surface = text[start:end]
    first = bisect_right(document.starts, start) - 1
    last = bisect_left(document.starts, end) - 1
    line = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    inner = surface[1:-1]
    row = [
        float(len(surface)), float(last - first + 1),
        float(start in document.word_starts), float(end in document.word_ends),
        float(_DIGIT.search(surface) is not None),
        float(_LATIN.search(surface) is not None),
        float(surface[0] in "“「《"), float(surface[-1] in "”」》"),
        float("“" in inner or "”" in inner or "「" in inner),
        float("的" in inner), float("、" in inner or "，" in inner or "," in inner),
        float("和" in inner or "与" in inner or "及" in inner), float("(" in surface or "（" in surface),
        float(surface.count("(") + surface.count("（") != surface.count(")") + surface.count("）")),
        float(_BLANK.search(surface) is not None), float(leading_end(surface, 0, len(surface)) > 0),
        float(ends_generic(surface, TYPES[kind]) > 0), float("等" in inner),
        _tag_number(words[first].tag), _tag_number(words[last].tag),
        _tag_number(words[first - 1].tag) if first > 0 else 0.0,
        _tag_number(words[last + 1].tag) if last + 1 < len(words) else 0.0,
        float(_mark(text[start - 1 : start])), float(_mark(text[end : end + 1])),
        float(not text[line:start].strip()),
        float(min((line_end if line_end >= 0 else len(text)) - line, 200)),
    ]  # fmt: skip
    left = start
    while left > start - 24 and left > line and text[left - 1] not in "。；;！!？?\n":
        left -= 1
    right, stop = end, min(end + 24, len(text))
    while right < stop and text[right] not in _CLAUSE_ENDS:
        right += 1
    row += [
        float(cues.clause_project.search(text, left, start) is not None),
        float(cues.clause_company.search(text, left, start) is not None),
        float(cues.clause_project.search(text, end, right) is not None),
        float(cues.clause_company.search(text, end, right) is not None),
        *document.neighbours.describe(start, end, kind),
        float(document.headline[0] <= start < document.headline[1]),
    ]
    bare = surface.rstrip("”」》)）")
    ahead = text[max(0, start - 8) : start].rstrip(" \u3000“「《")
    next_words = text[end : end + 6].lstrip(" \u3000”」》")
    row += cues.suffixes.at_end(bare)
    row += cues.before.at_end(ahead)
    row += cues.behind.at_start(next_words)
    row += commonness(text, words[max(first, 0) : last + 1], document.counts)
    return row


def _genre(text: str, sure: Sequence[Mention], cues: _Cues) -> list[float]:
    """Return the columns of the document's kind: manners of speaking by 1,000 characters, shares of types."""
    thousands = max(len(text), 1000) / 1000
    kinds = Counter(mention.type for mention in sure)
    rates = [len(pattern.findall(text)) / thousands for pattern in cues.genre.values()]
    return [*rates, *(kinds[name] / max(len(sure), 1) for name in TYPES)]


def gather(
    analysed: AnalysedText,
    votes_by_source: Mapping[str, Sequence[Mention]],
    counts: Mapping[str, int],
    short_names: bool = True,
) -> Candidates:
    """Return all candidates of a document with their features, in text order.

    votes_by_source: source name → its mentions, without user terms. counts: of common words. short_names:
    with less than whole names, which a rule of the merge decides and its trees are not learned on.
    """
    document = _Document(analysed, votes_by_source, counts)
    sure = document.sure()
    document.neighbours = _Neighbours(document, sure)
    lists = find_lists(analysed, sure)
    _list_candidates(document, lists)
    _repeated_candidates(document, sure)
    if short_names:
        _short_name_candidates(document, sure)
    _edge_candidates(document)
    text = document.text
    keys = tuple(sorted(key for key in document.votes if text[key[0] : key[1]].strip()))
    cues, spread, surfaces, in_lists = (
        _cues(),
        _Spread(document),
        _Surfaces(document, keys),
        _Lists(document, lists),
    )
    crossed = sorted(document.patterns)
    genre = _genre(text, sure, cues)
    rows: list[list[float]] = []
    kinds = len(TYPES)
    for start, end, kind in keys:
        p = document.tagged.get((start, end, kind), 0.0)
        other = in_lists.best_other(start, end, kind)
        covering, covering_any, inside, inside_any, crossing = spread.around(start, end, kind)
        one_hot = [0.0] * kinds
        one_hot[kind] = 1.0
        rows.append([
            *one_hot, p, other, covering, covering_any, inside, inside_any, crossing,
            min(spread.by_start.get((start, kind), 0.0), 1.0), min(spread.by_end.get((end, kind), 0.0), 1.0),
            *surfaces.describe(start, end, kind),
            *in_lists.describe(start, end, kind),
            *_evidence(document, start, end, kind, crossed),
            *_surface(document, start, end, kind, cues),
            *genre,
        ])  # fmt: skip
    votes = tuple(tuple(dict.fromkeys(document.votes[key])) for key in keys)
    table = np.array(rows, np.float32).reshape(len(keys), len(feature_names()))
    return Candidates(keys, table, votes, lists)
