"""Measures quality on held-out writers, news, samples and gold: `python -m extract.crossvalidation`.

How to use it while working on a stage (models of the folds: `python -m extract.train --folds`, then
`python -m extract.train_merge --folds`):

- `python -m extract.crossvalidation --part lowo --writers w4 w7 --mistakes 10` for two writers only;
- `--retrain` after a change of relation candidates or features: the relation weights of the folds are made
  anew (a minute each), else those in build/lowo are used, or made where there are none;
- `--part news` for real_ texts, `--part samples` and `--part dev` for gold graphs; without --part all;
- in code: `predict(document.text, Stages.of(document.writer))` gives mentions and annotations.

Training documents are read as gold graphs: an id is a node, its longest surface the name. Each writer is
predicted by models that have not seen the writer. The shared data are measured on where they are there.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract.annotations import AnalysedText, Annotations, Entity, Mention, Relation
from extract.coreference import resolve
from extract.corpus import GoldDocument, read_documents
from extract.evaluation import (
    DocumentScore,
    compare,
    compare_spans,
    from_annotations,
    from_graph,
    from_training,
    read_gold,
    report,
)
from extract.furniture import find_furniture
from extract.head import find_published, find_title
from extract.pipeline import build_nlp, extract_document
from extract.reader import read_all
from extract.relation_model import RelationModel, from_bytes
from extract.relation_training import train_relations
from extract.relations import find_relations
from extract.tagger import MODEL
from extract.text import analyse
from extract.train import DOCUMENTS, FOLD_MODELS, FOLDS, fold_model
from extract.train_merge import held_out_finder

PROJECT = Path(__file__).parents[1]
SAMPLES = PROJECT / "samples"
SHARED = PROJECT.parent / "shared"
RELATIONS_SUFFIX = ".relations.json.gz"
PARTS = ("lowo", "news", "samples", "dev")


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages whose models differ from fold to fold."""

    find: Callable[[AnalysedText], tuple[Mention, ...]]
    relate: Callable[[AnalysedText, Sequence[Entity]], tuple[Relation, ...]]

    @staticmethod
    def of(writer: str) -> Stages:
        """Return stages that have not seen this writer; for a writer outside the folds the shipped ones.

        Raises ResourceError when the fold's models have not been trained.
        """
        return Stages(held_out_finder(writer).find, _relate(fold_model(writer)))


@cache
def _relate(model: Path) -> Callable[[AnalysedText, Sequence[Entity]], tuple[Relation, ...]]:
    if model == MODEL:
        return find_relations
    weights = _fold_relations(model)
    return lambda analysed, entities: find_relations(analysed, entities, weights)


def _fold_relations(model: Path) -> RelationModel:
    """Return the relation weights that go with a fold's tagger, training them where they are missing."""
    path = model.with_suffix(RELATIONS_SUFFIX)
    if not path.exists():
        hidden = FOLDS[int(model.stem)]
        documents = [d for d in read_documents(DOCUMENTS, "w*.txt") if d.writer not in hidden]
        path.write_bytes(train_relations(documents))
    return from_bytes(path.read_bytes())


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the stages say of one document; mentions: the final ones, generic forms (我区) apart."""

    mentions: tuple[Mention, ...]
    annotations: Annotations


def predict(text: str, stages: Stages) -> Prediction:
    """Return mentions, entities and relations of a text."""
    furniture = find_furniture(text)
    published = find_published(text, furniture)
    analysed = analyse(text, furniture, find_title(text, furniture), published[0] if published else "")
    mentions = stages.find(analysed)
    entities = resolve(analysed, mentions)
    relations = stages.relate(analysed, entities)
    return Prediction(mentions, Annotations(analysed.sentences, entities, relations, (), ()))


@dataclass(frozen=True, slots=True)
class Measured:
    """Scores of training documents: as spans and as graphs."""

    spans: list[DocumentScore]
    graphs: list[DocumentScore]


def measure_training(documents: Iterable[GoldDocument]) -> Measured:
    """Return the scores of annotated documents, each predicted by models that have not seen its writer."""
    measured = Measured([], [])
    for document in documents:
        found = predict(document.text, Stages.of(document.writer))
        measured.spans.append(compare_spans(document.name, document.text, document.mentions, found.mentions))
        measured.graphs.append(
            compare(from_training(document), from_annotations(found.annotations, document.name))
        )
    return measured


def measure_gold(inputs: Sequence[Path], gold: Path) -> list[DocumentScore]:
    """Return the scores of documents against gold graphs: gold/STEM.json goes with the input STEM."""
    nlp = build_nlp()
    documents, _ = read_all(inputs)
    scores: list[DocumentScore] = []
    for document in documents:
        path = gold / f"{Path(document.path).stem}.json"
        if path.exists():
            scores.append(compare(read_gold(path), from_graph(extract_document(nlp, document))))
    return scores


def _reports(part: str, writers: Sequence[str], mistakes: int) -> Iterable[str]:
    if part in ("lowo", "news"):
        folder, pattern = (
            (DOCUMENTS, "w*.txt") if part == "lowo" else (SHARED / "train" / "docs", "real_*.txt")
        )
        if not folder.exists():
            yield f"{part}: skipped, {folder} is not here\n"
            return
        documents = [d for d in read_documents(folder, pattern) if not writers or d.writer in writers]
        measured = measure_training(documents)
        yield report(f"{part}: spans", measured.spans, mistakes)
        yield report(f"{part}: graphs", measured.graphs, mistakes)
        return
    inputs, gold = (
        (SAMPLES, SAMPLES / "gold") if part == "samples" else (SHARED / "seeds", SHARED / "gold" / "dev")
    )
    if gold.exists():
        yield report(part, measure_gold([inputs], gold), mistakes)
    else:
        yield f"{part}: skipped, {gold} is not here\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print tables and commonest mistakes."""
    parser = argparse.ArgumentParser(prog="python -m extract.crossvalidation", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--part", choices=PARTS, nargs="+", default=list(PARTS), help="what to measure on")
    parser.add_argument("--writers", nargs="*", default=[], help="of lowo: these writers only, such as w4")
    parser.add_argument("--mistakes", type=int, default=10, help="texts of each kind of mistake; 0: none")
    parser.add_argument("--retrain", action="store_true", help="make the folds' relation weights anew")
    options = parser.parse_args(arguments)
    if options.retrain:
        for path in FOLD_MODELS.glob(f"*{RELATIONS_SUFFIX}"):
            path.unlink()
    for part in options.part:
        for text in _reports(part, options.writers, options.mistakes):
            sys.stdout.write(text + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
