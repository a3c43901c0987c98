"""Trains the tagger from annotated documents; `python -m extract.train` makes the shipped model."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from extract import features
from extract.corpus import GoldDocument, read_documents
from extract.features import Hashes, Lexicons
from extract.gazetteers import Gazetteers
from extract.tagger import LABELS, MODEL, TYPES, Floats, Weights, forward_backward, sequences
from extract.text import analyse
from graph.errors import ResourceError

logger = logging.getLogger(__name__)

DOCUMENTS = Path(__file__).parent / "training" / "documents"
DOCUMENTS_AT_ONCE = 30  # given to one of the processes that read them
FOLD_MODELS = Path(__file__).parent.parent / "build" / "lowo"
# Writers left out together; each fold's model has never seen its writers.
FOLDS: tuple[tuple[str, ...], ...] = (
    ("w1", "w5", "w9", "w13", "w17", "w18", "w25", "w27"),
    ("w2", "w6", "w10", "w14", "w19", "w23", "w28"),
    ("w3", "w7", "w11", "w15", "w20", "w22", "w26"),
    ("w4", "w8", "w12", "w16", "w21", "w24"),
)
VERSION = "2"


@dataclass(frozen=True, slots=True)
class Parameters:
    """How the chain is learned: FTRL-proximal (McMahan et al., KDD 2013), by mini-batches.

    rate and smoothing: step sizes alpha and beta. sparsity: L1, which makes most weights zero. ridge: L2.
    batch: sequences a step. seed: of the order of the batches. minimum: how often a feature must occur.
    dropout: share of the features that each step leaves out, against names learned by heart. least: weights
    nearer to zero are left out of the model: half of its size, and no name hangs on them.
    """

    epochs: int = 8
    rate: float = 0.4
    smoothing: float = 1.0
    sparsity: float = 0.1
    ridge: float = 120.0
    batch: int = 64
    seed: int = 1
    minimum: int = 5
    dropout: float = 0.5
    least: float = 0.002


DEFAULT = Parameters()


def fold_of(writer: str) -> int:
    """Return the number of the fold that leaves this writer out, len(FOLDS) for a writer outside of them."""
    return next((number for number, writers in enumerate(FOLDS) if writer in writers), len(FOLDS))


def fold_model(writer: str) -> Path:
    """Return the path of the model that was trained without this writer (make it with --folds).

    A writer outside the folds (real) has been seen by no model: the shipped one serves it.
    Raises ResourceError when the fold's model has not been trained.
    """
    number = fold_of(writer)
    if number == len(FOLDS):
        return MODEL
    path = FOLD_MODELS / f"{number}.model"
    if not path.exists():
        raise ResourceError(f"no model {path}; run `python -m extract.train --folds` first")
    return path


def labels_of(document: GoldDocument) -> list[int]:
    """Return one label index per character of a document's text."""
    labels = [0] * len(document.text)
    for mention in document.mentions:
        kind = TYPES.index(mention.type)
        labels[mention.start : mention.end] = [2 * kind + 2] * (mention.end - mention.start)
        labels[mention.start] = 2 * kind + 1
    return labels


@dataclass(frozen=True, slots=True)
class _Batch:
    """Sequences of similar length, time first. design: positions × the features that occur, both compact.

    present: rows of the weights that the columns of design stand for. target: label per (time, sequence).
    """

    design: csr_matrix
    present: npt.NDArray[np.int64]
    target: npt.NDArray[np.int64]
    valid: npt.NDArray[np.bool_]


