"""What every store can do: open, write and look, whatever database is behind it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from graph.model import Graph, Rejected

Parameters = Mapping[str, Any]
# One answer row of a question: column name to JSON value, in the order of the columns.
AnswerRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What differs between stores.

    full_text: has the cjk full-text index. atomic: a write is done whole or not at all; else it is done in
    batches, each of them whole, and an interrupted one is completed by repeating it.
    """

    full_text: bool
    atomic: bool


@dataclass(frozen=True, slots=True)
class WriteReport:
    """How many nodes and edges a write made, changed, left as they were and took out, and what it refused."""

    nodes_created: int = 0
    nodes_changed: int = 0
    nodes_unchanged: int = 0
    nodes_removed: int = 0
    edges_created: int = 0
    edges_changed: int = 0
    edges_unchanged: int = 0
    edges_removed: int = 0
    rejected: tuple[Rejected, ...] = ()


class View(ABC):
    """Reads a store."""

    @abstractmethod
    def graph(self) -> Graph:
        """Return everything of ours in the store as the graph that was loaded, run information included."""

    @abstractmethod
    def query(self, cypher: str, parameters: Parameters | None = None) -> list[AnswerRow]:
        """Return the rows of a reading question.

        Raises QueryError when the store rejects the Cypher or the question would write.
        """


class Writer(ABC):
    """Writes to a store; a context manager that makes the schema sure on entry."""

    @abstractmethod
    def upsert(self, graph: Graph) -> WriteReport:
        """Load a graph: new things are added, documents of equal id are replaced, the rest stays."""

    @abstractmethod
    def remove_documents(self, documents: Iterable[str]) -> WriteReport:
        """Take documents out, with everything that only they supported.

        documents: document ids. Raises StoreError when one is not in the store, before anything is written.
        """

    @abstractmethod
    def replace(self, graph: Graph) -> WriteReport:
        """Make the store hold exactly this graph, touching only what differs."""

    @abstractmethod
    def exchange(self, old: Graph, new: Graph) -> WriteReport:
        """Put one part of the graph in the place of another without reading the store back.

        old: the part exactly as the store holds it. new: what it shall be. Both hold the ends of their edges
        and the store's Document of smallest id, which keeps the run information.
        """

    @abstractmethod
    def execute(self, cypher: str, parameters: Parameters | None = None) -> list[AnswerRow]:
        """Run a user's own writing Cypher and return its rows.

        Raises QueryError when the store rejects it.
        """

    @abstractmethod
    def __enter__(self) -> Self: ...

    @abstractmethod
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Store(ABC):
    """One database that holds a graph; a context manager that closes it."""

    capabilities: Capabilities

    @abstractmethod
    def schema(self) -> tuple[str, ...]:
        """Create the constraints and indexes that are missing and return the names of what was created."""

    @abstractmethod
    def writer(self) -> Writer:
        """Return a writer, to be used in a `with` block."""

    @abstractmethod
    def view(self) -> View:
        """Return a view for reading."""

    @abstractmethod
    def close(self) -> None:
        """Close the connection or the file; a closed store is not used again."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
