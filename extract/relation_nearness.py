"""Says how near two entities stand by the order of names: which is the next of its type before and behind."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from extract.relation_features import Place
from extract.relation_reader import DocumentReader

COLUMNS = (
    "characters apart",
    "sentences apart",
    "tail before head, in the paragraph",
    "tail before head, in the sentence",
    "tail behind head, in the sentence",
    "head before tail, in the sentence",
    "head behind tail, in the paragraph",
    "share of head's mentions with tail next before",
    "share of head's mentions with tail next behind",
    "share of tail's mentions with head next before",
    "share of tail's mentions with head next behind",
    "tail stands at the head's front",
    "joined by 的",
    "share of tail's mentions with another of its type at the end",
    "share of tail's mentions with another of its type at the front",
    "places near each other",
)
_MENTIONS = 6  # mentions of an entity that are looked at
_RANKS = 6  # names of a type that are counted from a mention

# The ranks of entities in the order in which they are met: those in the sentence, those in the paragraph.
_Ranks = tuple[Mapping[int, int], Mapping[int, int]]


class Nearness:
    """Answers for one document; every answer looks at a bounded number of names."""

    def __init__(self, reader: DocumentReader) -> None:
        self.reader = reader
        self._by_type: dict[str, list[int]] = defaultdict(list)
        for position, row in enumerate(reader.rows):
            self._by_type[row.type].append(position)
        self._paragraphs = [reader.frame.paragraph(row.start) for row in reader.rows]
        self._met: dict[tuple[int, str, int], _Ranks] = {}

    def _ranks(self, position: int, kind: str, step: int) -> _Ranks:
        """Return the ranks of the entities of a type from a mention on. step: -1 before it, 1 behind it."""
        key = (position, kind, step)
        if key not in self._met:
            self._met[key] = self._walk(position, kind, step)
        return self._met[key]

    def _walk(self, position: int, kind: str, step: int) -> _Ranks:
        rows, positions = self.reader.rows, self._by_type[kind]
        at = bisect_left(positions, position)
        if step < 0:
            at -= 1
        elif at < len(positions) and positions[at] == position:
            at += 1
        sentence: dict[int, int] = {}
        paragraph: dict[int, int] = {}
        while 0 <= at < len(positions) and len(paragraph) < _RANKS:
            other = positions[at]
            if self._paragraphs[other] != self._paragraphs[position]:
                break
            entity = rows[other].entity
            if entity != rows[position].entity:
                rank = paragraph.setdefault(entity, len(paragraph))
                if rows[other].sentence == rows[position].sentence:
                    sentence.setdefault(entity, rank)
            at += step
        return sentence, paragraph

    def _best(self, positions: Sequence[int], kind: str, other: int, step: int) -> tuple[float, float, float]:
        """Return the best ranks in sentence and paragraph, and the share of mentions it is next to."""
        ranks = [self._ranks(position, kind, step) for position in positions]
        within = min((sentence.get(other, _RANKS) for sentence, _ in ranks), default=_RANKS)
        around = [paragraph.get(other, _RANKS) for _, paragraph in ranks]
        return float(within), float(min(around, default=_RANKS)), around.count(0) / max(len(around), 1)

    def _chained(self, positions: Sequence[int]) -> tuple[float, float]:
        """Return the shares of mentions that another of their type touches at the end, and at the front."""
        rows = self.reader.rows
        ends = sum(
            1
            for p in positions
            if p + 1 < len(rows) and rows[p + 1].type == rows[p].type and rows[p + 1].start == rows[p].end
        )
        fronts = sum(
            1
            for p in positions
            if p and rows[p - 1].type == rows[p].type and rows[p - 1].end == rows[p].start
        )
        return ends / len(positions), fronts / len(positions)

    def describe(self, head: int, tail: int, places: Sequence[Place]) -> tuple[float, ...]:
        """Return the columns of a pair.

        head, tail: entity positions. places: where they stand near each other, nearest first.
        """
        rows = self.reader.rows
        kinds = self.reader.entities[head].type, self.reader.entities[tail].type
        heads, tails = self.reader.places[head][:_MENTIONS], self.reader.places[tail][:_MENTIONS]
        before = self._best(heads, kinds[1], tail, -1)
        behind = self._best(heads, kinds[1], tail, 1)
        head_before = self._best(tails, kinds[0], head, -1)
        head_behind = self._best(tails, kinds[0], head, 1)
        apart = characters = -1
        attached = joined = False
        for place in places:
            left, right = rows[place.head], rows[place.tail]
            attached |= right.end == left.start
            joined |= self.reader.text[right.end : left.start] == "的"
        if places:
            first, last = sorted((rows[places[0].head], rows[places[0].tail]), key=lambda row: row.start)
            characters, apart = max(last.start - first.end, 0), last.sentence - first.sentence
        return (
            float(characters),
            float(apart),
            before[1],
            before[0],
            behind[0],
            head_before[0],
            head_behind[1],
            before[2],
            behind[2],
            head_before[2],
            head_behind[2],
            float(attached),
            float(joined),
            *self._chained(tails),
            float(len(places)),
        )
