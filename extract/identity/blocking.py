"""Finds the pairs that are worth comparing: those that share a block, so that the work grows with the corpus.

A specific block joins a name with a place, zone or body; only such pairs can become one thing. A wide block
(a name alone) gives suspects for review, and none where too many share it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from extract.identity.judgement import pair
from extract.identity.profile import Profile

WIDEST = 12
SPECIFIC_WIDEST = 60
_BRAND = 2
_POLICY_END = 6


def specific_blocks(profile: Profile) -> Iterator[tuple[str, ...]]:
    """Yield the blocks in which two profiles can be judged one thing."""
    for part in _blocking_parts(profile):
        for zone in profile.zones:
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


def _blocking_parts(profile: Profile) -> Iterable[str]:
    """Return the parts of names by which a type is blocked: whole stems, brands, ends of policy names."""
    if profile.type == "Company":
        return sorted({stem[:_BRAND] for stem in profile.stems})
    if profile.type == "Policy":
        return sorted({stem[-_POLICY_END:] for stem in profile.stems} | set(profile.stems))
    if profile.type == "Project":
        return sorted({stem[-_POLICY_END:] for stem in profile.stems} | {stem[:4] for stem in profile.stems})
    return profile.stems


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
