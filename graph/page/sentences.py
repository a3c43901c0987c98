"""The shared tables of sentences and quotations: each stands in the page once, whoever it proves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.model import Edge, Evidence, Node
from graph.page.indexed import DOCUMENT
from graph.page.packing import clean


@dataclass(slots=True)
class _Numbered:
    """Gives each value a number in the order of first use."""

    values: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, value: str) -> int:
        known = self.numbers.get(value)
        if known is None:
            known = self.numbers[value] = len(self.values)
            self.values.append(value)
        return known


@dataclass(slots=True)
class SentenceTables:
    """Sentences and the quotations in them, each with a number.

    texts: what is shown of each sentence. documents, starts: its document (place among the nodes plus one, 0
    when the document is not in the graph) and its offset there, in code points. quotes: rows of sentence,
    offset in it, length, source ("by"), score in percent, property (0 for none). sources, properties: their
    names by number.
    """

    places: dict[str, int]
    documents_text: dict[str, str]
    texts: list[str] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    quotes: list[tuple[int, int, int, int, int, int]] = field(default_factory=list)
    sources: _Numbered = field(default_factory=_Numbered)
    properties: _Numbered = field(default_factory=lambda: _Numbered([""], {"": 0}))
    _sentences: dict[tuple[str, int, int], int] = field(default_factory=dict)
    _known: dict[tuple[object, ...], int] = field(default_factory=dict)

    def _sentence_text(self, evidence: Evidence) -> tuple[int, int, str]:
        """Return start, end and text of what is shown: the sentence if it is known and holds the quote."""
        start, end = evidence.sentence
        text = self.documents_text.get(evidence.document)
        inside = start <= evidence.start and evidence.end <= end
        if text is not None and inside and text[evidence.start : evidence.end] == evidence.quote:
            return start, end, text[start:end]
        return evidence.start, evidence.end, evidence.quote

    def _sentence(self, evidence: Evidence) -> tuple[int, int]:
        start, end, text = self._sentence_text(evidence)
        key = (evidence.document, start, end)
        number = self._sentences.get(key)
        if number is None:
            number = self._sentences[key] = len(self.texts)
            self.texts.append(clean(text))
            self.documents.append(self.places.get(evidence.document, -1) + 1)
            self.starts.append(max(0, start))
        return number, start

    def add(self, items: Sequence[Evidence]) -> list[int]:
        """Return the numbers of these quotations, which are new or stand in the table already."""
        known, numbers = self._known, []
        for item in items:
            key = (
                item.document,
                item.start,
                item.end,
                item.sentence,
                item.property,
                item.by,
                item.score,
            )
            number = known.get(key)
            if number is None:
                number = known[key] = len(self.quotes)
                self.quotes.append(self._row(item))
            numbers.append(number)
        return numbers

    def _row(self, evidence: Evidence) -> tuple[int, int, int, int, int, int]:
        sentence, start = self._sentence(evidence)
        return (
            sentence,
            evidence.start - start,
            max(0, evidence.end - evidence.start),
            self.sources.number(evidence.by),
            round(100 * min(1.0, max(0.0, evidence.score))),
            self.properties.number(evidence.property or ""),
        )


def document_texts(nodes: Sequence[Node], *, no_text: bool) -> dict[str, str]:
    """Return the text of each Document that carries one; none at all under no_text."""
    if no_text:
        return {}
    texts = ((node.id, node.properties.get("text")) for node in nodes if node.type == DOCUMENT)
    return {identifier: text for identifier, text in texts if isinstance(text, str)}


def quotes_of(tables: SentenceTables, items: Sequence[Node | Edge]) -> tuple[list[int], list[int]]:
    """Return the quotation numbers of all items in one list, and how many each item has."""
    numbers: list[int] = []
    counts: list[int] = []
    for item in items:
        numbers.extend(tables.add(item.evidence))
        counts.append(len(item.evidence))
    return numbers, counts
