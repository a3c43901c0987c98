"""Finds the pairs of entities that a relation may join, in a number that grows linearly with the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.annotations import AnalysedText, Entity
from extract.relation_features import Place, pair_features
from extract.relation_frame import Frame
from extract.relation_nearness import Nearness
from extract.relation_reader import DocumentReader

# What the scorer decides, by group: LEADS comes from titles (leaders.py).
PATTERNS: dict[str, tuple[str, str, str]] = {
    "company-located-zone": ("Company", "LOCATED_IN", "Zone"),
    "project-located-zone": ("Project", "LOCATED_IN", "Zone"),
    "organization-located-zone": ("Organization", "LOCATED_IN", "Zone"),
    "zone-located-place": ("Zone", "LOCATED_IN", "Place"),
    "company-located-place": ("Company", "LOCATED_IN", "Place"),
    "project-located-place": ("Project", "LOCATED_IN", "Place"),
    "organization-located-place": ("Organization", "LOCATED_IN", "Place"),
    "zone-part-zone": ("Zone", "PART_OF", "Zone"),
    "company-part-company": ("Company", "PART_OF", "Company"),
    "organization-part-organization": ("Organization", "PART_OF", "Organization"),
    "organization-part-company": ("Organization", "PART_OF", "Company"),
    "company-invests-project": ("Company", "INVESTS_IN", "Project"),
    "organization-invests-project": ("Organization", "INVESTS_IN", "Project"),
    "company-in-industry": ("Company", "IN_INDUSTRY", "Industry"),
    "project-in-industry": ("Project", "IN_INDUSTRY", "Industry"),
    "zone-focuses-industry": ("Zone", "FOCUSES_ON", "Industry"),
    "zone-implements-policy": ("Zone", "IMPLEMENTS", "Policy"),
    "organization-implements-policy": ("Organization", "IMPLEMENTS", "Policy"),
    "zone-cooperates-zone": ("Zone", "COOPERATES_WITH", "Zone"),
    "zone-cooperates-organization": ("Zone", "COOPERATES_WITH", "Organization"),
    "zone-cooperates-company": ("Zone", "COOPERATES_WITH", "Company"),
    "company-cooperates-company": ("Company", "COOPERATES_WITH", "Company"),
    "company-cooperates-organization": ("Company", "COOPERATES_WITH", "Organization"),
    "organization-cooperates-organization": ("Organization", "COOPERATES_WITH", "Organization"),
}
# Without one of these words around, or a shared name, no tie between companies and bodies is weighed.
_TIE = ("cooperates", "contacts", "members", "supplies", "part_of")
_CUES = {
    **{group: _TIE for group in PATTERNS if "-cooperates-" in group},
    "company-part-company": ("members",),
    "organization-part-organization": ("members", "part_of"),
    "organization-part-company": ("members",),
    "organization-invests-project": ("invests",),
}
# Groups that are weighed only where both names stand in one sentence, or one name holds the other.
_ONE_SENTENCE = frozenset(
    {
        "organization-invests-project",
        "organization-part-company",
        "organization-part-organization",
        "organization-located-place",
        "company-cooperates-company",
    }
)
_FRAME_TIES = frozenset({"zone-cooperates-zone", "zone-cooperates-organization"})
_TYPE_PAIRS = frozenset(pair for head, _, tail in PATTERNS.values() for pair in ((head, tail), (tail, head)))
_SENTENCES_APART = 1
_PASSAGE = 3  # sentences that an industry's name speaks for
_PASSAGE_TYPES = ({"Company", "Industry"}, {"Project", "Industry"})
_WINDOW = 60  # mentions behind a mention that are looked at
_NEAREST = 5  # names of a type behind a mention that are tried, a list counting once
_TIE_REACH = 120  # characters around two names in which a word of a tie counts
_PLACES = 2  # places in the text that describe one pair

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that a relation may join. group: key of PATTERNS; head, tail: entity positions.

    evidence: spans that hold both names (two when they stand in two sentences). features: names of what the
    text says of the pair (relation_features.py). nearness: columns of relation_nearness.py, or none.
    """

    group: str
    head: int
    tail: int
    evidence: tuple[tuple[int, int], ...]
    features: tuple[str, ...]
    nearness: tuple[float, ...] = ()


def _reach(left: str, right: str) -> int:
    """Return how many sentences apart two types may stand: an industry speaks for the passage behind it."""
    return _PASSAGE if {left, right} in _PASSAGE_TYPES else _SENTENCES_APART


def _near_places(reader: DocumentReader) -> dict[Pair, list[Place]]:
    """Return where entities stand near each other, by entity pair: the nearest of every type."""
    found: dict[Pair, list[Place]] = defaultdict(list)
    rows = reader.rows
    for position, row in enumerate(rows):
        counts: dict[str, int] = defaultdict(int)
        for other in range(position + 1, min(position + _WINDOW, len(rows))):
            near = rows[other]
            apart = near.sentence - row.sentence
            if apart > _PASSAGE:
                break
            if near.entity == row.entity or (row.type, near.type) not in _TYPE_PAIRS:
                continue
            if reader.list_first[other] == other or other == position + 1:
                counts[near.type] += 1
            if counts[near.type] > _NEAREST or apart > _reach(row.type, near.type):
                continue
            distance = near.start - row.end + 100 * apart
            found[(row.entity, near.entity)].append(Place(position, other, distance))
            found[(near.entity, row.entity)].append(Place(other, position, distance))
    return found


