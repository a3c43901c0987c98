"""The rooms and their arrows, proved on the syntax trees: who imports whom, and what data and code share."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from extract import corpus
from graph.ontology import load_ontology

PROJECT = Path(__file__).parents[1]
ROOMS = ("graph", "extract", "cypher")
# The composition root: the one file that may import both rooms whole.
COMPOSITION_ROOT = "extract/cli.py"
# What extract may know of graph.
BORDER = {"graph.model", "graph.errors"}


def sources() -> list[Path]:
    return sorted(path for room in ROOMS for path in (PROJECT / room).rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def imports(path: Path, with_hints: bool = True) -> Iterator[str]:
    """Every imported module, `from graph import model` as graph.model and as graph.model.X alike."""

    def walk(node: ast.AST) -> Iterator[str]:
        for child in ast.iter_child_nodes(node):
            if is_type_checking(child) and not with_hints:
                continue
            if isinstance(child, ast.Import):
                yield from (alias.name for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, f"{name_of(path)}: a relative import; write the whole name"
                assert child.module is not None
                if child.module in ROOMS:
                    yield from (f"{child.module}.{alias.name}" for alias in child.names)
                else:
                    yield child.module
            elif isinstance(child, ast.Call) and ast.unparse(child.func).endswith("import_module"):
                argument = child.args[0]
                assert isinstance(argument, ast.Constant), (
                    f"{name_of(path)}: an import whose name is computed"
                )
                yield str(argument.value)
            yield from walk(child)

    yield from walk(tree_of(path))


def importers(package: str) -> list[str]:
    return [
        name_of(path)
        for path in sources()
        if any(module.split(".")[0] == package for module in imports(path))
    ]


def test_extract_knows_model_and_errors_of_graph_and_nothing_else() -> None:
    for path in sources():
        name = name_of(path)
        if name.startswith("extract/") and name != COMPOSITION_ROOT:
            known = {".".join(m.split(".")[:2]) for m in imports(path) if m.split(".")[0] == "graph"}
            assert known <= BORDER, f"{name} imports {sorted(known - BORDER)}"


def test_graph_and_cypher_never_import_extract_or_spacy() -> None:
    for path in sources():
        if not name_of(path).startswith("extract/"):
            reached = {module.split(".")[0] for module in imports(path)}
            assert not reached & {"extract", "spacy", "thinc"}, name_of(path)


def test_nobody_imports_the_composition_root_and_tests_are_no_part_of_the_product() -> None:
    for path in sources():
        modules = set(imports(path))
        assert not {m for m in modules if m.startswith(("extract.cli", "tests"))}, name_of(path)


def test_model_imports_the_standard_library_alone_and_errors_nothing() -> None:
    model = {module.split(".")[0] for module in imports(PROJECT / "graph" / "model.py")}
    assert model <= sys.stdlib_module_names
    assert set(imports(PROJECT / "graph" / "errors.py")) <= {"__future__"}


@pytest.mark.parametrize("package", ["pyvis", "neo4j", "kglite"])
def test_exactly_one_file_imports(package: str) -> None:
    found = importers(package)
    assert len(found) == 1, f"{package} is imported by {found}"
    assert found[0].startswith("graph/")


def test_spacy_stays_in_the_files_that_hold_spacy_objects() -> None:
    allowed = {"base_layer", "cli", "convert", "mentions", "pipeline", "registry"}
    assert {Path(name).stem for name in importers("spacy")} <= allowed
    at_run_time = {
        path.stem
        for path in sources()
        if any(module.split(".")[0] == "spacy" for module in imports(path, with_hints=False))
    }
    assert not at_run_time & {"cli", "mentions"}


def test_only_the_command_line_prints() -> None:
    for path in sources():
        name = name_of(path)
        if name == COMPOSITION_ROOT:
            continue
        calls = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
        printed = [c.lineno for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"]
        assert not printed, f"{name}:{printed}"


def test_every_text_file_is_opened_with_an_encoding() -> None:
    for path in sources():
        for node in ast.walk(tree_of(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr in ("read_text", "write_text"):
                given = {keyword.arg for keyword in node.keywords}
                assert (
                    "encoding" in given or len(node.args) > 1 or (node.func.attr == "read_text" and node.args)
                ), f"{name_of(path)}:{node.lineno} opens a text without encoding"


def test_module_names_say_what_they_hold() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
    assert not {name_of(path) for path in sources() if path.stem in vague}


def test_no_cypher_is_built_from_pieces() -> None:
    verbs = ("MATCH (", "MERGE (", "UNWIND ", "DETACH DELETE")
    for path in sources():
        # These two write Cypher files: for a developer from the ontology, for a user from a graph.
        if path.parent.name == "export" or path.stem == "cypher_generation":
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.JoinedStr):
                text = "".join(str(v.value) for v in node.values if isinstance(v, ast.Constant))
                assert not any(verb in text for verb in verbs), f"{name_of(path)}:{node.lineno}"


def test_relation_patterns_of_the_training_documents_are_the_ontologys() -> None:
    expected = {
        (head, relation, tail)
        for relation, spec in load_ontology().edges.items()
        if relation not in ("MENTIONS", "HAS_INDICATOR")
        for head, tail in spec.patterns
    }
    assert expected == corpus._PATTERNS


def test_every_type_of_the_ontology_has_its_place_among_the_files_of_cypher() -> None:
    texts = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((PROJECT / "cypher").rglob("*.cypher"))
    )
    ontology = load_ontology()
    for name in [*ontology.nodes, *ontology.edges]:
        assert f":{name}" in texts, f"no file in cypher/ speaks of {name}"
