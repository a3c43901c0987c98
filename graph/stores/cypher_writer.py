"""Writes to a Cypher store what differs between what it holds and what it shall hold."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

from graph.cypher_files import read_statements
from graph.errors import StoreError
from graph.model import Edge, Graph, Node, Rejected
from graph.ontology import Ontology, check
from graph.stores.base import AnswerRow, Parameters, Writer, WriteReport
from graph.stores.cypher_store import CypherStore, Edges, Nodes, Part, Statement
from graph.stores.merge import edge_without, node_without, united_edge, united_node, united_run
from graph.stores.rows import (
    Row,
    bookkeeping,
    edge_from_row,
    edge_row,
    node_from_row,
    node_row,
    rows_of,
    run_from_rows,
)

# Rows a statement; fastest of 1k, 5k, 10k, 20k for whole loads into Neo4j 5.26.
BATCH_ROWS = 5_000

T = TypeVar("T")

log = logging.getLogger(__name__)


def _batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), BATCH_ROWS):
        yield rows[start : start + BATCH_ROWS]


def _by_document(store: CypherStore, documents: Sequence[str]) -> Part:
    """Return what the store holds with evidence in these documents."""
    parameters = {"documents": list(documents)}
    return Part(store.nodes("by document", parameters), store.edges("by document", parameters))


def _named_nodes(store: CypherStore, ids: Sequence[str]) -> Nodes:
    """Return the stored nodes of these ids."""
    found: Nodes = {}
    for batch in _batches(ids):
        found |= store.nodes("by id", {"ids": list(batch)})
    return found


def _named_edges(store: CypherStore, wanted: Sequence[Edge]) -> Edges:
    """Return the stored edges of these keys that start where the wanted ones start."""
    found: Edges = {}
    for batch in _batches(wanted):
        sources = sorted({edge.source for edge in batch})
        found |= store.edges("by key", {"sources": sources, "keys": [edge.key for edge in batch]})
    return found


def _documents_of(graph: Graph) -> frozenset[str]:
    """Return the ids of all documents that a graph speaks of."""
    named = {node.id for node in graph.documents()}
    of_nodes = {item.document for node in graph.nodes for item in node.evidence}
    of_edges = {item.document for edge in graph.edges for item in edge.evidence}
    return frozenset(named | of_nodes | of_edges)


def _outside(row: Row, documents: frozenset[str]) -> bool:
    """Return whether a stored row has evidence in other documents than these."""
    return any(document not in documents for document in row["documents"] or ())


def _united(before: Part, loaded: Graph, documents: frozenset[str], ontology: Ontology) -> Part:
    """Return the part after these documents are replaced by the loaded graph."""
    types = {node.id: node.type for node in loaded.nodes}
    nodes: Nodes = {}
    edges: Edges = {}
    for node in loaded.nodes:
        row = before.nodes.get(node.id)
        if row is not None and _outside(row, documents):
            node = united_node(node_from_row(row, ontology), node, documents)
        nodes[node.id] = node_row(node, ontology)
    for edge in loaded.edges:
        identity = (edge.source, edge.type, edge.target, edge.key)
        row = before.edges.get(identity)
        if row is not None and _outside(row, documents):
            edge = united_edge(edge_from_row(row, edge.type, ontology), edge, documents)
        edges[identity] = edge_row(edge, types[edge.source], types[edge.target], ontology)
    rest = _without(
        Part(
            {key: row for key, row in before.nodes.items() if key not in nodes},
            {key: row for key, row in before.edges.items() if key not in edges},
        ),
        documents,
        ontology,
    )
    return Part({**rest.nodes, **nodes}, {**rest.edges, **edges})


def _without(before: Part, documents: frozenset[str], ontology: Ontology) -> Part:
    """Return the part without these documents and what only they supported."""
    nodes: Nodes = {}
    edges: Edges = {}
    for key, row in before.nodes.items():
        node: Node | None = None
        if _outside(row, documents):
            node = node_without(node_from_row(row, ontology), documents)
        if node is not None:
            nodes[key] = node_row(node, ontology)
    for identity, row in before.edges.items():
        edge: Edge | None = None
        if _outside(row, documents):
            edge = edge_without(edge_from_row(row, identity[1], ontology), documents)
        if edge is not None:
            edges[identity] = edge_row(edge, row["head"], row["tail"], ontology)
    return Part(nodes, edges)


def _grouped(rows: Iterable[tuple[Any, Row]]) -> Iterator[tuple[Any, Sequence[Row]]]:
    """Yield batches of rows that go to the same statement, in the order in which statements come up."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for group, row in rows:
        groups[group].append(row)
    for group, members in groups.items():
        for batch in _batches(members):
            yield group, batch


def _node_statements(verb: str, rows: Iterable[Row], order: Callable[[str], int]) -> Iterator[Statement]:
    ordered = sorted(rows, key=lambda row: (order(row["type"]), row["id"]))
    for name, batch in _grouped((row["type"], row) for row in ordered):
        text = read_statements("write", "nodes", f"{name}.cypher")[verb]
        yield text, {"rows": [{"id": row["id"]} for row in batch] if verb == "remove" else list(batch)}


def _edge_statements(verb: str, edges: Edges) -> Iterator[Statement]:
    patterned = (((key[1], edges[key]["head"], edges[key]["tail"]), edges[key]) for key in sorted(edges))
    for (name, head, tail), batch in _grouped(patterned):
        text = read_statements("write", "edges", f"{name}.cypher")[f"{verb} {head} {tail}"]
        # The types of the ends are in the statement; not to send them twice saves a tenth of the load.
        ends = ("head", "tail")
        yield text, {"rows": [{key: row[key] for key in row if key not in ends} for row in batch]}


