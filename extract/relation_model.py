"""Weighs candidate relations: one logistic regression a group, its weights shipped as data."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from extract.relation_candidates import Candidate

FORMAT = "zonegraph-relations/1"


@dataclass(frozen=True, slots=True)
class GroupWeights:
    """The weights of one group. threshold: the score from which a pair is a relation."""

    bias: float
    threshold: float
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RelationModel:
    """Weights of all groups."""

    groups: Mapping[str, GroupWeights]

    def score(self, candidate: Candidate) -> float:
        """Return how sure the model is that the pair is a relation, 0 to 1."""
        group = self.groups.get(candidate.group)
        if group is None:
            return 0.0
        total = group.bias + sum(group.weights.get(feature, 0.0) for feature in candidate.features)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))

    def holds(self, candidate: Candidate, score: float) -> bool:
        """Return whether a score is high enough for the candidate's group."""
        group = self.groups.get(candidate.group)
        return group is not None and score >= group.threshold

    def reason(self, candidate: Candidate) -> str:
        """Return the strongest reason among the candidate's features, as a rule name."""
        group = self.groups[candidate.group]
        reasons = [f for f in candidate.features if f.startswith("r:") and group.weights.get(f, 0.0) > 0]
        best = max(reasons, key=lambda f: (group.weights[f], f), default="r:context")
        return f"{candidate.group}:{best[2:].split(':')[0]}"


def to_bytes(model: RelationModel) -> bytes:
    """Return the model as UTF-8 JSON with sorted keys and weights of four decimals."""
    groups = {
        name: {
            "bias": round(group.bias, 4),
            "threshold": round(group.threshold, 3),
            "weights": {f: round(w, 4) for f, w in sorted(group.weights.items()) if abs(w) >= 0.01},
        }
        for name, group in sorted(model.groups.items())
    }
    return json.dumps({"format": FORMAT, "groups": groups}, ensure_ascii=False, sort_keys=True).encode()


def from_bytes(data: bytes) -> RelationModel:
    """Return the model that to_bytes wrote."""
    groups = json.loads(data)["groups"]
    return RelationModel(
        {name: GroupWeights(g["bias"], g["threshold"], g["weights"]) for name, g in groups.items()}
    )


@cache
def load_model() -> RelationModel:
    """Return the shipped model, read once."""
    return from_bytes(resources.files("extract").joinpath("data/model/relations.json").read_bytes())
