"""What only a server can show: other data beside ours, Chinese search, clear words when it is no use."""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import socket
import ssl
import stat
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from cypher.server.local_server import LocalServer, free_port, kept_password
from graph.errors import StoreConnectionError, StoreError
from graph.stores import cypher_writer, open_store
from graph.stores.base import AnswerRow, Parameters
from graph.stores.neo4j import Neo4jStore
from tests.store_graphs import made_documents, made_graph

DOCUMENTS = made_documents()
GRAPH = made_graph(DOCUMENTS)

OPENSSL = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]

pytestmark = pytest.mark.neo4j

FOREIGN = (
    "CREATE (a:Company {id: 'theirs', name: '别人的企业', n: 1})-[:KNOWS {since: 2020}]->(b:Note {id: 'x'}), "
    "(b)-[:LOCATED_IN]->(:Zone {id: 'zone-theirs', name: '东湖经开区'})"
)
FOREIGN_STATE = (
    "MATCH (n) WHERE NOT n:Zonegraph OPTIONAL MATCH (n)-[r]->(m) "
    "RETURN labels(n) AS labels, properties(n) AS n, type(r) AS type, properties(r) AS r, m.id AS m "
    "ORDER BY n.id, m"
)


def test_other_data_in_the_database_is_never_touched(neo4j_store: Neo4jStore) -> None:
    neo4j_store.execute(FOREIGN, {})
    before = neo4j_store.read(FOREIGN_STATE, {})
    with neo4j_store.writer() as writer:
        writer.upsert(GRAPH)
        writer.upsert(made_graph(DOCUMENTS[:2]))
        assert neo4j_store.view().graph() == GRAPH
        writer.replace(made_graph(DOCUMENTS[1:]))
        writer.remove_documents([node.id for node in made_graph(DOCUMENTS[2:]).documents()])
        writer.replace(made_graph([]))
    assert neo4j_store.read(FOREIGN_STATE, {}) == before
    assert neo4j_store.read("MATCH (n:Zonegraph) RETURN count(n) AS ours", {}) == [{"ours": 0}]


def test_other_nodes_that_share_an_id_cost_one_constraint_and_a_warning(
    neo4j_store: Neo4jStore, caplog: pytest.LogCaptureFixture
) -> None:
    neo4j_store.execute("DROP CONSTRAINT zonegraph_company_id IF EXISTS", {})
    neo4j_store.execute("CREATE (:Company {id: 'same'}), (:Company {id: 'same'})", {})
    with caplog.at_level(logging.WARNING), neo4j_store.writer() as writer:
        writer.upsert(GRAPH)
    assert "zonegraph_company_id" in caplog.text
    assert neo4j_store.view().graph() == GRAPH
    neo4j_store.execute("MATCH (n:Company {id: 'same'}) DELETE n", {})
    assert neo4j_store.schema() == ("zonegraph_company_id",)


def test_each_step_of_a_load_is_whole_before_the_next_begins(
    neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cypher_writer, "BATCH_ROWS", 3)
    happened: list[tuple[str, str, int]] = []
    numbers, run = itertools.count(), neo4j_store.execute

    def execute(cypher: str, parameters: Parameters) -> list[AnswerRow]:
        number, step = next(numbers), "documents" if ":Document:" in cypher else "nodes"
        step = "edges" if "row.edges" in cypher else step
        happened.append(("begins", step, number))
        rows = run(cypher, parameters)
        happened.append(("ended", step, number))
        return rows

    with neo4j_store.writer() as writer:
        monkeypatch.setattr(neo4j_store, "execute", execute)
        writer.upsert(GRAPH)
    order = ["documents", "nodes", "edges"]
    assert [step for step, _ in itertools.groupby(happened, lambda event: event[1])] == order
    for step in order:
        events = [(kind, number) for kind, its, number in happened if its == step]
        assert {number for kind, number in events if kind == "begins"} == {
            number for kind, number in events if kind == "ended"
        }
    assert neo4j_store.view().graph() == GRAPH


@pytest.mark.parametrize("verb", ["create", "upsert", "remove"])
def test_of_two_batches_of_relationships_the_second_waits_for_the_first(
    neo4j_store: Neo4jStore, neo4j_server: LocalServer, verb: str
) -> None:
    """Else they could wait for each other, which costs a second each time and helps nobody."""
    with neo4j_store.writer() as writer:
        writer.upsert(GRAPH)
    one, other = (neo4j_store.edge_statement(verb, name, "", "") for name in ("LEADS", "MENTIONS"))
    login = ("neo4j", neo4j_server.password)
    with (
        neo4j.GraphDatabase.driver(neo4j_server.url, auth=login) as driver,
        driver.session() as first,
        driver.session() as second,
        first.begin_transaction() as held,
    ):
        held.run(one, rows=[]).consume()
        with (
            pytest.raises(neo4j.exceptions.Neo4jError) as stopped,
            second.begin_transaction(timeout=0.2) as waiting,
        ):
            waiting.run(other, rows=[]).consume()
    assert stopped.value.code == "Neo.ClientError.Transaction.LockClientStopped"


def test_chinese_full_text_search_finds_a_part_of_a_name(neo4j_store: Neo4jStore) -> None:
    with neo4j_store.writer() as writer:
        writer.upsert(GRAPH)
    neo4j_store.execute("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()", {})
    found = neo4j_store.read(
        "CALL db.index.fulltext.queryNodes('zonegraph_text', '光电') YIELD node RETURN node.name AS name", {}
    )
    assert "𠮷田光电" in [row["name"] for row in found]