def _batches(
    rows: Sequence[npt.NDArray[np.int64]], targets: Sequence[npt.NDArray[np.int64]], size: int
) -> list[_Batch]:
    """Return the sequences in batches. rows: per sequence, shape (length, templates), -1 for no feature."""
    order = sorted(range(len(rows)), key=lambda i: (len(rows[i]), i))
    batches: list[_Batch] = []
    for at in range(0, len(order), size):
        chosen = order[at : at + size]
        longest = len(rows[chosen[-1]])
        shape = (longest, len(chosen))
        ids = np.full((*shape, rows[chosen[0]].shape[1]), -1, np.int64)
        target = np.zeros(shape, np.int64)
        valid = np.zeros(shape, bool)
        for column, i in enumerate(chosen):
            ids[: len(rows[i]), column] = rows[i]
            target[: len(rows[i]), column] = targets[i]
            valid[: len(rows[i]), column] = True
        known = ids >= 0
        present, columns = np.unique(ids[known], return_inverse=True)
        pointers = np.concatenate(([0], np.cumsum(known.sum(axis=2))))
        ones = np.ones(len(columns), np.float32)
        design = csr_matrix((ones, columns.astype(np.int32), pointers), (target.size, len(present)))
        batches.append(_Batch(design, present, target, valid))
    return batches


class _Coordinates:
    """Weights under FTRL-proximal, each with its own step size."""

    __slots__ = ("_parameters", "_squares", "_sums")

    def __init__(self, shape: tuple[int, int], parameters: Parameters) -> None:
        self._sums = np.zeros(shape, np.float32)
        self._squares = np.zeros(shape, np.float32)
        self._parameters = parameters

    def weights(self, rows: npt.NDArray[np.int64] | slice) -> Floats:
        use = self._parameters
        sums = self._sums[rows]
        excess = np.maximum(np.abs(sums) - use.sparsity, 0.0) * np.sign(sums)
        steps = (use.smoothing + np.sqrt(self._squares[rows])) / use.rate + use.ridge
        return (-excess / steps).astype(np.float32, copy=False)

    def descend(self, rows: npt.NDArray[np.int64] | slice, weights: Floats, gradient: Floats) -> None:
        old = self._squares[rows]
        new = old + gradient * gradient
        self._sums[rows] += gradient - (np.sqrt(new) - np.sqrt(old)) / self._parameters.rate * weights
        self._squares[rows] = new


def _thinned(batch: _Batch, dropout: float, random: np.random.Generator) -> _Batch:
    """Return the batch with a share of its features left out, the others made up for it."""
    if dropout <= 0:
        return batch
    kept = random.random(batch.design.nnz, np.float32) >= dropout
    data = kept.astype(np.float32) / np.float32(1 - dropout)
    design = csr_matrix((data, batch.design.indices, batch.design.indptr), batch.design.shape)
    return replace(batch, design=design)


def _step(batch: _Batch, state: _Coordinates, transitions: _Coordinates) -> float:
    """Take one step along the gradient of the batch's negative log-likelihood; return that likelihood."""
    weights = state.weights(batch.present)
    between = transitions.weights(slice(None))
    step = np.exp(between)
    shape = (*batch.target.shape, len(LABELS))
    emissions: Floats = (batch.design @ weights).reshape(shape)
    lattice = forward_backward(emissions, step, batch.valid)
    marginals = lattice.forward * lattice.backward * batch.valid[:, :, None]
    both = batch.valid[1:]
    ahead = lattice.local[1:] * lattice.backward[1:] / lattice.scale[1:][:, :, None] * both[:, :, None]
    size = len(LABELS)
    pairs = step * (lattice.forward[:-1].reshape(-1, size).T @ ahead.reshape(-1, size))
    observed = np.zeros((size, size), np.float32)
    np.add.at(observed, (batch.target[:-1][both], batch.target[1:][both]), 1.0)
    gold = np.take_along_axis(emissions, batch.target[:, :, None], axis=2)[:, :, 0]
    peak = emissions.max(axis=2)
    loss = float(((np.log(lattice.scale) + peak - gold) * batch.valid).sum() - (observed * between).sum())
    np.put_along_axis(
        marginals,
        batch.target[:, :, None],
        np.take_along_axis(marginals, batch.target[:, :, None], axis=2) - batch.valid[:, :, None],
        axis=2,
    )
    state.descend(batch.present, weights, batch.design.T @ marginals.reshape(-1, size))
    transitions.descend(slice(None), between, pairs - observed)
    return loss


