"""Edges and vetoes of names: moves an edge past verbs and generic words, rejects what is no name.

Rules are data in data/rules/names.yaml. A veto is a general test over a name, its neighbours and its words;
the merge counts what each one rejects.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from extract.annotations import Word
from extract.rules import alternation, load_rules
from extract.tagger import TYPES

_PAIRS = (("“", "”"), ("「", "」"), ("《", "》"), ("(（", ")）"))
_CONTEXT = 12
# Parts of speech that a word added to a name's edge may have.
_NAME_TAGS = frozenset("nvjmabtlizse")


@dataclass(frozen=True, slots=True)
class Veto:
    """One test: all of its conditions must hold. types: node types it looks at, empty for any."""

    name: str
    types: frozenset[str]
    surface: re.Pattern[str] | None
    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    tags: frozenset[str]
    shortest: int
    longest: int
    unbalanced: bool


@dataclass(frozen=True, slots=True)
class _Edges:
    leading: re.Pattern[str]
    first_letters: frozenset[str]
    trailing: Mapping[str, tuple[str, ...]]


@cache
def _edges() -> _Edges:
    rules: dict[str, Any] = load_rules("names")
    trailing = {
        kind: tuple(sorted(words, key=lambda word: (-len(word), word)))
        for kind, words in rules["trailing"].items()
    }
    letters = frozenset(word[0] for word in rules["leading"])
    return _Edges(re.compile(alternation(rules["leading"])), letters, trailing)


@cache
def vetoes() -> tuple[Veto, ...]:
    """Return all vetoes in the order in which they are tried."""
    rules: dict[str, Any] = load_rules("names")

    def pattern(row: Mapping[str, Any], key: str) -> re.Pattern[str] | None:
        return re.compile(row[key]) if key in row else None

    return tuple(
        Veto(
            row["name"], frozenset(row["types"]) - {"*"},
            pattern(row, "surface"), pattern(row, "before"), pattern(row, "behind"),
            frozenset(row.get("words", ())), row.get("shortest", 0), row.get("longest", 0),
            row.get("marks") == "unbalanced",
        )
        for row in rules["vetoes"]
    )  # fmt: skip


def _unbalanced(surface: str) -> bool:
    for opening, closing in _PAIRS:
        if sum(map(surface.count, opening)) != sum(map(surface.count, closing)):
            return True
    return False


def words_of(words: Sequence[Word], starts: Sequence[int], start: int, end: int) -> Sequence[Word]:
    """Return the words that touch [start, end). starts: the start of every word."""
    return words[max(0, bisect_right(starts, start) - 1) : bisect_left(starts, end)]


def veto(text: str, start: int, end: int, kind: str, inside: Sequence[Word]) -> str:
    """Return the name of the first veto against this name of this type, or "".

    inside: the words of the name.
    """
    surface = text[start:end]
    for rule in vetoes():
        if rule.types and kind not in rule.types:
            continue
        if rule.surface is not None and not rule.surface.search(surface):
            continue
        if rule.before is not None and not rule.before.search(text[max(0, start - _CONTEXT) : start]):
            continue
        if rule.behind is not None and not rule.behind.search(text[end : end + _CONTEXT]):
            continue
        if rule.unbalanced and not _unbalanced(surface):
            continue
        if rule.tags and not (
            rule.shortest <= len(surface) <= rule.longest and all(word.tag in rule.tags for word in inside)
        ):
            continue
        return rule.name
    return ""


@dataclass(frozen=True, slots=True)
class _Cuts:
    leading: re.Pattern[str]
    apposition: re.Pattern[str]
    trailing: Mapping[str, re.Pattern[str]]
    person: re.Pattern[str]


@cache
def _cuts() -> _Cuts:
    rules: dict[str, Any] = load_rules("names")["cut"]
    shared = rules["trailing"][""]
    trailing = {
        kind: re.compile(f"{alternation([*shared, *rules['trailing'].get(kind, [])])}+$") for kind in TYPES
    }
    person = re.compile(f"^[\u4e00-\u9fff]{{3}}{alternation(rules['person_verbs'])}$")
    apposition = re.compile(f".*{alternation(rules['apposition'])}(?!集团|公司|有限|股份|联盟)")
    return _Cuts(re.compile(f"{alternation(rules['leading'])}+"), apposition, trailing, person)


def repaired(text: str, start: int, end: int, kind: str) -> tuple[int, int]:
    """Return the span of this name without the verbs before and the particles behind it.

    A company's loses what it is said to be (矿企). A name of which less than two characters would be left
    stays as it is.
    """
    cuts = _cuts()
    lead = cuts.leading.match(text, start, end)
    left = lead.end() if lead is not None and kind != "Leader" else start
    said = cuts.apposition.match(text, left, end) if kind == "Company" else None
    left = said.end() if said is not None and end - said.end() >= 2 else left
    tail = cuts.trailing[kind].search(text[left:end])
    right = left + tail.start() if tail is not None else end
    if kind == "Leader" and cuts.person.match(text[left:right]):
        right -= 1
    return (left, right) if right - left >= 2 else (start, end)


def joined_parts(
    text: str, start: int, end: int, kind: str, inside: Sequence[Word]
) -> tuple[tuple[int, int], ...]:
    """Return the spans of two companies joined by 和, or the span as it is.

    inside: the words of the name.
    """
    rule: dict[str, Any] = load_rules("names")["joints"]
    if kind != "Company" or text.endswith(tuple(rule["whole"]), start, end):
        return ((start, end),)
    for word in inside:
        # The segmenter takes 和 for a surname where an unknown name follows.
        joint = text[word.start : word.start + 1] in rule["words"]
        if not joint or (word.end - word.start > 1 and word.tag != "nr"):
            continue
        parts = ((start, word.start), (word.start + 1, end))
        if min(right - left for left, right in parts) >= rule["shortest"]:
            return parts
    return ((start, end),)


def leading_end(text: str, start: int, end: int) -> int:
    """Return where a name begins when the verbs and adverbs in front of it are cut off."""
    edges = _edges()
    if text[start] not in edges.first_letters:
        return start
    while (match := edges.leading.match(text, start, end)) is not None and match.end() < end - 1:
        start = match.end()
    return start


def ends_generic(surface: str, kind: str) -> int:
    """Return how many characters of a trailing generic word a name of this type ends with, or 0."""
    edges = _edges()
    for words in (edges.trailing.get(kind, ()), edges.trailing[""]):
        if not surface.endswith(words):
            continue
        for word in words:
            if surface.endswith(word) and len(surface) > len(word):
                return len(word)
    return 0


def moved_edges(
    text: str, words: Sequence[Word], starts: Sequence[int], start: int, end: int, kind: str
) -> list[tuple[int, int]]:
    """Return the spans that this name could have instead, one edge moved, in text order.

    A leading verb or a trailing generic word cut off; an edge inside a word moved to the word's edge; a word
    of a fitting part of speech more on either side. starts: the start of every word.
    """
    spans: set[tuple[int, int]] = {(leading_end(text, start, end), end)}
    generic = ends_generic(text[start:end], kind)
    spans.add((start, end - generic))
    first = bisect_right(starts, start) - 1
    last = bisect_left(starts, end) - 1
    spans.add((words[first].start, end))
    if first > 0 and words[first - 1].tag[:1] in _NAME_TAGS and text[words[first - 1].start].isalnum():
        spans.add((words[first - 1].start, end))
    spans.add((start, words[last].end))
    if words[last].start > start:
        spans.add((start, words[last].start))
    if last + 1 < len(words) and words[last + 1].tag[:1] in _NAME_TAGS and words[last + 1].end - end <= 3:
        spans.add((start, words[last + 1].end))
    spans.discard((start, end))
    return sorted(span for span in spans if span[1] - span[0] >= 2)
