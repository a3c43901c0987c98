"""Finds the properties of a document's things; every value names the words or the data file it comes from."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.annotations import AnalysedText, Entity, Mention, PropertyClaim, Relation
from extract.gazetteers import Gazetteers
from extract.numbers import narrow
from extract.property_bodies import leader_claims, organization_claims, place_claims, policy_claims
from extract.property_companies import code_claims, company_claims
from extract.property_projects import ProjectMention, project_claims
from extract.property_zones import LevelStatement, ZoneIndex, index_zones, level_statements, zone_claims

_BODIES = frozenset({"Zone", "Organization", "Company", "Place"})


@dataclass(frozen=True, slots=True)
class PublicLists:
    """The gazetteers that values are looked up in, with the zones indexed by stem."""

    gazetteers: Gazetteers
    zones: ZoneIndex

    @staticmethod
    def of(gazetteers: Gazetteers) -> PublicLists:
        """Return the lists of these gazetteers."""
        return PublicLists(gazetteers, index_zones(gazetteers.zones))


@cache
def shipped_lists() -> PublicLists:
    """Return the shipped lists, read once a process."""
    return PublicLists.of(Gazetteers.load())


class _Document:
    """One document as the property finders see it: half-width text, sorted mentions, sentences, places."""

    def __init__(self, analysed: AnalysedText, entities: Sequence[Entity], gazetteers: Gazetteers) -> None:
        self.written = analysed.text
        self.text = narrow(analysed.text)
        self.sentences = analysed.sentences
        self.entities = entities
        self._starts = [start for start, _ in analysed.sentences]
        self.mentions = sorted(
            (
                (m.start, m.end, position, entity.type)
                for position, entity in enumerate(entities)
                for m in entity.mentions
            )
        )
        self.provinces, self.cities = self._places(gazetteers)

    def of_type(self, node_type: str) -> list[tuple[int, int, int]]:
        """Return start, end and entity of all mentions of a type, sorted."""
        return [(start, end, position) for start, end, position, kind in self.mentions if kind == node_type]

    def sentence(self, offset: int) -> tuple[int, int]:
        """Return the sentence around an offset, the whole text where none is."""
        position = bisect_right(self._starts, offset) - 1
        return self.sentences[position] if position >= 0 else (0, len(self.text))

    def sentences_of(self, mentions: Sequence[Mention]) -> dict[int, tuple[int, int]]:
        """Return the sentence around each mention's start."""
        return {mention.start: self.sentence(mention.start) for mention in mentions}

    def bodies(self) -> list[tuple[int, int]]:
        """Return the spans of bodies and places, sorted."""
        return [(start, end) for start, end, _, kind in self.mentions if kind in _BODIES]

    def main_zone(self) -> int | None:
        """Return the zone with most mentions, the first named of equals."""
        counted = Counter(position for _, _, position, kind in self.mentions if kind == "Zone")
        return min(counted, key=lambda zone: (-counted[zone], zone)) if counted else None

    def _places(self, gazetteers: Gazetteers) -> tuple[frozenset[str], frozenset[str]]:
        """Return the provinces and cities that the document's places name without doubt."""
        rows = [
            found[0]
            for entity in self.entities
            if entity.type == "Place"
            for form in (entity.name, *entity.aliases)
            if len(found := gazetteers.places_named(form)) == 1
        ]
        return (
            frozenset(row.province for row in rows if row.province),
            frozenset(row.city for row in rows if row.city),
        )


def _claims(
    document: _Document, relations: Sequence[Relation], gazetteers: Gazetteers, index: ZoneIndex
) -> Iterator[PropertyClaim]:
    text, entities = document.text, document.entities
    zones = document.of_type("Zone")
    statements = level_statements(text, document.sentences, zones, document.main_zone())
    bodies = document.bodies()
    said: dict[int, list[LevelStatement]] = defaultdict(list)
    for statement in statements:
        said[statement.zone].append(statement)
    edges: dict[int, list[Relation]] = defaultdict(list)
    for relation in relations:
        edges[relation.head].append(relation)
    for position, entity in enumerate(entities):
        match entity.type:
            case "Zone":
                yield from zone_claims(
                    position, entities, edges[position], said[position], gazetteers, index, document.provinces
                )
            case "Company":
                yield from company_claims(position, entity, document.written, gazetteers)
            case "Policy":
                ends = {start: end for start, (_, end) in document.sentences_of(entity.mentions).items()}
                yield from policy_claims(position, entity, text, ends)
            case "Organization":
                yield from organization_claims(position, entity)
            case "Place":
                yield from place_claims(position, entity, gazetteers, document.provinces, document.cities)
            case "Leader":
                sentences = document.sentences_of(entity.mentions)
                yield from leader_claims(position, entity, text, sentences, bodies, edges[position])
    yield from code_claims(text, document.of_type("Company"))
    projects = [ProjectMention(*row) for row in document.of_type("Project")]
    yield from project_claims(text, document.sentences, projects)


def find_properties(
    analysed: AnalysedText,
    entities: Sequence[Entity],
    relations: Sequence[Relation],
    lists: PublicLists | None = None,
) -> tuple[PropertyClaim, ...]:
    """Return the property claims of all entities, those of one entity together, the first named first.

    entities, relations: of the document. lists: the shipped ones unless given. Several values of one property
    may be claimed; the score says which goes first: the text's own words, then the national list of zones,
    then GB/T 37028.
    """
    lists = lists or shipped_lists()
    document = _Document(analysed, entities, lists.gazetteers)
    unique = dict.fromkeys(_claims(document, relations, lists.gazetteers, lists.zones))
    return tuple(sorted(unique, key=lambda c: (c.entity, c.property, -c.score, c.start, c.end, c.by)))
