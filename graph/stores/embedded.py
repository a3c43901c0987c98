"""The embedded store: one kglite file with sidecars, opened by one process at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import kglite

from graph.errors import QueryError, StoreBusyError, StoreError
from graph.ontology import Ontology
from graph.stores.base import AnswerRow, Capabilities, Parameters, View, Writer
from graph.stores.cypher_store import CypherStore, CypherView, Statement
from graph.stores.cypher_writer import CypherWriter


@contextmanager
def _query_errors() -> Iterator[None]:
    """Turn what kglite raises on a statement into a QueryError."""
    try:
        yield
    except (kglite.KgError, ValueError, TypeError) as error:
        raise QueryError(f"the embedded store rejects this Cypher: {' '.join(str(error).split())}") from error


class EmbeddedStore(CypherStore):
    """A graph in one file.

    path: the file; its folder is created. ontology: what may be stored; the shipped one unless given.
    Raises StoreBusyError when another process has it open, StoreError when the file cannot be opened.
    """

    capabilities = Capabilities(full_text=False, atomic=True)

    def __init__(self, path: Path, ontology: Ontology | None = None) -> None:
        super().__init__(ontology)
        # kglite warns on stderr of every property that no node has yet; for us that is the normal case.
        kglite.set_query_warning_policy("silent")
        if path.is_dir():
            raise StoreError(f"{path} is a folder: name a file in it, as kglite:{path / 'graph.kgl'}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._session = kglite.open_session(str(path), durable="normal")
        except kglite.WriterLeaseHeldError as error:
            raise StoreBusyError(f"{path} is open in another process: close it there, then repeat") from error
        except (kglite.KgError, OSError) as error:
            reason = " ".join(str(error).split())
            raise StoreError(f"{path} cannot be opened as an embedded store: {reason}") from error

    def writer(self) -> Writer:
        """Return a writer, to be used in a `with` block."""
        return CypherWriter(self)

    def view(self) -> View:
        """Return a view for reading."""
        return CypherView(self)

    def read(self, cypher: str, parameters: Parameters) -> list[AnswerRow]:
        """Return the rows of a reading statement."""
        with _query_errors():
            return [dict(row) for row in self._session.cypher(cypher, params=dict(parameters))]

    def execute(self, cypher: str, parameters: Parameters) -> list[AnswerRow]:
        """Run one writing statement of a user and return its rows."""
        with _query_errors():
            return [dict(row) for row in self._session.execute(cypher, params=dict(parameters))]

    def write(self, statements: Iterable[Statement]) -> None:
        """Run writing statements in one transaction, which is one frame of the write-ahead log."""
        try:
            with self._session.begin() as transaction:
                for statement in statements:
                    transaction.cypher(statement.cypher, params=dict(statement.parameters))
        except kglite.KgError as error:
            raise StoreError(
                f"the embedded store refuses to write: {' '.join(str(error).split())}"
            ) from error

    def define(self, name: str, statement: str) -> bool:
        """Create one constraint or index."""
        try:
            self._session.execute(statement)
        except kglite.KgError as error:
            raise StoreError(f"the embedded store cannot create {name}: {error}") from error
        return True

    def close(self) -> None:
        """Write the file and give up the lease on it."""
        self._session.close()
