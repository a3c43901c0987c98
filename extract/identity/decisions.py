"""A person's decisions on identity: a plain file of JSON lines that can live in git; the last word counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extract.identity.judgement import PERSON, RULE, Judged, Judgement, Reason, pair
from extract.identity.occurrence import LINKED_TYPES
from graph.errors import DecisionError

KINDS = ("judge", "split", "rename", "retype", "drop", "keep")
_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "judge": ("left", "right", "judgement"),
    "split": ("id", "documents"),
    "rename": ("id", "name"),
    "retype": ("id", "type"),
    "drop": ("id",),
    "keep": ("id",),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of a decisions file.

    kind: judge (a pair), split (take documents out of a node), rename, retype, drop, keep (undo a drop).
    ids: the one or two ids that it is about, two in code point order. value: judgement, name or type; an
    empty name or type withdraws. documents: for split; none withdraws. score, reasons: what the rules said
    then. by: person or rule. note: names, time and other fields that the line carries for its readers.
    """

    kind: str
    ids: tuple[str, ...]
    value: str = ""
    documents: tuple[str, ...] = ()
    score: float | None = None
    reasons: tuple[Reason, ...] = ()
    by: str = PERSON
    note: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of the line, its fields in fixed order."""
        row: dict[str, Any] = {"decision": self.kind}
        if self.kind == "judge":
            row |= {"left": self.ids[0], "right": self.ids[1], "judgement": self.value}
        else:
            row["id"] = self.ids[0]
        if self.kind == "split":
            row["documents"] = list(self.documents)
        elif self.kind in ("rename", "retype"):
            row["name" if self.kind == "rename" else "type"] = self.value
        if self.score is not None:
            row["score"] = self.score
        if self.reasons:
            row["reasons"] = [[reason.feature, reason.weight, reason.detail] for reason in self.reasons]
        return row | {"by": self.by} | {key: self.note[key] for key in sorted(self.note)}


def _fault(row: Any) -> str:
    """Return what is wrong with a line's object, "" if nothing is."""
    if not isinstance(row, dict):
        return "is no JSON object"
    kind = row.get("decision")
    if kind not in KINDS:
        return f"has decision {kind!r}; known are {', '.join(KINDS)}"
    for name in _REQUIRED[kind]:
        wanted = list if name == "documents" else str
        if not isinstance(row.get(name), wanted):
            return f"needs {name} ({'a list' if wanted is list else 'text'})"
    if kind == "judge":
        if row["judgement"] not in {judgement.value for judgement in Judgement}:
            return f"has judgement {row['judgement']!r}; known are positive, negative, unsure, none"
        if row["left"] == row["right"]:
            return "judges an id against itself"
    if kind == "split" and not all(isinstance(document, str) for document in row["documents"]):
        return "needs documents (a list of ids)"
    if kind == "retype" and row["type"] and row["type"] not in LINKED_TYPES:
        return f"has type {row['type']!r}; known are {', '.join(LINKED_TYPES)}"
    if row.get("by", PERSON) not in (PERSON, RULE):
        return f"has by {row.get('by')!r}; known are person, rule"
    return ""


