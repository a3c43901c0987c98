"""Decides which ids are one thing: blocks, compares, judges and clusters, one type after the other.

Judgements are made component by component: ids that no block joins, directly or over others, have nothing to
do with each other. A component of which nothing changed since the last build is not judged again.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from extract.identity.blocking import candidate_pairs, specific_blocks, wide_blocks, worth_comparing
from extract.identity.canonical import Canonicaliser
from extract.identity.clustering import Clusters, Conflict, cluster, without_ambiguous
from extract.identity.comparison import Comparison
from extract.identity.judgement import PERSON, Judged, Judgement
from extract.identity.keyed import Keyed, Reference
from extract.identity.memory import Component, Memory, TypeMemory
from extract.identity.occurrence import LINKED_TYPES
from extract.identity.profile import Names, Profile, Profiler

_NOTHING = TypeMemory()
_RESOLVED_TYPES = tuple(kind for kind in LINKED_TYPES if kind != "Indicator")


@dataclass(frozen=True, slots=True)
class Past:
    """The memory of the last link. touched: own ids that a new, changed or removed document has or had."""

    memory: Memory
    touched: frozenset[str]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The clusters of all types but indicators, every judgement behind them, and the profiles asked for.

    types, parents: what the next link remembers.
    """

    clusters: Clusters
    judged: tuple[Judged, ...]
    profiles: Mapping[str, Profile]
    types: Mapping[str, TypeMemory]
    parents: Mapping[str, frozenset[str]]


def block_codes(profile: Profile) -> list[int]:
    """Return a number for each block of a profile; two blocks may share one, which only joins components."""
    blocks = {*specific_blocks(profile), *(("wide", *block) for block in wide_blocks(profile))}
    return sorted({zlib.crc32("\0".join(block).encode("utf-8")) for block in blocks})


def connected(blocks: Mapping[str, Sequence[int]]) -> list[list[str]]:
    """Return the components of two and more ids that shared blocks make, members and components sorted.

    blocks: codes of the blocks of each id.
    """
    parent: dict[str, str] = {}

    def root(item: str) -> str:
        while (over := parent.get(item, item)) != item:
            parent[item] = item = parent.get(over, over)
        return item

    first: dict[int, str] = {}
    for own_id, codes in blocks.items():
        for code in codes:
            held = first.setdefault(code, own_id)
            if held != own_id:
                parent[root(own_id)] = root(held)
    members: dict[str, list[str]] = defaultdict(list)
    for own_id in sorted(blocks):
        members[root(own_id)].append(own_id)
    return sorted(group for group in members.values() if len(group) > 1)


@dataclass(slots=True)
class _Type:
    """The work on one type.

    group: own id → its nodes. stale: ids of which the last link's results do not hold. past: those results.
    """

    keyed: Keyed
    profiler: Profiler
    group: Mapping[str, Sequence[Reference]]
    stale: AbstractSet[str]
    past: TypeMemory
    profiles: dict[str, Profile] = field(default_factory=dict)

    def names(self) -> dict[str, Names]:
        """Return the names of all ids."""
        found: dict[str, Names] = {}
        for own_id, references in self.group.items():
            known = None if own_id in self.stale else self.past.names.get(own_id)
            if known is None:
                found[own_id] = self.profiler.names([self.keyed.occurrence(ref) for ref in references])
            else:
                found[own_id] = Names(self.keyed.type(references[0]), tuple(known[0]), tuple(known[1]))
        return found

    def profile(self, own_id: str, names: Names) -> Profile:
        """Return the profile of an id, made when first asked for."""
        held = self.profiles.get(own_id)
        if held is None:
            occurrences = [self.keyed.occurrence(reference) for reference in self.group[own_id]]
            held = self.profiler.profile(own_id, self.keyed.keys[own_id], occurrences, names)
            self.profiles[own_id] = held
        return held

    def resolve(self, named: Iterable[str], comparison: Comparison) -> tuple[TypeMemory, list[Judged]]:
        """Return what is known of the type, its clusters not yet, and the rules' judgements.

        named: ids that are profiled in any case.
        """
        names = self.names()
        blocks: dict[str, Sequence[int]] = {}
        identifiers: dict[str, Mapping[str, frozenset[str]]] = {}
        for own_id in sorted({*worth_comparing(names), *named}):
            known = None if own_id in self.stale else self.past.blocks.get(own_id)
            if known is None:
                profile = self.profile(own_id, names[own_id])
                known, held = block_codes(profile), profile.identifiers
            else:
                held = self.past.identifiers.get(own_id, {})
            blocks[own_id] = known
            if held:
                identifiers[own_id] = held
        components = {
            members[0]: self._kept(members) or Component(members, self._judged(members, names, comparison))
            for members in connected(blocks)
        }
        ruled = [item for component in components.values() for item in component.judged]
        remembered = {own_id: (held.names, held.stems) for own_id, held in names.items()}
        return TypeMemory(remembered, blocks, identifiers, components), ruled

    def _kept(self, members: Sequence[str]) -> Component | None:
        """Return the remembered component of these members if all that was said of each still holds."""
        held = self.past.components.get(members[0])
        holds = (
            held is not None
            and list(held.members) == members
            and all(own_id not in self.stale and own_id not in self.profiles for own_id in members)
        )
        return held if holds else None

    def _judged(
        self, members: Sequence[str], names: Mapping[str, Names], comparison: Comparison
    ) -> Sequence[Judged]:
        profiles = {own_id: self.profile(own_id, names[own_id]) for own_id in members}
        ruled = [
            comparison.judge(profiles[left], profiles[right])
            for left, right in candidate_pairs(list(profiles.values()))
        ]
        return without_ambiguous([item for item in ruled if item.judgement is not Judgement.NONE])


