"""Parses 、 lists of names: members, the head word behind, the frame before, and one type for all members.

"以A、B等为代表的X产业", "确保A、B、C等项目竣工投产", "聚焦A、B两大产业", "对接A、B和C等机构": the words
around a list say what its members are, better than each member's own form does (a company before 等项目
is a Project). Rules are data in data/rules/lists.yaml.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from extract.annotations import AnalysedText, Mention, Word
from extract.rules import alternation, load_rules

_STOP = frozenset("，,。；;：:！!？?\n\r\t…—")
_OPEN = {"“": "”", "「": "」", "《": "》", "(": ")", "（": "）", "‘": "’", "【": "】"}
_CLOSE = frozenset(_OPEN.values())
_CONJUNCTION = re.compile(r"以及|和|与|及|暨")
# A name may begin with a numeral or a word of time (清水, 三友), though none ends with it here.
_NUMERAL_TAGS = frozenset({"m", "t"})
_LONGEST_MEMBER = 32
_NOTE = re.compile(r"\s*[(（][^()（）]*[)）]$")


@dataclass(frozen=True, slots=True)
class ListMember:
    """One member of a list. known: whether a mention was there, else it was cut from the text between 、."""

    start: int
    end: int
    known: bool


@dataclass(frozen=True, slots=True)
class NameList:
    """One parsed list of names.

    start, end: from the first member to the end of the last one. members: in text order.
    type: the type that head or frame gives to all members, "" when they give none, "-" when the members are
    nothing that the graph holds (河道, 称号). rule: what decided: "head", "represented", "predicate",
    "colon", "opener" or "". strong: whether that rule outweighs the members' own forms.
    head: span of the noun phrase that the members belong to ("等12家企业" → 企业, "为代表的智能装备制造" →
    智能装备制造), None when there is none. etc: whether 等 closes the list.
    before: the span in front of the first member in its clause.
    """

    start: int
    end: int
    members: tuple[ListMember, ...]
    type: str
    rule: str
    strong: bool
    head: tuple[int, int] | None
    etc: bool
    before: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Grammar:
    head: re.Pattern[str]
    head_word: re.Pattern[str]
    head_types: dict[str, str]
    represented: re.Pattern[str]
    roles: dict[str, str]
    target_types: tuple[tuple[str, str], ...]
    predicate: re.Pattern[str]
    openers: tuple[tuple[str, str], ...]
    colon: tuple[tuple[str, str], ...]
    boundary_tags: frozenset[str]


@cache
def _grammar() -> _Grammar:
    rules: dict[str, Any] = load_rules("lists")
    types = {word: kind for kind, words in rules["heads"].items() for word in words}
    count = f"(?:{rules['count']}|{alternation(rules['quantity'])})"
    stop = re.escape(rules["between_stop"])
    roles = {word: kind for kind in ("Company", "Industry") for word in rules["represented"][kind]}
    return _Grammar(
        head=re.compile(
            rf"\s*(?:(?P<etc>等等?)\s*)?(?P<count>{count}\s*)*(?P<mod>[^{stop}]{{0,8}}?)"
            rf"(?P<head>{alternation(list(types))})"
        ),
        head_word=re.compile(alternation(list(types))),
        head_types=types,
        represented=re.compile(
            rf"\s*(?:等等?)?\s*(?:{count})?[^{stop}]{{0,6}}为(?P<role>{alternation(list(roles))})的"
            rf"(?P<target>[^，。；：、,;:\n等]{{2,24}})"
        ),
        roles=roles,
        target_types=tuple(
            (word, kind) for kind, words in rules["represented"]["by_target"].items() for word in words
        ),
        predicate=re.compile(
            rf"\s*(?:等等?)?\s*(?:{count}\s*)*{alternation(rules['predicates']['Project'])}"
        ),
        openers=_pairs(rules["openers"]),
        colon=_pairs(rules["colon_heads"]),
        boundary_tags=frozenset(rules["name_boundary_tags"]),
    )


def _pairs(table: dict[str, list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        sorted(
            ((word, kind) for kind, words in table.items() for word in words),
            key=lambda p: (-len(p[0]), p[0]),
        )
    )


def _chains(text: str, start: int, end: int) -> Iterator[tuple[int, int, list[int]]]:
    """Yield (clause start, clause end, positions of 、) of each stretch without a stop, brackets skipped.

    Two closing and opening quotes side by side (“A”“B”, 《A》《B》) count as a separator between them.
    """
    closing: list[str] = []
    clause = start
    separators: list[int] = []
    for position in range(start, end):
        letter = text[position]
        if letter in _OPEN:
            if not closing and position > clause and text[position - 1] in _CLOSE and letter in "“《「":
                separators.append(position)
            closing.append(_OPEN[letter])
        elif closing and letter == closing[-1]:
            closing.pop()
        elif not closing and letter in _STOP:
            if separators:
                yield clause, position, separators
            clause, separators = position + 1, []
        elif not closing and letter == "、":
            separators.append(position)
    if separators:
        yield clause, end, separators


class _Words:
    """Looks up words and mentions of one document by offset."""

    def __init__(self, analysed: AnalysedText, mentions: Sequence[Mention]) -> None:
        self.text = analysed.text
        self.words: tuple[Word, ...] = analysed.words
        self.starts = [word.start for word in self.words]
        self.word_ends = {word.end for word in self.words}
        ordered = sorted(mentions, key=lambda m: (m.start, -m.end))
        self.mentions = ordered
        self.mention_starts = [m.start for m in ordered]
        self.by_end: dict[int, Mention] = {}
        for mention in ordered:
            self.by_end.setdefault(mention.end, mention)

    def ending_at(self, end: int, not_before: int) -> Mention | None:
        """Return the mention that ends here, closing quotes and a note in brackets looked over."""
        for candidate in (end, end - 1):
            mention = self.by_end.get(candidate)
            if mention is None or mention.start < not_before:
                continue
            if candidate == end or self.text[candidate] in "”」》) ）":
                return mention
        return None

    def starting_in(self, start: int, end: int) -> Mention | None:
        """Return the first mention inside [start, end)."""
        index = bisect_left(self.mention_starts, start)
        if index < len(self.mentions) and self.mentions[index].end <= end:
            return self.mentions[index]
        return None

    def within(self, start: int, end: int) -> list[Mention]:
        """Return all mentions inside [start, end)."""
        low = bisect_left(self.mention_starts, start)
        high = bisect_right(self.mention_starts, end)
        return [m for m in self.mentions[low:high] if m.end <= end]

    def between(self, start: int, end: int) -> list[Word]:
        """Return the words that lie inside [start, end)."""
        low = bisect_left(self.starts, start)
        high = bisect_left(self.starts, end)
        return [word for word in self.words[low:high] if word.end <= end]


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _inner_member(look: _Words, start: int, end: int) -> ListMember | None:
    """Return the member between two separators: the mention at its end, else the whole piece."""
    start, end = _strip(look.text, start, end)
    if not 0 < end - start <= _LONGEST_MEMBER:
        return None
    mention = look.ending_at(end, start)
    if mention is not None:
        return ListMember(mention.start, mention.end, True)
    note = _NOTE.search(look.text, start, end)
    if note is not None and note.start() > start:
        mention = look.ending_at(note.start(), start)
        if mention is not None:
            return ListMember(mention.start, mention.end, True)
        if re.search(r"[0-9０-９]", note[0]):
            end = note.start()
    inside = look.within(start, end)
    if inside and inside[-1].start == start:
        return ListMember(inside[-1].start, inside[-1].end, True)
    marker = look.text.rfind("的", start, end)
    if marker > start and end - marker > 2:
        start = marker + 1
    return ListMember(start, end, False)


def _first_member(look: _Words, clause: int, end: int, boundary: frozenset[str]) -> ListMember | None:
    """Return the member before the first separator: its mention, else nouns read backwards from it."""
    clause, end = _strip(look.text, clause, end)
    mention = look.ending_at(end, clause)
    if mention is None:
        note = _NOTE.search(look.text, clause, end)
        if note is not None:
            mention = look.ending_at(note.start(), clause)
            end = note.start()
    if mention is not None:
        return ListMember(mention.start, mention.end, True)
    if end > clause and look.text[end - 1] in "”》」":
        opening = max(look.text.rfind(letter, clause, end) for letter in "“《「")
        return ListMember(opening, end, False) if opening >= 0 else None
    start = end
    for word in reversed(look.between(clause, end)):
        if word.tag in boundary or look.text[word.start : word.end] == "的":
            break
        start = word.start
    return ListMember(start, end, False) if 1 < end - start <= _LONGEST_MEMBER else None


def _last_members(look: _Words, start: int, end: int, boundary: frozenset[str]) -> list[ListMember]:
    """Return the member behind the last separator and the one behind 和, 与, 及 after it."""
    members: list[ListMember] = []
    position = start
    while position < end and len(members) < 2:
        position, _ = _strip(look.text, position, end)
        member = _member_from(look, position, end, boundary)
        if member is None:
            break
        members.append(member)
        conjunction = _CONJUNCTION.match(look.text, member.end, end)
        if conjunction is None:
            break
        position = conjunction.end()
    return members


def _member_from(look: _Words, start: int, end: int, boundary: frozenset[str]) -> ListMember | None:
    mention = look.starting_in(start, end)
    if mention is not None and (mention.start == start or "的" in look.text[start : mention.start]):
        return ListMember(mention.start, mention.end, True)
    if start < end and look.text[start] in _OPEN:
        close = look.text.find(_OPEN[look.text[start]], start, end)
        return ListMember(start, close + 1, False) if close > 0 else None
    etc = look.text.find("等", start, end)
    limit = etc if etc >= 0 else end
    conjunction = _CONJUNCTION.search(look.text, start + 1, limit)
    if conjunction is not None:
        limit = conjunction.start()
    elif etc < 0:
        limit = start
        for word in look.between(start, end):
            if word.tag in boundary and (limit > start or word.tag not in _NUMERAL_TAGS):
                break
            limit = word.end
    if not 1 < limit - start <= _LONGEST_MEMBER:
        return None
    return ListMember(start, limit, False)


def _type_behind(
    look: _Words, end: int, grammar: _Grammar
) -> tuple[str, str, bool, tuple[int, int] | None] | None:
    """Return (type, rule, strong, head span) that the words behind a list give."""
    text = look.text
    found = grammar.represented.match(text, end)
    if found is not None:
        target = found["target"]
        kind = grammar.roles[found["role"]]
        for word, other in grammar.target_types:
            if target.endswith(word):
                kind = other
        return kind, "represented", True, found.span("target")
    found = grammar.head.match(text, end)
    if found is None:
        return None
    marked = bool(found["etc"] or found["count"])
    if found["mod"] and not marked:
        return None
    start, stop = found.span("head")
    word = found["head"]
    while (further := grammar.head_word.match(text, stop)) is not None:  # 企业 + 负责人, 战略 + 投资者
        stop, word = further.end(), further[0]
    if stop not in look.word_ends:  # 地 in 地信, 国 in 国庆
        return None
    kind = grammar.head_types[word]
    if kind == "?":
        return "", "", False, (start, stop)
    return kind or "-", "head", marked, (start, stop)


def _type_around(
    look: _Words, clause: int, start: int, end: int, grammar: _Grammar
) -> tuple[str, str, bool, tuple[int, int] | None]:
    text = look.text
    behind = _type_behind(look, end, grammar)
    if behind is not None:
        return behind
    before = text[max(clause, start - 8) : start].rstrip()
    if grammar.predicate.match(text, end):
        return "Project", "predicate", False, None
    if not before and clause > 0 and text[clause - 1] in ":：":
        ahead = text[max(0, clause - 13) : clause - 1].rstrip()
        for word, kind in grammar.colon:
            if ahead.endswith(word):
                return kind, "colon", False, None
    for word, kind in grammar.openers:
        if before.endswith(word):
            return kind, "opener", False, None
    return "", "", False, None


def _parse(look: _Words, clause: int, stop: int, separators: list[int], grammar: _Grammar) -> NameList | None:
    text = look.text
    boundary = grammar.boundary_tags
    ends = [(p, p + 1 if text[p] == "、" else p) for p in separators]
    members: list[ListMember] = []
    first = _first_member(look, clause, ends[0][0], boundary)
    if first is not None:
        members.append(first)
    for (_, left), (right, _) in pairwise(ends):
        inner = _inner_member(look, left, right)
        if inner is not None:
            members.append(inner)
    members += _last_members(look, ends[-1][1], stop, boundary)
    if len(members) < 2:
        return None
    start, end = members[0].start, members[-1].end
    kind, rule, strong, head = _type_around(look, clause, start, end, grammar)
    etc = bool(re.match(r"\s*等", text[end : end + 3]))
    return NameList(start, end, tuple(members), kind, rule, strong, head, etc, (clause, start))


def find_lists(analysed: AnalysedText, mentions: Sequence[Mention]) -> tuple[NameList, ...]:
    """Return all lists of a text, in text order.

    mentions: what is known so far, in any order; they give members their exact edges. A list without any
    known member is returned too: its members are then cut from the text.
    """
    grammar = _grammar()
    look = _Words(analysed, mentions)
    found: list[NameList] = []
    for start, end in analysed.sentences:
        for clause, stop, separators in _chains(analysed.text, start, end):
            parsed = _parse(look, clause, stop, separators, grammar)
            if parsed is not None:
                found.append(parsed)
    return tuple(found)
