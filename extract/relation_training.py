"""Fits the weights that extract/relation_model.py scores with; `python -m extract.relation_training`."""

from __future__ import annotations

import argparse
import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from extract import coreference
from extract.corpus import GoldDocument, read_documents
from extract.furniture import find_furniture
from extract.head import find_title
from extract.relation_candidates import PATTERNS, Candidate, find_candidates
from extract.relation_frame import describe
from extract.relation_model import GroupWeights, RelationModel, to_bytes
from extract.text import analyse

logger = logging.getLogger(__name__)

MODEL = Path(__file__).parent / "data" / "model" / "relations.json"
DOCUMENTS = Path(__file__).parent / "training" / "documents"
NEWS = Path(__file__).parent / "training" / "news"
_MIN_COUNT = 3  # a feature seen less often says nothing
_MIN_POSITIVE = 5  # a group with fewer examples is not learned
_FOLDS = 4
_PENALTY = 1.0  # L2, chosen by leave-one-writer-out


def fit_group(rows: Sequence[tuple[Candidate, bool]], penalty: float = _PENALTY) -> GroupWeights:
    """Fit one group by L2-penalised logistic regression (L-BFGS); the threshold stays at 0.5.

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
    return GroupWeights(float(best[-1]), 0.5, dict(zip(names, map(float, best[:-1]), strict=True)))


def best_threshold(scores: Sequence[tuple[float, bool]], missed: int = 0) -> float:
    """Return the score from which taking pairs gives the best F1, between 0.2 and 0.8.

    scores: score and truth of held-out pairs. missed: true relations that were no candidates.
    """
    total = missed + sum(holds for _, holds in scores)
    best, threshold = -1.0, 0.5
    for step in range(20, 81, 2):
        limit = step / 100
        taken = [holds for score, holds in scores if score >= limit]
        f1 = 2 * sum(taken) / (len(taken) + total) if taken else 0.0
        if f1 > best + 1e-9:
            best, threshold = f1, limit
    return threshold


Row = tuple[Candidate, bool]


def _truth(document: GoldDocument) -> frozenset[tuple[str, str, str]]:
    """Return the relations of a document as (head id, type, tail id), the undirected ones both ways."""
    found = {(r.head, r.type, r.tail) for r in document.relations}
    found |= {(r.tail, r.type, r.head) for r in document.relations if r.type == "COOPERATES_WITH"}
    return frozenset(found)


def training_rows(document: GoldDocument) -> tuple[Row, ...]:
    """Return the candidates of an annotated document with whether its annotation states them."""
    furniture = find_furniture(document.text)
    analysed = analyse(document.text, furniture, find_title(document.text, furniture))
    entities = coreference.resolve(analysed, document.mentions)
    at = {(m.start, m.end): i for m, i in zip(document.mentions, document.ids, strict=True)}
    ids: list[str] = []
    for entity in entities:
        counts = Counter(at[(m.start, m.end)] for m in entity.mentions if (m.start, m.end) in at)
        ids.append(counts.most_common(1)[0][0] if counts else "")
    truth = _truth(document)
    return tuple(
        (candidate, (ids[candidate.head], PATTERNS[candidate.group][1], ids[candidate.tail]) in truth)
        for candidate in find_candidates(analysed, entities, describe(analysed, entities))
        if ids[candidate.head] and ids[candidate.tail]
    )


def _folds(writers: Sequence[str]) -> dict[str, int]:
    """Spread the writers over folds, in sorted order."""
    return {writer: number % _FOLDS for number, writer in enumerate(sorted(set(writers)))}


def _held_out(rows: Sequence[tuple[str, Row]], group: str) -> list[tuple[float, bool]]:
    """Return scores and truth of all rows, each scored without the documents of its fold of writers."""
    folds = _folds([writer for writer, _ in rows])
    scores: list[tuple[float, bool]] = []
    for fold in sorted(set(folds.values())):
        kept = [row for writer, row in rows if folds[writer] != fold]
        model = RelationModel({group: fit_group(kept)}) if kept else RelationModel({})
        scores += [(model.score(c), holds) for writer, (c, holds) in rows if folds[writer] == fold]
    return scores


def train_relations(documents: Sequence[GoldDocument], news: bool = True) -> bytes:
    """Return the weights of all groups as the bytes of extract/data/model/relations.json.

    documents: annotated documents. news: add the project's own news. Thresholds come from scores held
    out by writer. Deterministic on one platform.
    """
    by_group: dict[str, list[tuple[str, Row]]] = {group: [] for group in PATTERNS}
    for document in (*documents, *(read_documents(NEWS) if news else ())):
        for row in training_rows(document):
            by_group[row[0].group].append((document.writer, row))
    groups: dict[str, GroupWeights] = {}
    for group, rows in by_group.items():
        if sum(holds for _, (_, holds) in rows) < _MIN_POSITIVE:
            continue
        threshold = best_threshold(_held_out(rows, group))
        fitted = fit_group([row for _, row in rows])
        groups[group] = GroupWeights(fitted.bias, threshold, fitted.weights)
    return to_bytes(RelationModel(groups))


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
