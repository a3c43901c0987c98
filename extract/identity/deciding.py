"""Turns a person's commands (merge, unmerge, rename, retype, drop) into decisions on a graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from extract.identity.canonical import Canonicaliser
from extract.identity.decisions import Decision, Decisions
from extract.identity.judgement import PERSON, Judgement, pair
from extract.identity.link import Linked, compare_ids, link
from extract.identity.occurrence import LINKED_TYPES
from extract.identity.records import unpack_records
from graph.errors import DecisionError
from graph.model import Graph, Node


def node_of(graph: Graph, own_id: str) -> Node:
    """Return the node of an id: its own, or the one that it was merged into.

    Raises DecisionError when the graph has no such id or it is a Document.
    """
    final = graph.run.get("merged", {}).get(own_id, own_id)
    for node in graph.nodes:
        if node.id == final and node.type != "Document":
            return node
    raise DecisionError(f"no node {own_id} in this graph that can be decided on; see the ids in graph.json")


def _note(nodes: Iterable[Node], at: str) -> dict[str, Any]:
    note: dict[str, Any] = {"names": [node.name for node in nodes]}
    return note | {"time": at} if at else note


def _judge(graph: Graph, left: str, right: str, judgement: Judgement, at: str) -> Decision:
    ids = pair(left, right)
    return Decision("judge", ids, judgement.value, note=_note((node_of(graph, i) for i in ids), at))


def merge(graph: Graph, left: str, right: str, at: str = "") -> Decision:
    """Return the decision that two ids are one thing.

    at: ISO time for the file's readers. Raises DecisionError when an id is unknown, or the types differ:
    retype one of the two first.
    """
    mine, theirs = node_of(graph, left), node_of(graph, right)
    if left == right:
        raise DecisionError(f"{left} cannot be merged with itself; give two ids")
    if mine.type != theirs.type or mine.type == "Indicator":
        raise DecisionError(
            f"{left} ({mine.type}) and {right} ({theirs.type}) cannot be merged: "
            "merges never cross types, and an indicator follows its zone; retype one first"
        )
    return _judge(graph, left, right, Judgement.POSITIVE, at)


def unmerge(
    graph: Graph,
    own_id: str,
    other: str = "",
    documents: Iterable[str] = (),
    at: str = "",
    canonicaliser: Canonicaliser | None = None,
) -> list[Decision]:
    """Return the decisions that take a node apart again.

    own_id alone: everything that was merged into it. other: that id only. documents: what these documents say
    of it, where one key joined two things. A person's merge that no rule backs is withdrawn and leaves
    nothing; what rules join is judged negative.
    Raises DecisionError when an id is unknown or nothing was merged.
    """
    node = node_of(graph, own_id)
    leaving = tuple(sorted(set(documents)))
    if leaving:
        held = {item.document for item in node.evidence}
        unknown = [document for document in leaving if document not in held]
        if unknown or len(held) == len(leaving):
            fault = f"{unknown[0]} does not name it" if unknown else "these are all its documents"
            raise DecisionError(f"{own_id}: {fault}; name some of {', '.join(sorted(held))}")
        return [Decision("split", (own_id,), documents=leaving, note=_note([node], at))]
    merged = graph.run.get("merged", {})
    members = sorted({node.id, *(i for i, final in merged.items() if final == node.id)})
    if len(members) < 2 or (other and other not in members):
        raise DecisionError(
            f"{other or own_id} was not merged{' into it' if other else ''}; "
            "where one name joined two things, give the documents to take out"
        )
    pairs = [pair(own_id, other)] if other else list(combinations(members, 2))
    decisions = Decisions.from_json(graph.run.get("decisions", ()))
    by_person = {(i.left, i.right) for i in decisions.judged() if i.judgement is Judgement.POSITIVE}
    rows: list[Decision] = []
    for left, right in pairs:
        judgement = Judgement.NEGATIVE
        if (left, right) in by_person:
            rules = compare_ids(unpack_records(graph), left, right, Decisions(), canonicaliser).rules
            if rules.judgement is not Judgement.POSITIVE:
                judgement = Judgement.NONE
        rows.append(_judge(graph, left, right, judgement, at))
    return rows


def rename(graph: Graph, own_id: str, name: str, at: str = "") -> Decision:
    """Return the decision on a node's name; an empty name withdraws an earlier one."""
    return Decision("rename", (own_id,), name.strip(), note=_note([node_of(graph, own_id)], at))


def retype(graph: Graph, own_id: str, node_type: str, at: str = "") -> Decision:
    """Return the decision on a node's type; an empty type withdraws an earlier one.

    Raises DecisionError when the id or the type is unknown.
    """
    if node_type and node_type not in LINKED_TYPES:
        raise DecisionError(f"{node_type!r} is no type; known are {', '.join(LINKED_TYPES)}")
    return Decision("retype", (own_id,), node_type, note=_note([node_of(graph, own_id)], at))


def drop(graph: Graph, own_id: str, at: str = "") -> Decision:
    """Return the decision that a node is none of ours: it and its relations leave the graph."""
    return Decision("drop", (own_id,), note=_note([node_of(graph, own_id)], at))


def keep(own_id: str, at: str = "") -> Decision:
    """Return the decision that takes an earlier drop back."""
    return Decision("keep", (own_id,), note={"time": at} if at else {})


def relink(graph: Graph, decisions: Decisions, canonicaliser: Canonicaliser | None = None) -> Linked:
    """Link the documents of a graph again with other decisions; nothing is read or extracted.

    graph: a linked graph with its records. Raises InterchangeError when a record is missing or damaged.
    """
    records: Mapping[str, str] = graph.run.get("records", {})
    return link(unpack_records(graph), decisions, canonicaliser, records)


def conflicts(graph: Graph, *, by_person: bool = True) -> list[Mapping[str, Any]]:
    """Return the judgements of a graph that could not be followed; by_person: a person's only."""
    rows: list[Mapping[str, Any]] = graph.run.get("conflicts", [])
    return [row for row in rows if not by_person or row["by"] == PERSON]
