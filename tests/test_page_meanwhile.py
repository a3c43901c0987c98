"""The page that is written while a build does something else: the same file, the same errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import RenderError
from graph.page import meanwhile, write_page, write_page_meanwhile
from tests.store_graphs import made_documents, made_graph

GRAPH = made_graph(made_documents())


@pytest.fixture(params=[True, False], ids=["another process", "in turn"])
def forks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param and not meanwhile.can_fork():
        pytest.skip("this system makes no copies of processes")
    monkeypatch.setattr(meanwhile, "can_fork", lambda: request.param)


@pytest.mark.usefixtures("forks")
def test_the_page_is_the_one_that_is_written_at_once(tmp_path: Path) -> None:
    write_page_meanwhile(GRAPH, tmp_path / "meanwhile.html")()
    write_page(GRAPH, tmp_path / "once.html")
    assert (tmp_path / "meanwhile.html").read_bytes() == (tmp_path / "once.html").read_bytes()


@pytest.mark.usefixtures("forks")
def test_a_place_that_cannot_be_written_is_said_to_the_one_who_waits(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    wait = write_page_meanwhile(GRAPH, tmp_path / "file" / "graph.html")
    with pytest.raises(RenderError, match="cannot be written"):
        wait()
