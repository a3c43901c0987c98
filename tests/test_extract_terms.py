"""A user's own terms: reading the file, finding the words, what is faulty."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.terms import TermFinder, read_terms
from extract.text import analyse
from graph.errors import ResourceError


def _file(folder: Path, content: str) -> Path:
    path = folder / "terms.tsv"
    path.write_text(content, encoding="utf-8")
    return path


def test_rows_are_read_with_their_canonical_names(tmp_path: Path) -> None:
    path = _file(tmp_path, "# 注释\n\n蓝星\tCompany\t蓝星股份有限公司\n红旗渠\t-\n")
    assert [(t.surface, t.type, t.canonical) for t in read_terms(path)] == [
        ("蓝星", "Company", "蓝星股份有限公司"),
        ("红旗渠", "-", ""),
    ]


def test_all_faulty_lines_are_named_at_once(tmp_path: Path) -> None:
    path = _file(tmp_path, "蓝星\n云帆\tFirm\n鼎安\tCompany\n鼎安\tProject\n")
    with pytest.raises(ResourceError) as error:
        read_terms(path)
    for part in ("line 1", "line 2", "'Firm'", "line 4", "twice"):
        assert part in str(error.value)


def test_a_missing_or_non_utf8_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="cannot be read"):
        read_terms(tmp_path / "none.tsv")
    (tmp_path / "gbk.tsv").write_bytes("蓝星\tCompany".encode("gbk"))
    with pytest.raises(ResourceError, match="UTF-8"):
        read_terms(tmp_path / "gbk.tsv")


def test_terms_are_found_everywhere_longest_first_and_named(tmp_path: Path) -> None:
    finder = TermFinder.load(_file(tmp_path, "蓝星\tCompany\n蓝星二期\tProject\t蓝星二期工程\n"))
    text = "蓝星二期开工,蓝星表示满意。"
    found = finder.find(analyse(text))
    assert [(text[m.start : m.end], m.type, m.canonical) for m in found] == [
        ("蓝星二期", "Project", "蓝星二期工程"),
        ("蓝星", "Company", ""),
    ]
    assert {m.by for m in found} == {"terms:terms.tsv"}
    assert all(m.votes and m.score == 1.0 for m in found)


def test_a_spaced_name_is_found_and_keeps_its_spaces(tmp_path: Path) -> None:
    finder = TermFinder.load(_file(tmp_path, "周明远\tLeader\n"))
    text = "周 明 远主持会议"
    (mention,) = finder.find(analyse(text))
    assert text[mention.start : mention.end] == "周 明 远"


def test_an_empty_file_finds_nothing(tmp_path: Path) -> None:
    assert TermFinder.load(_file(tmp_path, "\n")).find(analyse("蓝星")) == ()
