"""The graph as frozen values: evidence, nodes, edges, ids and the rejections that checks count."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from typing import Any

FORMAT = "zonegraph/1"

PropertyValue = str | int | float | bool | tuple[str, ...]
Properties = Mapping[str, PropertyValue]

# White space and quotes that may stand inside a printed name and are no part of it.
_NOT_IN_NAMES = dict.fromkeys(map(ord, " \t\r\n\u3000\u00a0\u200b\"'“”‘’《》〈〉「」『』"))
# One encoder for all ids and keys: json.dumps would make a new one each time.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def digest(parts: Sequence[object]) -> str:
    """Return 16 hex digits that depend on every part and on where each part ends.

    parts: JSON values; they are hashed as a JSON list, so that ["ab", "c"] differs from ["a", "bc"].
    """
    # Most parts are texts: written one by one they take a quarter of the time.
    texts = [encode_basestring(part) if type(part) is str else _ENCODER.encode(part) for part in parts]
    return hashlib.sha256(f"[{','.join(texts)}]".encode()).hexdigest()[:16]


def node_id(node_type: str, key: Sequence[object]) -> str:
    """Return `<type in lower case>-<16 hex digits>` for the thing that this key names."""
    return f"{node_type.lower()}-{digest([node_type, *key])}"


def document_id(path: str) -> str:
    """Return the id of the document at this path (relative to the INPUT folder, '/'-separated)."""
    return node_id("Document", [unicodedata.normalize("NFC", path)])


def edge_key(source: str, edge_type: str, target: str, qualifiers: Sequence[object] = ()) -> str:
    """Return a key that is unique in the whole graph.

    qualifiers: values of the properties that tell parallel edges apart (for LEADS the title and as_of).
    """
    return digest([source, edge_type, target, *qualifiers])


def fold(name: str) -> str:
    """Return the form under which two spellings of one name are equal: width, case, spaces, quotes."""
    return unicodedata.normalize("NFKC", name).lower().translate(_NOT_IN_NAMES)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotation that proves a node, an edge or one property of a node.

    document: id of the Document node. start, end: half-open code-point offsets into its text.
    quote: text[start:end]. sentence: half-open offsets of the sentence around it.
    by: rule, model or data file. score: 0 to 1. property: the property it proves, if only that.
    """

    document: str
    start: int
    end: int
    quote: str
    sentence: tuple[int, int]
    by: str
    score: float
    property: str | None = None

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Return the key of the one deterministic order of evidence."""
        return (self.document, self.start, self.end, self.property or "", self.by)


@dataclass(frozen=True, slots=True)
class Node:
    """One real thing, or one Document, with its names, properties and evidence."""

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    properties: Properties = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """One relation between two nodes; `key` tells parallel edges apart and is unique in the graph."""

    source: str
    target: str
    key: str
    type: str
    properties: Properties = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that a check dropped, with the reason under which it is counted."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and edges in their one deterministic order, with the run that made them.

    run: run information, the "graph" object of graph.json without its format.
    """

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    run: Mapping[str, Any] = field(default_factory=dict)

    @staticmethod
    def of(nodes: Sequence[Node], edges: Sequence[Edge], run: Mapping[str, Any] | None = None) -> Graph:
        """Return the graph with nodes sorted by id and edges by source, type, target and key."""
        return Graph(
            tuple(sorted(nodes, key=lambda node: node.id)),
            tuple(sorted(edges, key=lambda edge: (edge.source, edge.type, edge.target, edge.key))),
            dict(run or {}),
        )

    def documents(self) -> tuple[Node, ...]:
        """Return the Document nodes in id order."""
        return tuple(node for node in self.nodes if node.type == "Document")
