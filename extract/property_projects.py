"""Finds status and investment of projects from the verbs, list frames and sums around their names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extract.annotations import PropertyClaim
from extract.numbers import Amount, find_amounts
from extract.rules import alternation, load_rules

_CLAUSE_END = ",;。!?\r\n"
_LOOK_BACK, _LOOK_AHEAD = 16, 40
_NEAR = 6
_JOINT = re.compile(r"[“”\"《》\s]*(?:\([^()]{0,40}\))?(?:项目)?[“”\"《》\s]*[、和及与,][“”\"《》\s]*")
_NOT_DONE = re.compile(r"(?:不|未|没|没有|难以|暂缓)\Z")
_ABOUT = re.compile(r"(?:约|近|超过|超|不低于|达到|达)\Z")


@dataclass(frozen=True, slots=True)
class ProjectPropertyRules:
    """The rules of data/rules/properties.yaml for projects; statuses in order of stages, the last first."""

    statuses: tuple[str, ...]
    verb: re.Pattern[str]
    status_of: Mapping[str, str]
    aims: re.Pattern[str]
    earlier: Mapping[str, str]
    tail: re.Pattern[str]
    investment: re.Pattern[str]
    partial: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ProjectMention:
    """One mention of a project: offsets and entity position."""

    start: int
    end: int
    entity: int


@cache
def project_property_rules() -> ProjectPropertyRules:
    """Return the compiled rules; raises ResourceError when their file is damaged."""
    rules = load_rules("properties")["project"]
    words = {word: status for status, row in rules["status"].items() for word in row}
    return ProjectPropertyRules(
        tuple(rules["status"]),
        re.compile(alternation([re.escape(word) for word in words])),
        words,
        re.compile(rules["aims_pattern"]),
        rules["earlier"],
        re.compile(rules["tail_pattern"]),
        re.compile(rules["investment_pattern"]),
        re.compile(rules["partial_pattern"]),
    )


def _groups(text: str, mentions: Sequence[ProjectMention]) -> Iterator[list[ProjectMention]]:
    """Yield the lists of projects (A、B、C等项目), single mentions as lists of one."""
    row: list[ProjectMention] = []
    for mention in mentions:
        if row and not _JOINT.fullmatch(text, row[-1].end, mention.start):
            yield row
            row = []
        row.append(mention)
    if row:
        yield row


def _clause(text: str, start: int, end: int, sentence: tuple[int, int]) -> tuple[int, int]:
    """Return the clause around a list of names, its ends at most some words away."""
    left, right = start, end
    while left > max(sentence[0], start - _LOOK_BACK) and text[left - 1] not in _CLAUSE_END:
        left -= 1
    limit = min(sentence[1], end + _LOOK_AHEAD)
    while right < limit and text[right] not in _CLAUSE_END:
        right += 1
    return left, right


def _verb(text: str, row: Sequence[ProjectMention], left: int, right: int) -> re.Match[str] | None:
    """Return the verb right behind a list of projects (of two the later stage's), else the last before it."""
    rules = project_property_rules()
    tail = rules.tail.match(text, row[-1].end, right)
    behind = rules.verb.search(text, row[-1].end, right)
    if behind and tail and behind.start() - tail.end() <= _NEAR:
        compound = rules.verb.finditer(text, behind.start(), min(right, behind.end() + _NEAR))
        return min(compound, key=lambda match: rules.statuses.index(rules.status_of[match[0]]))
    before = list(rules.verb.finditer(text, left, row[0].start))
    return before[-1] if before and not behind else None


def _status(
    text: str, row: Sequence[ProjectMention], sentence: tuple[int, int]
) -> tuple[str, int, int, float] | None:
    """Return status, span and score of the verb of a list of projects; what is aimed at is not reached."""
    rules = project_property_rules()
    left, right = _clause(text, row[0].start, row[-1].end, sentence)
    match = _verb(text, row, left, right)
    if match is None or _NOT_DONE.search(text, max(left, match.start() - 3), match.start()):
        return None
    status = rules.status_of[match[0]]
    aimed = rules.aims.search(text, left, row[0].start) or rules.aims.search(text, row[-1].end, match.start())
    if aimed and status != "在建":
        return rules.earlier[status], match.start(), match.end(), 0.6
    return status, match.start(), match.end(), 0.85


def _written(text: str, amount: Amount) -> str:
    about = _ABOUT.search(text, max(0, amount.start - 3), amount.start)
    lead = about[0] if about and about[0] not in {"达", "达到"} else ""
    return lead + text[amount.start : amount.end].strip()


def _investment(
    text: str, mention: ProjectMention, floor: int, ceiling: int, sentence: tuple[int, int]
) -> Amount | None:
    """Return the investment said of a project: behind its name, or right before it (总投资20亿元的…)."""
    rules = project_property_rules()
    right = min(ceiling, sentence[1], mention.end + 2 * _LOOK_AHEAD)
    semicolon = text.find(";", mention.end, right)
    right = semicolon if semicolon >= 0 else right
    left = max(floor, sentence[0], mention.start - _LOOK_AHEAD)
    for match in rules.investment.finditer(text, mention.end, right):
        if rules.partial.search(text, max(mention.end, match.start() - 4), match.start()):
            continue
        amount = next(find_amounts(text, match.end(), min(right, match.end() + 24)), None)
        # Before 的 or behind another item of a row the sum is of what follows.
        if amount and amount.start == match.end() and text[amount.end : amount.end + 1] != "的":
            return amount
    bracket = re.compile(r"(?:项目)?[”\"]?\s*\(\s*").match(text, mention.end, right)
    if bracket:
        amount = next(find_amounts(text, bracket.end(), min(right, bracket.end() + 24)), None)
        if amount and amount.start == bracket.end():
            return amount
    for match in reversed(list(rules.investment.finditer(text, left, mention.start))):
        if rules.partial.search(text, max(left, match.start() - 4), match.start()):
            continue
        amount = next(find_amounts(text, match.end(), mention.start), None)
        between = text[amount.end : mention.start] if amount else ""
        if (
            amount
            and amount.start == match.end()
            and not re.search(r"[,;。]", between)
            and "项目" not in between
        ):
            return amount
    return None


def project_claims(
    text: str, sentences: Sequence[tuple[int, int]], mentions: Sequence[ProjectMention]
) -> Iterator[PropertyClaim]:
    """Yield the status of every project that a verb or list frame gives one, and its investment.

    text: in half width. mentions: of projects, sorted. A list's common sum is no project's own.
    """
    starts = [start for start, _ in sentences]
    groups = list(_groups(text, mentions))
    for position, row in enumerate(groups):
        at = bisect_right(starts, row[0].start) - 1
        if at < 0 or row[-1].end > sentences[at][1]:
            continue
        sentence = sentences[at]
        found = _status(text, row, sentence)
        if found:
            status, start, end, score = found
            for mention in row:
                yield PropertyClaim(mention.entity, "status", status, start, end, "text:project_verb", score)
        floor = groups[position - 1][-1].end if position else 0
        for number, mention in enumerate(row):
            following = row[number + 1].start if number + 1 < len(row) else None
            ceiling = following or (
                groups[position + 1][0].start if position + 1 < len(groups) else len(text)
            )
            if len(row) > 1 and following is None and text[mention.end : mention.end + 1] != "(":
                continue  # behind a list stands the sum of all
            before = floor if not number else row[number - 1].end
            amount = _investment(text, mention, before, ceiling, sentence)
            if amount is None:
                continue
            if amount.cny is not None:
                yield PropertyClaim(
                    mention.entity, "investment", amount.cny, amount.start, amount.end, "text:investment", 0.9
                )
            yield PropertyClaim(
                mention.entity, "investment_text", _written(text, amount), amount.start, amount.end,
                "text:investment", 0.9,
            )  # fmt: skip
