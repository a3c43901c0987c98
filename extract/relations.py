"""Finds the relations between the things of one document: titles by rule, all others weighed by the model."""

from __future__ import annotations

from collections.abc import Sequence

from extract.annotations import AnalysedText, Entity, Relation
from extract.leaders import Title, find_titles
from extract.relation_candidates import PATTERNS, find_candidates
from extract.relation_frame import describe
from extract.relation_model import RelationModel, load_model
from graph.model import PropertyValue

# Thresholds are found on names that are sure; unsure names lower the score, so the bar is this much lower.
# Held-out writers: F1 0.64 from 0.6 to 1.0; business news: macro 0.36 at 0.6, 0.33 at 1.0.
_DOUBT = 0.7


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


def _sureness(entity: Entity) -> float:
    """Return how sure the surest mention of an entity is, generic forms apart."""
    return max((m.score for m in entity.mentions if not m.by.startswith("coreference:")), default=0.5)


def find_relations(
    analysed: AnalysedText, entities: Sequence[Entity], model: RelationModel | None = None
) -> tuple[Relation, ...]:
    """Return the relations between the entities, sorted by head, type and tail.

    Each has a rule name in `by` and a score: the precision of its rule for titles, for all others the model's
    probability times how sure its two names are. model: the shipped one when None.
    """
    weights = model if model is not None else load_model()
    frame = describe(analysed, entities)
    found = _leads(find_titles(analysed, entities, frame), analysed.published)
    for candidate in find_candidates(analysed, entities, frame):
        sure = _sureness(entities[candidate.head]) * _sureness(entities[candidate.tail])
        score = weights.score(candidate) * sure
        if weights.holds(candidate, score / _DOUBT):
            relation = PATTERNS[candidate.group][1]
            found.append(
                Relation(
                    candidate.head,
                    relation,
                    candidate.tail,
                    candidate.evidence,
                    weights.reason(candidate),
                    round(score, 3),
                )
            )
    return tuple(sorted(_without_rivals(found), key=lambda r: (r.head, r.type, r.tail)))
