"""Reads annotated training documents: inline markup to text, mentions and relations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.annotations import Mention
from graph.errors import ResourceError

_MARKUP = re.compile(r"\[\[(\w+)\??#(\w+)\|([^\[\]|]+)\]\]")
# Types that a relation may join; the documents bend them in places (their README), so readers filter.
_PATTERNS = frozenset(
    {
        ("Leader", "LEADS", "Zone"),
        ("Leader", "LEADS", "Organization"),
        ("Leader", "LEADS", "Company"),
        *(
            (head, "LOCATED_IN", tail)
            for head in ("Company", "Project", "Organization", "Zone")
            for tail in ("Zone", "Place")
        ),
        ("Zone", "PART_OF", "Zone"),
        ("Organization", "PART_OF", "Organization"),
        ("Organization", "PART_OF", "Company"),
        ("Company", "PART_OF", "Company"),
        ("Company", "INVESTS_IN", "Project"),
        ("Organization", "INVESTS_IN", "Project"),
        ("Company", "IN_INDUSTRY", "Industry"),
        ("Project", "IN_INDUSTRY", "Industry"),
        ("Zone", "FOCUSES_ON", "Industry"),
        ("Zone", "IMPLEMENTS", "Policy"),
        ("Organization", "IMPLEMENTS", "Policy"),
        *(
            (head, "COOPERATES_WITH", tail)
            for head in ("Zone", "Company", "Organization")
            for tail in ("Zone", "Company", "Organization")
        ),
    }
)


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """One annotated relation between two ids of a document; title only for LEADS."""

    head: str
    type: str
    tail: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One annotated document. mentions and ids run in parallel: ids[i] is what mentions[i] names."""

    name: str
    writer: str
    text: str
    mentions: tuple[Mention, ...]
    ids: tuple[str, ...]
    relations: tuple[GoldRelation, ...]


def _relations(lines: str, types: dict[str, str]) -> Iterator[GoldRelation]:
    for line in lines.splitlines():
        parts = line.split(maxsplit=3)
        if len(parts) < 3 or parts[0] not in types or parts[2] not in types:
            continue
        head, kind, tail = parts[:3]
        if kind == "PART_OF" and types[head] == "Organization" and types[tail] == "Zone":
            kind = "LOCATED_IN"
        if head != tail and (types[head], kind, types[tail]) in _PATTERNS:
            yield GoldRelation(head, kind, tail, parts[3].strip() if len(parts) == 4 else "")


def parse_document(name: str, marked: str) -> GoldDocument:
    """Return the document that this marked-up text describes.

    name: file stem such as w7_01; what stands before "_" is the writer. Relations whose pattern is not in the
    ontology are left out, `Organization PART_OF Zone` is read as LOCATED_IN (the documents' README).
    Raises ResourceError when the line --- or the markup is broken.
    """
    body, separator, relations = marked.partition("\n---")
    if not separator:
        raise ResourceError(f"{name}: no line --- between text and relations; add one")
    pieces: list[str] = []
    mentions: list[Mention] = []
    ids: list[str] = []
    position = length = 0
    for match in _MARKUP.finditer(body):
        before = body[position : match.start()]
        pieces += [before, match[3]]
        start = length + len(before)
        length = start + len(match[3])
        mentions.append(Mention(start, length, match[1], "gold", 1.0))
        ids.append(match[2])
        position = match.end()
    text = "".join([*pieces, body[position:]])
    if "[[" in text or "]]" in text:
        raise ResourceError(f"{name}: broken markup near {text[max(0, text.find('[[')) :][:30]!r}; close it")
    types = dict(zip(ids, (mention.type for mention in mentions), strict=True))
    return GoldDocument(
        name, name.split("_")[0], text, tuple(mentions), tuple(ids), tuple(_relations(relations, types))
    )


def read_documents(folder: Path, pattern: str = "*.txt") -> tuple[GoldDocument, ...]:
    """Return all annotated documents of a folder, sorted by file name."""
    return tuple(
        parse_document(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob(pattern))
    )
