"""Measuring: held-out writers need models of their fold, other parts the shipped ones; gaps are said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from extract import crossvalidation, train
from extract.corpus import parse_document
from extract.crossvalidation import main, measure_gold, measure_training
from extract.evaluation import CORE, total
from graph.errors import ResourceError

SAMPLES = Path(__file__).parents[1] / "samples"
DOCUMENT = (
    "[[Zone#z1|云杉经开区]]召开招商推介会\n\n[[Zone#z1|云杉经开区]]党工委书记[[Leader#l1|林远舟]]出席。"
    "[[Company#c1|启衡光电科技有限公司]]投资建设[[Project#p1|光电模组生产基地]]。\n---\n"
    "l1 LEADS z1 党工委书记\nc1 INVESTS_IN p1\n"
)


def test_a_writer_outside_the_folds_is_measured_with_the_shipped_models() -> None:
    measured = measure_training([parse_document("other_01", DOCUMENT)])
    assert total(measured.spans, CORE).tp >= 3
    assert total(measured.graphs, CORE).tp >= 3
    assert measured.graphs[0].document == "other_01"


def test_a_held_out_writer_without_models_says_how_to_make_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(train, "FOLD_MODELS", tmp_path)
    with pytest.raises(ResourceError, match=r"extract\.train --folds"):
        measure_training([parse_document("w1_99", DOCUMENT)])


def test_gold_goes_with_the_input_of_its_stem(tmp_path: Path) -> None:
    for name in ("wuhu_report_2022.txt", "alliance_news_2024.txt"):
        shutil.copy(SAMPLES / name, tmp_path)
    (tmp_path / "gold").mkdir()
    shutil.copy(SAMPLES / "gold" / "wuhu_report_2022.json", tmp_path / "gold")
    scores = measure_gold([tmp_path], tmp_path / "gold")
    assert [score.document for score in scores] == ["wuhu_report_2022"]


def test_parts_whose_data_are_not_here_are_skipped_in_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(crossvalidation, "SHARED", tmp_path / "shared")
    main(["--part", "dev", "news"])
    printed = capsys.readouterr().out
    assert "dev: skipped" in printed
    assert "news: skipped" in printed


def test_samples_are_reported_with_table_and_mistakes(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--part", "samples", "--mistakes", "2"])
    printed = capsys.readouterr().out
    assert "samples (9 documents)" in printed
    assert "edges macro" in printed
    assert "1× " in printed


def test_retraining_forgets_the_relation_weights_of_the_folds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(crossvalidation, "FOLD_MODELS", tmp_path)
    monkeypatch.setattr(crossvalidation, "SHARED", tmp_path / "shared")
    (tmp_path / "0.relations.json.gz").write_bytes(b"")
    (tmp_path / "0.model").write_bytes(b"")
    main(["--part", "dev", "--retrain"])
    assert [path.name for path in tmp_path.iterdir()] == ["0.model"]
