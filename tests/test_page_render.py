"""Pages as texts and files: the same each time, whole, one zone's part, an index of zones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import RenderError
from graph.interchange import write_graph
from graph.model import Edge, Graph
from graph.ontology import load_ontology
from graph.page import PageOptions, render, share_pack, split_pages, write_page
from graph.page.indexed import index_graph
from graph.page.layout import place_nodes
from graph.page.packing import Block, pack
from graph.page.payload import bends, make_payload
from graph.page.pinyin import initials
from graph.page.sentences import SentenceTables, document_texts, quotes_of
from graph.page.zones import home_zones
from tests.page_graphs import hostile_graph, hub_graph, lonely_graph, made_up_graph, small_graph

PROJECT = Path(__file__).parents[1]


def payload_of(graph: Graph, *, no_text: bool = False) -> dict[str, Block]:
    indexed = index_graph(graph)
    homes = home_zones(indexed)
    options = PageOptions(no_text=no_text)
    made = make_payload(indexed, homes, place_nodes(indexed, homes), load_ontology(), options)
    return dict(made.blocks)


def test_the_same_graph_gives_the_same_page() -> None:
    assert render(small_graph()) == render(small_graph())


def test_a_page_names_no_address_outside_itself() -> None:
    text = render(small_graph()).split("<script>")[0]
    assert "http://" not in text
    assert "https://" not in text
    assert "src=" not in text


def test_a_title_is_escaped_and_stands_once_in_the_head_and_once_in_the_page() -> None:
    head = render(small_graph(), options=PageOptions(title="<b>年报</b>")).split(
        '<script type="application/json"'
    )[0]
    assert head.count("&lt;b&gt;年报&lt;/b&gt;") == 2
    assert "<b>" not in head


def test_writing_works_in_a_c_locale(tmp_path: Path) -> None:
    source, target = tmp_path / "graph.json", tmp_path / "页" / "graph.html"
    write_graph(small_graph(), source)
    code = (
        "import sys; from pathlib import Path; from graph.interchange import read_graph; "
        "from graph.page import write_page; write_page(read_graph(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    subprocess.run(
        [sys.executable, "-c", code, source, target], env=environment, cwd=PROJECT, check=True, timeout=60
    )
    assert "开发区知识图谱" in target.read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RenderError, match="cannot be written"):
        write_page(small_graph(), tmp_path / "file" / "graph.html")


def test_pyvis_keeps_both_of_two_parallel_relations() -> None:
    graph = small_graph()
    edges = json.loads(render(graph).split('id="data-edges">')[1].split("</script>")[0])
    relations = [edge for edge in graph.edges if edge.type != "MENTIONS"]
    assert len(edges) == len(relations)


def test_parallel_relations_get_different_bends_and_single_ones_none() -> None:
    indexed = index_graph(small_graph())
    found = bends(indexed)
    double = [bend for bend, edge in zip(found, indexed.edges, strict=True) if edge.type == "LEADS" and bend]
    assert len(double) == len(set(double)) == 2
    assert all(
        bend == 0 for bend, edge in zip(found, indexed.edges, strict=True) if edge.type == "FOCUSES_ON"
    )


def test_two_relations_in_opposite_directions_do_not_lie_on_each_other() -> None:
    graph = small_graph()
    first = next(edge for edge in graph.edges if edge.type == "FOCUSES_ON")
    back = Edge(first.target, first.source, "back", "FOCUSES_ON", {}, first.evidence)
    indexed = index_graph(Graph.of(graph.nodes, [*graph.edges, back]))
    pair = [
        bend for bend, edge in zip(bends(indexed), indexed.edges, strict=True) if edge.type == "FOCUSES_ON"
    ]
    assert pair[0] == pair[1] != 0


def test_each_quotation_stands_in_its_sentence_at_its_offset() -> None:
    for graph in (small_graph(), hostile_graph(), made_up_graph(300)):
        texts = document_texts(graph.nodes, no_text=False)
        tables = SentenceTables(index_graph(graph).index, texts)
        numbers, _ = quotes_of(tables, graph.nodes)
        proofs = [evidence for node in graph.nodes for evidence in node.evidence]
        for number, evidence in zip(numbers, proofs, strict=True):
            sentence, start, length, *_ = tables.quotes[number]
            shown = tables.texts[sentence][start : start + length]
            assert shown == evidence.quote.encode("utf-8", "replace").decode("utf-8")


def test_a_sentence_that_many_things_share_is_stored_once() -> None:
    graph = small_graph()
    sentences = payload_of(graph)["sources"].texts["sentences"]
    assert sentences.count("星河电子落户青山经开区,总投资12亿元建设星河产业园。") == 1


def test_without_text_no_sentence_leaves_only_quotes() -> None:
    blocks = payload_of(small_graph(), no_text=True)
    assert "落户青山经开区,总投资12亿元建设" not in blocks["sources"].texts["sentences"]
    assert all("text" not in shown for _, shown in blocks["core"].texts["properties"])


def test_a_quote_that_does_not_stand_at_its_offsets_is_shown_alone() -> None:
    graph = small_graph()
    changed = {"title": "换了", "text": "换了"}
    wrong = [replace(node, properties=changed) if node.type == "Document" else node for node in graph.nodes]
    tables = SentenceTables({}, document_texts(wrong, no_text=False))
    quotes_of(tables, wrong)
    assert "星河电子" in tables.texts


def test_the_full_text_of_documents_is_not_in_the_page() -> None:
    assert all("text" not in shown for _, shown in payload_of(small_graph())["core"].texts["properties"])


def test_initials_know_all_readings() -> None:
    assert initials(["重庆A", "长"]) == {"庆": "q", "重": "ctz", "长": "cz"}


@pytest.mark.parametrize(
    "make", [small_graph, lambda: hub_graph(200), lambda: lonely_graph(50), lambda: made_up_graph(900)]
)
def test_no_two_nodes_lie_on_each_other(make: Callable[[], Graph]) -> None:
    indexed = index_graph(make())
    positions = place_nodes(indexed, home_zones(indexed))
    assert numpy.isfinite(positions).all()
    distance = numpy.sqrt(((positions[:, None] - positions[None]) ** 2).sum(axis=-1))
    numpy.fill_diagonal(distance, numpy.inf)
    assert distance.min() > 12


def test_members_lie_nearer_to_their_own_zone_than_to_the_other() -> None:
    indexed = index_graph(small_graph())
    positions = place_nodes(indexed, home_zones(indexed))
    places = {node.name: positions[place] for place, node in enumerate(indexed.nodes)}
    own = numpy.linalg.norm(places["张三"] - places["青山经开区"])
    assert own < numpy.linalg.norm(places["张三"] - places["蓝海高新区"])


def test_an_edge_whose_end_is_missing_is_left_out_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    graph = small_graph()
    lost = Edge("nobody", graph.nodes[0].id, "k", "LEADS")
    assert len(index_graph(Graph.of(graph.nodes, [*graph.edges, lost])).edges) == len(graph.edges)
    assert "1 edges" in caplog.text


def test_a_share_pack_holds_one_zone_and_nothing_of_the_other() -> None:
    graph = small_graph()
    pack_of_blue = share_pack(graph, "蓝海高新区")
    names = {node.name for node in pack_of_blue.nodes}
    assert {"蓝海高新区", "王五", "生物医药"} <= names
    assert not {"张三", "青山经开区", "星河产业园"} & names
    ids = {node.id for node in pack_of_blue.nodes}
    assert all(edge.source in ids and edge.target in ids for edge in pack_of_blue.edges)
    proofs = [evidence for item in (*pack_of_blue.nodes, *pack_of_blue.edges) for evidence in item.evidence]
    assert all(evidence.document in ids for evidence in proofs)


def test_a_zone_is_found_by_alias_and_an_unknown_one_names_those_that_are_there() -> None:
    assert share_pack(small_graph(), "青山经济技术开发区").run["zone"] == "青山经开区"
    with pytest.raises(RenderError, match=r"蓝海高新区"):
        share_pack(small_graph(), "无此经开区")


def test_the_page_of_one_zone_bears_its_name() -> None:
    assert "<h1>蓝海高新区 · 开发区知识图谱</h1>" in render(
        small_graph(), options=PageOptions(zone="蓝海高新区")
    )


def test_splitting_writes_an_index_and_a_page_for_each_zone(tmp_path: Path) -> None:
    lines = split_pages(small_graph(), tmp_path)
    assert [line.name for line in lines] == ["青山经开区", "蓝海高新区"]
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    for line in lines:
        assert f'href="{line.file}"' in index
        assert line.name in (tmp_path / line.file).read_text(encoding="utf-8")


def test_the_index_of_hostile_zones_is_harmless(tmp_path: Path) -> None:
    split_pages(hostile_graph(), tmp_path, PageOptions(title="<img src=x>"))
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "<img" not in index
    assert "<script" not in index


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 2**32 - 1), max_size=50), st.text(max_size=30))
def test_packing_is_the_same_each_time_and_holds_any_number_and_text(numbers: list[int], text: str) -> None:
    block = Block({"text": text}, {"numbers": numpy.array(numbers, dtype=numpy.int64)})
    assert pack(block) == pack(block)


def test_a_number_beyond_32_bits_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bits"):
        pack(Block({}, {"numbers": numpy.array([2**32])}))
