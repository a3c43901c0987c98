"""Compares two profiles feature by feature; each feature that fires is a reason with its weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from extract.company_names import is_subsequence
from extract.identity.canonical import Canonicaliser
from extract.identity.judgement import Judged, Judgement, Reason, pair
from extract.identity.names import company_name, has_trade, is_legal_name, only_trades, project_name
from extract.identity.places import compatible
from extract.identity.profile import Profile
from extract.identity.tables import weights
from extract.zone_names import OPEN_FAMILY, same_family

Fired = Iterator[tuple[str, str]]

_SHORT_LEAST = 3
_BRAND = 2
# A park's own name of so many characters is hardly given twice (宁芜智能制造, not 光电).
_OWN_NAME = 4
_INSIDE_LEAST = 5


def _first(items: frozenset[str]) -> str:
    return min(items)


def _both(left: Profile, right: Profile) -> str:
    return f"{min(left.names)} – {min(right.names)}"


def _same_name(left: Profile, right: Profile) -> str:
    """Return the first comparable form that both have, "" if none."""
    return min(set(left.stems) & set(right.stems), default="")


def _equal_names(left: Profile, right: Profile) -> Fired:
    """Fire the first comparable form that both have, else the first name that both have."""
    same = _same_name(left, right)
    surface = min(set(left.names) & set(right.names), default="")
    if same:
        yield "same_name", same
    elif surface:
        yield "same_surface", surface


def _nearness(left: Profile, right: Profile, *, other_zone: bool = True) -> Fired:
    """Fire the strongest shared surrounding: zone, else city, else province; or zones that differ."""
    zones = left.zones & right.zones
    cities = left.cities & right.cities
    if zones:
        yield "same_zone", _first(zones)
        return
    named = _zone_in_document(left, right)
    if named:
        yield "zone_in_document", _first(named)
        # Documents that both name both zones know each other's companies: two sites of one, rather than
        # namesakes.
        mutual = left.zones & right.around and right.zones & left.around
        if left.said and right.said and not mutual:
            yield "other_zone", f"{_first(left.said)} – {_first(right.said)}"
        return
    if cities:
        yield "same_city", _first(cities)
    elif left.provinces & right.provinces:
        yield "same_province", _first(left.provinces & right.provinces)
    if other_zone and left.zones and right.zones:
        yield "other_zone", f"{_first(left.zones)} – {_first(right.zones)}"


def _zone_in_document(left: Profile, right: Profile) -> frozenset[str]:
    """Return the zones of one that a document of the other names."""
    return (left.zones & right.around) | (right.zones & left.around)


def _apart(left: Profile, right: Profile) -> Fired:
    documents = left.documents & right.documents
    if documents:
        yield "apart_in_one_document", _first(documents)


class Comparison:
    """Compares profiles of one type."""

    def __init__(self, canonicaliser: Canonicaliser) -> None:
        self._canonicaliser = canonicaliser
        self._features: Mapping[str, Callable[[Profile, Profile], Fired]] = {
            "Zone": self._zone,
            "Company": self._company,
            "Organization": _organization,
            "Leader": _leader,
            "Project": _project,
            "Policy": _policy,
            "Place": _place,
        }

    def judge(self, left: Profile, right: Profile) -> Judged:
        """Return the rules' judgement on two profiles of one type, the sum of the weights that fire."""
        first, second = (left, right) if left.id < right.id else (right, left)
        table = weights()
        scale = table.by_type.get(first.type, {})
        features = self._features.get(first.type)
        reasons = tuple(
            Reason(name, scale[name], detail)
            for name, detail in (features(first, second) if features else ())
            if name in scale
        )
        total = round(sum(reason.weight for reason in reasons), 3)
        if total >= table.positive:
            judgement = Judgement.POSITIVE
        elif total >= table.unsure:
            judgement = Judgement.UNSURE
        elif total <= table.negative:
            judgement = Judgement.NEGATIVE
        else:
            judgement = Judgement.NONE
        ids = pair(first.id, second.id)
        return Judged(*ids, judgement, min(1.0, max(0.0, total)), reasons)

    def _zone(self, left: Profile, right: Profile) -> Fired:
        near = tuple(sorted(left.cities | right.cities | left.places | right.places))
        zones = self._canonicaliser.zones
        mine = [zones.parts(name, near) for name in left.names]
        theirs = [zones.parts(name, near) for name in right.names]
        core = min({p.core for p in mine} & {p.core for p in theirs} - {""}, default="")
        kinds = {p.family for p in mine if p.core == core}, {p.family for p in theirs if p.core == core}
        if core and kinds[0] & kinds[1]:
            yield "same_name", core
        elif core and any(same_family(a, b) for a in kinds[0] for b in kinds[1]):
            yield "open_form", f"{core}: {OPEN_FAMILY}"
        elif core:
            yield "other_kind", f"{'、'.join(sorted(kinds[0]))} – {'、'.join(sorted(kinds[1]))}"
        yield from self._zone_place(left, right, core)

    @staticmethod
    def _zone_place(left: Profile, right: Profile, core: str) -> Fired:
        if left.places and right.places:
            if compatible(sorted(left.places), sorted(right.places)):
                yield "same_place", f"{_first(left.places)} – {_first(right.places)}"
            else:
                yield "other_place", f"{_first(left.places)} – {_first(right.places)}"
        elif left.cities & right.cities:
            said = left.places or right.places
            yield ("place_of_document" if said else "same_city"), _first(left.cities & right.cities)
        elif left.cities and right.cities and (left.places or right.places):
            yield "other_place", f"{_first(left.cities)} – {_first(right.cities)}"
        over = (left.zones & right.zones) | (left.zones & {right.id}) | (right.zones & {left.id})
        if left.zones & right.zones:
            yield "same_parent", _first(left.zones & right.zones)
        elif len(core) >= _OWN_NAME and _zone_in_document(left, right):
            yield "zone_in_document", _first(_zone_in_document(left, right))
        elif left.said and right.said and not over:
            yield "other_parent", f"{_first(left.said)} – {_first(right.said)}"

    def _company(self, left: Profile, right: Profile) -> Fired:
        same = _same_name(left, right)
        surface = min(set(left.names) & set(right.names), default="")
        if surface and len(surface) >= _SHORT_LEAST:
            yield "same_surface", surface
        elif same and len(same) >= _SHORT_LEAST:
            yield "same_name", same
        else:
            yield from _short_forms(left, right)
        yield from _nearness(left, right)
        yield from _apart(left, right)
        yield from self._company_kinds(left, right, surface)
        if left.bodies & right.bodies:
            yield "same_investment", _first(left.bodies & right.bodies)

    def _company_kinds(self, left: Profile, right: Profile, surface: str) -> Fired:
        mine = [name for name in left.names if is_legal_name(name)]
        theirs = [name for name in right.names if is_legal_name(name)]
        if mine and theirs:
            cores = [
                {self._canonicaliser.region(company_name(n).core) for n in names} for names in (mine, theirs)
            ]
            if not {core for core, _ in cores[0]} & {core for core, _ in cores[1]}:
                yield "other_full_name", f"{mine[0]} – {theirs[0]}"
            elif not any(not a or not b or a == b for _, a in cores[0] for _, b in cores[1]):
                yield "other_region", f"{mine[0]} – {theirs[0]}"
        groups = [{company_name(n).group for n in names} for names in (left.names, right.names)]
        if True in groups[0] ^ groups[1] and not surface and not _group_of_same_core(left, right):
            yield "group_and_member", _both(left, right)
        units = [{company_name(n).branch for n in names} for names in (left.names, right.names)]
        if not units[0] & units[1]:
            yield "unit_and_company", _both(left, right)


