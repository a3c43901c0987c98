"""The files of cypher/: derived ones fit the ontology, released ones stay, questions are portable."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path

import pytest

from graph.browser_kit import SCRIPTS_FILE, STYLE_FILE, scripts_bundle, style_sheet
from graph.cypher_files import cypher_folder, file_names, read_statements, split_statements
from graph.cypher_generation import generated_files
from graph.errors import ResourceError
from graph.ontology import load_ontology
from graph.queries import load_question, question_names
from graph.store_documents import graph_model

ONTOLOGY = load_ontology()
PROJECT = Path(__file__).parents[1]

# A released schema file is never edited: what changes gets a new number. First half of each SHA-256.
RELEASED = {
    "schema/V0001__unique_ids.cypher": "94bb27d54b8807cf48db6dff052b45ee",
    "schema/V0002__names.cypher": "887fcad718347fffaf91ae150cd3d036",
    "schema/neo4j/V0001__full_text.cypher": "e0a1d366c3839778e3b622276b42783d",
}


def text_of(path: str) -> str:
    return cypher_folder(*path.split("/")).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(generated_files(ONTOLOGY)))
def test_a_generated_file_is_what_the_ontology_gives(path: str) -> None:
    assert text_of(path) == generated_files(ONTOLOGY)[path], "run python -m graph.cypher_generation cypher"


def test_no_file_stays_of_a_type_that_left_the_ontology() -> None:
    assert set(file_names("write", "nodes")) == {f"{name}.cypher" for name in ONTOLOGY.nodes}
    assert set(file_names("write", "edges")) == {f"{name}.cypher" for name in ONTOLOGY.edges}


@pytest.mark.parametrize("path", sorted(RELEASED))
def test_a_released_schema_file_is_never_edited(path: str) -> None:
    assert hashlib.sha256(text_of(path).encode("utf-8")).hexdigest()[:32] == RELEASED[path]


def test_schema_files_are_numbered_and_their_statements_carry_their_own_names() -> None:
    for folder in (("schema",), ("schema", "neo4j")):
        for number, file in enumerate(file_names(*folder), start=1):
            assert file.startswith(f"V{number:04}__")
            assert "/".join((*folder, file)) in RELEASED
            for name, statement in read_statements(*folder, file).items():
                assert re.match(rf"CREATE (CONSTRAINT|INDEX|FULLTEXT INDEX) {name} IF NOT EXISTS", statement)


def test_every_type_has_a_unique_id_and_an_index_on_its_name() -> None:
    unique = read_statements("schema", "V0001__unique_ids.cypher")
    names = read_statements("schema", "V0002__names.cypher")
    for name in ONTOLOGY.nodes:
        assert f"FOR (n:{name}) REQUIRE n.id IS UNIQUE" in unique[f"zonegraph_{name.lower()}_id"]
        assert f"FOR (n:{name}) ON (n.name)" in names[f"zonegraph_{name.lower()}_name"]


def test_there_are_at_least_twenty_questions() -> None:
    assert len(question_names()) >= 20


@pytest.mark.parametrize("name", question_names())
def test_a_question_uses_only_what_both_stores_run_alike(name: str) -> None:
    cypher = load_question(name).cypher
    for forbidden in (
        "fulltext",
        "apoc",
        "properties(",
        "keys(",
        "labels(",
        "CALL",
        "CREATE",
        "MERGE",
        "SET ",
    ):
        assert forbidden not in cypher
    for variable in re.findall(r"\b(\w+)\.title\b", cypher):
        # On other nodes kglite takes it for the name; on relationships it is what it is.
        assert re.search(rf"\({variable}:Document:Zonegraph|\[{variable}:LEADS", cypher)


@pytest.mark.parametrize("name", question_names())
def test_a_question_is_asked_of_our_nodes_only(name: str) -> None:
    for label in ONTOLOGY.nodes:
        assert not re.search(rf":{label}\b(?!:Zonegraph)", load_question(name).cypher)


@pytest.mark.parametrize("name", question_names())
def test_a_question_states_an_order_and_takes_every_parameter_it_names(name: str) -> None:
    question = load_question(name)
    assert "ORDER BY" in question.cypher or name == "data_quality"
    assert set(re.findall(r"\$(\w+)", question.cypher)) == {p.name for p in question.parameters}


def test_the_style_sheet_is_what_the_ontology_gives() -> None:
    assert text_of(STYLE_FILE) == style_sheet(ONTOLOGY), "run python -m graph.browser_kit cypher"


def test_the_style_sheet_shows_every_type_in_its_colour_and_every_relation_in_chinese() -> None:
    sheet = text_of(STYLE_FILE)
    for name, node in ONTOLOGY.nodes.items():
        assert f"node.{name} {{\n  color: {node.colour};" in sheet
    for name, edge in ONTOLOGY.edges.items():
        block = sheet.split(f"relationship.{name} {{", 1)[1].split("}", 1)[0]
        assert f'caption: "{edge.zh}"' in block


def test_the_bundle_of_saved_scripts_holds_every_question_ready_to_run() -> None:
    bundle = cypher_folder(*SCRIPTS_FILE.split("/")).read_bytes()
    assert bundle == scripts_bundle(), "run python -m graph.browser_kit cypher"
    with zipfile.ZipFile(io.BytesIO(bundle)) as scripts:
        stems = {Path(name).stem for name in scripts.namelist()}
        assert set(question_names()) <= stems
        for name in scripts.namelist():
            text = scripts.read(name).decode("utf-8")
            assert text.startswith("// ")
            assert "$" not in text


def test_the_description_of_the_graph_model_is_up_to_date() -> None:
    shown = (PROJECT / "docs" / "graph-model.md").read_text(encoding="utf-8")
    assert shown == graph_model(ONTOLOGY), "run python -m graph.store_documents docs build/graph.json"


def test_the_index_of_questions_names_every_question() -> None:
    shown = (PROJECT / "docs" / "queries.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\w+)$", shown, re.MULTILINE) == list(question_names())


@pytest.mark.parametrize("text", ["MATCH (n) RETURN n;", "// a\nRETURN 1;\n\n// a\nRETURN 2;"])
def test_a_statement_without_a_name_of_its_own_is_refused(text: str) -> None:
    with pytest.raises(ResourceError):
        split_statements(text)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(ResourceError, match=r"cypher/write/nodes/Robot\.cypher"):
        read_statements("write", "nodes", "Robot.cypher")
