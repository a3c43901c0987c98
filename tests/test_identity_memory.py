"""The memory of the last link: with it and without it, linking gives the same graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.gazetteers import Gazetteers
from extract.identity import Canonicaliser, Decision, Decisions, link
from extract.identity import memory as identity_memory
from extract.identity.comparison import Comparison
from extract.identity.labelled import Text, Thing, document_graph
from extract.identity.memory import Memory, read_memory, write_memory
from graph.model import Edge, Graph
from tests.test_identity_invariants import pair_of_one_type, texts, things_of, written


@pytest.fixture(scope="module")
def canonicaliser() -> Canonicaliser:
    return Canonicaliser(Gazetteers.load())


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("memory") / identity_memory.FILE_NAME


def kept(memory: Memory, file: Path) -> Memory:
    """Return the memory as the next process reads it."""
    write_memory(memory, file, "f")
    read = read_memory(file, "f")
    assert read is not None
    return read


def may_differ(edge: Edge, fresh: frozenset[str]) -> bool:
    return edge.target in fresh and (edge.source in fresh or edge.type == "MENTIONS")


def assert_only_fresh_things_differ(before: Graph, after: Graph, fresh: frozenset[str]) -> None:
    nodes = {node.id: node for node in before.nodes}
    edges = {edge.key: edge for edge in before.edges}
    for node in after.nodes:
        assert node.id in fresh or nodes[node.id] == node
    for edge in after.edges:
        assert may_differ(edge, fresh) or edges[edge.key] == edge
    assert {node.id for node in before.nodes} - fresh <= {node.id for node in after.nodes}


def decided(graph: Graph, kinds: list[str], numbers: tuple[int, int]) -> Decisions:
    """Return decisions of these kinds on things of a graph, chosen by two numbers."""
    ids = things_of(graph)
    chosen = pair_of_one_type(graph, *numbers)
    if not ids or chosen is None:
        return Decisions()
    one = ids[numbers[1] % len(ids)]
    rows = {
        "merge": Decision("judge", tuple(sorted(chosen)), "positive"),
        "apart": Decision("judge", tuple(sorted(chosen)), "negative"),
        "drop": Decision("drop", (one,)),
        "rename": Decision("rename", (one,), "新名"),
        "retype": Decision("retype", (chosen[0],), "Organization"),
        "split": Decision("split", (one,), documents=(graph.documents()[0].id,)),
    }
    return Decisions(tuple(rows[kind] for kind in kinds))


KINDS = st.lists(st.sampled_from(("merge", "apart", "drop", "rename", "retype", "split")), max_size=2)


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    start=st.lists(texts(), min_size=1, max_size=5, unique_by=lambda text: text.path),
    changes=st.lists(st.one_of(texts(), st.integers(1, 5)), min_size=1, max_size=4),
    kinds=KINDS,
    numbers=st.tuples(st.integers(0, 40), st.integers(0, 40)),
)
def test_whatever_comes_changes_or_leaves_a_link_with_memory_gives_what_one_without_gives(
    canonicaliser: Canonicaliser,
    file: Path,
    start: list[Text],
    changes: list[Text | int],
    kinds: list[str],
    numbers: tuple[int, int],
) -> None:
    held = {text.path: document_graph(text) for text in start}
    decisions = decided(link(list(held.values()), Decisions(), canonicaliser).graph, kinds, numbers)
    state = link(list(held.values()), decisions, canonicaliser)
    for change in changes:
        if isinstance(change, int):
            held.pop(f"{change}.txt", None)
        else:
            held[change.path] = document_graph(change)
        graphs = list(held.values())
        memory = kept(state.memory, file)
        remembering = link(graphs, decisions, canonicaliser, memory=memory)
        clean = link(graphs, decisions, canonicaliser)
        assert written(remembering.graph) == written(clean.graph)
        assert remembering.graph.run == clean.graph.run
        assert kept(remembering.memory, file) == kept(clean.memory, file)
        assert clean.fresh is None
        if remembering.fresh is not None:
            assert_only_fresh_things_differ(state.graph, remembering.graph, remembering.fresh)
        state = remembering


def company_of(number: int, zone: str, name: str) -> Graph:
    """Return the graph of a document of one zone and one company in it."""
    things = {"z": Thing("Zone", (zone,)), "c": Thing("Company", (name,))}
    return document_graph(Text(f"{number}.txt", f"{zone}通报", things, (("c", "LOCATED_IN", "z", ""),)))


def test_unchanged_companies_are_compared_again_when_their_zones_became_one(
    canonicaliser: Canonicaliser, file: Path
) -> None:
    graphs = [
        company_of(1, "宿州经开区", "海川光学"),
        company_of(2, "昆明高新区", "宁波海川光学科技有限公司"),
        company_of(3, "光电产业园", "比亚迪"),
    ]
    zones = [
        next(node.id for node in link([graph], Decisions(), canonicaliser).graph.nodes if node.type == "Zone")
        for graph in graphs
    ]
    rows = [Decision("judge", tuple(sorted((zones[2], zone))), "positive") for zone in zones[:2]]
    decisions = Decisions(tuple(rows))

    def companies(graph: Graph) -> int:
        return sum(node.type == "Company" for node in graph.nodes)

    apart = link(graphs[:2], decisions, canonicaliser)
    together = link(graphs, decisions, canonicaliser, memory=kept(apart.memory, file))
    again = link(graphs[:2], decisions, canonicaliser, memory=kept(together.memory, file))
    assert together.graph == link(graphs, decisions, canonicaliser).graph
    assert [companies(linked.graph) for linked in (apart, together, again)] == [2, 2, 2]
    assert again.graph == apart.graph


def test_nothing_is_compared_again_when_nothing_changed(
    canonicaliser: Canonicaliser, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("海川光学", "宁波海川光学科技有限公司")
    graphs = [company_of(number, "宿州经开区", name) for number, name in enumerate(names)]
    first = link(graphs, Decisions(), canonicaliser)
    assert first.merges
    monkeypatch.delattr(Comparison, "judge")
    second = link(graphs, Decisions(), canonicaliser, memory=kept(first.memory, file))
    assert second.graph == first.graph
    assert second.fresh == frozenset()


def test_a_memory_that_does_not_fit_is_none(canonicaliser: Canonicaliser, tmp_path: Path) -> None:
    file = tmp_path / identity_memory.FILE_NAME
    assert read_memory(file, "f") is None
    write_memory(link([], Decisions(), canonicaliser).memory, file, "f")
    assert read_memory(file, "f") == Memory()
    assert read_memory(file, "another version") is None
    for damage in ("", "[]", '{"fingerprint": "f"}', json.dumps({"fingerprint": "f", "documents": {"d": 1}})):
        file.write_text(damage, encoding="utf-8")
        assert read_memory(file, "f") is None
