"""Finds the relations between the things of one document: titles by rule, all others weighed by the model."""

from __future__ import annotations

from collections.abc import Sequence

from extract.annotations import AnalysedText, Entity, Relation
from extract.leaders import Title, find_titles
from extract.relation_candidates import PATTERNS, find_candidates
from extract.relation_frame import describe
from extract.relation_model import RelationModel, load_model
from graph.model import PropertyValue


def _joined_titles(titles: Sequence[Title]) -> str:
    """Return a leader's titles of one body as one text, shorter repeats left out."""
    kept: list[str] = []
    for title in titles:
        if title.title and not any(title.title in other for other in kept):
            kept = [other for other in kept if other not in title.title]
            kept.append(title.title)
    return "、".join(kept)


def _leads(titles: Sequence[Title], published: str) -> list[Relation]:
    """Return one LEADS relation for each leader and body."""
    by_pair: dict[tuple[int, int], list[Title]] = {}
    for title in titles:
        by_pair.setdefault((title.leader, title.body), []).append(title)
    relations: list[Relation] = []
    for (leader, body), group in by_pair.items():
        properties: dict[str, PropertyValue] = {}
        if joined := _joined_titles(group):
            properties["title"] = joined
        if published:
            properties["as_of"] = published
        best = max(group, key=lambda title: (title.score, -title.start))
        evidence = ((best.start, best.end),)
        relations.append(Relation(leader, "LEADS", body, evidence, best.by, best.score, properties))
    return relations


def _without_rivals(relations: Sequence[Relation]) -> list[Relation]:
    """Keep the surer one where two things would both belong together and work together as equals."""
    parts = {(r.head, r.tail): r.score for r in relations if r.type == "PART_OF"}
    parts |= {(tail, head): score for (head, tail), score in parts.items()}
    ties = {(r.head, r.tail): r.score for r in relations if r.type == "COOPERATES_WITH"}
    ties |= {(tail, head): score for (head, tail), score in ties.items()}
    return [
        r
        for r in relations
        if not (r.type == "COOPERATES_WITH" and parts.get((r.head, r.tail), 0.0) >= r.score)
        and not (r.type == "PART_OF" and ties.get((r.head, r.tail), 0.0) > r.score)
    ]


def find_relations(
    analysed: AnalysedText, entities: Sequence[Entity], model: RelationModel | None = None
) -> tuple[Relation, ...]:
    """Return the relations between the entities, sorted by head, type and tail.

    Each has a rule name in `by` and a score: the precision of its rule for titles, the model's probability
    for all others. model: the shipped one when None.
    """
    weights = model if model is not None else load_model()
    frame = describe(analysed, entities)
    found = _leads(find_titles(analysed, entities, frame), analysed.published)
    candidates = find_candidates(analysed, entities, frame)
    for candidate, score in zip(candidates, weights.scores(entities, frame, candidates), strict=True):
        if weights.holds(candidate, score, frame):
            found.append(
                Relation(
                    candidate.head,
                    PATTERNS[candidate.group][1],
                    candidate.tail,
                    candidate.evidence,
                    weights.reason(candidate),
                    round(score, 3),
                )
            )
    return tuple(sorted(_without_rivals(found), key=lambda r: (r.head, r.type, r.tail)))
