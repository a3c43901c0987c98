"""Which zone a node belongs to: one home for the layout, all zones near it for filters and share packs."""

from __future__ import annotations

from collections import Counter

from graph.page.indexed import DOCUMENT, ZONE, IndexedGraph

NO_ZONE = -1


def _spread(indexed: IndexedGraph, homes: list[int]) -> None:
    """Give every node within reach of a zone the zone that most of its nearer neighbours have."""
    neighbours = indexed.neighbours()
    frontier = [place for place, home in enumerate(homes) if home != NO_ZONE]
    while frontier:
        votes: dict[int, Counter[int]] = {}
        for place in frontier:
            for other in neighbours[place]:
                if homes[other] == NO_ZONE:
                    votes.setdefault(other, Counter())[homes[place]] += 1
        for place, counted in votes.items():
            homes[place] = min(counted, key=lambda home: (-counted[home], home))
        frontier = sorted(votes)


def _home_of_document(indexed: IndexedGraph, homes: list[int]) -> dict[str, int]:
    """Return for each document id the home that most of what it proves has."""
    votes: dict[str, Counter[int]] = {}
    for place, node in enumerate(indexed.nodes):
        if homes[place] != NO_ZONE:
            for evidence in node.evidence:
                votes.setdefault(evidence.document, Counter())[homes[place]] += 1
    return {
        document: min(counted, key=lambda home: (-counted[home], home)) for document, counted in votes.items()
    }


def home_zones(indexed: IndexedGraph) -> list[int]:
    """Return for each node the place of its home zone, or NO_ZONE.

    A zone is its own home; other nodes take the zone nearest by relations, by majority; what no relation
    reaches takes the zone that its first document mostly speaks of.
    """
    homes = [place if node.type == ZONE else NO_ZONE for place, node in enumerate(indexed.nodes)]
    _spread(indexed, homes)
    by_document = _home_of_document(indexed, homes)
    for place, node in enumerate(indexed.nodes):
        if homes[place] == NO_ZONE:
            document = (
                node.id if node.type == DOCUMENT else node.evidence[0].document if node.evidence else ""
            )
            homes[place] = by_document.get(document, NO_ZONE)
    return homes


def zone_members(indexed: IndexedGraph, homes: list[int]) -> list[tuple[int, ...]]:
    """Return for each node all its zones: its home and every zone joined to it by a relation."""
    members: list[set[int]] = [set() if home == NO_ZONE else {home} for home in homes]
    zones = {place for place, node in enumerate(indexed.nodes) if node.type == ZONE}
    for source, target in indexed.relations():
        if target in zones:
            members[source].add(target)
        if source in zones:
            members[target].add(source)
    return [tuple(sorted(found)) for found in members]
