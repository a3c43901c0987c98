"""Writes to a Cypher store what differs between what it holds and what it shall hold."""

from __future__ import annotations

import gc
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from operator import itemgetter
from types import TracebackType
from typing import Any, Self, TypeVar

from graph.cypher_files import read_statements
from graph.errors import StoreError
from graph.model import Edge, Graph, Node, Rejected
from graph.ontology import Ontology, check
from graph.stores.base import AnswerRow, Parameters, Writer, WriteReport
from graph.stores.cypher_store import CypherStore, EdgeDialect, Edges, Nodes, Part, Statement, Step
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
    return any(document not in documents for document in row.get("documents", ()))


def _united_nodes(before: Nodes, loaded: Graph, documents: frozenset[str], ontology: Ontology) -> Nodes:
    """Return the nodes after these documents are replaced by the loaded graph."""
    nodes: Nodes = {}
    for node in loaded.nodes:
        row = before.get(node.id)
        if row is not None and _outside(row, documents):
            node = united_node(node_from_row(row, ontology), node, documents)
        nodes[node.id] = node_row(node, ontology)
    rest = {key: row for key, row in before.items() if key not in nodes}
    return {**_nodes_without(rest, documents, ontology), **nodes}


def _united_edges(before: Edges, loaded: Graph, documents: frozenset[str], ontology: Ontology) -> Edges:
    """Return the edges after these documents are replaced by the loaded graph."""
    types = {node.id: node.type for node in loaded.nodes}
    edges: Edges = {}
    for edge in loaded.edges:
        identity = (edge.source, edge.type, edge.target, edge.key)
        row = before.get(identity)
        if row is not None and _outside(row, documents):
            edge = united_edge(edge_from_row(row, edge.type, ontology), edge, documents)
        edges[identity] = edge_row(edge, types[edge.source], types[edge.target], ontology)
    rest = {key: row for key, row in before.items() if key not in edges}
    return {**_edges_without(rest, documents, ontology), **edges}


def _nodes_without(before: Nodes, documents: frozenset[str], ontology: Ontology) -> Nodes:
    """Return the nodes without these documents and what only they supported."""
    nodes: Nodes = {}
    for key, row in before.items():
        node: Node | None = None
        if _outside(row, documents):
            node = node_without(node_from_row(row, ontology), documents)
        if node is not None:
            nodes[key] = node_row(node, ontology)
    return nodes


def _edges_without(before: Edges, documents: frozenset[str], ontology: Ontology) -> Edges:
    """Return the edges without these documents and what only they supported."""
    edges: Edges = {}
    for identity, row in before.items():
        edge: Edge | None = None
        if _outside(row, documents):
            edge = edge_without(edge_from_row(row, identity[1], ontology), documents)
        if edge is not None:
            edges[identity] = edge_row(edge, row["head"], row["tail"], ontology)
    return edges