def test_every_type_has_its_named_constraint_and_name_index(neo4j_store: Neo4jStore) -> None:
    neo4j_store.schema()
    rows = neo4j_store.read("SHOW INDEXES YIELD name, labelsOrTypes, properties, type, options", {})
    indexes = {row["name"]: row for row in rows}
    for name in neo4j_store.ontology.nodes:
        assert indexes[f"zonegraph_{name.lower()}_id"]["labelsOrTypes"] == [name]
        assert indexes[f"zonegraph_{name.lower()}_name"]["type"] == "RANGE"
    assert indexes["zonegraph_text"]["options"]["indexConfig"]["fulltext.analyzer"] == "cjk"


def test_nodes_and_paths_that_a_user_returns_become_plain_values(neo4j_store: Neo4jStore) -> None:
    with neo4j_store.writer() as writer:
        writer.upsert(GRAPH)
    [row] = neo4j_store.view().query(
        "MATCH p = (d:Document)-[r:MENTIONS]->(c:Company) "
        "RETURN d, r, [c] AS cs, p, {a: c} AS m, date() AS day ORDER BY c.id, d.id LIMIT 1"
    )
    assert row["d"]["path"].endswith(".txt")
    assert "run" not in row["d"]
    assert "record" not in row["d"]
    assert row["p"] == [row["d"], row["cs"][0]]
    assert row["m"]["a"]["type"] == "Company"
    assert row["r"]["key"]
    assert isinstance(row["day"], str)


def test_the_password_comes_from_the_environment_only(
    neo4j_server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    with pytest.raises(StoreConnectionError, match="NEO4J_PASSWORD is not set"):
        open_store(neo4j_server.url)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    monkeypatch.setenv("NEO4J_DATABASE", "neo4j")
    with open_store(neo4j_server.url.replace("bolt://", "neo4j://")) as store:
        assert store.view().query("RETURN 1 AS one") == [{"one": 1}]


def test_a_server_that_is_down_is_said_to_be_down() -> None:
    with pytest.raises(StoreConnectionError, match="is the server running"):
        Neo4jStore(f"bolt://localhost:{free_port()}", "neo4j", "secret-word")


def test_a_wrong_password_is_said_to_be_wrong_and_not_shown(neo4j_server: LocalServer) -> None:
    with pytest.raises(StoreConnectionError, match="check NEO4J_USERNAME and NEO4J_PASSWORD") as caught:
        Neo4jStore(neo4j_server.url, "neo4j", "secret-word")
    assert "secret-word" not in str(caught.value)


def test_a_wrong_database_is_named(neo4j_server: LocalServer) -> None:
    with pytest.raises(StoreConnectionError, match=r"no database 'nowhere'.*NEO4J_DATABASE"):
        Neo4jStore(neo4j_server.url, "neo4j", neo4j_server.password, "nowhere")


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s", "bolt+ssc"])
def test_encryption_that_the_server_does_not_speak_is_named(neo4j_server: LocalServer, scheme: str) -> None:
    url = neo4j_server.url.replace("bolt", scheme, 1)
    with pytest.raises(StoreConnectionError, match="encryption"):
        Neo4jStore(url, "neo4j", neo4j_server.password)


@pytest.fixture
def untrusted_server(tmp_path: Path) -> Iterator[int]:
    """A TLS server with a certificate that nobody signed; its port."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = subprocess.run(
        [*OPENSSL, "-keyout", str(key), "-out", str(certificate)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("openssl is not here")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                # The client ends the handshake and may try again; unanswered it would wait a minute.
                with connection, contextlib.suppress(OSError):
                    context.wrap_socket(connection, server_side=True).close()

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def test_a_certificate_that_is_not_trusted_is_named(untrusted_server: int) -> None:
    with pytest.raises(StoreConnectionError, match="encryption"):
        Neo4jStore(f"bolt+s://localhost:{untrusted_server}", "neo4j", "x")


def test_a_database_that_may_only_be_read_says_so_and_still_answers(
    neo4j_store: Neo4jStore, neo4j_server: LocalServer
) -> None:
    graph = made_graph(DOCUMENTS[:1])
    with neo4j_store.writer() as writer:
        writer.upsert(graph)
    neo4j_server.stop()
    neo4j_server.configure("server.databases.default_to_read_only=true\n")
    neo4j_server.start()
    try:
        with pytest.raises(StoreError, match="only lets this user read"), neo4j_store.writer() as writer:
            writer.upsert(GRAPH)
        assert neo4j_store.view().graph() == graph
    finally:
        neo4j_server.stop()
        neo4j_server.configure()
        neo4j_server.start()


def test_a_server_that_is_too_old_is_named(
    neo4j_server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(_store: Neo4jStore, _cypher: str, _parameters: Parameters) -> list[AnswerRow]:
        return [{"name": "Neo4j Kernel", "version": "4.4.38"}]

    monkeypatch.setattr(Neo4jStore, "read", read)
    with pytest.raises(StoreConnectionError, match=r"Neo4j 4\.4\.38.*5\.26"):
        Neo4jStore(neo4j_server.url, "neo4j", neo4j_server.password)


def test_an_address_that_is_none_is_named() -> None:
    with pytest.raises(StoreConnectionError, match="no usable address"):
        Neo4jStore("bolt://localhost:port", "neo4j", "x")


def test_a_password_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "password"
    first = kept_password(file)
    assert kept_password(file) == first
    assert len(first) >= 32
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
