"""The health report: counts, weakest evidence, suspected duplicates, reasons of rejection."""

from __future__ import annotations

import json

from graph.health import count_reasons, health, health_lines
from graph.model import Edge, Evidence, Graph, Node, Rejected
from graph.ontology import load_ontology


def node(
    identifier: str, node_type: str, name: str, *aliases: str, score: float = 1.0, **properties: str
) -> Node:
    evidence = Evidence("document-a", 0, len(name), name, (0, 20), "tagger", score)
    return Node(identifier, node_type, name, aliases, properties, (evidence,))


def graph() -> Graph:
    zone = node("zone-1", "Zone", "云杉经开区", "经开区", "云杉经济技术开发区")
    company = node("company-1", "Company", "启衡光电", score=0.4)
    proof = Evidence("document-a", 0, 4, "启衡光电", (0, 20), "rule:list", 0.6)
    return Graph.of(
        [
            zone,
            company,
            node("document-a", "Document", "甲", sha256="1"),
            node("document-b", "Document", "乙", sha256="1"),
            node("zone-2", "Zone", "云杉经济技术开发区"),
            node("zone-3", "Zone", "白桦经开区", "经开区"),
            node("indicator-1", "Indicator", "地区生产总值"),
            node("indicator-2", "Indicator", "地区生产总值"),
        ],
        [
            Edge("company-1", "zone-1", "k1", "LOCATED_IN", {}, (proof,)),
            Edge("document-a", "zone-1", "k2", "MENTIONS", {}, (proof,)),
        ],
    )


def test_counts_are_by_type_and_documents_stand_apart() -> None:
    report = health(graph())
    assert report.documents == 2
    assert report.nodes == {"Company": 1, "Indicator": 2, "Zone": 3}
    assert report.edges == {"LOCATED_IN": 1, "MENTIONS": 1}


def test_the_weakest_come_first_and_mentions_are_left_out() -> None:
    weakest = health(graph()).weakest
    assert [(w.label, w.score) for w in weakest] == [
        ("Company 启衡光电", 0.4),
        ("启衡光电 LOCATED_IN 云杉经开区", 0.6),
    ]
    assert len(health(graph(), weakest=1).weakest) == 1


def test_a_name_of_one_that_the_other_has_too_is_suspect_and_a_shared_generic_form_is_not() -> None:
    pairs = {(s.first, s.second): s.reason for s in health(graph()).duplicates}
    assert pairs == {("zone-1", "zone-2"): "云杉经济技术开发区", ("document-a", "document-b"): "same bytes"}


def test_reasons_are_counted() -> None:
    rejected = [
        Rejected("a", "self-loop"),
        Rejected("b", "pattern not in ontology"),
        Rejected("c", "self-loop"),
    ]
    assert count_reasons(rejected) == {"pattern not in ontology": 1, "self-loop": 2}


def test_the_report_goes_into_the_run_information_as_json() -> None:
    report = health(graph(), {"self-loop": 2})
    assert json.loads(json.dumps(report.to_json(), ensure_ascii=False))["rejected"] == {"self-loop": 2}


def test_lines_are_chinese_or_english_with_the_ontologys_words() -> None:
    report = health(graph(), {"self-loop": 2})
    chinese = "\n".join(health_lines(report, load_ontology()))
    assert "文档 2 份;实体 6 个:园区 3、企业 1、指标 2" in chinese
    assert "已剔除:self-loop 2" in chinese
    english = "\n".join(health_lines(report, load_ontology(), "en"))
    assert "2 documents; 6 things: Zone 3, Company 1, Indicator 2" in english
    assert "2 suspected duplicates" in english


def test_an_empty_graph_has_a_short_report() -> None:
    assert len(health_lines(health(Graph()), load_ontology())) == 2
