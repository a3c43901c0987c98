"""Writes the page while its caller does something else: a build loads its store meanwhile on another core."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from graph.errors import ZonegraphError
from graph.model import Graph
from graph.page.options import PageOptions
from graph.page.rendering import write_page


def _write(graph: Graph, path: Path, options: PageOptions | None) -> None:
    gc.disable()  # the copy ends soon, and a search for cycles would copy all of its caller's memory
    try:
        write_page(graph, path, options)
    except ZonegraphError:
        sys.exit(1)


def can_fork() -> bool:
    """Return whether a copy of this process can work beside it; macOS forks, but its libraries may not."""
    known = sys.platform != "darwin" and "fork" in multiprocessing.get_all_start_methods()
    return known and (os.cpu_count() or 1) > 1


def write_page_meanwhile(graph: Graph, path: Path, options: PageOptions | None = None) -> Callable[[], None]:
    """Begin to write the page of a graph and return what waits until it is written.

    Where no copy of the process can be made the page is written by the call that waits. That call raises
    RenderError when the file cannot be written.
    """
    in_turn = partial(write_page, graph, path, options)
    if not can_fork():
        return in_turn
    process = multiprocessing.get_context("fork").Process(target=_write, args=(graph, path, options))
    process.start()

    def wait() -> None:
        process.join()
        if process.exitcode:
            in_turn()  # says what is wrong, or succeeds where only the copy failed

    return wait
