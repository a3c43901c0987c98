"""Quality does not drop: figures of the shipped model against tests/data/quality_baseline.json.

After a change that is meant to move them, run `python tests/test_quality_baseline.py` to freeze the new ones
and say in the changelog why. None of the documents measured on is training material.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from extract.corpus import read_documents
from extract.crossvalidation import measure_gold, measure_training
from extract.evaluation import DocumentScore, rows

PROJECT = Path(__file__).parents[1]
SHARED = PROJECT.parent / "shared"
BASELINE = PROJECT / "tests" / "data" / "quality_baseline.json"
LARGEST_DROP = 0.01
FIGURES = ("core nodes", "extra nodes", "edges", "edges macro", "Indicator")
SETS = ("samples", "dev", "news")


@cache
def measured(part: str) -> Mapping[str, float] | None:
    """F1 by group of one set of documents, or None where its documents are not here."""
    scores: list[DocumentScore]
    if part == "samples":
        scores = measure_gold([PROJECT / "samples"], PROJECT / "samples" / "gold")
    elif not (SHARED / "seeds").is_dir():
        return None
    elif part == "dev":
        scores = measure_gold([SHARED / "seeds"], SHARED / "gold" / "dev")
    else:
        scores = measure_training(read_documents(SHARED / "train" / "docs", "real_*.txt")).graphs
    return {row.label: round(row.f1, 3) for row in rows(scores, resamples=10) if row.label in FIGURES}


def baseline() -> dict[str, dict[str, float]]:
    data: dict[str, dict[str, float]] = json.loads(BASELINE.read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize("part", SETS)
def test_no_figure_drops_by_more_than_a_hundredth(part: str) -> None:
    now = measured(part)
    if now is None:
        pytest.skip("../shared is not here")
    before = baseline()[part]
    dropped = {
        label: (before[label], now.get(label, 0.0))
        for label in before
        if now.get(label, 0.0) < before[label] - LARGEST_DROP
    }
    assert not dropped, f"{part}: F1 before and now {dropped}"


def test_the_baseline_measures_every_set_and_group() -> None:
    assert list(baseline()) == list(SETS)
    assert set(baseline()["samples"]) == set(FIGURES)


def freeze() -> None:
    """Write today's figures as the baseline; sets that are not here keep theirs."""
    kept = baseline() if BASELINE.exists() else {}
    figures = {part: measured(part) or kept.get(part, {}) for part in SETS}
    BASELINE.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    freeze()
