"""`verify` finds every way in which a graph can fail to prove itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from graph.model import Edge, Evidence, Graph, Node, document_id, edge_key, node_id
from graph.verify import verify

TEXT = "云杉经开区引进启衡光电。双方签约。"
DOCUMENT = document_id("a.txt")
ZONE = node_id("Zone", ["云杉"])
COMPANY = node_id("Company", ["启衡"])


def evidence(first: int, last: int, **more: Any) -> Evidence:
    return replace(Evidence(DOCUMENT, first, last, TEXT[first:last], (0, 12), "test", 0.9), **more)


def sound() -> Graph:
    properties = {"title": "云杉经开区", "path": "a.txt", "text": TEXT}
    return Graph.of(
        [
            Node(DOCUMENT, "Document", "云杉经开区", (), properties, (evidence(0, 5),)),
            Node(ZONE, "Zone", "云杉经开区", (), {}, (evidence(0, 5),)),
            Node(COMPANY, "Company", "启衡光电", (), {}, (evidence(7, 11),)),
        ],
        [Edge(COMPANY, ZONE, edge_key(COMPANY, "LOCATED_IN", ZONE), "LOCATED_IN", {}, (evidence(0, 12),))],
    )


def with_company(change: Callable[[Node], Node]) -> Graph:
    graph = sound()
    return replace(graph, nodes=tuple(change(n) if n.id == COMPANY else n for n in graph.nodes))


def without_text(graph: Graph) -> Graph:
    bare = [
        replace(n, properties={k: v for k, v in n.properties.items() if k != "text"}) for n in graph.nodes
    ]
    return replace(graph, nodes=tuple(bare))


def test_a_sound_graph_holds_and_says_how_much_was_compared() -> None:
    result = verify(sound())
    assert result.holds
    assert (result.nodes, result.edges, result.items) == (3, 1, 4)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (evidence(7, 11, quote="启衡电光"), "the document says '启衡光电'"),
        (evidence(7, 11, start=8, end=12), "quote '启衡光电'"),
        (evidence(7, 11, end=99), "outside the document"),
        (evidence(7, 11, start=-4), "outside the document"),
        (evidence(7, 11, end=7, quote=""), "outside the document"),
        (evidence(7, 11, sentence=(8, 12)), "not inside its sentence"),
        (evidence(7, 11, sentence=(0, 99)), "not inside its sentence"),
        (evidence(7, 11, document="document-0000000000000000"), "no such document"),
        (evidence(7, 11, score=1.5), "score 1.5"),
        (evidence(7, 11, property="stock_code"), "evidence for stock_code"),
    ],
)
def test_a_wrong_quotation_is_a_fault(broken: Evidence, says: str) -> None:
    result = verify(with_company(lambda node: replace(node, evidence=(broken,))))
    assert not result.holds
    assert any(says in fault and "启衡光电" in fault for fault in result.faults), result.faults


def test_a_node_without_evidence_is_a_fault() -> None:
    assert verify(with_company(lambda node: replace(node, evidence=()))).faults == (
        f"{COMPANY} 启衡光电: no evidence",
    )


def test_ids_keys_and_ends_are_checked() -> None:
    graph = sound()
    twice = replace(graph, nodes=(*graph.nodes, graph.nodes[0]), edges=graph.edges * 2)
    assert [fault.split(": ")[1] for fault in verify(twice).faults[:2]] == [
        "2 nodes have this id",
        "2 edges have this key",
    ]
    lost = replace(graph, nodes=tuple(node for node in graph.nodes if node.id != ZONE))
    assert any(fault.endswith(f"no node {ZONE}") for fault in verify(lost).faults)
    odd = with_company(lambda node: replace(node, id="company-1"))
    assert any("16 hex digits" in fault for fault in verify(odd).faults)


def test_a_graph_without_texts_is_compared_with_the_files() -> None:
    graph = without_text(sound())
    assert not verify(graph).holds
    assert verify(graph, lambda document: TEXT if document.properties["path"] == "a.txt" else None).holds
    other = verify(graph, lambda _: TEXT.replace("启衡", "启恒"))
    assert any("启恒光电" in fault for fault in other.faults)


def test_an_unreadable_file_is_said_once() -> None:
    result = verify(without_text(sound()), lambda _: None)
    assert [fault for fault in result.faults if "a.txt cannot be read" in fault] == list(result.faults)