def decision_from_json(row: Mapping[str, Any]) -> Decision:
    """Return the decision of one JSON object.

    Raises DecisionError when a field is missing or has an unknown value.
    """
    fault = _fault(row)
    if fault:
        raise DecisionError(f"a decision {fault}")
    kind = row["decision"]
    ids = pair(row["left"], row["right"]) if kind == "judge" else (row["id"],)
    value = row.get({"judge": "judgement", "rename": "name", "retype": "type"}.get(kind, ""), "")
    try:
        score = None if row.get("score") is None else float(row["score"])
        reasons = tuple(Reason(str(f), float(w), str(d)) for f, w, d in row.get("reasons", ()))
    except (TypeError, ValueError) as error:
        raise DecisionError(f"a decision has a score or reasons that cannot be read: {error}") from error
    known = {*_REQUIRED[kind], "decision", "score", "reasons", "by"}
    note = {key: item for key, item in row.items() if key not in known}
    documents = tuple(sorted(set(row.get("documents", ()))))
    return Decision(kind, ids, value, documents, score, reasons, row.get("by", PERSON), note)


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions in the order of their file; of two by a person on one thing the later one counts."""

    rows: tuple[Decision, ...] = ()

    def _last(self, kinds: Sequence[str]) -> dict[tuple[str, ...], Decision]:
        return {row.ids: row for row in self.rows if row.by == PERSON and row.kind in kinds}

    def judged(self) -> tuple[Judged, ...]:
        """Return a person's standing judgements on pairs, sorted by ids."""
        last = self._last(("judge",))
        standing = ((ids, row) for ids, row in sorted(last.items()) if row.value != Judgement.NONE.value)
        return tuple(
            Judged(
                ids[0],
                ids[1],
                Judgement(row.value),
                1.0 if row.value == Judgement.POSITIVE.value else 0.0,
                row.reasons,
                PERSON,
            )
            for ids, row in standing
        )

    def names(self) -> dict[str, str]:
        """Return the names that a person gave, by id."""
        return {ids[0]: row.value for ids, row in sorted(self._last(("rename",)).items()) if row.value}

    def types(self) -> dict[str, str]:
        """Return the types that a person gave, by id."""
        return {ids[0]: row.value for ids, row in sorted(self._last(("retype",)).items()) if row.value}

    def dropped(self) -> tuple[str, ...]:
        """Return the ids that a person dropped, sorted."""
        last = self._last(("drop", "keep"))
        return tuple(ids[0] for ids, row in sorted(last.items()) if row.kind == "drop")

    def splits(self) -> dict[str, tuple[str, ...]]:
        """Return the documents that a person took out of a node, by its id."""
        return {ids[0]: row.documents for ids, row in sorted(self._last(("split",)).items()) if row.documents}

    def to_json(self) -> list[dict[str, Any]]:
        """Return the JSON objects of all lines, as run information keeps them."""
        return [row.to_json() for row in self.rows]

    @staticmethod
    def from_json(rows: Iterable[Mapping[str, Any]]) -> Decisions:
        """Return the decisions of JSON objects; raises DecisionError when one is malformed."""
        return Decisions(tuple(decision_from_json(row) for row in rows))


def parse_decisions(text: str, where: str = "decisions.jsonl") -> Decisions:
    """Return the decisions of a file's text; blank lines and lines that begin with # are comments.

    Raises DecisionError with file and line number at the first malformed line.
    """
    rows: list[Decision] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            rows.append(decision_from_json(json.loads(line)))
        except json.JSONDecodeError as error:
            place = f"{where}, line {number}, column {error.colno}"
            raise DecisionError(f"{place}: no JSON ({error.msg}); mend or delete the line") from error
        except DecisionError as error:
            raise DecisionError(
                f"{where}, line {number}: {error.message}; mend or delete the line"
            ) from error
    return Decisions(tuple(rows))


def read_decisions(path: Path) -> Decisions:
    """Return the decisions of a file; a file that is not there holds none.

    Raises DecisionError when it cannot be read as UTF-8 or a line is malformed.
    """
    if not path.exists():
        return Decisions()
    try:
        return parse_decisions(path.read_text(encoding="utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionError(f"{path} cannot be read: {error}; save it as UTF-8") from error


def append_decisions(path: Path, rows: Iterable[Decision]) -> None:
    """Append decisions to a file, one a line; what stands there is never touched."""
    path.parent.mkdir(parents=True, exist_ok=True)
    held = path.read_bytes() if path.exists() else b""
    text = "".join(json.dumps(row.to_json(), ensure_ascii=False) + "\n" for row in rows)
    with path.open("ab") as file:
        file.write((b"\n" if held and not held.endswith(b"\n") else b"") + text.encode("utf-8"))
