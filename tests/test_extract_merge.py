"""The merge of all votes: no overlaps, user terms first, one type a name, votes kept; and its trees."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.annotations import Mention, Vote
from extract.boosting import Boosting, Trees, learn
from extract.candidates import SHORT_NAME, feature_names, gather
from extract.common_words import commonness, count_words
from extract.mentions import MentionFinder, gazetteer_mentions
from extract.merge import FLOOR, merge, shipped_trees
from extract.patterns import pattern_mentions
from extract.tagger import TYPES
from extract.terms import Term, TermFinder
from extract.text import analyse
from graph.errors import ResourceError

TEXT = (
    "江海经开区管委会主任周明远走访蓝星纤维、云帆化工、鼎安机械等6家企业。"
    "有效推动蓝星二期、云帆码头、鼎安锂电等一批项目建设。"
    "出台《江海经开区科技创新办法》,实施“百企升级”行动。周明远强调,蓝星纤维要加快投产。"
)


@pytest.fixture(scope="module")
def finder() -> MentionFinder:
    return MentionFinder.load()


def _names(text: str, mentions: tuple[Mention, ...], kind: str) -> set[str]:
    return {text[m.start : m.end] for m in mentions if m.type == kind}


@pytest.fixture
def taggers_word(monkeypatch: pytest.MonkeyPatch) -> Trees:
    """Trees that believe the tagger."""
    column = feature_names().index("p")
    monkeypatch.setattr(Trees, "probabilities", lambda _, rows: rows[:, column].astype(np.float32))
    return shipped_trees()


def _vote(text: str, name: str, kind: str, score: float, after: int = 0) -> Mention:
    start = text.index(name, after)
    vote = Vote("model:test", kind, score)
    return Mention(start, start + len(name), kind, vote.by, score, (vote,))


def test_lists_titles_and_programmes_come_out_with_their_types(finder: MentionFinder) -> None:
    found = finder.find(analyse(TEXT))
    assert {"蓝星纤维", "云帆化工", "鼎安机械"} <= _names(TEXT, found, "Company")
    assert {"蓝星二期", "云帆码头", "鼎安锂电"} <= _names(TEXT, found, "Project")
    assert _names(TEXT, found, "Leader") == {"周明远"}
    assert {"《江海经开区科技创新办法》", "“百企升级”行动"} <= _names(TEXT, found, "Policy")
    assert "江海经开区" in _names(TEXT, found, "Zone")


def test_part_of_a_foreign_name_is_a_candidate_for_the_same_person() -> None:
    text = "远山矿业董事长卡尔·莱茵德出席。莱茵德表示,合作顺利。"
    votes = {"tagger": [_vote(text, "卡尔·莱茵德", "Leader", 0.9)]}
    found = gather(analyse(text), votes, {})
    again = text.index("莱茵德表示")
    assert (again, again + 3, TYPES.index("Leader")) in found.keys


@pytest.mark.parametrize(
    ("whole", "kind", "text", "short"),
    [
        ("湖南远禾集团", "Company", "湖南远禾集团将重整。债权人说,远禾负债不少。", "远禾"),
        ("KPQ集团", "Company", "KPQ集团昨日公告。传闻KPQ要投资风电。", "KPQ"),
        ("沈阳云石新城", "Zone", "沈阳云石新城管委会签约。今年是云石新城的起步之年。", "云石新城"),
    ],
)
def test_less_than_the_whole_name_is_a_candidate_where_the_text_goes_on_with_it(
    finder: MentionFinder, whole: str, kind: str, text: str, short: str
) -> None:
    analysed = analyse(text)
    votes = {
        "tagger": [_vote(text, whole, kind, 0.9)],
        "gazetteer": finder.gazetteer_mentions(analysed),
    }
    found = gather(analysed, votes, {})
    again = text.rindex(short)
    voted = [
        key
        for key, its in zip(found.keys, found.votes, strict=True)
        if any(vote.by == SHORT_NAME for vote in its)
    ]
    assert voted == [(again, again + len(short), TYPES.index(kind))]


@pytest.mark.parametrize(
    ("kind", "again"), [("Company", True), ("Leader", True), ("Place", True), ("Industry", False)]
)
def test_half_as_likely_is_enough_for_what_is_a_name_elsewhere_in_the_document(
    taggers_word: Trees, kind: str, again: bool
) -> None:
    text = "远禾今日公告。市场认为远禾前景不明。"
    votes = [_vote(text, "远禾", kind, 0.9), _vote(text, "远禾", kind, 0.4, after=2)]
    spans = [(vote.start, vote.end) for vote in votes]
    found, _ = merge(analyse(text), {"tagger": votes}, taggers_word)
    assert [(mention.start, mention.end) for mention in found] == (spans if again else spans[:1])


@pytest.mark.parametrize(("score", "found"), [(0.1, True), (0.01, False)])
def test_less_than_the_whole_name_is_a_name_where_it_is_likely_at_all(
    taggers_word: Trees, score: float, found: bool
) -> None:
    text = "湖南远禾集团将重整。债权人说,远禾负债不少,山石负债更多。"
    votes = [
        _vote(text, "湖南远禾集团", "Company", 0.9),
        _vote(text, "远禾", "Company", score, after=len("湖南远禾集团")),
        _vote(text, "山石", "Company", score),
    ]
    merged, _ = merge(analyse(text), {"tagger": votes}, taggers_word)
    assert _names(text, merged, "Company") == {"湖南远禾集团"} | ({"远禾"} if found else set())


def test_a_reporters_text_and_a_zones_own_report_differ_in_their_rows() -> None:
    names = feature_names()
    own, news = (
        gather(analyse(text), {"tagger": [_vote(text, "蓝星纤维", "Company", 0.9)]}, {}).rows[0]
        for text in ("我区坚持扎实推进,蓝星纤维投产。", "记者获悉,蓝星纤维人士表示,产量下降。")
    )
    assert own[names.index("genre=own_voice")] > news[names.index("genre=own_voice")]
    assert own[names.index("genre=reporter")] < news[names.index("genre=reporter")]


def test_mentions_never_overlap_and_keep_their_votes(finder: MentionFinder) -> None:
    found = finder.find(analyse(TEXT))
    for left, right in pairwise(found):
        assert left.end <= right.start
    for mention in found:
        assert FLOOR < mention.score <= 1
        assert mention.by in {vote.by for vote in mention.votes}


def test_a_name_is_found_at_each_of_its_places_with_one_type(finder: MentionFinder) -> None:
    found = finder.find(analyse(TEXT))
    for name in ("周明远", "蓝星纤维"):
        places = [m for m in found if TEXT[m.start : m.end] == name]
        assert len(places) == TEXT.count(name)
        assert len({m.type for m in places}) == 1


def test_a_users_term_wins_over_model_and_rules(finder: MentionFinder) -> None:
    terms = TermFinder(
        (Term("蓝星纤维", "Project", "蓝星纤维工程"), Term("云帆化工", "-", "")), "terms:my.tsv"
    )
    analysed = analyse(TEXT)
    votes = {**finder.votes(analysed), "terms": terms.find(analysed)}
    found, rejected = merge(analysed, votes)
    mine = [m for m in found if TEXT[m.start : m.end] == "蓝星纤维"]
    assert [(m.type, m.by, m.canonical, m.score) for m in mine] == [
        ("Project", "terms:my.tsv", "蓝星纤维工程", 1.0)
    ] * 2
    assert not any("云帆化工" in TEXT[m.start : m.end] for m in found)
    assert rejected["user term"] > 0


def test_terms_of_a_file_reach_the_final_mentions(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text("某某地块\tProject\n", encoding="utf-8")
    text = "推进某某地块收储。"
    (mention,) = MentionFinder.load(terms=path).find(analyse(text))
    assert (text[mention.start : mention.end], mention.by) == ("某某地块", "terms:terms.tsv")


def test_a_company_before_projects_is_a_project() -> None:
    text = "确保蓝星、云帆锂电、鼎安等项目竣工投产。"
    votes = [_vote(text, name, "Company", 0.8) for name in ("蓝星", "云帆锂电", "鼎安")]
    found, _ = merge(analyse(text), {"tagger": votes})
    assert _names(text, found, "Project") == {"蓝星", "云帆锂电", "鼎安"}


def test_a_title_in_book_marks_is_a_policy_even_where_the_tagger_sees_none() -> None:
    text = "对照《江海区支持港口若干措施》,融入“一带一路”。"
    analysed = analyse(text)
    found, _ = merge(analysed, {"pattern": pattern_mentions(analysed)})
    assert _names(text, found, "Policy") == {"《江海区支持港口若干措施》", "“一带一路”"}


def test_vetoes_are_counted_by_their_name() -> None:
    text = "江海路已经完工,周明远主任到场。"
    votes = [_vote(text, "江海路", "Company", 0.99), _vote(text, "周明远", "Leader", 0.99)]
    found, rejected = merge(analyse(text), {"tagger": votes})
    assert "江海路" not in _names(text, found, "Company")
    assert rejected["veto: road"] == 1
    assert _names(text, found, "Leader") == {"周明远"}


def test_nothing_comes_of_nothing() -> None:
    assert merge(analyse(""), {}) == ((), {})
    assert merge(analyse("今天天气不错。"), {"tagger": ()}) == ((), {})


def test_the_same_text_gives_the_same_mentions_whatever_the_order_of_votes(finder: MentionFinder) -> None:
    analysed = analyse(TEXT)
    votes = finder.votes(analysed)
    backwards = {name: tuple(reversed(votes[name])) for name in reversed(votes)}
    assert merge(analysed, votes)[0] == merge(analysed, backwards)[0]


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="蓝星江海区委书记、,。“”《》()等项目企业 \n行动周明远公司有限", max_size=120))
def test_any_text_gives_spans_inside_it_without_overlap(text: str) -> None:
    analysed = analyse(text)
    found, _ = merge(analysed, {"pattern": pattern_mentions(analysed)})
    position = 0
    for mention in found:
        assert position <= mention.start < mention.end <= len(text)
        assert mention.type in TYPES
        position = mention.end


def test_features_have_a_column_each(finder: MentionFinder) -> None:
    analysed = analyse(TEXT)
    found = gather(analysed, finder.votes(analysed), {})
    assert found.rows.shape == (len(found.keys), len(feature_names()))
    assert len(set(feature_names())) == len(feature_names())
    assert list(shipped_trees().metadata["columns"]) == list(feature_names())


def test_gazetteers_vote_for_known_names(finder: MentionFinder) -> None:
    text = "苏州工业园区与贵阳市合作。"
    found = finder.gazetteer_mentions(analyse(text))
    assert ("苏州工业园区", "Zone") in {(text[m.start : m.end], m.type) for m in found}
    assert ("贵阳市", "Place") in {(text[m.start : m.end], m.type) for m in found}
    assert gazetteer_mentions is not None


def test_common_words_are_those_of_running_text_outside_of_names() -> None:
    texts = [analyse(text) for text in ("努力推进蓝星科技建设", "努力建设蓝星科技")]
    named = [[Mention(t.text.index("蓝星"), t.text.index("蓝星") + 4, "Company", "gold", 1.0)] for t in texts]
    counts = count_words(zip(texts, named, strict=True))
    assert counts["努力"] == counts["建设"] == 2
    assert "科技" not in counts
    slogan, name = (analyse(text) for text in ("努力建设", "蓝星科技"))
    assert commonness(slogan.text, slogan.words, counts)[0] > 0
    assert commonness(name.text, name.words, counts)[0] == 0


def _toy() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(3)
    rows = random.random((600, 4)).astype(np.float32)
    return rows, (rows[:, 0] > 0.5) ^ (rows[:, 1] > 0.5)


def test_trees_learn_what_needs_two_columns() -> None:
    rows, truth = _toy()
    trees = learn(rows, truth, Boosting(trees=60, depth=3), {"of": "test"})
    assert ((trees.probabilities(rows) > 0.5) == truth).mean() > 0.95


def test_the_same_examples_give_the_same_bytes(tmp_path: Path) -> None:
    rows, truth = _toy()
    for name in ("a", "b"):
        learn(rows, truth, Boosting(trees=5), {}).save(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    again = Trees.load(tmp_path / "a")
    assert np.array_equal(
        again.probabilities(rows), learn(rows, truth, Boosting(trees=5), {}).probabilities(rows)
    )


def test_a_missing_or_broken_model_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="make train"):
        Trees.load(tmp_path / "none.model")
    (tmp_path / "broken.model").write_bytes(b"no model")
    with pytest.raises(ResourceError, match="make train"):
        Trees.load(tmp_path / "broken.model")
