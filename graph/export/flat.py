"""A graph as a networkx graph of plain attributes, for XML formats that know neither lists nor evidence."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import networkx

from graph.interchange import edge_to_json, node_to_json
from graph.model import Graph

# What XML 1.0 cannot hold, not even escaped (section 2.2 of the recommendation).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return the text with the replacement character for what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def _plain(value: Any) -> str | int | float | bool:
    if isinstance(value, (list, tuple, dict)):
        return xml_text(json.dumps(value, ensure_ascii=False))
    return xml_text(value) if isinstance(value, str) else value


def _attributes(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of a node or edge of graph.json: properties beside the rest, lists as JSON."""
    rest = {key: item[key] for key in ("type", "name", "aliases", "evidence") if key in item}
    return {key: _plain(value) for key, value in {**item["properties"], **rest}.items()}


def flat_networkx(graph: Graph) -> networkx.MultiDiGraph[Any]:
    """Return the graph with text, numbers and booleans as attributes; `label` is what tools show."""
    flat: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    for node in graph.nodes:
        flat.add_node(node.id, label=xml_text(node.name), **_attributes(node_to_json(node)))
    for edge in graph.edges:
        flat.add_edge(edge.source, edge.target, key=edge.key, **_attributes(edge_to_json(edge)))
    return flat
