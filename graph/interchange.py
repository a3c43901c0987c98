"""graph.json: the interchange file (format zonegraph/1) and the networkx form, both ways."""

from __future__ import annotations

import json
from collections.abc import Mapping
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any, cast

import networkx

from graph.errors import InterchangeError
from graph.model import FORMAT, Edge, Evidence, Graph, Node, PropertyValue


def _evidence_to_json(evidence: Evidence) -> dict[str, Any]:
    row: dict[str, Any] = {
        "document": evidence.document,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "sentence": list(evidence.sentence),
        "by": evidence.by,
        "score": evidence.score,
    }
    if evidence.property is not None:
        row["property"] = evidence.property
    return row


def evidence_to_json(evidence: Evidence) -> str:
    """Return the one-line JSON form in which stores keep an evidence item.

    Written piece by piece, because a load of a large graph writes hundreds of thousands: five times as fast
    as json.dumps, and the same text.
    """
    start, end = evidence.sentence
    text = (
        f'{{"document":{encode_basestring(evidence.document)},"start":{evidence.start},"end":{evidence.end},'
        f'"quote":{encode_basestring(evidence.quote)},"sentence":[{start},{end}],'
        f'"by":{encode_basestring(evidence.by)},"score":{evidence.score!r}'
    )
    proved = "" if evidence.property is None else f',"property":{encode_basestring(evidence.property)}'
    return f"{text}{proved}}}"


def evidence_from_json(row: Mapping[str, Any]) -> Evidence:
    """Return the evidence item of one JSON object."""
    start, end = row["sentence"]
    return Evidence(
        str(row["document"]),
        int(row["start"]),
        int(row["end"]),
        str(row["quote"]),
        (int(start), int(end)),
        str(row["by"]),
        float(row["score"]),
        row.get("property"),
    )


def _properties(row: Mapping[str, Any]) -> dict[str, PropertyValue]:
    return {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in row.items()
        if value is not None
    }


def node_to_json(node: Node) -> dict[str, Any]:
    """Return the JSON object of one node, its keys and properties in fixed order."""
    return {
        "id": node.id,
        "type": node.type,
        "name": node.name,
        "aliases": list(node.aliases),
        "properties": {key: node.properties[key] for key in sorted(node.properties)},
        "evidence": [_evidence_to_json(e) for e in node.evidence],
    }


def node_from_json(row: Mapping[str, Any]) -> Node:
    """Return the node of one JSON object."""
    return Node(
        str(row["id"]),
        str(row["type"]),
        str(row["name"]),
        tuple(row.get("aliases", ())),
        _properties(row.get("properties", {})),
        tuple(evidence_from_json(e) for e in row.get("evidence", ())),
    )


def edge_to_json(edge: Edge) -> dict[str, Any]:
    """Return the JSON object of one edge, its keys and properties in fixed order."""
    return {
        "source": edge.source,
        "target": edge.target,
        "key": edge.key,
        "type": edge.type,
        "properties": {key: edge.properties[key] for key in sorted(edge.properties)},
        "evidence": [_evidence_to_json(e) for e in edge.evidence],
    }


def edge_from_json(row: Mapping[str, Any]) -> Edge:
    """Return the edge of one JSON object."""
    return Edge(
        str(row["source"]),
        str(row["target"]),
        str(row["key"]),
        str(row["type"]),
        _properties(row.get("properties", {})),
        tuple(evidence_from_json(e) for e in row.get("evidence", ())),
    )


def graph_to_json(graph: Graph) -> dict[str, Any]:
    """Return the node-link object that graph.json holds."""
    return {
        "directed": True,
        "multigraph": True,
        "graph": {"format": FORMAT, **graph.run},
        "nodes": [node_to_json(node) for node in graph.nodes],
        "edges": [edge_to_json(edge) for edge in graph.edges],
    }


def graph_from_json(data: Mapping[str, Any], where: str = "graph.json") -> Graph:
    """Return the graph of a node-link object.

    Raises InterchangeError when the format is another or a required field is missing.
    """
    try:
        run = dict(data["graph"])
        found = run.pop("format", None)
        if found != FORMAT:
            raise InterchangeError(f"{where}: format is {found!r}, not {FORMAT!r}: build it again")
        return Graph.of(
            [node_from_json(row) for row in data["nodes"]],
            [edge_from_json(row) for row in data["edges"]],
            run,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InterchangeError(f"{where} is no {FORMAT} file: {error!r}; build it again") from error


def write_graph(graph: Graph, path: Path) -> None:
    """Write graph.json: UTF-8, LF, one node or edge a line, so that two files can be compared."""
    data = graph_to_json(graph)

    def lines(rows: list[dict[str, Any]]) -> str:
        return ",\n".join(json.dumps(row, ensure_ascii=False, separators=(", ", ": ")) for row in rows)

    run = json.dumps(data["graph"], ensure_ascii=False, sort_keys=True)
    text = (
        f'{{"directed": true, "multigraph": true,\n"graph": {run},\n'
        f'"nodes": [\n{lines(data["nodes"])}\n],\n"edges": [\n{lines(data["edges"])}\n]}}\n'
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def read_graph(path: Path) -> Graph:
    """Return the graph of a file.

    Raises InterchangeError when the file is not there, no JSON, or not in format zonegraph/1.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InterchangeError(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(data, dict):
        raise InterchangeError(f"{path} is no {FORMAT} file: the outermost value is no object")
    return graph_from_json(data, str(path))


def to_networkx(graph: Graph) -> networkx.MultiDiGraph[Any]:
    """Return the same graph as a networkx MultiDiGraph, node-link attributes as they are in graph.json."""
    multigraph = networkx.node_link_graph(graph_to_json(graph), edges="edges")
    return cast("networkx.MultiDiGraph[Any]", multigraph)


def from_networkx(multigraph: networkx.MultiDiGraph[Any]) -> Graph:
    """Return the graph that `to_networkx` was given."""
    return graph_from_json(networkx.node_link_data(multigraph, edges="edges"), "networkx graph")
