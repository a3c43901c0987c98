"""Gives every occurrence its key: the strongest thing that its own document says about which thing it is.

A key depends on one document alone, so ids do not move when other documents come or go.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract.company_names import region_of
from extract.gazetteers import Gazetteers
from extract.identity.names import (
    bare_person,
    company_name,
    industry_stem,
    is_generic_company,
    is_generic_zone_name,
    is_legal_name,
    policy_stem,
    project_name,
    standard_body,
    standard_company,
    text_property,
)
from extract.identity.occurrence import LINKED_TYPES, Occurrence, main_zone
from extract.identity.places import PlaceIndex, city_of, narrowed, province_of
from extract.identity.tables import name_tables
from extract.identity.zones import ZoneNames
from extract.zone_names import split_zone_name
from graph.model import Node, fold, node_id

_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}[〔\[(]\d{4}[〕\])]\d+号")
_LISTED_CLASS = re.compile(r"(?:^(?:\*?st)|[ab]$)")
_EVERYWHERE = ("中国", "国家", "全国", "中华")
# A body named by its level alone (市政府, 省发改委) belongs to the document's own city, province or county.
_LEVELS = ("市", "省", "区", "县")


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

    document: its id. zone: key of its main zone, () if it has none. zone_node: that zone's local id, "" if
    none. places: possible codes of its place. near: codes of all places that it names for certain.
    """

    document: str
    zone: tuple[str, ...]
    zone_node: str
    places: tuple[str, ...]
    near: tuple[str, ...]

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

    def division(self, level: str) -> str:
        """Return the code of the document's own 市, 省, 区 or 县, "" if it does not say."""
        if level == "市":
            return self.city
        if level == "省":
            return self.province
        counties = {code for code in self.places if len(code) > 4}
        return next(iter(counties)) if len(counties) == 1 else ""


