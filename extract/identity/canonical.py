"""Gives every occurrence its key: the strongest thing that its own document says about which thing it is.

A key depends on one document alone, so ids do not move when other documents come or go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract.company_names import company_core, fold_company, without_legal_form
from extract.gazetteers import Gazetteers
from extract.identity.occurrence import Occurrence, main_zone
from extract.identity.places import PlaceIndex, city_of, province_of
from extract.identity.tables import name_tables
from extract.zone_names import is_generic_zone, split_zone_name
from graph.model import Node, fold, node_id

_PHASE = re.compile(r"[(]?(?:第?([一二三四五六七八九十\d]+)期)(?:工程|项目)?[)]?")
_PROJECT_TAIL = re.compile(r"(?:建设项目|项目|工程)$")
_POLICY_MARKS = re.compile(r"[·・.,、]")
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}[〔\[(]\d{4}[〕\])]\d+号")
_LEGAL_TAIL = ("有限公司", "股份有限公司", "有限责任公司")
_LEGAL_LEAST = 8
_INDUSTRY_TAIL = ("产业", "行业")


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What an id is hashed over. strength: 0 is the strongest; parts: JSON values."""

    strength: int
    parts: tuple[str, ...]

    def id(self, node_type: str) -> str:
        """Return the node id that this key gives."""
        return node_id(node_type, self.parts)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document says about where its things are.

    document: its id. zone: key of its main zone, () if it has none. places: possible codes of its place.
    """

    document: str
    zone: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def city(self) -> str:
        """Return the prefecture code of the document's place, or ""."""
        return city_of(self.places)

    @property
    def province(self) -> str:
        """Return the province code of the document's place, or ""."""
        return province_of(self.places)

    def anchor(self) -> tuple[str, ...]:
        """Return the narrowest thing that tells this document's weak names from another's."""
        if self.zone:
            return ("zone", *self.zone)
        if self.places:
            return ("place", *self.places)
        return ("document", self.document)


def text_property(node: Node, name: str) -> str:
    """Return a text property of a node, "" if it has none."""
    value = node.properties.get(name)
    return value if isinstance(value, str) else ""


def split_phase(name: str) -> tuple[str, str]:
    """Return a project's name without its phase, and the phase (一, 2, … or "")."""
    match = _PHASE.search(name)
    if match is None:
        return name, ""
    return name[: match.start()] + name[match.end() :], match[1]


def project_stem(name: str) -> str:
    """Return a project's folded name without a generic last word; two characters are kept."""
    shorter = _PROJECT_TAIL.sub("", name)
    return shorter if len(shorter) >= 2 else name


def industry_stem(name: str) -> str:
    """Return an industry's folded name without 产业 or 行业; two characters are kept."""
    for tail in _INDUSTRY_TAIL:
        if name.endswith(tail) and len(name) - len(tail) >= 2:
            return name.removesuffix(tail)
    return name


def is_legal_name(name: str) -> bool:
    """Return whether a folded name is a company's full registered name."""
    return len(name) >= _LEGAL_LEAST and name.endswith(_LEGAL_TAIL)


def bare_person(name: str) -> str:
    """Return a person's folded name without a form of address behind it."""
    for tail in name_tables().person_tails:
        if name.endswith(tail) and len(name) - len(tail) >= 2:
            return name.removesuffix(tail)
    return name


def policy_stem(name: str) -> str:
    """Return a policy's folded name without marks inside it."""
    return _POLICY_MARKS.sub("", name)


