"""Loads the data files of identity: synonyms and names that are known in the whole country."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from graph.errors import ResourceError
from graph.model import fold


def read_table(name: str) -> Any:
    """Return the content of a YAML file of extract/data/identity.

    Raises ResourceError when it is missing or no YAML.
    """
    try:
        text = resources.files("extract").joinpath(f"data/identity/{name}").read_text(encoding="utf-8")
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, yaml.YAMLError) as error:
        raise ResourceError(f"data/identity/{name} cannot be read ({error}); reinstall zonegraph") from error


@dataclass(frozen=True, slots=True)
class NameTables:
    """The tables of names.yaml, folded. indicators: folded synonym → folded standard name."""

    national_leaders: frozenset[str]
    person_tails: tuple[str, ...]
    national_policy_words: tuple[str, ...]
    national_policies: frozenset[str]
    indicators: dict[str, str]


@cache
def name_tables() -> NameTables:
    """Return the tables of names, read once."""
    data = read_table("names.yaml")
    return NameTables(
        frozenset(map(fold, data["national_leaders"])),
        tuple(data["person_tails"]),
        tuple(map(fold, data["national_policy_words"])),
        frozenset(map(fold, data["national_policies"])),
        {fold(form): fold(name) for name, forms in data["indicators"].items() for form in (name, *forms)},
    )
