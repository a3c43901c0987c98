"""One thing as one document knows it: its node, its names, its neighbours and the document around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.model import Graph, Node, fold

# Types whose nodes are linked across documents; Documents keep the id that they came with.
LINKED_TYPES = (
    "Place",
    "Zone",
    "Organization",
    "Company",
    "Project",
    "Leader",
    "Policy",
    "Industry",
    "Indicator",
)
_TITLE_WEIGHT = 1000


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One node of one document graph.

    type: the node's own, or the one that a person gave it. surfaces: folded forms that stand in the text, the
    name among them. neighbours: relation → nodes at its other end; "<" before a relation that comes in.
    """

    document: str
    node: Node
    type: str
    surfaces: tuple[str, ...]
    neighbours: Mapping[str, tuple[Node, ...]] = field(default_factory=dict)

    @property
    def reference(self) -> tuple[str, str]:
        """Return document id and local node id, which together are unique."""
        return (self.document, self.node.id)


def surfaces(node: Node) -> tuple[str, ...]:
    """Return the folded name and the folded quotations that name this node, sorted.

    Aliases that only a canonicaliser made are not among them: they may fit two things.
    """
    found = {fold(item.quote) for item in node.evidence if item.property is None}
    return tuple(sorted((found | {fold(node.name)}) - {""}))


def document_of(graph: Graph) -> Node:
    """Return the one Document node of a document graph."""
    (document,) = graph.documents()
    return document


def occurrences(graph: Graph, types: Mapping[tuple[str, str], str] | None = None) -> tuple[Occurrence, ...]:
    """Return all nodes of a document graph but the Document, in id order.

    types: types that a person gave, by (document id, local node id).
    """
    document = document_of(graph).id
    nodes = {node.id: node for node in graph.nodes}
    around: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for edge in graph.edges:
        around[edge.source][edge.type].append(nodes[edge.target])
        around[edge.target]["<" + edge.type].append(nodes[edge.source])
    given = types or {}
    return tuple(
        Occurrence(
            document,
            node,
            given.get((document, node.id), node.type),
            surfaces(node),
            {relation: tuple(ends) for relation, ends in around[node.id].items()}
            if node.id in around
            else {},
        )
        for node in graph.nodes
        if node.type != "Document"
    )


def main_zone(document: Node, found: Sequence[Occurrence]) -> Occurrence | None:
    """Return the zone that a document is about: one in its title, else the most mentioned, else None."""
    title = fold(document.name)

    def weight(zone: Occurrence) -> tuple[int, int, str]:
        named = [surface for surface in zone.surfaces if len(surface) > 3 and surface in title]
        mentions = sum(item.property is None for item in zone.node.evidence)
        first = min((item.start for item in zone.node.evidence), default=0)
        return (_TITLE_WEIGHT * bool(named) + mentions, -first, zone.node.id)

    zones = [occurrence for occurrence in found if occurrence.type == "Zone"]
    return max(zones, key=weight, default=None)
