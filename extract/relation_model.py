"""Weighs candidate relations: each by itself (logistic regressions), then beside its rivals (trees)."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from extract.annotations import Entity
from extract.boosting import Trees
from extract.relation_candidates import Candidate
from extract.relation_frame import Frame
from extract.relation_rivals import rival_rows

FORMAT = "zonegraph-relations/2"
_SUREST = 9.0  # log odds beyond which nothing is surer


@dataclass(frozen=True, slots=True)
class GroupWeights:
    """The weights of one group.

    thresholds: the scores from which a pair is a relation, in documents about a zone and in all others.
    """

    bias: float
    thresholds: tuple[float, float]
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RelationModel:
    """Weights of all groups and the trees that weigh a candidate beside its rivals."""

    groups: Mapping[str, GroupWeights]
    trees: Trees

    def scores(
        self, entities: Sequence[Entity], frame: Frame, candidates: Sequence[Candidate]
    ) -> list[float]:
        """Return how sure the model is of each candidate of a document, 0 to 1."""
        odds = [log_odds(self.groups, candidate) for candidate in candidates]
        rows = rival_rows(entities, frame, candidates, odds)
        return [float(score) for score in self.trees.probabilities(rows)]

    def holds(self, candidate: Candidate, score: float, frame: Frame) -> bool:
        """Return whether a score is high enough for the candidate's group in such a document."""
        group = self.groups.get(candidate.group)
        return group is not None and score >= group.thresholds[frame.main_zone is None]

    def reason(self, candidate: Candidate) -> str:
        """Return the strongest reason among the candidate's features, as a rule name."""
        group = self.groups[candidate.group]
        reasons = [f for f in candidate.features if f.startswith("r:") and group.weights.get(f, 0.0) > 0]
        best = max(reasons, key=lambda f: (group.weights[f], f), default="r:context")
        return f"{candidate.group}:{best[2:].split(':')[0]}"


def log_odds(groups: Mapping[str, GroupWeights], candidate: Candidate) -> float:
    """Return how sure the candidate's group is of it by itself, as log odds between -9 and 9."""
    group = groups.get(candidate.group)
    if group is None:
        return -_SUREST
    total = group.bias + sum(group.weights.get(feature, 0.0) for feature in candidate.features)
    return max(-_SUREST, min(_SUREST, total))


def to_bytes(model: RelationModel) -> bytes:
    """Return the model as compressed UTF-8 JSON with sorted keys and weights of four decimals."""
    groups = {
        name: {
            "bias": round(group.bias, 4),
            "thresholds": [round(threshold, 3) for threshold in group.thresholds],
            "weights": {f: round(w, 4) for f, w in sorted(group.weights.items()) if abs(w) >= 0.01},
        }
        for name, group in sorted(model.groups.items())
    }
    trees = {
        "bias": model.trees.bias,
        "features": model.trees.features.tolist(),
        "thresholds": [
            [None if math.isinf(t) else t for t in row] for row in model.trees.thresholds.tolist()
        ],
        "leaves": model.trees.leaves.tolist(),
    }
    data = {"format": FORMAT, "groups": groups, "trees": trees}
    return gzip.compress(json.dumps(data, ensure_ascii=False, sort_keys=True).encode(), mtime=0)


def _trees(data: Mapping[str, Any]) -> Trees:
    thresholds = np.array(data["thresholds"], np.float64).astype(np.float32)
    return Trees(
        np.array(data["features"], np.int16),
        np.where(np.isnan(thresholds), np.float32(np.inf), thresholds),
        np.array(data["leaves"], np.float32),
        data["bias"],
        {},
    )


def from_bytes(data: bytes) -> RelationModel:
    """Return the model that to_bytes wrote."""
    read = json.loads(gzip.decompress(data))
    groups = {
        name: GroupWeights(g["bias"], (g["thresholds"][0], g["thresholds"][1]), g["weights"])
        for name, g in read["groups"].items()
    }
    return RelationModel(groups, _trees(read["trees"]))


@cache
def load_model() -> RelationModel:
    """Return the shipped model, read once."""
    return from_bytes(resources.files("extract").joinpath("data/model/relations.json.gz").read_bytes())
