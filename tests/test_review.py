"""The review of open pairs: strongest first, one key a decision, undo, nothing lost when it stops."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from extract.gazetteers import Gazetteers
from extract.identity import Canonicaliser, Decisions, link, read_decisions
from extract.identity.deciding import relink
from extract.identity.labelled import Text, Thing, document_graph
from extract.review import open_pairs, review
from graph.model import Graph

TEXTS = [
    Text(
        "a.txt",
        "宿州经开区工作报告",
        {
            "z": Thing("Zone", ("宿州经开区",)),
            "c": Thing("Company", ("[red]海川[/red]纺织",)),
            "d": Thing("Company", ("灿坤",)),
        },
        (("c", "LOCATED_IN", "z", ""), ("d", "LOCATED_IN", "z", "")),
    ),
    Text(
        "b.txt",
        "宿州经开区动态",
        {
            "z": Thing("Zone", ("宿州经开区",)),
            "c": Thing("Company", ("[red]海川[/red]纺织助剂",)),
            "d": Thing("Company", ("灿坤实业",)),
        },
        (("c", "LOCATED_IN", "z", ""), ("d", "LOCATED_IN", "z", "")),
    ),
]


@pytest.fixture(scope="module")
def ready() -> Canonicaliser:
    return Canonicaliser(Gazetteers.load())


@pytest.fixture(scope="module")
def graph(ready: Canonicaliser) -> Graph:
    return link([document_graph(text) for text in TEXTS], Decisions(), ready).graph


def keys(pressed: str) -> Callable[[], str]:
    waiting = iter(pressed)
    return lambda: next(waiting)


def run(graph: Graph, path: Path, pressed: str) -> tuple[int, str]:
    console = Console(file=io.StringIO(), width=100, force_terminal=False)
    count = review(graph, path, console, keys(pressed), "zh")
    output = console.file
    assert isinstance(output, io.StringIO)
    return count, output.getvalue()


def test_open_pairs_come_strongest_first(graph: Graph) -> None:
    scores = [front.score for front in open_pairs(graph)]
    assert len(scores) == 2
    assert scores == sorted(scores, reverse=True)


def test_both_sides_are_shown_with_their_sentences_as_they_are(graph: Graph, tmp_path: Path) -> None:
    _, output = run(graph, tmp_path / "d.jsonl", "q")
    assert "【[red]海川[/red]纺织】" in output
    assert "【[red]海川[/red]纺织助剂】" in output
    assert "园区相同: 宿州经开区" in output


def test_answers_are_written_at_once_and_followed(graph: Graph, ready: Canonicaliser, tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    count, _ = run(graph, path, "sd")
    assert count == 2
    rows = read_decisions(path).rows
    assert [row.value for row in rows] == ["positive", "negative"]
    assert rows[0].score is not None
    assert rows[0].reasons
    assert rows[0].by == "person"
    after = relink(graph, read_decisions(path), ready).graph
    assert len(after.nodes) == len(graph.nodes) - 1
    assert not open_pairs(after)


def test_undo_goes_back_and_withdraws(graph: Graph, ready: Canonicaliser, tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    count, output = run(graph, path, "sbdq")
    assert count == 1
    assert "已撤销" in output
    assert [row.value for row in read_decisions(path).rows] == ["positive", "none", "negative"]
    assert len(relink(graph, read_decisions(path), ready).graph.nodes) == len(graph.nodes)


def test_skipping_unknown_keys_and_undoing_nothing_write_nothing(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    count, output = run(graph, path, "bxnn")
    assert count == 0
    assert "没有可撤销的判断" in output
    assert "不认识的按键: x" in output
    assert not path.exists()


def test_a_pair_left_unsure_comes_back_last(graph: Graph, ready: Canonicaliser, tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    first = open_pairs(graph)[0]
    run(graph, path, "uq")
    after = open_pairs(relink(graph, read_decisions(path), ready).graph)
    assert [(p.left, p.right) for p in after][-1] == (first.left, first.right)


def test_nothing_open_says_so(tmp_path: Path) -> None:
    _, output = run(Graph(), tmp_path / "d.jsonl", "")
    assert "没有待判断的节点对" in output
