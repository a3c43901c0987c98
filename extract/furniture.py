"""Finds page furniture in a document's text: navigation, source lines, buttons, rights, contacts.

Furniture stays in the text, so that offsets hold; the stages of extraction leave its spans out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extract.numbers import narrow
from extract.rules import load_rules
from graph.errors import ResourceError

_LINE = re.compile(r"[^\r\n]+")
# A longer line is a paragraph of the text, unless its rule says otherwise (rights notices are long).
_MAX_LINE = 200
_MAX_VALUE = 40
_NOT_IN_VALUES = re.compile(r"[。!?;,]")
_OPENING = r"[\s|/【\[(]*"
_CLOSING = " \t|/【】[]():"
_DATE_OR_TIME = (
    r"(?:[12]\d{3}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
    r"|\d{1,2}:\d{2}(?::\d{2})?|星期[一二三四五六日天])"
)


@dataclass(frozen=True, slots=True)
class FurnitureRules:
    """The compiled rules of data/rules/furniture.yaml."""

    label: re.Pattern[str]
    strong: frozenset[str]
    opening: re.Pattern[str]
    dates_only: re.Pattern[str]
    lines: tuple[tuple[re.Pattern[str], int], ...]
    pieces: tuple[re.Pattern[str], ...]
    date_labels: tuple[re.Pattern[str], ...]


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def furniture_rules() -> FurnitureRules:
    """Return the shipped rules; raises ResourceError when the file is damaged."""
    data = load_rules("furniture")
    try:
        labels = _alternatives([*data["labels"], *data["weak_labels"]])
        return FurnitureRules(
            label=re.compile(rf"(?:^|(?<=[\s|/【\[(\])】]))({labels})(?:\s*[:丨]|(?=\s*$)|\s+\|\s)"),
            strong=frozenset(data["labels"]),
            opening=re.compile(rf"{_OPENING}(?:{_DATE_OR_TIME}[\s|/]*)*{_OPENING}"),
            dates_only=re.compile(rf"\s*(?:{_DATE_OR_TIME}\s*)+"),
            lines=tuple(
                (re.compile(rule["pattern"]), rule.get("longest", _MAX_LINE)) for rule in data["lines"]
            ),
            pieces=tuple(re.compile(rule["pattern"]) for rule in data["pieces"]),
            date_labels=tuple(
                re.compile(rf"(?:{_alternatives(row)})\s*[:]?\s*") for row in data["date_labels"]
            ),
        )
    except (KeyError, TypeError, re.error) as error:
        raise ResourceError(
            f"extract/data/rules/furniture.yaml is damaged ({error}); reinstall zonegraph"
        ) from error


def _is_label_line(line: str, rules: FurnitureRules) -> bool:
    """Return whether the line holds nothing but labels with short values, a date before them at most."""
    labels = list(rules.label.finditer(line))
    if not labels or not rules.opening.fullmatch(line[: labels[0].start()]):
        return False
    ends = [match.start() for match in labels[1:]] + [len(line)]
    strong = False
    for match, end in zip(labels, ends, strict=True):
        value = line[match.end() : end].strip(_CLOSING)
        if len(value) > _MAX_VALUE or _NOT_IN_VALUES.search(value):
            return False
        strong |= match[1] in rules.strong or bool(value and rules.dates_only.fullmatch(value))
    return strong


def _is_furniture(line: str, rules: FurnitureRules) -> bool:
    if any(len(line) <= longest and pattern.fullmatch(line) for pattern, longest in rules.lines):
        return True
    return len(line) <= _MAX_LINE and _is_label_line(line, rules)


def _spans(text: str, rules: FurnitureRules) -> Iterator[tuple[int, int]]:
    for match in _LINE.finditer(text):
        line = match[0].strip()
        if not line:
            continue
        start = match.start() + match[0].index(line)
        if _is_furniture(line, rules):
            yield start, start + len(line)
        else:
            for pattern in rules.pieces:
                yield from ((start + piece.start(), start + piece.end()) for piece in pattern.finditer(line))


def find_furniture(text: str) -> tuple[tuple[int, int], ...]:
    """Return the half-open spans of page furniture in a text, in order and without overlap."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(_spans(narrow(text), furniture_rules())):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)
