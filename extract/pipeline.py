"""Composes the extraction room: the spaCy pipeline, and from a decoded document to its document graph."""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extract import convert
from extract.annotations import Annotations, SourceDocument
from extract.assemble import document_graph
from extract.identity.unite import UNDIRECTED
from extract.options import PipelineOptions, base_layer_version
from extract.text import analyse
from graph.model import Graph

# Bound of spaCy's own guard, in characters: the reader's limit on bytes is the one that users meet.
_MAX_CHARACTERS = 1 << 31


def build_nlp(options: PipelineOptions | None = None) -> Language:
    """Return the pipeline: spaCy's blank Chinese with its character segmenter and our components.

    Raises ResourceError when the model, a data file or the user's terms cannot be read.
    """
    chosen = options or PipelineOptions()
    nlp = spacy.blank("zh")
    nlp.max_length = _MAX_CHARACTERS
    nlp.add_pipe("zonegraph_sentences")
    if chosen.terms is not None:
        nlp.add_pipe("zonegraph_terms", config={"path": str(chosen.terms)})
    nlp.add_pipe("zonegraph_gazetteers")
    nlp.add_pipe("zonegraph_patterns")
    nlp.add_pipe("zonegraph_tagger")
    if chosen.base_layer and base_layer_version():
        nlp.add_pipe("zonegraph_base")
    nlp.add_pipe("zonegraph_merge")
    nlp.add_pipe("zonegraph_coreference")
    nlp.add_pipe("zonegraph_relations")
    nlp.add_pipe("zonegraph_facts")
    return nlp


def annotate(nlp: Language, document: SourceDocument) -> Annotations:
    """Return everything that the pipeline finds in a decoded document."""
    convert.register_extensions()
    doc: Doc = nlp.make_doc(document.text)
    doc._.set(
        convert.TEXT,
        analyse(document.text, document.furniture, document.title_span, document.published),
    )
    return convert.read_annotations(nlp(doc))


def extract_document(nlp: Language, document: SourceDocument) -> Graph:
    """Return the document graph of a decoded document."""
    return document_graph(document, annotate(nlp, document), UNDIRECTED)
