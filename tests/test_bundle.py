"""The offline bundle installs with `pip install --no-index` in a clean environment and works there."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
CURRENT = f"{sys.version_info.major}.{sys.version_info.minor}"
INSTALLERS = PROJECT / ".ci" / "bundle"


@pytest.fixture(scope="module")
def bundle(built_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle for this Python on Linux; wheels are kept in build/wheels for the next time."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        pytest.skip("the bundle under test is for Linux x86-64")
    output = tmp_path_factory.mktemp("bundle") / "zonegraph-bundle.zip"
    command = [
        sys.executable,
        str(PROJECT / ".ci" / "make_bundle.py"),
        str(built_wheel),
        "--output",
        str(output),
    ]
    finished = subprocess.run(
        [*command, "--python", CURRENT, "--platform", "linux"], capture_output=True, text=True, check=False
    )
    if finished.returncode and not os.environ.get("CI"):
        pytest.skip("the package index cannot be reached, so no wheels can be bundled")
    assert finished.returncode == 0, finished.stderr
    return output


@pytest.mark.slow
def test_it_installs_without_an_index_and_does_the_job(bundle: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path)
    unpacked = tmp_path / "zonegraph-bundle"
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/",
        "PIP_CONFIG_FILE": os.devnull,
        "PYTHON": sys.executable,
    }
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PIP", "COV"))}
    install = subprocess.run(
        ["sh", str(unpacked / "install.sh"), str(tmp_path / "installed")],
        env=kept | nowhere, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert install.returncode == 0, install.stderr
    command = [str(tmp_path / "installed" / "bin" / "zonegraph"), "build"]
    built = subprocess.run(
        [*command, str(unpacked / "samples" / "leaders_news_2024.txt"), "--out", str(tmp_path / "out")],
        env=kept, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "out" / "graph.html").exists()


def test_it_holds_installers_samples_and_wheels(bundle: Path) -> None:
    names = {name.split("/", 1)[1] for name in zipfile.ZipFile(bundle).namelist()}
    assert {"install.cmd", "install.sh", "pythons.txt", "LICENSE", "README.zh.md"} <= names
    assert "samples/wuhu_report_2022.txt" in names
    wheels = [name for name in names if name.startswith("wheels/")]
    assert any(name.startswith("wheels/zonegraph-") for name in wheels)
    assert not [name for name in names if name.endswith((".tar.gz", ".json"))]


def test_the_windows_installer_is_plain_ascii_with_windows_line_ends() -> None:
    data = (INSTALLERS / "install.cmd").read_bytes()
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert b"--no-index" in data


def test_the_linux_installer_is_valid_shell() -> None:
    assert subprocess.run(["sh", "-n", str(INSTALLERS / "install.sh")], check=False).returncode == 0
