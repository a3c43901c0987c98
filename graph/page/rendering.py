"""From a graph to the text of its page, and to the file."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from graph.errors import RenderError
from graph.model import Graph
from graph.ontology import Ontology, load_ontology
from graph.page.indexed import DOCUMENT, ZONE, IndexedGraph, index_graph
from graph.page.layout import Positions, place_nodes
from graph.page.network import generate_html
from graph.page.options import PageOptions
from graph.page.packing import clean, pack
from graph.page.payload import FIRST_NODES, WHOLE_GRAPH, make_payload
from graph.page.scripts import inline_parts
from graph.page.share import share_pack
from graph.page.zones import home_zones

_ZONE_SHARE = 0.4  # of the first nodes of a large graph


def first_nodes(indexed: IndexedGraph) -> list[int]:
    """Return the nodes that the page opens with: all of a small graph, zones and hubs of a large one."""
    everything = range(len(indexed.nodes))
    if len(indexed.nodes) <= WHOLE_GRAPH:
        return list(everything)
    ranked = sorted(everything, key=lambda place: (-int(indexed.degree[place]), place))
    zones = [place for place in ranked if indexed.nodes[place].type == ZONE]
    chosen = dict.fromkeys(zones[: int(FIRST_NODES * _ZONE_SHARE)])
    for place in ranked:
        if len(chosen) >= FIRST_NODES:
            break
        if indexed.nodes[place].type not in (DOCUMENT, ZONE):
            chosen[place] = None
    return sorted(chosen)


def _subgraph(graph: Graph, indexed: IndexedGraph, places: list[int]) -> IndexedGraph:
    kept = {indexed.nodes[place].id for place in places}
    nodes = tuple(indexed.nodes[place] for place in places)
    edges = tuple(edge for edge in graph.edges if edge.source in kept and edge.target in kept)
    return index_graph(Graph(nodes, edges))


def _vis_nodes(places: list[int], positions: Positions) -> list[dict[str, Any]]:
    return [
        {"id": place, "x": float(x), "y": float(y)}
        for place, (x, y) in zip(places, positions.tolist(), strict=True)
    ]


def _vis_edges(indexed: IndexedGraph, places: list[int]) -> list[dict[str, Any]]:
    drawn = set(places)
    return [
        {"id": number, "from": source, "to": target}
        for number, (source, target, relational) in enumerate(
            zip(indexed.source.tolist(), indexed.target.tolist(), indexed.relational.tolist(), strict=True)
        )
        if relational and source in drawn and target in drawn
    ]


def render(graph: Graph, ontology: Ontology | None = None, options: PageOptions | None = None) -> str:
    """Return the page of a graph: one HTML text that needs nothing else.

    ontology: labels, colours and shapes; None for the shipped one. The same arguments give the same text.
    Raises RenderError when options.zone names no zone of the graph.
    """
    options = options or PageOptions()
    ontology = ontology or load_ontology()
    if options.zone is not None:
        graph = share_pack(graph, options.zone)
    indexed = index_graph(graph)
    homes = home_zones(indexed)
    positions = place_nodes(indexed, homes)
    first = first_nodes(indexed)
    scene = positions
    if len(first) < len(indexed.nodes):
        part = _subgraph(graph, indexed, first)
        scene = place_nodes(part, home_zones(part))
    payload = make_payload(indexed, homes, positions, ontology, options)
    text = generate_html(
        options.heading(),
        (_vis_nodes(first, scene), _vis_edges(indexed, first)),
        payload.meta,
        {name: pack(block) for name, block in payload.blocks.items()},
        inline_parts(),
    )
    return clean(text)


def write_text_file(text: str, path: Path) -> None:
    """Write UTF-8 with LF, whatever the locale, so that a reader never sees half a file.

    Raises RenderError when the place cannot be written.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8", newline="\n")
        partial.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise RenderError(f"{path} cannot be written: {error.strerror}; choose another place") from error


def write_page(graph: Graph, path: Path, options: PageOptions | None = None) -> None:
    """Write the page of a graph with the shipped ontology.

    Raises RenderError when options.zone names no zone of the graph or the file cannot be written.
    """
    write_text_file(render(graph, load_ontology(), options), path)
