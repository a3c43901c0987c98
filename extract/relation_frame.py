"""Describes a document for relations: its main zone, the zone each place in the text speaks of, its kind."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extract.annotations import AnalysedText, Entity


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One mention of an entity: offsets, entity position, type, written form, sentence number."""

    start: int
    end: int
    entity: int
    type: str
    form: str
    generic: bool
    sentence: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What relations need to know of the whole document.

    occurrences: all mentions in reading order. by_sentence: their positions, one row a sentence.
    paragraphs: start offsets. main_zone: the zone that the document is about, None when it is about none.
    main_company: the most named, or None. main_place: the place that a document without a zone is about, or
    None. zone_share: the main zone's share of all zone mentions.
    own_voice: whether the zone itself speaks (我区, 我们). counts: entities per type. zone_at: (offset,
    zone) of the zone mentions, for the zone a passage speaks of.
    """

    occurrences: tuple[Occurrence, ...]
    by_sentence: tuple[tuple[int, ...], ...]
    paragraphs: tuple[int, ...]
    main_zone: int | None
    main_company: int | None
    main_place: int | None
    zone_share: float
    zone_in_title: bool
    own_voice: bool
    counts: dict[str, int]
    zone_at: tuple[tuple[int, int], ...]

    def paragraph(self, offset: int) -> int:
        """Return the number of the paragraph that holds the offset."""
        return bisect_right(self.paragraphs, offset) - 1

    def current_zone(self, offset: int) -> int | None:
        """Return the zone last named in the paragraph up to this offset, else the main zone."""
        position = bisect_right(self.zone_at, (offset, 1 << 30)) - 1
        if position >= 0:
            start, zone = self.zone_at[position]
            if self.paragraph(start) == self.paragraph(offset):
                return zone
        return self.main_zone


def _occurrences(analysed: AnalysedText, entities: Sequence[Entity]) -> list[Occurrence]:
    starts = [start for start, _ in analysed.sentences]
    found: list[Occurrence] = []
    for position, entity in enumerate(entities):
        for mention in entity.mentions:
            sentence = max(bisect_right(starts, mention.start) - 1, 0)
            form = analysed.text[mention.start : mention.end]
            generic = mention.by.startswith("coreference:")
            found.append(
                Occurrence(mention.start, mention.end, position, entity.type, form, generic, sentence)
            )
    found.sort(key=lambda o: (o.start, o.end, o.type, o.entity))
    return found


def _head_end(analysed: AnalysedText) -> int:
    """Return where the document's head (title or the first two lines) ends."""
    if analysed.title_span:
        return analysed.title_span[1]
    return analysed.sentences[min(1, len(analysed.sentences) - 1)][1] if analysed.sentences else 0


# A document that names a zone outside its head is about it from so many mentions, and so many a character.
_LEAST, _MOST = 4, 7
_DENSITY = 0.004


def _enough(text: str) -> int:
    """Return how many mentions make a name the one that a document is about."""
    return max(_LEAST, min(_MOST, round(len(text) * _DENSITY)))


def _main(weights: Counter[int]) -> int | None:
    return min(weights, key=lambda entity: (-weights[entity], entity)) if weights else None


def describe(analysed: AnalysedText, entities: Sequence[Entity]) -> Frame:
    """Return the frame of the document: one pass over the mentions, one over the text."""
    occurrences = _occurrences(analysed, entities)
    head = _head_end(analysed)
    weights: dict[str, Counter[int]] = {kind: Counter() for kind in ("Zone", "Company", "Place")}
    rows: list[list[int]] = [[] for _ in analysed.sentences]
    for position, occurrence in enumerate(occurrences):
        if rows:
            rows[occurrence.sentence].append(position)
        if occurrence.type in weights:
            weights[occurrence.type][occurrence.entity] += 4 if occurrence.start < head else 1
    zones = weights["Zone"]
    text = analysed.text
    main_zone = _main(zones)
    named = [o for o in occurrences if o.entity == main_zone]
    if not any(o.start < head for o in named) and len(named) < _enough(text):
        main_zone = None
    main_place = _main(weights["Place"]) if main_zone is None else None
    if main_place is not None and weights["Place"][main_place] < _LEAST:
        main_place = None
    voice = sum(text.count(word) for word in ("我区", "我们", "同志们", "我园", "本区"))
    paragraphs = [0]
    position = text.find("\n")
    while position >= 0:
        paragraphs.append(position + 1)
        position = text.find("\n", position + 1)
    return Frame(
        tuple(occurrences),
        tuple(tuple(row) for row in rows),
        tuple(paragraphs),
        main_zone,
        _main(weights["Company"]),
        main_place,
        zones[main_zone] / sum(zones.values()) if main_zone is not None else 0.0,
        main_zone is not None and any(o.entity == main_zone and o.start < head for o in occurrences),
        voice >= 2,
        dict(Counter(entity.type for entity in entities)),
        tuple((o.start, o.entity) for o in occurrences if o.type == "Zone"),
    )
