"""Links document graphs into one graph: one thing, one node, with ids that a rebuild gives again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.gazetteers import Gazetteers
from extract.identity.blocking import candidate_pairs, worth_comparing
from extract.identity.canonical import Canonicaliser, Key, Setting, indicator_facts
from extract.identity.clustering import Clusters, Conflict, cluster, without_ambiguous
from extract.identity.comparison import Comparison
from extract.identity.decisions import Decisions
from extract.identity.judgement import PERSON, Judged, Judgement, pair
from extract.identity.occurrence import LINKED_TYPES, Occurrence, document_of, occurrences
from extract.identity.profile import Names, Profile, Profiler
from extract.identity.records import pack, unpack_records
from extract.identity.unite import DifferingValue, final_edge, unite_edges, unite_nodes
from graph.errors import DecisionError, InputError
from graph.model import Edge, Graph, Node, PropertyValue, digest, edge_key, node_id

Reference = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Merge:
    """A node that holds more than one key: its id, the ids that it took in, and what joined them."""

    id: str
    merged: tuple[str, ...]
    judgements: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking gives.

    graph: final nodes and edges, run information with them. merges: nodes that took in others. suspects:
    pairs that may be one thing, the likeliest first. conflicts: judgements that could not be followed. ids:
    final node id of every (document id, local node id); of a dropped node "".
    """

    graph: Graph
    merges: tuple[Merge, ...]
    suspects: tuple[Judged, ...]
    conflicts: tuple[Conflict, ...]
    ids: Mapping[Reference, str]


@dataclass(frozen=True, slots=True)
class _Keyed:
    """All occurrences with their keys, the own id that each key gives, and what each document is about."""

    occurrences: Mapping[Reference, Occurrence]
    own: Mapping[Reference, str]
    keys: Mapping[str, Key]
    settings: Mapping[str, Setting]


def _keyed(graphs: Sequence[Graph], canonicaliser: Canonicaliser, types: Mapping[Reference, str]) -> _Keyed:
    found: dict[Reference, Occurrence] = {}
    own: dict[Reference, str] = {}
    keys: dict[str, Key] = {}
    settings: dict[str, Setting] = {}
    for graph in graphs:
        held = occurrences(graph, types)
        document = document_of(graph)
        setting = settings[document.id] = canonicaliser.setting(document, held)
        by_node = canonicaliser.keys(held, setting)
        for occurrence in held:
            key = by_node[occurrence.node.id]
            own_id = key.id(occurrence.type)
            found[occurrence.reference] = occurrence
            own[occurrence.reference] = own_id
            keys[own_id] = min(key, keys.get(own_id, key))
    return _Keyed(found, own, keys, settings)


def _split(keyed: _Keyed, splits: Mapping[str, Sequence[str]]) -> tuple[_Keyed, list[Judged]]:
    """Give the occurrences that a person took out of a node an id of their own."""
    if not splits:
        return keyed, []
    own = dict(keyed.own)
    keys = dict(keyed.keys)
    apart: dict[tuple[str, str], Judged] = {}
    for reference, own_id in keyed.own.items():
        if reference[0] not in splits.get(own_id, ()):
            continue
        key = keys[own_id]
        taken = Key(key.strength, (*key.parts, "split", digest(sorted(splits[own_id]))))
        new_id = taken.id(keyed.occurrences[reference].type)
        own[reference] = new_id
        keys[new_id] = taken
        left, right = pair(own_id, new_id)
        apart[left, right] = Judged(left, right, Judgement.NEGATIVE, 0.0, (), PERSON)
    return _Keyed(keyed.occurrences, own, keys, keyed.settings), [apart[ids] for ids in sorted(apart)]


@dataclass(frozen=True, slots=True)
class _Resolved:
    """The clusters of all types but indicators, every judgement behind them, and the profiles asked for."""

    clusters: Clusters
    judged: tuple[Judged, ...]
    profiles: Mapping[str, Profile]


