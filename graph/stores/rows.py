"""Nodes and edges as flat store rows, and back without loss.

A row holds the properties that one store node or relationship has, and no None. `evidence` is a list of JSON
strings, one an item; `documents` lists the ids of the documents that the evidence quotes. What belongs to no
single thing is kept on Document nodes and shown by no question: `record` (what the identity stage needs to
link this document again, run["records"][id]) on each, `run` (all other run information) on the one with the
smallest id; both are compressed JSON, so that a node stays readable in a browser.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any

from graph.interchange import evidence_from_json, evidence_to_json
from graph.model import Edge, Evidence, Graph, Node, PropertyValue
from graph.ontology import Ontology

Row = dict[str, Any]
# (source, relation, target, key): a key alone may come back with other ends in a hand-made file.
EdgeIdentity = tuple[str, str, str, str]

RECORDS = "records"
BOOKKEEPING = ("record", "run")


def packed(value: object) -> str:
    """Return a JSON value as compressed, base64-coded text, the same text for equal values."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")


def unpacked(text: str) -> Any:
    """Return the JSON value of a `packed` text."""
    return json.loads(zlib.decompress(base64.b64decode(text)).decode("utf-8"))


def _documents(evidence: tuple[Evidence, ...]) -> list[str]:
    return sorted({item.document for item in evidence})


def _flat(values: Mapping[str, PropertyValue], names: Mapping[str, object]) -> Row:
    flat: Row = {}
    for name in names:
        value = values.get(name)
        if value is not None:
            flat[name] = list(value) if isinstance(value, tuple) else value
    return flat


def node_row(node: Node, ontology: Ontology) -> Row:
    """Return the store row of a node."""
    row: Row = {"id": node.id, "type": node.type, "name": node.name, "aliases": list(node.aliases)}
    row |= _flat(node.properties, ontology.nodes[node.type].properties)
    row["evidence"] = [evidence_to_json(item) for item in node.evidence]
    row["documents"] = _documents(node.evidence)
    return row


def edge_row(edge: Edge, head: str, tail: str, ontology: Ontology) -> Row:
    """Return the store row of an edge with its ends. head, tail: the node types of its ends."""
    row: Row = {"source": edge.source, "head": head, "target": edge.target, "tail": tail, "key": edge.key}
    row |= _flat(edge.properties, ontology.edges[edge.type].properties)
    row["evidence"] = [evidence_to_json(item) for item in edge.evidence]
    row["documents"] = _documents(edge.evidence)
    return row


def _unflat(row: Mapping[str, Any], names: Mapping[str, object]) -> dict[str, PropertyValue]:
    values = ((name, row.get(name)) for name in sorted(names))
    return {name: tuple(v) if isinstance(v, list) else v for name, v in values if v is not None}


def _evidence(row: Mapping[str, Any]) -> tuple[Evidence, ...]:
    return tuple(evidence_from_json(json.loads(item)) for item in row.get("evidence", ()))


def node_from_row(row: Mapping[str, Any], ontology: Ontology) -> Node:
    """Return the node of a store row."""
    properties = _unflat(row, ontology.nodes[row["type"]].properties)
    return Node(
        row["id"], row["type"], row["name"], tuple(row.get("aliases", ())), properties, _evidence(row)
    )


def edge_from_row(row: Mapping[str, Any], relation: str, ontology: Ontology) -> Edge:
    """Return the edge of a store row of this relation."""
    properties = _unflat(row, ontology.edges[relation].properties)
    return Edge(row["source"], row["target"], row["key"], relation, properties, _evidence(row))


def bookkeeping(run: Mapping[str, Any], documents: tuple[str, ...], smallest: str) -> dict[str, Row]:
    """Return the bookkeeping properties of these documents by id.

    run: run information of a graph. documents: ids that get theirs. smallest: the id that keeps `run`.
    """
    records = run.get(RECORDS) or {}
    rest = {key: value for key, value in run.items() if key != RECORDS}
    rows: dict[str, Row] = {document: {} for document in documents}
    for document, row in rows.items():
        if document in records:
            row["record"] = packed(records[document])
        if document == smallest:
            row["run"] = packed(rest)
    return rows


def run_from_rows(rows: list[Row]) -> dict[str, Any]:
    """Return the run information that these Document rows keep."""
    ordered = sorted(rows, key=lambda row: str(row["id"]))
    kept = [row["run"] for row in ordered if row.get("run")]
    run: dict[str, Any] = dict(unpacked(kept[0])) if kept else {}
    records = {row["id"]: unpacked(row["record"]) for row in ordered if row.get("record")}
    if records:
        run[RECORDS] = records
    return run


def rows_of(graph: Graph, ontology: Ontology) -> tuple[dict[str, Row], dict[EdgeIdentity, Row]]:
    """Return the store rows of a whole graph: nodes by id, edges by identity, bookkeeping included."""
    nodes = {node.id: node_row(node, ontology) for node in graph.nodes}
    documents = tuple(node.id for node in graph.documents())
    for document, kept in bookkeeping(graph.run, documents, min(documents, default="")).items():
        nodes[document] |= kept
    types = {node.id: node.type for node in graph.nodes}
    edges = {
        (edge.source, edge.type, edge.target, edge.key): edge_row(
            edge, types[edge.source], types[edge.target], ontology
        )
        for edge in graph.edges
    }
    return nodes, edges
