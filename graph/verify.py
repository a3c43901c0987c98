"""Proves that every quotation of a graph stands in its document, and that the graph holds together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from graph.model import Edge, Evidence, Graph, Node

_ID = re.compile(r"[a-z]+-[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification looked at, and every fault in the order of the graph.

    items: number of evidence items compared with their document's text.
    """

    items: int
    nodes: int
    edges: int
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Return whether nothing was found wrong."""
        return not self.faults


def _evidence_faults(evidence: Evidence, texts: Mapping[str, str | None]) -> Iterator[str]:
    where = f"{evidence.document}[{evidence.start}:{evidence.end}]"
    if evidence.document not in texts:
        yield f"{where}: no such document in the graph"
        return
    text = texts[evidence.document]
    if text is None:
        return  # said once for the document
    if not 0 <= evidence.start < evidence.end <= len(text):
        yield f"{where}: outside the document's {len(text)} characters"
    elif text[evidence.start : evidence.end] != evidence.quote:
        found = text[evidence.start : evidence.end]
        yield f"{where}: quote {evidence.quote!r}, but the document says {found!r}"
    first, last = evidence.sentence
    if not (0 <= first <= evidence.start and evidence.end <= last <= len(text)):
        yield f"{where}: not inside its sentence [{first}:{last}]"
    if not 0.0 <= evidence.score <= 1.0:
        yield f"{where}: score {evidence.score} is not between 0 and 1"


def _item_faults(label: str, item: Node | Edge, texts: Mapping[str, str | None]) -> Iterator[str]:
    if not item.evidence:
        yield f"{label}: no evidence"
    for evidence in item.evidence:
        if evidence.property is not None and evidence.property not in item.properties:
            yield f"{label}: evidence for {evidence.property}, a property that it does not have"
        for fault in _evidence_faults(evidence, texts):
            yield f"{label}: {fault}"


def _structure_faults(graph: Graph) -> Iterator[str]:
    ids = Counter(node.id for node in graph.nodes)
    keys = Counter(edge.key for edge in graph.edges)
    yield from (f"{value}: {number} nodes have this id" for value, number in ids.items() if number > 1)
    yield from (f"{value}: {number} edges have this key" for value, number in keys.items() if number > 1)
    for node in graph.nodes:
        if not _ID.fullmatch(node.id) or not node.id.startswith(f"{node.type.lower()}-"):
            yield f"{node.id}: an id is <type in lower case>-<16 hex digits>, type is {node.type}"
    for edge in graph.edges:
        for end in (edge.source, edge.target):
            if end not in ids:
                yield f"{edge.type} {edge.key}: no node {end}"


def verify(graph: Graph, read: Callable[[Node], str | None] | None = None) -> Verification:
    """Return the faults of a graph: quotations, sentences, missing evidence, ids, ends of edges.

    read: returns the text of a Document node that carries none (--no-text), from the file at its path, or
    None when it cannot; without it such documents are faults.
    """
    texts: dict[str, str | None] = {}
    faults: list[str] = []
    for document in graph.documents():
        text = document.properties.get("text")
        found = text if isinstance(text, str) else read(document) if read is not None else None
        if found is None:
            path = document.properties.get("path", document.name)
            faults.append(f"{document.id}: no text in the graph, and {path} cannot be read as it was")
        texts[document.id] = found
    faults += _structure_faults(graph)
    items = 0
    for node in graph.nodes:
        items += len(node.evidence)
        faults += _item_faults(f"{node.id} {node.name}", node, texts)
    for edge in graph.edges:
        items += len(edge.evidence)
        faults += _item_faults(f"{edge.source} {edge.type} {edge.target}", edge, texts)
    return Verification(items, len(graph.nodes), len(graph.edges), tuple(faults))
