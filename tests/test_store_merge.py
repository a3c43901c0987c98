"""Loads and removals as invariants: any sequence ends in the graph of the documents that are there."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.interchange import edge_to_json, evidence_from_json, evidence_to_json
from graph.model import Edge, Evidence, Node, document_id
from graph.stores.embedded import EmbeddedStore
from graph.stores.merge import edge_without, node_without, united_edge, united_node
from tests.store_graphs import MadeDocument, made_documents, made_graph

# Three versions of each of four documents.
VERSIONS = {
    number: [made_documents(seed=seed, documents=4, facts=6)[number] for seed in (1, 2, 3)]
    for number in range(4)
}
STEPS = st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 2)), min_size=1, max_size=7)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_any_sequence_of_loads_and_removals_equals_one_load_of_what_is_left(
    steps: list[tuple[int, int]],
) -> None:
    there: dict[int, MadeDocument] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        EmbeddedStore(Path(folder) / "graph.kgl") as store,
        store.writer() as writer,
    ):
        for number, version in steps:
            if version >= 0:
                there[number] = VERSIONS[number][version]
                writer.upsert(made_graph([there[number]]))
            elif number in there:
                writer.remove_documents([document_id(there.pop(number).path)])
        found, wanted = store.view().graph(), made_graph(there.values())
    assert (found.nodes, found.edges) == (wanted.nodes, wanted.edges)
    if there:
        assert found.run == wanted.run


NAMES = st.sampled_from(["华恒", "华恒新材料", "新材料公司", "恒", "HH"])
EVIDENCE = st.builds(
    lambda document, start, quote, score, prop: Evidence(
        document, start, start + len(quote), quote, (0, 99), "made", score, prop
    ),
    st.sampled_from(["document-1", "document-2", "document-3"]),
    st.integers(0, 3),
    NAMES,
    st.sampled_from([0.5, 0.9]),
    st.sampled_from([None, "status", "tags"]),
)
NODES = st.builds(
    lambda name, aliases, status, tags, evidence: Node(
        "project-1", "Project", name, tuple(aliases), {"status": status, "tags": tuple(tags)}, tuple(evidence)
    ),
    NAMES,
    st.lists(NAMES, unique=True),
    st.sampled_from(["签约", "开工"]),
    st.lists(st.sampled_from(["a", "b", "c"]), unique=True).map(sorted),
    st.lists(EVIDENCE, min_size=1, unique=True),
)
DOCUMENTS = st.frozensets(st.sampled_from(["document-1", "document-2"]))


@given(NODES, NODES, DOCUMENTS)
def test_repeating_a_load_changes_nothing(stored: Node, loaded: Node, documents: frozenset[str]) -> None:
    own = tuple(item for item in loaded.evidence if item.document in documents)
    loaded = Node(loaded.id, loaded.type, loaded.name, loaded.aliases, loaded.properties, own)
    once = united_node(stored, loaded, documents)
    assert united_node(once, loaded, documents) == once


@given(
    st.builds(
        Evidence,
        st.text(),
        st.integers(),
        st.integers(),
        st.text(),
        st.tuples(st.integers(), st.integers()),
        st.text(),
        st.floats(0, 1),
        st.none() | st.text(),
    )
)
def test_the_text_of_an_evidence_item_is_its_json(item: Evidence) -> None:
    row = edge_to_json(Edge("a", "b", "k", "T", {}, (item,)))["evidence"][0]
    assert evidence_to_json(item) == json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    assert evidence_from_json(json.loads(evidence_to_json(item))) == item


@given(NODES, DOCUMENTS)
def test_what_other_documents_say_is_never_lost(stored: Node, documents: frozenset[str]) -> None:
    left = node_without(stored, documents)
    kept = tuple(item for item in stored.evidence if item.document not in documents)
    assert (left is None) == (not kept)
    if left is not None:
        assert left.evidence == kept
        assert left.name
        assert left.name not in left.aliases or left.name in stored.aliases
        assert node_without(left, documents) == left


def test_an_edge_stays_as_long_as_one_quotation_stays() -> None:
    graph = made_graph(made_documents())
    for edge in graph.edges:
        first = edge.evidence[0].document
        left = edge_without(edge, {first})
        others = tuple(item for item in edge.evidence if item.document != first)
        assert (left is None) == (not others)
        if left is not None:
            assert united_edge(left, edge, {first}) == edge