def _grouped(rows: Iterable[tuple[Any, Row]]) -> Iterator[tuple[Any, Sequence[Row]]]:
    """Yield batches of rows that go to the same statement, in the order in which statements come up."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for group, row in rows:
        groups[group].append(row)
    for group, members in groups.items():
        for batch in _batches(members):
            yield group, batch


def _node_statements(verb: str, rows: Iterable[Row], documents: Step, others: Step) -> Iterator[Statement]:
    def step(name: str) -> Step:
        return documents if name == "Document" else others

    ordered = sorted(rows, key=lambda row: (step(row["type"]), row["id"]))
    for name, batch in _grouped((row["type"], row) for row in ordered):
        text = read_statements("write", "nodes", f"{name}.cypher")[verb]
        sent = [{"id": row["id"]} for row in batch] if verb == "remove" else list(batch)
        yield Statement(text, {"rows": sent}, step(name))


def _edge_statements(verb: str, edges: Edges, dialect: EdgeDialect) -> Iterator[Statement]:
    ordered = sorted(edges.items(), key=itemgetter(0))
    texts = (dialect.edge_statement(verb, identity[1], row["head"], row["tail"]) for identity, row in ordered)
    for text, batch in _grouped(zip(texts, (row for _, row in ordered), strict=True)):
        yield Statement(text, dialect.edge_parameters(batch), Step.EDGES)


def statements_between(
    before: Part, nodes: Nodes, edges: Callable[[], Edges], dialect: EdgeDialect
) -> Iterator[Statement]:
    """Yield what turns one state into the other.

    before: the state as it is. nodes: as they shall be. edges: gives the edges as they shall be; called when
    the statements for nodes are out. dialect: the kind of store that they are for.
    """
    changed_nodes = [row for key, row in nodes.items() if before.nodes.get(key) != row]
    yield from _node_statements("upsert", changed_nodes, Step.DOCUMENTS, Step.NODES)
    after = edges()
    new_edges = {key: row for key, row in after.items() if key not in before.edges}
    # A batch is repeated only when it surely failed; after any other interruption the repetition reads anew.
    yield from _edge_statements("create", new_edges, dialect)
    changed_edges = {
        key: row for key, row in after.items() if key in before.edges and before.edges[key] != row
    }
    yield from _edge_statements("upsert", changed_edges, dialect)
    gone_edges = {key: row for key, row in before.edges.items() if key not in after}
    yield from _edge_statements("remove", gone_edges, dialect)
    gone_nodes = [row for key, row in before.nodes.items() if key not in nodes]
    yield from _node_statements("remove", gone_nodes, Step.GONE_DOCUMENTS, Step.GONE_NODES)


def _counts(before: Mapping[Any, Row], after: Mapping[Any, Row]) -> tuple[int, int, int, int]:
    created = sum(key not in before for key in after)
    unchanged = sum(before.get(key) == row for key, row in after.items())
    removed = sum(key not in after for key in before)
    return created, len(after) - created - unchanged, unchanged, removed


def _run(part: Part) -> dict[str, Any]:
    return run_from_rows([row for row in part.nodes.values() if row["type"] == "Document"])


def _with_bookkeeping(nodes: Nodes, run: Mapping[str, Any], stored: Iterable[str]) -> Nodes:
    """Return the nodes with record and run on the Documents. stored: ids of other Documents."""
    documents = tuple(key for key, row in nodes.items() if row["type"] == "Document")
    kept = bookkeeping(run, documents, min((*documents, *stored), default=""))
    return {key: {**row, **kept[key]} if key in kept else row for key, row in nodes.items()}


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep Python's cycle collector from running: rows are no cycles, and it would look at all of them again
    and again, for a third of the time of a load.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


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

    @_collector_paused()
    def upsert(self, graph: Graph) -> WriteReport:
        """Load a graph: new things are added, documents of equal id are replaced, the rest stays."""
        checked = check(graph, self._store.ontology)
        documents = _documents_of(checked.graph)
        stored = self._stored_documents()
        before = self._affected(checked.graph, documents, stored)
        loaded, ontology = checked.graph, self._store.ontology
        nodes = _united_nodes(before.nodes, loaded, documents, ontology)
        run = united_run(_run(before), loaded.run)
        return self._apply(
            before,
            _with_bookkeeping(nodes, run, stored),
            lambda: _united_edges(before.edges, loaded, documents, ontology),
            checked.rejected,
        )

    @_collector_paused()
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
        ontology = self._store.ontology
        nodes = _nodes_without(before.nodes, gone, ontology)
        return self._apply(
            before,
            _with_bookkeeping(nodes, _run(before), stay),
            lambda: _edges_without(before.edges, gone, ontology),
        )

    @_collector_paused()
    def replace(self, graph: Graph) -> WriteReport:
        """Make the store hold exactly this graph, touching only what differs."""
        checked = check(graph, self._store.ontology)
        nodes, edges = rows_of(checked.graph, self._store.ontology)
        return self._apply(self._store.everything(), nodes, lambda: edges, checked.rejected)

    @_collector_paused()
    def exchange(self, old: Graph, new: Graph) -> WriteReport:
        """Put one part of the graph in the place of another without reading the store back."""
        ontology = self._store.ontology
        checked = check(new, ontology)
        nodes, edges = rows_of(checked.graph, ontology)
        return self._apply(Part(*rows_of(old, ontology)), nodes, lambda: edges, checked.rejected)

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

    def _apply(
        self,
        before: Part,
        nodes: Nodes,
        make_edges: Callable[[], Edges],
        rejected: tuple[Rejected, ...] = (),
    ) -> WriteReport:
        edges = cache(make_edges)
        self._store.write(statements_between(before, nodes, edges, type(self._store)))
        of_nodes, of_edges = _counts(before.nodes, nodes), _counts(before.edges, edges())
        report = WriteReport(*of_nodes, *of_edges, rejected)
        log.info("wrote %s", report)
        return report
