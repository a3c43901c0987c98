"""What the stages of extraction hand to each other: plain frozen values over one document's text.

All offsets are half-open code-point offsets into the document's text as it was decoded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.model import PropertyValue


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One decoded input file.

    id: Document node id. path: relative to the INPUT folder, '/'-separated, NFC. text: the decoded file,
    newlines untouched, without BOM. sha256: of the file's bytes. published: ISO date or "".
    title_span and published_span: where they stand in the text. furniture: spans of page furniture
    (navigation, source line, editor, font size …), kept in the text but out of extraction.
    """

    id: str
    path: str
    text: str
    encoding: str
    sha256: str
    title: str
    title_span: tuple[int, int]
    published: str = ""
    published_span: tuple[int, int] | None = None
    furniture: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the segmenter with its part of speech (rjieba's tag set)."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class AnalysedText:
    """A document's text with what every stage needs: sentences, words, furniture, title, date."""

    text: str
    sentences: tuple[tuple[int, int], ...]
    words: tuple[Word, ...]
    furniture: tuple[tuple[int, int], ...] = ()
    title_span: tuple[int, int] | None = None
    published: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """One source's opinion on a span: which source, which type, how sure (0 to 1)."""

    by: str
    type: str
    score: float


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of text that names a thing of a type; `by` is the deciding source, votes are all of them.

    canonical: a name given by the user's own term list, else "".
    """

    start: int
    end: int
    type: str
    by: str
    score: float
    votes: tuple[Vote, ...] = ()
    canonical: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """All mentions of one thing within a document, its generic forms (我区, 管委会) included.

    name: the fullest form that the text uses, without white space. aliases: all other surface forms and
    the forms that a canonicaliser could rightly produce. generic: those aliases that name it in this
    document only (经开区, 我区, 管委会).
    """

    type: str
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Mention, ...]
    generic: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two entities of one document, by their positions in its entity tuple.

    evidence: the spans that state it, one, or two when its ends stand in two sentences.
    """

    head: int
    type: str
    tail: int
    evidence: tuple[tuple[int, int], ...]
    by: str
    score: float
    properties: Mapping[str, PropertyValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PropertyClaim:
    """One property value of one entity, with the span that proves it (a looked-up value: the mention)."""

    entity: int
    property: str
    value: PropertyValue
    start: int
    end: int
    by: str
    score: float


@dataclass(frozen=True, slots=True)
class IndicatorClaim:
    """One figure of a zone. zone: position of the zone in the entity tuple. value: None for a text value.

    growth: percent. target: whether the text aims at it rather than reports it.
    """

    zone: int
    name: str
    value: float | None
    value_text: str
    unit: str
    period: str
    growth: float | None
    target: bool
    start: int
    end: int
    by: str
    score: float


@dataclass(frozen=True, slots=True)
class Annotations:
    """Everything found in one document; after this point no spaCy object is seen."""

    sentences: tuple[tuple[int, int], ...]
    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
    properties: tuple[PropertyClaim, ...]
    indicators: tuple[IndicatorClaim, ...]
    rejected: Mapping[str, int] = field(default_factory=dict)
