"""All nodes of all document graphs with their keys; a remembered document is not keyed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extract.identity.canonical import Canonicaliser, Key, Setting
from extract.identity.judgement import PERSON, Judged, Judgement, pair
from extract.identity.memory import DocumentMemory
from extract.identity.occurrence import Occurrence, document_of, occurrences
from graph.model import Graph, Node, digest

Reference = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Keyed:
    """All nodes with their types, the own id that each key gives, and what each document is about.

    graphs: by document id. given: types that a person gave. nodes: all but Documents. strengths: of the key
    that a node's own document gives; keys holds the strongest of each id.
    """

    graphs: Mapping[str, Graph]
    given: Mapping[Reference, str]
    nodes: Mapping[Reference, Node]
    own: Mapping[Reference, str]
    strengths: Mapping[Reference, int]
    keys: Mapping[str, Key]
    settings: Mapping[str, Setting]
    _occurrences: dict[str, dict[str, Occurrence]] = field(default_factory=dict)

    def type(self, reference: Reference) -> str:
        """Return the type of a node: its own, or the one that a person gave it."""
        return self.given.get(reference) or self.nodes[reference].type

    def occurrence(self, reference: Reference) -> Occurrence:
        """Return a node with its names and neighbours, which are read when first asked for."""
        document, node = reference
        held = self._occurrences.get(document)
        if held is None:
            found = occurrences(self.graphs[document], self.given)
            held = self._occurrences[document] = {item.node.id: item for item in found}
        return held[node]

    def parts_of_zones(self) -> Iterator[tuple[Reference, Reference]]:
        """Yield every zone that is said to be part of something, with that thing."""
        for document, graph in self.graphs.items():
            for edge in graph.edges:
                if edge.type == "PART_OF" and self.type((document, edge.source)) == "Zone":
                    yield (document, edge.source), (document, edge.target)


def key_graphs(
    graphs: Sequence[Graph],
    canonicaliser: Canonicaliser,
    given: Mapping[Reference, str],
    remembered: Mapping[str, DocumentMemory],
    parts: Mapping[str, Sequence[str]],
) -> Keyed:
    """Return the nodes of these document graphs with their keys.

    given: types that a person gave. remembered: what unchanged documents gave, by id; parts: of their keys.
    """
    by_id = {document_of(graph).id: graph for graph in graphs}
    nodes: dict[Reference, Node] = {}
    own: dict[Reference, str] = {}
    strengths: dict[Reference, int] = {}
    keys: dict[str, Key] = {}
    settings: dict[str, Setting] = {}
    keyed = Keyed(by_id, given, nodes, own, strengths, keys, settings)
    for document, graph in by_id.items():
        nodes.update(((document, node.id), node) for node in graph.nodes if node.type != "Document")
        known = remembered.get(document)
        if known is not None:
            settings[document] = known.setting
            for local, own_id, strength in known.keys:
                own[document, local] = own_id
                strengths[document, local] = strength
                held = keys.get(own_id)
                if held is None or strength < held.strength:
                    keys[own_id] = Key(strength, tuple(parts[own_id]))
            continue
        found = [keyed.occurrence((document, node.id)) for node in graph.nodes if node.type != "Document"]
        setting = settings[document] = canonicaliser.setting(document_of(graph), found)
        by_node = canonicaliser.keys(found, setting)
        for occurrence in found:
            key = by_node[occurrence.node.id]
            own_id = key.id(occurrence.type)
            own[occurrence.reference] = own_id
            strengths[occurrence.reference] = key.strength
            keys[own_id] = min(key, keys.get(own_id, key))
    return keyed


def split_apart(keyed: Keyed, splits: Mapping[str, Sequence[str]]) -> tuple[Keyed, list[Judged]]:
    """Give the occurrences that a person took out of a node an id of their own."""
    if not splits:
        return keyed, []
    own = dict(keyed.own)
    keys = dict(keyed.keys)
    apart: dict[tuple[str, str], Judged] = {}
    for reference, own_id in keyed.own.items():
        if reference[0] not in splits.get(own_id, ()):
            continue
        key = keys[own_id]
        taken = Key(key.strength, (*key.parts, "split", digest(sorted(splits[own_id]))))
        new_id = taken.id(keyed.type(reference))
        own[reference] = new_id
        keys[new_id] = taken
        left, right = pair(own_id, new_id)
        apart[left, right] = Judged(left, right, Judgement.NEGATIVE, 0.0, (), PERSON)
    return replace(keyed, own=own, keys=keys), [apart[ids] for ids in sorted(apart)]
