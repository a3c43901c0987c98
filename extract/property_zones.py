"""Finds level, kind, code, province, city of zones: the document's own words, then the public lists."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extract.annotations import Entity, Mention, PropertyClaim, Relation
from extract.gazetteers import Gazetteers, PlaceRow, ZoneRow, short_place_name
from extract.rules import load_rules
from extract.zone_names import OPEN_FAMILY, split_zone_name

NATIONAL = "国家级"
_TEXT_SCORE, _PLACE_SCORE, _NATIONAL_SCORE, _CODE_SCORE = 0.95, 0.9, 0.85, 0.8
_REACH = 14
# A suffix that says little (开发区) yields to the kind that a list gives.
_VAGUE = frozenset({"开发区", "园区"})
_VAGUE_SCORE = 0.5
# Characters of a zone's own name behind its city's, at most.
_LONGEST_OWN = 8
PROVINCE_LEVEL, CITY_LEVEL = "省级", "地级"
_KIND_OF_FAMILY = {"economic", "high_tech"}


@dataclass(frozen=True, slots=True)
class ZonePropertyRules:
    """The rules of data/rules/properties.yaml for zones."""

    levels: Mapping[str, str]
    said: re.Pattern[str]
    is_level: re.Pattern[str]
    aspires: re.Pattern[str]
    kinds: tuple[tuple[str, str], ...]
    classes: Mapping[str, str]


@cache
def zone_property_rules() -> ZonePropertyRules:
    """Return the compiled rules; raises ResourceError when their file is damaged."""
    rules = load_rules("properties")["zone"]
    levels = "|".join(sorted(rules["levels"], key=lambda word: (-len(word), word)))
    return ZonePropertyRules(
        rules["levels"],
        re.compile(
            rf"(?P<level>{levels})的?{rules['kinds_pattern']}(?!前|创建|考|综合|动态|高质量|创新|建设)"
        ),
        re.compile(rules["is_pattern"]),
        re.compile(rules["aspires_pattern"]),
        tuple(sorted(rules["kinds"].items(), key=lambda pair: (-len(pair[0]), pair[0]))),
        rules["classes"],
    )


@dataclass(frozen=True, slots=True)
class ZoneIndex:
    """The zones of the public lists.

    rows: (stem, family) → rows; stems stand with and without their province and city. provinces: full names.
    """

    rows: Mapping[tuple[str, str], tuple[ZoneRow, ...]]
    provinces: tuple[str, ...]

    def province_of(self, stem: str) -> str:
        """Return the province whose full or short name leads a stem, "" where none does."""
        return next((p for p in self.provinces if stem.startswith(short_place_name(p))), "")


def _stems(row: ZoneRow) -> tuple[str, tuple[str, ...]]:
    """Return the family of a listed zone and every stem under which texts name it, its own first."""
    name = split_zone_name(row.name)
    stem = name.stem
    for prefix in (row.province, short_place_name(row.province)):
        if prefix and stem.startswith(prefix) and len(stem) - len(prefix) >= 2:
            stem = stem.removeprefix(prefix)
            break
    stems = {stem: None, name.stem: None}
    for prefix in (row.city, short_place_name(row.city)):
        if prefix and stem.startswith(prefix) and len(stem) - len(prefix) >= 2:
            stems[stem.removeprefix(prefix)] = None
            break
    return name.family, tuple(stems)


def index_zones(zones: Sequence[ZoneRow]) -> ZoneIndex:
    """Return the listed zones by every stem and family under which a text may name them."""
    found: dict[tuple[str, str], list[ZoneRow]] = defaultdict(list)
    for row in zones:
        family, stems = _stems(row)
        for stem in stems:
            found[stem, family].append(row)
            if family in _KIND_OF_FAMILY:
                found[stem, OPEN_FAMILY].append(row)
    provinces = dict.fromkeys(row.province for row in zones if row.province)
    return ZoneIndex({key: tuple(dict.fromkeys(rows)) for key, rows in found.items()}, tuple(provinces))


def _surface_stems(stem: str) -> Iterator[str]:
    yield stem
    shorter = short_place_name(stem)
    if shorter != stem:
        yield shorter
    yield from (
        stem.removesuffix(tail) for tail in ("市", "县", "区") if stem.endswith(tail) and len(stem) > 2
    )


def _identity(row: ZoneRow) -> tuple[str, str, str]:
    family, stems = _stems(row)
    return row.province, stems[0], family


def _one_zone(chosen: Sequence[ZoneRow], rows: Sequence[ZoneRow]) -> tuple[ZoneRow, ...]:
    """Return all rows of the one zone that is chosen (it may stand in both lists), none for several zones."""
    zones = {_identity(row) for row in chosen}
    return tuple(row for row in rows if _identity(row) in zones) if len(zones) == 1 else ()


def look_up_zone(index: ZoneIndex, surface: str, provinces: frozenset[str]) -> tuple[ZoneRow, ...]:
    """Return the rows of the one listed zone that a name means, none where several could be meant.

    surface: a name in the document. provinces: full names of the provinces that the document names; they
    decide between zones of one name.
    """
    name = split_zone_name(surface)
    if not name.stem or not name.family:
        return ()
    leading = index.province_of(name.stem)
    shorter = name.stem.removeprefix(leading).removeprefix(short_place_name(leading)) if leading else ""
    for stem in dict.fromkeys(
        s for full in (shorter, name.stem) for s in _surface_stems(full) if len(s) >= 2
    ):
        rows = index.rows.get((stem, name.family), ())
        if leading and stem in name.stem and not name.stem.startswith(stem):
            rows = tuple(row for row in rows if row.province == leading)
        if not rows:
            continue
        exact = [row for row in rows if row.name == surface]
        for chosen in (exact, rows, [row for row in rows if row.province in provinces]):
            if one := _one_zone(chosen, rows):
                return one
        return ()
    return ()


def best_rows(rows: Sequence[ZoneRow]) -> tuple[ZoneRow | None, ZoneRow | None]:
    """Return the row of the national list and the row with a code among the rows of one zone."""
    national = next((row for row in rows if not row.code), None)
    coded = sorted((row for row in rows if row.code), key=lambda row: (row.level != NATIONAL, row.code))
    return national, coded[0] if coded else None


def source_of(row: ZoneRow | PlaceRow) -> str:
    """Return how a data file is named in evidence, such as data:zones_gbt37028."""
    return f"data:{row.source.partition('.')[0]}"


def _kind_said(name: str) -> str:
    return next((kind for suffix, kind in zone_property_rules().kinds if name.endswith(suffix)), "")


@dataclass(frozen=True, slots=True)
class LevelStatement:
    """A level that the text gives a zone, or (aspired) that a zone only wants to reach."""

    zone: int
    level: str
    start: int
    end: int
    aspired: bool


_PROMOTED = re.compile(
    r"(?:获批|晋升|升级|升格|晋级|获国务院批准|经国务院批准|被批准|跻身)(?:成为|为|成|到|至)?(?P<level>国家级|省级)"
    r"(?=[,。;、!?)\s]|$|.?周年|经济|经开|高新|开发区|园区|新区|综合保税)"
)
_DONE = re.compile(r"(?:成功|已经|已|正式|获批|批准|顺利|荣获|被)")


def level_statements(
    text: str, sentences: Sequence[tuple[int, int]], zones: Sequence[tuple[int, int, int]], main: int | None
) -> Iterator[LevelStatement]:
    """Yield the levels that a text states.

    text: in half width. zones: start, end, entity of every zone mention, sorted. main: the document's zone.
    """
    rules = zone_property_rules()
    starts = [start for start, _ in sentences]
    zone_starts = [start for start, _, _ in zones]
    matches = [*rules.said.finditer(text), *_PROMOTED.finditer(text)]
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        start = starts[max(0, bisect_right(starts, match.start()) - 1)] if starts else 0
        at = match.start("level")
        level = rules.levels[match["level"]]
        left = text[max(start, match.start() - _REACH) : at]
        first, last = bisect_left(zone_starts, start), bisect_left(zone_starts, match.start())
        before = [zone for zone in zones[max(first, last - 3) : last] if zone[1] <= match.start()]
        if rules.aspires.search(left) and not _DONE.search(left):
            zone = before[-1][2] if before else main
            if zone is not None:
                yield LevelStatement(zone, level, at, match.end(), True)
            continue
        after = next((zone for zone in zones[last : last + 4] if zone[0] >= match.end()), None)
        if after and "作为" in left and not text[match.end() : after[0]].strip(',:—“" '):
            yield LevelStatement(after[2], level, at, match.end(), False)
        elif before and at - before[-1][1] <= 2 * _REACH:
            between = text[before[-1][1] : at]
            if match.re is _PROMOTED or rules.is_level.search(between):
                yield LevelStatement(before[-1][2], level, at, match.end(), False)


def _level_in_name(name: str) -> str:
    levels = zone_property_rules().levels
    return next((levels[word] for word in sorted(levels, key=len, reverse=True) if word in name), "")


def _context(
    entities: Sequence[Entity], relations: Sequence[Relation], gazetteers: Gazetteers
) -> list[tuple[PlaceRow, Mention]]:
    """Return the places that the document puts a zone in, with the mention of each, the nearest first."""
    found: list[tuple[PlaceRow, Mention]] = []
    for relation in relations:
        if relation.type != "LOCATED_IN" or entities[relation.tail].type != "Place":
            continue
        place = entities[relation.tail]
        rows = gazetteers.places_named(place.name)
        if len(rows) == 1:
            found.append((rows[0], place.mentions[0]))
    return sorted(found, key=lambda pair: (-len(pair[0].code), pair[0].code))


def _named_place(name: str, gazetteers: Gazetteers, provinces: frozenset[str]) -> PlaceRow | None:
    """Return the city or county that a zone's name starts with, when only one can be meant."""
    stem = split_zone_name(name).stem
    for length in range(min(len(stem), 8), 1, -1):
        rows = [row for row in gazetteers.places_named(stem[:length]) if row.level != PROVINCE_LEVEL]
        if not rows:
            continue
        if len(stem) - length > _LONGEST_OWN:  # a base of one zone in another's city
            return None
        inside = [row for row in rows if row.province in provinces] if len(rows) > 1 else rows
        cities = [row for row in inside if row.level == CITY_LEVEL]
        chosen = cities if len(cities) == 1 else inside
        if len(chosen) != 1 or (not cities and provinces and chosen[0].province not in provinces):
            return None  # a county of another province has the name by chance
        return chosen[0]
    return None


