"""Turns a text into hashed character features for the tagger, whole arrays at a time.

A feature is a 64-bit hash of its template and its values. No strings are made: characters, words and
gazetteer layers become integer arrays, and each template mixes a few shifted arrays. Hence the speed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from extract.annotations import AnalysedText
from extract.gazetteers import Gazetteers, Kind, PhraseFinder

# Raise it whenever a template, a lexicon or the word segmenter changes what features mean: models record it.
VERSION = 2

Hashes = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.int64]

_FIRST = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xC2B2AE3D27D4EB4F)
_SHIFT = np.uint64(29)

# The order is part of the features: a model knows its columns by number.
NAME_KINDS: tuple[Kind, ...] = (
    "place", "zone", "listed_company", "company_short_name", "industry", "world_place",
)  # fmt: skip
_LAYERS = ("company", "title", "policy", "organization", "project", "zone", "industry")
_CLAUSE = re.compile(r"[^,，。;；!！?？:：\r\n]+")
_LINE = re.compile(r"[^\r\n]+")
_LINE_LENGTHS = np.array([6, 12, 20, 32, 60])


def mix(*parts: Hashes | int) -> Hashes:
    """Return one hash per position from hashes and small constants; the order of the parts matters."""
    result: Hashes = np.zeros(1, np.uint64)  # an array, since arrays wrap around silently
    for part in parts:
        value = np.array([part], np.uint64) if isinstance(part, int) else part
        result = (result ^ (value * _SECOND)) * _FIRST
        result = result ^ (result >> _SHIFT)
    return result


Numbers = TypeVar("Numbers", np.uint64, np.int64)


def shifted(values: npt.NDArray[Numbers], offset: int) -> npt.NDArray[Numbers]:
    """Return the array whose i-th element is values[i + offset], zero beyond the ends."""
    if offset == 0:
        return values
    result = np.zeros_like(values)
    if offset > 0:
        result[:-offset] = values[offset:]
    else:
        result[-offset:] = values[:offset]
    return result


@dataclass(frozen=True, slots=True)
class Lexicons:
    """The finders whose hits become layers of features.

    names: of the gazetteers, places first. layers: head words by type. ahead, behind: words that announce a
    name before or after it. surnames: code points of the one-character surnames.
    """

    names: tuple[PhraseFinder, ...]
    layers: tuple[PhraseFinder, ...]
    ahead: PhraseFinder
    behind: PhraseFinder
    surnames: Codes

    @staticmethod
    def of(gazetteers: Gazetteers) -> Lexicons:
        """Return the finders for these gazetteers."""
        words = gazetteers.head_words
        surnames = sorted(ord(name) for name in gazetteers.surnames if len(name) == 1)
        return Lexicons(
            tuple(gazetteers.finder(kind) for kind in NAME_KINDS),
            tuple(PhraseFinder(words[layer]) for layer in _LAYERS),
            PhraseFinder(words["ahead"]),
            PhraseFinder(words["behind"]),
            np.array(surnames, np.int64),
        )


def _layer(length: int, spans: Sequence[tuple[int, int]]) -> Codes:
    """Return 1 at the first, 2 inside, 3 at the last character of each span, 4 for a span of one, else 0."""
    result = np.zeros(length, np.int64)
    if spans:
        bounds = np.array(spans, np.int64)
        steps = np.zeros(length + 1, np.int64)
        np.add.at(steps, bounds[:, 0], 1)
        np.add.at(steps, bounds[:, 1], -1)
        result[np.cumsum(steps[:-1]) > 0] = 2
        result[bounds[:, 1] - 1] = 3
        result[bounds[:, 0]] = 1
        single = bounds[:, 1] - bounds[:, 0] == 1
        result[bounds[single, 0]] = 4
    return result


HANZI = 1


def _character_kind(codes: Codes) -> Codes:
    kind = np.zeros(len(codes), np.int64)
    kind[(codes >= 0x4E00) & (codes <= 0x9FFF)] = HANZI
    kind[(codes >= 48) & (codes <= 57)] = 2
    kind[((codes | 32) >= 97) & ((codes | 32) <= 122)] = 3
    kind[(codes == 32) | (codes == 0x3000) | (codes == 9)] = 4
    kind[(codes == 10) | (codes == 13)] = 5
    other = kind == 0
    kind[other] = codes[other]
    return kind


_ENCLOSURES = re.compile(r"[“「][^“”「」\n]{1,40}[”」]|《[^《》\n]{1,80}》|[(（][^()（）\n]{1,60}[)）]")


def _enclosed(text: str, code: Codes) -> tuple[Codes, Hashes, Hashes]:
    """Return, inside quotes and brackets: their kind, the last two and the next two characters."""
    kind = np.zeros(len(text), np.int64)
    last = np.zeros(len(text), np.uint64)
    after = np.zeros(len(text), np.uint64)
    pair = mix(code.astype(np.uint64), shifted(code, 1).astype(np.uint64))
    for match in _ENCLOSURES.finditer(text):
        start, end = match.span()
        first = text[start]
        here = 1 if first in "“「" else 2 if first == "《" else 3
        kind[start:end] = here * 8 + min(7, (end - start - 2) // 2)
        last[start:end] = pair[end - 3] if end - start > 3 else 1
        after[start:end] = pair[end] if end < len(text) else 1
    return kind, last, after


@dataclass(frozen=True, slots=True)
class _Words:
    """Per character: hashes and tags of the words around it, from three before to three behind.

    place: 0 first, 1 inside, 2 last character of its word, 3 alone. repeated: how often the document has the
    word, in steps. run: how many one-character words stand in a row here, which is how unknown names are cut.
    """

    word: tuple[Hashes, ...]
    tag: tuple[Hashes, ...]
    place: Codes
    repeated: Codes
    run: Codes


_REACH = 3
_REPETITIONS = np.array([2, 3, 6])


@cache
def _tag_code(tag: str) -> int:
    return sum(ord(character) << (8 * index) for index, character in enumerate(tag[:2])) + 1


def _words(analysed: AnalysedText, code: Codes, kind: Codes) -> _Words:
    """Return word features; the words of a text cover it without gaps."""
    length = len(code)
    count = len(analysed.words)
    starts = np.fromiter((word.start for word in analysed.words), np.int64, count)
    ends = np.fromiter((word.end for word in analysed.words), np.int64, count)
    tags = np.fromiter((_tag_code(word.tag) for word in analysed.words), np.uint64, count)
    # A word's hash is the sum of its characters' hashes, each mixed with its place in the word.
    sizes = ends - starts
    index = np.repeat(np.arange(count), sizes)
    inside = np.arange(length) - starts[index]
    pieces = mix(code.astype(np.uint64), inside.astype(np.uint64))
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(pieces, dtype=np.uint64)))
    hashes = sums[ends] - sums[starts]
    place = np.where(
        sizes[index] == 1, 3, np.where(inside == 0, 0, np.where(inside == sizes[index] - 1, 2, 1))
    )
    _, which, often = np.unique(hashes, return_inverse=True, return_counts=True)
    lonely = (sizes == 1) & (kind[starts] == HANZI)
    group = np.cumsum(np.concatenate(([True], lonely[1:] != lonely[:-1])))
    run = np.where(lonely, np.bincount(group)[group], 0)
    reach = range(-_REACH, _REACH + 1)
    return _Words(
        tuple(shifted(hashes, offset)[index] for offset in reach),
        tuple(shifted(tags, offset)[index] for offset in reach),
        place.astype(np.int64),
        np.digitize(often[which], _REPETITIONS)[index].astype(np.int64),
        np.minimum(run, 5)[index].astype(np.int64),
    )


def _nearest(length: int, spans: Sequence[tuple[int, int]], code: Codes, ahead: bool) -> tuple[Hashes, Codes]:
    """Return for each position the hash of the nearest trigger ahead (or behind) and its distance."""
    hashes = np.zeros(length, np.uint64)
    distance = np.full(length, 99, np.int64)
    if not spans:
        return hashes, distance
    bounds = np.array(spans, np.int64)
    values = mix(code[bounds[:, 0]].astype(np.uint64), code[bounds[:, 1] - 1].astype(np.uint64))
    positions = np.arange(length)
    if ahead:
        which = np.searchsorted(bounds[:, 0], positions, side="left")
        known = which < len(bounds)
        near = bounds[np.minimum(which, len(bounds) - 1), 0] - positions
    else:
        which = np.searchsorted(bounds[:, 1], positions, side="right") - 1
        known = which >= 0
        near = positions - bounds[np.maximum(which, 0), 1]
    distance[known] = near[known]
    hashes[known] = values[which[known]]
    return hashes, distance


def _list_frames(text: str, head: tuple[Hashes, Codes], lead: tuple[Hashes, Codes]) -> tuple[Hashes, Hashes]:
    """Return, on the members of every 、-list, the announcing words behind and before the whole list.

    head, lead: nearest such word at or after each position, with its distance.
    """
    behind = np.zeros(len(text), np.uint64)
    before = np.zeros(len(text), np.uint64)
    for clause in _CLAUSE.finditer(text):
        start, end = clause.span()
        last = text.rfind("、", start, end)
        if last < 0:
            continue
        stop = text.find("等", last, end)
        tail = stop + 1 if stop >= 0 else last + 1
        stop = stop if stop >= 0 else end
        found = tail < end and tail + head[1][tail] < end
        behind[start:stop] = head[0][tail] if found else 1
        opened = start + lead[1][start] < text.find("、", start)
        before[start:stop] = lead[0][start] if opened else 1
    return behind, before


def _lines(text: str) -> tuple[Codes, Codes]:
    """Return each character's distance from the start of its line, to 4, and the line's length, in steps."""
    distance = np.full(len(text), 4, np.int64)
    size = np.zeros(len(text), np.int64)
    for line in _LINE.finditer(text):
        start, end = line.span()
        near = min(4, end - start)
        distance[start : start + near] = range(near)
        size[start:end] = np.digitize(end - start, _LINE_LENGTHS)
    return distance, size


class _Columns:
    """Collects templates: each column's hash depends on its number, so that equal values stay apart."""

    __slots__ = ("hashes",)

    def __init__(self) -> None:
        self.hashes: list[Hashes] = []

    def add(self, *parts: Hashes | Codes) -> None:
        self.hashes.append(mix(len(self.hashes) + 1, *(part.astype(np.uint64) for part in parts)))


