"""The product as a user meets it: one command from documents to graph, store and page, and what follows."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import openpyxl
import pytest

PROJECT = Path(__file__).parents[1]
SAMPLES = PROJECT / "samples"
Zonegraph = Callable[..., Any]


def graph_of(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def named(graph: dict[str, Any], node_type: str, name: str) -> dict[str, Any]:
    (found,) = [n for n in graph["nodes"] if n["type"] == node_type and name in (n["name"], *n["aliases"])]
    return dict(found)


@pytest.fixture
def two_documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name in ("wuhu_report_2022.txt", "jiangning_news_2023.docx"):
        shutil.copy(SAMPLES / name, folder)
    return folder


def test_one_command_makes_graph_store_and_page_and_prints_the_page(samples_build: Path) -> None:
    assert sorted(path.name for path in samples_build.iterdir())[:2] == ["graph.html", "graph.json"]
    assert list(samples_build.glob("graph.kgl*"))
    graph = graph_of(samples_build / "graph.json")
    documents = [node for node in graph["nodes"] if node["type"] == "Document"]
    assert len(documents) == 9
    assert {node["properties"]["encoding"] for node in documents} == {"utf-8", "utf-8-sig", "gb18030", "docx"}


def test_one_zone_is_one_node_over_all_documents(samples_build: Path) -> None:
    graph = graph_of(samples_build / "graph.json")
    zone = named(graph, "Zone", "芜湖经济技术开发区")
    assert "芜湖经开区" in (zone["name"], *zone["aliases"])
    assert len({evidence["document"] for evidence in zone["evidence"]}) >= 5
    assert zone["properties"]["level"] == "国家级"


def test_a_leader_who_changed_posts_leads_both_zones(samples_build: Path) -> None:
    graph = graph_of(samples_build / "graph.json")
    leaders = {n["id"] for n in graph["nodes"] if n["type"] == "Leader" and n["name"] == "严若溪"}
    names = {n["id"]: {n["name"], *n["aliases"]} for n in graph["nodes"]}
    led = [names[e["target"]] for e in graph["edges"] if e["type"] == "LEADS" and e["source"] in leaders]
    assert any("芜湖经开区" in forms for forms in led)
    assert any("滁州经开区" in forms for forms in led)


def test_verify_proves_the_build(zonegraph: Zonegraph, samples_build: Path) -> None:
    finished = zonegraph("verify", samples_build / "graph.json")
    assert finished.code == 0
    assert finished.out == ""


def test_verify_names_a_changed_quotation_and_fails(
    zonegraph: Zonegraph, samples_build: Path, tmp_path: Path
) -> None:
    graph = graph_of(samples_build / "graph.json")
    graph["nodes"][0]["evidence"][0]["quote"] += "!"
    (tmp_path / "graph.json").write_text(json.dumps(graph, ensure_ascii=False), encoding="utf-8")
    finished = zonegraph("verify", tmp_path / "graph.json")
    assert finished.code == 1
    assert graph["nodes"][0]["id"] in finished.out


def test_a_question_is_answered_as_table_json_and_csv(
    zonegraph: Zonegraph, samples_build: Path, tmp_path: Path
) -> None:
    shutil.copytree(samples_build, tmp_path / "build")
    store = ["--store", f"kglite:{tmp_path / 'build' / 'graph.kgl'}"]
    rows = json.loads(zonegraph("query", "zones", "--format", "json", *store).out)
    assert len(rows) >= 3
    table = zonegraph("query", "zones", *store).out
    assert all(column in table for column in rows[0])
    comma = list(csv.DictReader(io.StringIO(zonegraph("query", "zones", "--format", "csv", *store).out)))
    assert [list(row) for row in comma] == [list(row) for row in rows]
    empty = zonegraph("query", "--cypher", "MATCH (z:Zone {name: '无此区'}) RETURN z.name AS name", *store,
                      "--format", "json")  # fmt: skip
    assert (empty.code, json.loads(empty.out)) == (0, [])


def test_bad_files_are_listed_and_the_rest_is_built(
    zonegraph: Zonegraph, two_documents: Path, tmp_path: Path
) -> None:
    (two_documents / "empty.txt").write_bytes(b"")
    (two_documents / "binary.txt").write_bytes(bytes(range(256)) * 8)
    finished = zonegraph("build", two_documents, tmp_path / "absent.txt", "--out", tmp_path / "out")
    assert finished.code == 1
    for name in ("empty.txt", "binary.txt", "absent.txt"):
        assert name in finished.err
    graph = graph_of(tmp_path / "out" / "graph.json")
    assert len([n for n in graph["nodes"] if n["type"] == "Document"]) == 2
    assert (tmp_path / "out" / "graph.html").exists()


def test_the_same_output_again_means_exactly_this_input(
    zonegraph: Zonegraph, two_documents: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert zonegraph("build", two_documents, "--out", out).code == 0
    (two_documents / "jiangning_news_2023.docx").unlink()
    assert zonegraph("build", two_documents, "--out", out).code == 0
    assert zonegraph("extract", two_documents, "--output", tmp_path / "fresh.json").code == 0
    assert graph_of(out / "graph.json")["nodes"] == graph_of(tmp_path / "fresh.json")["nodes"]
    counted = zonegraph("query", "--cypher", "MATCH (n) RETURN count(n) AS n", "--format", "json", "--store",
                        f"kglite:{out / 'graph.kgl'}")  # fmt: skip
    assert json.loads(counted.out) == [{"n": len(graph_of(out / "graph.json")["nodes"])}]


def test_loading_twice_is_loading_once_and_the_store_draws_the_same_page(
    zonegraph: Zonegraph, samples_build: Path, tmp_path: Path
) -> None:
    store = f"kglite:{tmp_path / 'own.kgl'}"
    for _ in range(2):
        assert zonegraph("load", samples_build / "graph.json", "--store", store).code == 0
    graph = graph_of(samples_build / "graph.json")
    counted = zonegraph(
        "query", "--cypher", "MATCH (n) RETURN count(n) AS n", "--store", store, "--format", "json"
    )
    assert json.loads(counted.out) == [{"n": len(graph["nodes"])}]
    assert zonegraph("render", samples_build / "graph.json", "--output", tmp_path / "file.html").code == 0
    assert zonegraph("render", "--store", store, "--output", tmp_path / "store.html").code == 0
    assert (tmp_path / "file.html").read_bytes() == (tmp_path / "store.html").read_bytes()


def without_order(graph: dict[str, Any], part: str) -> list[str]:
    return sorted(
        json.dumps({k: v for k, v in item.items() if k != "evidence"}, sort_keys=True) for item in graph[part]
    )


def test_removing_a_document_leaves_what_a_build_without_it_makes(
    zonegraph: Zonegraph, two_documents: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert zonegraph("build", two_documents, "--out", out).code == 0
    store = f"kglite:{out / 'graph.kgl'}"
    (document,) = [
        node["id"]
        for node in graph_of(out / "graph.json")["nodes"]
        if node["properties"].get("path") == "jiangning_news_2023.docx"
    ]
    assert zonegraph("remove", document, "--store", store).code == 0
    (two_documents / "jiangning_news_2023.docx").unlink()
    assert zonegraph("extract", two_documents, "--output", tmp_path / "fresh.json").code == 0
    fresh = graph_of(tmp_path / "fresh.json")
    asked = {
        "n": "MATCH (n) RETURN n.id AS id ORDER BY id",
        "e": "MATCH ()-[r]->() RETURN r.key AS id ORDER BY id",
    }
    left = {
        name: [
            row["id"]
            for row in json.loads(
                zonegraph("query", "--cypher", text, "--store", store, "--format", "json").out
            )
        ]
        for name, text in asked.items()
    }
    assert left["n"] == sorted(node["id"] for node in fresh["nodes"])
    assert left["e"] == sorted(edge["key"] for edge in fresh["edges"])


def test_a_user_term_wins_and_is_named(zonegraph: Zonegraph, two_documents: Path, tmp_path: Path) -> None:
    terms = tmp_path / "terms.tsv"
    terms.write_text("长江智谷\tZone\t长江智谷科技园\n贺知远\t-\t\n", encoding="utf-8")
    out = tmp_path / "graph.json"
    finished = zonegraph("extract", two_documents, "--output", out, "--terms", terms)
    assert finished.code == 0, finished.err
    graph = graph_of(out)
    zone = named(graph, "Zone", "长江智谷科技园")
    assert any("terms.tsv" in evidence["by"] for evidence in zone["evidence"])
    assert not [node for node in graph["nodes"] if node["name"] == "贺知远"]


def test_offices_get_a_workbook_with_sentence_document_and_date(
    zonegraph: Zonegraph, samples_build: Path, tmp_path: Path
) -> None:
    path = tmp_path / "graph.xlsx"
    assert zonegraph("export", samples_build / "graph.json", "--to", "xlsx", "--output", path).code == 0
    workbook = openpyxl.load_workbook(path, read_only=True)
    assert len(workbook.sheetnames) >= 10
    text = "\n".join(
        "\t".join(str(value) for value in row if value is not None)
        for sheet in workbook
        for row in sheet.iter_rows(values_only=True)
    )
    for needed in ("徽锐功率模块封装基地", "2024-05-16", "总投资32亿元"):
        assert needed in text


@pytest.mark.parametrize(("form", "read"), [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)])
def test_graph_programs_read_the_export(
    zonegraph: Zonegraph, samples_build: Path, tmp_path: Path, form: str, read: Callable[[Path], Any]
) -> None:
    path = tmp_path / f"graph.{form}"
    assert zonegraph("export", samples_build / "graph.json", "--to", form, "--output", path).code == 0
    graph = graph_of(samples_build / "graph.json")
    assert read(path).number_of_nodes() == len(graph["nodes"])


def test_evaluate_prints_the_figures(zonegraph: Zonegraph) -> None:
    finished = zonegraph("evaluate", "--gold", SAMPLES / "gold", SAMPLES)
    assert finished.code == 0, finished.err
    assert all(label in finished.out for label in ("core nodes", "edges macro", "Indicator", "95% interval"))


def test_the_run_ends_with_a_health_report(zonegraph: Zonegraph, two_documents: Path, tmp_path: Path) -> None:
    finished = zonegraph("extract", two_documents, "--output", tmp_path / "graph.json", "--lang", "en")
    assert finished.out == ""
    assert "2 documents" in finished.err
    health = graph_of(tmp_path / "graph.json")["graph"]["health"]
    assert health["documents"] == 2
    assert health["nodes"]["Zone"] >= 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["build"], 2),
        (["query"], 2),
        (["nonsense"], 2),
        (["verify", "not_there.json"], 1),
        (["query", "zones", "--store", "kglite:not_there.kgl"], 1),
        (["build", "not_there.txt", "--out", "OUT"], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_and_failed_jobs_say_so_in_one_line(
    zonegraph: Zonegraph, tmp_path: Path, arguments: list[str], code: int
) -> None:
    finished = zonegraph(
        *[str(tmp_path / "out") if argument == "OUT" else argument for argument in arguments]
    )
    assert finished.code == code
    assert finished.err.strip()
    assert "Traceback" not in finished.err
    assert finished.out == ""
