"""Everything the page knows, as one readable description (meta) and three packed blocks.

core: nodes, positions, zones, edges. sources: sentences and quotations. keys: keys of the edges, which the
page unpacks last because nothing on its first frame needs them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy

from graph.model import Properties
from graph.ontology import Ontology, PropertySpec
from graph.page.indexed import DOCUMENT, MENTIONS, ZONE, IndexedGraph
from graph.page.layout import Positions
from graph.page.options import PageOptions
from graph.page.packing import Block
from graph.page.pinyin import initials
from graph.page.sentences import SentenceTables, document_texts, quotes_of
from graph.page.zones import zone_members

WHOLE_GRAPH = 800  # nodes up to which everything is drawn at once
FIRST_NODES = 260  # nodes that a larger graph opens with
_EXPAND_STEP = 40
_MOST_BEND = 7
_NOT_SHOWN = {DOCUMENT: frozenset({"text"})}
_UNKNOWN = {"colour": "#666666", "shape": "dot", "size": 18}


@dataclass(frozen=True, slots=True)
class Payload:
    """The description (a JSON object) and the blocks by name, in the order in which the page needs them."""

    meta: Mapping[str, Any]
    blocks: Mapping[str, Block]


def _names_in_use(known: Sequence[str], used: Sequence[str]) -> list[str]:
    """Return the known names that are used, in order, then those that the ontology lacks."""
    present = set(used)
    return [name for name in known if name in present] + sorted(present - set(known))


def _property_labels(specs: Mapping[str, PropertySpec]) -> dict[str, Any]:
    return {
        name: {"zh": spec.zh, "en": spec.en, **({"unit": spec.unit} if spec.unit else {})}
        for name, spec in specs.items()
    }


def _types(ontology: Ontology, names: Sequence[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for name in names:
        spec = ontology.nodes.get(name)
        look = _UNKNOWN if spec is None else {"colour": spec.colour, "shape": spec.shape, "size": spec.size}
        labels = {"zh": name, "en": name} if spec is None else {"zh": spec.zh, "en": spec.en}
        properties = {} if spec is None else _property_labels(spec.properties)
        rows.append({"name": name, **labels, **look, "properties": properties})
    return rows


def _relations(ontology: Ontology, names: Sequence[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for name in names:
        spec = ontology.edges.get(name)
        if spec is None:
            rows.append(
                {"name": name, "zh": name, "en": name, "colour": _UNKNOWN["colour"], "properties": {}}
            )
            continue
        rows.append(
            {
                "name": name,
                "zh": spec.zh,
                "en": spec.en,
                "colour": spec.colour,
                "undirected": spec.undirected,
                "properties": _property_labels(spec.properties),
            }
        )
    return rows


def _shown(properties: Properties, hidden: frozenset[str] = frozenset()) -> dict[str, Any]:
    return {name: value for name, value in sorted(properties.items()) if name not in hidden}


def bends(indexed: IndexedGraph) -> list[int]:
    """Return for each edge how it is bent, so that parallel relations lie side by side: 0 is straight.

    The sign is taken from the end with the smaller place, so that A to B and B to A part too.
    """
    pairs = [
        (min(ends), max(ends)) if relational else None
        for *ends, relational in zip(
            indexed.source.tolist(), indexed.target.tolist(), indexed.relational.tolist(), strict=True
        )
    ]
    totals = Counter(pair for pair in pairs if pair is not None)
    seen: Counter[tuple[int, int]] = Counter()
    found: list[int] = []
    for pair, source in zip(pairs, indexed.source.tolist(), strict=True):
        if pair is None or totals[pair] == 1:
            found.append(0)
            continue
        number, odd = seen[pair], totals[pair] % 2
        seen[pair] += 1
        step = (number + 1 + (1 - odd)) // 2
        side = 1 if number % 2 else -1
        bend = max(-_MOST_BEND, min(_MOST_BEND, step * side))
        found.append(bend if source == pair[0] else -bend)
    return found


def _core(
    indexed: IndexedGraph, homes: list[int], positions: Positions, types: list[str], relations: list[str]
) -> Block:
    members = zone_members(indexed, homes)
    type_number = {name: number for number, name in enumerate(types)}
    relation_number = {name: number for number, name in enumerate(relations)}
    corner = positions.min(axis=0) if len(positions) else numpy.zeros(2)
    shifted = numpy.round(positions - corner).astype(numpy.int64)
    texts = {
        "ids": [node.id for node in indexed.nodes],
        "names": [node.name for node in indexed.nodes],
        "aliases": [[place, list(node.aliases)] for place, node in enumerate(indexed.nodes) if node.aliases],
        "properties": [
            [place, shown]
            for place, node in enumerate(indexed.nodes)
            if (shown := _shown(node.properties, _NOT_SHOWN.get(node.type, frozenset())))
        ],
        "edgeProperties": [
            [place, shown] for place, edge in enumerate(indexed.edges) if (shown := _shown(edge.properties))
        ],
        "corner": [float(value) for value in corner],
    }
    columns = {
        "type": numpy.array([type_number[node.type] for node in indexed.nodes], dtype=numpy.int64),
        "x": shifted[:, 0],
        "y": shifted[:, 1],
        "degree": indexed.degree,
        "home": numpy.array(homes, dtype=numpy.int64) + 1,
        "memberCount": numpy.array([len(zones) for zones in members], dtype=numpy.int64),
        "member": numpy.array([zone for zones in members for zone in zones], dtype=numpy.int64),
        "source": indexed.source,
        "target": indexed.target,
        "relation": numpy.array([relation_number[edge.type] for edge in indexed.edges], dtype=numpy.int64),
        "bend": numpy.array(bends(indexed), dtype=numpy.int64) + _MOST_BEND,
    }
    return Block(texts, columns)


def _sources(indexed: IndexedGraph, *, no_text: bool) -> Block:
    tables = SentenceTables(indexed.index, document_texts(indexed.nodes, no_text=no_text))
    node_quotes, node_counts = quotes_of(tables, indexed.nodes)
    edge_quotes, edge_counts = quotes_of(tables, indexed.edges)
    texts = {
        "sentences": "".join(tables.texts),
        "sources": list(tables.sources.values),
        "properties": list(tables.properties.values),
    }
    quotes = numpy.array(tables.quotes, dtype=numpy.int64).reshape(-1, 6)
    columns = {
        "length": numpy.array(
            [len(text.encode("utf-16-le")) // 2 for text in tables.texts], dtype=numpy.int64
        ),
        "document": numpy.array(tables.documents, dtype=numpy.int64),
        "start": numpy.array(tables.starts, dtype=numpy.int64),
        "nodeQuoteCount": numpy.array(node_counts, dtype=numpy.int64),
        "nodeQuote": numpy.array(node_quotes, dtype=numpy.int64),
        "edgeQuoteCount": numpy.array(edge_counts, dtype=numpy.int64),
        "edgeQuote": numpy.array(edge_quotes, dtype=numpy.int64),
    }
    for number, name in enumerate(
        ("quoteSentence", "quoteStart", "quoteLength", "quoteSource", "quoteScore", "quoteProperty")
    ):
        columns[name] = quotes[:, number]
    return Block(texts, columns)


def make_payload(
    indexed: IndexedGraph,
    homes: list[int],
    positions: Positions,
    ontology: Ontology,
    options: PageOptions,
) -> Payload:
    """Return all that the page needs of this graph.

    homes: home zone of each node. positions: (nodes, 2) canvas positions.
    """
    types = _names_in_use(list(ontology.nodes), [node.type for node in indexed.nodes])
    relations = _names_in_use(list(ontology.edges), [edge.type for edge in indexed.edges])
    searchable = (text for node in indexed.nodes for text in (node.name, *node.aliases))
    meta = {
        "title": options.heading(),
        "language": options.language,
        "noText": options.no_text,
        "types": _types(ontology, types),
        "relations": _relations(ontology, relations),
        "initials": initials(searchable),
        "special": {"zone": ZONE, "document": DOCUMENT, "mentions": MENTIONS},
        "limits": {"whole": WHOLE_GRAPH, "first": FIRST_NODES, "step": _EXPAND_STEP},
        "mostBend": _MOST_BEND,
        "counts": {"nodes": len(indexed.nodes), "edges": len(indexed.edges)},
    }
    blocks = {
        "core": _core(indexed, homes, positions, types, relations),
        "sources": _sources(indexed, no_text=options.no_text),
        "keys": Block({"keys": [edge.key for edge in indexed.edges]}, {}),
    }
    return Payload(meta, blocks)
