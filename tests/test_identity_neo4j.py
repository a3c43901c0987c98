"""A living corpus in a store: after any sequence it holds what a build of what is left would hold."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from extract.gazetteers import Gazetteers
from extract.identity import Canonicaliser, Decisions, Linked, link
from extract.identity.labelled import Text, document_graph
from graph.stores import Store, Writer
from tests.test_identity_invariants import stepped, texts, written

SEQUENCES = 10
STEPS = 6
WAYS = ("replace", "exchange", "remove and upsert")

# Every sequence has each kind of step: add or change, merge, remove, unmerge, and two more of any kind.
PUT = st.tuples(st.just("put"), texts())
REMOVE = st.tuples(st.just("remove"), st.integers(1, 5))
MERGE = st.tuples(st.just("merge"), st.tuples(st.integers(0, 40), st.integers(0, 40)))
UNMERGE = st.tuples(st.just("unmerge"), st.integers(0, 5))
SEQUENCE = st.tuples(PUT, MERGE, st.one_of(PUT, REMOVE), UNMERGE, REMOVE, st.one_of(PUT, MERGE))


@pytest.fixture(scope="module")
def canonicaliser() -> Canonicaliser:
    return Canonicaliser(Gazetteers.load())


def write(writer: Writer, way: str, before: Linked, after: Linked) -> None:
    """Bring the store from one linked graph to the next: as a command does that writes the whole graph, as a
    repeated build does in its own store, or as a build does in a store that the user named.
    """
    if way == "replace":
        writer.replace(after.graph)
    elif way == "exchange":
        writer.exchange(before.graph, after.graph)
    else:
        staying = {node.id for node in after.graph.documents()}
        leaving = [node.id for node in before.graph.documents() if node.id not in staying]
        if leaving:
            writer.remove_documents(leaving)
        writer.upsert(after.graph)


def assert_held(store: Store, expected: Linked) -> None:
    """The store gives back the linked graph to the byte, with the records that the next step needs."""
    held = store.view().graph()
    assert written(held) == written(expected.graph)
    # Run information is kept on Documents: where none is left there is nothing to link again.
    assert held.run == (expected.graph.run if expected.graph.documents() else {})


@settings(
    max_examples=SEQUENCES,
    deadline=None,
    derandomize=True,
    # A failing sequence is short as it is: to shorten it would load hundreds more.
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(
    start=st.lists(texts(), min_size=2, max_size=3),
    steps=SEQUENCE,
    ways=st.lists(st.sampled_from(WAYS), min_size=STEPS, max_size=STEPS),
)
def test_a_store_follows_any_sequence_of_changes(
    store: Store,
    canonicaliser: Canonicaliser,
    start: list[Text],
    steps: tuple[tuple[str, object], ...],
    ways: list[str],
) -> None:
    left = {text.path: document_graph(text) for text in start}
    decisions = Decisions()
    state = link(list(left.values()), decisions, canonicaliser)
    with store.writer() as writer:
        # The sequence before this one left its graph: nothing of it may stay.
        writer.replace(state.graph)
        assert_held(store, state)
        for step, way in zip(steps, ways, strict=True):
            before = state
            state, decisions = stepped(state, decisions, step, canonicaliser)
            write(writer, way, before, state)
            assert_held(store, state)
            if isinstance(step[1], Text):
                left[step[1].path] = document_graph(step[1])
            elif step[0] == "remove":
                left.pop(f"{step[1]}.txt", None)
    assert_held(store, link(list(left.values()), decisions, canonicaliser))
