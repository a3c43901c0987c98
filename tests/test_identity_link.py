"""Linking: one thing one node, final ids, order does not matter, documents leave without a trace."""

from __future__ import annotations

import random
import re

import pytest

from extract.gazetteers import Gazetteers
from extract.identity import Canonicaliser, Decisions, link, unpack_records, without_documents
from extract.identity.labelled import Text, Thing, document_graph
from extract.identity.unite import QUALIFIERS, UNDIRECTED
from graph.errors import InputError
from graph.model import Graph
from graph.ontology import check, load_ontology

FIRST = Text(
    "a.txt",
    "宿州经开区工作报告",
    {
        "z": Thing("Zone", ("宿州经济技术开发区", "宿州经开区", "我区", "管委会")),
        "c": Thing("Company", ("雪龙纤维",)),
        "l": Thing("Leader", ("张伟",)),
        "i": Thing("Indicator", ("地区生产总值",), {"value": 143.0, "unit": "亿元", "period": "2020"}),
        "p": Thing("Project", ("热电联产项目",), {"status": "签约"}),
    },
    (
        ("c", "LOCATED_IN", "z", ""),
        ("l", "LEADS", "z", "党工委书记"),
        ("z", "HAS_INDICATOR", "i", ""),
        ("p", "LOCATED_IN", "z", ""),
    ),
    "2021-01-01",
)
SECOND = Text(
    "b.txt",
    "宿州经济开发区工作报告",
    {
        "z": Thing("Zone", ("宿州经济开发区", "开发区")),
        "c": Thing("Company", ("雪龙纤维", "雪龙纤维公司")),
        "l": Thing("Leader", ("张伟",)),
        "i": Thing("Indicator", ("GDP",), {"value": 143.0, "unit": "亿元", "period": "2020"}),
        "p": Thing("Project", ("热电联产项目",), {"status": "投产"}),
    },
    FIRST.relations,
    "2023-01-01",
)
THIRD = Text(
    "c.txt",
    "宿迁经开区工作报告",
    {
        "z": Thing("Zone", ("宿迁经济技术开发区", "经开区", "我区")),
        "c": Thing("Company", ("雪龙纤维",)),
        "l": Thing("Leader", ("张伟",)),
    },
    (("c", "LOCATED_IN", "z", ""), ("l", "LEADS", "z", "主任")),
    "2022-01-01",
)


@pytest.fixture(scope="module")
def canonicaliser() -> Canonicaliser:
    return Canonicaliser(Gazetteers.load())


def graphs(*texts: Text) -> list[Graph]:
    return [document_graph(text) for text in texts]


def by_type(graph: Graph, node_type: str) -> list[str]:
    return sorted(node.name for node in graph.nodes if node.type == node_type)


def test_two_spellings_of_one_zone_are_one_node_and_another_city_is_not(canonicaliser: Canonicaliser) -> None:
    linked = link(graphs(FIRST, SECOND, THIRD), Decisions(), canonicaliser)
    assert by_type(linked.graph, "Zone") == ["宿州经济技术开发区", "宿迁经济技术开发区"]
    assert by_type(linked.graph, "Company") == ["雪龙纤维", "雪龙纤维"]
    assert by_type(linked.graph, "Leader") == ["张伟", "张伟"]
    zone = next(node for node in linked.graph.nodes if node.name == "宿州经济技术开发区")
    assert {"宿州经济开发区", "宿州经开区", "我区", "管委会"} <= set(zone.aliases)


def test_ids_have_the_contract_form_and_evidence_of_both_documents_is_united(
    canonicaliser: Canonicaliser,
) -> None:
    linked = link(graphs(FIRST, SECOND), Decisions(), canonicaliser)
    for node in linked.graph.nodes:
        assert re.fullmatch(rf"{node.type.lower()}-[0-9a-f]{{16}}", node.id)
    figure = next(node for node in linked.graph.nodes if node.type == "Indicator")
    assert len({item.document for item in figure.evidence}) == 2
    assert not check(linked.graph, load_ontology()).rejected
    assert len({edge.key for edge in linked.graph.edges}) == len(linked.graph.edges)


def test_the_latest_document_says_the_status_and_the_older_one_is_listed(
    canonicaliser: Canonicaliser,
) -> None:
    linked = link(graphs(FIRST, SECOND), Decisions(), canonicaliser)
    project = next(node for node in linked.graph.nodes if node.type == "Project")
    assert project.properties["status"] == "投产"
    (differing,) = linked.graph.run["differing"]
    assert differing["others"][0]["value"] == "签约"


def test_every_document_mentions_each_of_its_nodes_once(canonicaliser: Canonicaliser) -> None:
    linked = link(graphs(FIRST, SECOND), Decisions(), canonicaliser)
    mentions = [(e.source, e.target) for e in linked.graph.edges if e.type == "MENTIONS"]
    assert len(mentions) == len(set(mentions))
    for node in linked.graph.nodes:
        if node.type != "Document":
            assert {s for s, t in mentions if t == node.id} == {e.document for e in node.evidence}


def test_order_of_documents_changes_nothing(canonicaliser: Canonicaliser) -> None:
    texts = [FIRST, SECOND, THIRD]
    expected = link(graphs(*texts), Decisions(), canonicaliser).graph
    for seed in range(5):
        random.Random(seed).shuffle(texts)
        assert link(graphs(*texts), Decisions(), canonicaliser).graph == expected


def test_records_give_the_document_graphs_back_exactly(canonicaliser: Canonicaliser) -> None:
    given = sorted(graphs(FIRST, SECOND, THIRD), key=lambda graph: graph.documents()[0].id)
    assert unpack_records(link(given, Decisions(), canonicaliser).graph) == given


def test_a_document_taken_out_leaves_no_trace(canonicaliser: Canonicaliser) -> None:
    whole = link(graphs(FIRST, SECOND, THIRD), Decisions(), canonicaliser).graph
    leaving = document_graph(SECOND).documents()[0].id
    left = without_documents(whole, [leaving], canonicaliser).graph
    assert left == link(graphs(FIRST, THIRD), Decisions(), canonicaliser).graph


def test_taking_out_an_unknown_document_is_an_error(canonicaliser: Canonicaliser) -> None:
    with pytest.raises(InputError, match="document-none"):
        without_documents(
            link(graphs(FIRST), Decisions(), canonicaliser).graph, ["document-none"], canonicaliser
        )


def test_one_document_given_twice_is_an_error(canonicaliser: Canonicaliser) -> None:
    with pytest.raises(InputError, match="twice"):
        link(graphs(FIRST, FIRST), Decisions(), canonicaliser)


def test_undirected_relations_and_qualifiers_are_those_of_the_ontology() -> None:
    ontology = load_ontology()
    assert {name for name, spec in ontology.edges.items() if spec.undirected} == UNDIRECTED
    assert {n: s.qualifiers for n, s in ontology.edges.items() if s.qualifiers} == dict(QUALIFIERS)
