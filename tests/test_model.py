"""Ids, keys, folded names and the order of a graph, as properties that hold for all values."""

from __future__ import annotations

import random
import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from graph.model import Edge, Evidence, Graph, Node, digest, document_id, edge_key, fold, node_id

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
JSON_VALUES = st.one_of(st.none(), st.booleans(), st.integers(), TEXTS)


def test_ids_are_the_same_in_every_version() -> None:
    # A change of these values breaks every stored graph and decision: it needs a new format version.
    assert node_id("Zone", ["云杉经济技术开发区"]) == "zone-4626964ee98e01cb"
    assert document_id("a/报告.txt") == "document-ea19e442749cdafe"
    assert edge_key("a", "LEADS", "b", ["主任", None]) == "428441add428027d"


@given(st.lists(JSON_VALUES, max_size=5))
def test_a_digest_is_sixteen_hex_digits_and_repeats(parts: list[object]) -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", digest(parts))
    assert digest(parts) == digest(list(parts))


@given(TEXTS, TEXTS, TEXTS)
def test_where_a_part_ends_matters(first: str, second: str, third: str) -> None:
    if second:
        assert digest([first + second, third]) != digest([first, second + third])
    assert digest([first, second]) != digest([first + second])
    assert digest([first, second]) != digest([first, second, ""])


@given(st.sampled_from(["Zone", "Company", "Indicator"]), st.lists(TEXTS, min_size=1, max_size=3))
def test_ids_carry_their_type_and_depend_on_it(node_type: str, key: list[str]) -> None:
    assert node_id(node_type, key).startswith(node_type.lower() + "-")
    assert node_id(node_type, key).split("-")[1] != node_id("Policy", key).split("-")[1]


@given(TEXTS)
def test_composed_and_decomposed_paths_are_one_document(path: str) -> None:
    assert document_id(unicodedata.normalize("NFD", path)) == document_id(unicodedata.normalize("NFC", path))


@given(TEXTS, TEXTS)
def test_qualifiers_tell_parallel_edges_apart(title: str, other: str) -> None:
    same = edge_key("a", "LEADS", "b", [title]) == edge_key("a", "LEADS", "b", [other])
    assert same == (title == other)


@given(TEXTS)
def test_folding_twice_is_folding_once_for_names_in_use(name: str) -> None:
    once = fold(name)
    assert not set(once) & set(" \u3000“”《》")
    assert fold("“" + name + " ") == once


def test_folding_evens_out_width_case_spaces_and_quotes() -> None:
    assert fold("李 育 智") == "李育智"
    assert fold("“211”工程") == fold("211工程")
    assert fold("ABC科技") == fold("abc科技")


def evidence(start: int) -> Evidence:
    return Evidence("document-1", start, start + 1, "x", (0, 99), "test", 1.0)


@given(st.integers(0, 2**32))
def test_a_graph_has_one_order_whatever_it_is_made_of(seed: int) -> None:
    nodes = [Node(node_id("Zone", [str(i)]), "Zone", str(i), (), {}, (evidence(i),)) for i in range(8)]
    edges = [
        Edge(a.id, b.id, edge_key(a.id, "PART_OF", b.id), "PART_OF", {}, (evidence(0),))
        for a in nodes[:4]
        for b in nodes[4:]
    ]
    expected = Graph.of(nodes, edges)
    rng = random.Random(seed)
    rng.shuffle(nodes)
    rng.shuffle(edges)
    assert Graph.of(nodes, edges) == expected


def test_documents_are_the_nodes_of_that_type() -> None:
    document = Node("document-1", "Document", "报告")
    assert Graph.of([Node("zone-1", "Zone", "云杉"), document], []).documents() == (document,)


def test_property_evidence_sorts_after_the_mention_it_shares_a_place_with() -> None:
    mention, proof = evidence(3), Evidence("document-1", 3, 4, "x", (0, 99), "a", 1.0, "level")
    assert sorted([proof, mention], key=Evidence.sort_key) == [mention, proof]
