"""Joins ids by judgements, the surest first, but not what a person or a hard identifier keeps apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extract.identity.judgement import PERSON, Judged, Judgement, Reason, pair

Identifiers = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A judgement that could not be followed, and what stood against it."""

    judged: Judged
    against: str


@dataclass(frozen=True, slots=True)
class Clusters:
    """The clusters of all ids.

    canonical: id → canonical id of its cluster, for every id. joined: the judgements that joined two
    clusters. conflicts: judgements that could not be followed.
    """

    canonical: Mapping[str, str]
    joined: tuple[Judged, ...]
    conflicts: tuple[Conflict, ...]


class _Forest:
    """Union-find in which each cluster knows its members, its hard identifiers and what it must not join."""

    def __init__(self, identifiers: Mapping[str, Identifiers]) -> None:
        self._parent: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._held: dict[str, dict[str, frozenset[str]]] = {}
        self._apart: dict[str, set[str]] = {}
        self._identifiers = identifiers

    def find(self, item: str) -> str:
        while item in self._parent:
            over = self._parent[item]
            above = self._parent.get(over)
            if above is None:
                return over
            self._parent[item] = above
            item = above
        return item

    def keep_apart(self, left: str, right: str) -> None:
        self._apart.setdefault(self.find(left), set()).add(right)
        self._apart.setdefault(self.find(right), set()).add(left)

    def members(self, root: str) -> list[str]:
        return self._members.get(root, [root])

    def _identifiers_of(self, root: str) -> Mapping[str, frozenset[str]]:
        return self._held.get(root) or self._identifiers.get(root, {})

    def obstacle(self, left: str, right: str) -> str:
        """Return why two clusters must stay apart, "" if nothing keeps them."""
        a, b = self.find(left), self.find(right)
        forbidden = [item for item in sorted(self._apart.get(a, ())) if self.find(item) == b]
        if forbidden:
            return f"a negative judgement on {forbidden[0]}"
        held, other = self._identifiers_of(a), self._identifiers_of(b)
        for name in sorted(held.keys() & other.keys()):
            if held[name] and other[name] and held[name].isdisjoint(other[name]):
                return f"{name} differs: {min(held[name])} and {min(other[name])}"
        return ""

    def join(self, left: str, right: str) -> None:
        a, b = self.find(left), self.find(right)
        if len(self.members(b)) > len(self.members(a)):
            a, b = b, a
        held = dict(self._identifiers_of(a))
        for name, values in self._identifiers_of(b).items():
            held[name] = held.get(name, frozenset()) | values
        self._members[a] = self.members(a) + self.members(b)
        self._members.pop(b, None)
        self._parent[b] = a
        self._held[a] = held
        self._held.pop(b, None)
        if b in self._apart:
            self._apart.setdefault(a, set()).update(self._apart.pop(b))


# Features that show how like two names are rather than that they are equal: of two such claims on one thing,
# which
# exclude each other, none can be trusted.
_LIKE = frozenset(
    {"short_form", "brand_opens", "loose_short_form", "open_form", "place_of_document", "name_inside"}
)


def without_ambiguous(judged: Sequence[Judged]) -> list[Judged]:
    """Return the judgements with those made unsure by which one id would join two that are not one thing.

    Of two positive judgements on an id whose other ends have a negative one between them, the weaker is made
    unsure, and both when they are equally strong; judgements on equal names and by persons stay.
    """
    negative = {pair(i.left, i.right) for i in judged if i.judgement is Judgement.NEGATIVE}
    claims: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        if item.judgement is Judgement.POSITIVE:
            claims[item.left].append(item)
            claims[item.right].append(item)
    doubtful: dict[tuple[str, str], str] = {}
    for shared, items in claims.items():
        for position, one in enumerate(items):
            for other in items[position + 1 :]:
                ends = [item.left if item.right == shared else item.right for item in (one, other)]
                if pair(*ends) in negative:
                    best = max(one.score, other.score)
                    for item, end in ((one, ends[1]), (other, ends[0])):
                        if item.score < best or one.score == other.score:
                            doubtful[item.left, item.right] = end
    return [
        replace(
            item,
            judgement=Judgement.UNSURE,
            reasons=(*item.reasons, Reason("ambiguous", 0.0, doubtful[item.left, item.right])),
        )
        if (item.left, item.right) in doubtful
        and item.by != PERSON
        and any(reason.feature in _LIKE for reason in item.reasons)
        else item
        for item in judged
    ]


def cluster(
    ids: Iterable[str],
    judged: Sequence[Judged],
    rank: Callable[[str], Any],
    identifiers: Mapping[str, Identifiers] | None = None,
) -> Clusters:
    """Return the clusters that the judgements make.

    ids: all ids, alone or not. judged: at most one a pair by rule and one by person; a person's replaces the
    rule's. rank: sort key of an id, the smallest in a cluster is canonical. identifiers: per id, named sets
    of values (code, phase …); clusters whose sets differ wholly stay apart unless a person joins them.
    """
    by_person = {pair(item.left, item.right) for item in judged if item.by == PERSON}
    standing = [item for item in judged if item.by == PERSON or pair(item.left, item.right) not in by_person]
    forest = _Forest(identifiers or {})
    conflicts: list[Conflict] = []
    joined: list[Judged] = []
    for by_whom in (True, False):
        turn = sorted((item for item in standing if (item.by == PERSON) is by_whom), key=Judged.order)
        for item in turn:
            if item.judgement is Judgement.NEGATIVE:
                if not by_whom and forest.find(item.left) == forest.find(item.right):
                    conflicts.append(Conflict(item, "a person joined them"))
                else:
                    forest.keep_apart(item.left, item.right)
        for item in turn:
            if item.judgement is not Judgement.POSITIVE or forest.find(item.left) == forest.find(item.right):
                continue
            obstacle = forest.obstacle(item.left, item.right)
            if obstacle and (not by_whom or obstacle.startswith("a negative")):
                conflicts.append(Conflict(item, obstacle))
            else:
                forest.join(item.left, item.right)
                joined.append(item)
    canonical: dict[str, str] = {}
    done: dict[str, str] = {}
    for item_id in sorted(ids):
        root = forest.find(item_id)
        if root not in done:
            done[root] = min(forest.members(root), key=lambda member: (rank(member), member))
        canonical[item_id] = done[root]
    return Clusters(canonical, tuple(joined), tuple(conflicts))
