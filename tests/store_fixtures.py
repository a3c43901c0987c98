"""Fixtures of the store tests: a real Neo4j of one's own, and every store behind one name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cypher.server.local_server import LocalServer, ServerError, artifacts, missing_tools
from graph.stores import Store
from graph.stores.embedded import EmbeddedStore
from graph.stores.neo4j import Neo4jStore

JARS = Path(__file__).parents[1] / ".neo4j" / "lib"

# Compiles quickly rather than well: a server of two minutes is mostly compiling.
SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")

STORES = [
    pytest.param("embedded", id="embedded"),
    pytest.param("neo4j", id="neo4j", marks=pytest.mark.neo4j),
]

OpenStore = Callable[[], Store]


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """A real Neo4j on free ports in a folder of its own, started once and always stopped."""
    if missing := missing_tools():
        pytest.skip(missing)
    try:
        jars = artifacts(JARS)
    except ServerError as error:
        pytest.skip(str(error))
    with LocalServer.prepared(tmp_path_factory.mktemp("neo4j"), jars, SHORT_LIVED) as server:
        yield server


def empty(store: Store) -> None:
    """Delete everything, also what is not ours."""
    with store.writer() as writer:
        writer.execute("MATCH (n) DETACH DELETE n")


@pytest.fixture
def neo4j_store(neo4j_server: LocalServer) -> Iterator[Neo4jStore]:
    """An empty Neo4j store."""
    with Neo4jStore(neo4j_server.url, "neo4j", neo4j_server.password) as store:
        empty(store)
        yield store


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Every store in turn, empty."""
    if request.param == "neo4j":
        yield request.getfixturevalue("neo4j_store")
    else:
        with EmbeddedStore(tmp_path / "graph.kgl") as embedded:
            yield embedded