def _surfaces(entity: Entity) -> tuple[str, ...]:
    """Return a zone's own names, the longest first, without those that only this document understands."""
    names = {entity.name, *entity.aliases} - set(entity.generic)
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _text_claims(
    position: int, entity: Entity, statements: Sequence[LevelStatement]
) -> Iterator[PropertyClaim]:
    mention = entity.mentions[0]
    kind = _kind_said(entity.name)
    if kind:
        yield PropertyClaim(
            position, "kind", kind, mention.start, mention.end, "text:zone_suffix",
            _TEXT_SCORE if kind not in _VAGUE else _VAGUE_SCORE,
        )  # fmt: skip
    named = _level_in_name(entity.name)
    if named:
        yield PropertyClaim(
            position, "level", named, mention.start, mention.end, "text:zone_name", _TEXT_SCORE
        )
    for statement in statements:
        if not statement.aspired:
            yield PropertyClaim(
                position,
                "level",
                statement.level,
                statement.start,
                statement.end,
                "text:zone_level",
                _TEXT_SCORE,
            )


def zone_claims(
    position: int,
    entities: Sequence[Entity],
    relations: Sequence[Relation],
    statements: Sequence[LevelStatement],
    gazetteers: Gazetteers,
    index: ZoneIndex,
    provinces: frozenset[str],
) -> Iterator[PropertyClaim]:
    """Yield what text and lists say of one zone, the text before the national list and GB/T 37028.

    position: of the zone in `entities`. relations: those with the zone as head. statements: of
    `level_statements`, this zone's. provinces: full names that the
    document names. A zone that the text still wants to be national is not taken for one because the newer
    list has it as one.
    """
    entity = entities[position]
    yield from _text_claims(position, entity, statements)
    places = _context(entities, relations, gazetteers)
    around = frozenset(row.province for row, _ in places) or provinces
    rows: tuple[ZoneRow, ...] = ()
    for surface in _surfaces(entity):
        rows = look_up_zone(index, surface, around)
        if rows:
            break
    if places and rows and rows[0].province not in {row.province for row, _ in places}:
        rows = ()
    mention = entity.mentions[0]
    for row, where in places:
        yield PropertyClaim(
            position, "province", row.province, where.start, where.end, "text:located_in", _TEXT_SCORE
        )
        if row.city:
            yield PropertyClaim(
                position, "city", row.city, where.start, where.end, "text:located_in", _TEXT_SCORE
            )
    yield from _listed_claims(position, rows, statements, mention)
    if not rows and (place := _named_place(entity.name, gazetteers, around)):
        for name, value in (("province", place.province), ("city", place.city)):
            if value:
                yield PropertyClaim(
                    position, name, value, mention.start, mention.end, source_of(place), _PLACE_SCORE
                )


def _listed_claims(
    position: int, rows: Sequence[ZoneRow], statements: Sequence[LevelStatement], mention: Mention
) -> Iterator[PropertyClaim]:
    """Yield what the public lists say of a zone, the national one before GB/T 37028."""
    national, coded = best_rows(rows)
    aspired = next((s for s in statements if s.aspired and s.level == NATIONAL), None)

    def claim(name: str, value: str, row: ZoneRow) -> PropertyClaim:
        score = _CODE_SCORE if row.code else _NATIONAL_SCORE
        return PropertyClaim(position, name, value, mention.start, mention.end, source_of(row), score)

    if aspired and coded and coded.level != NATIONAL:
        yield PropertyClaim(
            position,
            "level",
            coded.level,
            aspired.start,
            aspired.end,
            "text:aspires_to_national",
            _PLACE_SCORE,
        )
    for row in (national, coded):
        if row is None:
            continue
        yield claim("level", row.level, row)
        yield claim("province", row.province, row)
        if row.city:
            yield claim("city", row.city, row)
        if kind := zone_property_rules().classes.get(row.kind, ""):
            yield claim("kind", kind, row)
    if coded:
        yield claim("code", coded.code, coded)