def features(analysed: AnalysedText, lexicons: Lexicons) -> Hashes:
    """Return the hashed features of a text, shape (characters, templates).

    Every template looks at most a clause ahead or behind, so that cost is linear in the text's length.
    """
    code = np.frombuffer(analysed.text.encode("utf-32-le"), np.uint32).astype(np.int64)
    kind = _character_kind(code)
    words = _words(analysed, code, kind)
    columns = _Columns()
    _add_characters(columns, code, kind)
    _add_words(columns, words)
    _add_lexicons(columns, analysed.text, lexicons, code, words)
    _add_frames(columns, analysed.text, lexicons, code, words)
    return np.stack(columns.hashes, axis=1)


def _add_characters(columns: _Columns, code: Codes, kind: Codes) -> None:
    char = {offset: shifted(code, offset) for offset in range(-4, 5)}
    for offset in range(-3, 4):
        columns.add(char[offset])
    for offset in range(-3, 3):
        columns.add(char[offset], char[offset + 1])
    for offset in range(-3, 2):
        columns.add(char[offset], char[offset + 1], char[offset + 2])
    columns.add(char[-1], char[1])
    columns.add(shifted(kind, -1), kind, shifted(kind, 1))
    columns.add(shifted(kind, -2), shifted(kind, -1), kind, shifted(kind, 1), shifted(kind, 2))


