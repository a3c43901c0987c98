"""Merges the votes of all sources into final mentions: no overlaps, user terms first.

Candidates are described in extract/candidates.py; trees learned over the training documents
(extract/train_merge.py) turn each into a probability; the best set of names without
overlap wins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extract.annotations import AnalysedText, Mention, Vote
from extract.boosting import Trees
from extract.candidates import SHORT_NAME, Candidates, Key, gather
from extract.names import joined_parts, repaired, veto, words_of
from extract.rules import load_rules
from extract.tagger import TYPES, choose

MODEL = Path(__file__).parent / "data" / "model" / "merge.model"
TERMS = "terms"
TAGGER = "tagger"
# Names below this probability are left out. Spans of held-out writers of reports: F1 0.815 at 0.4, 0.810 at
# 0.5, 0.803 here; of news 0.820, 0.825, 0.825, and its edges 0.43 at 0.45, 0.44 here.
FLOOR = 0.55
_JUST_A_NAME = FLOOR + 0.01
# A name of these types means the same all through a document ("one sense per discourse", Gale, Church and
# Yarowsky 1992); the word for an industry is often no name. So what is a name once is one where it is half
# as likely, and less than a whole name (远禾 for 湖南远禾集团) where it is likely at all. Spans of news: F1
# 0.825 without both, 0.834 with the first, 0.845 and 0.849 with the second from 0.15 and from 0.05.
_ONE_SENSE = frozenset(TYPES) - {"Industry"}
_HALF_AS_LIKELY, _LIKELY_AT_ALL = 0.3, 0.05
# Score of a member that nothing but its decisive list shows: most of them are annotated.
_LISTED = 0.7
_LONGEST_MEMBER = 20


@cache
def shipped_trees() -> Trees:
    """Return the shipped merge model, read once a process; raises ResourceError when it is missing."""
    return Trees.load(MODEL)


def _blocked(start: int, end: int, terms: Sequence[Mention]) -> bool:
    return any(term.start < end and start < term.end for term in terms)


def _deciding(votes: Sequence[Vote], kind: str) -> str:
    """Return the source of the surest vote for this type."""
    return max(votes, key=lambda vote: (vote.type == kind, vote.score, vote.by)).by


def _decide_patterns(found: Candidates, scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the scores with candidates of decisive patterns (《…办法》, 一带一路) raised to its least."""
    least: dict[str, float] = load_rules("policies")["decisive"]
    decided = scores.copy()
    for number, votes in enumerate(found.votes):
        for vote in votes:
            decided[number] = max(decided[number], least.get(vote.by, 0.0))
    return decided


def _decide_lists(found: Candidates, scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the scores with members of decisive lists (等项目, 等企业) raised for the list's type alone.

    A member takes the best score of its span; one that only its list shows gets a middling score.
    """
    index = {key: number for number, key in enumerate(found.keys)}
    decisive: dict[str, list[str]] = load_rules("lists")["decisive"]
    decided = scores.copy()
    for names in found.lists:
        if not names.strong or names.type not in decisive.get(names.rule, ()):
            continue
        kind = TYPES.index(names.type)
        for member in names.members:
            wanted = index.get((member.start, member.end, kind))
            if wanted is None or not 2 <= member.end - member.start <= _LONGEST_MEMBER:
                continue
            rivals = [index.get((member.start, member.end, other)) for other in range(len(TYPES))]
            best = max(float(scores[rival]) for rival in rivals if rival is not None)
            for rival in rivals:
                if rival is not None:
                    decided[rival] = 0.0
            decided[wanted] = max(best, _LISTED)
    return decided


def _decide_repeated(
    text: str, found: Candidates, scores: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Return the scores with candidates raised where the document has the name, or more of it, elsewhere."""
    surfaces = [(text[start:end], kind) for start, end, kind in found.keys]
    named = {
        surface
        for surface, score in zip(surfaces, scores, strict=True)
        if score > FLOOR and TYPES[surface[1]] in _ONE_SENSE
    }
    raised = scores.copy()
    for number, surface in enumerate(surfaces):
        if not _LIKELY_AT_ALL <= scores[number] <= FLOOR:
            continue
        is_named = surface in named and scores[number] >= _HALF_AS_LIKELY
        if is_named or any(vote.by == SHORT_NAME for vote in found.votes[number]):
            raised[number] = _JUST_A_NAME
    return raised


def _surest_votes(found: Candidates) -> npt.NDArray[np.float32]:
    """Return the score of every candidate's surest vote for its type.

    It decides where a pipeline has no tagger: the trees learned with a tagger's votes and doubt all else.
    """
    return np.array(
        [
            max((vote.score for vote in votes if vote.type == TYPES[key[2]]), default=0.0)
            for key, votes in zip(found.keys, found.votes, strict=True)
        ],
        dtype=np.float32,
    )


def merge(
    analysed: AnalysedText,
    votes_by_source: Mapping[str, Sequence[Mention]],
    trees: Trees | None = None,
) -> tuple[tuple[Mention, ...], Counter[str]]:
    """Return the final mentions in text order and how many candidates each rule rejected.

    votes_by_source: source name → its mentions; those of "terms" win, type "-" there means never; a source
    that takes no part is left out.
    trees: a model in place of the shipped one. A mention's score is the probability that span and type are
    right, its votes are those of all sources for that span and type.
    """
    rejected: Counter[str] = Counter()
    terms = list(votes_by_source.get(TERMS, ()))
    trees = trees or shipped_trees()
    sources = {name: votes for name, votes in votes_by_source.items() if name != TERMS}
    found = gather(analysed, sources, trees.metadata["common_words"])
    scores = trees.probabilities(found.rows)
    scores = _decide_lists(found, _decide_patterns(found, scores))
    scores = _decide_repeated(analysed.text, found, scores)
    if TAGGER not in votes_by_source:
        scores = np.maximum(scores, _surest_votes(found))
    index = {key: number for number, key in enumerate(found.keys)}
    open_keys = [key for key in found.keys if not _blocked(key[0], key[1], terms)]
    rejected["user term"] += len(found.keys) - len(open_keys)
    likely: list[tuple[int, int, int, float]] = []
    cut: dict[Key, Key] = {}
    starts = [word.start for word in analysed.words]
    for key in open_keys:
        start, end, kind = key
        score = float(scores[index[key]])
        if score <= FLOOR:
            rejected["too weak"] += 1
            continue
        start, end = repaired(analysed.text, start, end, TYPES[kind])
        if (start, end, kind) != key:
            rejected["edge cut"] += 1
            cut.setdefault((start, end, kind), key)
        inside = words_of(analysed.words, starts, start, end)
        reason = veto(analysed.text, start, end, TYPES[kind], inside)
        if reason:
            rejected[f"veto: {reason}"] += 1
        else:
            likely.append((start, end, kind, score))
    best = {row[:3]: row for row in sorted(likely, key=lambda row: row[3])}
    chosen = choose(list(best.values()), FLOOR)
    rejected["overlap"] += len(likely) - len(chosen)
    kept = [term for term in terms if term.type != "-"]
    for start, end, kind, score in chosen:
        key = (start, end, kind)
        votes = found.votes[index[key]] if key in index else found.votes[index[cut[key]]]
        by = _deciding(votes, TYPES[kind])
        inside = words_of(analysed.words, starts, start, end)
        parts = joined_parts(analysed.text, start, end, TYPES[kind], inside)
        kept += [Mention(*part, TYPES[kind], by, round(score, 4), votes) for part in parts]
    return tuple(sorted(kept, key=lambda m: (m.start, -m.end))), +rejected
