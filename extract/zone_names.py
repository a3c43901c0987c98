"""Knows the forms a zone's name takes: suffixes that say the same, generic forms, the zone's own bodies."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from extract.rules import load_rules

OPEN_FAMILY = "open"
_DROPPED = dict.fromkeys(map(ord, " \t\r\n\u3000\u200b\"'“”‘’《》〈〉「」『』"))


@dataclass(frozen=True, slots=True)
class ZoneForms:
    """The form tables of data/rules/zone_forms.yaml.

    suffixes: (suffix, family), longest first. families: all suffixes of a family, the standard one first.
    """

    suffixes: tuple[tuple[str, str], ...]
    families: dict[str, tuple[str, ...]]
    open_suffix: str
    open_families: tuple[str, ...]
    levels: tuple[str, ...]
    generic: frozenset[str]
    bodies: tuple[str, ...]
    body_prefixes: tuple[str, ...]
    traditional: dict[int, str]
    clipped: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ZoneName:
    """A zone name in two parts: its own (宿州) and the family of its suffix (economic; "" if none)."""

    stem: str
    family: str


@cache
def zone_forms() -> ZoneForms:
    """Return the form tables, read once."""
    data = load_rules("zone_forms")
    families = {name: tuple(forms) for name, forms in data["families"].items()}
    suffixes = [(form, name) for name, forms in families.items() for form in forms]
    suffixes.append((data["open_suffix"], OPEN_FAMILY))
    suffixes.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return ZoneForms(
        tuple(suffixes),
        families,
        data["open_suffix"],
        tuple(data["open_families"]),
        tuple(data["levels"]),
        frozenset(data["generic"]) | {form for form, _ in suffixes},
        tuple(data["bodies"]),
        tuple(data["body_prefixes"]),
        {ord(old): new for old, new in data["traditional"].items()},
        {family: tuple(tails) for family, tails in data["clipped"].items()},
    )


def fold_zone(name: str) -> str:
    """Return the name in half width, without white space and quotes, its suffix in simplified characters."""
    folded = unicodedata.normalize("NFKC", name).translate(_DROPPED)
    return folded.translate(zone_forms().traditional)


def without_body(name: str) -> str:
    """Return the name without the zone body at its end (宿州经开区管委会 → 宿州经开区); may be ""."""
    forms = zone_forms()
    shorter = name
    for body in forms.bodies:
        if shorter.endswith(body):
            shorter = shorter[: -len(body)]
            break
    else:
        return name
    for prefix in forms.body_prefixes:
        shorter = "" if shorter == prefix else shorter.removeprefix("中共")
    return shorter


def is_body_of_zone(name: str) -> bool:
    """Return whether the name is a party committee or administration of a zone: the zone itself."""
    folded = fold_zone(name)
    shorter = without_body(folded)
    return shorter != folded and (not shorter or split_zone_name(shorter).family != "")


def is_generic_zone(name: str) -> bool:
    """Return whether the name means a zone only inside one document (经开区, 我区, 管委会)."""
    forms = zone_forms()
    folded = fold_zone(name)
    if folded in forms.generic:
        return True
    shorter = without_body(folded)
    if not shorter or shorter in forms.generic:
        return True
    return any(shorter == level + suffix for level in forms.levels for suffix, _ in forms.suffixes)


def split_zone_name(name: str) -> ZoneName:
    """Return stem and suffix family of a zone's name; a name without a known suffix is all stem."""
    forms = zone_forms()
    folded = without_body(fold_zone(name)) or fold_zone(name)
    for level in forms.levels:
        folded = folded.replace(f"({level})", "")
    for suffix, family in forms.suffixes:
        if folded.endswith(suffix):
            stem = folded[: -len(suffix)]
            for level in forms.levels:
                stem = stem.removesuffix(level)
            return ZoneName(stem, family)
    return ZoneName(folded, "")


def same_family(left: str, right: str) -> bool:
    """Return whether two suffix families can name one zone: equal, or one is the open 开发区."""
    if left == right:
        return True
    families = zone_forms().open_families
    return (left == OPEN_FAMILY and right in families) or (right == OPEN_FAMILY and left in families)


def is_clipped_zone(short: str, full: str) -> bool:
    """Return whether `short` clips the full name to one character and its suffix (井开区 – 井冈山经开区)."""
    parts = split_zone_name(full)
    tails = zone_forms().clipped.get(parts.family, ())
    return bool(parts.stem) and any(short == parts.stem[0] + tail for tail in tails)


def short_zone_names(name: str, places: tuple[str, ...] = ()) -> frozenset[str]:
    """Return how a text may go on to call a zone: without its place (沈阳云石新城 → 云石新城) or re-worded.

    name: as the text writes it. places: places that the name begins with.
    """
    whole = (name, *(name[len(place) :] for place in places if name.startswith(place)))
    forms = {form for start in whole for form in (start, *zone_aliases(start))} - {name}
    return frozenset(form for form in forms if len(form) >= 3 and not is_generic_zone(form))


def zone_aliases(name: str) -> tuple[str, ...]:
    """Return the forms that a canonicaliser could rightly write for a zone's full name, the name left out.

    宿州经开区 → 宿州经济技术开发区, 宿州经济开发区, …; nothing for generic names and unknown suffixes.
    """
    parts = split_zone_name(name)
    if len(parts.stem) < 2 or not parts.family or is_generic_zone(name):
        return ()
    forms = zone_forms()
    if parts.family == OPEN_FAMILY:
        suffixes: tuple[str, ...] = (*forms.families["economic"][:3], *forms.families["high_tech"][:2])
    else:
        suffixes = forms.families[parts.family][:3]
        if parts.family in forms.open_families:
            suffixes = (*suffixes, forms.open_suffix)
    return tuple(parts.stem + suffix for suffix in suffixes if parts.stem + suffix != fold_zone(name))
