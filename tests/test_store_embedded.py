"""The embedded store as a file: one process at a time, odd paths, and URLs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import StoreBusyError, StoreError
from graph.stores import open_store
from graph.stores.embedded import EmbeddedStore
from tests.store_graphs import made_documents, made_graph

PROJECT = Path(__file__).parents[1]
GRAPH = made_graph(made_documents(documents=2))


def test_a_closed_store_opens_again_with_the_same_graph(tmp_path: Path) -> None:
    path = tmp_path / "新 文件夹" / "图谱 graph.kgl"
    with open_store(f"kglite:{path}") as store, store.writer() as writer:
        writer.upsert(GRAPH)
    with open_store(f"kglite:{path}") as store:
        assert store.view().graph() == GRAPH


def test_a_second_process_is_told_who_holds_the_store(tmp_path: Path) -> None:
    path = tmp_path / "graph.kgl"
    code = "import sys\nfrom graph.stores import open_store\nopen_store('kglite:' + sys.argv[1])"
    with EmbeddedStore(path):
        second = subprocess.run(
            [sys.executable, "-c", code, str(path)],
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    assert "StoreBusyError" in second.stderr
    assert "open in another process" in second.stderr


def test_a_store_that_is_open_in_this_process_is_busy_too(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "graph.kgl"), pytest.raises(StoreBusyError):
        EmbeddedStore(tmp_path / "graph.kgl")


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"is a folder: name a file in it"):
        EmbeddedStore(tmp_path)


def test_a_file_that_is_no_store_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "notes.kgl"
    file.write_text("no store at all", encoding="utf-8")
    with pytest.raises(StoreError, match=r"notes\.kgl"):
        EmbeddedStore(file)
    assert file.read_text(encoding="utf-8") == "no store at all"


@pytest.mark.parametrize("url", ["", "kglite:", "graph.kgl", "http://localhost", "neo5j://localhost"])
def test_what_is_no_store_url_is_answered_with_the_forms(url: str) -> None:
    with pytest.raises(StoreError, match="write kglite:PATH"):
        open_store(url)


def test_a_query_warns_of_nothing_on_stderr(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with EmbeddedStore(tmp_path / "graph.kgl") as store, store.writer() as writer:
        writer.upsert(GRAPH)
        store.view().query("MATCH (c:Company) RETURN c.stock_code AS code")
    assert capfd.readouterr().err == ""
