"""Packs document graphs into run information and gives them back exactly, so that documents can leave."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from graph.errors import InterchangeError
from graph.model import Edge, Evidence, Graph, Node, PropertyValue

_LEVEL = 6


def _plain(properties: Mapping[str, PropertyValue]) -> dict[str, Any]:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in sorted(properties.items())}


def _properties(row: Mapping[str, Any]) -> dict[str, PropertyValue]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _evidence_rows(evidence: Sequence[Evidence]) -> list[list[Any]]:
    return [[e.start, e.end, e.quote, *e.sentence, e.by, e.score, e.property] for e in evidence]


def _evidence(document: str, rows: Sequence[Sequence[Any]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(document, s, e, q, (b, t), by, score, p) for s, e, q, b, t, by, score, p in rows)


def pack(graph: Graph) -> str:
    """Return one document graph, its Document node left out, as base64 text of compressed JSON."""
    rows = {
        "nodes": [
            [n.id, n.type, n.name, list(n.aliases), _plain(n.properties), _evidence_rows(n.evidence)]
            for n in graph.nodes
            if n.type != "Document"
        ],
        "edges": [
            [e.source, e.target, e.key, e.type, _plain(e.properties), _evidence_rows(e.evidence)]
            for e in graph.edges
        ],
        "run": graph.run,
    }
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return base64.b64encode(zlib.compress(text.encode("utf-8"), _LEVEL)).decode("ascii")


def pack_document(document: Node) -> bytes:
    """Return a Document node, its text with it, as compressed JSON."""
    row = [document.id, document.name, list(document.aliases), _plain(document.properties)]
    text = json.dumps([*row, _evidence_rows(document.evidence)], ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8"), _LEVEL)


def unpack_document(data: bytes) -> Node:
    """Return the Document node that `pack_document` was given.

    Raises InterchangeError when the data is damaged.
    """
    try:
        own_id, name, aliases, properties, evidence = json.loads(zlib.decompress(data))
        return Node(
            own_id, "Document", name, tuple(aliases), _properties(properties), _evidence(own_id, evidence)
        )
    except (ValueError, TypeError, zlib.error) as error:
        raise InterchangeError(f"a packed document is damaged: {error}; build it again") from error


def unpack(document: Node, record: str) -> Graph:
    """Return the document graph of a record and the Document node that it belongs to.

    Raises InterchangeError when the record is damaged.
    """
    try:
        rows = json.loads(zlib.decompress(base64.b64decode(record, validate=True)))
        nodes = [
            Node(i, kind, name, tuple(aliases), _properties(properties), _evidence(document.id, evidence))
            for i, kind, name, aliases, properties, evidence in rows["nodes"]
        ]
        edges = [
            Edge(source, target, key, kind, _properties(properties), _evidence(document.id, evidence))
            for source, target, key, kind, properties, evidence in rows["edges"]
        ]
        return Graph.of([document, *nodes], edges, rows["run"])
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise InterchangeError(
            f"the record of document {document.id} is damaged: {error}; build it again"
        ) from error


def unpack_records(graph: Graph) -> list[Graph]:
    """Return the document graphs that a linked graph was made from, in id order.

    graph: a linked graph; its run information holds "records", its Document nodes the documents themselves.
    Raises InterchangeError when a document has no record or a record is damaged.
    """
    records = graph.run.get("records", {})
    missing = [node.id for node in graph.documents() if node.id not in records]
    if missing:
        raise InterchangeError(
            f"{len(missing)} documents have no record, {missing[0]} first: build the graph again"
        )
    return [unpack(node, records[node.id]) for node in graph.documents()]
