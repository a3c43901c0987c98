"""Sentences and words: offsets are exact whatever the text is made of."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.text import analyse, split_sentences, split_words

ODD = st.text(alphabet="宿州经开区引进。！？”、 \t\r\n\u3000\u200b😀Aa1(（《》…", max_size=80)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("一是引进项目。二是服务企业。", ["一是引进项目。", "二是服务企业。"]),
        ("他说:“干就干好!”大家鼓掌。", ["他说:“干就干好!”", "大家鼓掌。"]),
        ("标题\r\n正文没有句号", ["标题", "正文没有句号"]),
        ("增长5.2%,完成1.5亿元。", ["增长5.2%,完成1.5亿元。"]),
        ("真的吗??!是的。", ["真的吗??!", "是的。"]),
        ("  \n\n ", []),
        ("", []),
    ],
)
def test_sentences_end_at_full_stops_and_line_breaks(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


@given(ODD)
def test_sentences_hold_every_visible_character_once_and_in_order(text: str) -> None:
    spans = split_sentences(text)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))
    covered = {position for start, end in spans for position in range(start, end)}
    assert all(position in covered for position, character in enumerate(text) if not character.isspace())
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@given(ODD)
def test_words_cover_the_text_without_gap_or_change(text: str) -> None:
    words = split_words(text)
    assert "".join(text[word.start : word.end] for word in words) == text
    assert all(left.end == right.start for left, right in itertools.pairwise(words))


def test_analysis_keeps_what_the_reader_found() -> None:
    analysed = analyse("首页\n标题。", ((0, 2),), (3, 5), "2024-12-04")
    assert analysed.furniture == ((0, 2),)
    assert analysed.title_span == (3, 5)
    assert analysed.published == "2024-12-04"
