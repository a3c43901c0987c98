"""Splits a document's text into sentences and words, once, for every later stage."""

from __future__ import annotations

import re

import rjieba

from extract.annotations import AnalysedText, Word

# A sentence ends after 。！？ with the closing quotes and brackets behind them, and at every line break.
_SENTENCE = re.compile(r"[^\r\n。！？!?]*(?:[。！？!?]+[”’」』）)》】\"']*|(?=[\r\n])|\Z)")


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the half-open spans of all sentences, white space around them left out."""
    spans: list[tuple[int, int]] = []
    for match in _SENTENCE.finditer(text):
        piece = match[0]
        stripped = piece.strip()
        if stripped:
            start = match.start() + piece.index(stripped)
            spans.append((start, start + len(stripped)))
    return tuple(spans)


def split_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text with their parts of speech (rjieba, its own tag set)."""
    words: list[Word] = []
    position = 0
    for word, tag in rjieba.tag(text):
        words.append(Word(position, position + len(word), tag))
        position += len(word)
    return tuple(words)


def analyse(
    text: str,
    furniture: tuple[tuple[int, int], ...] = (),
    title_span: tuple[int, int] | None = None,
    published: str = "",
) -> AnalysedText:
    """Return the text with its sentences and words.

    furniture: half-open spans of page furniture. title_span: of the title. published: ISO date or "".
    """
    return AnalysedText(text, split_sentences(text), split_words(text), furniture, title_span, published)
