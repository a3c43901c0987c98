"""Scores clusters against labelled ones: pairwise and B-cubed precision, recall and F1, per type too.

B-cubed: Bagga and Baldwin, Entity-based cross-document coreferencing using the vector space model, ACL 1998.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.identity.canonical import Canonicaliser
from extract.identity.decisions import Decisions
from extract.identity.labelled import Scenario, document_graph, local_id, read_scenarios
from extract.identity.link import link
from graph.model import document_id


@dataclass(frozen=True, slots=True)
class Labelled:
    """One occurrence: where it stands, its type, the true thing and the cluster that linking gave it."""

    where: str
    name: str
    type: str
    truth: str
    cluster: str


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 (0 to 1) over so many items."""

    precision: float
    recall: float
    f1: float
    items: int


@dataclass(frozen=True, slots=True)
class IdentityScore:
    """The scores of one set of occurrences.

    pairwise: over pairs of occurrences. bcubed: over occurrences. across_types: clusters with more than one
    type. by_type: B-cubed of each type. wrong, missed: mistakes in words, one a pair.
    """

    pairwise: Score
    bcubed: Score
    across_types: int
    by_type: Mapping[str, Score]
    wrong: tuple[str, ...]
    missed: tuple[str, ...]


def _f1(precision: float, recall: float, items: int) -> Score:
    total = precision + recall
    return Score(precision, recall, 2 * precision * recall / total if total else 0.0, items)


def bcubed(found: Sequence[Labelled]) -> Score:
    """Return B-cubed precision and recall: how pure an occurrence's cluster is and how whole its thing."""
    if not found:
        return Score(0.0, 0.0, 0.0, 0)
    clusters = Counter(item.cluster for item in found)
    truths = Counter(item.truth for item in found)
    both = Counter((item.cluster, item.truth) for item in found)
    precision = sum(both[item.cluster, item.truth] / clusters[item.cluster] for item in found) / len(found)
    recall = sum(both[item.cluster, item.truth] / truths[item.truth] for item in found) / len(found)
    return _f1(precision, recall, len(found))


def _pairs(counts: Iterable[int]) -> int:
    return sum(count * (count - 1) // 2 for count in counts)


def pairwise(found: Sequence[Labelled]) -> Score:
    """Return precision and recall over pairs of occurrences that are, or were taken for, one thing."""
    same = _pairs(Counter((item.cluster, item.truth) for item in found).values())
    joined = _pairs(Counter(item.cluster for item in found).values())
    true = _pairs(Counter(item.truth for item in found).values())
    return _f1(same / joined if joined else 1.0, same / true if true else 1.0, true)


def _mistakes(found: Sequence[Labelled], one: str, other: str) -> tuple[str, ...]:
    groups: dict[str, list[Labelled]] = defaultdict(list)
    for item in found:
        groups[getattr(item, one)].append(item)
    lines = {
        f"{a.type}: {a.name} ({a.where}) – {b.name} ({b.where})"
        for group in groups.values()
        for position, a in enumerate(group)
        for b in group[position + 1 :]
        if getattr(a, other) != getattr(b, other)
    }
    return tuple(sorted(lines))


def score(found: Sequence[Labelled]) -> IdentityScore:
    """Return all scores of these occurrences."""
    types: dict[str, set[str]] = defaultdict(set)
    for item in found:
        types[item.cluster].add(item.type)
    kinds = sorted({item.type for item in found})
    return IdentityScore(
        pairwise(found),
        bcubed(found),
        sum(len(held) > 1 for held in types.values()),
        {kind: bcubed([item for item in found if item.type == kind]) for kind in kinds},
        _mistakes(found, "cluster", "truth"),
        _mistakes(found, "truth", "cluster"),
    )


def resolve(
    scenarios: Sequence[Scenario], canonicaliser: Canonicaliser | None = None
) -> tuple[Labelled, ...]:
    """Link all documents of these scenarios in one graph and return every occurrence with its cluster."""
    texts = [(scenario, text) for scenario in scenarios for text in scenario.texts]
    linked = link([document_graph(text) for _, text in texts], Decisions(), canonicaliser)
    return tuple(
        Labelled(
            f"{text.path} {text.title}",
            text.things[handle].names[0],
            text.things[handle].type,
            f"{text.things[handle].type} {scenario.label(handle)}",
            linked.ids[document_id(text.path), local_id(text, handle)],
        )
        for scenario, text in texts
        for handle in text.things
    )


def evaluate_identity(
    folder: Path, *, held_out: bool, canonicaliser: Canonicaliser | None = None
) -> IdentityScore:
    """Return the scores of the labelled scenarios of a folder.

    held_out: score the half that tuning never looked at, else the other half.
    Raises ResourceError when a scenario cannot be read.
    """
    scenarios = [s for s in read_scenarios(folder.glob("scenarios_*.yaml")) if s.held_out is held_out]
    return score(resolve(scenarios, canonicaliser))
