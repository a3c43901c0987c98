"""Work that is done in a copy of the process: the same result, the same errors."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from graph import meanwhile
from graph.errors import RenderError
from graph.meanwhile import begin
from graph.page import write_page
from tests.store_graphs import made_documents, made_graph

GRAPH = made_graph(made_documents())


needs_copies = pytest.mark.skipif(not meanwhile.can_fork(), reason="this system makes no copies of processes")


@pytest.fixture(params=[pytest.param(True, marks=needs_copies), False], ids=["another process", "in turn"])
def forks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meanwhile, "can_fork", lambda: request.param)


@pytest.mark.usefixtures("forks")
def test_the_result_is_that_of_the_work() -> None:
    wait = begin(lambda: GRAPH)
    assert wait() == GRAPH


@needs_copies
def test_the_work_is_done_by_another_process() -> None:
    assert begin(os.getpid)() != os.getpid()


@pytest.mark.usefixtures("forks")
def test_a_page_is_the_one_that_is_written_at_once(tmp_path: Path) -> None:
    begin(partial(write_page, GRAPH, tmp_path / "meanwhile.html"))()
    write_page(GRAPH, tmp_path / "once.html")
    assert (tmp_path / "meanwhile.html").read_bytes() == (tmp_path / "once.html").read_bytes()


@pytest.mark.usefixtures("forks")
def test_a_place_that_cannot_be_written_is_said_to_the_one_who_waits(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    wait = begin(partial(write_page, GRAPH, tmp_path / "file" / "graph.html"))
    with pytest.raises(RenderError, match="cannot be written"):
        wait()


@needs_copies
def test_a_copy_that_dies_costs_time_only() -> None:
    here = os.getpid()

    def work() -> int:
        if os.getpid() != here:
            os._exit(9)
        return 7

    assert begin(work)() == 7
