"""The statistical tagger: offsets, types, probabilities, furniture, odd input, model files."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import features
from extract.features import Lexicons
from extract.gazetteers import Gazetteers
from extract.tagger import (
    LABELS,
    MODEL,
    TYPES,
    FeatureTable,
    Tagger,
    Weights,
    choose,
    forward_backward,
    sequences,
)
from extract.text import analyse
from graph.errors import ResourceError


@pytest.fixture(scope="module")
def gazetteers() -> Gazetteers:
    return Gazetteers.load()


@pytest.fixture(scope="module")
def tagger(gazetteers: Gazetteers) -> Tagger:
    return Tagger.load(gazetteers=gazetteers)


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("青岚经济技术开发区管委会召开会议。", "青岚经济技术开发区", "Zone"),
        ("会议由青岚高新区党工委书记郦雪松主持。", "郦雪松", "Leader"),
        ("园区引进了翎舟航空科技有限公司、天璇飞控股份有限公司等企业。", "翎舟航空科技有限公司", "Company"),
        ("深入实施“百企升级”行动,推动工业经济高质量发展。", "“百企升级”行动", "Policy"),
        ("与合肥工业大学共建研究院。", "合肥工业大学", "Organization"),
        ("客商来自江苏、浙江和广东等地。", "浙江", "Place"),
        ("重点发展生物医药、新能源、高端装备制造等产业。", "生物医药", "Industry"),
    ],
)
def test_common_names_are_tagged(tagger: Tagger, text: str, surface: str, kind: str) -> None:
    found = {(text[mention.start : mention.end], mention.type) for mention in tagger.tag(analyse(text))}
    assert (surface, kind) in found


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\t",
        "。。。!!!",
        "\ufeff",
        "😀" * 30,
        "1234567890",
        "、、、、",
        "(((",
        "“”《》",
        "a\r\n\r\nb",
    ],
)
def test_text_without_names_gives_no_mentions(tagger: Tagger, text: str) -> None:
    assert tagger.tag(analyse(text)) == ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="宿州经开区张伟书记有限公司项目、。,“”《》 \n\u3000😀Aa19等", max_size=120))
def test_mentions_lie_inside_one_sentence_and_never_overlap(tagger: Tagger, text: str) -> None:
    analysed = analyse(text)
    mentions = tagger.tag(analysed)
    for mention in mentions:
        assert any(start <= mention.start < mention.end <= end for start, end in analysed.sentences)
        assert 0 < mention.score <= 1
    assert all(left.end <= right.start for left, right in itertools.pairwise(mentions))


def test_furniture_is_not_tagged(tagger: Tagger) -> None:
    line = "来源:青岚经济技术开发区管委会\n"
    text = line + "青岚经济技术开发区引进翎舟航空科技有限公司。"
    mentions = tagger.tag(analyse(text, furniture=((0, len(line)),)))
    assert mentions
    assert all(mention.start >= len(line) for mention in mentions)


def test_a_sentence_around_furniture_is_cut() -> None:
    assert sequences(analyse("甲乙丙丁戊", furniture=((1, 2), (3, 4)))) == [(0, 1), (2, 3), (4, 5)]


def test_tagging_twice_gives_the_same(tagger: Tagger) -> None:
    analysed = analyse("青岚高新区党工委书记郦雪松会见翎舟航空董事长一行。")
    assert tagger.tag(analysed) == tagger.tag(analysed)


def test_candidates_hold_the_tagged_mentions_and_weaker_ones(tagger: Tagger) -> None:
    analysed = analyse("推动方鑫、元淳、深岩化工等一批项目建设。")
    tagged = {(m.start, m.end, m.type) for m in tagger.tag(analysed)}
    candidates = tagger.candidates(analysed, 0.02)
    assert tagged <= {(m.start, m.end, m.type) for m in candidates}
    assert len(candidates) > len(tagged)


def test_mentions_name_the_model_and_its_vote(tagger: Tagger) -> None:
    mention = tagger.tag(analyse("青岚经济技术开发区管委会召开会议。"))[0]
    assert mention.by.startswith("model:crf-")
    assert [(vote.by, vote.type, vote.score) for vote in mention.votes] == [
        (mention.by, mention.type, mention.score)
    ]


def test_the_best_spans_do_not_overlap_and_beat_one_long_span() -> None:
    candidates = [(0, 6, 1, 0.6), (0, 2, 1, 0.7), (3, 6, 1, 0.7), (5, 7, 2, 0.3)]
    assert choose(candidates, 0.4) == [(0, 2, 1, 0.7), (3, 6, 1, 0.7)]


def test_nothing_below_the_floor_is_chosen() -> None:
    assert choose([(0, 2, 1, 0.39)], 0.4) == []


def test_span_probabilities_equal_a_sum_over_all_label_paths() -> None:
    random = np.random.default_rng(7)
    emissions = random.normal(size=(3, 1, len(LABELS))).astype(np.float32)
    transitions = random.normal(size=(len(LABELS), len(LABELS))).astype(np.float32)
    lattice = forward_backward(emissions, np.exp(transitions), np.ones((3, 1), bool))
    marginals = (lattice.forward * lattice.backward)[:, 0]
    paths = itertools.product(range(len(LABELS)), repeat=3)
    expected = np.zeros((3, len(LABELS)))
    for path in paths:
        score = sum(emissions[t, 0, label] for t, label in enumerate(path))
        score += sum(transitions[a, b] for a, b in itertools.pairwise(path))
        expected[np.arange(3), path] += np.exp(score)
    assert np.allclose(marginals, expected / expected[0].sum(), atol=1e-4)


def test_a_feature_table_finds_its_keys_and_no_others() -> None:
    keys = np.unique(np.random.default_rng(3).integers(0, 2**63, 5000).astype(np.uint64))
    table = FeatureTable(keys)
    assert np.array_equal(table.rows_of(keys), np.arange(1, len(keys) + 1))
    assert not table.rows_of(keys + np.uint64(1)).any()


def test_features_of_a_sentence_do_not_depend_on_text_far_away(gazetteers: Gazetteers) -> None:
    lexicons = Lexicons.of(gazetteers)
    sentence = "青岚高新区党工委书记郦雪松会见客商。"
    alone = features.features(analyse(f"\n\n\n\n{sentence}\n\n\n\n"), lexicons)
    later = features.features(analyse(f"无关。\n\n\n\n{sentence}\n\n\n\n"), lexicons)
    shared = (alone[4 : 4 + len(sentence)] == later[7 : 7 + len(sentence)]).mean()
    assert shared > 0.9


def test_a_model_for_other_features_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "VERSION", features.VERSION + 1)
    with pytest.raises(ResourceError, match="make train"):
        Weights.load(MODEL)


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x93NUMPY broken"])
def test_a_broken_model_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.model"
    path.write_bytes(content)
    with pytest.raises(ResourceError, match=r"broken\.model"):
        Tagger.load(path)


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="cannot be read"):
        Tagger.load(tmp_path / "none.model")


def test_the_shipped_model_is_small_and_says_how_it_was_made() -> None:
    assert MODEL.stat().st_size <= 20_000_000
    metadata = Weights.load(MODEL).metadata
    assert metadata["features"] == features.VERSION
    assert json.dumps(metadata["labels"]) == json.dumps(list(LABELS))
    assert len(LABELS) == 2 * len(TYPES) + 1


def test_a_long_document_is_tagged_in_blocks_with_exact_offsets(tagger: Tagger) -> None:
    sentence = "青岚经济技术开发区管委会召开会议。\n"
    text = sentence * 6000
    mentions = tagger.tag(analyse(text))
    assert len(mentions) == 6000
    assert {text[mention.start : mention.end] for mention in mentions} == {"青岚经济技术开发区"}


def test_a_very_long_line_is_cut_behind_commas() -> None:
    text = "园区发展很好," * 2000
    pieces = sequences(analyse(text))
    assert max(end - start for start, end in pieces) <= 1000
    assert "".join(text[start:end] for start, end in pieces) == text.strip()
    assert all(text[end - 1] == "," for _, end in pieces)


def test_a_line_without_any_mark_is_cut_too(tagger: Tagger) -> None:
    analysed = analyse("中" * 30_000)
    assert [end - start for start, end in sequences(analysed)] == [1000] * 30
    assert all(mention.end <= 30_000 for mention in tagger.tag(analysed))
