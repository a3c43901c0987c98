"""Gradient-boosted trees for yes-or-no questions, in numpy: learning, prediction, and a small file format.

Friedman: Greedy function approximation (Annals of Statistics 29, 2001), with second-order steps as in Chen
and Guestrin: XGBoost (KDD 2016). All trees are complete, so prediction is a few array look-ups.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.errors import ResourceError

Floats = npt.NDArray[np.float32]
_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Trees:
    """A learned ensemble of complete binary trees.

    features, thresholds: (trees, 2^depth − 1), node i has children 2i+1 (value ≤ threshold) and 2i+2.
    leaves: (trees, 2^depth), in log odds. bias: log odds before any tree. metadata: how it was learned.
    """

    features: npt.NDArray[np.int16]
    thresholds: Floats
    leaves: Floats
    bias: float
    metadata: Mapping[str, Any]

    def probabilities(self, rows: Floats) -> Floats:
        """Return the probability of each row, shape (rows,)."""
        scores = np.empty(len(rows), np.float32)
        for start in range(0, len(rows), _CHUNK):
            scores[start : start + _CHUNK] = self._scores(rows[start : start + _CHUNK])
        return (1.0 / (1.0 + np.exp(-scores))).astype(np.float32)

    def _scores(self, rows: Floats) -> Floats:
        # Look-ups in flat arrays take half the time of those by two indices.
        count, inner = self.features.shape
        trees = np.arange(count)
        at = np.arange(len(rows))[:, None] * rows.shape[1]
        node = np.zeros((len(rows), count), np.int64)
        for _ in range(int(np.log2(self.leaves.shape[1]))):
            place = node + trees * inner
            right = rows.take(at + self.features.take(place)) > self.thresholds.take(place)
            node = 2 * node + 1 + right
        leaf = node - inner + trees * (inner + 1)
        total: Floats = self.leaves.take(leaf).sum(axis=1) + np.float32(self.bias)
        return total

    def save(self, path: Path) -> None:
        """Write the model: the same trees give the same bytes."""
        with path.open("wb") as file:
            header = json.dumps(
                {"metadata": dict(self.metadata), "bias": self.bias}, ensure_ascii=False, sort_keys=True
            )
            np.save(file, np.frombuffer(header.encode("utf-8"), np.uint8))
            np.save(file, self.features)
            np.save(file, self.thresholds)
            np.save(file, self.leaves)

    @staticmethod
    def load(path: Path) -> Trees:
        """Read a model; raises ResourceError when it is missing or broken."""
        try:
            with path.open("rb") as file:
                header = json.loads(bytes(np.load(file)).decode("utf-8"))
                features, thresholds, leaves = np.load(file), np.load(file), np.load(file)
        except (OSError, ValueError, EOFError) as error:
            raise ResourceError(
                f"model {path} cannot be read ({error}); reinstall zonegraph, or run `make train`"
            ) from error
        return Trees(features, thresholds, leaves, float(header["bias"]), header["metadata"])


@dataclass(frozen=True, slots=True)
class Boosting:
    """How trees are learned. rows, columns: share of each that one tree sees. ridge: L2 on leaf values."""

    trees: int = 240
    depth: int = 5
    rate: float = 0.1
    rows: float = 0.6
    columns: float = 0.5
    ridge: float = 5.0
    smallest: float = 8.0
    bins: int = 32
    seed: int = 1


def learn(
    rows: Floats, truth: npt.NDArray[np.bool_], settings: Boosting, metadata: Mapping[str, Any]
) -> Trees:
    """Return trees that tell for a row how probable its truth is.

    rows: shape (examples, columns). truth: shape (examples,). The same input gives the same trees.
    """
    edges = [_edges(rows[:, column], settings.bins) for column in range(rows.shape[1])]
    places = [np.searchsorted(edge, rows[:, k], side="left") for k, edge in enumerate(edges)]
    binned: npt.NDArray[np.int32] = np.stack(places, axis=1).astype(np.int32)
    random = np.random.default_rng(settings.seed)
    share = float(np.clip(truth.mean(), 1e-6, 1 - 1e-6))
    bias = float(np.log(share / (1 - share)))
    scores = np.full(len(truth), bias, np.float64)
    inner = 2**settings.depth - 1
    features = np.zeros((settings.trees, inner), np.int16)
    thresholds = np.full((settings.trees, inner), np.inf, np.float32)
    leaves = np.zeros((settings.trees, inner + 1), np.float32)
    for tree in range(settings.trees):
        chance = 1.0 / (1.0 + np.exp(-scores))
        sample = np.sort(random.choice(len(truth), int(len(truth) * settings.rows), replace=False))
        columns = np.sort(
            random.choice(rows.shape[1], max(1, int(rows.shape[1] * settings.columns)), replace=False)
        )
        gradient, curvature = chance - truth, chance * (1 - chance)
        splits = _grow(binned[sample][:, columns], gradient[sample], curvature[sample], settings)
        node = np.zeros(len(truth), np.int32)
        for level in range(settings.depth):
            first = 2**level - 1
            for at in range(first, 2 * first + 1):
                if at in splits:
                    column, cut = int(columns[splits[at][0]]), splits[at][1]
                    features[tree, at] = column
                    thresholds[tree, at] = edges[column][cut]
            cuts = np.array([splits[a][1] if a in splits else settings.bins for a in range(inner)], np.int32)
            node = 2 * node + 1 + (binned[np.arange(len(truth)), features[tree, node]] > cuts[node])
        leaf = node - inner
        total = np.bincount(leaf[sample], gradient[sample], inner + 1)
        weight = np.bincount(leaf[sample], curvature[sample], inner + 1)
        leaves[tree] = -settings.rate * total / (weight + settings.ridge)
        scores += leaves[tree][leaf]
    return Trees(features, thresholds, leaves, bias, dict(metadata))


def averaged(ensembles: Sequence[Trees]) -> Trees:
    """Return one ensemble that gives the mean of the log odds of several."""
    return Trees(
        np.concatenate([trees.features for trees in ensembles]),
        np.concatenate([trees.thresholds for trees in ensembles]),
        (np.concatenate([trees.leaves for trees in ensembles]) / len(ensembles)).astype(np.float32),
        sum(trees.bias for trees in ensembles) / len(ensembles),
        ensembles[0].metadata,
    )


def _edges(values: Floats, bins: int) -> Floats:
    """Return at most bins − 1 cut points: between all values when few, else at quantiles."""
    distinct = np.unique(values)
    if len(distinct) <= bins:
        return ((distinct[1:] + distinct[:-1]) / 2).astype(np.float32)
    return np.unique(np.quantile(values, np.linspace(0, 1, bins + 1)[1:-1])).astype(np.float32)


def _grow(
    binned: npt.NDArray[np.int32],
    gradient: npt.NDArray[np.float64],
    curvature: npt.NDArray[np.float64],
    settings: Boosting,
) -> dict[int, tuple[int, int]]:
    """Return node → (column, bin) of the best split of each node, level by level."""
    count, width = binned.shape
    bins, ridge = settings.bins, settings.ridge
    flat = binned + np.arange(width, dtype=np.int32) * bins
    node = np.zeros(count, np.int32)
    splits: dict[int, tuple[int, int]] = {}
    for level in range(settings.depth):
        first, size = 2**level - 1, 2**level
        local = node - first
        index = (local[:, None] * (width * bins) + flat).ravel()
        shape = (size, width, bins)
        left_g = (
            np.bincount(index, np.repeat(gradient, width), size * width * bins).reshape(shape).cumsum(axis=2)
        )
        left_h = (
            np.bincount(index, np.repeat(curvature, width), size * width * bins).reshape(shape).cumsum(axis=2)
        )
        all_g, all_h = left_g[:, :, -1:], left_h[:, :, -1:]
        right_g, right_h = all_g - left_g, all_h - left_h
        gain = left_g**2 / (left_h + ridge) + right_g**2 / (right_h + ridge) - all_g**2 / (all_h + ridge)
        gain[(left_h < settings.smallest) | (right_h < settings.smallest)] = -1.0
        best = gain.reshape(size, -1).argmax(axis=1)
        for at in range(size):
            if gain[at].ravel()[best[at]] > 1e-6:
                splits[first + at] = (int(best[at] // bins), int(best[at] % bins))
        column = np.array([splits.get(first + at, (0, bins))[0] for at in range(size)])
        cut = np.array([splits.get(first + at, (0, bins))[1] for at in range(size)])
        node = 2 * node + 1 + (binned[np.arange(count), column[local]] > cut[local])
    return splits