def learn(
    hashes: Sequence[Hashes], targets: Sequence[npt.NDArray[np.int64]], parameters: Parameters
) -> Weights:
    """Return the weights of a chain. hashes: per sequence, shape (length, templates); targets: its labels."""
    keys, counts = np.unique(np.concatenate([matrix.ravel() for matrix in hashes]), return_counts=True)
    keys = keys[counts >= parameters.minimum]
    rows = []
    for matrix in hashes:
        row = np.minimum(np.searchsorted(keys, matrix), len(keys) - 1)
        rows.append(np.where(keys[row] == matrix, row, -1))
    batches = _batches(rows, targets, parameters.batch)
    state = _Coordinates((len(keys), len(LABELS)), parameters)
    transitions = _Coordinates((len(LABELS), len(LABELS)), replace(parameters, sparsity=0.0))
    random = np.random.default_rng(parameters.seed)
    for epoch in range(parameters.epochs):
        loss = sum(
            _step(_thinned(batches[i], parameters.dropout, random), state, transitions)
            for i in random.permutation(len(batches))
        )
        logger.info("epoch %d: loss %.0f", epoch + 1, loss)
    weights = state.weights(slice(None)).astype(np.float16).astype(np.float32)
    weights[np.abs(weights) < parameters.least] = 0
    used = np.any(weights != 0, axis=1)
    metadata = {"version": VERSION, "features": features.VERSION, "labels": list(LABELS)}
    return Weights(keys[used], weights[used], transitions.weights(slice(None)), metadata)


def train(documents: Iterable[GoldDocument], lexicons: Lexicons, parameters: Parameters = DEFAULT) -> Weights:
    """Return the weights learned from these documents: the same documents give the same weights.

    Raises ResourceError when there is no text to learn from.
    """
    hashes: list[Hashes] = []
    targets: list[npt.NDArray[np.int64]] = []
    for document in documents:
        analysed = analyse(document.text)
        matrix = features.features(analysed, lexicons)
        labels = np.array(labels_of(document))
        for start, end in sequences(analysed):
            hashes.append(matrix[start:end])
            targets.append(labels[start:end])
    if not hashes:
        raise ResourceError(f"no training documents with text; {DOCUMENTS} holds the project's own")
    return learn(hashes, targets, parameters)


def _train_fold(documents: Sequence[GoldDocument], number: int, folder: Path) -> int:
    """Train and write the model of one fold; return its number of features."""
    kept = [document for document in documents if document.writer not in FOLDS[number]]
    weights = train(kept, Lexicons.of(Gazetteers.load()))
    weights.save(folder / f"{number}.model")
    return len(weights.keys)


def train_folds(documents: Sequence[GoldDocument], folder: Path) -> None:
    """Train and write one model per fold, each without its fold's writers, two at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(max_workers=2) as pool:
        sizes = pool.map(_train_fold, repeat(documents), range(len(FOLDS)), repeat(folder))
        for writers, size in zip(FOLDS, sizes, strict=True):
            logger.info("without %s: %d features", ", ".join(writers), size)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train the shipped model, or with --folds the held-out models that measure it."""
    parser = argparse.ArgumentParser(prog="python -m extract.train", description=__doc__)
    parser.add_argument(
        "--folds", action="store_true", help="train the held-out models of build/lowo instead"
    )
    parser.add_argument("--output", type=Path, default=MODEL, help="where to write the model")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    documents = read_documents(DOCUMENTS, "w*.txt")
    if options.folds:
        train_folds(documents, FOLD_MODELS)
        return
    weights = train(documents, Lexicons.of(Gazetteers.load()))
    weights.save(options.output)
    logger.info("%s: %d documents, %d features", options.output, len(documents), len(weights.keys))


if __name__ == "__main__":
    main()
