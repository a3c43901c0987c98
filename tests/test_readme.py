"""What both READMEs show is what the program does: commands run, output is real, links lead somewhere."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh.md")


def text_of(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def shown(name: str) -> list[tuple[str, str]]:
    """Commands of the console blocks with the output that stands below each."""
    pairs = []
    for block in re.findall(r"```console\n(.*?)```", text_of(name), re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            pairs.append((command, output))
    return pairs


def cells(table: str) -> list[list[str]]:
    """The rows of a printed table without frame and padding."""
    return [
        [cell.strip() for cell in re.split("[│┃]", line)] for line in table.splitlines() if line[:1] in "│┃"
    ]


@pytest.mark.parametrize("name", READMES)
def test_shown_commands_print_what_is_shown(
    name: str, zonegraph: Callable[..., Any], samples_build: Path
) -> None:
    assert shown(name)
    for command, output in shown(name):
        program, *arguments = shlex.split(command)
        assert program == ".venv/bin/zonegraph"
        finished = zonegraph(*arguments, "--store", f"kglite:{samples_build / 'graph.kgl'}")
        assert finished.code == 0, finished.err
        assert finished.out.strip()
        printed = cells(finished.out)
        for line in cells(output):
            assert line in printed, f"{name} shows for {command}:\n{output}\nnow it is:\n{finished.out}"


def test_both_languages_show_the_same_commands() -> None:
    first, second = ([command for command, _ in shown(name)] for name in READMES)
    assert first == second


@pytest.mark.parametrize("name", [*READMES, *sorted(p.name for p in (PROJECT / "docs").glob("*.md"))])
def test_links_lead_to_files(name: str) -> None:
    path = PROJECT / name if name in READMES else PROJECT / "docs" / name
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{name} links to {target}"


@pytest.mark.parametrize("name", READMES)
def test_make_targets_that_are_named_exist(name: str) -> None:
    targets = set(
        re.findall(r"^([a-z0-9-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    named = set(re.findall(r"`make ([a-z0-9-]+)`", text_of(name)))
    listed = re.search(r"`make ([a-z |]+)`", text_of(name))
    assert listed is not None
    assert named | set(listed[1].replace("|", " ").split()) <= targets


def test_the_readmes_spacy_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", text_of("README.md"), re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "云杉经开区" in printed
    assert "Zone" in printed
