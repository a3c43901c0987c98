"""Learns the merge's trees from the training documents, each tagged by a model that has not seen its writer.

Run as `python -m extract.train_merge` after `python -m extract.train --folds`.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from extract.boosting import Boosting, Floats, Trees, learn
from extract.candidates import feature_names, gather
from extract.common_words import count_words
from extract.corpus import GoldDocument, read_documents
from extract.gazetteers import shipped_gazetteers
from extract.mentions import MentionFinder
from extract.merge import MODEL
from extract.tagger import TYPES, Tagger
from extract.text import analyse
from extract.train import DOCUMENTS, DOCUMENTS_AT_ONCE, FOLD_MODELS, FOLDS, fold_model, fold_of

logger = logging.getLogger(__name__)

SETTINGS = Boosting()
Examples = tuple[Floats, npt.NDArray[np.bool_]]


def fold_merge_model(writer: str) -> Path:
    """Return the path of the merge model that was learned without this writer (make it with --folds)."""
    number = fold_of(writer)
    return MODEL if number == len(FOLDS) else FOLD_MODELS / f"merge-{number}.model"


@cache
def _finder(tagger: Path, merge: Path) -> MentionFinder:
    gazetteers = shipped_gazetteers()
    return MentionFinder.load(
        tagger=Tagger.load(tagger, gazetteers), gazetteers=gazetteers, trees=Trees.load(merge)
    )


def held_out_finder(writer: str) -> MentionFinder:
    """Return a finder of mentions that has not seen this writer; the shipped one outside the folds.

    Raises ResourceError when the fold's models have not been trained.
    """
    return _finder(fold_model(writer), fold_merge_model(writer))


def examples(document: GoldDocument, finder: MentionFinder, counts: Mapping[str, int]) -> Examples:
    """Return the candidates of one document as feature rows, and which of them the annotation has.

    counts: of common words, made without this document.
    """
    analysed = analyse(document.text)
    found = gather(analysed, finder.votes(analysed), counts, short_names=False)
    gold = {(mention.start, mention.end, TYPES.index(mention.type)) for mention in document.mentions}
    return found.rows, np.array([key in gold for key in found.keys], bool)


@cache
def _voting_finder(tagger: Path) -> MentionFinder:
    gazetteers = shipped_gazetteers()
    return MentionFinder.load(tagger=Tagger.load(tagger, gazetteers), gazetteers=gazetteers)


def _held_out_examples(document: GoldDocument, counts: Mapping[str, int]) -> Examples:
    return examples(document, _voting_finder(fold_model(document.writer)), counts)


def fold_counts(documents: Sequence[GoldDocument]) -> dict[int, dict[str, int]]:
    """Return for every fold the common words of the documents outside of it, and under len(FOLDS) of all."""
    texts = [(fold_of(document.writer), analyse(document.text), document.mentions) for document in documents]
    return {
        fold: count_words((analysed, mentions) for other, analysed, mentions in texts if other != fold)
        for fold in range(len(FOLDS) + 1)
    }


def train_merge(documents: Sequence[GoldDocument], folds: bool = False) -> Trees:
    """Return the trees of all documents; with folds, write those that leave writers out as well.

    documents: annotated ones. Raises ResourceError when a fold's tagger is missing.
    """
    counts = fold_counts(documents)
    own_counts = [counts[fold_of(document.writer)] for document in documents]
    with ProcessPoolExecutor(max_workers=2) as pool:
        made = list(pool.map(_held_out_examples, documents, own_counts, chunksize=DOCUMENTS_AT_ONCE))
        hidden = [*enumerate(FOLDS if folds else ()), (len(FOLDS), ())]
        kept = [[at for at, d in enumerate(documents) if d.writer not in writers] for _, writers in hidden]
        words = [counts[number] for number, _ in hidden]
        with TemporaryDirectory() as name:
            folder = Path(name)
            _save(made, folder)
            *held_out, trees = pool.map(_learned, repeat(folder), kept, words)
    for number, fold in enumerate(held_out):
        fold.save(FOLD_MODELS / f"merge-{number}.model")
        logger.info("merge model without %s written", ", ".join(FOLDS[number]))
    return trees


def _save(made: Sequence[Examples], folder: Path) -> None:
    """Write the rows of all documents where processes can read them without a copy each."""
    np.save(folder / "rows.npy", np.concatenate([rows for rows, _ in made]))
    np.save(folder / "truth.npy", np.concatenate([truth for _, truth in made]))
    np.save(folder / "owner.npy", np.repeat(np.arange(len(made)), [len(rows) for rows, _ in made]))


def _learned(folder: Path, kept: Sequence[int], counts: Mapping[str, int]) -> Trees:
    """Return the trees of these documents' rows."""
    chosen = np.isin(np.load(folder / "owner.npy"), kept)
    rows, truth = (np.load(folder / f"{name}.npy", mmap_mode="r")[chosen] for name in ("rows", "truth"))
    metadata = {"columns": list(feature_names()), "documents": len(kept), "common_words": dict(counts)}
    return learn(rows, truth, SETTINGS, metadata)


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn and write the shipped merge model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", action="store_true", help="also write the models that leave writers out")
    parser.add_argument("--output", type=Path, default=MODEL)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    documents = read_documents(DOCUMENTS)
    trees = train_merge(documents, options.folds)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    trees.save(options.output)
    logger.info("%s written", options.output)


if __name__ == "__main__":
    main()