def _group_of_same_core(left: Profile, right: Profile) -> bool:
    """Return whether the names differ by 集团 and legal form alone (德源集团 – 德源集团有限公司)."""
    cores = [{stem.removesuffix("集团") for stem in profile.stems} for profile in (left, right)]
    return bool(cores[0] & cores[1])


def _short_form(short: str, full: str) -> str:
    """Return in which way one stem is a short form of a longer one, "" if in none."""
    if full.startswith(short):
        if len(short) < _SHORT_LEAST:
            return "brand_only" if only_trades(full[len(short) :]) else ""
        if only_trades(full[len(short) :]):
            return "short_form"
        return "loose_short_form" if has_trade(short) else "brand_opens"
    if len(short) > _SHORT_LEAST and is_subsequence(short, full):
        return "loose_short_form"
    return "other_trade"


def _short_forms(left: Profile, right: Profile) -> Fired:
    """Fire the best way in which a stem of one is a short form of a stem of the other."""
    found: dict[str, str] = {}
    for a in left.stems:
        for b in right.stems:
            short, full = sorted((a, b), key=lambda stem: (len(stem), stem))
            if len(short) >= _BRAND and short[:_BRAND] == full[:_BRAND]:
                found.setdefault(_short_form(short, full), f"{short} – {full}")
    for name in ("short_form", "brand_opens", "loose_short_form", "brand_only", "other_trade"):
        if name in found:
            yield name, found[name]
            return


