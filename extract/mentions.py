"""Finds a document's mentions: gazetteers, patterns, tagger, base layer and user terms vote, then merge."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extract.annotations import AnalysedText, Mention, Vote
from extract.base_layer import base_mentions
from extract.boosting import Trees
from extract.gazetteers import Gazetteers
from extract.merge import TAGGER, TERMS, merge
from extract.patterns import pattern_mentions
from extract.tagger import Tagger
from extract.terms import TermFinder

if TYPE_CHECKING:
    from spacy.language import Language

# A row says that a name exists, not that the text means it: scores are low, the merge weighs them.
_GAZETTEER_TYPES = {
    "zone": ("Zone", 0.6),
    "place": ("Place", 0.35),
    "listed_company": ("Company", 0.35),
    "industry": ("Industry", 0.2),
}
LIKELY_ENOUGH = 0.05


@dataclass(frozen=True, slots=True)
class Finding:
    """All that the mention stage says of one document; rejected: votes dropped, by rule."""

    mentions: tuple[Mention, ...]
    rejected: Counter[str]


def gazetteer_mentions(analysed: AnalysedText, gazetteers: Gazetteers) -> tuple[Mention, ...]:
    """Return the names of zones, divisions, listed companies and industries that the data files know."""
    found: list[Mention] = []
    for match in gazetteers.find(analysed.text):
        label = _GAZETTEER_TYPES.get(match.kind)
        if label is not None:
            by = f"gazetteer:{match.kind}"
            found.append(
                Mention(match.start, match.end, label[0], by, label[1], (Vote(by, label[0], label[1]),))
            )
    return tuple(found)


class MentionFinder:
    """Finds the final mentions of documents; its stages can be called one by one."""

    __slots__ = ("_base", "_gazetteers", "_tagger", "_terms", "_trees")

    def __init__(
        self,
        tagger: Tagger,
        gazetteers: Gazetteers,
        terms: TermFinder | None = None,
        base: Language | None = None,
        trees: Trees | None = None,
    ) -> None:
        self._tagger = tagger
        self._gazetteers = gazetteers
        self._terms = terms
        self._base = base
        self._trees = trees

    @staticmethod
    def load(
        terms: Path | None = None,
        tagger: Tagger | None = None,
        gazetteers: Gazetteers | None = None,
        base: Language | None = None,
        trees: Trees | None = None,
    ) -> MentionFinder:
        """Read the shipped model and gazetteers and the user's terms.

        tagger, gazetteers: instead of the shipped ones. base: an optional spaCy pipeline that votes too.
        trees: a merge model instead of the shipped one.
        Raises ResourceError when a file is missing or malformed.
        """
        gazetteers = gazetteers or Gazetteers.load()
        tagger = tagger or Tagger.load(gazetteers=gazetteers)
        return MentionFinder(tagger, gazetteers, TermFinder.load(terms) if terms else None, base, trees)

    def gazetteer_mentions(self, analysed: AnalysedText) -> tuple[Mention, ...]:
        """Return the votes of the gazetteers."""
        return gazetteer_mentions(analysed, self._gazetteers)

    def pattern_mentions(self, analysed: AnalysedText) -> tuple[Mention, ...]:
        """Return the votes of the patterns."""
        return pattern_mentions(analysed)

    def tagger_mentions(self, analysed: AnalysedText) -> tuple[Mention, ...]:
        """Return the candidates of the tagger with their probabilities, unlikely ones included."""
        return self._tagger.candidates(analysed, LIKELY_ENOUGH)

    def term_mentions(self, analysed: AnalysedText) -> tuple[Mention, ...]:
        """Return the user's terms in this text."""
        return self._terms.find(analysed) if self._terms else ()

    def base_mentions(self, analysed: AnalysedText) -> tuple[Mention, ...]:
        """Return the votes of the optional base layer."""
        return base_mentions(analysed, self._base)

    def votes(self, analysed: AnalysedText) -> dict[str, tuple[Mention, ...]]:
        """Return what every source says, by source."""
        return {
            "base": self.base_mentions(analysed),
            "gazetteer": self.gazetteer_mentions(analysed),
            "pattern": self.pattern_mentions(analysed),
            TAGGER: self.tagger_mentions(analysed),
            TERMS: self.term_mentions(analysed),
        }

    def examine(self, analysed: AnalysedText) -> Finding:
        """Return the final mentions with the count of what each rule rejected."""
        mentions, rejected = merge(analysed, self.votes(analysed), self._trees)
        return Finding(mentions, rejected)

    def find(self, analysed: AnalysedText) -> tuple[Mention, ...]:
        """Return the final mentions of a document, in text order."""
        return self.examine(analysed).mentions
