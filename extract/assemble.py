"""Assembles the annotations of one document into its document graph: nodes and edges with evidence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from extract.annotations import Annotations, Entity, IndicatorClaim, PropertyClaim, SourceDocument
from graph.model import Edge, Evidence, Graph, Node, PropertyValue, edge_key, node_id

Item = TypeVar("Item", Node, Edge)

# Scores are written with three decimals: more digits would be noise in every diff of two graph files.
_DECIMALS = 3


def enclosing_sentence(sentences: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentence around [start, end), or of all sentences that it touches."""
    first = max(0, bisect_right(sentences, (start, 1 << 60)) - 1)
    last = max(first, bisect_right(sentences, (max(start, end - 1), 1 << 60)) - 1)
    if not sentences:
        return (start, end)
    return (min(start, sentences[first][0]), max(end, sentences[last][1]))


class _Quoter:
    """Makes evidence items of one document."""

    def __init__(self, document: SourceDocument, sentences: Sequence[tuple[int, int]]) -> None:
        self._document = document
        self._sentences = sentences

    def evidence(
        self, span: tuple[int, int], by: str, score: float, property_name: str | None = None
    ) -> Evidence:
        start, end = span
        return Evidence(
            self._document.id,
            start,
            end,
            self._document.text[start:end],
            self._sentence(start, end),
            by,
            round(score, _DECIMALS),
            property_name,
        )

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        found = enclosing_sentence(self._sentences, start, end)
        # A span between two sentences (white space) belongs to neither.
        return found if found[0] <= start and end <= found[1] else (start, end)


def _ordered(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence in its one order, a span that two sources give with one name and score once."""
    return tuple(sorted(dict.fromkeys(evidence), key=Evidence.sort_key))


def _document_node(document: SourceDocument, quoter: _Quoter) -> Node:
    properties: dict[str, PropertyValue] = {
        "title": document.title,
        "path": document.path,
        "sha256": document.sha256,
        "encoding": document.encoding,
        "text": document.text,
    }
    evidence = [quoter.evidence(document.title_span, "head:title", 1.0)]
    if document.published and document.published_span is not None:
        properties["published"] = document.published
        evidence.append(quoter.evidence(document.published_span, "head:published", 1.0, "published"))
    return Node(document.id, "Document", document.title, (), properties, _ordered(evidence))


def _chosen_claims(claims: Iterable[PropertyClaim]) -> dict[str, list[PropertyClaim]]:
    """Return for every property the claims that hold: of one value the best and its equals, of lists all."""
    by_property: dict[str, list[PropertyClaim]] = {}
    for claim in sorted(claims, key=lambda c: (c.property, -c.score, c.start, c.end, c.by)):
        held = by_property.setdefault(claim.property, [])
        if not held or isinstance(claim.value, tuple) or claim.value == held[0].value:
            held.append(claim)
    return by_property


def _merged_value(claims: Sequence[PropertyClaim]) -> PropertyValue:
    first = claims[0].value
    if not isinstance(first, tuple):
        return first
    in_text_order = sorted(claims, key=lambda c: (c.start, c.end))
    values = (value for claim in in_text_order if isinstance(claim.value, tuple) for value in claim.value)
    return tuple(dict.fromkeys(values))


def _entity_node(
    document: SourceDocument, entity: Entity, claims: list[PropertyClaim], quoter: _Quoter
) -> Node:
    chosen = _chosen_claims(claims)
    evidence = [quoter.evidence((m.start, m.end), m.by, m.score) for m in entity.mentions]
    evidence += [
        quoter.evidence((claim.start, claim.end), claim.by, claim.score, name)
        for name, held in chosen.items()
        for claim in held
    ]
    first = min((m.start, m.end) for m in entity.mentions)
    return Node(
        node_id(entity.type, [document.id, entity.name, *first]),
        entity.type,
        entity.name,
        tuple(sorted(set(entity.aliases) - {entity.name})),
        {name: _merged_value(held) for name, held in chosen.items()},
        _ordered(evidence),
    )


def _indicator(claim: IndicatorClaim, zone: Node, quoter: _Quoter) -> tuple[Node, Edge]:
    values: dict[str, PropertyValue | None] = {
        "value": claim.value,
        "value_text": claim.value_text or None,
        "unit": claim.unit or None,
        "period": claim.period or None,
        "growth": claim.growth,
        "target": claim.target,
    }
    properties = {name: value for name, value in values.items() if value is not None}
    key = [claim.name, claim.period, claim.unit, claim.target, claim.value, claim.value_text]
    evidence = quoter.evidence((claim.start, claim.end), claim.by, claim.score)
    node = Node(node_id("Indicator", [zone.id, *key]), "Indicator", claim.name, (), properties, (evidence,))
    edge = Edge(
        zone.id, node.id, edge_key(zone.id, "HAS_INDICATOR", node.id), "HAS_INDICATOR", {}, (evidence,)
    )
    return node, edge


def _united(items: Iterable[tuple[str, Item]]) -> list[Item]:
    """Return one item a key, its evidence the union of all that had the key."""
    united: dict[str, Item] = {}
    for key, item in items:
        held = united.get(key)
        united[key] = (
            item if held is None else replace(held, evidence=_ordered(held.evidence + item.evidence))
        )
    return list(united.values())


def document_graph(document: SourceDocument, found: Annotations, undirected: frozenset[str]) -> Graph:
    """Return the graph of one document: local ids, every node and edge with its quotations.

    document: the decoded file. found: what extraction found in its text. undirected: the relations that are
    stored with source id < target id. MENTIONS edges are made when documents are linked.
    """
    quoter = _Quoter(document, found.sentences)
    claims: dict[int, list[PropertyClaim]] = {}
    for claim in found.properties:
        claims.setdefault(claim.entity, []).append(claim)
    entities = [
        _entity_node(document, entity, claims.get(position, []), quoter)
        for position, entity in enumerate(found.entities)
    ]
    indicators = [_indicator(claim, entities[claim.zone], quoter) for claim in found.indicators]
    edges = [(edge.key, edge) for _, edge in indicators]
    for relation in found.relations:
        source, target = entities[relation.head].id, entities[relation.tail].id
        if relation.type in undirected:
            source, target = sorted((source, target))
        key = edge_key(source, relation.type, target, _qualifiers(relation.properties))
        evidence = _ordered(quoter.evidence(span, relation.by, relation.score) for span in relation.evidence)
        edges.append((key, Edge(source, target, key, relation.type, dict(relation.properties), evidence)))
    nodes = [(node.id, node) for node in [*entities, *(node for node, _ in indicators)]]
    run = {"rejected": {reason: found.rejected[reason] for reason in sorted(found.rejected)}}
    return Graph.of([_document_node(document, quoter), *_united(nodes)], _united(edges), run)


def _qualifiers(properties: Mapping[str, PropertyValue]) -> list[PropertyValue]:
    return [properties[name] for name in sorted(properties)]
