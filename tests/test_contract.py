"""The contract's invariants on samples/ and, where they are, on the documents in ../shared/seeds."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx
import pytest

from graph.ontology import load_ontology

PROJECT = Path(__file__).parents[1]
FOLDERS = {"samples": PROJECT / "samples", "seeds": PROJECT.parent / "shared" / "seeds"}


def extract(zonegraph: Callable[..., Any], output: Path, *inputs: Path) -> dict[str, Any]:
    finished = zonegraph("extract", *inputs, "--output", output)
    assert finished.code == 0, finished.err
    assert finished.out == ""
    data: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return data


@pytest.fixture(scope="module", params=sorted(FOLDERS))
def folder(request: pytest.FixtureRequest) -> Path:
    path = FOLDERS[request.param]
    if not path.is_dir():
        pytest.skip(f"{path} is not here")
    return path


@pytest.fixture(scope="module")
def graph(
    folder: Path, zonegraph: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    return extract(zonegraph, tmp_path_factory.mktemp("contract") / "graph.json", folder)


def items(graph: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for owner in [*graph["nodes"], *graph["edges"]]:
        for evidence in owner["evidence"]:
            yield owner, evidence


def test_networkx_loads_it(graph: dict[str, Any]) -> None:
    multigraph = networkx.node_link_graph(graph, edges="edges")
    assert multigraph.number_of_nodes() == len(graph["nodes"]) > 0
    assert multigraph.number_of_edges() == len(graph["edges"]) > 0
    assert graph["graph"]["format"] == "zonegraph/1"


def test_every_quotation_stands_where_it_says_inside_its_sentence(graph: dict[str, Any]) -> None:
    texts = {n["id"]: n["properties"]["text"] for n in graph["nodes"] if n["type"] == "Document"}
    for owner, evidence in items(graph):
        text = texts[evidence["document"]]
        start, end = evidence["start"], evidence["end"]
        assert text[start:end] == evidence["quote"] != "", owner
        assert evidence["sentence"][0] <= start < end <= evidence["sentence"][1] <= len(text), owner
        assert evidence["by"], owner
        assert 0 <= evidence["score"] <= 1, owner


def test_texts_are_the_decoded_files(graph: dict[str, Any], folder: Path) -> None:
    for node in graph["nodes"]:
        if node["type"] == "Document" and node["properties"]["encoding"] != "docx":
            data = (folder / node["properties"]["path"]).read_bytes()
            assert data.decode(node["properties"]["encoding"]) == node["properties"]["text"]


def test_every_node_and_edge_has_evidence_and_every_proved_property_is_there(graph: dict[str, Any]) -> None:
    for owner in [*graph["nodes"], *graph["edges"]]:
        assert owner["evidence"], owner
    for owner, evidence in items(graph):
        assert evidence.get("property") is None or evidence["property"] in owner["properties"], owner


def test_ids_and_keys_are_unique_and_of_their_form(graph: dict[str, Any]) -> None:
    ids = Counter(node["id"] for node in graph["nodes"])
    assert set(ids.values()) == {1}
    assert set(Counter(edge["key"] for edge in graph["edges"]).values()) == {1}
    for node in graph["nodes"]:
        assert re.fullmatch(rf"{node['type'].lower()}-[0-9a-f]{{16}}", node["id"])
    for edge in graph["edges"]:
        assert edge["source"] in ids
        assert edge["target"] in ids
        assert edge["source"] != edge["target"]


def test_everything_is_in_the_ontology(graph: dict[str, Any]) -> None:
    ontology = load_ontology()
    types = {node["id"]: node["type"] for node in graph["nodes"]}
    for node in graph["nodes"]:
        assert set(node["properties"]) <= set(ontology.nodes[node["type"]].properties), node
    for edge in graph["edges"]:
        assert ontology.allows(types[edge["source"]], edge["type"], types[edge["target"]]), edge
        assert set(edge["properties"]) <= set(ontology.edges[edge["type"]].properties), edge
        if ontology.edges[edge["type"]].undirected:
            assert edge["source"] < edge["target"], edge


def test_every_document_mentions_each_of_its_things_once_and_its_first_mention_proves_it(
    graph: dict[str, Any],
) -> None:
    mentions = [edge for edge in graph["edges"] if edge["type"] == "MENTIONS"]
    pairs = Counter((edge["source"], edge["target"]) for edge in mentions)
    assert set(pairs.values()) == {1}
    expected = {
        (evidence["document"], node["id"])
        for node in graph["nodes"]
        if node["type"] != "Document"
        for evidence in node["evidence"]
    }
    assert set(pairs) == expected
    by_id = {node["id"]: node for node in graph["nodes"]}
    for edge in mentions:
        places = [
            e["start"]
            for e in by_id[edge["target"]]["evidence"]
            if e["document"] == edge["source"] and "property" not in e
        ]
        assert [e["start"] for e in edge["evidence"]] == [min(places)]


def test_names_hold_no_white_space_inside_chinese(graph: dict[str, Any]) -> None:
    for node in graph["nodes"]:
        if node["type"] == "Leader":
            assert not re.search(r"[一-鿿]\s+[一-鿿]", node["name"]), node["name"]


def test_one_indicator_a_zone_name_period_unit_target_and_value(graph: dict[str, Any]) -> None:
    nodes = {node["id"]: node for node in graph["nodes"]}
    keys = Counter(
        (
            edge["source"],
            nodes[edge["target"]]["name"],
            json.dumps(_figure(nodes[edge["target"]]), sort_keys=True),
        )
        for edge in graph["edges"]
        if edge["type"] == "HAS_INDICATOR"
    )
    assert {key: number for key, number in keys.items() if number > 1} == {}


def _figure(node: dict[str, Any]) -> dict[str, Any]:
    return {key: node["properties"].get(key) for key in ("period", "unit", "target", "value", "value_text")}


def test_dropped_things_are_counted_with_their_reason(graph: dict[str, Any]) -> None:
    rejected = graph["graph"]["rejected"]
    assert all(isinstance(reason, str) and number > 0 for reason, number in rejected.items())


def test_the_run_says_which_optional_parts_it_used(graph: dict[str, Any]) -> None:
    assert "base_layer" in graph["graph"]


def test_two_runs_and_the_reversed_order_of_inputs_give_the_same_bytes(
    folder: Path, graph: dict[str, Any], zonegraph: Callable[..., Any], tmp_path: Path
) -> None:
    files = sorted(path for path in folder.iterdir() if path.suffix in (".txt", ".md", ".docx"))
    again = extract(zonegraph, tmp_path / "again.json", *files)
    reversed_order = extract(zonegraph, tmp_path / "reversed.json", *reversed(files))
    for part in ("nodes", "edges"):
        assert json.dumps(again[part]) == json.dumps(graph[part])
        assert json.dumps(reversed_order[part]) == json.dumps(graph[part])


def test_ids_stay_when_a_document_is_added_that_speaks_of_other_things(
    zonegraph: Callable[..., Any], tmp_path: Path
) -> None:
    one = tmp_path / "one"
    one.mkdir()
    shutil.copy(FOLDERS["samples"] / "wuhu_report_2022.txt", one)
    alone = extract(zonegraph, tmp_path / "alone.json", one)
    (one / "other.txt").write_text(
        "长沙高新区召开座谈会\n\n2020年3月2日,长沙高新区党工委书记周大山走访湘麓仪器,推动湘麓仪器二期项目建设。\n",
        encoding="utf-8",
    )
    both = extract(zonegraph, tmp_path / "both.json", one)
    assert {node["id"] for node in alone["nodes"]} <= {node["id"] for node in both["nodes"]}
    assert {edge["key"] for edge in alone["edges"]} <= {edge["key"] for edge in both["edges"]}
    assert len(both["nodes"]) > len(alone["nodes"])


def test_build_and_extract_write_the_same_nodes_and_edges(
    zonegraph: Callable[..., Any], samples_build: Path, tmp_path: Path
) -> None:
    built = json.loads((samples_build / "graph.json").read_text(encoding="utf-8"))
    extracted = extract(zonegraph, tmp_path / "graph.json", FOLDERS["samples"])
    assert built["nodes"] == extracted["nodes"]
    assert built["edges"] == extracted["edges"]


def test_quotes_stay_where_texts_are_left_out(zonegraph: Callable[..., Any], tmp_path: Path) -> None:
    output = tmp_path / "graph.json"
    assert zonegraph("extract", FOLDERS["samples"], "--output", output, "--no-text").code == 0
    data = json.loads(output.read_text(encoding="utf-8"))
    assert not [n for n in data["nodes"] if "text" in n["properties"]]
    assert all(evidence["quote"] for _, evidence in items(data))
    assert zonegraph("verify", output, "--root", FOLDERS["samples"]).code == 0
    assert zonegraph("verify", output).code == 1
