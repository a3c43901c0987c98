"""Places every node once, before the page opens: zones as anchors, their members around them.

Zones lie on a sunflower spiral, drawn together by what they share. Members start on a spiral around their
zone and are relaxed: springs along relations, a pull to the zone, a push between any two that are too near
(k-d tree). No random numbers: the same graph always looks the same.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from graph.page.indexed import ZONE, IndexedGraph, Indexes

Positions = NDArray[numpy.float64]

_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_SPACING = 42.0  # wished distance of two nodes, canvas units
_ZONE_CLEARANCE = 58.0  # free ring around a zone
_STRETCH = 1.18  # windows are wider than high, and Chinese labels wider than their nodes
_CLUSTER_GAP = 1.12
_LARGE = 10_000


@dataclass(frozen=True, slots=True)
class _Springs:
    """Pairs that draw each other: (n,) places of both ends and the strength of each pair."""

    left: Indexes
    right: Indexes
    strength: NDArray[numpy.float64]


def _sunflower(count: int, spacing: float, first: int = 0) -> Positions:
    """Return (count, 2) places on Vogel's spiral, about `spacing` apart, from seed number `first` on."""
    seeds = numpy.arange(first, first + count, dtype=numpy.float64)
    radius = spacing * numpy.sqrt(seeds / math.pi * 1.15)
    angle = seeds * _GOLDEN_ANGLE
    return numpy.column_stack([radius * numpy.cos(angle), radius * numpy.sin(angle)])


def _push_apart(positions: Positions, reach: NDArray[numpy.float64]) -> None:
    """Move pairs nearer than the mean of their reaches apart, half of what is missing each."""
    pairs = cKDTree(positions).query_pairs(float(reach.max()), output_type="ndarray")
    if not len(pairs):
        return
    left, right = pairs[:, 0], pairs[:, 1]
    delta = positions[left] - positions[right]
    distance = numpy.sqrt((delta**2).sum(axis=1)) + 1e-6
    missing = numpy.maximum(0.0, (reach[left] + reach[right]) / 2 - distance) / distance * 0.35
    shift = delta * missing[:, None]
    for axis in (0, 1):
        positions[:, axis] += numpy.bincount(left, shift[:, axis], len(positions))
        positions[:, axis] -= numpy.bincount(right, shift[:, axis], len(positions))


def _draw_together(positions: Positions, springs: _Springs, step: float) -> None:
    """Move the ends of every spring towards each other; a node with many springs moves by their mean."""
    if not len(springs.left):
        return
    count = len(positions)
    delta = (positions[springs.right] - positions[springs.left]) * springs.strength[:, None]
    load = numpy.bincount(springs.left, springs.strength, count)
    load += numpy.bincount(springs.right, springs.strength, count)
    load = numpy.maximum(load, 1.0)
    for axis in (0, 1):
        pull = numpy.bincount(springs.left, delta[:, axis], count)
        pull -= numpy.bincount(springs.right, delta[:, axis], count)
        positions[:, axis] += pull / load * step


def _cluster_springs(indexed: IndexedGraph, cluster: Indexes) -> _Springs:
    counted: Counter[tuple[int, int]] = Counter()
    for source, target in indexed.relations():
        left, right = sorted((int(cluster[source]), int(cluster[target])))
        if left != right:
            counted[left, right] += 1
    pairs = sorted(counted)
    return _Springs(
        numpy.array([left for left, _ in pairs], dtype=numpy.int64),
        numpy.array([right for _, right in pairs], dtype=numpy.int64),
        numpy.array([math.log1p(counted[pair]) for pair in pairs], dtype=numpy.float64),
    )


def _place_clusters(indexed: IndexedGraph, cluster: Indexes, sizes: Indexes) -> Positions:
    """Return (clusters, 2) centres: large ones in the middle, those that share much side by side."""
    radius = _SPACING * numpy.sqrt(sizes / math.pi * 1.15) * _CLUSTER_GAP + _ZONE_CLEARANCE * 0.75
    order = numpy.argsort(-sizes, kind="stable")
    area = numpy.concatenate([[0.0], numpy.cumsum(radius[order] ** 2)[:-1]])
    turn = numpy.arange(len(sizes)) * _GOLDEN_ANGLE
    centres = numpy.empty((len(sizes), 2))
    reach_out = numpy.sqrt(area * 1.3) + radius[order] * (area > 0)
    centres[order] = numpy.column_stack([reach_out * numpy.cos(turn), reach_out * numpy.sin(turn)])
    springs = _cluster_springs(indexed, cluster)
    rounds = 60 if len(sizes) <= 200 else 8
    for step in range(rounds):
        _draw_together(centres, springs, 0.06 * (1 - step / rounds))
        centres *= 0.985
        for _ in range(3):
            _push_apart(centres, radius * 2)
    for _ in range(40 if len(sizes) <= 200 else 10):
        _push_apart(centres, radius * 2)
    return centres


def _member_order(indexed: IndexedGraph, cluster: Indexes) -> Indexes:
    """Return all nodes, cluster by cluster: the zone first, then by falling degree and by type."""
    keys = [
        (int(cluster[place]), node.type != ZONE, -int(indexed.degree[place]), node.type, node.id)
        for place, node in enumerate(indexed.nodes)
    ]
    return numpy.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=numpy.int64)


def _start(indexed: IndexedGraph, cluster: Indexes, centres: Positions, sizes: Indexes) -> Positions:
    positions = numpy.empty((len(indexed.nodes), 2))
    order = _member_order(indexed, cluster)
    first = 0
    for number, size in enumerate(sizes.tolist()):
        positions[order[first : first + size]] = centres[number] + _sunflower(size, _SPACING)
        first += size
    return positions


def _node_springs(indexed: IndexedGraph, cluster: Indexes) -> _Springs:
    left, right = indexed.source[indexed.relational], indexed.target[indexed.relational]
    zone = numpy.array([node.type == ZONE for node in indexed.nodes], dtype=numpy.bool_)
    inside = (cluster[left] == cluster[right]) & ~zone[left] & ~zone[right]
    return _Springs(left, right, numpy.where(inside, 1.0, 0.02))


def place_nodes(indexed: IndexedGraph, homes: list[int]) -> Positions:
    """Return (nodes, 2) canvas positions, y downwards, one unit about one pixel at full size.

    homes: home zone of each node, as `home_zones` gives it.
    """
    count = len(indexed.nodes)
    if not count:
        return numpy.zeros((0, 2))
    _, cluster, sizes = numpy.unique(numpy.array(homes), return_inverse=True, return_counts=True)
    centres = _place_clusters(indexed, cluster, sizes)
    positions = _start(indexed, cluster, centres, sizes)
    springs = _node_springs(indexed, cluster)
    zone = numpy.array([node.type == ZONE for node in indexed.nodes], dtype=numpy.bool_)
    reach = numpy.where(
        zone, _ZONE_CLEARANCE * 1.6, _SPACING + numpy.minimum(24.0, 3.0 * numpy.sqrt(indexed.degree))
    )
    rounds = 90 if count <= 2_000 else 30 if count <= _LARGE else 10
    for step in range(rounds):
        heat = 1 - step / rounds
        _draw_together(positions, springs, 0.35 * heat)
        positions += (centres[cluster] - positions) * (0.03 * heat)
        positions[zone] = centres[cluster[zone]] if count > 1 else positions[zone]
        _push_apart(positions, reach)
    positions -= positions.mean(axis=0)
    positions[:, 0] *= _STRETCH
    return numpy.round(positions, 1)
