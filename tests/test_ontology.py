"""The ontology file: what it says, that all its faults come at once, and what a check drops and counts."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
import yaml

from graph.errors import OntologyError
from graph.health import count_reasons
from graph.model import Edge, Evidence, Graph, Node
from graph.ontology import check, load_ontology, parse_ontology

ONTOLOGY = load_ontology()
SHIPPED = resources.files("graph").joinpath("ontology.yaml").read_text(encoding="utf-8")
PROOF = (Evidence("document-1", 0, 2, "云杉", (0, 9), "test", 1.0),)


def changed(old: str, new: str) -> str:
    assert old in SHIPPED
    return SHIPPED.replace(old, new, 1)


def test_the_contracts_types_and_relations_are_there() -> None:
    nodes = "Zone Company Project Leader Policy Organization Place Industry Indicator Document"
    edges = (
        "LEADS LOCATED_IN PART_OF INVESTS_IN IN_INDUSTRY FOCUSES_ON IMPLEMENTS COOPERATES_WITH "
        "HAS_INDICATOR MENTIONS"
    )
    assert list(ONTOLOGY.nodes) == nodes.split()
    assert list(ONTOLOGY.edges) == edges.split()
    assert [name for name, spec in ONTOLOGY.edges.items() if spec.undirected] == ["COOPERATES_WITH"]
    assert ONTOLOGY.edges["LEADS"].qualifiers == ("title", "as_of")


@pytest.mark.parametrize(
    ("head", "relation", "tail", "allowed"),
    [
        ("Leader", "LEADS", "Company", True),
        ("Leader", "LEADS", "Project", False),
        ("Zone", "LOCATED_IN", "Place", True),
        ("Place", "LOCATED_IN", "Zone", False),
        ("Organization", "PART_OF", "Zone", False),
        ("Document", "MENTIONS", "Document", False),
        ("Zone", "LIKES", "Zone", False),
    ],
)
def test_patterns_allow_what_the_contract_allows(head: str, relation: str, tail: str, allowed: bool) -> None:
    assert ONTOLOGY.allows(head, relation, tail) is allowed


def test_all_faults_of_fields_are_reported_at_once() -> None:
    broken = (
        changed('"#0072B2"', "blue")
        .replace("size: 22", "size: -1", 1)
        .replace("unit: CNY,", "units: CNY,", 1)
    )
    with pytest.raises(OntologyError, match="3 faults") as caught:
        parse_ontology(broken, "mine.yaml")
    message = str(caught.value)
    assert "mine.yaml" in message
    assert all(word in message for word in ("nodes.Zone.colour", "nodes.Company.size", "units"))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  Industry:\n", "  industry:\n", "PascalCase"),
        ('"#E69F00"', '"#0072B2"', "colour #0072B2 is used by more than one type"),
        ("shape: dot", "shape: star", "shape star"),
        ("[Leader, Company]]", "[Leader, Firm]]", "Firm is no node type"),
        ("[[Zone, Policy], [Organization, Policy]]", "[[Zone, Policy], [Zone, Policy]]", "stands twice"),
        ("qualifiers: [title, as_of]", "qualifiers: [title, since]", "since is no property"),
        ("      - [Company, Zone]\n      - [Company, Company]", "      - [Company, Company]", "both ways"),
        ("  IMPLEMENTS:", "  Implements:", "UPPER_SNAKE"),
    ],
)
def test_faults_between_fields_are_reported(old: str, new: str, says: str) -> None:
    with pytest.raises(OntologyError, match=says):
        parse_ontology(changed(old, new))


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("nodes: [", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"mine\.yaml is no YAML"):
        load_ontology(path)


def test_a_changed_ontology_can_be_loaded_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(changed("zh: 园区", "zh: 开发区"), encoding="utf-8")
    assert load_ontology(path).nodes["Zone"].zh == "开发区"


def zone(**more: object) -> Node:
    return replace(Node("zone-1", "Zone", "云杉经开区", (), {}, PROOF), **more)  # type: ignore[arg-type]


COMPANY = Node("company-1", "Company", "启衡光电", (), {}, PROOF)


def edge(**more: object) -> Edge:
    return replace(Edge("company-1", "zone-1", "k", "LOCATED_IN", {}, PROOF), **more)  # type: ignore[arg-type]


def test_what_is_in_the_ontology_stays_as_it_is() -> None:
    graph = Graph.of([zone(properties={"level": "国家级"}), COMPANY], [edge()])
    assert check(graph, ONTOLOGY) == replace(check(graph, ONTOLOGY), graph=graph, rejected=())


@pytest.mark.parametrize(
    ("node", "reason"),
    [
        (zone(type="Park"), "type not in ontology"),
        (zone(evidence=()), "node without evidence"),
        (zone(properties={"colour": "red"}), "property not in ontology"),
        (zone(properties={"level": "世界级"}), "property value of wrong type"),
        (zone(properties={"level": 3}), "property value of wrong type"),
    ],
)
def test_a_bad_node_or_property_goes_and_is_counted(node: Node, reason: str) -> None:
    checked = check(Graph.of([node], []), ONTOLOGY)
    assert count_reasons(checked.rejected) == {reason: 1}
    assert all(not kept.properties for kept in checked.graph.nodes)


def test_evidence_of_a_dropped_property_goes_with_it() -> None:
    proof = replace(PROOF[0], property="colour")
    checked = check(Graph.of([zone(properties={"colour": "red"}, evidence=(*PROOF, proof))], []), ONTOLOGY)
    assert checked.graph.nodes[0].evidence == PROOF


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (edge(type="LIKES"), "relation not in ontology"),
        (edge(target="zone-9"), "edge without its node"),
        (edge(source="zone-1", target="company-1"), "pattern not in ontology"),
        (edge(source="zone-1"), "self-loop"),
        (edge(evidence=()), "edge without evidence"),
        (edge(properties={"since": "2020"}), "property not in ontology"),
    ],
)
def test_a_bad_edge_goes_and_is_counted(bad: Edge, reason: str) -> None:
    checked = check(Graph.of([zone(), COMPANY], [bad]), ONTOLOGY)
    assert count_reasons(checked.rejected) == {reason: 1}
    assert all(not kept.properties for kept in checked.graph.edges)


@pytest.mark.parametrize(
    ("value", "kept"),
    [(True, False), (3, True), (2.5, True), ("3", False)],
    ids=["bool", "int", "float", "text"],
)
def test_a_number_is_a_number_and_no_truth_value(value: object, kept: bool) -> None:
    node = Node("project-1", "Project", "基地", (), {"investment": value}, PROOF)  # type: ignore[dict-item]
    assert bool(check(Graph.of([node], []), ONTOLOGY).graph.nodes[0].properties) is kept


def test_the_file_is_yaml_that_other_programs_read_too() -> None:
    assert yaml.safe_load(SHIPPED)["format"] == "zonegraph-ontology/1"
