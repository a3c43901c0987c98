"""Shows why two nodes are one, two, or open: the comparison feature by feature, and who decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extract.identity.canonical import Canonicaliser
from extract.identity.decisions import Decisions
from extract.identity.judgement import PERSON, Judged, Reason
from extract.identity.link import compare_ids, judged_to_json
from extract.identity.profile import Profile
from extract.identity.records import unpack_records
from extract.identity.tables import Language
from extract.identity.tables import words as table
from graph.errors import DecisionError
from graph.model import Graph, Node


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its id and final node, its profile, and sentences that name it."""

    id: str
    node: str
    name: str
    profile: Profile
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The comparison of two ids: both sides, what the rules say, and what counts in the end."""

    left: Side
    right: Side
    rules: Judged
    standing: Judged
    one_node: bool

    def to_json(self) -> dict[str, Any]:
        """Return the explanation as one JSON object."""
        return {
            "left": _side_to_json(self.left),
            "right": _side_to_json(self.right),
            "rules": judged_to_json(self.rules),
            "standing": judged_to_json(self.standing),
            "one_node": self.one_node,
        }


def _side_to_json(side: Side) -> dict[str, Any]:
    profile = side.profile
    return {
        "id": side.id,
        "node": side.node,
        "type": profile.type,
        "name": side.name,
        "key": list(profile.key.parts),
        "names": list(profile.names),
        "zones": sorted(profile.zones),
        "cities": sorted(profile.cities),
        "documents": sorted(profile.documents),
        "sentences": list(side.sentences),
    }


def feature_lines(reasons: Iterable[Reason], graph: Graph, language: Language) -> list[str]:
    """Return one line a reason: weight, feature and what it saw, ids as names."""
    labels = table("features", language)
    names = {node.id: node.name for node in graph.nodes}
    lines = []
    for reason in reasons:
        detail = " – ".join(names.get(part, part) for part in reason.detail.split(" – "))
        lines.append(f"{reason.weight:+.2f}  {labels.get(reason.feature, reason.feature)}: {detail}")
    return lines


def sentences_of(
    graph: Graph, node: Node, documents: frozenset[str] | None = None, most: int = 3
) -> tuple[str, ...]:
    """Return up to so many sentences that name a node, one a document, with the mention in 【】.

    documents: those to quote from, None for all. Where documents are kept without text, the quotations alone.
    """
    texts = {document.id: document.properties.get("text") for document in graph.documents()}
    firsts: dict[str, str] = {}
    for item in node.evidence:
        if item.property is not None or item.document in firsts:
            continue
        if documents is not None and item.document not in documents:
            continue
        text = texts.get(item.document)
        if isinstance(text, str):
            start, end = item.sentence
            sentence = f"{text[start : item.start]}【{item.quote}】{text[item.end : end]}"
        else:
            sentence = f"【{item.quote}】"
        firsts[item.document] = " ".join(sentence.split())
        if len(firsts) == most:
            break
    return tuple(firsts.values())


def explain(graph: Graph, left: str, right: str, canonicaliser: Canonicaliser | None = None) -> Explanation:
    """Compare two ids, node ids or ids that were merged into nodes, and say what joins or parts them.

    graph: a linked graph with the records and decisions of its run information.
    Raises DecisionError when an id is unknown, the two are one id, or of two types.
    """
    if left == right:
        raise DecisionError(f"{left} is compared with itself; give two ids")
    decisions = Decisions.from_json(graph.run.get("decisions", ()))
    compared = compare_ids(unpack_records(graph), left, right, decisions, canonicaliser)
    nodes = {node.id: node for node in graph.nodes}

    def side(profile: Profile) -> Side:
        final = compared.canonical[profile.id]
        node = nodes.get(final)
        if node is None:
            return Side(profile.id, final, profile.names[0], profile, ())
        return Side(profile.id, final, node.name, profile, sentences_of(graph, node, profile.documents))

    by_person = [item for item in decisions.judged() if {item.left, item.right} == {left, right}]
    standing = by_person[0] if by_person else compared.rules
    one = compared.canonical[left] == compared.canonical[right]
    return Explanation(side(compared.left), side(compared.right), compared.rules, standing, one)


def in_words(explanation: Explanation, graph: Graph, language: Language) -> list[str]:
    """Return an explanation as lines of text. graph: the one that was asked."""
    words = table("explain", language)
    lines = [
        *_side_in_words(explanation.left, graph, words),
        *_side_in_words(explanation.right, graph, words),
    ]
    rules = explanation.rules
    lines.append(f"{words['reasons']}:")
    if not rules.reasons:
        lines.append(f"  {words['no_reasons']}")
    lines += [f"  {line}" for line in feature_lines(rules.reasons, graph, language)]
    total = sum(reason.weight for reason in rules.reasons)
    lines.append(f"{words['score']}: {total:.2f} → {words[rules.judgement.value]}")
    standing = explanation.standing
    if standing.by == PERSON:
        lines.append(f"{words['judged_by']} {words['person']}: {words[standing.judgement.value]}")
    lines.append(words["one" if explanation.one_node else "two"])
    return lines


def _side_in_words(side: Side, graph: Graph, words: Mapping[str, str]) -> Iterator[str]:
    profile = side.profile
    nodes = {node.id: node.name for node in graph.nodes}
    yield f"{profile.type} {side.name} [{side.id}]"
    yield f"  {words['key']}: {' / '.join(profile.key.parts)}"
    yield f"  {words['names']}: {'、'.join(profile.names)}"
    for name, values in (("zones", profile.zones), ("places", profile.places), ("cities", profile.cities)):
        if values:
            yield f"  {words[name]}: {'、'.join(nodes.get(value, value) for value in sorted(values))}"
    for sentence in side.sentences:
        yield f"  {sentence}"
