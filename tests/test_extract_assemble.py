"""From annotations to the document graph: every node and edge quotes its text."""

from __future__ import annotations

import pytest

from extract.annotations import (
    Annotations,
    Entity,
    IndicatorClaim,
    Mention,
    PropertyClaim,
    Relation,
    SourceDocument,
)
from extract.assemble import document_graph, enclosing_sentence
from extract.text import split_sentences
from graph.model import Graph, document_id

TEXT = "临江经开区年度报告\n临江经开区引进海拓光电。海 拓 光 电总投资20亿元,与远山机械合作。产值143亿元。\n"
SENTENCES = split_sentences(TEXT)


def _mention(surface: str, kind: str, nth: int = 0) -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(surface, start + 1)
    return Mention(start, start + len(surface), kind, "model:test", 0.91234)


def _document(**changes: object) -> SourceDocument:
    values: dict[str, object] = {
        "id": document_id("a.txt"),
        "path": "a.txt",
        "text": TEXT,
        "encoding": "utf-8",
        "sha256": "0" * 64,
        "title": "临江经开区年度报告",
        "title_span": (0, 9),
    }
    return SourceDocument(**{**values, **changes})  # type: ignore[arg-type]


ZONE = Entity(
    "Zone", "临江经开区", ("经开区",), (_mention("临江经开区", "Zone"), _mention("临江经开区", "Zone", 1))
)
COMPANY = Entity(
    "Company", "海拓光电", (), (_mention("海拓光电", "Company"), _mention("海 拓 光 电", "Company"))
)
OTHER = Entity("Company", "远山机械", (), (_mention("远山机械", "Company"),))


def _graph(**found: object) -> Graph:
    values: dict[str, object] = {
        "sentences": SENTENCES,
        "entities": (ZONE, COMPANY, OTHER),
        "relations": (),
        "properties": (),
        "indicators": (),
    }
    annotations = Annotations(**{**values, **found})  # type: ignore[arg-type]
    return document_graph(_document(), annotations, frozenset({"COOPERATES_WITH"}))


def test_every_quote_stands_at_its_offsets_inside_its_sentence() -> None:
    graph = _graph(relations=(Relation(1, "LOCATED_IN", 0, ((10, 20),), "rule:x", 0.8),))
    items = [e for thing in (*graph.nodes, *graph.edges) for e in thing.evidence]
    assert items
    for item in items:
        assert TEXT[item.start : item.end] == item.quote
        assert item.sentence[0] <= item.start < item.end <= item.sentence[1]


def test_white_space_inside_a_name_stays_in_the_quote_and_leaves_the_name() -> None:
    company = next(node for node in _graph().nodes if node.name == "海拓光电")
    assert [e.quote for e in company.evidence] == ["海拓光电", "海 拓 光 电"]


def test_scores_are_written_with_three_decimals() -> None:
    assert {e.score for node in _graph().nodes for e in node.evidence if node.type == "Zone"} == {0.912}


def test_document_node_quotes_its_title_and_publication_date() -> None:
    document = _document(published="2024-05-06", published_span=(0, 2))
    graph = document_graph(document, Annotations(SENTENCES, (), (), (), ()), frozenset())
    (node,) = graph.nodes
    assert node.properties["published"] == "2024-05-06"
    assert [(e.quote, e.property) for e in node.evidence] == [
        ("临江", "published"),
        ("临江经开区年度报告", None),
    ]


def test_the_surest_value_of_a_property_holds_and_only_it_is_proved() -> None:
    start = TEXT.index("20亿元")
    claims = (
        PropertyClaim(1, "full_name", "甲", start, start + 2, "text:a", 0.5),
        PropertyClaim(1, "full_name", "乙", start, start + 4, "text:b", 0.9),
    )
    company = next(node for node in _graph(properties=claims).nodes if node.name == "海拓光电")
    assert company.properties == {"full_name": "乙"}
    assert [e.by for e in company.evidence if e.property == "full_name"] == ["text:b"]


def test_values_of_a_list_property_unite_in_text_order() -> None:
    claims = (
        PropertyClaim(1, "titles", ("主任",), 20, 22, "text:a", 0.9),
        PropertyClaim(1, "titles", ("书记", "主任"), 10, 12, "text:b", 0.5),
    )
    leader = next(node for node in _graph(properties=claims).nodes if node.name == "海拓光电")
    assert leader.properties == {"titles": ("书记", "主任")}


def test_an_undirected_relation_is_stored_once_with_the_smaller_id_first() -> None:
    span = ((TEXT.index("与远山"), TEXT.index("合作") + 2),)
    both = (
        Relation(1, "COOPERATES_WITH", 2, span, "rule:x", 0.8),
        Relation(2, "COOPERATES_WITH", 1, span, "rule:x", 0.8),
    )
    (edge,) = _graph(relations=both).edges
    assert edge.source < edge.target


def test_parallel_relations_with_other_titles_stay_apart() -> None:
    both = tuple(
        Relation(1, "LEADS", 0, ((10, 20),), "rule:x", 0.8, {"title": title}) for title in ("书记", "主任")
    )
    graph = _graph(relations=both)
    assert sorted(str(edge.properties["title"]) for edge in graph.edges) == ["主任", "书记"]
    assert len({edge.key for edge in graph.edges}) == 2


def test_an_indicator_becomes_a_node_hung_on_its_zone() -> None:
    start = TEXT.index("产值")
    claim = IndicatorClaim(0, "产值", 143.0, "", "亿元", "2024", None, False, start, start + 7, "rule:i", 0.9)
    graph = _graph(indicators=(claim,))
    node = next(node for node in graph.nodes if node.type == "Indicator")
    assert node.properties == {"value": 143.0, "unit": "亿元", "period": "2024", "target": False}
    assert [edge.type for edge in graph.edges if edge.target == node.id] == ["HAS_INDICATOR"]


def test_edges_whose_ends_stand_in_two_sentences_have_two_items() -> None:
    spans = ((10, 20), (TEXT.index("远山"), TEXT.index("远山") + 4))
    (edge,) = _graph(relations=(Relation(2, "LOCATED_IN", 0, spans, "rule:x", 0.8),)).edges
    assert len({e.sentence for e in edge.evidence}) == 2


@pytest.mark.parametrize(
    ("span", "expected"),
    [((1, 3), (0, 5)), ((6, 9), (6, 12)), ((3, 8), (0, 12))],
)
def test_a_span_over_two_sentences_has_both_as_its_sentence(
    span: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert enclosing_sentence([(0, 5), (6, 12)], *span) == expected
