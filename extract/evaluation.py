"""Scores graphs against gold graphs: precision, recall, F1, confidence intervals and the commonest mistakes.

How to use it:

- one document: `compare(read_gold(path), from_graph(document_graph))`, or, before assembly,
  `compare(from_training(gold_document), from_annotations(annotations))`;
- many: keep the list of scores and ask `rows(scores)` for the table with bootstrap intervals,
  `commonest(scores)` for the mistakes, or `report(title, scores)` for both as text;
- spans: `compare_spans(name, text, gold_mentions, predicted_mentions)` gives a score of the same form.

Counting follows the public scorer of the annotation guide (eval/score.py of the data set): a predicted node
matches a gold node when the types agree (or the gold node's also_types allow it) and any of their folded
names agree; one gold node takes one predicted node; optional things count neither for nor against; corpus
figures are sums over documents, never averages of averages; "edges macro" is the mean over the relation
types that have at least five required edges.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy

from extract.annotations import Annotations, Mention
from extract.corpus import GoldDocument
from extract.identity.unite import UNDIRECTED
from graph.errors import ResourceError
from graph.model import Graph, fold

CORE = ("Zone", "Company", "Project", "Leader", "Policy")
EXTRA = ("Organization", "Place", "Industry")
RELATIONS = (
    "LEADS",
    "LOCATED_IN",
    "PART_OF",
    "INVESTS_IN",
    "IN_INDUSTRY",
    "FOCUSES_ON",
    "IMPLEMENTS",
    "COOPERATES_WITH",
)
INDICATORS = "Indicator"
_GENERIC_TAIL: Mapping[str, tuple[str, ...]] = {"Project": ("建设项目", "项目"), "Industry": ("产业", "行业")}
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "all types": CORE + EXTRA,
    "core nodes": CORE,
    "extra nodes": EXTRA,
    "edges": RELATIONS,
}
# The relation types that the macro average counts have at least so many required edges.
_MACRO_LEAST = 5
_YEAR = re.compile(r"(?:19|20)\d{2}")
_PLAN = re.compile(r"十[一二三四五六七]五")


@dataclass(frozen=True, slots=True)
class ScoredNode:
    """A node as the scorer sees it. names: all of them, folded, sorted, with and without …项目."""

    id: str
    type: str
    name: str
    names: tuple[str, ...]
    also_types: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ScoredEdge:
    """An edge as the scorer sees it: two node ids and a type."""

    head: str
    type: str
    tail: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ScoredIndicator:
    """A figure as the scorer sees it. growth in percent; value None where only growth is stated."""

    name: str
    value: float | None
    unit: str
    period: str
    growth: float | None
    target: bool
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ScoredGraph:
    """A gold or predicted graph of one document. indicators: None where the gold file lists none at all."""

    document: str
    nodes: tuple[ScoredNode, ...]
    edges: tuple[ScoredEdge, ...]
    indicators: tuple[ScoredIndicator, ...] | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, false positives and false negatives; they add up over documents."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right, 0 when nothing was found."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Return the share of what is there that was found, 0 when nothing is there."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing counted against the result: its kind in words, the type concerned, what it is about."""

    document: str
    kind: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """Counts by node type, relation or "Indicator" for one document, with its mistakes."""

    document: str
    counts: Mapping[str, Counts]
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. low and high: 95% bootstrap interval of F1 over documents."""

    label: str
    precision: float
    recall: float
    f1: float
    low: float
    high: float
    counts: Counts


def _names(node_type: str, written: Iterable[str]) -> tuple[str, ...]:
    folded = {fold(name) for name in written}
    for tail in _GENERIC_TAIL.get(node_type, ()):
        folded |= {n[: -len(tail)] for n in folded if n.endswith(tail) and len(n) > len(tail) + 1}
    return tuple(sorted(folded - {""}))


def _node(row: Mapping[str, Any]) -> ScoredNode:
    return ScoredNode(
        str(row["id"]),
        str(row["type"]),
        str(row["name"]),
        _names(row["type"], [row["name"], *row.get("aliases", [])]),
        tuple(row.get("also_types", ())),
        bool(row.get("optional", False)),
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _indicator(row: Mapping[str, Any]) -> ScoredIndicator:
    return ScoredIndicator(
        str(row.get("name", "")),
        _number(row.get("value")),
        str(row.get("unit") or ""),
        str(row.get("period") or ""),
        _number(row.get("growth")),
        bool(row.get("target", False)),
        bool(row.get("optional", False)),
    )


def read_gold(path: Path) -> ScoredGraph:
    """Return the gold graph of a file in the annotation guide's form.

    Raises ResourceError when the file is no such graph.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        edges = tuple(
            ScoredEdge(str(e["head"]), str(e["type"]), str(e["tail"]), bool(e.get("optional", False)))
            for e in data["edges"]
        )
        indicators = data.get("indicators")
        return ScoredGraph(
            path.stem,
            tuple(_node(row) for row in data["nodes"]),
            edges,
            None if indicators is None else tuple(_indicator(row) for row in indicators),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResourceError(
            f"{path} is no gold graph: {error!r}; see docs/extraction.md for the form"
        ) from error


def from_graph(graph: Graph, document: str = "") -> ScoredGraph:
    """Return what the scorer sees of a project graph that holds one document."""
    return ScoredGraph(
        document,
        tuple(
            ScoredNode(n.id, n.type, n.name, _names(n.type, [n.name, *n.aliases]))
            for n in graph.nodes
            if n.type in CORE + EXTRA
        ),
        tuple(ScoredEdge(e.source, e.type, e.target) for e in graph.edges if e.type in RELATIONS),
        tuple(_indicator({"name": n.name, **n.properties}) for n in graph.nodes if n.type == INDICATORS),
    )


def from_annotations(annotations: Annotations, document: str = "") -> ScoredGraph:
    """Return what the scorer sees of one document's annotations, before a graph is assembled of them."""
    return ScoredGraph(
        document,
        tuple(
            ScoredNode(str(i), e.type, e.name, _names(e.type, [e.name, *e.aliases]))
            for i, e in enumerate(annotations.entities)
        ),
        tuple(ScoredEdge(str(r.head), r.type, str(r.tail)) for r in annotations.relations),
        tuple(
            ScoredIndicator(i.name, i.value, i.unit, i.period, i.growth, i.target)
            for i in annotations.indicators
        ),
    )


def from_training(document: GoldDocument) -> ScoredGraph:
    """Return a training document in gold form: an id is a node, its longest surface the name."""
    surfaces: dict[str, list[str]] = {}
    types: dict[str, str] = {}
    for mention, key in zip(document.mentions, document.ids, strict=True):
        surfaces.setdefault(key, []).append(document.text[mention.start : mention.end])
        types.setdefault(key, mention.type)
    nodes = [
        ScoredNode(key, types[key], max(forms, key=len), _names(types[key], forms))
        for key, forms in surfaces.items()
    ]
    edges = tuple(ScoredEdge(r.head, r.type, r.tail) for r in document.relations)
    return ScoredGraph(document.name, tuple(nodes), edges)


def _match_nodes(gold: Sequence[ScoredNode], predicted: Sequence[ScoredNode]) -> dict[str, ScoredNode]:
    """Map predicted ids to gold nodes, one to one: primary types, then required nodes, then shared names."""
    by_name: dict[str, list[ScoredNode]] = {}
    for node in gold:
        for name in node.names:
            by_name.setdefault(name, []).append(node)
    taken: set[str] = set()
    matched: dict[str, ScoredNode] = {}
    for node in sorted(predicted, key=lambda p: -len(p.names)):
        candidates = {
            g.id: g
            for name in node.names
            for g in by_name.get(name, ())
            if g.id not in taken and (node.type == g.type or node.type in g.also_types)
        }
        if candidates:
            best = min(
                candidates.values(),
                key=lambda g: (g.type != node.type, g.optional, -len(set(node.names) & set(g.names))),
            )
            taken.add(best.id)
            matched[node.id] = best
    return matched


def _overlap(left: Sequence[str], right: Sequence[str]) -> bool:
    return any(a in b or b in a for a in left for b in right if min(len(a), len(b)) > 1)


def _kind_of_spurious(node: ScoredNode, gold: Sequence[ScoredNode]) -> str:
    for other in gold:
        if set(node.names) & set(other.names):
            same = node.type == other.type or node.type in other.also_types
            return "duplicate node" if same else f"wrong type, is {other.type}"
    for other in gold:
        if node.type == other.type and _overlap(node.names, other.names):
            return "wrong edge of a name"
    return "spurious node"


def _kind_of_missing(node: ScoredNode, predicted: Sequence[ScoredNode]) -> str:
    for other in predicted:
        if set(node.names) & set(other.names):
            return f"missing, found as {other.type}"
    for other in predicted:
        if node.type == other.type and _overlap(node.names, other.names):
            return "missing, found with a wrong edge"
    return "missing node"


def _add(counts: dict[str, Counts], label: str, more: Counts) -> None:
    counts[label] = counts.get(label, Counts()) + more


def _score_nodes(
    gold: ScoredGraph, predicted: Sequence[ScoredNode], matched: Mapping[str, ScoredNode]
) -> tuple[dict[str, Counts], list[Mistake]]:
    counts: dict[str, Counts] = {}
    mistakes: list[Mistake] = []
    for node in predicted:
        match = matched.get(node.id)
        if match is None:
            _add(counts, node.type, Counts(fp=1))
            kind = _kind_of_spurious(node, gold.nodes)
            mistakes.append(Mistake(gold.document, kind, node.type, node.name))
        elif not match.optional:
            _add(counts, match.type, Counts(tp=1))
    hit = {node.id for node in matched.values()}
    for node in gold.nodes:
        if not node.optional and node.id not in hit:
            _add(counts, node.type, Counts(fn=1))
            kind = _kind_of_missing(node, predicted)
            mistakes.append(Mistake(gold.document, kind, node.type, node.name))
    return counts, mistakes


def _edge_identity(head: str, kind: str, tail: str) -> tuple[str, str, str]:
    first, second = sorted((head, tail)) if kind in UNDIRECTED else (head, tail)
    return (kind, first, second)


def _spurious_edge(
    edge: ScoredEdge, ends: tuple[ScoredNode | None, ScoredNode | None], wanted: set[tuple[str, str, str]]
) -> str:
    head, tail = ends
    if head is None or tail is None:
        return "spurious edge, an end is no gold node"
    pairs = {frozenset((first, second)): kind for kind, first, second in sorted(wanted)}
    other = pairs.get(frozenset((head.id, tail.id)))
    if other == edge.type:
        return "edge in the wrong direction"
    return f"wrong relation, is {other}" if other else "spurious edge"


def _score_edges(
    gold: ScoredGraph, predicted: ScoredGraph, matched: Mapping[str, ScoredNode]
) -> tuple[dict[str, Counts], list[Mistake]]:
    counts: dict[str, Counts] = {}
    mistakes: list[Mistake] = []
    gold_nodes = {node.id: node for node in gold.nodes}
    wanted: dict[tuple[str, str, str], None] = {}
    free: set[tuple[str, str, str]] = set()
    for edge in gold.edges:
        identity = _edge_identity(edge.head, edge.type, edge.tail)
        ends = (gold_nodes.get(edge.head), gold_nodes.get(edge.tail))
        if edge.optional or any(end is not None and end.optional for end in ends):
            free.add(identity)
        else:
            wanted[identity] = None
    names = {node.id: node.name for node in predicted.nodes if node.type in CORE + EXTRA}
    seen: set[tuple[str, str, str]] = set()
    for edge in predicted.edges:
        if edge.type not in RELATIONS or edge.head not in names or edge.tail not in names:
            continue
        head, tail = matched.get(edge.head), matched.get(edge.tail)
        if head is not None and tail is not None:
            identity = _edge_identity(head.id, edge.type, tail.id)
            if identity in seen:
                continue
            seen.add(identity)
            if identity in wanted:
                _add(counts, edge.type, Counts(tp=1))
                continue
            if identity in free or head.optional or tail.optional:
                continue
        _add(counts, edge.type, Counts(fp=1))
        kind = _spurious_edge(edge, (head, tail), set(wanted))
        mistakes.append(Mistake(gold.document, kind, edge.type, f"{names[edge.head]} → {names[edge.tail]}"))
    found = {node.id for node in matched.values()}
    for kind, first, second in wanted:
        if (kind, first, second) not in seen:
            _add(counts, kind, Counts(fn=1))
            both = first in found and second in found
            what = "missing edge, both ends found" if both else "missing edge, an end not found"
            text = f"{gold_nodes[first].name} → {gold_nodes[second].name}"
            mistakes.append(Mistake(gold.document, what, kind, text))
    return counts, mistakes


def _close(left: float | None, right: float | None) -> bool:
    return left is not None and right is not None and abs(left - right) <= 1e-9 * max(1.0, abs(left))


def _period(text: str) -> tuple[str, ...]:
    """Return what two periods are compared by: the plan's number, else the years in it."""
    plan = _PLAN.search(text)
    return (plan[0],) if plan else tuple(sorted(set(_YEAR.findall(text))))


def _same_indicator(left: ScoredIndicator, right: ScoredIndicator) -> bool:
    first, second = fold(left.name), fold(right.name)
    return (
        (_close(left.value, right.value) or _close(left.growth, right.growth))
        and fold(left.unit) == fold(right.unit)
        and left.target == right.target
        and _period(left.period) == _period(right.period)
        and bool(first and second)
        and (first in second or second in first)
    )


def _score_indicators(
    gold: ScoredGraph, predicted: Sequence[ScoredIndicator]
) -> tuple[dict[str, Counts], list[Mistake]]:
    """Count figures; required gold figures are taken first, the longest shared name before others."""
    if gold.indicators is None:
        return {}, []
    counts = {INDICATORS: Counts()}
    mistakes: list[Mistake] = []
    left = list(enumerate(gold.indicators))
    for figure in predicted:
        options = [(i, g) for i, g in left if _same_indicator(g, figure)]
        if not options:
            _add(counts, INDICATORS, Counts(fp=1))
            mistakes.append(Mistake(gold.document, "spurious figure", INDICATORS, _figure(figure)))
            continue
        best = min(options, key=lambda pair: (pair[1].optional, pair[1].name != figure.name, pair[0]))
        left.remove(best)
        if not best[1].optional:
            _add(counts, INDICATORS, Counts(tp=1))
    for _, figure in left:
        if not figure.optional:
            _add(counts, INDICATORS, Counts(fn=1))
            mistakes.append(Mistake(gold.document, "missing figure", INDICATORS, _figure(figure)))
    return counts, mistakes


def _figure(figure: ScoredIndicator) -> str:
    value = "" if figure.value is None else f"{figure.value:g}{figure.unit}"
    growth = "" if figure.growth is None else f" {figure.growth:+g}%"
    return f"{figure.period} {figure.name} {value}{growth}{' target' if figure.target else ''}"


def compare(gold: ScoredGraph, predicted: ScoredGraph) -> DocumentScore:
    """Return the counts and mistakes of one predicted graph against its gold graph."""
    nodes = [node for node in predicted.nodes if node.type in CORE + EXTRA]
    matched = _match_nodes(gold.nodes, nodes)
    counts: dict[str, Counts] = {}
    mistakes: list[Mistake] = []
    for part_counts, part_mistakes in (
        _score_nodes(gold, nodes, matched),
        _score_edges(gold, predicted, matched),
        _score_indicators(gold, predicted.indicators or ()),
    ):
        counts.update(part_counts)
        mistakes += part_mistakes
    return DocumentScore(gold.document, counts, tuple(mistakes))


def compare_spans(
    document: str, text: str, gold: Sequence[Mention], predicted: Sequence[Mention]
) -> DocumentScore:
    """Return counts of mentions by type; a mention is right when its start, end and type are."""
    wanted = {(m.start, m.end): m.type for m in gold}
    given = {(m.start, m.end): m.type for m in predicted}
    counts: dict[str, Counts] = {}
    mistakes: list[Mistake] = []

    def wrong(kind: str, label: str, start: int, end: int) -> None:
        mistakes.append(Mistake(document, kind, label, text[start:end]))

    for (start, end), label in sorted(given.items()):
        if wanted.get((start, end)) == label:
            _add(counts, label, Counts(tp=1))
            continue
        _add(counts, label, Counts(fp=1))
        crossing = any(s < end and start < e for s, e in wanted)
        other = wanted.get((start, end))
        kind = f"wrong type, is {other}" if other else "wrong edge" if crossing else "spurious span"
        wrong(kind, label, start, end)
    for (start, end), label in sorted(wanted.items()):
        if given.get((start, end)) != label:
            _add(counts, label, Counts(fn=1))
            crossing = any(s < end and start < e for s, e in given)
            wrong("missing span, another crosses it" if crossing else "missing span", label, start, end)
    return DocumentScore(document, counts, tuple(mistakes))


def total(scores: Iterable[DocumentScore], labels: Iterable[str]) -> Counts:
    """Return the sum of the counts under these labels over all documents."""
    wanted = tuple(labels)
    return sum((score.counts.get(label, Counts()) for score in scores for label in wanted), Counts())


def macro(scores: Sequence[DocumentScore]) -> tuple[float, float, float, int]:
    """Return mean precision, recall and F1 over relation types, and how many types they are.

    Counted are the types with at least five required edges. Each type's figure is rounded to three
    digits first, as the public scorer does.
    """
    sums = [total(scores, [relation]) for relation in RELATIONS]
    common = [counts for counts in sums if counts.tp + counts.fn >= _MACRO_LEAST]
    if not common:
        return (0.0, 0.0, 0.0, 0)
    columns = [
        [round(getattr(counts, name), 3) for counts in common] for name in ("precision", "recall", "f1")
    ]
    precision, recall, f1 = (sum(column) / len(column) for column in columns)
    return (precision, recall, f1, len(common))


def _resampled_f1(
    scores: Sequence[DocumentScore], labels: Sequence[str], weights: numpy.ndarray[Any, Any]
) -> numpy.ndarray[Any, Any]:
    per_document = numpy.array(
        [[(c := total([score], labels)).tp, c.fp, c.fn] for score in scores], dtype=numpy.float64
    )
    tp, fp, fn = (weights @ per_document).T
    bottom = 2 * tp + fp + fn
    f1: numpy.ndarray[Any, Any] = numpy.divide(2 * tp, bottom, out=numpy.zeros_like(tp), where=bottom > 0)
    return f1


def _interval(samples: numpy.ndarray[Any, Any]) -> tuple[float, float]:
    low, high = numpy.percentile(samples, [2.5, 97.5])
    return float(low), float(high)


def rows(scores: Sequence[DocumentScore], resamples: int = 1000, seed: int = 20) -> tuple[Row, ...]:
    """Return the table: groups, types, relations, macro average, figures, other labels; empty ones left out.

    resamples, seed: bootstrap over documents (Efron 1979, percentile interval), the same at every run.
    """
    if not scores:
        return ()
    generator = numpy.random.default_rng(seed)
    share = numpy.full(len(scores), 1 / len(scores))
    weights = generator.multinomial(len(scores), share, size=resamples)
    found = {label for score in scores for label in score.counts}
    known = (*CORE, *EXTRA, *RELATIONS, INDICATORS)
    labels = [label for label in known if label in found] + sorted(found - set(known))
    groups = {name: members for name, members in _GROUPS.items() if found & set(members)}
    table: list[Row] = []
    for label, members in [*groups.items(), *((label, (label,)) for label in labels)]:
        counts = total(scores, members)
        low, high = _interval(_resampled_f1(scores, members, weights))
        table.append(Row(label, counts.precision, counts.recall, counts.f1, low, high, counts))
    precision, recall, f1, number = macro(scores)
    if number:
        common = [r for r in RELATIONS if (c := total(scores, [r])).tp + c.fn >= _MACRO_LEAST]
        samples = numpy.mean([_resampled_f1(scores, [r], weights) for r in common], axis=0)
        table.append(Row("edges macro", precision, recall, f1, *_interval(samples), Counts(tp=number)))
    return tuple(table)


@dataclass(frozen=True, slots=True)
class MistakeGroup:
    """All mistakes of one kind: how many, how they spread over types, and the commonest texts."""

    kind: str
    number: int
    by_label: tuple[tuple[str, int], ...]
    examples: tuple[tuple[str, int], ...]


def commonest(scores: Iterable[DocumentScore], most: int = 10) -> tuple[MistakeGroup, ...]:
    """Return the mistakes by kind, commonest kind first, with at most `most` texts each."""
    by_kind: dict[str, list[Mistake]] = {}
    for score in scores:
        for mistake in score.mistakes:
            by_kind.setdefault(mistake.kind, []).append(mistake)
    groups = []
    for kind, mistakes in by_kind.items():
        labels = Counter(m.label for m in mistakes)
        texts = Counter(f"{m.label} {m.text}" for m in mistakes)
        groups.append(
            MistakeGroup(
                kind,
                len(mistakes),
                tuple(sorted(labels.items(), key=lambda pair: (-pair[1], pair[0]))),
                tuple(sorted(texts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]),
            )
        )
    return tuple(sorted(groups, key=lambda group: (-group.number, group.kind)))


def report(title: str, scores: Sequence[DocumentScore], most: int = 10) -> str:
    """Return table and commonest mistakes as plain text; most: texts a kind, 0 for the table alone."""
    lines = [f"{title} ({len(scores)} documents)"]
    lines.append(f"{'':18}{'P':>7}{'R':>7}{'F1':>7}  {'95% interval':14}{'tp':>6}{'fp':>6}{'fn':>6}")
    for row in rows(scores):
        c = row.counts
        lines.append(
            f"{row.label:18}{row.precision:7.3f}{row.recall:7.3f}{row.f1:7.3f}"
            f"  {row.low:.3f}–{row.high:.3f}   {c.tp:6}{c.fp:6}{c.fn:6}"
        )
    for group in commonest(scores, most) if most else ():
        spread = ", ".join(f"{label} {number}" for label, number in group.by_label)
        lines += ["", f"{group.kind}: {group.number} ({spread})"]
        lines += [f"  {number}× {text}" for text, number in group.examples]
    return "\n".join(lines) + "\n"
