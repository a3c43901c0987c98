"""Training documents and the learner: what is annotated can be learned, and equal input gives equal bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from extract.corpus import GoldDocument, parse_document, read_documents
from extract.features import Lexicons
from extract.gazetteers import Gazetteers
from extract.tagger import LABELS, MODEL, TYPES, Tagger, Weights
from extract.text import analyse
from extract.train import DEFAULT, DOCUMENTS, FOLDS, fold_model, labels_of, main, train
from graph.errors import ResourceError

TINY = replace(DEFAULT, epochs=6, dropout=0.0, ridge=1.0, minimum=1)
MARKED = (
    "[[Zone#z1|青岚经开区]]党工委书记[[Leader#l1|郦雪松]]走访了[[Company#c1|翎舟航空]]。\n"
    "[[Leader#l1|郦雪松]]说,[[Zone#z1|青岚经开区]]要支持[[Company#c1|翎舟航空]]、[[Company#c2|天璇飞控]]等企业。\n"
    "---\nl1 LEADS z1 党工委书记\n"
)


@pytest.fixture(scope="module")
def gazetteers() -> Gazetteers:
    return Gazetteers.load()


@pytest.fixture(scope="module")
def document() -> GoldDocument:
    return parse_document("w0_01", MARKED)


def test_labels_begin_and_continue_each_mention(document: GoldDocument) -> None:
    labels = labels_of(document)
    assert [LABELS[label] for label in labels[:6]] == ["B-Zone", *["I-Zone"] * 4, "O"]
    assert len(labels) == len(document.text)


def test_training_twice_gives_the_same_bytes(
    document: GoldDocument, gazetteers: Gazetteers, tmp_path: Path
) -> None:
    lexicons = Lexicons.of(gazetteers)
    for name in ("first", "second"):
        train([document], lexicons, replace(TINY, dropout=0.3)).save(tmp_path / name)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_a_trained_model_finds_what_it_was_shown(
    document: GoldDocument, gazetteers: Gazetteers, tmp_path: Path
) -> None:
    path = tmp_path / "tiny.model"
    train([document] * 20, Lexicons.of(gazetteers), TINY).save(path)
    found = Tagger.load(path, gazetteers).tag(analyse(document.text))
    assert {(m.start, m.end, m.type) for m in found} == {(m.start, m.end, m.type) for m in document.mentions}


def test_a_saved_model_is_read_back_unchanged(
    document: GoldDocument, gazetteers: Gazetteers, tmp_path: Path
) -> None:
    weights = train([document], Lexicons.of(gazetteers), TINY)
    weights.save(tmp_path / "model")
    again = Weights.load(tmp_path / "model")
    assert np.array_equal(weights.keys, again.keys)
    assert np.array_equal(weights.rows, again.rows)
    assert np.array_equal(weights.transitions, again.transitions)


def test_every_training_document_is_well_formed() -> None:
    documents = read_documents(DOCUMENTS)
    assert len(documents) >= 388
    for document in documents:
        assert document.mentions, document.name
        types = dict(zip(document.ids, (m.type for m in document.mentions), strict=True))
        for mention, identifier in zip(document.mentions, document.ids, strict=True):
            assert mention.type == types[identifier], (document.name, identifier)
            assert mention.type in TYPES
            surface = document.text[mention.start : mention.end]
            assert surface == surface.strip(), (document.name, surface)


def test_every_writer_of_the_training_documents_is_left_out_by_exactly_one_fold() -> None:
    writers = {document.writer for document in read_documents(DOCUMENTS)}
    folds = [writer for fold in FOLDS for writer in fold]
    assert sorted(folds) == sorted(set(folds))
    assert writers <= set(folds)


def test_a_fold_model_that_was_not_trained_says_how_to_train_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("extract.train.FOLD_MODELS", tmp_path)
    with pytest.raises(ResourceError, match="--folds"):
        fold_model("w1")


def test_the_command_trains_the_shipped_model_or_the_folds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    for name in ("w1_01", "w2_01"):
        (documents / f"{name}.txt").write_text(MARKED, encoding="utf-8")
    monkeypatch.setattr("extract.train.DOCUMENTS", documents)
    monkeypatch.setattr("extract.train.FOLD_MODELS", tmp_path / "folds")
    main(["--output", str(tmp_path / "shipped.model")])
    main(["--folds"])
    assert Weights.load(tmp_path / "shipped.model").metadata["version"]
    assert fold_model("w1") == tmp_path / "folds" / "0.model"
    assert fold_model("w2") == tmp_path / "folds" / "1.model"


def test_a_writer_that_no_model_has_seen_is_served_by_the_shipped_one() -> None:
    assert fold_model("real") == MODEL


def test_training_without_documents_says_so(gazetteers: Gazetteers) -> None:
    with pytest.raises(ResourceError, match="no training documents"):
        train([], Lexicons.of(gazetteers))
