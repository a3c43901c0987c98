"""A build again in the same folder writes to the store what differs, if nobody else touched the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.cli import run
from extract.last_build import FILE_NAME
from graph.interchange import read_graph
from graph.model import Graph
from graph.stores import open_store
from graph.stores.cypher_store import CypherStore
from graph.stores.cypher_writer import CypherWriter

FIRST = "临江经济技术开发区2023年工作报告\n\n临江经开区引进了海拓光电科技有限公司、远山机械股份有限公司。\n"
SECOND = "远山机械股份有限公司与东湖高新技术产业开发区签约合作。\n"


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "1.txt").write_text(FIRST, encoding="utf-8")
    (folder / "2.txt").write_text(SECOND, encoding="utf-8")
    return folder


def build(inputs: Path, out: Path) -> int:
    return run(["build", str(inputs), "--out", str(out)])


def change(inputs: Path) -> None:
    (inputs / "2.txt").write_text(SECOND + "东湖高新区引进了金禾药业有限公司。\n", encoding="utf-8")


def stored(out: Path) -> Graph:
    with open_store(f"kglite:{out / 'graph.kgl'}") as store:
        return store.view().graph()


def assert_as_built_clean(inputs: Path, out: Path, clean: Path) -> None:
    assert build(inputs, clean) == 0
    for name in ("graph.json", "graph.html"):
        assert (out / name).read_bytes() == (clean / name).read_bytes()
    assert stored(out) == stored(clean) == read_graph(clean / "graph.json")


def test_a_build_again_writes_what_differs_without_reading_the_store(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build(inputs, tmp_path / "out") == 0
    change(inputs)
    with monkeypatch.context() as patched:
        patched.delattr(CypherStore, "everything")
        assert build(inputs, tmp_path / "out") == 0
    assert_as_built_clean(inputs, tmp_path / "out", tmp_path / "clean")


def test_a_text_that_changed_in_nothing_that_is_found_is_still_the_new_text(
    inputs: Path, tmp_path: Path
) -> None:
    assert build(inputs, tmp_path / "out") == 0
    (inputs / "2.txt").write_text(SECOND + "天气很好。\n", encoding="utf-8")
    assert build(inputs, tmp_path / "out") == 0
    assert_as_built_clean(inputs, tmp_path / "out", tmp_path / "clean")


@pytest.mark.parametrize("damage", ["store changed", "store gone", "graph.json changed", "note damaged"])
def test_what_others_changed_since_is_made_good(inputs: Path, tmp_path: Path, damage: str) -> None:
    out = tmp_path / "out"
    assert build(inputs, out) == 0
    if damage == "store changed":
        asked = ["query", "--cypher", "MATCH (n:Company) DETACH DELETE n", "--write"]
        assert run([*asked, "--store", f"kglite:{out / 'graph.kgl'}"]) == 0
        assert stored(out) != read_graph(out / "graph.json")
    elif damage == "store gone":
        for path in out.glob("graph.kgl*"):
            path.unlink()
    elif damage == "graph.json changed":
        text = (out / "graph.json").read_text(encoding="utf-8")
        (out / "graph.json").write_text(text.replace("海拓", "海括"), encoding="utf-8")
    else:
        (out / FILE_NAME).write_text("{", encoding="utf-8")
    change(inputs)
    assert build(inputs, out) == 0
    assert_as_built_clean(inputs, out, tmp_path / "clean")


def test_a_build_that_was_killed_before_its_store_was_written_is_made_good(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    out = tmp_path / "out"
    assert build(inputs, out) == 0
    change(inputs)
    with monkeypatch.context() as patched:
        patched.setattr(CypherWriter, "exchange", killed)
        assert build(inputs, out) != 0
    assert not (out / FILE_NAME).exists()
    assert build(inputs, out) == 0
    assert_as_built_clean(inputs, out, tmp_path / "clean")
