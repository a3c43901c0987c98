"""Share packs: the part of a graph that concerns one zone, to mail to those whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph.errors import RenderError
from graph.model import Edge, Evidence, Graph, Node, fold
from graph.page.indexed import DOCUMENT, MENTIONS, ZONE, IndexedGraph, index_graph
from graph.page.zones import home_zones, zone_members

_SUGGESTIONS = 8


def _find_zone(graph: Graph, name: str) -> Node:
    wanted = fold(name)
    zones = [node for node in graph.nodes if node.type == ZONE]
    exact = [zone for zone in zones if name == zone.id or fold(zone.name) == wanted]
    found = exact or [zone for zone in zones if wanted in {fold(alias) for alias in zone.aliases}]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"{zone.name} ({zone.id})" for zone in found)
        raise RenderError(f"several zones are called {name!r}: {names}; give the id")
    known = ", ".join(zone.name for zone in zones[:_SUGGESTIONS]) or "none"
    raise RenderError(
        f"no zone is called {name!r} in this graph of {len(zones)} zones ({known}); give one of their names"
    )


def _within(evidence: tuple[Evidence, ...], documents: set[str]) -> tuple[Evidence, ...]:
    return tuple(item for item in evidence if item.document in documents) or evidence


def _documents_of(items: tuple[Node | Edge, ...]) -> set[str]:
    return {evidence.document for item in items for evidence in item.evidence}


@dataclass(frozen=True, slots=True)
class ZoneParts:
    """What packs of several zones of one graph share, so that it is worked out once.

    inside: places of the members of each zone, by the zone's place; documents are no members. edges: for each
    node the numbers of its edges.
    """

    graph: Graph
    indexed: IndexedGraph
    inside: dict[int, list[int]]
    edges: list[list[int]]


def zone_parts(graph: Graph) -> ZoneParts:
    """Return the members of every zone of the graph."""
    indexed = index_graph(graph)
    inside: dict[int, list[int]] = {place: [] for place in indexed.of_type(ZONE)}
    for place, zones in enumerate(zone_members(indexed, home_zones(indexed))):
        if indexed.nodes[place].type != DOCUMENT:
            for zone in zones:
                inside[zone].append(place)
    edges: list[list[int]] = [[] for _ in indexed.nodes]
    for number, ends in enumerate(zip(indexed.source.tolist(), indexed.target.tolist(), strict=True)):
        for end in ends:
            edges[end].append(number)
    return ZoneParts(graph, indexed, inside, edges)


def pack_zone(parts: ZoneParts, zone: Node) -> Graph:
    """Return the subgraph of this zone; see `share_pack`."""
    indexed = parts.indexed
    places = parts.inside[indexed.index[zone.id]]
    inside = {indexed.nodes[place].id for place in places}
    near = sorted({number for place in places for number in parts.edges[place]})
    relations = tuple(
        edge
        for edge in (indexed.edges[number] for number in near)
        if edge.type != MENTIONS and edge.source in inside and edge.target in inside
    )
    own = {evidence.document for evidence in zone.evidence} | _documents_of(relations)
    nodes = tuple(
        replace(node, evidence=_within(node.evidence, own))
        for node in (indexed.nodes[place] for place in places)
    )
    edges = tuple(replace(edge, evidence=_within(edge.evidence, own)) for edge in relations)
    documents = _documents_of(nodes) | _documents_of(edges)
    shown = tuple(indexed.nodes[indexed.index[name]] for name in sorted(documents) if name in indexed.index)
    mentions = tuple(
        edge
        for edge in (indexed.edges[number] for number in near)
        if edge.type == MENTIONS and edge.source in documents and edge.target in inside
    )
    run = {**parts.graph.run, "zone": zone.name}
    return Graph.of((*nodes, *shown), (*edges, *mentions), run)


def share_pack(graph: Graph, zone_name: str) -> Graph:
    """Return the subgraph of one zone: the zone, its members, the relations among them and their documents.

    zone_name: name, alias or id of the zone. What other documents say of a shared thing is left out, except
    where nothing else proves it. Raises RenderError when no zone or more than one has this name.
    """
    return pack_zone(zone_parts(graph), _find_zone(graph, zone_name))
