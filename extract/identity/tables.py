"""Loads the data files of identity: synonyms, names that are known in the whole country, weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extract.rules import read_data
from graph.model import fold

Language = Literal["zh", "en"]


def _synonyms(groups: Mapping[str, list[str]]) -> dict[str, str]:
    """Return folded synonym → folded standard name, the standard names themselves among them."""
    return {fold(form): fold(name) for name, forms in groups.items() for form in (name, *forms)}


@dataclass(frozen=True, slots=True)
class NameTables:
    """The tables of names.yaml and industries.yaml, folded; synonyms as form → standard name.

    body_tails: (synonym, standard name) of government bodies, the longest first.
    """

    national_leaders: frozenset[str]
    person_tails: tuple[str, ...]
    national_policy_words: tuple[str, ...]
    national_policies: frozenset[str]
    issued_documents: tuple[str, ...]
    indicators: Mapping[str, str]
    body_tails: tuple[tuple[str, str], ...]
    organizations: Mapping[str, str]
    unique_organizations: tuple[str, ...]
    common_organizations: tuple[str, ...]
    companies: Mapping[str, str]
    industries: Mapping[str, str]


@cache
def name_tables() -> NameTables:
    """Return the tables of names, read once."""
    data = read_data("identity/names.yaml")
    bodies = _synonyms(data["bodies"])
    return NameTables(
        frozenset(map(fold, data["national_leaders"])),
        tuple(data["person_tails"]),
        tuple(map(fold, data["national_policy_words"])),
        frozenset(map(fold, data["national_policies"])),
        tuple(data["issued_documents"]),
        _synonyms(data["indicators"]),
        tuple(sorted(bodies.items(), key=lambda pair: (-len(pair[0]), pair[0]))),
        _synonyms(data["organizations"]),
        tuple(data["unique_organizations"]),
        tuple(data["common_organizations"]),
        _synonyms(data["companies"]),
        _synonyms(read_data("identity/industries.yaml")),
    )


@cache
def _all_words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    data: dict[str, dict[str, dict[str, str]]] = read_data("identity/words.yaml")
    return data


def words(section: str, language: Language) -> dict[str, str]:
    """Return the interface texts of one section (changes, explain, review) in one language, by key."""
    return {key: texts[language] for key, texts in _all_words()[section].items()}


@dataclass(frozen=True, slots=True)
class Weights:
    """What features add to a score, by type, and the scores at which a pair is judged."""

    positive: float
    unsure: float
    negative: float
    by_type: Mapping[str, Mapping[str, float]]


@cache
def weights() -> Weights:
    """Return the weights of weights.yaml, read once."""
    data = read_data("identity/weights.yaml")
    limits = data["thresholds"]
    return Weights(limits["positive"], limits["unsure"], limits["negative"], data["weights"])
