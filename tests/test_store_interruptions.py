"""An interrupted load, repeated, gives exactly the clean result: killed clients, restarted servers."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cypher.server.local_server import LocalServer
from graph.errors import StoreError
from graph.interchange import write_graph
from graph.stores import cypher_writer
from graph.stores.base import AnswerRow, Parameters
from graph.stores.embedded import EmbeddedStore
from graph.stores.neo4j import Neo4jStore
from tests.store_fixtures import empty
from tests.store_graphs import made_documents, made_graph

pytestmark = pytest.mark.neo4j

PROJECT = Path(__file__).parents[1]
SEED = 20241122
KILLS, RESTARTS = 18, 3
BATCH_ROWS = 4

OLD = made_documents(seed=5, documents=3, facts=10)
NEW = made_documents(seed=6, documents=4, facts=10)
BEFORE = made_graph(OLD)
LOADED = made_graph(NEW[1:])
# 0.txt stays as it was, 1.txt and 2.txt are replaced, 3.txt is new.
AFTER = made_graph([OLD[0], *NEW[1:]])

COUNTS = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS nodes, count(r) AS edges"


def prepared_store(server: LocalServer) -> Neo4jStore:
    store = Neo4jStore(server.url, "neo4j", server.password)
    empty(store)
    with store.writer() as writer:
        writer.upsert(BEFORE)
    return store


def assert_clean(store: Neo4jStore) -> None:
    """Repeat the load; then nothing is lost and nothing doubled."""
    with store.writer() as writer:
        writer.upsert(LOADED)
    assert store.view().graph() == AFTER
    assert store.view().query(COUNTS) == [{"nodes": len(AFTER.nodes), "edges": len(AFTER.edges)}]


def statements_of_a_load(server: LocalServer) -> int:
    """Return how many writing statements the uninterrupted load takes."""
    with prepared_store(server) as store, store.writer() as writer:
        sent: list[str] = []
        run = store.execute

        def execute(cypher: str, parameters: Parameters) -> list[AnswerRow]:
            sent.append(cypher)
            return run(cypher, parameters)

        store.execute = execute  # type: ignore[method-assign] # counts what goes to the server
        writer.upsert(LOADED)
        assert store.view().graph() == AFTER
        return len(sent)


@pytest.fixture(scope="module")
def points(neo4j_server: LocalServer) -> list[int]:
    """Statement numbers at which loads are interrupted: seeded, spread over the whole load."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cypher_writer, "BATCH_ROWS", BATCH_ROWS)
        statements = statements_of_a_load(neo4j_server)
    assert statements > KILLS + RESTARTS
    return sorted(random.Random(SEED).sample(range(1, statements + 1), KILLS + RESTARTS))


@pytest.mark.parametrize("number", range(KILLS))
def test_a_killed_client_repeats_its_load(
    neo4j_server: LocalServer, points: list[int], number: int, tmp_path: Path
) -> None:
    server, point = neo4j_server, points[number]
    file = tmp_path / "graph.json"
    write_graph(LOADED, file)
    when = "during" if number % 3 == 0 else "before"
    with prepared_store(server) as store:
        arguments = [server.url, str(file), str(BATCH_ROWS), str(point), when]
        environment = {**os.environ, "NEO4J_PASSWORD": server.password, "PYTHONPATH": str(PROJECT)}
        died = subprocess.run(
            [sys.executable, "-m", "tests.interrupted_load", *arguments],
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            check=False,
        )
        # One killed while the server works may just have got its answer; a kill is never a failure.
        assert died.returncode == -9 or (when == "during" and died.returncode == 0), died.stderr
        assert_clean(store)


@pytest.mark.parametrize("number", range(RESTARTS))
def test_a_load_outlives_a_killed_server(
    neo4j_server: LocalServer, points: list[int], number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cypher_writer, "BATCH_ROWS", BATCH_ROWS)
    server, fatal = neo4j_server, points[KILLS + number] // (number + 1)
    numbers, reached, restarted = itertools.count(1), threading.Event(), threading.Event()
    with prepared_store(server) as store:
        run = store.execute

        def execute(cypher: str, parameters: Parameters) -> list[AnswerRow]:
            if next(numbers) == fatal:
                reached.set()
                restarted.wait(timeout=60)
            return run(cypher, parameters)

        with store.writer() as writer, monkeypatch.context() as patch, ThreadPoolExecutor() as loader:
            patch.setattr(store, "execute", execute)
            load = loader.submit(writer.upsert, LOADED)
            assert reached.wait(timeout=60), "the load ended before the server was killed"
            server.kill()
            # By this thread: Linux ends the server with the thread that launched it.
            server.launch()
            restarted.set()
            with contextlib.suppress(StoreError):
                # Lost at the one moment at which the driver may not repeat by itself: the user repeats.
                load.result()
        server.wait()
        assert_clean(store)


def test_a_killed_load_leaves_the_embedded_store_whole(tmp_path: Path) -> None:
    path, file = tmp_path / "graph.kgl", tmp_path / "graph.json"
    write_graph(LOADED, file)
    with EmbeddedStore(path) as store, store.writer() as writer:
        writer.upsert(BEFORE)
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom graph.interchange import read_graph\n"
        "from graph.stores.embedded import EmbeddedStore\n"
        "store = EmbeddedStore(Path(sys.argv[1]))\n"
        "with store.writer() as writer:\n    writer.upsert(read_graph(Path(sys.argv[2])))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    died = subprocess.run(
        [sys.executable, "-c", code, str(path), str(file)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        check=False,
    )
    assert died.returncode == -9, died.stderr
    with EmbeddedStore(path) as store:
        assert store.view().graph() == AFTER
