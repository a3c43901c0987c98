"""Fits what extract/relation_model.py scores with: `python -m extract.relation_training`.

Each pair's own weights are learned on annotated names. The trees see pairs of names that the pipeline found,
with taggers that have not seen the document's writer (`python -m extract.train --folds`, then
`python -m extract.train_merge --folds`), so they learn how far to trust such names.
"""

from __future__ import annotations

import argparse
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from extract import coreference
from extract.annotations import AnalysedText, Entity, Mention
from extract.boosting import Boosting, Floats, Trees, averaged, learn
from extract.corpus import GoldDocument, read_documents
from extract.furniture import find_furniture
from extract.head import find_title
from extract.identity.unite import UNDIRECTED
from extract.relation_candidates import PATTERNS, Candidate, find_candidates
from extract.relation_frame import Frame, describe
from extract.relation_model import GroupWeights, RelationModel, log_odds, to_bytes
from extract.relation_rivals import rival_rows
from extract.text import analyse
from extract.train import DOCUMENTS, DOCUMENTS_AT_ONCE
from extract.train_merge import held_out_finder

logger = logging.getLogger(__name__)

MODEL = Path(__file__).parent / "data" / "model" / "relations.json.gz"
_MIN_COUNT = 3  # a feature seen less often says nothing
_MIN_POSITIVE = 5  # a group with fewer examples is not learned
_LEAST = 26  # in hundredths: an edge that is three times likelier wrong than right misleads, whatever F1 says
_ENOUGH = 40  # examples from which a kind of document has its own threshold
_FOLDS = 4
_PENALTY = 1.0  # L2, chosen by leave-one-writer-out
_TREES = Boosting(trees=160, depth=4)  # chosen by leave-one-writer-out
_SEEDS = (1, 2, 3)  # an edge hangs less on which rows a tree happened to see


def fit_group(rows: Sequence[tuple[Candidate, bool]], penalty: float = _PENALTY) -> GroupWeights:
    """Fit one group by L2-penalised logistic regression (L-BFGS); the thresholds stay at 0.5.

    rows: candidates with whether the relation holds. Deterministic for the same rows in the same order.
    """
    counts = Counter(feature for candidate, _ in rows for feature in candidate.features)
    names = sorted(feature for feature, count in counts.items() if count >= _MIN_COUNT)
    index = {name: column for column, name in enumerate(names)}
    columns = [[index[f] for f in candidate.features if f in index] for candidate, _ in rows]
    pointers = np.cumsum([0, *(len(row) for row in columns)])
    flat = np.array([column for row in columns for column in row], dtype=np.int64)
    matrix = csr_matrix((np.ones(len(flat)), flat, pointers), shape=(len(rows), len(names)))
    truth = np.array([1.0 if holds else 0.0 for _, holds in rows])
    signs = 2 * truth - 1

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, bias = parameters[:-1], parameters[-1]
        margin = signs * (matrix @ weights + bias)
        value = np.logaddexp(0, -margin).sum() + 0.5 * penalty * weights @ weights
        slope = -signs / (1 + np.exp(np.clip(margin, -500, 500)))
        return float(value), np.append(matrix.T @ slope + penalty * weights, slope.sum())

    start = np.zeros(len(names) + 1)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60}).x
    return GroupWeights(float(best[-1]), (0.5, 0.5), dict(zip(names, map(float, best[:-1]), strict=True)))


def best_threshold(scores: Sequence[tuple[float, bool]]) -> float:
    """Return the score from which taking pairs gives the best F1, between 0.26 and 0.8.

    scores: score and truth of held-out pairs.
    """
    total = sum(holds for _, holds in scores)
    best, threshold = -1.0, 0.5
    for step in range(_LEAST, 81, 2):
        limit = step / 100
        taken = [holds for score, holds in scores if score >= limit]
        f1 = 2 * sum(taken) / (len(taken) + total) if taken else 0.0
        if f1 > best + 1e-9:
            best, threshold = f1, limit
    return threshold


Row = tuple[Candidate, bool]
Find = Callable[[GoldDocument, AnalysedText], Sequence[Mention]]


@dataclass(frozen=True, slots=True)
class Reading:
    """An annotated document as the relations see it: its candidates, and which of them the annotation states.

    known: whether both names of a candidate are annotated.
    """

    writer: str
    entities: tuple[Entity, ...]
    frame: Frame
    candidates: tuple[Candidate, ...]
    truth: tuple[bool, ...]
    known: tuple[bool, ...]


def _truth(document: GoldDocument) -> frozenset[tuple[str, str, str]]:
    """Return the relations of a document as (head id, type, tail id), the undirected ones both ways."""
    found = {(r.head, r.type, r.tail) for r in document.relations}
    found |= {(r.tail, r.type, r.head) for r in document.relations if r.type in UNDIRECTED}
    return frozenset(found)


def _annotated(document: GoldDocument, _: AnalysedText) -> Sequence[Mention]:
    return document.mentions


def _found(document: GoldDocument, analysed: AnalysedText) -> Sequence[Mention]:
    return held_out_finder(document.writer).find(analysed)


