"""Small document graphs for the tests of identity, made from a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.model import Edge, Evidence, Graph, Node, document_id, edge_key, node_id


@dataclass
class Thing:
    """A node to be: its type, the names that the text uses (the first is the fullest), its properties."""

    type: str
    names: Sequence[str]
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Text:
    """A document to be: things by a handle, relations between handles as (head, TYPE, tail[, title])."""

    path: str
    things: Mapping[str, Thing]
    relations: Sequence[Sequence[str]] = ()
    published: str = ""
    title: str = ""


def document_graph(source: Text) -> Graph:
    """Return the document graph of a made-up text that says every name once, one a sentence."""
    document = document_id(source.path)
    title = source.title or source.path
    pieces = [title + "\n"]
    length = len(pieces[0])
    nodes: dict[str, Node] = {}
    spans: dict[str, Evidence] = {}
    for handle in source.things:
        thing = source.things[handle]
        evidence = []
        for name in thing.names:
            sentence = f"本文提到{name}。\n"
            start = length + 4
            end = length + len(sentence) - 1
            evidence.append(
                Evidence(document, start, start + len(name), name, (length, end), "pattern:test", 0.9)
            )
            pieces.append(sentence)
            length += len(sentence)
        spans[handle] = evidence[0]
        evidence += [
            Evidence(document, e.start, e.end, e.quote, e.sentence, "rule:test", 0.8, name)
            for name in sorted(thing.properties)
            for e in evidence[:1]
        ]
        nodes[handle] = Node(
            node_id(thing.type, [document, handle]),
            thing.type,
            thing.names[0],
            tuple(sorted(set(thing.names[1:]))),
            dict(thing.properties),
            tuple(sorted(evidence, key=Evidence.sort_key)),
        )
    edges = []
    for head, relation, tail, *title_of in source.relations:
        properties = {"title": title_of[0]} if title_of else {}
        left, right = nodes[head].id, nodes[tail].id
        if relation == "COOPERATES_WITH" and right < left:
            left, right = right, left
        key = edge_key(left, relation, right, list(properties.values()))
        edges.append(Edge(left, right, key, relation, properties, (spans[head],)))
    properties = {"title": title, "path": source.path, "text": "".join(pieces)}
    if source.published:
        properties["published"] = source.published
    head_evidence = Evidence(document, 0, len(title), title, (0, len(title)), "head:title", 1.0)
    node = Node(document, "Document", title, (), properties, (head_evidence,))
    return Graph.of([node, *nodes.values()], edges, {"rejected": {}})
