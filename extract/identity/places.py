"""Reads the administrative division at the front of a name, and places inside one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.gazetteers import PlaceRow

_LONGEST = 12
_PROVINCE = 2
_CITY = 4
# Provinces that are cities: 市 after them means the province code.
MUNICIPALITIES = ("11", "12", "31", "50")


@dataclass(frozen=True, slots=True)
class PlacePrefix:
    """The division that opens a name, and what follows it.

    codes: GB/T 2260 codes of all divisions that it can mean, sorted; empty when the name opens with none.
    text: the part of the name that was read as division. rest: what follows. inner: the innermost part of
    text.
    """

    codes: tuple[str, ...]
    text: str
    rest: str
    inner: str


class PlaceIndex:
    """Finds divisions by their full and short names."""

    def __init__(self, rows: Iterable[PlaceRow]) -> None:
        by_name: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            by_name[row.name].add(row.code)
            by_name[row.short].add(row.code)
        self._codes = {name: tuple(sorted(codes)) for name, codes in by_name.items() if len(name) >= 2}
        self._prefixes: dict[str, PlacePrefix] = {}

    def named(self, name: str) -> tuple[str, ...]:
        """Return the codes of the divisions that this name or chain of names (安徽宿州) can mean."""
        found = self.prefix(name)
        return found.codes if not found.rest else ()

    def prefix(self, name: str) -> PlacePrefix:
        """Return the division at the front of a name: of nested ones (南京栖霞) the innermost.

        A division only counts when the next one lies inside it (宿州马鞍山 stops behind 宿州).
        """
        held = self._prefixes.get(name)
        if held is None:
            held = self._prefixes[name] = self._read_prefix(name)
        return held

    def _read_prefix(self, name: str) -> PlacePrefix:
        codes: tuple[str, ...] = ()
        position = start = 0
        while True:
            length, inside = self._longest(name, position, codes)
            if not length:
                break
            codes = inside
            start = position
            position += length
        return PlacePrefix(codes, name[:position], name[position:], name[start:position])

    def _longest(self, name: str, position: int, outer: Sequence[str]) -> tuple[int, tuple[str, ...]]:
        for length in range(min(_LONGEST, len(name) - position), 1, -1):
            codes = self._codes.get(name[position : position + length], ())
            if outer:
                codes = tuple(code for code in codes if any(is_inside(code, over) for over in outer))
            if codes:
                return length, codes
        return 0, ()


def is_inside(code: str, over: str) -> bool:
    """Return whether a division lies inside another one (341302 in 3413 in 34) and is not the same."""
    return len(code) > len(over) and code.startswith(over)


def compatible(left: Sequence[str], right: Sequence[str]) -> bool:
    """Return whether two sets of possible divisions can mean one place or one place inside the other."""
    return any(a.startswith(b) or b.startswith(a) for a in left for b in right)


def narrowed(codes: Sequence[str], near: Sequence[str]) -> tuple[str, ...]:
    """Return those of several possible divisions that a document's other places speak for, else all.

    A shared city counts before a shared province.
    """
    if len(codes) < 2:
        return tuple(codes)
    for digits in (_CITY, _PROVINCE):
        kept = tuple(
            code
            for code in codes
            if any(code[:digits] == place[:digits] for place in near if len(place) >= digits)
        )
        if kept and len(kept) < len(codes):
            return kept
    return tuple(codes)


def city_of(codes: Sequence[str]) -> str:
    """Return the prefecture code (four digits) that all these divisions share, or ""."""
    cities = {city_code(code) for code in codes}
    return next(iter(cities)) if len(cities) == 1 else ""


def city_code(code: str) -> str:
    """Return the prefecture of a division, "" for a province; a municipality is its own prefecture."""
    if code[:_PROVINCE] in MUNICIPALITIES:
        return code[:_PROVINCE]
    return code[:_CITY] if len(code) >= _CITY else ""


def province_of(codes: Sequence[str]) -> str:
    """Return the province code (two digits) that all these divisions share, or ""."""
    provinces = {code[:_PROVINCE] for code in codes}
    return next(iter(provinces)) if len(provinces) == 1 else ""