def _parents(keyed: Keyed, canonical: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return the canonical ids of the zones that a zone is part of, by its canonical id."""
    over: dict[str, set[str]] = defaultdict(set)
    for zone, whole in keyed.parts_of_zones():
        if keyed.own[whole] in canonical:
            over[canonical[keyed.own[zone]]].add(canonical[keyed.own[whole]])
    return {zone: frozenset(found - {zone}) for zone, found in over.items()}


def _moved(
    group: Mapping[str, Sequence[Reference]], now: Mapping[str, object], then: Mapping[str, object]
) -> Iterator[str]:
    """Yield the documents with an id that has another value than it had."""
    for own_id, references in group.items():
        if now.get(own_id) != then.get(own_id):
            yield from (document for document, _ in references)


def resolve(
    keyed: Keyed,
    by_person: Sequence[Judged],
    canonicaliser: Canonicaliser,
    wanted: frozenset[str] = frozenset(),
    past: Past | None = None,
) -> Resolved:
    """Block, compare, judge and cluster type after type: later ones see where earlier ones ended.

    by_person: judgements of a person. wanted: ids whose profiles are asked for. past: the last link of other
    documents by the same rules and decisions; the result is the same without it.
    """
    groups: dict[str, dict[str, list[Reference]]] = defaultdict(lambda: defaultdict(list))
    for reference, own_id in keyed.own.items():
        groups[keyed.type(reference)][own_id].append(reference)
    types = {own_id: kind for kind, held in groups.items() for own_id in held}
    known = [item for item in by_person if item.left in types and item.right in types]
    named = {*wanted, *(own_id for item in known for own_id in (item.left, item.right))}
    canonical: dict[str, str] = {}
    joined: list[Judged] = []
    conflicts = [
        Conflict(item, f"merges never cross types: {types[item.left]} and {types[item.right]}")
        for item in known
        if types[item.left] != types[item.right] and item.judgement is Judgement.POSITIVE
    ]
    judged = [item for item in known if types[item.left] == types[item.right]]
    comparison = Comparison(canonicaliser)
    parents: Mapping[str, frozenset[str]] = {}
    kept: dict[str, Profile] = {}
    memory: dict[str, TypeMemory] = {}
    zones = [(document, own_id) for (document, _), own_id in keyed.own.items() if own_id.startswith("zone-")]
    moved: set[str] = set()  # documents in which an id has another place or canonical id than it had
    for kind in _RESOLVED_TYPES:
        if kind not in groups:
            continue
        group = groups[kind]
        then = past.memory.types.get(kind, _NOTHING) if past is not None else _NOTHING
        work = _Type(
            keyed,
            Profiler(canonicaliser, keyed.settings, keyed.own, canonical, parents, zones),
            group,
            _stale(group, past, moved),
            then,
        )
        found, ruled = work.resolve(sorted(named & group.keys()), comparison)
        kept.update((own_id, work.profiles[own_id]) for own_id in sorted(wanted & work.profiles.keys()))
        decided = [item for item in judged if item.by == PERSON and types[item.left] == kind]
        clusters = cluster(
            group, [*decided, *ruled], lambda own_id: keyed.keys[own_id].strength, found.identifiers
        )
        canonical.update(clusters.canonical)
        others = {own_id: over for own_id, over in clusters.canonical.items() if own_id != over}
        memory[kind] = TypeMemory(found.names, found.blocks, found.identifiers, found.components, others)
        joined.extend(clusters.joined)
        conflicts.extend(clusters.conflicts)
        judged.extend(ruled)
        if kind == "Zone":
            parents = _parents(keyed, canonical)
        if past is not None:
            moved.update(_moved(group, others, then.canonical))
        if past is not None and kind == "Zone":
            above = [
                {own_id: over.get(canonical[own_id]) for own_id in group}
                for over in (parents, past.memory.parents)
            ]
            moved.update(_moved(group, *above))
    return Resolved(
        Clusters(canonical, tuple(joined), tuple(conflicts)), tuple(judged), kept, memory, parents
    )


def _stale(
    group: Mapping[str, Sequence[Reference]], past: Past | None, moved: AbstractSet[str]
) -> AbstractSet[str]:
    """Return the ids of which nothing that was remembered holds."""
    if past is None:
        return group.keys()
    if not moved:
        return past.touched
    return past.touched | {
        own_id for own_id, references in group.items() if any(document in moved for document, _ in references)
    }
