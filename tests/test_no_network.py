"""The main job needs no network: with sockets forbidden in Python, and with no network in the kernel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "samples"

FORBID_SOCKETS = """
import socket, sys

def forbidden(*arguments, **named):
    raise AssertionError(f"network used: {arguments} {named}")

for name in ("connect", "connect_ex", "sendto", "bind"):
    setattr(socket.socket, name, forbidden)
for name in ("getaddrinfo", "gethostbyname", "create_connection"):
    setattr(socket, name, forbidden)

from extract.cli import main
main()
"""


def run(command: list[str], out: Path) -> None:
    build = ["build", str(SAMPLES), "--out", str(out)]
    environment = {**os.environ, "PYTHONPATH": str(SAMPLES.parent), "http_proxy": "", "https_proxy": ""}
    finished = subprocess.run(
        [*command, *build], capture_output=True, text=True, encoding="utf-8", env=environment, check=False
    )
    assert finished.returncode == 0, finished.stderr
    assert (out / "graph.json").exists()
    assert (out / "graph.html").exists()


def test_the_main_job_runs_with_sockets_forbidden(tmp_path: Path) -> None:
    run([sys.executable, "-c", FORBID_SOCKETS], tmp_path)


def test_the_main_job_runs_in_a_network_namespace_without_interfaces(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    alone = [unshare or "unshare", "--map-root-user", "--net"]
    if unshare is None or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody make a network namespace (unshare --net)")
    run([*alone, sys.executable, "-m", "extract.cli"], tmp_path)
