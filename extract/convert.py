"""The border: spaCy Docs to and from the plain values of annotations.py; behind it no spaCy is seen."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, SpanGroup

from extract.annotations import AnalysedText, Annotations, Mention, Vote
from extract.text import analyse

# Where the components leave their results on a Doc.
TEXT = "zonegraph_text"
ENTITIES = "zonegraph_entities"
RELATIONS = "zonegraph_relations"
PROPERTIES = "zonegraph_properties"
INDICATORS = "zonegraph_indicators"
REJECTED = "zonegraph_rejected"
EXTENSIONS = (TEXT, ENTITIES, RELATIONS, PROPERTIES, INDICATORS, REJECTED)
MENTIONS = "zonegraph_mentions"


def register_extensions() -> None:
    """Register the Doc attributes of the components, once."""
    for name in EXTENSIONS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


def analysed_text(doc: Doc) -> AnalysedText:
    """Return the analysed text of a Doc; in a user's own pipeline it is made at first use."""
    analysed = doc._.get(TEXT)
    if not isinstance(analysed, AnalysedText):
        analysed = analyse(doc.text)
        doc._.set(TEXT, analysed)
    return analysed


def set_mentions(doc: Doc, group: str, mentions: Sequence[Mention]) -> None:
    """Write mentions as a span group, with source, score, votes and canonical names in its attrs.

    A mention that begins or ends inside a white-space token takes the tokens that lie wholly within it; the
    exact offsets stay in the attrs.
    """
    spans, kept = [], []
    for mention in mentions:
        span = doc.char_span(mention.start, mention.end, label=mention.type, alignment_mode="contract")
        if span is not None:
            spans.append(span)
            kept.append(mention)
    attrs = {
        "offsets": [[m.start, m.end] for m in kept],
        "by": [m.by for m in kept],
        "score": [m.score for m in kept],
        "canonical": [m.canonical for m in kept],
        "votes": [[[v.by, v.type, v.score] for v in m.votes] for m in kept],
    }
    doc.spans[group] = SpanGroup(doc, name=group, spans=spans, attrs=attrs)


def get_mentions(doc: Doc, group: str) -> tuple[Mention, ...]:
    """Return the mentions of a span group, in its order; a group that is not there is empty."""
    if group not in doc.spans:
        return ()
    spans = doc.spans[group]
    attrs = spans.attrs
    return tuple(
        Mention(start, end, span.label_, by, score, tuple(Vote(*vote) for vote in votes), canonical)
        for span, (start, end), by, score, votes, canonical in zip(
            spans,
            attrs["offsets"],
            attrs["by"],
            attrs["score"],
            attrs["votes"],
            attrs["canonical"],
            strict=True,
        )
    )


def read_annotations(doc: Doc) -> Annotations:
    """Return everything that the pipeline found in a Doc, as plain values."""
    return Annotations(
        sentences=analysed_text(doc).sentences,
        entities=doc._.get(ENTITIES) or (),
        relations=doc._.get(RELATIONS) or (),
        properties=doc._.get(PROPERTIES) or (),
        indicators=doc._.get(INDICATORS) or (),
        rejected=doc._.get(REJECTED) or {},
    )