def read(document: GoldDocument, find: Find = _annotated) -> Reading:
    """Return the candidates of an annotated document with whether its annotation states them.

    find: gives the mentions of the document; the annotated ones by default.
    """
    furniture = find_furniture(document.text)
    analysed = analyse(document.text, furniture, find_title(document.text, furniture))
    entities = coreference.resolve(analysed, find(document, analysed))
    at = {(m.start, m.end, m.type): i for m, i in zip(document.mentions, document.ids, strict=True)}
    ids: list[str] = []
    for entity in entities:
        keys = [(m.start, m.end, m.type) for m in entity.mentions]
        counts = Counter(at[key] for key in keys if key in at)
        ids.append(counts.most_common(1)[0][0] if counts else "")
    stated = _truth(document)
    frame = describe(analysed, entities)
    candidates = find_candidates(analysed, entities, frame)
    pairs = [(ids[c.head], PATTERNS[c.group][1], ids[c.tail]) for c in candidates]
    return Reading(
        document.writer,
        entities,
        frame,
        candidates,
        tuple(pair in stated for pair in pairs),
        tuple(bool(head and tail) for head, _, tail in pairs),
    )


def training_rows(reading: Reading) -> tuple[Row, ...]:
    """Return the candidates between annotated names with whether they hold."""
    rows = zip(reading.candidates, reading.truth, reading.known, strict=True)
    return tuple((candidate, holds) for candidate, holds, known in rows if known)


def fit_groups(readings: Iterable[Reading]) -> dict[str, GroupWeights]:
    """Return the weights of every group with examples enough."""
    by_group: dict[str, list[Row]] = {group: [] for group in PATTERNS}
    for reading in readings:
        for row in training_rows(reading):
            by_group[row[0].group].append(row)
    return {
        group: fit_group(rows)
        for group, rows in by_group.items()
        if sum(holds for _, holds in rows) >= _MIN_POSITIVE
    }


def _folds(writers: Iterable[str]) -> dict[str, int]:
    """Spread the writers over folds, in sorted order."""
    return {writer: number % _FOLDS for number, writer in enumerate(sorted(set(writers)))}


def _rows(reading: Reading, groups: Mapping[str, GroupWeights]) -> Floats:
    odds = [log_odds(groups, candidate) for candidate in reading.candidates]
    return rival_rows(reading.entities, reading.frame, reading.candidates, odds)


def _thresholds(
    readings: Sequence[Reading], rows: Sequence[Floats], folds: Sequence[int]
) -> dict[str, tuple[float, float]]:
    """Return the best thresholds of each group, from trees that have not seen half of the folds."""
    scores: dict[tuple[str, bool], list[tuple[float, bool]]] = defaultdict(list)
    for half in (0, 1):
        seen = [at for at, fold in enumerate(folds) if fold % 2 == half]
        trees = _grow_trees([readings[at] for at in seen], [rows[at] for at in seen])
        for at in (at for at, fold in enumerate(folds) if fold % 2 != half):
            reading = readings[at]
            about_none = reading.frame.main_zone is None
            chances = trees.probabilities(rows[at])
            for candidate, chance, holds in zip(reading.candidates, chances, reading.truth, strict=True):
                scores[(candidate.group, about_none)].append((float(chance), holds))
    return {group: (_threshold(scores, group, False), _threshold(scores, group, True)) for group in PATTERNS}


def _threshold(
    scores: Mapping[tuple[str, bool], Sequence[tuple[float, bool]]], group: str, about_none: bool
) -> float:
    """Return the best threshold of a group; with few examples of such documents, that of all."""
    own = scores.get((group, about_none), [])
    if sum(holds for _, holds in own) < _ENOUGH:
        own = [*own, *scores.get((group, not about_none), [])]
    return best_threshold(own)


def _grow_trees(readings: Sequence[Reading], rows: Sequence[Floats]) -> Trees:
    truth = np.array([holds for reading in readings for holds in reading.truth], bool)
    table = np.concatenate(rows)
    return averaged([learn(table, truth, replace(_TREES, seed=seed), {}) for seed in _SEEDS])


def train_relations(documents: Sequence[GoldDocument], find: Find = _found) -> bytes:
    """Return weights, trees and thresholds as the bytes of extract/data/model/relations.json.gz.

    documents: annotated documents. find: gives the mentions that the trees learn from. Thresholds come from
    scores held out by writer. Deterministic on one platform.
    """
    folds = _folds(document.writer for document in documents)
    by_fold = sorted(documents, key=lambda document: folds[document.writer])
    with ProcessPoolExecutor(max_workers=2) as pool:
        annotated = list(pool.map(read, documents, chunksize=DOCUMENTS_AT_ONCE))
        found = list(pool.map(read, by_fold, repeat(find), chunksize=DOCUMENTS_AT_ONCE))
    without = [
        fit_groups(reading for reading in annotated if folds[reading.writer] != fold)
        for fold in range(_FOLDS)
    ]
    rows = [_rows(reading, without[folds[reading.writer]]) for reading in found]
    thresholds = _thresholds(found, rows, [folds[reading.writer] for reading in found])
    groups = {
        group: GroupWeights(fitted.bias, thresholds[group], fitted.weights)
        for group, fitted in fit_groups(annotated).items()
    }
    return to_bytes(RelationModel(groups, _grow_trees(found, rows)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and write the shipped relation weights."""
    parser = argparse.ArgumentParser(prog="python -m extract.relation_training", description=__doc__)
    parser.add_argument("--output", type=Path, default=MODEL, help="where to write the weights")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    documents = read_documents(DOCUMENTS, "w*.txt")
    options.output.write_bytes(train_relations(documents))
    logger.info("%s: %d documents", options.output, len(documents))


if __name__ == "__main__":
    main()
