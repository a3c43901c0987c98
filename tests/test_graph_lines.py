"""graph.json line by line: what differs is enough to turn a store with the one graph into the other."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from graph.graph_lines import differing_parts, lines_of, read_lines
from graph.interchange import write_graph
from graph.model import Graph
from graph.stores import Store
from tests.store_graphs import made_documents, made_graph

DOCUMENTS = made_documents()


def some(seed: int) -> Graph:
    """Return the graph of a random choice of the documents, with run information of its own."""
    rng = random.Random(seed)
    chosen = rng.sample(DOCUMENTS, rng.randint(1, len(DOCUMENTS)))
    return made_graph(chosen, {"seed": seed})


def test_equal_graphs_differ_in_nothing_but_the_document_that_keeps_the_run() -> None:
    lines = lines_of(some(1))
    old, new = differing_parts(lines, lines)
    assert old == new
    assert [node.id for node in new.nodes] == [some(1).documents()[0].id]
    assert not new.edges


def test_the_parts_hold_all_that_differs_and_the_ends_of_its_edges() -> None:
    before, after = some(2), some(3)
    old, new = differing_parts(lines_of(before), lines_of(after))
    for part, graph, other in ((old, before, after), (new, after, before)):
        assert all(node in part.nodes for node in graph.nodes if node not in other.nodes)
        assert list(part.edges) == [edge for edge in graph.edges if edge not in other.edges]
        ids = {node.id for node in part.nodes}
        assert all(edge.source in ids and edge.target in ids for edge in part.edges)
        assert part.run == graph.run


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    graph = some(4)
    write_graph(graph, tmp_path / "graph.json")
    text = (tmp_path / "graph.json").read_bytes().decode("utf-8")
    assert lines_of(graph).text() == text
    assert read_lines(text) == lines_of(graph)
    assert read_lines(text).run_information() == graph.run


def test_lines_of_what_did_not_change_are_taken_from_the_last_file() -> None:
    graph = some(4)
    lines = lines_of(graph)
    node, edge = graph.nodes[-1], graph.edges[-1]
    last = replace(lines, nodes={**lines.nodes, node.id: "kept"}, edges={**lines.edges, edge.key: "kept"})
    assert lines_of(graph, last, frozenset()) == last
    assert lines_of(graph, last, {node.id for node in graph.nodes}) == lines
    assert lines_of(graph, last) == lines
    assert lines_of(graph, replace(last, nodes={}, edges={}), frozenset()) == lines


@pytest.mark.parametrize("seed", range(6))
def test_a_store_that_held_the_one_graph_holds_the_other(store: Store, seed: int) -> None:
    before, after = some(seed), some(seed + 100)
    with store.writer() as writer:
        writer.replace(before)
        writer.exchange(*differing_parts(lines_of(before), lines_of(after)))
    assert store.view().graph() == after


def test_a_store_that_was_empty_holds_the_graph(store: Store) -> None:
    with store.writer() as writer:
        writer.exchange(*differing_parts(lines_of(Graph()), lines_of(some(5))))
    assert store.view().graph() == some(5)
