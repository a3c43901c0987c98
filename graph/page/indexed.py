"""A graph with numbers in place of ids: the form in which layout, zones and payload work."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from graph.model import Edge, Graph, Node

DOCUMENT = "Document"
ZONE = "Zone"
MENTIONS = "MENTIONS"

Indexes = NDArray[numpy.int64]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IndexedGraph:
    """Nodes and edges whose ends are all there, in the order of the graph.

    nodes, edges: as in the graph. index: place of a node by id. source, target: (edges,) places of the ends.
    relational: (edges,) False for MENTIONS, which joins documents to all and says nothing of the matter.
    degree: (nodes,) relations of each node, MENTIONS left out.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    index: dict[str, int]
    source: Indexes
    target: Indexes
    relational: NDArray[numpy.bool_]
    degree: Indexes

    def of_type(self, node_type: str) -> list[int]:
        """Return the places of all nodes of one type, in order."""
        return [place for place, node in enumerate(self.nodes) if node.type == node_type]

    def relations(self) -> Iterator[tuple[int, int]]:
        """Yield the two ends of every edge but MENTIONS, in order."""
        kept = self.relational
        return zip(self.source[kept].tolist(), self.target[kept].tolist(), strict=True)

    def neighbours(self) -> list[list[int]]:
        """Return for each node the nodes that a relation joins to it, MENTIONS left out."""
        found: list[list[int]] = [[] for _ in self.nodes]
        for source, target in self.relations():
            found[source].append(target)
            found[target].append(source)
        return found


def index_graph(graph: Graph) -> IndexedGraph:
    """Return the graph by numbers; edges whose end is missing are left out with a warning."""
    index = {node.id: place for place, node in enumerate(graph.nodes)}
    edges = tuple(edge for edge in graph.edges if edge.source in index and edge.target in index)
    if len(edges) < len(graph.edges):
        _log.warning(
            "%d edges name a node that is not in the graph and are not shown", len(graph.edges) - len(edges)
        )
    source = numpy.array([index[edge.source] for edge in edges], dtype=numpy.int64)
    target = numpy.array([index[edge.target] for edge in edges], dtype=numpy.int64)
    relational = numpy.array([edge.type != MENTIONS for edge in edges], dtype=numpy.bool_)
    ends = numpy.concatenate([source[relational], target[relational]])
    degree = numpy.bincount(ends, minlength=len(graph.nodes)).astype(numpy.int64)
    return IndexedGraph(graph.nodes, edges, index, source, target, relational, degree)
