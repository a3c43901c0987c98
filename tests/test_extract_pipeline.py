"""The spaCy pipeline: components by name, in a user's own pipeline too, and offsets that hold."""

from __future__ import annotations

from importlib.metadata import entry_points

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from extract import convert
from extract.annotations import Mention, SourceDocument, Vote
from extract.options import PipelineOptions
from extract.pipeline import annotate, build_nlp, extract_document
from graph.model import document_id

TEXT = (
    "临江经济技术开发区2023年工作报告\n\n"
    "临江经开区党工委书记 李 育 智\n\n"
    "一年来,全区引进了海拓光电科技有限公司、远山机械股份有限公司等企业,实施“双百”工程。\n"
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_nlp(PipelineOptions(base_layer=False))


def _document(text: str) -> SourceDocument:
    return SourceDocument(document_id("a.txt"), "a.txt", text, "utf-8", "0" * 64, "", (0, 1))


def test_every_factory_of_the_package_is_an_entry_point_that_spacy_finds() -> None:
    names = {
        point.name for point in entry_points(group="spacy_factories") if point.value.startswith("extract.")
    }
    assert names >= {
        f"zonegraph_{part}" for part in ("sentences", "tagger", "base", "merge", "relations", "facts")
    }
    for name in sorted(names):
        assert Language.has_factory(name) or spacy.blank("zh").has_factory(name)


def test_components_declare_what_they_need_and_nothing_is_missing(nlp: Language) -> None:
    problems = nlp.analyze_pipes()["problems"]
    assert {name: found for name, found in problems.items() if found} == {}


def test_a_component_out_of_order_is_reported() -> None:
    pipeline = spacy.blank("zh")
    pipeline.add_pipe("zonegraph_relations")
    assert pipeline.analyze_pipes()["problems"]["zonegraph_relations"]


def test_a_user_can_put_single_components_into_an_own_pipeline() -> None:
    pipeline = spacy.blank("zh")
    for name in ("zonegraph_sentences", "zonegraph_gazetteers", "zonegraph_patterns", "zonegraph_merge"):
        pipeline.add_pipe(name)
    doc = pipeline("苏州工业园区制定了《苏州市促进条例》。第二句。")
    assert [sentence.text for sentence in doc.sents] == ["苏州工业园区制定了《苏州市促进条例》。", "第二句。"]
    assert "苏州工业园区" in {span.text for span in doc.spans[convert.MENTIONS]}


def test_the_whole_pipeline_finds_zone_companies_and_the_leader_with_a_spaced_name(nlp: Language) -> None:
    found = annotate(nlp, _document(TEXT))
    names = {(entity.type, entity.name) for entity in found.entities}
    assert ("Zone", "临江经济技术开发区") in names
    assert {("Company", "海拓光电科技有限公司"), ("Company", "远山机械股份有限公司")} <= names
    assert ("Leader", "李育智") in names


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="临江经开区李智科技有限公司、。,《》“” \u3000\n\r\t\u200bA1", max_size=80))
def test_every_quote_of_any_text_stands_at_its_offsets(text: str) -> None:
    document = _document(text or "空")
    pipeline = _shared()
    graph = extract_document(pipeline, document)
    for item in [e for thing in (*graph.nodes, *graph.edges) for e in thing.evidence]:
        assert document.text[item.start : item.end] == item.quote
        assert item.sentence[0] <= item.start < item.end <= item.sentence[1]


_PIPELINES: dict[str, Language] = {}


def _shared() -> Language:
    """One pipeline for all of hypothesis's examples."""
    if "nlp" not in _PIPELINES:
        _PIPELINES["nlp"] = build_nlp(PipelineOptions(base_layer=False))
    return _PIPELINES["nlp"]


def test_span_groups_keep_offsets_votes_and_canonical_names_through_serialisation() -> None:
    convert.register_extensions()
    pipeline = spacy.blank("zh")
    doc = pipeline.make_doc("书记 李 育 智 讲话")
    mention = Mention(3, 8, "Leader", "model:x", 0.9, (Vote("model:x", "Leader", 0.9),), "李育智")
    convert.set_mentions(doc, "zonegraph_mentions", (mention,))
    read = spacy.tokens.Doc(pipeline.vocab).from_bytes(doc.to_bytes())
    assert convert.get_mentions(read, "zonegraph_mentions") == (mention,)
