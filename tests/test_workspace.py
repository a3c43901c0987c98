"""The workspace: what did not change is not extracted again, and what cannot be trusted is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from extract.annotations import SourceDocument
from extract.gazetteers import Gazetteers
from extract.identity import Canonicaliser, Decisions, link
from extract.identity.labelled import Text, Thing, document_graph
from extract.reader import read_document, survey
from extract.workspace import FILE_NAME, Extracted, Workspace, extract_files, extraction_fingerprint
from graph.errors import InputError, ResourceError
from graph.meanwhile import begin, can_fork
from graph.model import Graph

NAMES = ("宿州经开区", "宿迁经开区", "合肥高新区", "芜湖经开区")


@dataclass
class Extractor:
    """Stands for the pipeline: counts its calls and finds one zone a document."""

    calls: list[str] = field(default_factory=list)

    def __call__(self, document: SourceDocument) -> Graph:
        self.calls.append(document.path)
        zone = document.text.split("\n")[0]
        return document_graph(Text(document.path, document.title, {"z": Thing("Zone", (zone,))}))


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        (folder / f"{number}.txt").write_text(f"{name}\n正文{number}", encoding="utf-8")
    return folder


def run(
    inputs: Path, out: Path, fingerprint: str = "f", stop_after: int = 1000
) -> tuple[list[Extracted], list[str]]:
    extractor = Extractor()
    found: list[Extracted] = []
    with Workspace(out, fingerprint) as workspace:
        for item in extract_files(survey([inputs]).files, read_document, extractor, workspace):
            found.append(item)
            if len(found) == stop_after:
                break
    return found, extractor.calls


def graphs(found: list[Extracted]) -> list[Graph]:
    return [item.graph for item in found if item.graph is not None]


def test_a_second_run_extracts_nothing_and_gives_the_same(inputs: Path, tmp_path: Path) -> None:
    first, calls = run(inputs, tmp_path / "out")
    assert len(calls) == 4
    second, again = run(inputs, tmp_path / "out")
    assert again == []
    assert all(item.reused for item in second)
    assert graphs(second) == graphs(first)


def test_a_remembered_record_is_the_one_that_linking_would_pack(inputs: Path, tmp_path: Path) -> None:
    run(inputs, tmp_path / "out")
    found, _ = run(inputs, tmp_path / "out")
    ready = Canonicaliser(Gazetteers.load())
    held = graphs(found)
    records = {graph.documents()[0].id: item.record for item, graph in zip(found, held, strict=True)}
    assert link(held, Decisions(), ready, records).graph == link(held, Decisions(), ready).graph


def test_only_what_changed_is_extracted_and_what_left_is_forgotten(inputs: Path, tmp_path: Path) -> None:
    run(inputs, tmp_path / "out")
    (inputs / "1.txt").write_text("宿迁经开区\n改过的正文", encoding="utf-8")
    (inputs / "2.txt").unlink()
    (inputs / "new.txt").write_text("马鞍山经开区\n正文", encoding="utf-8")
    found, calls = run(inputs, tmp_path / "out")
    assert calls == ["1.txt", "new.txt"]
    assert len(graphs(found)) == 4
    (inputs / "2.txt").write_text(f"{NAMES[2]}\n正文2", encoding="utf-8")
    _, again = run(inputs, tmp_path / "out")
    assert again == ["2.txt"]


def test_what_is_extracted_elsewhere_is_the_same_in_the_same_order(inputs: Path, tmp_path: Path) -> None:
    for out in ("here", "away"):
        run(inputs, tmp_path / out)
    (inputs / "1.txt").write_text("宿迁经开区\n改过的正文", encoding="utf-8")
    (inputs / "2.txt").write_bytes(b"")
    here, calls = run(inputs, tmp_path / "here")
    extractor = Extractor()
    with Workspace(tmp_path / "away", "f") as workspace:
        files = survey([inputs]).files
        away = list(extract_files(files, read_document, extractor, workspace, begin))
    assert calls == ["1.txt"]
    assert extractor.calls == ([] if can_fork() else calls)
    assert graphs(away) == graphs(here)
    assert [item.reused for item in away] == [True, False, False, True]
    assert str(away[2].failure) == str(here[2].failure)
    again, calls = run(inputs, tmp_path / "away")
    assert calls == []
    assert graphs(again) == graphs(here)


def test_another_version_of_the_extraction_starts_anew(inputs: Path, tmp_path: Path) -> None:
    run(inputs, tmp_path / "out", "one")
    _, calls = run(inputs, tmp_path / "out", "two")
    assert len(calls) == 4


def test_a_run_that_was_stopped_keeps_what_it_had(inputs: Path, tmp_path: Path) -> None:
    run(inputs, tmp_path / "out", stop_after=2)
    _, calls = run(inputs, tmp_path / "out")
    assert calls == ["2.txt", "3.txt"]


def test_a_damaged_workspace_is_thrown_away(inputs: Path, tmp_path: Path) -> None:
    run(inputs, tmp_path / "out")
    (tmp_path / "out" / FILE_NAME).write_bytes(b"no database at all" * 100)
    found, calls = run(inputs, tmp_path / "out")
    assert len(calls) == 4
    assert len(graphs(found)) == 4


def test_a_second_build_in_the_same_folder_gets_a_clear_error(inputs: Path, tmp_path: Path) -> None:
    with Workspace(tmp_path / "out", "f"), pytest.raises(ResourceError, match="same --out"):
        run(inputs, tmp_path / "out")


def test_a_bad_file_is_one_failure_and_stops_nothing(inputs: Path, tmp_path: Path) -> None:
    (inputs / "0.txt").write_bytes(b"")
    found, _ = run(inputs, tmp_path / "out")
    assert [isinstance(item.failure, InputError) for item in found] == [True, False, False, False]


def test_one_path_with_two_contents_is_a_failure_and_with_one_content_is_taken_once(tmp_path: Path) -> None:
    for folder, text in (("a", "宿州经开区\n一"), ("b", "宿州经开区\n二"), ("c", "宿州经开区\n一")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(text, encoding="utf-8")
    files = [(tmp_path / folder / "x.txt", "x.txt") for folder in ("a", "b", "c")]
    found = list(extract_files(files, read_document, Extractor()))
    assert found[0].graph is not None
    assert "rename one of the two" in str(found[1].failure)
    assert found[2] == Extracted()


def test_the_fingerprint_follows_the_users_own_words_and_versions(tmp_path: Path) -> None:
    terms = tmp_path / "terms.tsv"
    terms.write_text("甲\tZone\n", encoding="utf-8")
    plain: Callable[[], str] = extraction_fingerprint
    assert plain() == plain()
    before = extraction_fingerprint(terms)
    assert before != plain()
    terms.write_text("乙\tZone\n", encoding="utf-8")
    assert extraction_fingerprint(terms) != before
    assert extraction_fingerprint(versions=["3.8"]) != plain()
    with pytest.raises(ResourceError, match="--terms"):
        extraction_fingerprint(tmp_path / "none.tsv")
