"""What a user can choose about extraction, and what a run says of itself; loads nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from extract.base_layer import PACKAGE


@dataclass(frozen=True, slots=True)
class PipelineOptions:
    """What a user can choose about extraction.

    terms: TSV file of the user's own words. base_layer: whether zh_core_web_sm votes where it is installed.
    """

    terms: Path | None = None
    base_layer: bool = True


def base_layer_version() -> str:
    """Return the version of the installed zh_core_web_sm, or "" where it is not installed."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return ""


def run_information(options: PipelineOptions) -> dict[str, str]:
    """Return what a run's result depends on besides its input: versions and optional parts used."""
    return {
        "version": version("zonegraph"),
        "spacy": version("spacy"),
        "base_layer": base_layer_version() if options.base_layer else "",
    }
