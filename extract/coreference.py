"""Joins the mentions of one document that name the same thing: short forms, spaced names, 我区, 管委会."""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from extract.annotations import AnalysedText, Entity, Mention
from extract.company_names import (
    company_core,
    fold_company,
    is_short_form,
    is_subsequence,
    without_region,
    without_trade,
)
from extract.rules import load_rules
from extract.zone_names import (
    OPEN_FAMILY,
    fold_zone,
    is_body_of_zone,
    is_clipped_zone,
    is_generic_zone,
    same_family,
    split_zone_name,
    without_body,
    zone_aliases,
)

_SPACE = re.compile(r"\s+")
_LEVEL = re.compile(r"^([\u4e00-\u9fff]{2,4}?)[省市县区]{1,2}(?=..)")  # 江苏省省政府 = 江苏省政府


@dataclass(frozen=True, slots=True)
class CoreferenceRules:
    """The word lists of data/rules/coreference.yaml."""

    generic_zone: re.Pattern[str]
    whole_district: frozenset[str]
    autonomous: tuple[str, ...]
    short_name_cue: re.Pattern[str]
    pronouns: tuple[tuple[re.Pattern[str], str], ...]
    place_suffixes: tuple[str, ...]
    organization_forms: tuple[tuple[str, str], ...]
    project_tails: tuple[str, ...]
    policy_tails: tuple[str, ...]
    industry_tails: tuple[str, ...]
    honorifics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Surface:
    """One written form of a type in a document, with the positions of its mentions in reading order."""

    name: str
    folded: str
    mentions: tuple[Mention, ...]


@cache
def coreference_rules() -> CoreferenceRules:
    """Return the word lists, read once."""
    data = load_rules("coreference")
    return CoreferenceRules(
        re.compile(data["generic_zone"]),
        frozenset(data["whole_district"]),
        tuple(data["autonomous"]),
        re.compile(data["short_name_cue"]),
        tuple((re.compile(row["form"]), row["type"]) for row in data["pronouns"]),
        tuple(data["place_suffixes"]),
        tuple((row[0], row[1]) for row in data["organization_forms"]),
        tuple(data["project_tails"]),
        tuple(data["policy_tails"]),
        tuple(data["industry_tails"]),
        tuple(data["honorifics"]),
    )


