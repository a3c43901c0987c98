"""Finds kinds, numbers and dates of policies, kinds of organisations, codes of places, titles of leaders."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extract.annotations import Entity, Mention, PropertyClaim, Relation
from extract.gazetteers import Gazetteers, PlaceRow
from extract.leaders import title_rules
from extract.numbers import find_dates
from extract.property_zones import source_of
from extract.rules import alternation, load_rules

_NUMBER_REACH = 40
_DATE_REACH = 30
_TITLE_REACH = 45
_MASK = "\ue000"
_QUOTES = "“”\"'《》〈〉「」()【】 "


@dataclass(frozen=True, slots=True)
class BodyRules:
    """The rules of data/rules/properties.yaml for policies, organisations and places."""

    policy_kind: re.Pattern[str]
    policy_kinds: Mapping[str, str]
    number: re.Pattern[str]
    title_body: re.Pattern[str]
    issuing: re.Pattern[str]
    organization_kinds: tuple[tuple[str, str], ...]
    place_levels: tuple[tuple[str, str], ...]


@cache
def body_rules() -> BodyRules:
    """Return the compiled rules; raises ResourceError when their file is damaged."""
    rules = load_rules("properties")
    policy = rules["policy"]
    titles = load_rules("titles")
    title_bodies = [*titles["zone_bodies"], *titles["inner_bodies"], *titles["outer_bodies"]]
    endings = [(ending, kind) for kind, row in rules["organization"]["kinds"].items() for ending in row]
    return BodyRules(
        re.compile(rf"({alternation(policy['kinds'])})\Z"),
        policy["kinds_map"],
        re.compile(policy["number_pattern"]),
        re.compile(rf"{alternation(title_bodies)}\Z"),
        re.compile(policy["issuing_pattern"]),
        tuple(sorted(endings, key=lambda pair: (-len(pair[0]), pair[0]))),
        tuple(sorted(rules["place"]["levels"].items(), key=lambda pair: (-len(pair[0]), pair[0]))),
    )


def _plain(name: str) -> str:
    """Return a policy's name without asides in brackets and without quotes."""
    return re.sub(r"[(][^()]*[)]", "", name).translate(dict.fromkeys(map(ord, _QUOTES)))


def policy_claims(
    position: int, entity: Entity, text: str, sentence_ends: Mapping[int, int]
) -> Iterator[PropertyClaim]:
    """Yield kind, document number and date of issue of one policy.

    text: in half width. sentence_ends: end of the sentence around each mention's start.
    """
    rules = body_rules()
    first = entity.mentions[0]
    kind = rules.policy_kind.search(_plain(entity.name))
    if kind:
        value = rules.policy_kinds.get(kind[1], kind[1])
        yield PropertyClaim(position, "kind", value, first.start, first.end, "text:policy_head", 0.9)
    for mention in entity.mentions:
        end = min(sentence_ends.get(mention.start, len(text)), mention.end + _NUMBER_REACH)
        number = rules.number.search(text, mention.end, end)
        if number and not re.search(r"[,。;《]", text[mention.end : number.start()]):
            written = re.sub(r"\s|第", "", number[0])
            yield PropertyClaim(
                position, "number", written, number.start(), number.end(), "text:document_number", 0.95
            )
        start = max(
            text.rfind("\n", max(0, mention.start - _DATE_REACH), mention.start),
            mention.start - _DATE_REACH,
            0,
        )
        verb = rules.issuing.search(text, start, mention.start)
        if verb:
            for iso, left, right in find_dates(text, start, verb.start()):
                yield PropertyClaim(position, "issued", iso, left, right, "text:issuing_verb", 0.85)
                break


def organization_claims(position: int, entity: Entity) -> Iterator[PropertyClaim]:
    """Yield the kind that an organisation's name says by its ending."""
    mention = entity.mentions[0]
    for ending, kind in body_rules().organization_kinds:
        if entity.name.endswith(ending):
            yield PropertyClaim(
                position, "kind", kind, mention.start, mention.end, "text:organization_ending", 0.9
            )
            return


