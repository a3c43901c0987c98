"""Exports: other tools read them, they hold the whole graph, and nothing in them can act."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx
import openpyxl
import pytest

from cypher.server.local_server import LocalServer
from graph.cypher_files import split_statements
from graph.errors import ExportError
from graph.export import FORMATS, export
from graph.export.neo4j_admin import COMMAND_FILE, import_arguments
from graph.model import Graph, Node
from graph.ontology import load_ontology
from graph.stores.embedded import EmbeddedStore
from graph.stores.neo4j import Neo4jStore
from tests.store_fixtures import SHORT_LIVED
from tests.store_graphs import made_documents, made_graph

HOSTILE_NAMES = (
    '=HYPERLINK("http://x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "a\x00b\x1bc",
    "</node><script>",
    "'; DROP //",
    "换\n行\t",
    "𠮷\u2028",
    "$rows",
    'a;b\x1fc,"d"',
    "\\u0041\\",
)


def hostile(graph: Graph) -> Graph:
    """Return the graph with companies whose names try to get out of every format."""
    company = next(node for node in graph.nodes if node.type == "Company")
    odd = [
        Node(f"company-odd{number}", "Company", name, (name, "b"), {"full_name": name}, company.evidence)
        for number, name in enumerate(HOSTILE_NAMES)
    ]
    return Graph.of([*graph.nodes, *odd], graph.edges, graph.run)


GRAPH = hostile(made_graph(made_documents()))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_two_exports_of_a_graph_are_the_same_file(name: str, tmp_path: Path) -> None:
    for number in (1, 2):
        export(GRAPH, name, tmp_path / str(number) / "out.x")
    first, second = (sorted((tmp_path / str(number)).rglob("*.*")) for number in (1, 2))
    assert [path.name for path in first] == [path.name for path in second]
    for one, other in zip(first, second, strict=True):
        if name == "xlsx":
            with zipfile.ZipFile(one) as a, zipfile.ZipFile(other) as b:
                for sheet in (n for n in a.namelist() if "sheet" in n):
                    assert a.read(sheet) == b.read(sheet)
        elif one.is_file():
            assert one.read_bytes() == other.read_bytes()


def test_an_unknown_format_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="graphml, gexf, neo4j-admin, cypher, xlsx"):
        export(GRAPH, "pdf", tmp_path / "out.pdf")


def test_a_target_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ExportError, match="file"):
        export(GRAPH, "graphml", tmp_path / "file" / "out.graphml")


def without_control(text: str) -> str:
    return text.replace("\x00", "\ufffd").replace("\x1b", "\ufffd").replace("\x1f", "\ufffd")


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_networkx_reads_back_every_node_edge_and_value(name: str, tmp_path: Path) -> None:
    file = tmp_path / "out.xml"
    export(GRAPH, name, file)
    found: Any = (
        networkx.read_graphml(file, force_multigraph=True) if name == "graphml" else networkx.read_gexf(file)
    )
    assert sorted(found.nodes) == [node.id for node in GRAPH.nodes]
    assert sorted(found.edges(keys=True)) == sorted((e.source, e.target, e.key) for e in GRAPH.edges)
    for node in GRAPH.nodes:
        data = found.nodes[node.id]
        assert data["type"] == node.type
        assert data["label"].split() == without_control(node.name).split()
        assert len(json.loads(data["evidence"])) == len(node.evidence)
        if "investment" in node.properties:
            assert data["investment"] == node.properties["investment"]


def test_the_workbook_has_a_sheet_a_type_and_one_of_edges(tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    export(GRAPH, "xlsx", file)
    book = openpyxl.load_workbook(file)
    ontology = load_ontology()
    types = {node.type for node in GRAPH.nodes}
    assert book.sheetnames == [
        *(f"{spec.zh} {spec.en}" for name, spec in ontology.nodes.items() if name in types),
        "关系 Edges",
    ]
    assert book["关系 Edges"].max_row == len(GRAPH.edges) + 1


def test_every_row_of_the_workbook_has_sentence_document_and_date(tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    export(made_graph(made_documents(documents=2)), "xlsx", file)
    for sheet in openpyxl.load_workbook(file):
        header, *rows = sheet.iter_rows(values_only=True)
        columns = [header.index(title) for title in ("句子 Sentence", "文档 Document", "日期 Date")]
        assert rows
        assert all(row[column] for row in rows for column in columns)


def test_no_cell_of_the_workbook_is_a_formula(tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    export(GRAPH, "xlsx", file)
    found: dict[str, Any] = {}
    for sheet in openpyxl.load_workbook(file):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                found[str(cell.value)] = cell
    for name in HOSTILE_NAMES[:4]:
        assert found[name].quotePrefix, name


def test_an_empty_graph_is_a_valid_export(tmp_path: Path) -> None:
    for name in FORMATS:
        export(Graph(), name, tmp_path / f"out.{name}")
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == ["关系 Edges"]


def script_statements(file: Path) -> list[str]:
    lines = [line for line in file.read_text(encoding="utf-8").split("\n") if not line.startswith("//")]
    return [text for text in (part.strip() for part in "\n".join(lines).split(";\n")) if text]


def test_the_cypher_script_may_run_twice_on_the_embedded_store(tmp_path: Path) -> None:
    export(GRAPH, "cypher", tmp_path / "out.cypher")
    with EmbeddedStore(tmp_path / "graph.kgl") as store, store.writer() as writer:
        for _ in range(2):
            for statement in script_statements(tmp_path / "out.cypher"):
                if "FULLTEXT" not in statement:
                    writer.execute(statement)
        assert store.view().graph() == GRAPH


@pytest.mark.neo4j
def test_the_cypher_script_may_run_twice_on_neo4j(neo4j_store: Neo4jStore, tmp_path: Path) -> None:
    export(GRAPH, "cypher", tmp_path / "out.cypher")
    for _ in range(2):
        for statement in script_statements(tmp_path / "out.cypher"):
            neo4j_store.execute(statement, {})
    assert neo4j_store.view().graph() == GRAPH


@pytest.mark.neo4j
def test_neo4j_admin_imports_the_csv_files_with_the_stated_command(
    neo4j_server: LocalServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "csv"
    graph = replace(GRAPH, nodes=tuple(node for node in GRAPH.nodes if "\x1f" not in node.name))
    export(graph, "neo4j-admin", folder)
    script = (folder / COMMAND_FILE).read_text(encoding="utf-8")
    stated = script.split("neo4j-admin ", 1)[1].replace(" \\\n  ", " ").split()
    monkeypatch.chdir(folder)
    server = LocalServer.prepared(tmp_path / "home", neo4j_server.jars, SHORT_LIVED)
    server.admin(*stated)
    with server, Neo4jStore(server.url, "neo4j", server.password) as store:
        assert store.view().graph() == graph
        for statement in split_statements((folder / "schema.cypher").read_text(encoding="utf-8")).values():
            store.execute(statement, {})
        assert store.schema() == ()


def test_the_import_command_quotes_nothing_that_a_shell_would_expand() -> None:
    arguments = import_arguments([("nodes", "Zone:Zonegraph", "Zone.csv")])
    assert "--nodes=Zone:Zonegraph=Zone.csv" in arguments
    assert not any(set(argument) & set(" '\"$`*") for argument in arguments)