def statements_between(before: Part, after: Part) -> Iterator[Statement]:
    """Yield what turns one state into the other.

    Document nodes are written first and removed last: an interrupted write then still shows which documents
    it had begun with, and the repetition finds everything that quotes them.
    """

    def first(name: str) -> int:
        return 0 if name == "Document" else 1

    changed_nodes = [row for key, row in after.nodes.items() if before.nodes.get(key) != row]
    changed_edges = {key: row for key, row in after.edges.items() if before.edges.get(key) != row}
    gone_nodes = [row for key, row in before.nodes.items() if key not in after.nodes]
    gone_edges = {key: row for key, row in before.edges.items() if key not in after.edges}
    yield from _node_statements("upsert", changed_nodes, first)
    yield from _edge_statements("upsert", changed_edges)
    yield from _edge_statements("remove", gone_edges)
    yield from _node_statements("remove", gone_nodes, lambda name: -first(name))


def _counts(before: Mapping[Any, Row], after: Mapping[Any, Row]) -> tuple[int, int, int, int]:
    created = sum(key not in before for key in after)
    unchanged = sum(before.get(key) == row for key, row in after.items())
    removed = sum(key not in after for key in before)
    return created, len(after) - created - unchanged, unchanged, removed


def _run(part: Part) -> dict[str, Any]:
    return run_from_rows([row for row in part.nodes.values() if row["type"] == "Document"])


def _with_bookkeeping(after: Part, run: Mapping[str, Any], stored: Iterable[str]) -> Part:
    """Return the part with record and run on its Document nodes. stored: ids of other Documents."""
    documents = tuple(key for key, row in after.nodes.items() if row["type"] == "Document")
    kept = bookkeeping(run, documents, min((*documents, *stored), default=""))
    return Part({key: {**row, **kept.get(key, {})} for key, row in after.nodes.items()}, after.edges)


class CypherWriter(Writer):
    """Writes to a Cypher store what differs from what it holds."""

    def __init__(self, store: CypherStore) -> None:
        self._store = store

    def __enter__(self) -> Self:
        self._store.schema()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def upsert(self, graph: Graph) -> WriteReport:
        """Load a graph: new things are added, documents of equal id are replaced, the rest stays."""
        checked = check(graph, self._store.ontology)
        documents = _documents_of(checked.graph)
        stored = self._stored_documents()
        before = self._affected(checked.graph, documents, stored)
        after = _united(before, checked.graph, documents, self._store.ontology)
        run = united_run(_run(before), checked.graph.run)
        return self._apply(before, _with_bookkeeping(after, run, stored), checked.rejected)

    def remove_documents(self, documents: Iterable[str]) -> WriteReport:
        """Take documents out, with everything that only they supported."""
        gone = frozenset(documents)
        stored = self._stored_documents()
        unknown = sorted(gone - stored.keys())
        if unknown:
            raise StoreError(
                f"no document {', '.join(unknown)} in this store: `zonegraph query documents` lists the ids"
            )
        stay = {key: holds for key, holds in stored.items() if key not in gone}
        found = _by_document(self._store, sorted(gone))
        before = Part({**self._keepers(stay), **self._keepers(stored), **found.nodes}, found.edges)
        after = _without(before, gone, self._store.ontology)
        return self._apply(before, _with_bookkeeping(after, _run(before), stay), ())

    def replace(self, graph: Graph) -> WriteReport:
        """Make the store hold exactly this graph, touching only what differs."""
        checked = check(graph, self._store.ontology)
        after = Part(*rows_of(checked.graph, self._store.ontology))
        return self._apply(self._store.everything(), after, checked.rejected)

    def exchange(self, old: Graph, new: Graph) -> WriteReport:
        """Put one part of the graph in the place of another without reading the store back."""
        ontology = self._store.ontology
        checked = check(new, ontology)
        after = Part(*rows_of(checked.graph, ontology))
        return self._apply(Part(*rows_of(old, ontology)), after, checked.rejected)

    def execute(self, cypher: str, parameters: Parameters | None = None) -> list[AnswerRow]:
        """Run a user's own writing Cypher and return its rows."""
        return self._store.execute(cypher, parameters or {})

    def _stored_documents(self) -> dict[str, bool]:
        """Return the ids of the stored documents, smallest first, each with whether it keeps `run`."""
        rows = self._store.read(read_statements("read", "documents.cypher")["ids"], {})
        return {row["id"]: row["holds_run"] for row in rows}

    def _keepers(self, stored: Mapping[str, bool]) -> Nodes:
        """Return the Documents that keep the run information, or would: the smallest id."""
        keepers = {key for key, holds in stored.items() if holds} | set(list(stored)[:1])
        return _named_nodes(self._store, sorted(keepers))

    def _affected(self, graph: Graph, documents: frozenset[str], stored: Mapping[str, bool]) -> Part:
        """Return the stored rows that a load of this graph may change."""
        if not stored:
            return Part({}, {})
        known = sorted(documents & stored.keys())
        part = _by_document(self._store, known) if known else Part({}, {})
        unseen_nodes = [node.id for node in graph.nodes if node.id not in part.nodes]
        unseen_edges = [
            edge for edge in graph.edges if (edge.source, edge.type, edge.target, edge.key) not in part.edges
        ]
        nodes = {**self._keepers(stored), **_named_nodes(self._store, unseen_nodes), **part.nodes}
        return Part(nodes, {**_named_edges(self._store, unseen_edges), **part.edges})

    def _apply(self, before: Part, after: Part, rejected: tuple[Rejected, ...]) -> WriteReport:
        self._store.write(statements_between(before, after))
        nodes, edges = _counts(before.nodes, after.nodes), _counts(before.edges, after.edges)
        report = WriteReport(*nodes, *edges, rejected)
        log.info("wrote %s", report)
        return report
