"""What all documents together say about one id: its names, where it is, whom it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract.identity.canonical import Canonicaliser, Key, Setting
from extract.identity.names import (
    bare_person,
    company_name,
    is_generic_company,
    is_generic_organization,
    is_generic_zone_name,
    policy_stem,
    project_name,
    standard_body,
    standard_company,
    text_property,
)
from extract.identity.occurrence import Occurrence
from extract.identity.places import city_code
from graph.model import fold

# Relations by which a type says where it is or whom it belongs to; "<" is a relation that comes in.
_ZONE_RELATIONS: Mapping[str, tuple[str, ...]] = {
    "Zone": ("PART_OF", "LOCATED_IN"),
    "Company": ("LOCATED_IN",),
    "Project": ("LOCATED_IN",),
    "Organization": ("LOCATED_IN",),
    "Policy": ("<IMPLEMENTS",),
    "Leader": ("LEADS",),
}
_BODY_RELATIONS: Mapping[str, tuple[str, ...]] = {
    "Leader": ("LEADS",),
    "Project": ("<INVESTS_IN",),
    "Company": ("INVESTS_IN",),
    "Policy": ("<IMPLEMENTS",),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that comparisons look at, of one id.

    names: folded forms that mean it beyond one document. stems: those forms in the type's comparable form.
    zones: canonical ids of the zones that it is in or that its documents are about; said: of the first kind
    only; around: of all that its documents name. bodies: canonical ids of posts' bodies, investors or
    issuers. cities, provinces: codes around it. places: codes that its own names say. documents: where it
    occurs. identifiers: named sets of values that two of one thing share.
    """

    id: str
    type: str
    key: Key
    names: tuple[str, ...]
    stems: tuple[str, ...]
    zones: frozenset[str]
    said: frozenset[str]
    around: frozenset[str]
    bodies: frozenset[str]
    cities: frozenset[str]
    provinces: frozenset[str]
    places: frozenset[str]
    documents: frozenset[str]
    identifiers: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Names:
    """What an id is called: folded names beyond one document, and their forms that comparisons use."""

    type: str
    names: tuple[str, ...]
    stems: tuple[str, ...]


def _company_stems(names: Iterable[str], canonicaliser: Canonicaliser) -> Iterable[str]:
    for name in names:
        parts = company_name(name)
        yield (standard_company(parts.core) or canonicaliser.region(parts.core)[0]) + parts.branch


def _stems(kind: str, names: Sequence[str], canonicaliser: Canonicaliser) -> tuple[str, ...]:
    readers: Mapping[str, Callable[[Sequence[str]], Iterable[str]]] = {
        "Zone": lambda forms: (canonicaliser.zones.parts(form).core for form in forms),
        "Company": lambda forms: _company_stems(forms, canonicaliser),
        "Organization": lambda forms: map(standard_body, forms),
        "Leader": lambda forms: map(bare_person, forms),
        "Project": lambda forms: (project_name(form).stem for form in forms),
        "Policy": lambda forms: map(policy_stem, forms),
    }
    reader = readers.get(kind)
    return tuple(sorted(set(reader(names)) - {""})) if reader else tuple(names)


def _own_names(kind: str, occurrences: Sequence[Occurrence]) -> tuple[str, ...]:
    """Return the folded forms of a thing that name it beyond one document, sorted."""
    names = {form for occurrence in occurrences for form in occurrence.surfaces}
    if kind == "Zone":
        names = {name for name in names if not is_generic_zone_name(name)}
    elif kind == "Company":
        names |= {fold(text_property(o.node, "full_name")) for o in occurrences} - {""}
        names = {name for name in names if not is_generic_company(name)}
    elif kind == "Organization":
        names = {name for name in names if not is_generic_organization(name)}
    return tuple(sorted(names)) or (fold(occurrences[0].node.name),)