def _add_words(columns: _Columns, words: _Words) -> None:
    word, tag, place, middle = words.word, words.tag, words.place, _REACH
    for offset in (-1, 0, 1):
        columns.add(shifted(place, offset) + 1, shifted(tag[middle], offset))
    for offset in range(-2, 3):
        columns.add(word[middle + offset], place)
        columns.add(tag[middle + offset], place)
    columns.add(word[middle - 1], word[middle], place)
    columns.add(word[middle], word[middle + 1], place)
    columns.add(tag[middle - 1], tag[middle], place)
    columns.add(tag[middle], tag[middle + 1], place)
    columns.add(tag[middle - 1], tag[middle], tag[middle + 1], place)
    columns.add(tag[middle], tag[middle + 1], tag[middle + 2], place)
    columns.add(tag[middle - 2], tag[middle - 1], tag[middle], place)
    columns.add(words.repeated, tag[middle], place)
    columns.add(words.repeated, words.run)
    columns.add(shifted(words.run, -1), words.run, shifted(words.run, 1))


def _add_lexicons(columns: _Columns, text: str, lexicons: Lexicons, code: Codes, words: _Words) -> None:
    tag, word = words.tag[_REACH], words.word[_REACH]
    for finder in lexicons.names:
        layer = _layer(len(text), finder.find(text))
        columns.add(layer, tag)
        columns.add(shifted(layer, -1), layer, shifted(layer, 1))
    for finder in lexicons.layers:
        layer = _layer(len(text), finder.find(text))
        columns.add(shifted(layer, -1), layer, shifted(layer, 1))
        columns.add(layer, word)
    surname = np.isin(code, lexicons.surnames).astype(np.int64) + 1
    for offset in (-2, -1, 0):
        columns.add(shifted(surname, offset), shifted(tag, offset))


def _add_frames(columns: _Columns, text: str, lexicons: Lexicons, code: Codes, words: _Words) -> None:
    length, tag, place = len(text), words.tag[_REACH], words.place
    enclosed, last, after = _enclosed(text, code)
    columns.add(enclosed)
    columns.add(enclosed // 8, last)
    columns.add(enclosed // 8, after)
    head_spans, lead_spans = lexicons.ahead.find(text), lexicons.behind.find(text)
    head, near = _nearest(length, head_spans, code, True)
    lead, back = _nearest(length, lead_spans, code, False)
    columns.add(head, np.minimum(near, 16) // 4)
    columns.add(lead, np.minimum(back, 8) // 2)
    columns.add(head, lead, np.minimum(near, 12) // 6, np.minimum(back, 8) // 4)
    behind, before = _list_frames(text, (head, near), _nearest(length, lead_spans, code, True))
    columns.add(behind, place)
    columns.add(behind, tag)
    columns.add(before, behind)
    columns.add(before, tag)
    distance, size = _lines(text)
    columns.add(distance, size)
    columns.add(size, tag)
    _, from_place = _nearest(length, lexicons.names[0].find(text), code, False)
    columns.add(np.minimum(from_place, 7), tag)
