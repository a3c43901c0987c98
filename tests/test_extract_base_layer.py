"""The optional base layer: votes of a stand-in pipeline with zh_core_web_sm's labels and word tokens."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extract.base_layer import PACKAGE, base_mentions, load_base_layer
from extract.mentions import MentionFinder
from extract.text import analyse

TEXT = "周明远在江海市调研蓝星协会,学习《蓝星法》。"


class _WordTokens:
    """Splits the test's text into words as the real model's segmenter would."""

    def __init__(self, nlp: Language, words: list[str]) -> None:
        self._vocab = nlp.vocab
        self._words = words

    def __call__(self, text: str) -> Doc:
        words = self._words if "".join(self._words) == text else [text]  # the ruler's own patterns: one word
        return Doc(self._vocab, words=words, spaces=[False] * len(words))


@pytest.fixture
def stand_in() -> Language:
    nlp = spacy.blank("zh")
    nlp.meta["name"] = "core_web_sm"
    words = ["周明远", "在", "江海市", "调研", "蓝星", "协会", ",", "学习", "《", "蓝星法", "》", "。"]
    nlp.tokenizer = _WordTokens(nlp, words)
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": "PERSON", "pattern": "周明远"},
            {"label": "GPE", "pattern": "江海市"},
            {"label": "ORG", "pattern": [{"ORTH": "蓝星"}, {"ORTH": "协会"}]},
            {"label": "LAW", "pattern": "蓝星法"},
            {"label": "DATE", "pattern": "学习"},
        ]
    )
    return nlp


def test_votes_come_by_character_offset_with_our_types(stand_in: Language) -> None:
    found = base_mentions(analyse(TEXT), stand_in)
    assert [(TEXT[m.start : m.end], m.type) for m in found] == [
        ("周明远", "Leader"),
        ("江海市", "Place"),
        ("蓝星协会", "Organization"),
        ("蓝星法", "Policy"),
    ]
    assert {m.by for m in found} == {"model:zh_core_web_sm"}
    assert all(0 < m.score < 0.5 for m in found)


def test_without_the_model_there_are_no_votes() -> None:
    assert base_mentions(analyse(TEXT), None) == ()


def test_loading_returns_none_when_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == PACKAGE else object())
    assert load_base_layer() is None


def test_its_votes_are_kept_on_the_final_mentions(stand_in: Language) -> None:
    finder = MentionFinder.load(base=stand_in)
    votes = [vote for mention in finder.find(analyse(TEXT)) for vote in mention.votes]
    assert "model:zh_core_web_sm" in {vote.by for vote in votes}
