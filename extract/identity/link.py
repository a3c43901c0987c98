"""Links document graphs into one graph: one thing, one node, with ids that a rebuild gives again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.gazetteers import Gazetteers
from extract.identity.canonical import Canonicaliser, indicator_facts
from extract.identity.clustering import Clusters, Conflict
from extract.identity.comparison import Comparison
from extract.identity.decisions import Decisions
from extract.identity.judgement import PERSON, Judged, Judgement
from extract.identity.keyed import Keyed, Reference, key_graphs, split_apart
from extract.identity.memory import DocumentMemory, Memory, stamp
from extract.identity.occurrence import document_of
from extract.identity.profile import Profile
from extract.identity.records import pack, unpack_records
from extract.identity.resolution import Past, Resolved, resolve
from extract.identity.unite import DifferingValue, final_edge, unite_edges, unite_nodes
from graph.errors import DecisionError, InputError
from graph.model import Edge, Evidence, Graph, Node, PropertyValue, edge_key, node_id


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
    final node id of every (document id, local node id); of a dropped node "". memory: for the next link.
    fresh: ids that may be other nodes than in the link that was remembered; None when all may be.
    """

    graph: Graph
    merges: tuple[Merge, ...]
    suspects: tuple[Judged, ...]
    conflicts: tuple[Conflict, ...]
    ids: Mapping[Reference, str]
    memory: Memory
    fresh: frozenset[str] | None


def _touched(keyed: Keyed, changed: Iterable[str], memory: Memory) -> frozenset[str]:
    """Return the own ids that these documents have or had."""
    before = {
        own_id
        for document in changed
        if document in memory.documents
        for _, own_id, _ in memory.documents[document].keys
    }
    new = frozenset(changed)
    return frozenset(before | {own_id for (document, _), own_id in keyed.own.items() if document in new})


def _given_types(keyed: Keyed, clusters: Clusters, decisions: Decisions) -> dict[Reference, str]:
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


def _mention_order(item: Evidence) -> tuple[bool, int, int]:
    return (item.property is not None, item.start, item.end)


def _mentions(node: Node) -> Iterable[Edge]:
    """Yield one MENTIONS edge for every document that a node's evidence stands in."""
    first: dict[str, Evidence] = {}
    for item in node.evidence:
        held = first.get(item.document)
        if held is None or _mention_order(item) < _mention_order(held):
            first[item.document] = item
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
    graphs: Sequence[Graph], keyed: Keyed, ids: Mapping[Reference, str], names: Mapping[str, str]
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
            groups[final].append(keyed.nodes[reference])
            types[final] = keyed.type(reference)
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
    graphs: Sequence[Graph], keyed: Keyed, clusters: Clusters, decisions: Decisions
) -> dict[Reference, str]:
    dropped = {clusters.canonical.get(own_id, own_id) for own_id in decisions.dropped()}
    ids: dict[Reference, str] = {}
    for reference, own_id in keyed.own.items():
        final = clusters.canonical.get(own_id, own_id)
        ids[reference] = "" if final in dropped else final
    for graph in graphs:
        document = document_of(graph).id
        for local, final in _indicator_ids(graph, ids, document).items():
            if keyed.type((document, local)) == "Indicator" and ids[document, local]:
                ids[document, local] = "" if final in dropped else final
    return ids


def _suspects(resolved: Resolved) -> tuple[Judged, ...]:
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
    memory: Memory | None = None,
) -> Linked:
    """Link document graphs: the same graphs and decisions give the same result in whatever order they come.

    graphs: document graphs, one Document node each. decisions: a person's. canonicaliser: for use in several
    calls; it holds the public lists, which take a second to read. records: packed forms of some of these
    graphs, by document id, where a workspace has them already. memory: of the last link with the same
    decisions and version; it saves time and changes nothing.
    Raises InputError when two graphs have one document id.
    """
    chosen = decisions or Decisions()
    ready = canonicaliser or Canonicaliser(Gazetteers.load())
    held = _sorted_documents(graphs)
    by_id = {document_of(graph).id: graph for graph in held}
    packed = {i: (records or {}).get(i) or pack(graph) for i, graph in by_id.items()}
    stamps = {i: stamp(graph, packed[i]) for i, graph in by_id.items()}
    splits = chosen.splits()
    # Ids of split nodes are made after keys are remembered.
    last = memory if memory is not None and not splits else Memory()
    remembered = {i: last.documents[i] for i in stamps if _holds(last, i, stamps[i])}
    changed = [i for i in sorted({*stamps, *last.documents}) if i not in remembered]
    first = key_graphs(held, ready, {}, remembered, last.parts)
    past = Past(last, _touched(first, changed, last)) if remembered else None
    split, apart = split_apart(first, splits)
    ruled = resolved = resolve(split, [*apart, *chosen.judged()], ready, past=past)
    types = _given_types(first, resolved.clusters, chosen)
    if types:
        split, apart = split_apart(key_graphs(held, ready, types, {}, {}), splits)
        resolved = resolve(split, [*apart, *chosen.judged()], ready)
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
        "records": packed,
    }  # fmt: skip
    graph = Graph.of(assembled.nodes, assembled.edges, run)
    documents = _document_memory(first, stamps, ids)
    return Linked(
        graph,
        merges,
        suspects,
        clusters.conflicts,
        ids,
        Memory(
            documents,
            {own_id: key.parts for own_id, key in first.keys.items()},
            ruled.types,
            ruled.parents,
        ),
        _fresh(documents, last) if remembered else None,
    )


def _holds(memory: Memory, document: str, wanted: str) -> bool:
    held = memory.documents.get(document)
    return held is not None and held.stamp == wanted


def _document_memory(
    keyed: Keyed, stamps: Mapping[str, str], ids: Mapping[Reference, str]
) -> dict[str, DocumentMemory]:
    rows: dict[str, list[tuple[str, str, int]]] = {document: [] for document in stamps}
    final: dict[str, list[str]] = {document: [] for document in stamps}
    for (document, local), own_id in keyed.own.items():
        rows[document].append((local, own_id, keyed.strengths[document, local]))
        final[document].append(ids[document, local])
    return {
        document: DocumentMemory(stamps[document], keyed.settings[document], rows[document], final[document])
        for document in stamps
    }


def _fresh(now: Mapping[str, DocumentMemory], memory: Memory) -> frozenset[str]:
    """Return the ids of all nodes, Documents too, in documents that are new, changed or linked otherwise."""
    found: set[str] = set()
    for document in sorted(now.keys() | memory.documents.keys()):
        held, before = now.get(document), memory.documents.get(document)
        if held and before and held.stamp == before.stamp and list(held.final) == list(before.final):
            continue
        found.add(document)
        found.update(*(side.final for side in (held, before) if side))
    return frozenset(found)


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
    keyed = key_graphs(_sorted_documents(graphs), ready, {}, {}, {})
    split, apart = split_apart(keyed, chosen.splits())
    resolved = resolve(split, [*apart, *chosen.judged()], ready, frozenset((left, right)))
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