def _framed_pairs(reader: DocumentReader) -> Iterator[Pair]:
    """Yield each entity with the zones of its passages and with the place that the document is about."""
    for position, entity in enumerate(reader.entities):
        for zone in reader.zones_of(position):
            yield position, zone
            yield zone, position
        place = reader.frame.main_place
        if place is not None and entity.type in ("Project", "Company", "Zone"):
            yield position, place


def _named_pairs(reader: DocumentReader) -> Iterator[Pair]:
    """Yield pairs where one name holds a place's name, starts with a company's brand, or fits an industry."""
    places: dict[str, list[int]] = defaultdict(list)
    brands: dict[str, list[int]] = defaultdict(list)
    for position, entity in enumerate(reader.entities):
        if entity.type == "Place":
            places[entity.name[:2]].append(position)
        elif entity.type == "Company":
            brands[reader.parts[position].brand[:2]].append(position)
    for position, entity in enumerate(reader.entities):
        if entity.type not in ("Project", "Zone", "Company", "Organization"):
            continue
        for start in range(min(len(entity.name) - 1, 12)):
            key = entity.name[start : start + 2]
            for other in (*places.get(key, ())[:3], *(brands.get(key, ())[:4] if start < 5 else ())):
                yield position, other
                yield other, position
    for position, fitting in reader.affinities.items():
        yield from ((position, industry) for industry, shared in fitting.items() if shared >= 2)


def _tied(reader: DocumentReader, place: Place, cues: tuple[str, ...]) -> bool:
    """Return whether the sentences of two mentions, near enough, hold a trigger of one of the rows."""
    left, right = reader.rows[min(place.head, place.tail)], reader.rows[max(place.head, place.tail)]
    start = max(left.start - _TIE_REACH, reader.sentences[left.sentence][0])
    end = min(right.end + _TIE_REACH, reader.sentences[right.sentence][1])
    return not set(cues).isdisjoint(reader.triggers_in(start, end))


def _plausible(reader: DocumentReader, group: str, head: int, tail: int, places: Sequence[Place]) -> bool:
    """Leave out ties without a shared name and without a word of a tie around."""
    left, right = reader.entities[head].name, reader.entities[tail].name
    if "-cooperates-" in group and reader.entities[head].type == reader.entities[tail].type and head > tail:
        return False
    shared = left[:2] in right or right[:2] in left
    if group in _ONE_SENTENCE and not shared:
        places = [p for p in places if reader.rows[p.head].sentence == reader.rows[p.tail].sentence]
        if not places:
            return False
    cues = _CUES.get(group)
    if cues is None or ("-part-" in group and shared):
        return True
    if group in _FRAME_TIES and reader.frame.main_zone in (head, tail):
        return True
    return any(_tied(reader, place, cues) for place in places)


def _evidence(reader: DocumentReader, places: Sequence[Place], pair: Pair) -> tuple[tuple[int, int], ...]:
    """Return the span from one name to the other, or both names when two sentences hold them."""
    positions = (places[0].head, places[0].tail) if places else tuple(reader.places[e][0] for e in pair)
    left, right = (reader.rows[position] for position in positions)
    if left.sentence == right.sentence:
        return ((min(left.start, right.start), max(left.end, right.end)),)
    return tuple(sorted(((left.start, left.end), (right.start, right.end))))


def _groups_by_types() -> Mapping[tuple[str, str], list[str]]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for group, (head, _, tail) in PATTERNS.items():
        groups[(head, tail)].append(group)
    return groups


def find_candidates(
    analysed: AnalysedText, entities: Sequence[Entity], frame: Frame
) -> tuple[Candidate, ...]:
    """Return all pairs that the scorer weighs, sorted by positions.

    A pair is weighed when its names stand near each other, when one name holds the other, or when one is the
    zone or place that the passage or the document is about; so their number grows linearly with the text.
    """
    reader = DocumentReader(analysed, entities, frame)
    near = _near_places(reader)
    nearness = Nearness(reader)
    by_types = _groups_by_types()
    found: list[Candidate] = []
    for pair in sorted({*near, *_framed_pairs(reader), *_named_pairs(reader)}):
        head, tail = pair
        kinds = (entities[head].type, entities[tail].type)
        places = sorted(near.get(pair, ()), key=lambda place: (place.distance, place.head, place.tail))[
            :_PLACES
        ]
        groups = by_types.get(kinds, ()) if head != tail else ()
        groups = [group for group in groups if _plausible(reader, group, head, tail, places)]
        if groups:
            features = pair_features(reader, head, tail, kinds, places)
            evidence = _evidence(reader, places, pair)
            near_by = nearness.describe(head, tail, places)
            found += [Candidate(group, head, tail, evidence, features, near_by) for group in groups]
    return tuple(found)
