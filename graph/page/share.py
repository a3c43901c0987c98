"""Share packs: the part of a graph that concerns one zone, to mail to those whom it concerns."""

from __future__ import annotations

from dataclasses import replace

from graph.errors import RenderError
from graph.model import Edge, Evidence, Graph, Node, fold
from graph.page.indexed import DOCUMENT, MENTIONS, ZONE, index_graph
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


def share_pack(graph: Graph, zone_name: str) -> Graph:
    """Return the subgraph of one zone: the zone, its members, the relations among them and their documents.

    zone_name: name, alias or id of the zone. What other documents say of a shared thing is left out, except
    where nothing else proves it. Raises RenderError when no zone or more than one has this name.
    """
    zone = _find_zone(graph, zone_name)
    indexed = index_graph(graph)
    place = indexed.index[zone.id]
    members = zone_members(indexed, home_zones(indexed))
    inside = {
        node.id
        for node, zones in zip(indexed.nodes, members, strict=True)
        if place in zones and node.type != DOCUMENT
    }
    kept_edges = tuple(
        edge
        for edge in indexed.edges
        if edge.type != MENTIONS and edge.source in inside and edge.target in inside
    )
    own = {e.document for e in zone.evidence} | _documents_of(kept_edges)
    nodes = tuple(
        replace(node, evidence=_within(node.evidence, own)) for node in graph.nodes if node.id in inside
    )
    edges = tuple(replace(edge, evidence=_within(edge.evidence, own)) for edge in kept_edges)
    documents = _documents_of(nodes) | _documents_of(edges)
    shown = tuple(node for node in graph.nodes if node.id in documents)
    mentions = tuple(
        edge
        for edge in indexed.edges
        if edge.type == MENTIONS and edge.source in documents and edge.target in inside
    )
    return Graph.of((*nodes, *shown), (*edges, *mentions), {**graph.run, "zone": zone.name})
