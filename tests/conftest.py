"""What several areas share: the command line called in process, and one build of samples/."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

pytest_plugins = ["tests.page_fixtures", "tests.store_fixtures"]

PROJECT = Path(__file__).parents[1]
SAMPLES = PROJECT / "samples"
SHARED = PROJECT.parent / "shared"


@dataclass(frozen=True, slots=True)
class Finished:
    """A call of the command line that has ended."""

    code: int
    out: str
    err: str


Zonegraph = Callable[..., Finished]


def call_zonegraph(*arguments: str | Path) -> Finished:
    """Call `zonegraph` with these arguments in this process; stdout and stderr are kept apart."""
    from extract.cli import main

    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    argv = ["zonegraph", *map(str, arguments)]
    # Help and tables are laid out by the width of the terminal: the same one everywhere.
    with (
        mock.patch.object(sys, "argv", argv),
        mock.patch.dict(os.environ, {"COLUMNS": "120"}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
    out.flush()
    assert isinstance(out.buffer, io.BytesIO)
    return Finished(code, out.buffer.getvalue().decode("utf-8"), err.getvalue())


@pytest.fixture(scope="session")
def zonegraph() -> Zonegraph:
    """The command line as a function."""
    return call_zonegraph


@pytest.fixture(scope="session")
def samples_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with graph.json, graph.kgl and graph.html of samples/, made once; read it, leave it as it is."""
    folder = tmp_path_factory.mktemp("samples_build")
    finished = call_zonegraph("build", SAMPLES, "--out", folder)
    assert finished.code == 0, finished.err
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared reference folder beside the project; a test that needs it skips where it is missing."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("../shared is not here")
    return SHARED


@pytest.fixture(scope="session")
def built_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built from the tree as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--wheel",
        "--outdir",
        str(folder),
        str(PROJECT),
    ]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    (wheel,) = folder.glob("zonegraph-*.whl")
    return wheel
