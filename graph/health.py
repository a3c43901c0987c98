"""The health report of a run: what is in the graph, what is weak in it, what was rejected and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from heapq import nsmallest
from itertools import combinations
from typing import Any, Literal

from graph.model import Edge, Graph, Node, Rejected, fold
from graph.ontology import Ontology

# Types of which equal names are no sign of one thing: a figure is told apart by period and value.
_NEVER_DUPLICATES = frozenset({"Indicator"})
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Weak:
    """One node or edge whose best evidence has a low score."""

    item: str
    label: str
    score: float
    by: str


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two nodes of a type that may be one thing, and the name that says so."""

    type: str
    first: str
    second: str
    reason: str


@dataclass(frozen=True, slots=True)
class Health:
    """Counts by type in the ontology's or alphabetical order, the weakest items, suspected duplicates.

    rejected: number of dropped items by reason.
    """

    documents: int
    nodes: Mapping[str, int]
    edges: Mapping[str, int]
    weakest: tuple[Weak, ...]
    duplicates: tuple[Suspicion, ...]
    rejected: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        """Return the report as the JSON object of the run information."""
        return asdict(self)


def count_reasons(rejected: Iterable[Rejected]) -> dict[str, int]:
    """Return how many items were rejected by each reason, in alphabetical order."""
    counts = Counter(item.reason for item in rejected)
    return {reason: counts[reason] for reason in sorted(counts)}


def _counts(types: Iterable[str]) -> dict[str, int]:
    counts = Counter(types)
    return {name: counts[name] for name in sorted(counts)}


def _best(owner: Node | Edge) -> tuple[float, str] | None:
    """Return score and source of the best proof of a node or edge, None when there is none."""
    proofs = [(e.score, e.by) for e in owner.evidence if e.property is None]
    return max(proofs or [(e.score, e.by) for e in owner.evidence], default=None)


def _weakest(graph: Graph, most: int) -> tuple[Weak, ...]:
    owners: list[Node | Edge] = [*graph.nodes, *(edge for edge in graph.edges if edge.type != "MENTIONS")]
    found = [(best, owner) for owner in owners if (best := _best(owner)) is not None and best[0] < 1.0]
    # Labels are written only for those that can be among the weakest.
    limit = max(nsmallest(most, (best[0] for best, _ in found)), default=0.0)
    names = {node.id: node.name for node in graph.nodes}
    weak: list[Weak] = []
    for (score, by), owner in found:
        if score > limit:
            continue
        if isinstance(owner, Node):
            weak.append(Weak(owner.id, f"{owner.type} {owner.name}", score, by))
        else:
            label = f"{names.get(owner.source)} {owner.type} {names.get(owner.target)}"
            weak.append(Weak(owner.key, label, score, by))
    return tuple(sorted(weak, key=lambda w: (w.score, w.label, w.item))[:most])


def _duplicates(graph: Graph) -> tuple[Suspicion, ...]:
    """Return pairs of one type where the name of one is a name of the other, and files of equal bytes.

    A form that is only an alias on both sides (经开区, 管委会) says nothing.
    """
    holders: dict[tuple[str, str], list[Node]] = {}
    for node in graph.nodes:
        if node.type in _NEVER_DUPLICATES:
            continue
        forms = [str(node.properties.get("sha256", node.id))] if node.type == "Document" else None
        for form in sorted({fold(name) for name in (node.name, *node.aliases)}) if forms is None else forms:
            holders.setdefault((node.type, form), []).append(node)
    found: dict[tuple[str, str], Suspicion] = {}
    for (node_type, form), nodes in sorted(holders.items()):
        for left, right in combinations(sorted(nodes, key=lambda n: n.id), 2):
            if node_type == "Document":
                found.setdefault((left.id, right.id), Suspicion(node_type, left.id, right.id, "same bytes"))
            elif form in (fold(left.name), fold(right.name)):
                name = left.name if fold(left.name) == form else right.name
                found.setdefault((left.id, right.id), Suspicion(node_type, left.id, right.id, name))
    return tuple(found[pair] for pair in sorted(found))


def health(graph: Graph, rejected: Mapping[str, int] | None = None, weakest: int = 20) -> Health:
    """Return the health report of a graph.

    rejected: number of items that were dropped on the way, by reason. weakest: how many weak items to list.
    """
    return Health(
        documents=len(graph.documents()),
        nodes=_counts(node.type for node in graph.nodes if node.type != "Document"),
        edges=_counts(edge.type for edge in graph.edges),
        weakest=_weakest(graph, weakest),
        duplicates=_duplicates(graph),
        rejected=dict(sorted((rejected or {}).items())),
    )


def _by_type(
    counts: Mapping[str, int], labels: Mapping[str, str], order: Iterable[str], separator: str
) -> str:
    known = [name for name in order if name in counts]
    rest = [name for name in counts if name not in known]
    return separator.join(f"{labels.get(name, name)} {counts[name]}" for name in [*known, *rest])


def health_lines(report: Health, ontology: Ontology, language: Literal["zh", "en"] = "zh") -> tuple[str, ...]:
    """Return the report as the few lines that end a run, in Chinese or English."""
    chinese = language == "zh"
    nodes = {name: spec.zh if chinese else spec.en for name, spec in ontology.nodes.items()}
    edges = {name: spec.zh if chinese else spec.en for name, spec in ontology.edges.items()}
    comma = "、" if chinese else ", "
    entities = _by_type(report.nodes, nodes, ontology.nodes, comma)
    relations = _by_type(report.edges, edges, ontology.edges, comma)
    lines = [
        f"文档 {report.documents} 份;实体 {sum(report.nodes.values())} 个:{entities}"
        if chinese
        else f"{report.documents} documents; {sum(report.nodes.values())} things: {entities}",
        f"关系 {sum(report.edges.values())} 条:{relations}"
        if chinese
        else f"{sum(report.edges.values())} edges: {relations}",
    ]
    if report.weakest:
        weak = comma.join(f"{item.label}({item.score:.2f})" for item in report.weakest[:_SHOWN])
        lines.append(f"证据最弱:{weak}" if chinese else f"weakest evidence: {weak}")
    if report.duplicates:
        pairs = comma.join(f"{s.reason}({s.first} / {s.second})" for s in report.duplicates[:_SHOWN])
        number = len(report.duplicates)
        lines.append(
            f"疑似重复 {number} 对:{pairs}" if chinese else f"{number} suspected duplicates: {pairs}"
        )
    if report.rejected:
        reasons = comma.join(f"{reason} {number}" for reason, number in report.rejected.items())
        lines.append(f"已剔除:{reasons}" if chinese else f"rejected: {reasons}")
    return tuple(lines)