def _identifiers(
    kind: str, key: Key, names: Sequence[str], occurrences: Sequence[Occurrence]
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    if key.parts[0] in ("code", "credit_code", "stock_code", "number"):
        found[key.parts[0]].add(key.parts[1])
    if kind == "Company":
        for name in ("credit_code", "stock_code"):
            found[name].update(text_property(o.node, name).split(".")[0] for o in occurrences)
        found["branch"].update(company_name(name).branch for name in names)
    elif kind == "Project":
        found["phase"].update(project_name(name).phase for name in names)
    return {name: frozenset(values - {""}) for name, values in found.items() if values - {""}}


class Profiler:
    """Makes profiles, type after type, with the canonical ids of the types before."""

    def __init__(
        self,
        canonicaliser: Canonicaliser,
        settings: Mapping[str, Setting],
        own: Mapping[tuple[str, str], str],
        canonical: Mapping[str, str],
        parents: Mapping[str, frozenset[str]],
        zones: Iterable[tuple[str, str]],
    ) -> None:
        """Make profiles with canonical ids so far.

        parents: the zones that a zone (canonical id) is part of. zones: document and own id of every zone.
        """
        self._parents = parents
        around: dict[str, set[str]] = defaultdict(set)
        for document, own_id in zones:
            around[document].add(canonical.get(own_id, own_id))
        self._around = {document: frozenset(around[document]) for document in settings}
        self._canonicaliser = canonicaliser
        self._settings = settings
        self._own = own
        self._canonical = canonical

    def _final(self, document: str, node: str) -> str:
        own = self._own.get((document, node), "")
        return self._canonical.get(own, own)

    def names(self, occurrences: Sequence[Occurrence]) -> Names:
        """Return the names of the occurrences that share one id, and their comparable forms."""
        kind = occurrences[0].type
        names = _own_names(kind, occurrences)
        return Names(kind, names, _stems(kind, names, self._canonicaliser))

    def profile(
        self, own_id: str, key: Key, occurrences: Sequence[Occurrence], named: Names | None = None
    ) -> Profile:
        """Return the profile of the occurrences that share one id. named: their names, if read already."""
        held = named or self.names(occurrences)
        kind, names, stems = held.type, held.names, held.stems
        said: set[str] = set()
        zones: set[str] = set()
        bodies: set[str] = set()
        codes: set[str] = set()
        for occurrence in occurrences:
            setting = self._settings[occurrence.document]
            said.update(self._ends(occurrence, _ZONE_RELATIONS.get(kind, ()), "zone-"))
            bodies.update(self._ends(occurrence, _BODY_RELATIONS.get(kind, ()), ""))
            codes.update(self._place_codes(occurrence))
            codes.update(setting.places)
            main = self._final(occurrence.document, setting.zone_node) if setting.zone_node else ""
            zones.update({main} - {"", own_id})
        zones |= said
        over = {parent for zone in sorted(zones) for parent in self._parents.get(zone, ())} - {own_id}
        places = self._said_places(kind, names, occurrences)
        around = codes | places
        return Profile(
            own_id,
            kind,
            key,
            names,
            stems,
            frozenset(zones | over),
            frozenset(said),
            frozenset(zone for o in occurrences for zone in self._around[o.document]) - {own_id},
            frozenset(bodies),
            frozenset(filter(None, map(city_code, around))),
            frozenset(code[:2] for code in around),
            frozenset(places),
            frozenset(occurrence.document for occurrence in occurrences),
            _identifiers(kind, key, names, occurrences),
        )

    def _ends(self, occurrence: Occurrence, relations: Sequence[str], start: str) -> set[str]:
        found = {
            self._final(occurrence.document, node.id)
            for relation in relations
            for node in occurrence.neighbours.get(relation, ())
        }
        return {end for end in found if end and end.startswith(start)}

    def _place_codes(self, occurrence: Occurrence) -> set[str]:
        """Return the codes of the places that a thing is said to be in."""
        near = self._settings[occurrence.document].near
        found: set[str] = set()
        for node in occurrence.neighbours.get("LOCATED_IN", ()):
            if node.type == "Place":
                codes = self._canonicaliser.narrowed_places(fold(node.name), near)
                found.update(codes if len(codes) == 1 else ())
        return found

    def _said_places(self, kind: str, names: Sequence[str], occurrences: Sequence[Occurrence]) -> set[str]:
        """Return the divisions that the names themselves say for certain."""
        near = tuple(sorted({code for o in occurrences for code in self._settings[o.document].near}))
        found: set[str] = set()
        for name in names:
            if kind == "Zone":
                codes = self._canonicaliser.zones.parts(name, near).places
            elif kind in ("Company", "Organization", "Place"):
                codes = self._canonicaliser.narrowed_places(name, near)
            else:
                codes = ()
            found.update(codes if len(codes) == 1 else ())
        return found