class Canonicaliser:
    """Makes keys with the public lists of places, zones and listed companies."""

    def __init__(self, gazetteers: Gazetteers) -> None:
        self._gazetteers = gazetteers
        self.places = PlaceIndex(gazetteers.places)
        self._codes = self._zone_codes()
        self._zone_keys: dict[str, Key | None] = {}

    def _zone_codes(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        codes: dict[tuple[str, ...], set[str]] = {}
        for row in self._gazetteers.zones:
            if row.code:
                codes.setdefault(self._zone_parts(fold(row.name)), set()).add(row.code)
        return {parts: tuple(sorted(found)) for parts, found in codes.items()}

    def _zone_parts(self, name: str) -> tuple[str, ...]:
        """Return place (code if it is certain, else its text), what follows it, and suffix family."""
        parts = split_zone_name(name)
        found = self.places.prefix(parts.stem)
        place = found.codes[0] if len(found.codes) == 1 else found.text
        return (place, found.rest, parts.family)

    def named_zone(self, name: str) -> Key | None:
        """Return the key of a zone whose folded name says which it is, None for a name without a place.

        A name of the national list gives its GB/T 37028 code; 宿州经开区 and 宿州市经济开发区 give one key.
        """
        if name not in self._zone_keys:
            parts = self._zone_parts(name)
            codes = self._codes.get(parts, ())
            if len(codes) == 1:
                self._zone_keys[name] = Key(0, ("code", codes[0]))
            elif parts[0] and parts[2]:
                self._zone_keys[name] = Key(1, ("name", *parts))
            else:
                self._zone_keys[name] = None
        return self._zone_keys[name]

    def setting(self, document: Node, found: Sequence[Occurrence]) -> Setting:
        """Return where a document's things are: its main zone and that zone's place, else its first place."""
        zone = main_zone(document, found)
        places: tuple[str, ...] = ()
        zone_key: tuple[str, ...] = ()
        if zone is not None:
            key = self._zone_key(zone, None)
            zone_key = key.parts
            places = self._zone_places(zone)
        if not places:
            places = self._first_places(found)
        return Setting(document.id, zone_key, places)

    def _zone_places(self, zone: Occurrence) -> tuple[str, ...]:
        code = text_property(zone.node, "code")
        for name in (text_property(zone.node, "city"), *zone.surfaces, text_property(zone.node, "province")):
            codes = self.places.prefix(name).codes if name else ()
            if codes:
                return codes
        return (code[:2],) if code else ()

    def _first_places(self, found: Sequence[Occurrence]) -> tuple[str, ...]:
        places = sorted(
            (min(item.start for item in occurrence.node.evidence), occurrence.node.id, codes)
            for occurrence in found
            if occurrence.type == "Place" and occurrence.node.evidence
            for codes in [self.places.named(fold(occurrence.node.name))]
            if codes
        )
        return places[0][2] if places else ()

    def keys(self, document: Node, found: Sequence[Occurrence]) -> dict[str, Key]:
        """Return the key of every occurrence of one document, by local node id."""
        setting = self.setting(document, found)
        by_id = {occurrence.node.id: occurrence for occurrence in found}
        keys: dict[str, Key] = {}
        for wanted in (
            "Place",
            "Zone",
            "Organization",
            "Company",
            "Leader",
            "Project",
            "Policy",
            "Industry",
            "Indicator",
        ):
            for occurrence in found:
                if occurrence.type == wanted:
                    keys[occurrence.node.id] = self._key(occurrence, setting, keys, by_id)
        return keys

    def _key(
        self,
        occurrence: Occurrence,
        setting: Setting,
        keys: Mapping[str, Key],
        by_id: Mapping[str, Occurrence],
    ) -> Key:
        match occurrence.type:
            case "Place":
                return self._place_key(occurrence, setting)
            case "Zone":
                return self._zone_key(occurrence, setting)
            case "Organization":
                return self._organization_key(occurrence, setting)
            case "Company":
                return self._company_key(occurrence, self._near(occurrence, setting, keys, by_id))
            case "Leader":
                return self._leader_key(occurrence, setting, keys, by_id)
            case "Project":
                return self._project_key(occurrence, self._near(occurrence, setting, keys, by_id))
            case "Policy":
                return self._policy_key(occurrence, setting)
            case "Industry":
                return Key(0, ("name", industry_stem(fold(occurrence.node.name))))
            case _:
                return self._indicator_key(occurrence, setting, keys)

    def _place_key(self, occurrence: Occurrence, setting: Setting) -> Key:
        code = text_property(occurrence.node, "code")
        if code:
            return Key(0, ("code", code))
        name = fold(occurrence.node.name)
        codes = self.places.named(name)
        if len(codes) > 1 and setting.places:
            near = [c for c in codes if any(c.startswith(p[:4]) or p.startswith(c) for p in setting.places)]
            codes = tuple(near) if len(near) == 1 else codes
        return Key(0, ("code", codes[0])) if len(codes) == 1 else Key(2, ("name", name))

    def _zone_key(self, occurrence: Occurrence, setting: Setting | None) -> Key:
        code = text_property(occurrence.node, "code")
        if code:
            return Key(0, ("code", code))
        names = [name for name in occurrence.surfaces if not is_generic_zone(name)] or [
            fold(occurrence.node.name)
        ]
        known = sorted(key for key in map(self.named_zone, names) if key is not None)
        if known:
            return known[0]
        parts = split_zone_name(fold(occurrence.node.name))
        if setting is None:  # the document's main zone
            return Key(3, ("name", "", parts.stem, parts.family))
        anchor = setting.anchor()
        own = ("name", "", parts.stem, parts.family)
        return Key(3, own) if setting.zone == own else Key(4, (*own, *anchor))

    def _near(
        self,
        occurrence: Occurrence,
        setting: Setting,
        keys: Mapping[str, Key],
        by_id: Mapping[str, Occurrence],
    ) -> tuple[str, ...]:
        """Return the zone that a thing is said to be in, else what its document is about."""
        zones = [
            keys[node.id].parts
            for node in occurrence.neighbours.get("LOCATED_IN", ())
            if node.id in keys and by_id[node.id].type == "Zone"
        ]
        return ("zone", *min(zones)) if zones else setting.anchor()

    def _organization_key(self, occurrence: Occurrence, setting: Setting) -> Key:
        name = fold(occurrence.node.name)
        found = self.places.prefix(name)
        if found.codes and found.rest:
            place = found.codes[0] if len(found.codes) == 1 else found.text
            return Key(1, ("name", place, found.rest))
        if name.startswith(("中国", "国家", "全国")) or name.endswith(("大学", "学院", "研究院", "研究所")):
            return Key(1, ("name", "", name))
        return Key(4, ("name", "", name, *setting.anchor()))

    def _company_key(self, occurrence: Occurrence, near: tuple[str, ...]) -> Key:
        credit = text_property(occurrence.node, "credit_code")
        if credit:
            return Key(0, ("credit_code", credit))
        stock = text_property(occurrence.node, "stock_code")
        if stock:
            return Key(1, ("stock_code", stock))
        legal = sorted(
            name for name in map(fold_company, self._company_names(occurrence)) if is_legal_name(name)
        )
        if legal:
            return Key(2, ("name", max(legal, key=lambda name: (len(name), name))))
        name = fold(occurrence.node.name)
        return Key(4, ("name", without_legal_form(company_core(name)), *near))

    def _company_names(self, occurrence: Occurrence) -> Iterable[str]:
        return (*occurrence.surfaces, fold(text_property(occurrence.node, "full_name")))

    def _leader_key(
        self,
        occurrence: Occurrence,
        setting: Setting,
        keys: Mapping[str, Key],
        by_id: Mapping[str, Occurrence],
    ) -> Key:
        name = bare_person(fold(occurrence.node.name))
        if name in name_tables().national_leaders:
            return Key(0, ("name", name, "national"))
        bodies = sorted(
            (("Zone", "Organization", "Company").index(by_id[node.id].type), keys[node.id].parts)
            for node in occurrence.neighbours.get("LEADS", ())
            if node.id in keys and by_id[node.id].type in ("Zone", "Organization", "Company")
        )
        if bodies:
            return Key(1, ("name", name, ("zone", "organization", "company")[bodies[0][0]], *bodies[0][1]))
        return Key(4, ("name", name, *setting.anchor()))

    def _project_key(self, occurrence: Occurrence, near: tuple[str, ...]) -> Key:
        stem, phase = split_phase(fold(occurrence.node.name))
        return Key(3, ("name", project_stem(stem), phase, *near))

    def _policy_key(self, occurrence: Occurrence, setting: Setting) -> Key:
        number = fold(text_property(occurrence.node, "number"))
        if _DOCUMENT_NUMBER.fullmatch(number):
            return Key(0, ("number", number))
        name = policy_stem(fold(occurrence.node.name))
        tables = name_tables()
        if name in tables.national_policies or any(word in name for word in tables.national_policy_words):
            return Key(1, ("name", name, "national"))
        if self.places.prefix(name).codes:
            return Key(1, ("name", name))
        if setting.province:
            return Key(3, ("name", name, "province", setting.province))
        return Key(4, ("name", name, *setting.anchor()))

    def _indicator_key(self, occurrence: Occurrence, setting: Setting, keys: Mapping[str, Key]) -> Key:
        zones = [
            keys[node.id].parts for node in occurrence.neighbours.get("<HAS_INDICATOR", ()) if node.id in keys
        ]
        zone = min(zones) if zones else setting.anchor()
        return Key(3, ("figure", *indicator_facts(occurrence.node), *zone))


def indicator_facts(node: Node) -> tuple[str, ...]:
    """Return what tells one figure of a zone from another: name, period, unit, target, value.

    A value without number is told by its text.
    """
    name = fold(node.name)
    value = node.properties.get("value")
    number = (
        repr(float(value)) if isinstance(value, (int, float)) else fold(text_property(node, "value_text"))
    )
    return (
        name_tables().indicators.get(name, name),
        fold(text_property(node, "period")),
        fold(text_property(node, "unit")),
        str(bool(node.properties.get("target", False))),
        number,
    )
