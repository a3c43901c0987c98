"""Every spaCy component of the project, registered here and nowhere else.

`pyproject.toml` names these functions as `spacy_factories`, so that `nlp.add_pipe("zonegraph_…")` works in
any spaCy pipeline for Chinese once the package is installed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from spacy.pipeline import Sentencizer
from spacy.tokens import Doc

from extract import convert
from extract.annotations import AnalysedText, Mention
from extract.base_layer import base_mentions, load_base_layer
from extract.coreference import resolve
from extract.gazetteers import shipped_gazetteers
from extract.indicators import find_indicators
from extract.mentions import LIKELY_ENOUGH, gazetteer_mentions
from extract.merge import TAGGER, TERMS, merge
from extract.patterns import pattern_mentions
from extract.properties import PublicLists, find_properties
from extract.relations import find_relations
from extract.tagger import Tagger
from extract.terms import TermFinder

Component = Callable[[Doc], Doc]

# Span group of every source of mentions, and the name under which the merge step knows the source.
SOURCE_GROUPS = {
    "zonegraph_base": "base",
    "zonegraph_gazetteers": "gazetteer",
    "zonegraph_patterns": "pattern",
    "zonegraph_tagger": TAGGER,
    "zonegraph_terms": TERMS,
}


def _source(group: str, find: Callable[[AnalysedText], tuple[Mention, ...]]) -> Component:
    """Return a component that writes what `find` finds as one span group."""
    convert.register_extensions()

    def component(doc: Doc) -> Doc:
        convert.set_mentions(doc, group, find(convert.analysed_text(doc)))
        return doc

    return component


# The first two parameters of a factory are spaCy's: the pipeline and the component's name in it.


@Language.factory("zonegraph_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Return the component that starts a sentence where Chinese punctuation or a line break ends one."""
    convert.register_extensions()

    # spaCy's own writer: setting token.is_sent_start one by one looks at the whole Doc each time.
    writer = Sentencizer()

    def component(doc: Doc) -> Doc:
        starts = {start for start, _ in convert.analysed_text(doc).sentences}
        writer.set_annotations([doc], [[token.i == 0 or token.idx in starts for token in doc]])
        return doc

    return component


@Language.factory("zonegraph_gazetteers", assigns=["doc.spans"])
def make_gazetteers(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Return the component that finds names which the data files know."""
    known = shipped_gazetteers()
    return _source("zonegraph_gazetteers", lambda analysed: gazetteer_mentions(analysed, known))


@Language.factory("zonegraph_patterns", assigns=["doc.spans"])
def make_patterns(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Return the component that finds names by their form: titles, 《》, quoted programmes, zone suffixes."""
    return _source("zonegraph_patterns", pattern_mentions)


@Language.factory("zonegraph_tagger", assigns=["doc.spans"])
def make_tagger(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Return the statistical tagger's component; it writes unlikely candidates too."""
    tagger = Tagger.load(gazetteers=shipped_gazetteers())
    return _source("zonegraph_tagger", lambda analysed: tagger.candidates(analysed, LIKELY_ENOUGH))


@Language.factory("zonegraph_terms", assigns=["doc.spans"], default_config={"path": ""})
def make_terms(nlp: Language, name: str, path: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Return the component that finds a user's own words.

    path: a TSV file of surface, type and canonical name; "" finds nothing.
    """
    if not path:
        return _source("zonegraph_terms", lambda analysed: ())  # noqa: ARG005 - a source takes the text
    return _source("zonegraph_terms", TermFinder.load(Path(path)).find)


@Language.factory("zonegraph_base", assigns=["doc.spans"])
def make_base(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Return the component that takes the votes of zh_core_web_sm where it is installed."""
    pipeline = load_base_layer()
    return _source("zonegraph_base", lambda analysed: base_mentions(analysed, pipeline))


@Language.factory("zonegraph_merge", requires=["doc.spans"], assigns=["doc.spans"])
def make_merge(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Return the component that decides between the sources and keeps every source's vote."""
    convert.register_extensions()

    def component(doc: Doc) -> Doc:
        votes = {
            source: convert.get_mentions(doc, group)
            for group, source in SOURCE_GROUPS.items()
            if group in doc.spans
        }
        mentions, rejected = merge(convert.analysed_text(doc), votes)
        convert.set_mentions(doc, convert.MENTIONS, mentions)
        doc._.set(convert.REJECTED, dict(sorted(rejected.items())))
        return doc

    return component


@Language.factory("zonegraph_coreference", requires=["doc.spans"], assigns=[f"doc._.{convert.ENTITIES}"])
def make_coreference(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Return the component that gathers all mentions of one thing in the document."""
    convert.register_extensions()

    def component(doc: Doc) -> Doc:
        mentions = convert.get_mentions(doc, convert.MENTIONS)
        doc._.set(convert.ENTITIES, resolve(convert.analysed_text(doc), mentions))
        return doc

    return component


@Language.factory(
    "zonegraph_relations",
    requires=[f"doc._.{convert.ENTITIES}"],
    assigns=[f"doc._.{convert.RELATIONS}"],
)
def make_relations(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Return the component that finds the relations that the text states."""
    convert.register_extensions()

    def component(doc: Doc) -> Doc:
        entities = doc._.get(convert.ENTITIES) or ()
        doc._.set(convert.RELATIONS, find_relations(convert.analysed_text(doc), entities))
        return doc

    return component


@Language.factory(
    "zonegraph_facts",
    requires=[f"doc._.{convert.ENTITIES}", f"doc._.{convert.RELATIONS}"],
    assigns=[f"doc._.{convert.PROPERTIES}", f"doc._.{convert.INDICATORS}"],
)
def make_facts(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Return the component that finds properties of things and the figures of zones."""
    convert.register_extensions()
    lists = PublicLists.of(shipped_gazetteers())

    def component(doc: Doc) -> Doc:
        analysed = convert.analysed_text(doc)
        entities = doc._.get(convert.ENTITIES) or ()
        relations = doc._.get(convert.RELATIONS) or ()
        doc._.set(convert.PROPERTIES, find_properties(analysed, entities, relations, lists))
        doc._.set(convert.INDICATORS, find_indicators(analysed, entities))
        return doc

    return component
