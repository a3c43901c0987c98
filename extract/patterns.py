"""Finds names by their form: programmes and 《》, titles with names, zone, company and body suffixes."""

from __future__ import annotations

from extract.annotations import AnalysedText, Mention
from extract.policies import find_policies


def pattern_mentions(analysed: AnalysedText) -> tuple[Mention, ...]:
    """Return what the patterns see, in text order; mentions may overlap, each with its rule in `by`."""
    return find_policies(analysed)
