"""graph.json line by line: what did not change is not written anew, and what differs is found at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from graph.interchange import edge_from_json, edge_line, join_lines, node_from_json, node_line, run_line
from graph.model import Edge, Graph

_NODE = '{"id": "'
_EDGE = '{"source": "'
_RUN = '"graph": '
_DOCUMENT = '"type": "Document"'
# The place of an edge's key among the parts of its line between quotation marks.
_KEY = 11


@dataclass(frozen=True, slots=True)
class GraphLines:
    """The lines of one graph.json: of run information, nodes by id, edges by key, all in their order."""

    run: str
    nodes: Mapping[str, str]
    edges: Mapping[str, str]

    def text(self) -> str:
        """Return what graph.json holds."""
        return join_lines(self.run, self.nodes.values(), self.edges.values())

    def run_information(self) -> dict[str, Any]:
        """Return the run information of the graph."""
        run: dict[str, Any] = json.loads(self.run)
        run.pop("format", None)
        return run

    def first_document(self) -> str:
        """Return the smallest id of a Document, "" if there is none."""
        found = (
            key for key, line in self.nodes.items() if line.startswith(_DOCUMENT, len(_NODE) + len(key) + 3)
        )
        return min(found, default="")


def read_lines(text: str) -> GraphLines:
    """Return the lines of a graph.json that `write_graph` wrote."""
    run = "{}"
    nodes: dict[str, str] = {}
    edges: dict[str, str] = {}
    for line in text.split("\n"):
        if line.startswith(_EDGE):
            edges[line.split('"', _KEY + 1)[_KEY]] = line.removesuffix(",")
        elif line.startswith(_NODE):
            nodes[line[len(_NODE) : line.index('"', len(_NODE))]] = line.removesuffix(",")
        elif line.startswith(_RUN):
            run = line[len(_RUN) :].removesuffix(",")
    return GraphLines(run, nodes, edges)


def _may_differ(edge: Edge, fresh: AbstractSet[str]) -> bool:
    """Return whether an edge may be another than it was: facts stand in a document that names both ends.

    A MENTIONS edge follows from its node alone.
    """
    return edge.target in fresh and (edge.source in fresh or edge.type == "MENTIONS")


def lines_of(
    graph: Graph, last: GraphLines | None = None, fresh: AbstractSet[str] | None = None
) -> GraphLines:
    """Return the lines of a graph.

    last: lines of the graph as it was. fresh: ids of all nodes that may differ from it, of those that left
    too; None for all.
    """
    if last is None or fresh is None:
        last, fresh = GraphLines("", {}, {}), {node.id for node in graph.nodes}
    nodes: dict[str, str] = {}
    for node in graph.nodes:
        line = None if node.id in fresh else last.nodes.get(node.id)
        nodes[node.id] = line or node_line(node)
    edges: dict[str, str] = {}
    for edge in graph.edges:
        line = None if _may_differ(edge, fresh) else last.edges.get(edge.key)
        edges[edge.key] = line or edge_line(edge)
    return GraphLines(run_line(graph), nodes, edges)


def differing_parts(old: GraphLines, new: GraphLines) -> tuple[Graph, Graph]:
    """Return what of two graphs differs: the part of the old one and the part of the new one.

    Both parts also hold the ends of their edges and the first Document of either graph, where the graph has
    them, and carry the run information of theirs.
    """
    edges = [
        [edge_from_json(json.loads(line)) for key, line in one.edges.items() if other.edges.get(key) != line]
        for one, other in ((old, new), (new, old))
    ]
    wanted = {end for part in edges for edge in part for end in (edge.source, edge.target)}
    wanted |= {old.first_document(), new.first_document()}
    for one, other in ((old, new), (new, old)):
        wanted |= {key for key, line in one.nodes.items() if other.nodes.get(key) != line}
    first, second = (
        Graph.of(
            [node_from_json(json.loads(lines.nodes[key])) for key in sorted(wanted & lines.nodes.keys())],
            held,
            lines.run_information(),
        )
        for lines, held in zip((old, new), edges, strict=True)
    )
    return first, second
