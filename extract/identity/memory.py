"""What linking keeps for the next build: all of it can be thrown away, and is when anything does not fit.

It holds for one version of the code, its data and one set of decisions. What a document's own graph gives is
kept by the graph's stamp; what several documents give together is kept by the ids and documents it came from.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

from extract.identity.canonical import Setting
from extract.identity.judgement import Judged, Judgement, Reason
from graph.model import Graph, digest

FILE_NAME = "linking.json"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DocumentMemory:
    """What one document gave.

    stamp: of its graph. keys: (local id, own id, key strength) of every node. final: final ids, in that
    order.
    """

    stamp: str
    setting: Setting
    keys: Sequence[tuple[str, str, int]]
    final: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Component:
    """Ids that blocks join, directly or over others, and the judgements among them that are not NONE."""

    members: Sequence[str]
    judged: Sequence[Judged]


@dataclass(frozen=True, slots=True)
class TypeMemory:
    """What all documents together gave for the ids of one type.

    names: own id → (names, stems). blocks: codes of the blocks of every id that was profiled. identifiers:
    of those that have any. components: by the first of their members. canonical: of every id that is not its
    own.
    """

    names: Mapping[str, tuple[Sequence[str], Sequence[str]]] = field(default_factory=dict)
    blocks: Mapping[str, Sequence[int]] = field(default_factory=dict)
    identifiers: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    components: Mapping[str, Component] = field(default_factory=dict)
    canonical: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory of one link.

    documents: by id. parts: of the key of every own id. types: by node type. parents: canonical zone → the
    canonical zones that it is part of.
    """

    documents: Mapping[str, DocumentMemory] = field(default_factory=dict)
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    types: Mapping[str, TypeMemory] = field(default_factory=dict)
    parents: Mapping[str, frozenset[str]] = field(default_factory=dict)


def stamp(graph: Graph, record: str) -> str:
    """Return 16 hex digits that change with anything of a document graph, the Document and its text too."""
    (document,) = graph.documents()
    proofs = [astuple(item) for item in document.evidence]
    return digest([record, document.name, sorted(document.properties.items()), proofs])


def _judged_row(item: Judged) -> list[Any]:
    reasons = [[reason.feature, reason.weight, reason.detail] for reason in item.reasons]
    return [item.left, item.right, item.judgement.value, item.score, reasons]


def _judged(row: Sequence[Any]) -> Judged:
    left, right, judgement, score, reasons = row
    return Judged(left, right, Judgement(judgement), score, tuple(Reason(*reason) for reason in reasons))


def _setting_row(setting: Setting) -> list[Any]:
    return [setting.document, setting.zone, setting.zone_node, setting.places, setting.near]


def _setting(row: Sequence[Any]) -> Setting:
    document, zone, zone_node, places, near = row
    return Setting(document, tuple(zone), zone_node, tuple(places), tuple(near))


def _type_to_json(held: TypeMemory) -> dict[str, Any]:
    return {
        "names": held.names,
        "blocks": held.blocks,
        "identifiers": {
            own_id: {name: sorted(values) for name, values in found.items()}
            for own_id, found in held.identifiers.items()
        },
        "components": [
            [component.members, [_judged_row(item) for item in component.judged]]
            for component in held.components.values()
        ],
        "canonical": held.canonical,
    }


def _type_from_json(row: Mapping[str, Any]) -> TypeMemory:
    components = [Component(members, [_judged(item) for item in rows]) for members, rows in row["components"]]
    return TypeMemory(
        {own_id: (tuple(names), tuple(stems)) for own_id, (names, stems) in row["names"].items()},
        row["blocks"],
        {
            own_id: {name: frozenset(values) for name, values in found.items()}
            for own_id, found in row["identifiers"].items()
        },
        {component.members[0]: component for component in components},
        row["canonical"],
    )


def write_memory(memory: Memory, path: Path, fingerprint: str) -> None:
    """Write the memory to a file; it may fail, the next build is then a slower one.

    fingerprint: of all else that linking depends on.
    """
    data = {
        "fingerprint": fingerprint,
        "documents": {
            document: [held.stamp, _setting_row(held.setting), held.keys, held.final]
            for document, held in memory.documents.items()
        },
        "parts": memory.parts,
        "types": {kind: _type_to_json(held) for kind, held in memory.types.items()},
        "parents": {zone: sorted(over) for zone, over in memory.parents.items()},
    }
    try:
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        _LOG.warning("%s cannot be written (%s); the next build links everything anew", path, error)


def read_memory(path: Path, fingerprint: str) -> Memory | None:
    """Return the memory of a file, None when there is none, it is damaged or of another fingerprint."""
    if not path.exists():
        return None
    try:
        data = json.loads(path.read_bytes())
        if data["fingerprint"] != fingerprint:
            return None
        return Memory(
            {
                document: DocumentMemory(held_stamp, _setting(setting), keys, final)
                for document, (held_stamp, setting, keys, final) in data["documents"].items()
            },
            data["parts"],
            {kind: _type_from_json(row) for kind, row in data["types"].items()},
            {zone: frozenset(over) for zone, over in data["parents"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        _LOG.warning("%s is damaged (%r); everything is linked anew", path, error)
        return None
