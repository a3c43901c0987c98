"""Reads a user's own terms (surface, type, canonical name) and finds them in text; they win over all else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from extract.annotations import AnalysedText, Mention, Vote
from extract.tagger import TYPES
from graph.errors import ResourceError

NEVER = "-"
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Term:
    """One row of a term file: surface in text, node type or "-" for never, canonical name or ""."""

    surface: str
    type: str
    canonical: str


def read_terms(path: Path) -> tuple[Term, ...]:
    """Return the rows of a tab-separated term file, in its order.

    Columns: surface, type, canonical name (optional). Empty lines and lines that begin with # are skipped.
    Raises ResourceError that names all faulty lines at once: no tab, an unknown type, the same surface twice.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(
            f"terms {path} cannot be read: {error}; give a UTF-8 file of surface TAB type TAB canonical name"
        ) from error
    terms: dict[str, Term] = {}
    faults: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        fault = _fault(cells, terms)
        if fault:
            faults.append(f"line {number}: {fault}")
        else:
            terms[cells[0]] = Term(cells[0], cells[1], cells[2] if len(cells) > 2 else "")
    if faults:
        raise ResourceError(f"terms {path}: {'; '.join(faults)}; correct these lines")
    return tuple(terms.values())


def _fault(cells: list[str], terms: dict[str, Term]) -> str:
    if len(cells) < 2 or not cells[0]:
        return "surface and type, separated by a tab, are needed"
    if cells[1] != NEVER and cells[1] not in TYPES:
        return f"unknown type {cells[1]!r} (one of {', '.join(TYPES)} or {NEVER})"
    if cells[0] in terms:
        return f"{cells[0]!r} stands twice"
    return ""


def _pattern(surface: str) -> str:
    """Return a pattern that also finds the surface with white space inside (李 育 智)."""
    return r"[ \u3000]*".join(re.escape(letter) for letter in _BLANK.sub("", surface))


class TermFinder:
    """Finds the terms of one file in texts, longer surfaces before shorter ones."""

    __slots__ = ("_pattern", "_source", "_terms")

    def __init__(self, terms: tuple[Term, ...], source: str = "terms") -> None:
        ordered = sorted(terms, key=lambda term: (-len(term.surface), term.surface))
        self._terms = {_BLANK.sub("", term.surface): term for term in ordered}
        self._source = source
        self._pattern = re.compile("|".join(_pattern(term.surface) for term in ordered)) if ordered else None

    @staticmethod
    def load(path: Path) -> TermFinder:
        """Read a term file; raises ResourceError when it has faults."""
        return TermFinder(read_terms(path), f"terms:{path.name}")

    def find(self, analysed: AnalysedText) -> tuple[Mention, ...]:
        """Return all occurrences in text order; those of type "-" say that nothing may be named there."""
        if self._pattern is None:
            return ()
        found: list[Mention] = []
        for match in self._pattern.finditer(analysed.text):
            term = self._terms[_BLANK.sub("", match[0])]
            vote = Vote(self._source, term.type, 1.0)
            found.append(
                Mention(match.start(), match.end(), term.type, self._source, 1.0, (vote,), term.canonical)
            )
        return tuple(found)
