"""What a load and a removal mean for one stored thing: pure functions over nodes and edges.

A document that is loaded again replaces its own evidence. What other documents say stays and is united with
it; nothing is resolved here: two ids stay two things. Every function is idempotent, so that an interrupted
load that is repeated ends in the same state.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from graph.model import Edge, Evidence, Node, Properties, PropertyValue, fold

Proof = tuple[Evidence, ...]


def _parted(evidence: Proof, documents: AbstractSet[str]) -> tuple[Proof, Proof]:
    """Return the evidence of these documents and the evidence of all others."""
    gone = tuple(item for item in evidence if item.document in documents)
    return gone, tuple(item for item in evidence if item.document not in documents)


def _kept_properties(properties: Properties, gone: Proof, kept: Proof) -> dict[str, PropertyValue]:
    """Return the properties without those that only evidence now gone had proved."""
    lost = {item.property for item in gone} - {item.property for item in kept}
    return {name: value for name, value in properties.items() if name not in lost}


def _best_name(names: Iterable[str]) -> str:
    """Return the fullest name, the first by code point among equally long ones."""
    return min(names, key=lambda name: (-len(name), name))


def _kept_names(node: Node, gone: Proof, kept: Proof) -> tuple[str, ...]:
    """Return name and aliases without those that only quotes now gone had shown, the name first."""
    seen = {fold(item.quote) for item in kept}
    lost = {fold(item.quote) for item in gone} - seen
    names = tuple(name for name in dict.fromkeys((node.name, *node.aliases)) if fold(name) not in lost)
    if not names:
        return (_best_name([item.quote for item in kept if item.property is None] or [kept[0].quote]),)
    return names if names[0] == node.name else (_best_name(names), *names)


def _kept_node(node: Node, documents: AbstractSet[str], loaded: Proof) -> Node | None:
    gone, kept = _parted(node.evidence, documents)
    if not kept or node.id in documents:
        return None
    name, *others = _kept_names(node, (*gone, *loaded), kept)
    aliases = tuple(alias for alias in node.aliases if alias in others and alias != name)
    properties = _kept_properties(node.properties, (*gone, *loaded), kept)
    return Node(node.id, node.type, name, aliases, properties, kept)


def node_without(node: Node, documents: AbstractSet[str]) -> Node | None:
    """Return the node as the other documents show it, or None when no evidence stays.

    documents: ids whose evidence goes. Properties and names that only they supported go too; a name that
    goes is replaced by the fullest one that stays.
    """
    if not any(item.document in documents for item in node.evidence):
        return node
    return _kept_node(node, documents, ())


def edge_without(edge: Edge, documents: AbstractSet[str]) -> Edge | None:
    """Return the edge as the other documents show it, or None when no evidence stays."""
    gone, kept = _parted(edge.evidence, documents)
    return replace(edge, evidence=kept) if kept and gone else (edge if kept else None)


def _support(name: str, evidence: tuple[Evidence, ...]) -> float:
    return max((item.score for item in evidence if item.property == name), default=0.0)


def _united_properties(kept: Node | Edge, loaded: Node | Edge) -> dict[str, PropertyValue]:
    """Return both property sets; where they disagree the better proved value, lists as their union."""
    united = dict(kept.properties)
    for name, value in loaded.properties.items():
        other = united.get(name)
        if other is None or other == value:
            united[name] = value
        elif isinstance(other, tuple) and isinstance(value, tuple):
            united[name] = tuple(sorted({*other, *value}))
        else:
            mine = (_support(name, kept.evidence), json.dumps(other, ensure_ascii=False))
            theirs = (_support(name, loaded.evidence), json.dumps(value, ensure_ascii=False))
            united[name] = max((mine, other), (theirs, value), key=lambda pair: pair[0])[1]
    return united


def _united_evidence(kept: Proof, loaded: Proof) -> Proof:
    return tuple(sorted({*kept, *loaded}, key=lambda item: (item.sort_key(), item.quote, item.score)))


def united_node(stored: Node, loaded: Node, documents: AbstractSet[str]) -> Node:
    """Return the loaded node with what other documents say of the stored one.

    documents: ids of the loaded documents, whose stored evidence is replaced. Of two names the fuller one is
    the name and the other an alias; a property on which they disagree has the value whose evidence scores
    higher.
    """
    kept = _kept_node(stored, documents, loaded.evidence)
    if kept is None:
        return loaded
    # A stored name that only the replaced documents had shown gives way, however full it was.
    name = _best_name((kept.name, loaded.name)) if kept.name == stored.name else loaded.name
    aliases = {kept.name, loaded.name, *kept.aliases, *loaded.aliases} - {name}
    evidence = _united_evidence(kept.evidence, loaded.evidence)
    properties = _united_properties(kept, loaded)
    return Node(kept.id, kept.type, name, tuple(sorted(aliases)), properties, evidence)


def united_edge(stored: Edge, loaded: Edge, documents: AbstractSet[str]) -> Edge:
    """Return the loaded edge with what other documents say of the stored one; documents as above."""
    kept = edge_without(stored, documents)
    if kept is None:
        return loaded
    evidence = _united_evidence(kept.evidence, loaded.evidence)
    return replace(kept, properties=_united_properties(kept, loaded), evidence=evidence)


def united_run(stored: Mapping[str, object], loaded: Mapping[str, object]) -> dict[str, object]:
    """Return the run information after a load: the loaded one, with the records of all documents."""
    records = {**_records(stored), **_records(loaded)}
    run = {key: value for key, value in loaded.items() if key != "records"}
    return {**run, "records": records} if records else run


def _records(run: Mapping[str, object]) -> Mapping[str, object]:
    records = run.get("records")
    return records if isinstance(records, Mapping) else {}
