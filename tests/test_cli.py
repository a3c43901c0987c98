"""The command line as a user meets it: results on stdout, everything else on stderr, exit codes."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from extract.cli import run

REPORT = (
    "临江经济技术开发区2023年工作报告\n\n临江经开区党工委书记 李 育 智\n\n"
    "一年来,临江经开区引进了海拓光电科技有限公司、远山机械股份有限公司等企业,实施“双百”工程。\n"
)
NEWS = "远山机械股份有限公司与东湖高新技术产业开发区签约合作。\n"


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def cli(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    def call(*arguments: object) -> Outcome:
        code = run([str(argument) for argument in arguments])
        captured = capfdbinary.readouterr()
        return Outcome(code, captured.out.decode("utf-8"), captured.err.decode("utf-8"))

    return call


def _write_inputs(folder: Path) -> Path:
    folder.mkdir()
    (folder / "报告.txt").write_text(REPORT, encoding="utf-8")
    (folder / "新闻.txt").write_text(NEWS, encoding="gb18030")
    return folder


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    return _write_inputs(tmp_path / "输入")


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    out = folder / "out"
    assert run(["build", str(_write_inputs(folder / "输入")), "--out", str(out)]) == 0
    return out


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """A build of the inputs that the test may change."""
    return Path(shutil.copytree(built_once, tmp_path / "built"))


def _names(path: Path) -> set[tuple[str, str]]:
    return {(n["type"], n["name"]) for n in json.loads(path.read_text(encoding="utf-8"))["nodes"]}


def test_build_writes_graph_store_and_page_and_prints_the_page_alone(
    cli: Run, inputs: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    outcome = cli("build", inputs, "--out", out)
    assert (outcome.code, outcome.out) == (0, f"{out / 'graph.html'}\n")
    assert ("Company", "远山机械股份有限公司") in _names(out / "graph.json")
    assert 'id="graph"' in (out / "graph.html").read_text(encoding="utf-8")
    assert "graph.json" in outcome.err


def test_extract_writes_the_same_nodes_and_edges_as_build(
    cli: Run, inputs: Path, built: Path, tmp_path: Path
) -> None:
    assert cli("extract", inputs, "--output", tmp_path / "other.json").code == 0
    mine = json.loads((tmp_path / "other.json").read_text(encoding="utf-8"))
    whole = json.loads((built / "graph.json").read_text(encoding="utf-8"))
    assert (mine["nodes"], mine["edges"]) == (whole["nodes"], whole["edges"])


def test_a_bad_file_is_listed_exit_code_1_and_all_else_is_written(
    cli: Run, inputs: Path, tmp_path: Path
) -> None:
    (inputs / "空.txt").write_bytes(b"")
    (inputs / "图片.txt").write_bytes(b"\x89PNG\r\n\x00\x00\x00")
    outcome = cli("build", inputs, "--out", tmp_path / "out")
    assert outcome.code == 1
    assert "空.txt" in outcome.err
    assert "图片.txt" in outcome.err
    assert ("Company", "远山机械股份有限公司") in _names(tmp_path / "out" / "graph.json")


def test_no_usable_input_writes_nothing_and_says_so(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    outcome = cli("build", tmp_path / "空.txt", "--out", tmp_path / "out")
    assert outcome.code == 1
    assert not (tmp_path / "out" / "graph.json").exists()


def test_a_second_build_into_the_same_folder_means_exactly_its_input(
    cli: Run, inputs: Path, built: Path
) -> None:
    (inputs / "新闻.txt").unlink()
    assert cli("build", inputs, "--out", built).code == 0
    answer = cli("query", "documents", "--store", f"kglite:{built / 'graph.kgl'}", "--format", "json")
    assert len(json.loads(answer.out)) == 1
    assert not any("东湖" in name for _, name in _names(built / "graph.json"))


def test_users_words_win_and_are_named_as_source(cli: Run, inputs: Path, tmp_path: Path) -> None:
    terms = tmp_path / "terms.tsv"
    terms.write_text("双百\tIndustry\n远山机械股份有限公司\t-\n", encoding="utf-8")
    assert cli("extract", inputs, "--terms", terms, "--output", tmp_path / "g.json").code == 0
    graph = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))
    node = next(n for n in graph["nodes"] if n["name"] == "双百" and n["type"] == "Industry")
    assert "terms" in node["evidence"][0]["by"]
    assert not any(n["name"] == "远山机械股份有限公司" for n in graph["nodes"])


def test_no_text_leaves_texts_out_and_quotes_in_and_can_still_be_verified(
    cli: Run, inputs: Path, tmp_path: Path
) -> None:
    path = tmp_path / "g.json"
    assert cli("extract", inputs, "--no-text", "--output", path).code == 0
    graph = json.loads(path.read_text(encoding="utf-8"))
    assert not any("text" in node["properties"] for node in graph["nodes"])
    assert cli("verify", path, "--root", inputs).code == 0
    assert cli("verify", path, "--root", tmp_path).code == 1


def test_verify_lists_what_does_not_match(cli: Run, built: Path) -> None:
    path = built / "graph.json"
    assert cli("verify", path).code == 0
    graph = json.loads(path.read_text(encoding="utf-8"))
    node = next(n for n in graph["nodes"] if n["type"] == "Company")
    node["evidence"][0]["quote"] = "别的"
    path.write_text(json.dumps(graph), encoding="utf-8")
    outcome = cli("verify", path)
    assert outcome.code == 1
    assert "别的" in outcome.out


def test_query_answers_as_table_json_and_csv(cli: Run, built: Path) -> None:
    store = ("--store", f"kglite:{built / 'graph.kgl'}")
    listed = cli("query", "zone_companies", *store, "--format", "json")
    rows = json.loads(listed.out)
    assert rows
    assert all(isinstance(row, dict) for row in rows)
    table = csv.reader(io.StringIO(cli("query", "zone_companies", *store, "--format", "csv").out))
    header, *lines = list(table)
    assert header == list(rows[0])
    assert len(lines) == len(rows)
    assert rows[0][header[0]] in cli("query", "zone_companies", *store).out


def test_query_takes_own_cypher_read_only_unless_write(cli: Run, built: Path) -> None:
    store = ("--store", f"kglite:{built / 'graph.kgl'}")
    read = cli("query", "--cypher", "MATCH (n:Zone) RETURN n.name AS name", *store, "--format", "json")
    assert {"name": "临江经济技术开发区"} in json.loads(read.out)
    assert cli("query", "--cypher", "CREATE (n:Mine {id: 'x'})", *store).code == 1
    assert cli("query", "--cypher", "CREATE (n:Mine {id: 'x'})", "--write", *store).code == 0


def test_an_empty_answer_is_no_failure(cli: Run, built: Path) -> None:
    asked = ("query", "--cypher", "MATCH (n:Nothing) RETURN n.name AS name", "--format", "json")
    outcome = cli(*asked, "--store", f"kglite:{built / 'graph.kgl'}")
    assert (outcome.code, json.loads(outcome.out)) == (0, [])


def test_query_list_names_every_question(cli: Run) -> None:
    outcome = cli("query", "--list", "--lang", "zh")
    assert outcome.code == 0
    assert "zone_companies" in outcome.out


def test_load_is_idempotent(cli: Run, built: Path, tmp_path: Path) -> None:
    store = f"kglite:{tmp_path / '另一 库.kgl'}"
    assert cli("load", built / "graph.json", "--store", store).code == 0
    again = cli("load", built / "graph.json", "--store", store, "--lang", "en")
    assert again.code == 0
    assert "0 created, 0 changed" in again.err


def test_remove_leaves_what_a_build_without_the_document_gives(
    cli: Run, inputs: Path, built: Path, tmp_path: Path
) -> None:
    store = f"kglite:{built / 'graph.kgl'}"
    documents = json.loads(cli("query", "documents", "--store", store, "--format", "json").out)
    identifier = next(row["document"] for row in documents if "新闻" in row["path"])
    assert cli("remove", identifier, "--store", store).code == 0
    (inputs / "新闻.txt").unlink()
    assert cli("build", inputs, "--out", tmp_path / "without").code == 0
    asked = ("query", "--cypher", "MATCH (n:Zonegraph) RETURN n.id AS id, n.name AS name ORDER BY id")
    left = cli(*asked, "--store", store, "--format", "json").out
    assert (
        left == cli(*asked, "--store", f"kglite:{tmp_path / 'without' / 'graph.kgl'}", "--format", "json").out
    )


def test_remove_of_an_unknown_document_says_so(cli: Run, built: Path) -> None:
    outcome = cli("remove", "document-0000000000000000", "--store", f"kglite:{built / 'graph.kgl'}")
    assert outcome.code == 1
    assert "document-0000000000000000" in outcome.err


def test_render_gives_the_same_page_from_file_and_from_store(cli: Run, built: Path, tmp_path: Path) -> None:
    assert cli("render", built / "graph.json", "--output", tmp_path / "a.html").code == 0
    store = f"kglite:{built / 'graph.kgl'}"
    assert cli("render", "--store", store, "--output", tmp_path / "b.html").code == 0
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


@pytest.mark.parametrize("form", ["graphml", "gexf", "xlsx", "cypher", "neo4j-admin"])
def test_export_writes_every_format(cli: Run, built: Path, tmp_path: Path, form: str) -> None:
    assert cli("export", built / "graph.json", "--to", form, "--output", tmp_path / form).code == 0
    assert (tmp_path / form).exists()


def test_evaluate_scores_inputs_against_gold_of_the_same_stem(cli: Run, inputs: Path, tmp_path: Path) -> None:
    gold = {
        "doc": "报告.txt",
        "main_zone": "临江经济技术开发区",
        "nodes": [{"id": "n1", "type": "Zone", "name": "临江经济技术开发区", "aliases": []}],
        "edges": [],
        "indicators": [],
    }
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "报告.json").write_text(json.dumps(gold), encoding="utf-8")
    outcome = cli("evaluate", "--gold", tmp_path / "gold", inputs / "报告.txt")
    assert outcome.code == 0
    assert "core nodes" in outcome.out


def _id(path: Path, name: str) -> str:
    nodes = json.loads((path / "graph.json").read_text(encoding="utf-8"))["nodes"]
    return str(next(node["id"] for node in nodes if node["name"] == name))


def test_a_merge_is_decided_followed_at_the_next_build_and_undone(
    cli: Run, inputs: Path, built: Path
) -> None:
    left, right = _id(built, "海拓光电科技有限公司"), _id(built, "远山机械股份有限公司")
    before = (built / "graph.json").read_bytes()
    graph = ("--graph", built / "graph.json")
    assert cli("explain", left, right, *graph, "--lang", "zh").code == 0
    assert cli("merge", left, right, *graph).code == 0
    assert cli("build", inputs, "--out", built).code == 0
    names = {name for kind, name in _names(built / "graph.json") if kind == "Company"}
    assert len(names & {"海拓光电科技有限公司", "远山机械股份有限公司"}) == 1
    kept = next(i for i in (left, right) if i.encode() in (built / "graph.json").read_bytes())
    assert cli("unmerge", kept, *graph).code == 0
    assert cli("build", inputs, "--out", built).code == 0
    again, first = json.loads((built / "graph.json").read_bytes()), json.loads(before)
    assert (again["nodes"], again["edges"]) == (first["nodes"], first["edges"])


def test_rename_retype_and_drop_are_followed_at_the_next_build(cli: Run, inputs: Path, built: Path) -> None:
    graph = ("--graph", built / "graph.json")
    assert cli("rename", _id(built, "海拓光电科技有限公司"), "海拓光电", *graph).code == 0
    assert cli("drop", _id(built, "远山机械股份有限公司"), *graph).code == 0
    assert cli("retype", _id(built, "东湖高新技术产业开发区"), "Organization", *graph).code == 0
    assert cli("build", inputs, "--out", built).code == 0
    names = _names(built / "graph.json")
    assert {("Company", "海拓光电"), ("Organization", "东湖高新技术产业开发区")} <= names
    assert ("Company", "远山机械股份有限公司") not in names


def test_diff_says_what_changed(cli: Run, inputs: Path, built: Path, tmp_path: Path) -> None:
    (inputs / "新闻.txt").unlink()
    assert cli("extract", inputs, "--output", tmp_path / "new.json").code == 0
    outcome = cli("diff", built / "graph.json", tmp_path / "new.json", "--lang", "zh")
    assert outcome.code == 0
    assert "东湖高新技术产业开发区" in outcome.out
    assert json.loads(cli("diff", built / "graph.json", tmp_path / "new.json", "--json").out)["nodes"]


def test_an_unchanged_document_is_not_extracted_again(cli: Run, inputs: Path, built: Path) -> None:
    before = (built / "graph.json").read_bytes()
    outcome = cli("build", inputs, "--out", built, "--lang", "en")
    assert "2 documents unchanged" in outcome.err
    assert (built / "graph.json").read_bytes() == before


def test_review_with_nothing_to_decide_ends_at_once(cli: Run, built: Path) -> None:
    assert cli("review", "--graph", built / "graph.json").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "hint"),
    [
        (("query", "zone_companys", "--store", "kglite:{}/x.kgl"), 1, "build"),
        (("load", "missing.json"), 1, "missing.json"),
        (("query", "--param", "x", "zones"), 2, "name=value"),
        (("query",), 2, "--list"),
        (("build",), 2, "INPUT"),
        (("render",), 2, "--store"),
        (("load", "{}/x", "--store", "ftp://x"), 1, "x"),
        (("unknown",), 2, "unknown"),
    ],
)
def test_mistakes_get_one_clear_line_and_the_right_exit_code(
    cli: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, hint: str
) -> None:
    outcome = cli(*(argument.format(tmp_path) for argument in arguments))
    assert outcome.code == code
    assert hint in outcome.err
    assert "Traceback" not in outcome.err
    assert outcome.out == ""


def test_help_explains_every_command(cli: Run) -> None:
    whole = cli("--help")
    assert whole.code == 0
    for command in ("build", "extract", "load", "render", "query", "remove", "verify", "evaluate", "export"):
        assert command in whole.out
        assert cli(command, "--help").code == 0


def test_debug_shows_the_stack_trace(tmp_path: Path) -> None:
    from graph.errors import InterchangeError

    with pytest.raises(InterchangeError):
        run(["load", str(tmp_path / "missing.json"), "--debug"])