def _one_place(
    name: str, gazetteers: Gazetteers, provinces: frozenset[str], cities: frozenset[str]
) -> PlaceRow | None:
    rows = gazetteers.places_named(name)
    if len(rows) == 1:
        return rows[0]
    full = [row for row in rows if row.name == name]
    for chosen in (full, rows):
        near = [row for row in chosen if row.city in cities] or [
            row for row in chosen if row.province in provinces
        ]
        if len(near) == 1:
            return near[0]
        if len(chosen) == 1 and chosen is full and (not provinces or chosen[0].province in provinces):
            return chosen[0]
    return None


def place_claims(
    position: int, entity: Entity, gazetteers: Gazetteers, provinces: frozenset[str], cities: frozenset[str]
) -> Iterator[PropertyClaim]:
    """Yield code (GB/T 2260) and level of one place, none where several could be meant.

    provinces, cities: full names of those that the document names without doubt.
    """
    mention = entity.mentions[0]
    for form in dict.fromkeys((entity.name, *sorted(entity.aliases, key=lambda form: (-len(form), form)))):
        if form in entity.generic:
            continue
        row = _one_place(form, gazetteers, provinces, cities)
        if row is not None:
            for name, value in (("code", row.code), ("level", row.level)):
                yield PropertyClaim(position, name, value, mention.start, mention.end, source_of(row), 0.9)
            return
    for ending, level in body_rules().place_levels:
        if entity.name.endswith(ending) and len(entity.name) > len(ending) + 1:
            yield PropertyClaim(
                position, "level", level, mention.start, mention.end, "text:place_ending", 0.9
            )
            return


def _written_titles(
    text: str, mention: Mention, floor: int, ceiling: int, bodies: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, int, int]]:
    """Yield the titles right before a leader's name, else those right behind it, with their spans."""
    rules = title_rules()
    start, end = max(floor, mention.start - _TITLE_REACH), min(ceiling, mention.end + _TITLE_REACH)
    piece = text[start:end]
    for left, right in bodies[bisect_left(bodies, (start, 0)) : bisect_left(bodies, (end, 0))]:
        if right <= end:
            own = body_rules().title_body.search(text, left, right)  # 青岚经开区|党工委 keeps its 党工委
            right = own.start() if own else right
            piece = piece[: left - start] + _MASK * (right - left) + piece[right - start :]
    before = piece[: mention.start - start]
    courtesy = rules.courtesy.search(before)
    chain = rules.chain.search(before[: courtesy.start()] if courtesy else before)
    offset = start
    if chain is None:
        behind = piece[mention.end - start :]
        cue = rules.after.match(behind)
        chain = rules.chain_after.match(behind, cue.end() if cue else 0)
        offset = mention.end
    if chain is None:
        return
    for match in rules.phrase.finditer(chain[0]):
        title = (match["own"] + match["post"]).lstrip(_MASK)
        at = offset + chain.start() + match.end() - len(title)
        if title:
            yield title, at, at + len(title)


def leader_claims(
    position: int,
    entity: Entity,
    text: str,
    sentences_of: Mapping[int, tuple[int, int]],
    bodies: Sequence[tuple[int, int]],
    relations: Sequence[Relation],
) -> Iterator[PropertyClaim]:
    """Yield each title that the text gives one leader, as a tuple of one.

    sentences_of: the sentence around each mention's start. bodies: sorted spans of all zones, organisations,
    companies and places. relations: those with the leader as head; a LEADS edge brings its title.
    """
    found: dict[str, tuple[int, int]] = {}
    for mention in entity.mentions:
        floor, ceiling = sentences_of.get(mention.start, (0, len(text)))
        if title_rules().no_leader_before.search(text, max(0, mention.start - 12), mention.start):
            continue
        for title, start, end in _written_titles(text, mention, floor, ceiling, bodies):
            found.setdefault(title, (start, end))
    for relation in relations:
        if relation.type != "LEADS":
            continue
        for led in re.split("[、,]", str(relation.properties.get("title", ""))):
            if not led or any(known.endswith(led) for known in found):
                continue
            shorter = next((known for known in found if led.endswith(known)), None)
            found[led] = found.pop(shorter) if shorter else relation.evidence[0]
    for title, (start, end) in sorted(found.items(), key=lambda item: item[1]):
        yield PropertyClaim(position, "titles", (title,), start, end, "text:title", 0.9)
