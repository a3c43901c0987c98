"""The terminal interface for open pairs: both sides with their sentences, one key for each decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from extract.identity.decisions import Decision, append_decisions
from extract.identity.explain import feature_lines, sentences_of
from extract.identity.judgement import Judgement, Reason, pair
from extract.identity.tables import Language, words
from graph.model import Graph, Node

_ANSWERS: Mapping[str, Judgement] = {
    "s": Judgement.POSITIVE,
    "d": Judgement.NEGATIVE,
    "u": Judgement.UNSURE,
}
_UNDO, _SKIP, _QUIT = "b", "n", "q"
_COLOURS = {Judgement.POSITIVE: "green", Judgement.NEGATIVE: "red", Judgement.UNSURE: "yellow"}


@dataclass(frozen=True, slots=True)
class OpenPair:
    """Two ids that may be one thing, with what the rules say."""

    left: str
    right: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """How far a review is.

    position: of the pair in front. made: positions and decisions so far, undone ones gone.
    """

    pairs: tuple[OpenPair, ...]
    position: int = 0
    made: tuple[tuple[int, Decision], ...] = ()

    @property
    def current(self) -> OpenPair | None:
        """Return the pair in front, None at the end."""
        return self.pairs[self.position] if self.position < len(self.pairs) else None

    def decide(self, judgement: Judgement, note: Mapping[str, Any]) -> tuple[Review, Decision]:
        """Return the review one pair further, and the decision to write."""
        front = self.pairs[self.position]
        decision = Decision(
            "judge",
            pair(front.left, front.right),
            judgement.value,
            score=front.score,
            reasons=front.reasons,
            note=note,
        )
        made = (*self.made, (self.position, decision))
        return replace(self, position=self.position + 1, made=made), decision

    def skip(self) -> Review:
        """Return the review one pair further without a decision."""
        return replace(self, position=self.position + 1)

    def undo(self) -> tuple[Review, Decision | None]:
        """Return the review before its last decision, and what withdraws that, None if there is none."""
        if not self.made:
            return self, None
        position, last = self.made[-1]
        withdrawn = Decision("judge", last.ids, Judgement.NONE.value, note=last.note)
        return replace(self, position=position, made=self.made[:-1]), withdrawn


def open_pairs(graph: Graph) -> tuple[OpenPair, ...]:
    """Return the pairs that a graph leaves open: the strongest first, a person's unsure ones last."""
    rows: Sequence[Mapping[str, Any]] = graph.run.get("suspects", ())
    ordered = sorted(rows, key=lambda row: (row["by"] == "person", -row["score"], row["left"], row["right"]))
    return tuple(
        OpenPair(row["left"], row["right"], row["score"], tuple(Reason(*reason) for reason in row["reasons"]))
        for row in ordered
    )


def _side(graph: Graph, node: Node | None, own_id: str) -> Group:
    if node is None:
        return Group(Text(own_id))
    lines = [Text(f"{node.type}  {node.name}", style="bold"), Text(own_id, style="dim")]
    if node.aliases:
        lines.append(Text("、".join(node.aliases), style="cyan"))
    for sentence in sentences_of(graph, node):
        line = Text(sentence)
        line.highlight_regex(r"【[^】]*】", "bold yellow")
        lines.append(line)
    return Group(*lines)


def pair_panel(graph: Graph, front: OpenPair, number: int, count: int, language: Language) -> Panel:
    """Return both sides of a pair, the rules' reasons and the keys, as the terminal shows them."""
    texts = words("review", language)
    merged = graph.run.get("merged", {})
    nodes = {node.id: node for node in graph.nodes}
    table = Table.grid(expand=True, padding=(0, 2))
    table.add_column(ratio=1)
    table.add_column(ratio=1)
    ends = [_side(graph, nodes.get(merged.get(i, i)), i) for i in (front.left, front.right)]
    table.add_row(*ends)
    reasons = Text("\n".join(feature_lines(front.reasons, graph, language)), style="magenta")
    title = texts["title"].format(number=number, count=count) + f"  {front.score:.2f}"
    return Panel(Group(table, Text(), reasons, Text(), Text(texts["keys"], style="bold")), title=Text(title))


def review(
    graph: Graph,
    decisions: Path,
    console: Console,
    read_key: Callable[[], str],
    language: Language = "zh",
    at: Callable[[], str] = lambda: "",
) -> int:
    """Show the open pairs of a graph in turn, append each decision at once, return how many stand.

    graph: a linked graph. decisions: the decisions file. read_key: returns one key. at: ISO time of a
    decision.
    """
    texts = words("review", language)
    state = Review(open_pairs(graph))
    if not state.pairs:
        console.print(Text(texts["empty"]))
    names = {node.id: node.name for node in graph.nodes}
    merged = graph.run.get("merged", {})
    while (front := state.current) is not None:
        console.print(pair_panel(graph, front, state.position + 1, len(state.pairs), language))
        key = read_key().lower()
        if key == _QUIT:
            break
        if key == _SKIP:
            state = state.skip()
        elif key == _UNDO:
            state, withdrawn = state.undo()
            if withdrawn is None:
                console.print(Text(texts["nothing_to_undo"]))
            else:
                append_decisions(decisions, [withdrawn])
                ends = withdrawn.note["names"]
                console.print(Text(texts["undone"].format(left=ends[0], right=ends[1])))
        elif key in _ANSWERS:
            ids = pair(front.left, front.right)
            note: dict[str, Any] = {"names": [names.get(merged.get(i, i), i) for i in ids]}
            if time := at():
                note["time"] = time
            state, decision = state.decide(_ANSWERS[key], note)
            append_decisions(decisions, [decision])
            console.print(Text(decision.value, style=_COLOURS[_ANSWERS[key]]))
        else:
            console.print(Text(texts["unknown"].format(key=key)))
    if state.made:
        console.print(Text(texts["done"].format(count=len(state.made), path=decisions)))
    return len(state.made)
