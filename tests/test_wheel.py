"""The wheel alone, in a clean environment and from another folder, does the whole main job."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(built_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh virtual environment with our wheel; third-party packages are seen where this one has them."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(folder),
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
    ]
    subprocess.run([*pip, "--disable-pip-version-check", str(built_wheel)], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    # A .pth inside that folder is not read, so this project's editable install stays out.
    (site / "third_party.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def run(venv: Path, cwd: Path, *command: str) -> subprocess.CompletedProcess[str]:
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COV", "ZONEGRAPH"))
    }
    finished = subprocess.run(
        [str(venv / "bin" / command[0]), *command[1:]],
        cwd=cwd, env=kept, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr
    return finished


def test_it_does_the_main_job_from_another_folder(installed: Path, tmp_path: Path) -> None:
    where = run(
        installed, tmp_path, "python", "-c", "import graph, extract; print(graph.__file__, extract.__file__)"
    )
    assert str(PROJECT) not in where.stdout
    documents = tmp_path / "文档"
    documents.mkdir()
    for name in ("wuhu_report_2022.txt", "jiangning_news_2023.docx"):
        shutil.copy(PROJECT / "samples" / name, documents)
    built = run(installed, tmp_path, "zonegraph", "build", "文档", "--out", "结果")
    assert Path(built.stdout.strip()) == Path("结果/graph.html")
    run(installed, tmp_path, "zonegraph", "verify", "结果/graph.json")
    rows = run(
        installed,
        tmp_path,
        "zonegraph",
        "query",
        "zones",
        "--format",
        "json",
        "--store",
        "kglite:结果/graph.kgl",
    )
    assert len(json.loads(rows.stdout)) >= 3
    assert "<html" in (tmp_path / "结果" / "graph.html").read_text(encoding="utf-8")


def test_it_holds_data_and_no_training_material(built_wheel: Path) -> None:
    names = zipfile.ZipFile(built_wheel).namelist()
    for needed in (
        "cypher/queries/zones.cypher",
        "cypher/schema/V0001__unique_ids.cypher",
        "graph/ontology.yaml",
        "graph/py.typed",
        "extract/data/model/tagger.model",
        "extract/data/gazetteers/zones_gbt37028.tsv",
    ):
        assert needed in names
    assert any(name.startswith("graph/page/") and name.endswith((".html", ".js", ".jinja")) for name in names)
    assert not [
        name for name in names if "training/documents" in name or name.startswith(("tests", "samples"))
    ]
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_its_model_is_small_enough_to_ship(built_wheel: Path) -> None:
    with zipfile.ZipFile(built_wheel) as archive:
        sizes = [
            entry.file_size for entry in archive.infolist() if entry.filename.startswith("extract/data/model")
        ]
    assert 0 < sum(sizes) <= 20_000_000