def _organization(left: Profile, right: Profile) -> Fired:
    yield from _equal_names(left, right)
    yield from _nearness(left, right)
    yield from _apart(left, right)
    if left.places and right.places and not compatible(sorted(left.places), sorted(right.places)):
        yield "other_place", f"{_first(left.places)} – {_first(right.places)}"


def _leader(left: Profile, right: Profile) -> Fired:
    same = _same_name(left, right)
    if same:
        yield "same_name", same
    bodies = left.bodies & right.bodies
    inside = (left.bodies & right.zones) | (right.bodies & left.zones)
    if bodies:
        yield "same_body", _first(bodies)
    elif inside:
        yield "body_inside", _first(inside)
    elif left.zones & right.zones:
        yield "same_zone", _first(left.zones & right.zones)
    elif _body_in_document(left, right, len(same)):
        yield "zone_in_document", _first(_body_in_document(left, right, len(same)))
    elif left.bodies and right.bodies:
        yield "other_body", f"{_first(left.bodies)} – {_first(right.bodies)}"
    if not bodies and left.cities & right.cities:
        yield "same_city", _first(left.cities & right.cities)
    yield from _apart(left, right)


def _body_in_document(left: Profile, right: Profile, length: int) -> frozenset[str]:
    """Return the bodies of one's posts that a document of the other names.

    Where both hold posts, at different bodies, both documents must name both, and the name must have three
    characters or more: then it is one person who moved rather than two of a common name.
    """
    mine, theirs = left.bodies & right.around, right.bodies & left.around
    if left.bodies and right.bodies:
        return mine | theirs if mine and theirs and length >= _SHORT_LEAST else frozenset()
    return mine | theirs


def _project(left: Profile, right: Profile) -> Fired:
    yield from tuple(_equal_names(left, right)) or _inside(left, right)
    investors = left.bodies & right.bodies
    if investors:
        yield "same_investor", _first(investors)
    yield from _nearness(left, right)
    yield from _apart(left, right)
    mine = [project_name(name) for name in left.names]
    theirs = [project_name(name) for name in right.names]
    phases = [{name.phase for name in names} for names in (mine, theirs)]
    if not phases[0] & phases[1]:
        unsaid = "" in phases[0] | phases[1]
        yield ("phase_unsaid" if unsaid else "other_phase"), f"{max(phases[0])} – {max(phases[1])}"
    sizes = [{size for name in names for size in name.sizes} for names in (mine, theirs)]
    if sizes[0] and sizes[1] and not sizes[0] & sizes[1]:
        yield "other_size", f"{min(sizes[0])} – {min(sizes[1])}"


def _inside(left: Profile, right: Profile) -> Fired:
    """Fire when a long stem of one ends or opens a stem of the other."""
    for a in left.stems:
        for b in right.stems:
            short, full = sorted((a, b), key=lambda stem: (len(stem), stem))
            if len(short) >= _INSIDE_LEAST and (full.endswith(short) or full.startswith(short)):
                yield "name_inside", f"{short} – {full}"
                return


def _policy(left: Profile, right: Profile) -> Fired:
    yield from tuple(_equal_names(left, right)) or _inside(left, right)
    zones = left.zones & right.zones
    if zones:
        yield "same_zone", _first(zones)
    elif left.provinces & right.provinces:
        yield "same_province", _first(left.provinces & right.provinces)
    elif left.provinces and right.provinces:
        yield "other_province", f"{_first(left.provinces)} – {_first(right.provinces)}"
    if not zones and left.zones and right.zones:
        yield "other_zone", f"{_first(left.zones)} – {_first(right.zones)}"
    yield from _apart(left, right)


def _place(left: Profile, right: Profile) -> Fired:
    same = _same_name(left, right)
    if same:
        yield "same_name", same
    codes = sorted(left.places), sorted(right.places)
    if codes[0] and codes[1] and not compatible(*codes):
        yield "other_place", f"{codes[0][0]} – {codes[1][0]}"
    elif left.cities & right.cities:
        yield "same_city", _first(left.cities & right.cities)
