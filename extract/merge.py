"""Merges the votes of all sources into final mentions: edges, vetoes, lists, one type a name, no overlaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract.annotations import AnalysedText, Mention, Vote
from extract.tagger import choose

TERMS = "terms"
_FLOOR = 0.4


def pooled(votes_by_source: Mapping[str, Sequence[Mention]]) -> list[Mention]:
    """Return one mention a span and type, with the votes of all sources, in text order.

    by and score are those of its surest vote.
    """
    found: dict[tuple[int, int, str], list[Mention]] = {}
    for source in sorted(votes_by_source):
        for mention in votes_by_source[source]:
            found.setdefault((mention.start, mention.end, mention.type), []).append(mention)
    pool: list[Mention] = []
    for key in sorted(found):
        mentions = found[key]
        best = max(mentions, key=lambda m: (m.score, m.by))
        votes: list[Vote] = []
        for mention in mentions:
            votes += mention.votes or (Vote(mention.by, mention.type, mention.score),)
        pool.append(replace(best, votes=tuple(dict.fromkeys(votes))))
    return pool


def merge(
    analysed: AnalysedText, votes_by_source: Mapping[str, Sequence[Mention]]
) -> tuple[tuple[Mention, ...], Counter[str]]:
    """Return the final mentions in text order and how many votes each rule rejected.

    votes_by_source: source name → its mentions; those of source "terms" win, type "-" there means never.
    """
    rejected: Counter[str] = Counter()
    terms = list(votes_by_source.get(TERMS, ()))
    pool = pooled({name: votes for name, votes in votes_by_source.items() if name != TERMS})
    free: list[Mention] = []
    for mention in pool:
        if any(term.start < mention.end and mention.start < term.end for term in terms):
            rejected["term"] += 1
        else:
            free.append(mention)
    types = sorted({mention.type for mention in free})
    index = {(m.start, m.end, m.type): m for m in free}
    chosen = choose([(m.start, m.end, types.index(m.type), m.score) for m in free], _FLOOR)
    kept = [index[start, end, types[kind]] for start, end, kind, _ in chosen]
    rejected["overlap"] += len(free) - len(kept)
    kept += [term for term in terms if term.type != "-"]
    return tuple(sorted(kept, key=lambda m: (m.start, -m.end))), rejected