class Canonicaliser:
    """Makes keys with the public lists of places, zones and listed companies."""

    def __init__(self, gazetteers: Gazetteers) -> None:
        self.places = PlaceIndex(gazetteers.places)
        self.zones = ZoneNames(gazetteers, self.places)
        self._regions: dict[str, tuple[str, str]] = {}
        self._stock_codes = self._read_stock_codes(gazetteers)

    @staticmethod
    def _read_stock_codes(gazetteers: Gazetteers) -> Mapping[str, str]:
        """Return stock codes by folded short name, full name and full name without legal form."""
        codes: dict[str, set[str]] = {}
        for row in gazetteers.companies:
            short = _LISTED_CLASS.sub("", fold(row.name))
            full = fold(row.full_name)
            for form in {fold(row.name), short, full, company_name(full).core}:
                if len(form) >= 3:
                    codes.setdefault(form, set()).add(row.stock_code.split(".")[0])
        return {form: min(found) for form, found in codes.items() if len(found) == 1}

    def setting(self, document: Node, found: Sequence[Occurrence]) -> Setting:
        """Return where a document's things are: its main zone and that zone's place, else its first place."""
        near = self._near_places(found)
        zone = main_zone(document, found)
        if zone is None:
            return Setting(document.id, (), "", self._first_places(found, near), near)
        bare = Setting(document.id, (), "", (), near)
        key = self._zone_key(zone, bare)
        own = Key(3, ("name", "", *key.parts[2:4])) if key.strength == 4 else key
        places = self._zone_places(zone, own, near) or self._first_places(found, near)
        return Setting(document.id, own.parts, zone.node.id, places, near)

    def _near_places(self, found: Sequence[Occurrence]) -> tuple[str, ...]:
        """Return the codes of all places and zones' places that a document names for certain, sorted."""
        near: set[str] = set()
        for occurrence in found:
            if occurrence.type == "Place":
                for name in occurrence.surfaces:
                    codes = self.places.named(name)
                    near.update(codes if len(codes) == 1 else ())
            elif occurrence.type == "Zone":
                for name in occurrence.surfaces:
                    codes = self.zones.parts(name).places
                    near.update(codes if len(codes) == 1 else ())
        return tuple(sorted(near))

    def _zone_places(self, zone: Occurrence, key: Key, near: tuple[str, ...]) -> tuple[str, ...]:
        parts = [
            self.zones.parts(name, near).places for name in zone.surfaces if not is_generic_zone_name(name)
        ]
        certain = sorted(
            {codes for codes in parts if len(codes) == 1}, key=lambda codes: (-len(codes[0]), codes)
        )
        if certain:
            return certain[0]
        if key.parts[0] == "code":
            city = self.zones.city(key.parts[1])
            return (city,) if city else (key.parts[1][:2],)
        for name in ("city", "province"):
            codes = narrowed(self.places.named(fold(text_property(zone.node, name))), near)
            if len(codes) == 1:
                return codes
        return min((codes for codes in parts if codes), default=())

    def _first_places(self, found: Sequence[Occurrence], near: tuple[str, ...]) -> tuple[str, ...]:
        """Return the most mentioned place below the provinces, else the most mentioned province."""
        weights: Counter[tuple[str, ...]] = Counter()
        for occurrence in found:
            if occurrence.type == "Place":
                codes = narrowed(self.places.named(fold(occurrence.node.name)), near)
                if codes:
                    weights[codes] += sum(item.property is None for item in occurrence.node.evidence)
        return min(weights, key=lambda codes: (len(codes[0]) < 4, -weights[codes], codes), default=())

    def keys(self, found: Sequence[Occurrence], setting: Setting) -> dict[str, Key]:
        """Return the key of every occurrence of one document, by local node id."""
        by_id = {occurrence.node.id: occurrence for occurrence in found}
        keys: dict[str, Key] = {}
        for wanted in LINKED_TYPES:
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
                return self._company_key(occurrence, _near(occurrence, setting, keys, by_id))
            case "Leader":
                return self._leader_key(occurrence, setting, keys, by_id)
            case "Project":
                name = project_name(fold(occurrence.node.name))
                return Key(3, ("name", name.stem, name.phase, *_near(occurrence, setting, keys, by_id)))
            case "Policy":
                return self._policy_key(occurrence, setting)
            case "Industry":
                return Key(0, ("name", industry_stem(fold(occurrence.node.name))))
            case _:
                zones = [
                    keys[n.id].parts for n in occurrence.neighbours.get("<HAS_INDICATOR", ()) if n.id in keys
                ]
                zone = min(zones) if zones else setting.anchor()
                return Key(3, ("figure", *indicator_facts(occurrence.node), *zone))

    def _place_key(self, occurrence: Occurrence, setting: Setting) -> Key:
        code = text_property(occurrence.node, "code")
        if code:
            return Key(0, ("code", code))
        name = fold(occurrence.node.name)
        for form in (name, *occurrence.surfaces):
            codes = narrowed(self.places.named(form), setting.near)
            if len(codes) == 1:
                return Key(0, ("code", codes[0]))
        return Key(2, ("name", name))

    def _zone_key(self, occurrence: Occurrence, setting: Setting) -> Key:
        code = text_property(occurrence.node, "code")
        if code:
            return Key(0, ("code", code))
        name = fold(occurrence.node.name)
        names = [form for form in occurrence.surfaces if not is_generic_zone_name(form)] or [name]
        codes = Counter(code for form in names if (code := self.zones.code(form, setting.near)))
        if codes:
            return Key(0, ("code", min(codes, key=lambda code: (-codes[code], code))))
        placed = [
            parts for form in names if (parts := self.zones.parts(form, setting.near)).places and parts.family
        ]
        if placed:
            best = min(
                placed, key=lambda parts: (len(parts.places), -len(parts.own), parts.place, parts.family)
            )
            return Key(1, ("name", best.place, best.own, best.family))
        split = split_zone_name(name)
        own = ("name", "", split.stem, split.family)
        return Key(3, own) if setting.zone == own else Key(4, (*own, *setting.anchor()))

    def _organization_key(self, occurrence: Occurrence, setting: Setting) -> Key:
        tables = name_tables()
        name = fold(occurrence.node.name)
        for form in (name, *occurrence.surfaces):
            if form in tables.organizations:
                return Key(0, ("name", "", tables.organizations[form]))
        keys = sorted(self._body_key(standard_body(form), setting) for form in {name, *occurrence.surfaces})
        best = keys[0]
        return best if best.strength < 4 else self._body_key(standard_body(name), setting)

    def _body_key(self, name: str, setting: Setting) -> Key:
        """Return the key of a body: of a division, of a zone, unique in the country, or of its document."""
        tables = name_tables()
        if name.startswith(_EVERYWHERE):
            return Key(1, ("name", "", name))
        head, body = _zone_prefix(name)
        if head:
            code = self.zones.code(head, setting.near)
            parts = self.zones.parts(head, setting.near)
            zone = ("code", code) if code else ("name", parts.place, parts.own, parts.family)
            return Key(2, ("name", "zone", *zone, body))
        found = self.places.prefix(name)
        if found.codes and found.rest:
            codes = narrowed(found.codes, setting.near)
            return Key(1, ("name", codes[0] if len(codes) == 1 else found.inner, found.rest))
        if name[:1] in _LEVELS and len(name) > 1:
            division = setting.division(name[0])
            if division:
                return Key(1, ("name", division, name[1:]))
        common = any(
            name.endswith(form) and len(name) <= len(form) + 2 for form in tables.common_organizations
        )
        if name.endswith(tables.unique_organizations) and not common and len(name) >= 4:
            return Key(1, ("name", "", name))
        if setting.zone:
            return Key(4, ("name", "zone", *setting.zone, name))
        return Key(4, ("name", *setting.anchor(), name))

    def _company_key(self, occurrence: Occurrence, near: tuple[str, ...]) -> Key:
        credit = text_property(occurrence.node, "credit_code")
        if credit:
            return Key(0, ("credit_code", credit))
        name = fold(occurrence.node.name)
        forms = [
            form
            for form in dict.fromkeys((name, *self._company_forms(occurrence)))
            if not is_generic_company(form)
        ]
        stock = self.stock_code(occurrence, forms)
        if stock:
            return Key(1, ("stock_code", stock))
        legal = sorted(form for form in forms if is_legal_name(form) and not company_name(form).branch)
        if legal and not company_name(name).branch:
            return Key(2, ("name", max(legal, key=lambda form: (len(form), form))))
        known = sorted({standard_company(form) for form in forms} - {""})
        if len(known) == 1:
            return Key(2, ("known", known[0]))
        parts = company_name(name)
        owner = standard_company(parts.core) or parts.core
        if parts.branch and self.places.prefix(parts.branch).codes:
            return Key(2, ("branch", owner, parts.branch))
        return Key(4, ("name", owner, parts.branch, *near))

    @staticmethod
    def _company_forms(occurrence: Occurrence) -> Iterable[str]:
        full = fold(text_property(occurrence.node, "full_name"))
        return (*occurrence.surfaces, full) if full else occurrence.surfaces

    def stock_code(self, occurrence: Occurrence, forms: Sequence[str]) -> str:
        """Return the stock code of a company: said by its document, or listed under one of its names.

        A full name that is not the listed one speaks against a listed short name.
        """
        said = text_property(occurrence.node, "stock_code")
        if said:
            return said.split(".")[0]
        codes = {self._stock_codes[form] for form in forms if form in self._stock_codes}
        other = [form for form in forms if is_legal_name(form) and form not in self._stock_codes]
        return next(iter(codes)) if len(codes) == 1 and not other else ""

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

    def _policy_key(self, occurrence: Occurrence, setting: Setting) -> Key:
        number = fold(text_property(occurrence.node, "number"))
        if _DOCUMENT_NUMBER.fullmatch(number):
            return Key(0, ("number", number))
        name = policy_stem(occurrence.node.name)
        tables = name_tables()
        if name in tables.national_policies or any(word in name for word in tables.national_policy_words):
            return Key(1, ("name", name, "national"))
        if self.places.prefix(name).codes or _zone_prefix(name)[0]:
            return Key(1, ("name", name))
        if setting.province and not name.endswith(tables.issued_documents):
            return Key(3, ("name", name, "province", setting.province))
        return Key(4, ("name", name, *setting.anchor()))

    def narrowed_places(self, name: str, near: Sequence[str]) -> tuple[str, ...]:
        """Return the divisions that open a folded name, narrowed by a document's other places."""
        return narrowed(self.places.prefix(name).codes, near)

    def region(self, core: str) -> tuple[str, str]:
        """Return a company's core without the region before its brand, and that region's province.

        The region stays where no brand would be left (长治银行).
        """
        held = self._regions.get(core)
        if held is None:
            found = self.places.prefix(core)
            length = len(region_of(core, (found.text,) if found.codes else ()))
            province = province_of(found.codes) if length and found.codes else ""
            held = self._regions[core] = (core[length:], province)
        return held


def _near(
    occurrence: Occurrence, setting: Setting, keys: Mapping[str, Key], by_id: Mapping[str, Occurrence]
) -> tuple[str, ...]:
    """Return the zone that a thing is said to be in, else what its document is about."""
    zones = [
        keys[node.id].parts
        for node in occurrence.neighbours.get("LOCATED_IN", ())
        if node.id in keys and by_id[node.id].type == "Zone"
    ]
    return ("zone", *min(zones)) if zones else setting.anchor()


def _zone_prefix(name: str) -> tuple[str, str]:
    """Return the zone that opens a name and what follows (安庆高新区, 招商局), or "" and the name."""
    for position in range(len(name) - 2, 3, -1):
        head = name[:position]
        if head[-1] in "区园城港" and split_zone_name(head).family and not is_generic_zone_name(head):
            return head, name[position:]
    return "", name


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