def _parents(
    zones: Mapping[str, Sequence[Occurrence]], own: Mapping[Reference, str], canonical: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """Return the canonical ids of the zones that a zone is part of, by its canonical id."""
    over: dict[str, set[str]] = defaultdict(set)
    for own_id, held in zones.items():
        for occurrence in held:
            for node in occurrence.neighbours.get("PART_OF", ()):
                over[canonical[own_id]].add(canonical[own[occurrence.document, node.id]])
    return {zone: frozenset(found - {zone}) for zone, found in over.items()}


def _named(judged: Sequence[Judged], wanted: frozenset[str], ids: Mapping[str, Names]) -> list[str]:
    """Return the ids among these that a person judged or a caller asks for: they are profiled in any case."""
    asked = {*wanted, *(own_id for item in judged for own_id in (item.left, item.right))}
    return sorted(asked & ids.keys())


def _resolve(
    keyed: _Keyed,
    by_person: Sequence[Judged],
    canonicaliser: Canonicaliser,
    wanted: frozenset[str] = frozenset(),
) -> _Resolved:
    """Block, compare, judge and cluster type after type: later ones see where earlier ones ended."""
    groups: dict[str, dict[str, list[Occurrence]]] = defaultdict(lambda: defaultdict(list))
    for reference, own_id in keyed.own.items():
        occurrence = keyed.occurrences[reference]
        groups[occurrence.type][own_id].append(occurrence)
    types = {own_id: kind for kind, held in groups.items() for own_id in held}
    known = [item for item in by_person if item.left in types and item.right in types]
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
    for kind in LINKED_TYPES:
        if kind == "Indicator" or kind not in groups:
            continue
        profiler = Profiler(canonicaliser, keyed.settings, keyed.own, canonical, parents)
        names = {own_id: profiler.names(held) for own_id, held in groups[kind].items()}
        profiles = {
            own_id: profiler.profile(own_id, keyed.keys[own_id], groups[kind][own_id], names[own_id])
            for own_id in sorted({*worth_comparing(names), *_named(known, wanted, names)})
        }
        kept.update((own_id, profiles[own_id]) for own_id in sorted(wanted & profiles.keys()))
        ruled = [
            comparison.judge(profiles[left], profiles[right])
            for left, right in candidate_pairs(list(profiles.values()))
        ]
        ruled = without_ambiguous([item for item in ruled if item.judgement is not Judgement.NONE])
        decided = [item for item in judged if item.by == PERSON and types[item.left] == kind]
        clusters = cluster(
            names,
            [*decided, *ruled],
            lambda own_id: keyed.keys[own_id].strength,
            {own_id: profile.identifiers for own_id, profile in profiles.items()},
        )
        canonical.update(clusters.canonical)
        if kind == "Zone":
            parents = _parents(groups[kind], keyed.own, canonical)
        joined.extend(clusters.joined)
        conflicts.extend(clusters.conflicts)
        judged.extend(ruled)
    return _Resolved(Clusters(canonical, tuple(joined), tuple(conflicts)), tuple(judged), kept)


def _decided(keyed: _Keyed, decisions: Decisions, canonicaliser: Canonicaliser) -> tuple[_Keyed, _Resolved]:
    split, apart = _split(keyed, decisions.splits())
    return split, _resolve(split, [*apart, *decisions.judged()], canonicaliser)


def _given_types(keyed: _Keyed, clusters: Clusters, decisions: Decisions) -> dict[Reference, str]:
    """Return the type of every occurrence whose cluster a person gave one."""
    by_cluster = {clusters.canonical.get(own_id, own_id): kind for own_id, kind in decisions.types().items()}
    return {
        reference: by_cluster[canonical]
        for reference, own_id in keyed.own.items()
        for canonical in [clusters.canonical.get(own_id, own_id)]
        if canonical in by_cluster
    }


def _indicator_ids(graph: Graph, ids: Mapping[Reference, str], document: str) -> dict[str, str]:
    """Return the final ids of a document's indicators: hashed over the final id of their zone."""
    zones = {edge.target: ids[document, edge.source] for edge in graph.edges if edge.type == "HAS_INDICATOR"}
    return {
        node.id: node_id("Indicator", [zones.get(node.id) or document, *indicator_facts(node)])
        for node in graph.nodes
        if node.type == "Indicator"
    }


def _mentions(node: Node) -> Iterable[Edge]:
    """Yield one MENTIONS edge for every document that a node's evidence stands in."""
    first: dict[str, Any] = {}
    for item in sorted(node.evidence, key=lambda e: (e.document, e.property is not None, e.start, e.end)):
        first.setdefault(item.document, item)
    for document, item in first.items():
        key = edge_key(document, "MENTIONS", node.id)
        yield Edge(document, node.id, key, "MENTIONS", {}, (item,))


def _sorted_documents(graphs: Sequence[Graph]) -> list[Graph]:
    held = sorted(graphs, key=lambda graph: document_of(graph).id)
    doubled = [i for i, n in Counter(document_of(graph).id for graph in held).items() if n > 1]
    if doubled:
        raise InputError(f"document {doubled[0]} is given twice; give each path once")
    return held


@dataclass(frozen=True, slots=True)
class _Assembled:
    nodes: list[Node]
    edges: list[Edge]
    differing: list[DifferingValue]
    counts: Counter[str]


def _assemble(
    graphs: Sequence[Graph], keyed: _Keyed, ids: Mapping[Reference, str], names: Mapping[str, str]
) -> _Assembled:
    published = {
        document.id: str(document.properties.get("published", ""))
        for graph in graphs
        for document in [document_of(graph)]
    }
    groups: dict[str, list[Node]] = defaultdict(list)
    types: dict[str, str] = {}
    for reference, final in ids.items():
        if final:
            groups[final].append(keyed.occurrences[reference].node)
            types[final] = keyed.occurrences[reference].type
    nodes: list[Node] = [document_of(graph) for graph in graphs]
    edges: list[Edge] = []
    differing: list[DifferingValue] = []
    for final in sorted(groups):
        node, differs = unite_nodes(final, types[final], groups[final], published, names.get(final, ""))
        nodes.append(node)
        differing.extend(differs)
        edges.extend(_mentions(node))
    counts: Counter[str] = Counter()
    relations: list[Edge] = []
    for graph in graphs:
        document = document_of(graph).id
        for edge in graph.edges:
            source, target = ids[document, edge.source], ids[document, edge.target]
            if not source or not target:
                counts["edge of a dropped node"] += 1
            elif source == target:
                counts["self-loop"] += 1
            else:
                relations.append(final_edge(edge, source, target))
    edges.extend(unite_edges(relations))
    return _Assembled(nodes, edges, differing, counts)


def _final_ids(
    graphs: Sequence[Graph], keyed: _Keyed, clusters: Clusters, decisions: Decisions
) -> dict[Reference, str]:
    dropped = {clusters.canonical.get(own_id, own_id) for own_id in decisions.dropped()}
    ids: dict[Reference, str] = {}
    for reference, own_id in keyed.own.items():
        final = clusters.canonical.get(own_id, own_id)
        ids[reference] = "" if final in dropped else final
    for graph in graphs:
        document = document_of(graph).id
        for local, final in _indicator_ids(graph, ids, document).items():
            if keyed.occurrences[document, local].type == "Indicator" and ids[document, local]:
                ids[document, local] = "" if final in dropped else final
    return ids


def _suspects(resolved: _Resolved) -> tuple[Judged, ...]:
    """Return the pairs that stay open: unsure, decided by nobody, in two clusters; likeliest first."""
    canonical = resolved.clusters.canonical
    decided = {(item.left, item.right) for item in resolved.judged if item.by == PERSON}
    return tuple(
        sorted(
            (
                item
                for item in resolved.judged
                if item.judgement is Judgement.UNSURE
                and (item.by == PERSON or (item.left, item.right) not in decided)
                and canonical[item.left] != canonical[item.right]
            ),
            key=Judged.order,
        )
    )


def _merges(clusters: Clusters) -> tuple[Merge, ...]:
    merged: dict[str, list[str]] = defaultdict(list)
    for own_id, canonical in clusters.canonical.items():
        if own_id != canonical:
            merged[canonical].append(own_id)
    why: dict[str, list[Judged]] = defaultdict(list)
    for item in clusters.joined:
        why[clusters.canonical[item.left]].append(item)
    return tuple(
        Merge(canonical, tuple(sorted(merged[canonical])), tuple(why[canonical]))
        for canonical in sorted(merged)
    )


def judged_to_json(item: Judged) -> dict[str, Any]:
    """Return the JSON object of a judgement, as run information and files keep it."""
    return {
        "left": item.left,
        "right": item.right,
        "judgement": item.judgement.value,
        "score": round(item.score, 3),
        "reasons": [[reason.feature, reason.weight, reason.detail] for reason in item.reasons],
        "by": item.by,
    }


def _plain(value: PropertyValue) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _waiting(decisions: Decisions, known: frozenset[str]) -> list[str]:
    """Return the ids that decisions name and no document gives now: they wait for their document."""
    return sorted({own_id for row in decisions.rows for own_id in row.ids if own_id not in known})


def link(
    graphs: Sequence[Graph],
    decisions: Decisions | None = None,
    canonicaliser: Canonicaliser | None = None,
    records: Mapping[str, str] | None = None,
) -> Linked:
    """Link document graphs: the same graphs and decisions give the same result in whatever order they come.

    graphs: document graphs, one Document node each. decisions: a person's. canonicaliser: for use in several
    calls; it holds the public lists, which take a second to read. records: packed forms of some of these
    graphs, by document id, where a workspace has them already.
    Raises InputError when two graphs have one document id.
    """
    chosen = decisions or Decisions()
    ready = canonicaliser or Canonicaliser(Gazetteers.load())
    held = _sorted_documents(graphs)
    packed = records or {}
    keyed = _keyed(held, ready, {})
    first = keyed
    split, resolved = _decided(keyed, chosen, ready)
    types = _given_types(keyed, resolved.clusters, chosen)
    if types:
        keyed = _keyed(held, ready, types)
        split, resolved = _decided(keyed, chosen, ready)
    clusters = resolved.clusters
    ids = _final_ids(held, split, clusters, chosen)
    names = {clusters.canonical.get(own_id, own_id): name for own_id, name in chosen.names().items()}
    assembled = _assemble(held, split, ids, names)
    rejected: Counter[str] = Counter(assembled.counts)
    for graph in held:
        rejected.update(graph.run.get("rejected", {}))
    merges = _merges(clusters)
    suspects = _suspects(resolved)
    known = frozenset(split.keys) | frozenset(first.keys) | frozenset(ids.values())
    run: dict[str, Any] = {
        "rejected": {reason: rejected[reason] for reason in sorted(rejected) if rejected[reason]},
        "merged": {own_id: merge.id for merge in merges for own_id in merge.merged},
        "merges": [judged_to_json(item) for merge in merges for item in merge.judgements],
        "suspects": [judged_to_json(item) for item in suspects],
        "conflicts": [judged_to_json(c.judged) | {"against": c.against} for c in clusters.conflicts],
        "differing": [
            {"id": d.node, "property": d.property, "value": _plain(d.chosen),
             "others": [{"value": _plain(v), "documents": list(documents)} for v, documents in d.others]}
            for d in assembled.differing
        ],
        "decisions": chosen.to_json(),
        "decisions_waiting": _waiting(chosen, known),
        "records": {i: packed.get(i) or pack(graph) for graph in held for i in [document_of(graph).id]},
    }  # fmt: skip
    graph = Graph.of(assembled.nodes, assembled.edges, run)
    return Linked(graph, merges, suspects, clusters.conflicts, ids)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two ids as the rules see them. canonical: id → id of its node."""

    left: Profile
    right: Profile
    rules: Judged
    canonical: Mapping[str, str]


def compare_ids(
    graphs: Sequence[Graph],
    left: str,
    right: str,
    decisions: Decisions | None = None,
    canonicaliser: Canonicaliser | None = None,
) -> Compared:
    """Return what the rules say of two ids, whether or not they would have been compared.

    Raises DecisionError when an id is unknown or the two are of different types.
    """
    chosen = decisions or Decisions()
    ready = canonicaliser or Canonicaliser(Gazetteers.load())
    keyed = _keyed(_sorted_documents(graphs), ready, {})
    split, apart = _split(keyed, chosen.splits())
    resolved = _resolve(split, [*apart, *chosen.judged()], ready, frozenset((left, right)))
    for own_id in (left, right):
        if own_id not in resolved.profiles:
            raise DecisionError(f"no node {own_id} that can be compared; see the ids in graph.json")
    mine, theirs = resolved.profiles[left], resolved.profiles[right]
    if mine.type != theirs.type:
        raise DecisionError(f"{left} is a {mine.type}, {right} a {theirs.type}: merges never cross types")
    return Compared(mine, theirs, Comparison(ready).judge(mine, theirs), resolved.clusters.canonical)


def without_documents(
    graph: Graph, documents: Iterable[str], canonicaliser: Canonicaliser | None = None
) -> Linked:
    """Return the linked graph of the documents that are left, as if the others had never been there.

    graph: a linked graph with its run information. documents: ids of Document nodes to take out.
    Raises InputError when there is no such document, InterchangeError when a record is missing or damaged.
    """
    leaving = set(documents)
    unknown = sorted(leaving - {node.id for node in graph.documents()})
    if unknown:
        raise InputError(f"no document {unknown[0]} in this graph; `zonegraph query documents` lists them")
    staying = [held for held in unpack_records(graph) if document_of(held).id not in leaving]
    return link(staying, Decisions.from_json(graph.run.get("decisions", ())), canonicaliser)
