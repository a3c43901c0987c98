"""What of two graph.json differs: enough to turn a store that holds the one into the other, and no more."""

from __future__ import annotations

import random

import pytest

from graph.graph_difference import differing_parts
from graph.interchange import graph_text
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
    text = graph_text(some(1))
    old, new = differing_parts(text, text)
    assert old == new
    assert [node.id for node in new.nodes] == [some(1).documents()[0].id]
    assert not new.edges


def test_the_parts_hold_all_that_differs_and_the_ends_of_its_edges() -> None:
    before, after = some(2), some(3)
    old, new = differing_parts(graph_text(before), graph_text(after))
    for part, graph, other in ((old, before, after), (new, after, before)):
        assert all(node in part.nodes for node in graph.nodes if node not in other.nodes)
        assert list(part.edges) == [edge for edge in graph.edges if edge not in other.edges]
        ids = {node.id for node in part.nodes}
        assert all(edge.source in ids and edge.target in ids for edge in part.edges)
        assert part.run == graph.run


@pytest.mark.parametrize("seed", range(6))
def test_a_store_that_held_the_one_graph_holds_the_other(store: Store, seed: int) -> None:
    before, after = some(seed), some(seed + 100)
    with store.writer() as writer:
        writer.replace(before)
        writer.exchange(*differing_parts(graph_text(before), graph_text(after)))
    assert store.view().graph() == after


def test_a_store_that_was_empty_holds_the_graph(store: Store) -> None:
    with store.writer() as writer:
        writer.exchange(*differing_parts(graph_text(Graph()), graph_text(some(5))))
    assert store.view().graph() == some(5)
