"""Says what changed between two graphs, in words and as JSON: documents, things, facts and relations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from extract.identity.tables import Language
from extract.identity.tables import words as table
from graph.model import Edge, Graph, Node, PropertyValue

Kind = Literal["added", "removed", "changed", "merged", "split"]

_KINDS: tuple[Kind, ...] = ("added", "removed", "changed", "merged", "split")
# What a reader knows by its document already: the text and where it came from.
_UNSAID = frozenset({"text", "path", "encoding"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a node or edge that differs; None where it was not or is no more."""

    field: str
    old: PropertyValue | None
    new: PropertyValue | None


@dataclass(frozen=True, slots=True)
class Change:
    """One node or edge that differs.

    item: node id or edge key. label: its name, of an edge the names of its ends. other: the id that it was
    merged into or split from.
    """

    kind: Kind
    item: str
    type: str
    label: str
    fields: tuple[FieldChange, ...] = ()
    other: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """All differences of two graphs: documents, other nodes, edges; each by kind, type and label."""

    nodes: tuple[Change, ...]
    edges: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.nodes or self.edges)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many nodes and edges were added, removed, changed, merged and split."""
        return {
            part: {kind: sum(change.kind == kind for change in changes) for kind in _KINDS}
            for part, changes in (("nodes", self.nodes), ("edges", self.edges))
        }

    def to_json(self) -> dict[str, Any]:
        """Return all differences as one JSON object."""
        return {
            "counts": self.counts(),
            "nodes": [_change_to_json(change) for change in self.nodes],
            "edges": [_change_to_json(change) for change in self.edges],
        }


def _plain(value: PropertyValue | None) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _change_to_json(change: Change) -> dict[str, Any]:
    row: dict[str, Any] = {
        "change": change.kind, "id": change.item, "type": change.type, "name": change.label,
    }  # fmt: skip
    if change.other:
        row["other"] = change.other
    if change.fields:
        row["fields"] = [
            {"field": f.field, "old": _plain(f.old), "new": _plain(f.new)} for f in change.fields
        ]
    return row


def _documents(item: Node | Edge) -> tuple[str, ...]:
    return tuple(sorted({evidence.document for evidence in item.evidence}))


def _fields(old: Node | Edge, new: Node | Edge) -> Iterator[FieldChange]:
    if isinstance(old, Node) and isinstance(new, Node):
        if old.name != new.name:
            yield FieldChange("name", old.name, new.name)
        if old.aliases != new.aliases:
            yield FieldChange("aliases", old.aliases, new.aliases)
    for name in sorted(old.properties.keys() | new.properties.keys()):
        before, after = old.properties.get(name), new.properties.get(name)
        if before != after and name not in _UNSAID:
            yield FieldChange(name, before, after)
    if old.type != "Document" and _documents(old) != _documents(new):
        yield FieldChange("documents", _documents(old), _documents(new))


def _node_changes(old: Graph, new: Graph) -> Iterator[Change]:
    before = {node.id: node for node in old.nodes}
    after = {node.id: node for node in new.nodes}
    merged: Mapping[str, str] = new.run.get("merged", {})
    was_merged: Mapping[str, str] = old.run.get("merged", {})
    for item in sorted(before.keys() | after.keys()):
        held, now = before.get(item), after.get(item)
        if held is not None and now is not None:
            fields = tuple(_fields(held, now))
            if fields:
                yield Change("changed", item, now.type, now.name, fields)
        elif now is not None:
            origin = was_merged.get(item, "")
            kind: Kind = "split" if origin in before else "added"
            yield Change(kind, item, now.type, now.name, other=origin if kind == "split" else "")
        elif held is not None:
            target = merged.get(item, "")
            gone: Kind = "merged" if target in after else "removed"
            yield Change(gone, item, held.type, held.name, other=target if gone == "merged" else "")


def _edge_changes(old: Graph, new: Graph) -> Iterator[Change]:
    names = {node.id: node.name for graph in (old, new) for node in graph.nodes}
    before = {edge.key: edge for edge in old.edges if edge.type != "MENTIONS"}
    after = {edge.key: edge for edge in new.edges if edge.type != "MENTIONS"}
    for key in sorted(before.keys() | after.keys()):
        held, now = before.get(key), after.get(key)
        edge = now or held
        if edge is None:
            continue
        label = f"{names.get(edge.source, edge.source)} – {names.get(edge.target, edge.target)}"
        if held is not None and now is not None:
            fields = tuple(_fields(held, now))
            if fields:
                yield Change("changed", key, edge.type, label, fields)
        else:
            yield Change("added" if held is None else "removed", key, edge.type, label)


def _ordered(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(
        sorted(changes, key=lambda c: (c.type != "Document", _KINDS.index(c.kind), c.type, c.label, c.item))
    )


def compare(old: Graph, new: Graph) -> Changes:
    """Return what changed between two graphs; MENTIONS edges follow from the documents and are left out."""
    return Changes(_ordered(_node_changes(old, new)), _ordered(_edge_changes(old, new)))


def _value_in_words(value: PropertyValue | None, words: Mapping[str, str]) -> str:
    if value is None:
        return words["nobody"]
    return "、".join(value) if isinstance(value, tuple) else str(value)


def _field_in_words(field: FieldChange, words: Mapping[str, str]) -> str:
    name = words.get(field.field, field.field)
    if isinstance(field.old, tuple) and isinstance(field.new, tuple):
        gone = [f"-{value}" for value in field.old if value not in field.new]
        come = [f"+{value}" for value in field.new if value not in field.old]
        return f"{name} {' '.join(gone + come)}"
    return f"{name} {_value_in_words(field.old, words)} → {_value_in_words(field.new, words)}"


def in_words(changes: Changes, language: Language, labels: Mapping[str, str] | None = None) -> list[str]:
    """Return the differences as lines of text.

    labels: names of types and relations in that language (the ontology's), by type.
    """
    words = table("changes", language)
    if not changes:
        return [words["nothing"]]
    lines: list[str] = []
    for part, rows in (("nodes", changes.nodes), ("edges", changes.edges)):
        counts = changes.counts()[part]
        said = ", ".join(f"{words[kind]} {counts[kind]}" for kind in _KINDS if counts[kind])
        if said:
            lines.append(f"{words[part]}: {said}")
        for change in rows:
            kind = (labels or {}).get(change.type, change.type)
            line = f"  {words[change.kind]} {kind} {change.label} [{change.item}]"
            if change.kind in ("merged", "split"):
                line = f"  {kind} {change.label} [{change.item}] {words[change.kind]} [{change.other}]"
            fields = "; ".join(_field_in_words(field, words) for field in change.fields)
            lines.append(f"{line}: {fields}" if fields else line)
    return lines
