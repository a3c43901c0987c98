"""Describes each candidate relation beside its rivals: what else its names may be joined to, how surely."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

import numpy as np

from extract import relation_nearness
from extract.annotations import Entity
from extract.boosting import Floats
from extract.relation_candidates import PATTERNS, Candidate
from extract.relation_frame import Frame

_NONE = -9.0  # the log odds of a rival that is not there
_GROUPS = {group: number for number, group in enumerate(PATTERNS)}
_COUNTED = ("Zone", "Company", "Project", "Leader", "Place", "Industry")
# Reasons of relation_features.py that the trees may weigh together with the rest.
_REASONS = (
    "r:name-holds-tail",
    "r:name-holds-head",
    "r:same-brand",
    "r:name-fits-industry",
    "r:located-between",
    "r:located-after",
    "r:cooperates-between",
    "r:members-between",
    "r:works_in-between",
    "r:invests-between",
    "r:same-list",
    "order=ht",
    "order=th",
)
_RIVALRY = ("best", "ahead", "likely", "all")
_SIDE = ("mentions", "share of the most named", "first", "letters", "sureness", "sentences shared")
COLUMNS = (
    "group",
    "log odds",
    *(f"{rivals}: {what}" for rivals in ("head", "tail", "relation", "pair") for what in _RIVALRY),
    *relation_nearness.COLUMNS,
    *(f"{side}: {what}" for side in ("head", "tail") for what in _SIDE),
    "sentences with both",
    "sureness of both",
    "main zone",
    "main place",
    "main company",
    "length",
    "zone document",
    "zone share",
    "own voice",
    *(f"number of {kind}" for kind in _COUNTED),
    *_REASONS,
)


def sureness(entity: Entity) -> float:
    """Return how sure the surest mention of an entity is, generic forms apart."""
    return max((m.score for m in entity.mentions if not m.by.startswith("coreference:")), default=0.5)


def _rivalry(keys: Sequence[Hashable], odds: Sequence[float]) -> list[tuple[float, int, int, int]]:
    """Return of each candidate's rivals, which share its key: best odds; how many are ahead, likely, all."""
    groups: dict[Hashable, list[float]] = defaultdict(list)
    for key, value in zip(keys, odds, strict=True):
        groups[key].append(value)
    for values in groups.values():
        values.sort()
    found: list[tuple[float, int, int, int]] = []
    for key, value in zip(keys, odds, strict=True):
        values = groups[key]
        best = values[-1] if values[-1] > value else values[-2] if len(values) > 1 else _NONE
        likely = len(values) - bisect_right(values, 0.0) - (value > 0)
        found.append((best, len(values) - bisect_right(values, value), likely, len(values) - 1))
    return found


class _Document:
    """What the columns ask of the entities of a document, counted once."""

    def __init__(self, entities: Sequence[Entity], frame: Frame) -> None:
        self.frame = frame
        self.length = max((o.end for o in frame.occurrences), default=1)
        self.first: dict[int, int] = {}
        self.sentences: dict[int, set[int]] = defaultdict(set)
        self.mentions: Counter[int] = Counter()
        most: Counter[str] = Counter()
        for occurrence in frame.occurrences:
            self.first.setdefault(occurrence.entity, occurrence.start)
            self.sentences[occurrence.entity].add(occurrence.sentence)
            self.mentions[occurrence.entity] += 1
            most[occurrence.type] = max(most[occurrence.type], self.mentions[occurrence.entity])
        self.most = most
        self.entities = entities
        self.sure = [sureness(entity) for entity in entities]
        self.whole = (
            float(self.length),
            float(frame.main_zone is not None),
            frame.zone_share,
            float(frame.own_voice),
            *(float(frame.counts.get(kind, 0)) for kind in _COUNTED),
        )

    def side(self, entity: int, shared: int) -> tuple[float, ...]:
        """Return the columns of one name of a pair. shared: sentences that hold both names."""
        mentions, type_ = self.mentions[entity], self.entities[entity].type
        return (
            mentions,
            mentions / max(self.most[type_], 1),
            self.first.get(entity, 0) / self.length,
            len(self.entities[entity].name),
            self.sure[entity],
            shared / max(len(self.sentences[entity]), 1),
        )

    def pair(self, candidate: Candidate) -> tuple[float, ...]:
        """Return the columns of a pair that do not depend on its rivals."""
        head, tail, frame = candidate.head, candidate.tail, self.frame
        shared = len(self.sentences[head] & self.sentences[tail])
        reasons = set(candidate.features).intersection(_REASONS)
        return (
            *candidate.nearness,
            *self.side(head, shared),
            *self.side(tail, shared),
            shared,
            self.sure[head] * self.sure[tail],
            float(frame.main_zone in (head, tail)),
            float(frame.main_place in (head, tail)),
            float(frame.main_company in (head, tail)),
            *self.whole,
            *(float(reason in reasons) for reason in _REASONS),
        )


def rival_rows(
    entities: Sequence[Entity], frame: Frame, candidates: Sequence[Candidate], odds: Sequence[float]
) -> Floats:
    """Return one row of COLUMNS for each candidate, shape (candidates, columns).

    odds: log odds of each candidate taken by itself. Rivals share the head or the tail in one group, the
    head in one relation, or both names in another group.
    """
    if not candidates:
        return np.zeros((0, len(COLUMNS)), np.float32)
    document = _Document(entities, frame)
    rivals = zip(
        _rivalry([(c.group, c.head) for c in candidates], odds),
        _rivalry([(c.group, c.tail) for c in candidates], odds),
        _rivalry([(PATTERNS[c.group][1], c.head) for c in candidates], odds),
        _rivalry([(min(c.head, c.tail), max(c.head, c.tail)) for c in candidates], odds),
        strict=True,
    )
    rows = [
        (_GROUPS[c.group], own, *(value for part in parts for value in part), *document.pair(c))
        for c, own, parts in zip(candidates, odds, rivals, strict=True)
    ]
    return np.array(rows, np.float32)
