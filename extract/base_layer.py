"""Takes the votes of an optional spaCy model (zh_core_web_sm) by character offset: its tokens are words."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from extract.annotations import AnalysedText, Mention, Vote

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGE = "zh_core_web_sm"
# OntoNotes labels with a counterpart here. Scores: the published figures of the model by label
# (3.8: PERSON F 75, ORG 64.5, LAW 16 to 32), the average F 68.4 for GPE, each lowered for our other domain.
_LABELS = {
    "PERSON": ("Leader", 0.35),
    "ORG": ("Organization", 0.3),
    "GPE": ("Place", 0.45),
    "LAW": ("Policy", 0.15),
}


def load_base_layer() -> Language | None:
    """Return the installed base model, or None when it is not installed; nothing is fetched."""
    if importlib.util.find_spec(PACKAGE) is None:
        return None
    import spacy

    return spacy.load(PACKAGE)


def base_mentions(analysed: AnalysedText, pipeline: Language | None) -> tuple[Mention, ...]:
    """Return the base model's PERSON, ORG, GPE and LAW spans as votes, in text order.

    pipeline: any spaCy pipeline with these labels; None gives no votes. Spans are read as code-point offsets,
    so word tokens that cut a name elsewhere than we do are no problem.
    """
    if pipeline is None:
        return ()
    name = f"model:{pipeline.meta.get('lang', 'zh')}_{pipeline.meta.get('name', 'core')}"
    found: list[Mention] = []
    for span in pipeline(analysed.text).ents:
        label = _LABELS.get(span.label_)
        text = span.text
        if label is None or not text.strip():
            continue
        start = span.start_char + len(text) - len(text.lstrip())
        end = span.end_char - (len(text) - len(text.rstrip()))
        kind, score = label
        found.append(Mention(start, end, kind, name, score, (Vote(name, kind, score),)))
    return tuple(found)
