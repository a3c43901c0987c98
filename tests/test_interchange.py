"""graph.json: round trips, networkx both ways, one byte form, clear errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InterchangeError
from graph.interchange import (
    edge_line,
    edge_to_json,
    evidence_from_json,
    evidence_to_json,
    from_networkx,
    graph_from_json,
    graph_to_json,
    node_line,
    node_to_json,
    read_graph,
    to_networkx,
    write_graph,
)
from graph.model import Edge, Evidence, Graph, Node, edge_key, node_id

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.one_of(TEXTS, st.booleans(), st.integers(-(2**53), 2**53), st.lists(TEXTS, max_size=3).map(tuple))
PROPERTIES = st.dictionaries(TEXTS, VALUES, max_size=3)


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    start = draw(st.integers(0, 999))
    quote = draw(TEXTS)
    return Evidence(
        "document-" + "0" * 16,
        start,
        start + len(quote),
        quote,
        (0, 2000),
        draw(TEXTS),
        draw(st.floats(0, 1).map(lambda value: round(value, 3))),
        draw(st.none() | TEXTS),
    )


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    names = draw(st.lists(TEXTS, unique=True, max_size=5))
    proofs = st.lists(evidences(), max_size=2).map(tuple)
    aliases = st.lists(TEXTS, max_size=2).map(tuple)
    nodes = [
        Node(node_id("Zone", [name]), "Zone", name, draw(aliases), draw(PROPERTIES), draw(proofs))
        for name in names
    ]
    pairs = (
        draw(st.lists(st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)), max_size=4)) if nodes else []
    )
    edges = {
        edge_key(head.id, "PART_OF", tail.id): Edge(
            head.id, tail.id, edge_key(head.id, "PART_OF", tail.id), "PART_OF", draw(PROPERTIES), draw(proofs)
        )
        for head, tail in pairs
    }
    return Graph.of(nodes, list(edges.values()), draw(st.dictionaries(st.just("note"), TEXTS)))


@given(graphs())
def test_a_graph_comes_back_from_json_as_it_was(graph: Graph) -> None:
    assert graph_from_json(json.loads(json.dumps(graph_to_json(graph), ensure_ascii=False))) == graph


@given(graphs())
def test_lines_are_what_json_writes(graph: Graph) -> None:
    for node in graph.nodes:
        assert node_line(node) == json.dumps(node_to_json(node), ensure_ascii=False)
    for edge in graph.edges:
        assert edge_line(edge) == json.dumps(edge_to_json(edge), ensure_ascii=False)


@given(graphs())
def test_a_graph_comes_back_from_networkx_as_it_was(graph: Graph) -> None:
    multigraph = to_networkx(graph)
    assert multigraph.number_of_nodes() == len(graph.nodes)
    assert multigraph.number_of_edges() == len(graph.edges)
    assert from_networkx(multigraph) == graph


@settings(max_examples=25)
@given(graphs())
def test_a_file_comes_back_and_is_written_the_same_again(
    tmp_path_factory: pytest.TempPathFactory, graph: Graph
) -> None:
    folder = tmp_path_factory.mktemp("graph")
    write_graph(graph, folder / "a.json")
    assert read_graph(folder / "a.json") == graph
    write_graph(read_graph(folder / "a.json"), folder / "b.json")
    assert (folder / "a.json").read_bytes() == (folder / "b.json").read_bytes()


@given(evidences())
def test_evidence_in_a_store_is_one_line_of_json(evidence: Evidence) -> None:
    line = evidence_to_json(evidence)
    assert "\n" not in line
    assert evidence_from_json(json.loads(line)) == evidence


def small() -> Graph:
    proof = Evidence("document-1", 0, 2, "云杉", (0, 9), "rule:x", 0.9)
    nodes = [
        Node("zone-1", "Zone", "云杉", ("云杉区",), {"level": "省级"}, (proof,)),
        Node("zone-2", "Zone", "白桦"),
    ]
    return Graph.of(nodes, [Edge("zone-1", "zone-2", "k", "PART_OF", {}, (proof,))], {"version": "0.1.0"})


def test_networkx_loads_the_file_itself(tmp_path: Path) -> None:
    write_graph(small(), tmp_path / "graph.json")
    data = json.loads((tmp_path / "graph.json").read_text(encoding="utf-8"))
    multigraph = networkx.node_link_graph(data, edges="edges")
    assert multigraph.is_directed()
    assert multigraph.is_multigraph()
    assert multigraph.nodes["zone-1"]["properties"] == {"level": "省级"}
    assert multigraph.edges["zone-1", "zone-2", "k"]["type"] == "PART_OF"
    assert multigraph.graph["format"] == "zonegraph/1"


def test_the_file_has_one_item_a_line_and_unix_line_ends(tmp_path: Path) -> None:
    write_graph(small(), tmp_path / "deep" / "graph.json")
    data = (tmp_path / "deep" / "graph.json").read_bytes()
    assert b"\r" not in data
    assert len([line for line in data.decode("utf-8").splitlines() if '"evidence"' in line]) == 3


def test_an_item_has_the_contracts_fields_in_the_contracts_order() -> None:
    data = graph_to_json(small())
    assert list(data) == ["directed", "multigraph", "graph", "nodes", "edges"]
    assert list(data["nodes"][0]) == ["id", "type", "name", "aliases", "properties", "evidence"]
    assert list(data["edges"][0]) == ["source", "target", "key", "type", "properties", "evidence"]
    item = data["nodes"][0]["evidence"][0]
    assert list(item) == ["document", "start", "end", "quote", "sentence", "by", "score"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "cannot be read as JSON"),
        ("[]", "outermost value"),
        ("{}", "no zonegraph/1 file"),
        ('{"graph": {"format": "zonegraph/9"}, "nodes": [], "edges": []}', "zonegraph/9"),
        ('{"graph": {"format": "zonegraph/1"}, "nodes": [{"id": "x"}], "edges": []}', "KeyError"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InterchangeError, match=says) as caught:
        read_graph(path)
    assert "wrong.json" in str(caught.value)


def test_a_missing_file_and_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    with pytest.raises(InterchangeError, match=r"not_there\.json"):
        read_graph(tmp_path / "not_there.json")
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InterchangeError, match=r"binary\.json"):
        read_graph(tmp_path / "binary.json")


def test_values_that_are_null_are_absent() -> None:
    data: dict[str, Any] = graph_to_json(small())
    data["nodes"][0]["properties"]["city"] = None
    assert "city" not in graph_from_json(data).nodes[0].properties
