"""Finds the small parts in which two texts of graph.json differ, line by line, without reading the rest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.interchange import edge_from_json, node_from_json
from graph.model import Graph, Node

_NODE = '{"id": "'
_EDGE = '{"source": "'
_RUN = '"graph": '
_DOCUMENT = '"type": "Document"'


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of one graph.json: run information, nodes by id, edges; the smallest Document's id."""

    run: Mapping[str, Any]
    nodes: Mapping[str, str]
    edges: frozenset[str]
    first_document: str


def _lines(text: str) -> _Lines:
    nodes: dict[str, str] = {}
    edges: list[str] = []
    documents: list[str] = []
    run: dict[str, Any] = {}
    for line in text.split("\n"):
        if line.startswith(_EDGE):
            edges.append(line.removesuffix(","))
        elif line.startswith(_NODE):
            identifier = line[len(_NODE) : line.index('"', len(_NODE))]
            nodes[identifier] = line.removesuffix(",")
            if line.startswith(_DOCUMENT, len(_NODE) + len(identifier) + len('", ')):
                documents.append(identifier)
        elif line.startswith(_RUN):
            run = json.loads(line[len(_RUN) :].removesuffix(","))
            run.pop("format", None)
    return _Lines(run, nodes, frozenset(edges), min(documents, default=""))


def _node(line: str) -> Node:
    return node_from_json(json.loads(line))


def differing_parts(old: str, new: str) -> tuple[Graph, Graph]:
    """Return what of two graphs differs: the part of the old one and the part of the new one.

    old, new: texts of graph.json as `graph_text` writes them. Both parts also hold the ends of their edges
    and the first Document of either graph, where the graph has them, and carry the run information of theirs.
    """
    before, after = _lines(old), _lines(new)
    edges = [
        [edge_from_json(json.loads(line)) for line in sorted(lines.edges - other.edges)]
        for lines, other in ((before, after), (after, before))
    ]
    wanted = {identifier for part in edges for edge in part for identifier in (edge.source, edge.target)}
    wanted |= {before.first_document, after.first_document}
    wanted |= {key for key, line in before.nodes.items() if after.nodes.get(key) != line}
    wanted |= {key for key, line in after.nodes.items() if before.nodes.get(key) != line}
    first, second = (
        Graph.of([_node(lines.nodes[key]) for key in sorted(wanted & lines.nodes.keys())], held, lines.run)
        for lines, held in zip((before, after), edges, strict=True)
    )
    return first, second
