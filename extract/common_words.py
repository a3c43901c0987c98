"""Knows the words of running text: names hold a rare word, slogans and verb phrases are made of common ones.

The counts are learned from the training documents' text outside of annotated names (extract/train_merge.py)
and kept in the merge model.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from extract.annotations import AnalysedText, Mention, Word


def count_words(texts: Iterable[tuple[AnalysedText, Sequence[Mention]]]) -> dict[str, int]:
    """Return in how many texts each word stands outside of all names, if in more than one.

    texts: each with its annotated names.
    """
    counts: Counter[str] = Counter()
    for analysed, mentions in texts:
        named = {offset for mention in mentions for offset in range(mention.start, mention.end)}
        counts.update(
            {
                analysed.text[word.start : word.end]
                for word in analysed.words
                if word.start not in named
                and word.end - 1 not in named
                and analysed.text[word.start].isalpha()
            }
        )
    return {word: count for word, count in sorted(counts.items()) if count > 1}


def commonness(
    text: str, words: Sequence[Word], counts: Mapping[str, int]
) -> tuple[float, float, float, float]:
    """Return how common the rarest, the average, the first and the last word are: log(1 + texts)."""
    values = [math.log1p(counts.get(text[word.start : word.end], 0)) for word in words]
    if not values:
        return 0.0, 0.0, 0.0, 0.0
    return min(values), sum(values) / len(values), values[0], values[-1]