class _Groups:
    """Union of positions; the smallest position stands for its group."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, position: int) -> int:
        """Return the smallest position of the group."""
        root = position
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[position] != root:
            self._parent[position], position = root, self._parent[position]
        return root

    def join(self, left: int, right: int) -> None:
        """Put two positions into one group."""
        first, second = sorted((self.find(left), self.find(right)))
        self._parent[second] = first


def _fold(name: str) -> str:
    return fold_company(name)


def _without_tail(name: str, tails: Iterable[str], keep: int = 2) -> str:
    for tail in tails:
        if name.endswith(tail) and len(name) - len(tail) >= keep:
            return name[: -len(tail)]
    return name


# --- keys: equal keys are the same thing -------------------------------------------------------------------


def _key(kind: str, folded: str) -> str:
    rules = coreference_rules()
    if kind == "Zone":
        parts = split_zone_name(folded)
        family = "economic" if parts.family == OPEN_FAMILY else parts.family
        return f"{parts.stem.rstrip('市县区')}|{family}"
    if kind == "Place":
        return _without_tail(folded, rules.place_suffixes)
    if kind == "Organization":
        for old, new in rules.organization_forms:
            folded = folded.replace(old, new)
        return _LEVEL.sub(r"\1", folded)
    if kind == "Leader":
        return _without_tail(folded, rules.honorifics)
    if kind in ("Project", "Policy", "Industry"):
        tails = {
            "Project": rules.project_tails,
            "Policy": rules.policy_tails,
            "Industry": rules.industry_tails,
        }[kind]
        return _without_tail(folded, tails)
    return folded


# --- short forms: a shorter name of the same thing ----------------------------------------------------------


# Families whose forms clip each other freely (空港园区 – 空港物流园区); others stay apart.
_PARKS = ("industrial_park", "industry_park", "logistics_park", "science_park", "chemical", "cluster")


def _zone_short(short: str, full: str) -> bool:
    if is_clipped_zone(short, full):
        return True
    left, right = split_zone_name(short), split_zone_name(full)
    if len(left.stem) < 2 or len(left.stem) > len(right.stem):
        return False
    if left.family and right.family and same_family(left.family, right.family):
        return right.stem.endswith(left.stem)
    if full.endswith(short):
        return True
    if left.family or short[-1] in "区园":
        if short[-1] == "区" and right.family and right.stem.endswith(short[:-1]):
            return True
        if left.family not in ("", *_PARKS) or right.family not in ("", *_PARKS):
            return False
        tail = full[full.find(short[:2]) + 2 :]
        return short[:2] in full and short[-1] == full[-1] and is_subsequence(short[2:], tail)
    return short in full


def _place_short(short: str, full: str) -> bool:
    if len(short) == 2 and short[1] in "省市县区" and len(full) > 2:
        return full[0] == short[0] and full[-1] == short[1]
    return len(short) >= 2 and len(full) > 3 and full[-1] in "省市县区镇乡" and full[: len(short)] == short


def _organization_short(short: str, full: str) -> bool:
    for old, new in coreference_rules().organization_forms:
        short, full = short.replace(old, new), full.replace(old, new)
    bare = short.lstrip("省市区县") if len(short) > 3 else short
    return len(bare) >= 3 and full.endswith(bare)


def _project_short(short: str, full: str) -> bool:
    numerals = set("一二三四五六七八九十0123456789")
    if len(short) < 4 or (set(short) ^ set(full)) & numerals:
        return False
    if full.endswith(short):
        return True
    return short[:2] == full[:2] and short[-2:] == full[-2:] and is_subsequence(short, full)


def _leader_short(short: str, full: str) -> bool:
    return "·" in full and short in full.split("·")


def _policy_short(short: str, full: str) -> bool:
    return len(short) >= 6 and full.endswith(short)


_SHORT_FORMS: dict[str, Callable[[str, str], bool]] = {
    "Zone": _zone_short,
    "Place": _place_short,
    "Organization": _organization_short,
    "Project": _project_short,
    "Leader": _leader_short,
    "Policy": _policy_short,
}


@cache
def city_names() -> frozenset[str]:
    """Return the names of all prefecture-level cities (GB/T 2260), with and without 市, read once."""
    text = resources.files("extract").joinpath("data/gazetteers/cities.csv").read_text(encoding="utf-8")
    names = {row["name"] for row in csv.DictReader(text.splitlines())}
    return frozenset(names | {_without_tail(name, coreference_rules().place_suffixes) for name in names})


def region_names(analysed: AnalysedText, places: Iterable[str]) -> tuple[str, ...]:
    """Return the place names of a document as company names carry them (湖南, 常德), longest first.

    places: names of its places; the cities among its words are added.
    """
    suffixes = coreference_rules().place_suffixes
    names = set(places)
    words = {analysed.text[w.start : w.end] for w in analysed.words if w.end - w.start > 1}
    names |= words & city_names()
    names |= {_without_tail(name, suffixes) for name in names}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _company_rank(short: str, full: str, regions: tuple[str, ...]) -> tuple[int, bool]:
    """How close two names are: 0 equal core, 1 equal brand, 2 without trade, 3 other; if 集团 differs."""
    left, right = company_core(short), company_core(full)
    other_form = short.endswith("集团") and "集团" not in full
    if left == right:
        return 0, other_form
    left, right = without_region(left, regions), without_region(right, regions)
    if left == right:
        return 1, other_form
    return 2 if left == without_trade(right) else 3, other_form


def _buckets(folded: str, regions: tuple[str, ...]) -> list[str]:
    """Return the characters by which two names of a company may meet."""
    core = company_core(folded)
    brand = without_region(core, regions)
    return sorted({core[0], core[:2], brand[:2], brand[0], core[-2:]})


def _link_companies(surfaces: Sequence[_Surface], groups: _Groups, regions: tuple[str, ...]) -> None:
    buckets = [_buckets(surface.folded, regions) for surface in surfaces]
    by_bucket: dict[str, list[int]] = defaultdict(list)
    for position, keys in enumerate(buckets):
        for key in keys:
            by_bucket[key].append(position)
    fuller: dict[int, list[int]] = {}
    for position, surface in enumerate(surfaces):
        ranked: dict[tuple[int, bool], list[int]] = defaultdict(list)
        for other in sorted({o for key in buckets[position] for o in by_bucket[key]} - {position}):
            full = surfaces[other].folded
            if len(full) >= len(surface.folded) and is_short_form(surface.folded, full, regions):
                ranked[_company_rank(surface.folded, full, regions)].append(other)
        if ranked:
            fuller[position] = ranked[min(ranked)]
    order = sorted(fuller, key=lambda position: (-len(surfaces[position].folded), position))
    for position in (*order, *order):  # names that were ambiguous may have met in the first round
        if len({groups.find(other) for other in fuller[position]}) == 1:
            groups.join(position, fuller[position][0])


def _ends(kind: str, folded: str) -> set[str]:
    """Return the characters by which short and full form may meet: first, last, all of a zone stem."""
    if kind == "Organization":
        folded = _key(kind, folded)
    return {folded[0], folded[-1], *(split_zone_name(folded).stem if kind == "Zone" else ())}


def _likeliest_zones(
    zone: _Surface, full: Sequence[int], surfaces: Sequence[_Surface], groups: _Groups
) -> list[int]:
    """Return the fuller zone names of the same kind; for a bare stem those of the zone named most."""
    family = split_zone_name(zone.folded).family
    if family:
        same = [other for other in full if split_zone_name(surfaces[other].folded).family == family]
        return same or list(full)
    counts: Counter[int] = Counter()
    for other in full:
        counts[groups.find(other)] += len(surfaces[other].mentions)
    best = min(counts, key=lambda group: (-counts[group], group), default=None)
    return [other for other in full if groups.find(other) == best]


def _link_short_forms(kind: str, surfaces: Sequence[_Surface], groups: _Groups) -> None:
    test = _SHORT_FORMS.get(kind)
    if test is None:
        return
    by_character: dict[str, list[int]] = defaultdict(list)
    for position, surface in enumerate(surfaces):
        for character in sorted(_ends(kind, surface.folded)):
            by_character[character].append(position)
    for position, surface in sorted(enumerate(surfaces), key=lambda row: (-len(row[1].folded), row[0])):
        near = {o for c in _ends(kind, surface.folded) for o in by_character[c]} - {position}
        full = [
            other
            for other in sorted(near)
            if len(surfaces[other].folded) > len(surface.folded)
            and test(surface.folded, surfaces[other].folded)
        ]
        full = [other for other in full if groups.find(other) != groups.find(position)]
        if kind == "Zone":
            full = _likeliest_zones(surface, full, surfaces, groups)
        if full and len({groups.find(other) for other in full}) == 1:
            groups.join(position, full[0])


def _link_introduced(text: str, surfaces: Sequence[_Surface], groups: _Groups) -> None:
    """Join X(以下简称Y): the mention that ends before the bracket and the one that stands after the cue."""
    ends = {mention.end: p for p, surface in enumerate(surfaces) for mention in surface.mentions}
    starts = {mention.start: p for p, surface in enumerate(surfaces) for mention in surface.mentions}
    for match in coreference_rules().short_name_cue.finditer(text):
        full, short = ends.get(match.start()), starts.get(match.end())
        if full is not None and short is not None:
            groups.join(full, short)


def _surfaces(text: str, mentions: Sequence[Mention], kind: str) -> list[_Surface]:
    by_form: dict[str, list[Mention]] = defaultdict(list)
    fold = fold_zone if kind == "Zone" else _fold
    for mention in mentions:
        form = fold(text[mention.start : mention.end])
        by_form[form or text[mention.start : mention.end]].append(mention)
    return [
        _Surface(_SPACE.sub("", text[group[0].start : group[0].end]), folded, tuple(group))
        for folded, group in by_form.items()
    ]


def _cluster(
    text: str, kind: str, mentions: Sequence[Mention], regions: tuple[str, ...]
) -> list[list[_Surface]]:
    """Return the surfaces of one type in groups that each name one thing, in reading order."""
    surfaces = _surfaces(text, mentions, kind)
    groups = _Groups(len(surfaces))
    by_key: dict[str, int] = {}
    for position, surface in enumerate(surfaces):
        groups.join(position, by_key.setdefault(_key(kind, surface.folded), position))
        for mention in surface.mentions:
            if mention.canonical:
                groups.join(position, by_key.setdefault(f"canonical|{mention.canonical}", position))
    _link_introduced(text, surfaces, groups)
    if kind == "Company":
        _link_companies(surfaces, groups, regions)
    else:
        _link_short_forms(kind, surfaces, groups)
    clusters: dict[int, list[_Surface]] = defaultdict(list)
    for position, surface in enumerate(surfaces):
        clusters[groups.find(position)].append(surface)
    return [clusters[root] for root in sorted(clusters)]


# --- zones: the main zone, generic forms --------------------------------------------------------------------


def _title_bonus(analysed: AnalysedText, mentions: Sequence[Mention]) -> float:
    span = analysed.title_span
    limit = span[1] if span else (analysed.sentences[1][1] if len(analysed.sentences) > 1 else 0)
    return 3.0 if any(mention.start < limit for mention in mentions) else 0.0


def _main_zone(analysed: AnalysedText, clusters: Sequence[list[_Surface]]) -> int | None:
    """Return the position of the zone that the document is about, None when there is none."""
    best: tuple[float, int] | None = None
    for position, cluster in enumerate(clusters):
        mentions = [mention for surface in cluster for mention in surface.mentions]
        weight = len(mentions) + _title_bonus(analysed, mentions)
        if best is None or weight > best[0]:
            best = (weight, position)
    return best[1] if best else None


def _generic_family(form: str) -> str:
    parts = split_zone_name(form)
    return parts.family if parts.family and len(parts.stem) < 2 else ""


def _resolve_generic(
    position: int,
    family: str,
    clusters: Sequence[list[_Surface]],
    main: int,
    starts: Sequence[tuple[int, int]],
) -> int:
    """Return the zone that a generic form at this offset means: the main one, else the last that fits."""

    def fits(cluster: list[_Surface]) -> bool:
        return any(same_family(family, split_zone_name(surface.folded).family) for surface in cluster)

    if not family or fits(clusters[main]):
        return main
    for _, zone in reversed(starts[: bisect_right(starts, (position, len(clusters)))]):
        if fits(clusters[zone]):
            return zone
    following = [zone for _, zone in starts if fits(clusters[zone])]
    return following[0] if following else main


def _covered(mentions: Sequence[Mention]) -> Callable[[int, int], bool]:
    """Return a test whether a span touches one of the mentions (sorted by start)."""
    starts = [mention.start for mention in mentions]
    ends: list[int] = []
    for mention in mentions:
        ends.append(max(mention.end, ends[-1] if ends else 0))

    def touches(start: int, end: int) -> bool:
        before = bisect_right(starts, end - 1)
        return before > 0 and ends[before - 1] > start

    return touches


def _in_furniture(analysed: AnalysedText, start: int) -> bool:
    return any(left <= start < right for left, right in analysed.furniture)


def _district_document(text: str) -> bool:
    """Return whether 全区 may be an autonomous region or district rather than the zone."""
    rules = coreference_rules()
    return any(name in text for name in rules.autonomous)


def _generic_mentions(analysed: AnalysedText, mentions: Sequence[Mention]) -> list[Mention]:
    """Find 我区, 园区, 管委会 … outside all mentions."""
    rules = coreference_rules()
    touches = _covered(sorted(mentions, key=lambda m: (m.start, m.end)))
    district = _district_document(analysed.text)
    found: list[Mention] = []
    for match in rules.generic_zone.finditer(analysed.text):
        if district and match[0] in rules.whole_district:
            continue
        if not touches(*match.span()) and not _in_furniture(analysed, match.start()):
            found.append(Mention(match.start(), match.end(), "Zone", "coreference:generic-zone", 0.8))
    return found


def _zone_entities(
    analysed: AnalysedText, mentions: Sequence[Mention], taken: Sequence[Mention]
) -> list[Entity]:
    """Return the zones with their generic forms; without a named zone these make one of their own."""
    text = analysed.text
    named = [m for m in mentions if not is_generic_zone(text[m.start : m.end])]
    generic = [m for m in mentions if is_generic_zone(text[m.start : m.end])]
    if not named:
        return _nameless_zone(analysed, generic, taken)
    clusters = _cluster(text, "Zone", named, ())
    main = _main_zone(analysed, clusters)
    if main is None:
        return []
    starts = sorted(
        (mention.start, zone)
        for zone, cluster in enumerate(clusters)
        for surface in cluster
        for mention in surface.mentions
    )
    extra: dict[int, list[Mention]] = defaultdict(list)
    for mention in [*generic, *_generic_mentions(analysed, taken)]:
        form = fold_zone(text[mention.start : mention.end])
        zone = _resolve_generic(mention.start, _generic_family(form), clusters, main, starts)
        extra[zone].append(mention)
    return [
        _entity(text, "Zone", cluster, sorted(extra[zone], key=lambda m: m.start))
        for zone, cluster in enumerate(clusters)
    ]


def _nameless_zone(
    analysed: AnalysedText, generic: Sequence[Mention], taken: Sequence[Mention]
) -> list[Entity]:
    """Return the zones of a document that only writes 经开区, 园区: one for each kind of suffix."""
    if not generic:
        return []
    text = analysed.text
    surfaces = _surfaces(text, generic, "Zone")
    by_family: dict[str, list[_Surface]] = defaultdict(list)
    families = [_generic_family(surface.folded) for surface in surfaces]
    main = next((family for family in families if family), "")
    for surface, family in zip(surfaces, families, strict=True):
        by_family[main if not family or same_family(family, main) else family].append(surface)
    extra = _generic_mentions(analysed, taken)
    return [
        _entity(text, "Zone", group, extra if number == 0 else ())
        for number, group in enumerate(by_family.values())
    ]


# --- entities -----------------------------------------------------------------------------------------------


def _forms(surfaces: Sequence[_Surface], text: str) -> list[str]:
    """All written forms without white space, by how often they are written and where first."""
    forms: Counter[str] = Counter()
    for surface in surfaces:
        for mention in surface.mentions:
            forms[_SPACE.sub("", text[mention.start : mention.end])] += 1
    return list(forms)


def _name(kind: str, forms: Sequence[str]) -> str:
    """The fullest form: the longest, the first among equals; a zone's body is no name of the zone."""
    candidates = forms
    if kind == "Zone":
        candidates = [form for form in forms if without_body(fold_zone(form)) == fold_zone(form)] or forms
    return max(candidates, key=len)


