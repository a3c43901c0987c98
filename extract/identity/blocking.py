"""Finds the pairs that are worth comparing: those that share a block, so that the work grows with the corpus.

A specific block joins a name with a place, zone or body; only such pairs can become one thing. A wide block
(a name alone) gives suspects for review, and none where too many share it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extract.identity.judgement import pair
from extract.identity.profile import Names, Profile

WIDEST = 12
SPECIFIC_WIDEST = 60
_BRAND = 2
_END = 6
_START = 4


def specific_blocks(profile: Profile) -> Iterator[tuple[str, ...]]:
    """Yield the blocks in which two profiles can be judged one thing."""
    for part in blocking_parts(profile.type, profile.stems):
        for zone in profile.zones | profile.around:
            yield (part, "zone", zone)
        for body in profile.bodies:
            yield (part, "body", body)
        for city in profile.cities:
            yield (part, "city", city)
        if profile.type == "Policy":
            for province in profile.provinces:
                yield (part, "province", province)
    if profile.type in ("Zone", "Place"):
        for stem in profile.stems:
            for city in profile.cities:
                yield (stem, "city", city)
            for province in profile.provinces:
                yield (stem, "province", province)


def blocking_parts(kind: str, stems: Sequence[str]) -> Iterable[str]:
    """Return the parts of names by which a type is blocked: whole stems, brands, ends of policy names."""
    if kind == "Company":
        return sorted({stem[:_BRAND] for stem in stems})
    if kind == "Policy":
        return sorted({stem[-_END:] for stem in stems} | set(stems))
    if kind == "Project":
        return sorted({stem[-_END:] for stem in stems} | {stem[:_START] for stem in stems})
    return stems


def worth_comparing(names: Mapping[str, Names]) -> list[str]:
    """Return the ids that share a blocking part with another id, sorted; the others stay as they are.

    names: of ids of one type.
    """
    counts: Counter[tuple[str, str]] = Counter()
    parts: dict[str, set[tuple[str, str]]] = {}
    for own_id, held in names.items():
        found = {("part", part) for part in blocking_parts(held.type, held.stems)}
        parts[own_id] = found | {("stem", stem) for stem in held.stems}
        counts.update(parts[own_id])
    return sorted(own_id for own_id, found in parts.items() if any(counts[part] > 1 for part in found))


def wide_blocks(profile: Profile) -> Iterator[tuple[str, ...]]:
    """Yield the blocks that only give suspects."""
    for stem in profile.stems:
        yield ("name", stem)


def _pairs(group: Sequence[str]) -> Iterator[tuple[str, str]]:
    for position, left in enumerate(group):
        for right in group[position + 1 :]:
            yield pair(left, right)


def candidate_pairs(profiles: Sequence[Profile]) -> list[tuple[str, str]]:
    """Return the pairs of ids to compare, sorted, each once.

    profiles: all of one type. A specific block wider than 60 is cut into runs of 60 in id order; a wide
    block with more than 12 members is left out.
    """
    specific: dict[tuple[str, ...], list[str]] = defaultdict(list)
    wide: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for profile in profiles:
        for block in set(specific_blocks(profile)):
            specific[block].append(profile.id)
        for block in wide_blocks(profile):
            wide[block].append(profile.id)
    found: set[tuple[str, str]] = set()
    for group in specific.values():
        if len(group) > 1:
            group.sort()
            for start in range(0, len(group), SPECIFIC_WIDEST):
                found.update(_pairs(group[start : start + SPECIFIC_WIDEST]))
    for group in wide.values():
        if 1 < len(group) <= WIDEST:
            found.update(_pairs(sorted(group)))
    return sorted(found)
