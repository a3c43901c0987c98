"""The Neo4j store: a server of version 5.26 or later, over the official driver."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, TypeVar, cast

import neo4j
from neo4j import exceptions
from neo4j.graph import Node, Path, Relationship

from graph.cypher_files import read_statements
from graph.errors import QueryError, StoreConnectionError, StoreError
from graph.ontology import Ontology
from graph.stores.base import AnswerRow, Capabilities, Parameters, View, Writer
from graph.stores.cypher_store import NODE_TYPES, CypherStore, CypherView, Statement
from graph.stores.cypher_writer import CypherWriter
from graph.stores.rows import BOOKKEEPING, Row

OLDEST_VERSION = (5, 26)
_CONNECT_SECONDS = 10.0
_RETRY_SECONDS = 120.0
# Batches made while others are on their way: enough for all edges' rows to be made while nodes are written.
_BATCHES_AHEAD = 8
# Batches on their way: the server takes one in while it commits the other. More only wait.
_BATCHES_AT_ONCE = 2
_SCALARS = frozenset({type(None), str, int, float, bool})

T = TypeVar("T")

log = logging.getLogger(__name__)


def _made_ahead(items: Iterable[T]) -> Iterator[T]:
    """Yield these items, which one other thread makes while the caller works on earlier ones."""
    end = object()
    iterator = iter(items)
    with ThreadPoolExecutor(max_workers=1) as maker:
        waiting = deque(maker.submit(next, iterator, end) for _ in range(_BATCHES_AHEAD))
        while (item := waiting.popleft().result()) is not end:
            waiting.append(maker.submit(next, iterator, end))
            yield cast("T", item)


def _one_line(error: BaseException) -> str:
    return " ".join(str(getattr(error, "message", None) or error).split())


def _is_tls(error: BaseException) -> bool:
    """Return whether a failed connection failed at encryption: driver and server disagree, or no trust."""
    texts = []
    step: BaseException | None = error
    while step is not None:
        texts.append(f"{type(step).__name__} {step}".lower())
        step = step.__cause__ or step.__context__
    return any(sign in text for text in texts for sign in ("ssl", "tls", "certificate", "handshake"))


def _connection_error(error: Exception, url: str, database: str | None) -> StoreConnectionError | None:
    """Return the message for what stands between us and the server, or None for other errors."""
    if isinstance(error, exceptions.AuthError):
        return StoreConnectionError(
            f"{url} refuses the login ({_one_line(error)}): check NEO4J_USERNAME and NEO4J_PASSWORD"
        )
    if isinstance(error, exceptions.ClientError) and "DatabaseNotFound" in (error.code or ""):
        return StoreConnectionError(
            f"{url} has no database {database!r}: check NEO4J_DATABASE (Community has one, neo4j)"
        )
    if isinstance(error, (exceptions.DriverError, OSError)):
        if _is_tls(error):
            return StoreConnectionError(
                f"{url} and this client do not agree on encryption ({_one_line(error)}): use bolt:// or "
                "neo4j:// for a server without TLS, +s for one with a trusted certificate, +ssc for its own"
            )
        return StoreConnectionError(
            f"{url} does not answer ({_one_line(error)}): is the server running? `make neo4j` starts one"
        )
    return None


def _plain(value: Any) -> Any:
    """Return a driver value as JSON values: nodes and relationships as their properties."""
    kind = type(value)
    if kind in _SCALARS:
        return value
    if kind is list and _SCALARS.issuperset(map(type, value)):
        return value
    if isinstance(value, (Node, Relationship)):
        return {key: value[key] for key in sorted(value.keys()) if key not in BOOKKEEPING}
    if isinstance(value, Path):
        return [_plain(node) for node in value.nodes]
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return str(value)


class Neo4jStore(CypherStore):
    """A graph in a Neo4j database that may hold other data too.

    url: where the server listens. username, password: the login. database: the name, or None for the user's
    home database. ontology: what may be stored; the shipped one unless given.
    Raises StoreConnectionError when the server cannot be used, with the reason.
    """

    capabilities = Capabilities(full_text=True, atomic=False)

    def __init__(
        self,
        url: str,
        username: str,
        password: str,
        database: str | None = None,
        ontology: Ontology | None = None,
    ) -> None:
        super().__init__(ontology)
        self._url = url
        self._database = database
        self._login = (username, password)
        try:
            self._driver = neo4j.GraphDatabase.driver(
                url,
                auth=self._login,
                connection_timeout=_CONNECT_SECONDS,
                max_transaction_retry_time=_RETRY_SECONDS,
                notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
                telemetry_disabled=True,
            )
        except (exceptions.ConfigurationError, ValueError) as error:
            raise StoreConnectionError(f"{url} is no usable address: {_one_line(error)}") from error
        try:
            self._check_server()
        except BaseException:
            self._driver.close()
            raise

    @classmethod
    def from_environment(cls, url: str) -> Neo4jStore:
        """Open the store with NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE.

        Raises StoreConnectionError when NEO4J_PASSWORD is not set.
        """
        password = os.environ.get("NEO4J_PASSWORD")
        if not password:
            raise StoreConnectionError(f"NEO4J_PASSWORD is not set: {url} needs it, it is never an argument")
        username = os.environ.get("NEO4J_USERNAME") or "neo4j"
        return cls(url, username, password, os.environ.get("NEO4J_DATABASE") or None)

    def _check_server(self) -> None:
        with self._errors():
            # Fails at once where a query would be repeated for as long as a restart may take.
            try:
                self._driver.get_server_info()
            except exceptions.ServiceUnavailable:
                self._ask_directly()
                raise
        for component in self.read(read_statements("read", "server.cypher")["version"], {}):
            numbers = tuple(int(part) for part in component["version"].split(".")[:2] if part.isdigit())
            if component["name"] == "Neo4j Kernel" and numbers < OLDEST_VERSION:
                raise StoreConnectionError(
                    f"{self._url} runs Neo4j {component['version']}: zonegraph needs 5.26 (the long-term "
                    "version) or later"
                )

    def _ask_directly(self) -> None:
        """Raise what a server says without routing: a routing driver hides why it reached none."""
        scheme, rest = self._url.split("://", 1)
        with neo4j.GraphDatabase.driver(
            f"{scheme.replace('neo4j', 'bolt')}://{rest}",
            auth=self._login,
            connection_timeout=_CONNECT_SECONDS,
            telemetry_disabled=True,
        ) as direct:
            direct.get_server_info()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Turn what the driver raises into the project's errors."""
        try:
            yield
        except (exceptions.Neo4jError, exceptions.DriverError, OSError, ValueError) as error:
            # The driver raises ValueError for an address that no name server can make sense of.
            if isinstance(error, ValueError):
                raise StoreConnectionError(f"{self._url} is no usable address: {_one_line(error)}") from error
            known = _connection_error(error, self._url, self._database)
            if known is not None:
                raise known from error
            code = getattr(error, "code", None) or ""
            if "Forbidden" in code or "ReadOnly" in code:
                raise StoreError(
                    f"{self._url} only lets this user read ({_one_line(error)}): set NEO4J_USERNAME to one "
                    "that may write, or make the database writable"
                ) from error
            raise QueryError(f"Neo4j rejects this Cypher: {_one_line(error)}") from error

    def _run(self, cypher: str, parameters: Parameters, routing: neo4j.RoutingControl) -> list[AnswerRow]:
        with self._errors():
            result = self._driver.execute_query(
                cypher, dict(parameters), database_=self._database, routing_=routing
            )
        # What the driver keeps of a statement refers to itself: its rows would live until Python searches for
        # cycles, which takes a tenth of a load.
        if result.summary.parameters:
            result.summary.parameters.clear()
        return [
            dict(zip(result.keys, map(_plain, record.values()), strict=True)) for record in result.records
        ]

    def writer(self) -> Writer:
        """Return a writer, to be used in a `with` block."""
        return CypherWriter(self)

    def view(self) -> View:
        """Return a view for reading."""
        return CypherView(self)

    def schema_folders(self) -> tuple[tuple[str, ...], ...]:
        """Return the folders of the shared schema and of what only Neo4j runs."""
        return (("schema",), ("schema", "neo4j"))

    def read(self, cypher: str, parameters: Parameters) -> list[AnswerRow]:
        """Return the rows of a reading statement; a writing one is refused by the server."""
        return self._run(cypher, parameters, neo4j.RoutingControl.READ)

    def execute(self, cypher: str, parameters: Parameters) -> list[AnswerRow]:
        """Run one writing statement of a user and return its rows."""
        return self._run(cypher, parameters, neo4j.RoutingControl.WRITE)

    def write(self, statements: Iterable[Statement]) -> None:
        """Run writing statements, each in its own transaction, repeated on transient errors."""
        with ThreadPoolExecutor(max_workers=_BATCHES_AT_ONCE) as senders:
            for _, members in groupby(_made_ahead(statements), attrgetter("step")):
                under_way: deque[Future[None]] = deque()
                for statement in members:
                    if len(under_way) == _BATCHES_AT_ONCE:
                        under_way.popleft().result()
                    under_way.append(senders.submit(self._write_batch, statement))
                for batch in under_way:
                    batch.result()

    def _write_batch(self, statement: Statement) -> None:
        try:
            self.execute(statement.cypher, statement.parameters)
        except QueryError as error:
            raise StoreError(
                f"{error.message}; the load stopped at this batch: repeat it when the reason is gone"
            ) from error

    @staticmethod
    def edge_statement(verb: str, relation: str, head: str, tail: str) -> str:  # noqa: ARG004 # one for all ends
        """Return what writes relationships of this type, whatever their ends."""
        return read_statements("write", "neo4j", "edges", f"{relation}.cypher")[verb]

    @staticmethod
    def edge_parameters(rows: Sequence[Row]) -> Parameters:
        """Return the parameters of an edge statement: rows that start at the same node are sent as one."""
        left_out = ("source", *NODE_TYPES)
        return {
            "rows": [
                {
                    "source": source,
                    "edges": [{key: row[key] for key in row if key not in left_out} for row in members],
                }
                for source, members in groupby(rows, itemgetter("source"))
            ]
        }

    def define(self, name: str, statement: str) -> bool:
        """Create one constraint or index.

        A constraint on a type's own label can fail on other applications' nodes; it is then left out with a
        warning, because ids of ours stay unique by the constraint on Zonegraph.
        """
        try:
            self.execute(statement, {})
        except QueryError as error:
            if "ConstraintCreationFailed" not in str(getattr(error.__cause__, "code", "")):
                raise StoreError(f"{name} cannot be created: {error.message}") from error
            log.warning("%s left out, other nodes of that label break it: %s", name, error.message)
            return False
        return True

    def close(self) -> None:
        """Close all connections."""
        self._driver.close()
