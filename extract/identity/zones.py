"""Reads a zone's name into place, own name and kind, and finds its GB/T 37028 code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from extract.gazetteers import Gazetteers, ZoneRow
from extract.identity.places import PlaceIndex, city_code, narrowed, province_of
from extract.zone_names import OPEN_FAMILY, ZoneName, split_zone_name, zone_forms
from graph.model import fold

NameKey = TypeVar("NameKey", tuple[str, str, str], tuple[str, str])

_HIGH_TECH = "high_tech"
_NEW_TECHNOLOGY = "新技术"


@dataclass(frozen=True, slots=True)
class ZoneParts:
    """A zone's name in parts.

    places: possible codes of the division in front, () if there is none. inner: that division as written
    (栖霞). own: what follows it (光电). family: kind by its suffix, "open" for 开发区, "" for none known.
    """

    places: tuple[str, ...]
    inner: str
    own: str
    family: str

    @property
    def place(self) -> str:
        """Return the division as code if it is certain, else as written."""
        return self.places[0] if len(self.places) == 1 else self.inner

    @property
    def core(self) -> str:
        """Return the part that another spelling of the name has too: its own name, else the division."""
        return self.own or self.inner.rstrip("省市区县")


class ZoneNames:
    """Reads zone names with the public lists of zones and places."""

    def __init__(self, gazetteers: Gazetteers, places: PlaceIndex) -> None:
        self._places = places
        self._splits: dict[str, ZoneName] = {}
        by_place: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        by_text: dict[tuple[str, str], set[str]] = defaultdict(set)
        city: dict[str, str] = {}
        for row in gazetteers.zones:
            if not row.code:
                continue
            city[row.code] = self._city(row)
            near = (city[row.code],) if city[row.code] else (row.code[:2],)
            parts = self.parts(fold(row.name), near)
            family = _HIGH_TECH if _is_high_tech(row) and parts.family == OPEN_FAMILY else parts.family
            if parts.places:
                by_place[parts.place, parts.own, family].add(row.code)
            for text in self._texts(fold(row.name)):
                by_text[text, family].add(row.code)
        self._by_place = _sorted_values(by_place)
        self._by_text = _sorted_values(by_text)
        self._city_of = city

    def _city(self, row: ZoneRow) -> str:
        codes = self._places.named(row.province.removesuffix("省") + row.city) if row.city else ()
        inside = [code for code in codes or self._places.named(row.city) if code[:2] == row.code[:2]]
        return city_code(inside[0]) if inside else ""

    def city(self, code: str) -> str:
        """Return the prefecture of a zone's code, "" when its name does not show it."""
        return self._city_of.get(code, "")

    def parts(self, name: str, near: tuple[str, ...] = ()) -> ZoneParts:
        """Return the parts of a folded zone name.

        near: codes of the document's places, to choose among divisions of one name.
        """
        split = self._split(name)
        found = self._places.prefix(split.stem)
        return ZoneParts(narrowed(found.codes, near), found.inner, found.rest, split.family)

    def _split(self, name: str) -> ZoneName:
        held = self._splits.get(name)
        if held is None:
            held = self._splits[name] = split_zone_name(name)
        return held

    def _texts(self, name: str) -> Iterator[str]:
        """Yield the stem of a zone's name, and what is left without the divisions above the innermost."""
        stem = split_zone_name(name).stem
        for text in dict.fromkeys((stem, stem.removesuffix(_NEW_TECHNOLOGY))):
            yield text
            found = self._places.prefix(text)
            if found.inner != found.text:
                yield found.inner + found.rest
            if len(found.rest) >= 2:
                yield found.rest

    def code(self, name: str, near: tuple[str, ...]) -> str:
        """Return the GB/T 37028 code of a folded zone name, "" if the lists do not say one certainly.

        near: codes of the document's places. A name without a division (东湖高新区) only counts inside its
        province.
        """
        parts = self.parts(name, near)
        if parts.family == OPEN_FAMILY:
            families: Sequence[str] = (OPEN_FAMILY, *zone_forms().open_families)
        else:
            families = (parts.family,)
        if len(parts.places) == 1:
            codes = {
                c for family in families for c in self._by_place.get((parts.place, parts.own, family), ())
            }
            if len(codes) == 1:
                return next(iter(codes))
            if codes:
                return ""
        stem = self._split(name).stem
        found = {code for family in families for code in self._by_text.get((stem, family), ())}
        provinces = {place[:2] for place in near}
        inside = sorted(code for code in found if not provinces or code[:2] in provinces)
        if parts.places and province_of(parts.places):  # 长春朝阳 says its province itself
            inside = [code for code in inside if code[:2] == province_of(parts.places)]
        return inside[0] if len(inside) == 1 else ""


def _is_high_tech(row: ZoneRow) -> bool:
    return row.kind.startswith("高新技术") or row.kind == "省级高新技术产业园区"


def _sorted_values(groups: Mapping[NameKey, set[str]]) -> dict[NameKey, tuple[str, ...]]:
    return {key: tuple(sorted(values)) for key, values in groups.items()}