def _entity(text: str, kind: str, surfaces: Sequence[_Surface], generic: Sequence[Mention]) -> Entity:
    mentions = sorted(
        [*(mention for surface in surfaces for mention in surface.mentions), *generic],
        key=lambda m: (m.start, m.end),
    )
    canonical = next((mention.canonical for mention in mentions if mention.canonical), "")
    forms = _forms(surfaces, text)
    name = canonical or _name(kind, forms)
    generic_forms: list[str] = []
    for mention in generic:
        form = _SPACE.sub("", text[mention.start : mention.end])
        if form not in generic_forms and form != name:
            generic_forms.append(form)
    made = zone_aliases(name) if kind == "Zone" else ()
    aliases = dict.fromkeys(form for form in (*forms, *made, *generic_forms) if form != name)
    return Entity(kind, name, tuple(aliases), tuple(mentions), tuple(generic_forms))


def _with_pronouns(analysed: AnalysedText, entities: list[Entity]) -> list[Entity]:
    """Add 该公司, 该项目, 该区 to the only thing of that type in the sentence, or the one before."""
    spans = analysed.sentences
    starts = [start for start, _ in spans]
    rules = coreference_rules()
    added: dict[int, list[Mention]] = defaultdict(list)
    for pattern, kind in rules.pronouns:
        located = sorted(
            (mention.start, mention.end, position)
            for position, entity in enumerate(entities)
            if entity.type == kind
            for mention in entity.mentions
        )
        touches = _covered([m for e in entities for m in e.mentions])
        for match in pattern.finditer(analysed.text):
            sentence = max(bisect_right(starts, match.start()) - 1, 0)
            floor = spans[max(sentence - 1, 0)][0] if spans else 0
            before = located[: bisect_right(located, (match.start(), 0, 0))]
            near = [row for row in before[-6:] if row[0] >= floor]
            own = [row for row in near if row[0] >= spans[sentence][0]] or near
            if own and len({row[2] for row in own}) == 1 and not touches(*match.span()):
                added[own[-1][2]].append(
                    Mention(match.start(), match.end(), kind, "coreference:pronoun", 0.7)
                )
    return [
        replace(entity, mentions=tuple(sorted((*entity.mentions, *added[p]), key=lambda m: (m.start, m.end))))
        if p in added
        else entity
        for p, entity in enumerate(entities)
    ]


