"""What all stores that speak Cypher share: the schema and the reading; a subclass only runs statements."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, Protocol

from graph.cypher_files import file_names, read_statements
from graph.cypher_generation import edge_columns, edge_fields, node_fields
from graph.model import Graph
from graph.ontology import Ontology, load_ontology
from graph.stores.base import AnswerRow, Parameters, Store, View
from graph.stores.rows import EdgeIdentity, Row, edge_from_row, node_from_row, run_from_rows

# The types of the ends are in the statement: not to send them too saves a tenth of a load.
NODE_TYPES = ("head", "tail")

Nodes = dict[str, Row]
Edges = dict[EdgeIdentity, Row]


class Step(IntEnum):
    """What a write does one after the other; statements of one step may run at once and in any order.

    Document nodes are written first and removed last: an interrupted write then still shows which documents
    it had begun with, and the repetition finds everything that quotes them.
    """

    DOCUMENTS = 0
    NODES = 1
    EDGES = 2
    GONE_NODES = 3
    GONE_DOCUMENTS = 4


class Statement(NamedTuple):
    """One writing statement, its parameters, and the step that it belongs to."""

    cypher: str
    parameters: Parameters
    step: Step


def _held(row: AnswerRow, fields: Iterable[str]) -> Row:
    """Return those of these fields that a stored thing has."""
    return {field: value for field in fields if (value := row[field]) is not None}


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a part of the store, as they are or as they shall become: nodes by id, edges by identity."""

    nodes: Nodes
    edges: Edges


class EdgeDialect(Protocol):
    """How a kind of store writes relationships; a store's class is one."""

    def edge_statement(self, verb: str, relation: str, head: str, tail: str) -> str:
        """Return the Cypher text."""

    def edge_parameters(self, rows: Sequence[Row]) -> Parameters:
        """Return the parameters for these rows."""


class CypherStore(Store):
    """A store that speaks Cypher. ontology: what may be stored; the shipped one unless given."""

    def __init__(self, ontology: Ontology | None = None) -> None:
        self.ontology = ontology or load_ontology()

    @abstractmethod
    def read(self, cypher: str, parameters: Parameters) -> list[AnswerRow]:
        """Return the rows of a reading statement."""

    @abstractmethod
    def execute(self, cypher: str, parameters: Parameters) -> list[AnswerRow]:
        """Run one writing statement of a user and return its rows."""

    @abstractmethod
    def write(self, statements: Iterable[Statement]) -> None:
        """Run writing statements, step by step: in one transaction if the store is atomic, else one each."""

    def existing_schema_names(self) -> frozenset[str]:
        """Return the names of all constraints and indexes."""
        statements = read_statements("read", "server.cypher")
        shown = (*self.read(statements["constraint names"], {}), *self.read(statements["index names"], {}))
        return frozenset(row["name"] for row in shown)

    @abstractmethod
    def define(self, name: str, statement: str) -> bool:
        """Create one constraint or index; return False when the store's other data does not allow it."""

    def schema_folders(self) -> tuple[tuple[str, ...], ...]:
        """Return the folders under cypher/ whose schema files this store runs."""
        return (("schema",),)

    def schema(self) -> tuple[str, ...]:
        """Create what is missing of the schema files, in the order of their numbers."""
        wanted: dict[str, str] = {}
        for folder in self.schema_folders():
            for file in file_names(*folder):
                wanted |= read_statements(*folder, file)
        existing = self.existing_schema_names()
        missing = {name: text for name, text in wanted.items() if name not in existing}
        return tuple(name for name, text in missing.items() if self.define(name, text))

    @staticmethod
    def edge_statement(verb: str, relation: str, head: str, tail: str) -> str:
        """Return what writes relationships of this type.

        verb: create, upsert or remove. head, tail: node types of the ends.
        """
        known = "upsert" if verb == "create" else verb
        return read_statements("write", "edges", f"{relation}.cypher")[f"{known} {head} {tail}"]

    @staticmethod
    def edge_parameters(rows: Sequence[Row]) -> Parameters:
        """Return the parameters of an edge statement for these rows."""
        return {"rows": [{key: row[key] for key in row if key not in NODE_TYPES} for row in rows]}

    def view(self) -> View:
        """Return a view for reading."""
        return CypherView(self)

    def nodes(self, statement: str, parameters: Parameters) -> Nodes:
        """Return the node rows that a statement of read/nodes.cypher gives."""
        rows = self.read(read_statements("read", "nodes.cypher")[statement], parameters)
        fields = {name: ("id", *node_fields(name, spec)) for name, spec in self.ontology.nodes.items()}
        return {row["id"]: _held(row, fields[row["type"]]) for row in rows}

    def edges(self, statement: str, parameters: Parameters) -> Edges:
        """Return the edge rows that a statement of read/edges.cypher gives."""
        rows = self.read(read_statements("read", "edges.cypher")[statement], parameters)
        columns = edge_columns(self.ontology)
        ends = ("source", "head", "target", "tail", "key")
        fields = {name: (*ends, *edge_fields(spec)) for name, spec in self.ontology.edges.items()}
        found = (
            {"source": row["source"], "head": row["head"], **dict(zip(columns, values, strict=True))}
            for row in rows
            for values in row["edges"]
        )
        return {
            (row["source"], row["relation"], row["target"], row["key"]): _held(row, fields[row["relation"]])
            for row in found
            if row["relation"] in fields
        }

    def everything(self) -> Part:
        """Return all rows of ours."""
        return Part(self.nodes("all", {}), self.edges("all", {}))


class CypherView(View):
    """Reads a Cypher store."""

    def __init__(self, store: CypherStore) -> None:
        self._store = store

    def graph(self) -> Graph:
        """Return everything of ours in the store as the graph that was loaded."""
        part = self._store.everything()
        ontology = self._store.ontology
        nodes = [node_from_row(row, ontology) for row in part.nodes.values()]
        edges = [edge_from_row(row, identity[1], ontology) for identity, row in part.edges.items()]
        run = run_from_rows([row for row in part.nodes.values() if row["type"] == "Document"])
        return Graph.of(nodes, edges, run)

    def query(self, cypher: str, parameters: Parameters | None = None) -> list[AnswerRow]:
        """Return the rows of a reading question."""
        return self._store.read(cypher, parameters or {})
