"""Reads the YAML files of extract/data: word lists, patterns, tables and texts with their sources."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

from graph.errors import ResourceError


def read_data(path: str) -> Any:
    """Return the content of a YAML file of extract/data. path: from there, such as "messages.yaml".

    Raises ResourceError when it is missing or no YAML.
    """
    try:
        text = resources.files("extract").joinpath("data", *path.split("/")).read_text(encoding="utf-8")
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, yaml.YAMLError) as error:
        raise ResourceError(f"data/{path} cannot be read ({error}); reinstall zonegraph") from error


@cache
def load_rules(name: str) -> dict[str, Any]:
    """Return one rule file as plain data, read once; callers must not change it.

    name: its stem, such as "lists". Raises ResourceError when it is missing or no mapping.
    """
    data = read_data(f"rules/{name}.yaml")
    if not isinstance(data, dict):
        raise ResourceError(f"rule file {name}.yaml holds no mapping at its top; reinstall zonegraph")
    return data


def alternation(words: list[str]) -> str:
    """Return a regular expression for any of these patterns, the longest tried first."""
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"
