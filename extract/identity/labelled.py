"""Reads labelled scenarios for identity: small documents, the things they name, and which are one thing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from graph.errors import ResourceError
from graph.model import Edge, Evidence, Graph, Node, PropertyValue, document_id, edge_key, node_id

_BY = "pattern:labelled"
_EVERYWHERE = "~"


@dataclass(frozen=True, slots=True)
class Thing:
    """A node to be: its type, the names that the text uses (the first is the fullest), its properties."""

    type: str
    names: tuple[str, ...]
    properties: Mapping[str, PropertyValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Text:
    """A document to be: things by a handle, relations between handles as (head, TYPE, tail, title or "")."""

    path: str
    title: str
    things: Mapping[str, Thing]
    relations: tuple[tuple[str, str, str, str], ...] = ()
    published: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Documents on the same and on easily confused things. held_out: never looked at while tuning."""

    name: str
    texts: tuple[Text, ...]
    held_out: bool

    def label(self, handle: str) -> str:
        """Return the name of the one real thing behind a handle; a handle with ~ is one thing everywhere."""
        return handle if handle.startswith(_EVERYWHERE) else f"{self.name}/{handle}"


def is_held_out(name: str) -> bool:
    """Return whether a hash of a scenario's name puts it into the half that tuning never looks at."""
    return hashlib.sha256(name.encode("utf-8")).digest()[-1] % 2 == 1


def _thing(kind: str, given: Any) -> Thing:
    if isinstance(given, Mapping):
        names = str(given["names"])
        properties = {str(key): value for key, value in given.items() if key != "names"}
    else:
        names, properties = str(given), {}
    return Thing(kind, tuple(names.split("|")), properties)


def _text(path: str, given: Mapping[str, Any]) -> Text:
    things: dict[str, Thing] = {}
    for header, names in given["things"].items():
        kind, handle = str(header).split()
        things[handle] = _thing(kind, names)
    relations = []
    for line in given.get("relations", ()):
        head, relation, tail, *title = str(line).split(maxsplit=3)
        if head not in things or tail not in things:
            raise KeyError(f"{head if head not in things else tail} in {line!r}")
        relations.append((head, relation, tail, title[0] if title else ""))
    return Text(path, str(given["title"]), things, tuple(relations), str(given.get("published", "")))


def read_scenarios(paths: Iterable[Path]) -> tuple[Scenario, ...]:
    """Return the scenarios of these YAML files, sorted by name.

    Raises ResourceError with file and scenario when one cannot be read.
    """
    found: list[Scenario] = []
    for path in sorted(paths):
        try:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, yaml.YAMLError) as error:
            raise ResourceError(f"{path} cannot be read: {error}") from error
        for name, documents in data.items():
            try:
                texts = tuple(
                    _text(f"{name}/{number}.txt", given) for number, given in enumerate(documents, 1)
                )
            except (KeyError, TypeError, ValueError) as error:
                raise ResourceError(f"{path}, scenario {name}: {error!r}; mend it") from error
            found.append(Scenario(name, texts, is_held_out(name)))
    return tuple(sorted(found, key=lambda scenario: scenario.name))


def _evidence(document: str, names: Sequence[str], start: int) -> tuple[list[Evidence], str]:
    """Return one item a name, each in a sentence of its own, and the sentences."""
    items: list[Evidence] = []
    pieces: list[str] = []
    for name in names:
        sentence = f"本文提到{name}。"
        begin = start + sum(map(len, pieces))
        at = begin + sentence.index(name)
        items.append(Evidence(document, at, at + len(name), name, (begin, begin + len(sentence)), _BY, 0.9))
        pieces.append(sentence + "\n")
    return items, "".join(pieces)


def document_graph(source: Text) -> Graph:
    """Return the document graph of a text that says every name once; local ids are made of the handles."""
    document = document_id(source.path)
    text = source.title + "\n"
    nodes: dict[str, Node] = {}
    proof: dict[str, Evidence] = {}
    for handle, thing in source.things.items():
        items, sentences = _evidence(document, thing.names, len(text))
        text += sentences
        first = items[0]
        proof[handle] = first
        items += [
            Evidence(document, first.start, first.end, first.quote, first.sentence, _BY, 0.8, name)
            for name in sorted(thing.properties)
        ]
        nodes[handle] = Node(
            local_id(source, handle),
            thing.type,
            thing.names[0],
            tuple(sorted(set(thing.names[1:]) - {thing.names[0]})),
            dict(thing.properties),
            tuple(sorted(items, key=Evidence.sort_key)),
        )
    edges = [_edge(nodes, proof[relation[0]], relation) for relation in source.relations]
    properties: dict[str, PropertyValue] = {"title": source.title, "path": source.path, "text": text}
    if source.published:
        properties["published"] = source.published
    length = len(source.title)
    title = Evidence(document, 0, length, source.title, (0, length), "head:title", 1.0)
    own = Node(document, "Document", source.title, (), properties, (title,))
    return Graph.of([own, *nodes.values()], edges, {"rejected": {}})


def local_id(source: Text, handle: str) -> str:
    """Return the local node id of a text's thing."""
    return node_id(source.things[handle].type, [document_id(source.path), handle])


def _edge(nodes: Mapping[str, Node], proof: Evidence, relation: tuple[str, str, str, str]) -> Edge:
    head, kind, tail, title = relation
    source, target = nodes[head].id, nodes[tail].id
    if kind == "COOPERATES_WITH" and target < source:
        source, target = target, source
    properties: dict[str, PropertyValue] = {"title": title} if title else {}
    return Edge(
        source, target, edge_key(source, kind, target, list(properties.values())), kind, properties, (proof,)
    )
