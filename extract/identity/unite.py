"""Unites the nodes and edges of several documents into one: names, aliases, properties, evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract.zone_names import is_generic_zone
from graph.model import Edge, Evidence, Node, PropertyValue, edge_key, fold

# The relations that are stored with source id < target id, and the properties that tell parallel edges apart;
# a test holds both against graph/ontology.yaml.
UNDIRECTED = frozenset({"COOPERATES_WITH"})
QUALIFIERS: Mapping[str, tuple[str, ...]] = {"LEADS": ("title", "as_of")}


@dataclass(frozen=True, slots=True)
class DifferingValue:
    """A property on which documents differ: the value that was chosen, and every other with its documents."""

    node: str
    property: str
    chosen: PropertyValue
    others: tuple[tuple[PropertyValue, tuple[str, ...]], ...]


def ordered_evidence(items: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence items in their one order, equal ones once."""
    return tuple(sorted(dict.fromkeys(items), key=_full_order))


def _full_order(item: Evidence) -> tuple[object, ...]:
    return (*item.sort_key(), item.score, item.sentence)


def chosen_name(nodes: Sequence[Node]) -> str:
    """Return the fullest name that the documents use; of two equally full ones that of more documents."""
    counts = Counter(node.name for node in nodes)
    return min(counts, key=lambda name: (is_generic_zone(name), -len(fold(name)), -counts[name], name))


def _sorted_text(value: PropertyValue) -> tuple[str, str]:
    return (type(value).__name__, repr(value))


def _property(
    name: str, nodes: Sequence[Node], published: Mapping[str, str]
) -> tuple[PropertyValue, dict[PropertyValue, set[str]]]:
    """Return the value that holds (lists united, else the latest document's) and every value's documents."""
    holders: dict[PropertyValue, set[str]] = defaultdict(set)
    best: dict[PropertyValue, tuple[str, float]] = {}
    in_order: dict[str, None] = {}
    for node in sorted(nodes, key=lambda n: _document_order(n, published)):
        value = node.properties.get(name)
        if value is None:
            continue
        if isinstance(value, tuple):
            in_order.update(dict.fromkeys(value))
            continue
        document = node.evidence[0].document if node.evidence else ""
        score = max((e.score for e in node.evidence if e.property == name), default=0.0)
        holders[value].add(document)
        best[value] = max(best.get(value, ("", 0.0)), (published.get(document, ""), score))
    if in_order:
        return tuple(in_order), {}
    return max(holders, key=lambda v: (best[v], len(holders[v]), _sorted_text(v))), holders


def _document_order(node: Node, published: Mapping[str, str]) -> tuple[str, str, str]:
    document = node.evidence[0].document if node.evidence else ""
    return (published.get(document, ""), document, node.id)


def unite_nodes(
    node_id: str, node_type: str, nodes: Sequence[Node], published: Mapping[str, str], name: str = ""
) -> tuple[Node, tuple[DifferingValue, ...]]:
    """Return the one node of several documents' nodes, and the properties on which they differ.

    published: document id → ISO date; the latest document's value holds, then the better proved one.
    Evidence is kept as it is; evidence of a value that does not hold stays with its document's record. name:
    a person's.
    """
    chosen = name or (nodes[0].name if len(nodes) == 1 else chosen_name(nodes))
    aliases = {alias for node in nodes for alias in (node.name, *node.aliases)} - {chosen}
    properties: dict[str, PropertyValue] = {}
    differing: list[DifferingValue] = []
    if len(nodes) == 1:
        properties.update(nodes[0].properties)
        return Node(node_id, node_type, chosen, tuple(sorted(aliases)), properties, nodes[0].evidence), ()
    for key in sorted({key for node in nodes for key in node.properties}):
        value, holders = _property(key, nodes, published)
        properties[key] = value
        others = sorted((v for v in holders if v != value), key=_sorted_text)
        if others:
            rows = tuple((other, tuple(sorted(holders[other]))) for other in others)
            differing.append(DifferingValue(node_id, key, value, rows))
    evidence = ordered_evidence(
        item
        for node in nodes
        for item in node.evidence
        if item.property is None
        or isinstance(properties.get(item.property), tuple)
        or node.properties.get(item.property) == properties.get(item.property)
    )
    return Node(node_id, node_type, chosen, tuple(sorted(aliases)), properties, evidence), tuple(differing)


def final_edge(edge: Edge, source: str, target: str) -> Edge:
    """Return an edge between final ids: undirected ones turned, the key made anew."""
    if edge.type in UNDIRECTED and target < source:
        source, target = target, source
    qualifiers = [edge.properties.get(name) for name in QUALIFIERS.get(edge.type, ())]
    return Edge(
        source,
        target,
        edge_key(source, edge.type, target, qualifiers),
        edge.type,
        edge.properties,
        edge.evidence,
    )


def unite_edges(edges: Iterable[Edge]) -> list[Edge]:
    """Return one edge a key, with the evidence of all; of other properties the smallest value holds."""
    groups: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[edge.key].append(edge)
    united: list[Edge] = []
    for key, group in groups.items():
        first = group[0]
        if len(group) > 1:
            properties = {
                name: min((e.properties[name] for e in group if name in e.properties), key=_sorted_text)
                for name in sorted({name for edge in group for name in edge.properties})
            }
            evidence = ordered_evidence(item for edge in group for item in edge.evidence)
            first = Edge(first.source, first.target, key, first.type, properties, evidence)
        united.append(first)
    return united
