"""Describes a pair of entities by what the text says of it: the features that the relation scorer weighs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.relation_reader import DocumentReader, bucket

_BETWEEN = 60  # characters between two names that are read


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the text where two entities stand near each other: positions of the two mentions."""

    head: int
    tail: int
    distance: int


def name_features(reader: DocumentReader, head: int, tail: int) -> Iterator[str]:
    """Yield what the two names share: one inside the other, the same brand, the region."""
    left, right = reader.entities[head], reader.entities[tail]
    head_brand, tail_brand = reader.parts[head].brand, reader.parts[tail].brand
    if left.name == right.name:
        yield "r:same-name"
    for label, inner, outer in (("tail", tail_brand, left.name), ("head", head_brand, right.name)):
        if len(inner) >= 2 and inner in outer:
            yield f"r:name-holds-{label}"
            if outer.startswith(inner):
                yield f"r:name-starts-with-{label}"
    if left.type == "Company" and right.type in ("Project", "Company") and head_brand[:2] == tail_brand[:2]:
        yield "r:same-brand"
        if len(left.name) > len(right.name):
            yield "head-longer"
    if left.type == right.type == "Company":
        yield from _parent_features(reader, head, tail)
    yield f"head-ends={left.name[-2:]}"
    yield f"tail-ends={right.name[-2:]}"


def _parent_features(reader: DocumentReader, head: int, tail: int) -> Iterator[str]:
    """Say whether the head's name is the tail's brand with something behind it (中钢国际 – 中钢集团)."""
    name, brand = reader.entities[head].name, reader.parts[tail].brand
    if name.startswith(brand) and len(reader.parts[head].core) > len(reader.parts[tail].core):
        yield "r:unit-of-brand"
    elif brand in name:
        yield "r:holds-brand"
    yield f"tail-group={reader.entities[tail].name.endswith('集团')}"


def affinity_features(reader: DocumentReader, head: int, tail: int) -> Iterator[str]:
    """Yield what the name of a company or project shares with the industry's; whether another fits better."""
    shared = reader.affinities.get(head, {})
    own = shared.get(tail, 0)
    best = max(shared.values(), default=0)
    yield f"affinity={min(own, 3)}:best={best == own}"
    if own and best == own:
        yield "r:name-fits-industry"
    elif best > own:
        yield "fits-other-industry"
    for letter in reader.shared_letters(head, tail):
        yield f"shared={letter}"


def place_features(reader: DocumentReader, place: Place) -> Iterator[str]:
    """Yield what stands between two mentions: order, distance, words, triggers, other names."""
    head, tail = reader.rows[place.head], reader.rows[place.tail]
    order = "ht" if head.start <= tail.start else "th"
    left, right = (place.head, place.tail) if order == "ht" else (place.tail, place.head)
    same_list = reader.list_first[left] == reader.list_first[right]
    start = reader.rows[left].end if same_list else reader.rows[reader.list_last[left]].end
    end = reader.rows[right].start if same_list else reader.rows[reader.list_first[right]].start
    apart = tail.sentence - head.sentence
    yield f"order={order}"
    yield f"apart={apart}"
    if same_list:
        yield "r:same-list"
    if start > end:
        yield "nested"
        return
    yield f"{order}:distance={bucket(end - start, (0, 2, 5, 10, 20, 40, 80))}"
    yield f"{order}:clauses={min(reader.clauses_between(start, end), 4)}"
    if end - start <= _BETWEEN:
        masked = reader.masked(start, end)
        if len(masked) <= 10:
            yield f"{order}:between={masked}"
    if apart == 0:
        yield from _between_features(reader, order, start, min(end, start + _BETWEEN))
    between = reader.rows[min(left, right) + 1 : min(max(left, right), min(left, right) + 40)]
    kinds = {row.type for row in between if start <= row.start and row.end <= end}
    for kind in sorted({head.type, tail.type}):
        yield f"{order}:{kind}-between={kind in kinds}"
    for word, _ in reader.words(reader.rows[left].start - 8, reader.rows[left].start, 4):
        yield f"{order}:left={word}"
    yield from _rival_features(reader, place)


def _between_features(reader: DocumentReader, order: str, start: int, end: int) -> Iterator[str]:
    for word, tag in reader.words(start, end, 10):
        if tag[0] in "vpnc":
            yield f"{order}:word={word}"
    for name in reader.triggers_in(start, end):
        yield f"r:{name}-between"
        yield f"{order}:r-{name}"


def _rival_features(reader: DocumentReader, place: Place) -> Iterator[str]:
    """Say how many other names of the tail's type stand between, and in the sentence."""
    head, tail = reader.rows[place.head], reader.rows[place.tail]
    low, high = min(place.head, place.tail), max(place.head, place.tail)
    own_list = reader.list_first[place.tail]
    rivals = sum(
        1
        for position in range(low + 1, min(high, low + 30))
        if reader.rows[position].type == tail.type
        and reader.rows[position].entity != tail.entity
        and reader.list_first[position] != own_list
    )
    yield f"rivals={min(rivals, 3)}"
    if head.sentence == tail.sentence:
        same = sum(
            1 for p in reader.frame.by_sentence[head.sentence][:40] if reader.rows[p].type == tail.type
        )
        yield f"same-type-in-sentence={bucket(same, (1, 2, 4, 8))}"


def zone_features(reader: DocumentReader, zone: int, other: int) -> Iterator[str]:
    """Yield how the zone stands in the document and in whose passage the other entity stands."""
    frame = reader.frame
    places = reader.places[other][:4]
    is_main = zone == frame.main_zone
    yield from reader.standing(is_main)
    current = [frame.current_zone(reader.rows[p].start) for p in places]
    yield f"current-first={current[0] == zone}:main={is_main}"
    if zone in current:
        yield f"r:current-zone:main={is_main}"
    named: set[int] = set()
    for position in places:
        named |= reader.zones_in_sentence(reader.rows[position])
    yield f"other-zone-in-sentence={bool(named - {zone})}:this={zone in named}"
    first = reader.frame.by_sentence[reader.rows[places[0]].sentence]
    yield f"place-in-sentence={any(reader.rows[p].type == 'Place' for p in first)}"
    yield f"mentions={bucket(len(reader.places[other]), (1, 2, 4))}"
    if is_main:
        yield "r:main-zone"


def pair_features(
    reader: DocumentReader, head: int, tail: int, kinds: tuple[str, str], places: Sequence[Place]
) -> tuple[str, ...]:
    """Return all features of a pair, each once.

    head, tail: entity positions. kinds: their types. places: where they stand near each other, nearest first.
    Those that begin with "r:" are reasons fit for the rule name of an edge.
    """
    frame = reader.frame
    about = f"about-zone={frame.main_zone is not None}"
    own = [*name_features(reader, head, tail), f"places={len(places)}"]
    features = [about, *own, *(f"{about}:{feature}" for feature in own)]
    if frame.main_place == tail:
        features.append("r:main-place")
    for place in places:
        features += place_features(reader, place)
    if places:
        features += reader.profile(places[0].head, "h")
        features += reader.profile(places[0].tail, "t")
    if kinds[1] == "Industry" and kinds[0] != "Zone":
        features += affinity_features(reader, head, tail)
    if "Zone" in kinds:
        zone, other = (tail, head) if kinds[1] == "Zone" else (head, tail)
        features += zone_features(reader, zone, other)
        for position in reader.places[other][:2]:
            features += reader.profile(position, "x")
    return tuple(dict.fromkeys(features))
