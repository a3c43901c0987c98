"""graph.json: the interchange file (format zonegraph/1) and the networkx form, both ways."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any, cast

import networkx

from graph.errors import InterchangeError
from graph.model import FORMAT, Edge, Evidence, Graph, Node, PropertyValue

# With the separators of json.dumps; json.dumps itself would make a new encoder for each call.
_ENCODER = json.JSONEncoder(ensure_ascii=False)


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


def _evidence_text(evidence: Evidence, comma: str, colon: str) -> str:
    """Return the JSON text of an evidence item with these separators.

    Written piece by piece, because a large graph has hundreds of thousands: five times as fast as json.dumps,
    and the same text.
    """
    start, end = evidence.sentence
    text = (
        f'{{"document"{colon}{encode_basestring(evidence.document)}{comma}"start"{colon}{evidence.start}'
        f'{comma}"end"{colon}{evidence.end}{comma}"quote"{colon}{encode_basestring(evidence.quote)}'
        f'{comma}"sentence"{colon}[{start}{comma}{end}]{comma}"by"{colon}{encode_basestring(evidence.by)}'
        f'{comma}"score"{colon}{evidence.score!r}'
    )
    if evidence.property is None:
        return f"{text}}}"
    return f'{text}{comma}"property"{colon}{encode_basestring(evidence.property)}}}'


def evidence_to_json(evidence: Evidence) -> str:
    """Return the one-line JSON form in which stores keep an evidence item."""
    return _evidence_text(evidence, ",", ":")


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


def _tail(properties: Mapping[str, PropertyValue], evidence: tuple[Evidence, ...]) -> str:
    """Return the fields with which the line of a node or an edge ends."""
    held = _ENCODER.encode({key: properties[key] for key in sorted(properties)}) if properties else "{}"
    proofs = ", ".join([_evidence_text(item, ", ", ": ") for item in evidence])
    return f'"properties": {held}, "evidence": [{proofs}]}}'


def node_line(node: Node) -> str:
    """Return the text of `node_to_json` as graph.json holds it, on one line."""
    aliases = _ENCODER.encode(node.aliases) if node.aliases else "[]"
    return (
        f'{{"id": {encode_basestring(node.id)}, "type": {encode_basestring(node.type)}, '
        f'"name": {encode_basestring(node.name)}, "aliases": {aliases}, '
        f"{_tail(node.properties, node.evidence)}"
    )


def edge_line(edge: Edge) -> str:
    """Return the text of `edge_to_json` as graph.json holds it, on one line."""
    return (
        f'{{"source": {encode_basestring(edge.source)}, "target": {encode_basestring(edge.target)}, '
        f'"key": {encode_basestring(edge.key)}, "type": {encode_basestring(edge.type)}, '
        f"{_tail(edge.properties, edge.evidence)}"
    )


def run_line(graph: Graph) -> str:
    """Return the text of a graph's run information."""
    return json.dumps({"format": FORMAT, **graph.run}, ensure_ascii=False, sort_keys=True)


def join_lines(run: str, nodes: Iterable[str], edges: Iterable[str]) -> str:
    """Return what graph.json holds: one node or edge a line, so that two files can be compared."""
    return "".join(
        (
            '{"directed": true, "multigraph": true,\n"graph": ', run, ',\n"nodes": [\n', ",\n".join(nodes),
            '\n],\n"edges": [\n', ",\n".join(edges), "\n]}\n",
        )
    )  # fmt: skip


def write_graph(graph: Graph, path: Path) -> None:
    """Write graph.json: UTF-8, LF, one node or edge a line."""
    write_graph_text(
        join_lines(run_line(graph), map(node_line, graph.nodes), map(edge_line, graph.edges)), path
    )


def write_graph_text(text: str, path: Path) -> None:
    """Write the text of a graph.json."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


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