def _zone_bodies(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Read an Organization that is a zone's party committee or administration as that Zone (CONTRACT)."""
    has_zone = any(mention.type == "Zone" for mention in mentions)
    return tuple(
        replace(mention, type="Zone")
        if has_zone and mention.type == "Organization" and is_body_of_zone(text[mention.start : mention.end])
        else mention
        for mention in mentions
    )


def resolve(analysed: AnalysedText, mentions: Sequence[Mention]) -> tuple[Entity, ...]:
    """Return the things that the mentions name, each with all its mentions, in order of their first mention.

    Joins never cross types. Generic forms of zones (我区, 园区, 管委会) and unambiguous 该公司, 该项目
    are added as mentions of the thing they mean.
    """
    text = analysed.text
    read = _zone_bodies(text, sorted(mentions, key=lambda m: (m.start, m.end)))
    by_type: dict[str, list[Mention]] = defaultdict(list)
    for mention in read:
        by_type[mention.type].append(mention)
    regions = region_names(analysed, [s.folded for s in _surfaces(text, by_type["Place"], "Place")])
    entities: list[Entity] = []
    for kind in sorted(by_type):
        if kind == "Zone":
            entities += _zone_entities(analysed, by_type[kind], read)
        else:
            entities += [_entity(text, kind, c, ()) for c in _cluster(text, kind, by_type[kind], regions)]
    entities = _with_pronouns(analysed, entities)
    return tuple(sorted(entities, key=lambda e: (e.mentions[0].start, e.mentions[0].end, e.type, e.name)))
