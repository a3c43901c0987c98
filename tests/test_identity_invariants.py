"""A living corpus: whatever comes, changes, leaves or is merged, the graph is that of what is left."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.gazetteers import Gazetteers
from extract.identity import (
    Canonicaliser,
    Decision,
    Decisions,
    Linked,
    link,
    unpack_records,
    without_documents,
)
from extract.identity.labelled import Text, Thing, document_graph
from graph.interchange import edge_to_json, node_to_json
from graph.model import Graph, document_id

# Names that two documents may share, rightly (one zone, its company) and wrongly (namesakes in another city).
ZONES = ("宿州经开区", "宿州经济开发区", "宿迁经开区", "宿州高新区", "光电产业园")
COMPANIES = ("华宇电子", "浙江华宇电子有限公司", "华宇电子二厂", "比亚迪", "海川光学", "海川")
PEOPLE = ("王建国", "李华")
PROJECTS = ("热电联产一期项目", "热电联产二期项目", "热电联产项目")
POLICIES = ("千企技改工程", "招商引资若干措施", "“十三五”规划")
BODIES = ("市政府", "宿州市人民政府", "招商局")


@pytest.fixture(scope="module")
def canonicaliser() -> Canonicaliser:
    return Canonicaliser(Gazetteers.load())


@st.composite
def texts(draw: st.DrawFn, number: int | None = None) -> Text:
    """Draw one small document of a corpus of at most five paths."""
    path = f"{draw(st.integers(1, 5)) if number is None else number}.txt"
    zone = draw(st.sampled_from(ZONES))
    things = {"z": Thing("Zone", (zone, "经开区"))}
    relations: list[tuple[str, str, str, str]] = []
    for handle, kind, names, relation in (
        ("c", "Company", COMPANIES, "LOCATED_IN"),
        ("l", "Leader", PEOPLE, "LEADS"),
        ("p", "Project", PROJECTS, "LOCATED_IN"),
        ("o", "Organization", BODIES, "LOCATED_IN"),
        ("k", "Policy", POLICIES, ""),
    ):
        for position, name in enumerate(draw(st.lists(st.sampled_from(names), max_size=2, unique=True))):
            things[f"{handle}{position}"] = Thing(kind, (name,))
            if relation and draw(st.booleans()):
                relations.append((f"{handle}{position}", relation, "z", "主任" if kind == "Leader" else ""))
    if draw(st.booleans()):
        things["i"] = Thing(
            "Indicator", ("地区生产总值",), {"value": float(draw(st.integers(1, 2))), "unit": "亿元"}
        )
        relations.append(("z", "HAS_INDICATOR", "i", ""))
    published = draw(st.sampled_from(("", "2020-01-01", "2021-01-01")))
    return Text(path, f"{zone}工作报告", things, tuple(relations), published)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), texts()),
        st.tuples(st.just("remove"), st.integers(1, 5)),
        st.tuples(st.just("merge"), st.tuples(st.integers(0, 40), st.integers(0, 40))),
        st.tuples(st.just("unmerge"), st.integers(0, 5)),
        st.tuples(st.just("drop"), st.integers(0, 40)),
    ),
    min_size=2,
    max_size=7,
)


def written(graph: Graph) -> str:
    """Return the nodes and edges as graph.json writes them."""
    rows = [*map(node_to_json, graph.nodes), *map(edge_to_json, graph.edges)]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def things_of(graph: Graph) -> list[str]:
    return [node.id for node in graph.nodes if node.type != "Document"]


def pair_of_one_type(graph: Graph, first: int, second: int) -> tuple[str, str] | None:
    """Return two ids of one type, chosen by two numbers."""
    ids = [i for i in things_of(graph) if not i.startswith("indicator-")]
    if not ids:
        return None
    left = ids[first % len(ids)]
    others = [i for i in ids if i.split("-")[0] == left.split("-")[0] and i != left]
    return (left, others[second % len(others)]) if others else None


def stepped(
    state: Linked, decisions: Decisions, step: tuple[str, object], ready: Canonicaliser
) -> tuple[Linked, Decisions]:
    """Return the state after one step, made from the run information of the state alone."""
    kind, value = step
    held = unpack_records(state.graph)
    if kind == "put":
        assert isinstance(value, Text)
        new = document_graph(value)
        kept = [graph for graph in held if graph.documents()[0].id != document_id(value.path)]
        return link([*kept, new], decisions, ready), decisions
    if kind == "remove":
        leaving = document_id(f"{value}.txt")
        if leaving in {graph.documents()[0].id for graph in held}:
            return without_documents(state.graph, [leaving], ready), decisions
        return state, decisions
    rows: Sequence[Decision] = ()
    if kind == "merge":
        assert isinstance(value, tuple)
        chosen = pair_of_one_type(state.graph, *value)
        rows = [Decision("judge", tuple(sorted(chosen)), "positive")] if chosen else ()
    elif kind == "unmerge":
        assert isinstance(value, int)
        merged = [row for row in decisions.rows if row.kind == "judge"]
        rows = [Decision("judge", merged[value % len(merged)].ids, "none")] if merged else ()
    elif kind == "drop":
        assert isinstance(value, int)
        ids = things_of(state.graph)
        rows = [Decision("drop", (ids[value % len(ids)],))] if ids else ()
    later = Decisions((*decisions.rows, *rows))
    return link(held, later, ready), later


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(start=st.lists(texts(), max_size=3), steps=STEPS, seed=st.randoms(use_true_random=False))
def test_any_sequence_ends_where_a_build_of_what_is_left_ends(
    canonicaliser: Canonicaliser, start: list[Text], steps: list[tuple[str, object]], seed: object
) -> None:
    first = {text.path: document_graph(text) for text in start}
    decisions = Decisions()
    state = link(list(first.values()), decisions, canonicaliser)
    left = dict(first)
    for step in steps:
        state, decisions = stepped(state, decisions, step, canonicaliser)
        if step[0] == "put" and isinstance(step[1], Text):
            left[step[1].path] = document_graph(step[1])
        elif step[0] == "remove":
            left.pop(f"{step[1]}.txt", None)
    rest = list(left.values())
    seed.shuffle(rest)  # type: ignore[attr-defined]
    fresh = link(rest, decisions, canonicaliser)
    assert written(state.graph) == written(fresh.graph)
    assert state.graph.run == fresh.graph.run


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    start=st.lists(texts(), min_size=2, max_size=4, unique_by=lambda t: t.path),
    numbers=st.tuples(st.integers(0, 40), st.integers(0, 40)),
)
def test_a_merge_is_undone_to_the_byte(
    canonicaliser: Canonicaliser, start: list[Text], numbers: tuple[int, int]
) -> None:
    graphs = [document_graph(text) for text in start]
    before = link(graphs, Decisions(), canonicaliser).graph
    chosen = pair_of_one_type(before, *numbers)
    if chosen is None:
        return
    ids = tuple(sorted(chosen))
    merged = link(graphs, Decisions((Decision("judge", ids, "positive"),)), canonicaliser).graph
    assert len(merged.nodes) < len(before.nodes)
    undone = Decisions((Decision("judge", ids, "positive"), Decision("judge", ids, "none")))
    assert written(link(graphs, undone, canonicaliser).graph) == written(before)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(start=st.lists(texts(), max_size=4, unique_by=lambda t: t.path))
def test_ids_stay_when_a_document_on_other_things_is_added(
    canonicaliser: Canonicaliser, start: list[Text]
) -> None:
    graphs = [document_graph(text) for text in start]
    other = document_graph(
        Text(
            "other.txt",
            "昆明高新区通报",
            {
                "z": Thing("Zone", ("昆明高新技术产业开发区", "高新区")),
                "c": Thing("Company", ("滇池云科",)),
                "l": Thing("Leader", ("王建国",)),
                "p": Thing("Project", ("热电联产一期项目",)),
                "o": Thing("Organization", ("市政府",)),
            },
            (("c", "LOCATED_IN", "z", ""), ("l", "LEADS", "z", "主任"), ("p", "LOCATED_IN", "z", "")),
        )
    )
    before = link(graphs, Decisions(), canonicaliser).graph
    after = link([*graphs, other], Decisions(), canonicaliser).graph
    nodes = {node.id: node for node in after.nodes}
    assert all(nodes.get(node.id) == node for node in before.nodes)
    assert {e.key for e in before.edges} <= {e.key for e in after.edges}


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(start=st.lists(texts(), max_size=4, unique_by=lambda t: t.path))
def test_no_node_ever_has_two_types_and_every_evidence_is_kept_once(
    canonicaliser: Canonicaliser, start: list[Text]
) -> None:
    graphs = [document_graph(text) for text in start]
    linked = link(graphs, Decisions(), canonicaliser)
    types = {(g.documents()[0].id, n.id): n.type for g in graphs for n in g.nodes if n.type != "Document"}
    nodes = {node.id: node for node in linked.graph.nodes}
    for reference, final in linked.ids.items():
        assert nodes[final].type == types[reference]
    given_items = {e for g in graphs for n in g.nodes for e in n.evidence if e.property is None}
    assert given_items == {e for n in linked.graph.nodes for e in n.evidence if e.property is None}
