"""One contract for every store: what loading, loading again, removing and reading mean."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from graph.errors import QueryError, StoreError
from graph.interchange import evidence_to_json
from graph.model import Edge, Evidence, Graph, Node
from graph.stores import Store
from graph.stores.base import WriteReport
from tests.store_graphs import Fact, MadeDocument, made_documents, made_graph

DOCUMENTS = made_documents()
GRAPH = made_graph(DOCUMENTS)


def upsert(store: Store, graph: Graph) -> WriteReport:
    with store.writer() as writer:
        return writer.upsert(graph)


def remove(store: Store, *documents: str) -> WriteReport:
    with store.writer() as writer:
        return writer.remove_documents(documents)


def ids(*numbers: int) -> list[str]:
    wanted = {f"{number}.txt" for number in numbers}
    return [node.id for node in GRAPH.documents() if node.properties["path"] in wanted]


def test_a_loaded_graph_comes_back_to_the_last_bit(store: Store) -> None:
    upsert(store, GRAPH)
    assert store.view().graph() == GRAPH


def test_a_node_is_one_store_node_with_its_type_and_ours_as_labels(store: Store) -> None:
    upsert(store, GRAPH)
    rows = store.view().query("MATCH (n) RETURN n.id AS id, labels(n) AS labels, n.type AS type ORDER BY id")
    assert [(row["id"], sorted(row["labels"]), row["type"]) for row in rows] == [
        (node.id, sorted([node.type, "Zonegraph"]), node.type) for node in GRAPH.nodes
    ]


def test_an_edge_is_one_relationship_with_its_key(store: Store) -> None:
    upsert(store, GRAPH)
    rows = store.view().query("MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS t, b.id AS b, r.key AS key")
    found = sorted((row["a"], row["t"], row["b"], row["key"]) for row in rows)
    assert found == sorted((edge.source, edge.type, edge.target, edge.key) for edge in GRAPH.edges)


def test_evidence_is_a_list_of_json_texts_and_documents_a_list_of_ids(store: Store) -> None:
    upsert(store, GRAPH)
    company = next(node for node in GRAPH.nodes if node.type == "Company")
    [row] = store.view().query(
        "MATCH (n:Company {id: $id}) RETURN n.evidence AS evidence, n.documents AS documents",
        {"id": company.id},
    )
    assert row["evidence"] == [evidence_to_json(item) for item in company.evidence]
    assert row["documents"] == sorted({json.loads(item)["document"] for item in row["evidence"]})


def test_loading_twice_is_loading_once(store: Store) -> None:
    first = upsert(store, GRAPH)
    second = upsert(store, GRAPH)
    assert (first.nodes_created, first.edges_created) == (len(GRAPH.nodes), len(GRAPH.edges))
    assert second == WriteReport(nodes_unchanged=len(GRAPH.nodes), edges_unchanged=len(GRAPH.edges))
    assert store.view().graph() == GRAPH


def test_documents_may_be_loaded_one_by_one_in_any_order(store: Store) -> None:
    for made in reversed(DOCUMENTS):
        upsert(store, made_graph([made]))
    assert store.view().graph() == GRAPH


def test_a_new_document_changes_only_what_it_touches(store: Store) -> None:
    old, new = made_graph(DOCUMENTS[:5]), made_graph(DOCUMENTS[5:])
    upsert(store, old)
    report = upsert(store, new)
    before = {node.id for node in old.nodes}
    created = [node for node in new.nodes if node.id not in before]
    assert report.nodes_created == len(created)
    # The Document that keeps the run information is touched too when its id is not the smallest any more.
    assert report.nodes_changed <= len(new.nodes) - len(created) + 1
    assert report.nodes_removed == report.edges_removed == 0
    assert store.view().graph() == GRAPH


def test_a_changed_document_replaces_its_own_evidence_only(store: Store) -> None:
    upsert(store, GRAPH)
    changed = replace(DOCUMENTS[2], facts=DOCUMENTS[2].facts[:3])
    upsert(store, made_graph([changed]))
    assert store.view().graph() == made_graph([*DOCUMENTS[:2], changed, *DOCUMENTS[3:]])


def test_a_removed_document_takes_along_what_only_it_supported(store: Store) -> None:
    upsert(store, GRAPH)
    report = remove(store, *ids(1, 4))
    left = made_graph([made for made in DOCUMENTS if made.path not in ("1.txt", "4.txt")])
    assert store.view().graph() == left
    assert report.nodes_removed == len(GRAPH.nodes) - len(left.nodes)


def test_removing_every_document_leaves_nothing(store: Store) -> None:
    upsert(store, GRAPH)
    remove(store, *(node.id for node in GRAPH.documents()))
    assert store.view().graph() == Graph()
    assert store.view().query("MATCH (n) RETURN count(n) AS nodes") == [{"nodes": 0}]


def test_an_unknown_document_is_named_and_nothing_is_removed(store: Store) -> None:
    upsert(store, GRAPH)
    with pytest.raises(StoreError, match="document-0000"):
        remove(store, *ids(1), "document-0000")
    assert store.view().graph() == GRAPH


def test_run_information_survives_the_document_that_kept_it(store: Store) -> None:
    upsert(store, GRAPH)
    smallest = GRAPH.documents()[0].id
    remove(store, smallest)
    run = store.view().graph().run
    assert run["made_up"] is True
    assert smallest not in run["records"]
    assert len(run["records"]) == len(DOCUMENTS) - 1


def test_the_last_load_says_what_the_run_was_and_records_add_up(store: Store) -> None:
    upsert(store, made_graph(DOCUMENTS[3:], {"version": "old"}))
    upsert(store, made_graph(DOCUMENTS[:3], {"version": "new"}))
    run = store.view().graph().run
    assert run["version"] == "new"
    assert run["records"] == GRAPH.run["records"]


def test_replace_leaves_exactly_the_given_graph(store: Store) -> None:
    upsert(store, GRAPH)
    other = made_graph([*DOCUMENTS[1:4], *made_documents(seed=8)[5:]], {"version": "next"})
    with store.writer() as writer:
        report = writer.replace(other)
        assert store.view().graph() == other
        again = writer.replace(other)
    assert report.nodes_removed > 0
    assert again == WriteReport(nodes_unchanged=len(other.nodes), edges_unchanged=len(other.edges))


def test_what_the_ontology_does_not_know_is_refused_and_counted(store: Store) -> None:
    odd = replace(GRAPH.nodes[-1], id="robot-1", type="Robot")
    report = upsert(store, Graph.of([*GRAPH.nodes, odd], GRAPH.edges, GRAPH.run))
    assert [item.reason for item in report.rejected] == ["type not in ontology"]
    assert store.view().graph() == GRAPH


def test_what_a_user_wrote_on_our_nodes_stays(store: Store) -> None:
    upsert(store, GRAPH)
    with store.writer() as writer:
        writer.execute("MATCH (n:Company) SET n.note = '看过'")
    upsert(store, made_graph(DOCUMENTS[:1]))
    upsert(store, GRAPH)
    [row] = store.view().query("MATCH (n:Company) RETURN count(n) AS all, count(n.note) AS noted")
    assert row["all"] == row["noted"]


def test_two_loads_that_disagree_end_in_the_better_proved_value_whatever_their_order(store: Store) -> None:
    def graph(path: str, status: str, score: float) -> Graph:
        [document] = made_graph([MadeDocument(path, (), "2024-01-01", "题")]).nodes
        item = Evidence(document.id, 0, 1, "题", (0, 1), "made", score)
        proof = Evidence(document.id, 0, 1, "题", (0, 1), "made", score, "status")
        return Graph.of(
            [document, Node("project-1", "Project", "题", (), {"status": status}, (item, proof))], []
        )

    weak, strong = graph("a.txt", "签约", 0.6), graph("b.txt", "开工", 0.9)
    for order in ((weak, strong), (strong, weak)):
        for loaded in order:
            upsert(store, loaded)
        [row] = store.view().query(
            "MATCH (p:Project) RETURN p.status AS status, size(p.documents) AS documents"
        )
        assert row == {"status": "开工", "documents": 2}
        remove(store, *(node.id for loaded in order for node in loaded.documents()))


def test_the_fuller_name_wins_and_the_other_stays_an_alias(store: Store) -> None:
    fact = Fact(("Company", "华恒新材料"), "LOCATED_IN", ("Zone", "西山高新区"))
    short = replace(fact, short=True)
    upsert(store, made_graph([MadeDocument("a.txt", (short,))]))
    upsert(store, made_graph([MadeDocument("b.txt", (fact,))]))
    query = "MATCH (c:Company) RETURN c.name AS name, c.aliases AS aliases"
    assert store.view().query(query) == [{"name": "华恒新材料", "aliases": ["华恒"]}]
    remove(store, made_graph([MadeDocument("b.txt", (fact,))]).documents()[0].id)
    assert store.view().query(query) == [{"name": "华恒", "aliases": []}]


def test_an_edge_key_that_comes_back_with_other_ends_is_not_doubled(store: Store) -> None:
    edge = next(edge for edge in GRAPH.edges if edge.type == "LOCATED_IN")
    swapped = next(
        node for node in GRAPH.nodes if node.type == "Place" and node.id not in (edge.source, edge.target)
    )
    moved = Edge(edge.source, swapped.id, edge.key, edge.type, edge.properties, edge.evidence)
    upsert(store, GRAPH)
    changed = Graph.of(GRAPH.nodes, [moved if e is edge else e for e in GRAPH.edges], GRAPH.run)
    upsert(store, changed)
    assert store.view().graph() == changed


def test_a_view_never_writes(store: Store) -> None:
    upsert(store, GRAPH)
    with pytest.raises(QueryError):
        store.view().query("MATCH (n:Company) SET n.name = 'x'")
    assert store.view().graph() == GRAPH


def test_bad_cypher_is_answered_in_one_line(store: Store) -> None:
    with pytest.raises(QueryError) as caught:
        store.view().query("MATCH (n RETURN n")
    assert "\n" not in str(caught.value)


def test_the_schema_is_made_once(store: Store) -> None:
    store.schema()
    assert store.schema() == ()


def test_two_nodes_of_one_type_never_share_an_id(store: Store) -> None:
    upsert(store, GRAPH)
    company = next(node for node in GRAPH.nodes if node.type == "Company")
    with store.writer() as writer, pytest.raises(QueryError):
        writer.execute("CREATE (:Company:Zonegraph {id: $id})", {"id": company.id})
