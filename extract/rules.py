"""Reads the rule files of extract/data/rules: word lists and patterns with their sources, as plain data."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

from graph.errors import ResourceError


@cache
def load_rules(name: str) -> dict[str, Any]:
    """Return one rule file as plain data, read once; callers must not change it.

    name: its stem, such as "lists". Raises ResourceError when it is missing or no mapping.
    """
    try:
        text = resources.files("extract").joinpath(f"data/rules/{name}.yaml").read_text(encoding="utf-8")
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, yaml.YAMLError) as error:
        raise ResourceError(f"rule file {name}.yaml cannot be read: {error}; reinstall zonegraph") from error
    if not isinstance(data, dict):
        raise ResourceError(f"rule file {name}.yaml holds no mapping at its top; reinstall zonegraph")
    return data


def alternation(words: list[str]) -> str:
    """Return a regular expression for any of these patterns, the longest tried first."""
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"
