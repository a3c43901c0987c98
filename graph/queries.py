"""Named questions: the files of cypher/queries/ with their parameters, defaults and columns.

A file's leading comment is its header: the question in Chinese, the question in English, an empty comment
line, then a line for each parameter (`parameter NAME TYPE DEFAULT Chinese | English`, the default as JSON)
and each column (`column NAME TYPE Chinese | English`). Every question runs without arguments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from graph.cypher_files import cypher_folder, file_names
from graph.errors import QueryError
from graph.stores.base import AnswerRow, Store, View

Value = str | int | float | bool | None | list[str]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "strings": (list,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}
_PARAMETER = re.compile(r'parameter (\w+) (\w+) ("[^"]*"|\S+) (.+) \| (.+)')
_COLUMN = re.compile(r"column (\w+) (\w+) (.+) \| (.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question: its type, default and meaning."""

    name: str
    type: str
    default: Value
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer: its type and caption."""

    name: str
    type: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question that an analyst asks by name."""

    name: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    cypher: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Column names and rows, a value a column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def parse_question(name: str, text: str) -> Question:
    """Return the question that a file of cypher/queries/ holds.

    Raises QueryError when the header is not in its form.
    """
    lines = text.splitlines()
    header = [line.removeprefix("//").strip() for line in lines if line.startswith("//")]
    cypher = "\n".join(line for line in lines if not line.startswith("//")).strip()
    if len(header) < 2 or not header[0] or not header[1] or not cypher:
        raise QueryError(f"{name}.cypher: the first two lines are the question in Chinese and in English")
    parameters: list[Parameter] = []
    columns: list[Column] = []
    for line in filter(None, header[2:]):
        parameter, column = _PARAMETER.fullmatch(line), _COLUMN.fullmatch(line)
        kind = (parameter or column or [line, "", ""])[2]
        if kind not in _TYPES:
            raise QueryError(f"{name}.cypher: no parameter or column: {line}")
        if parameter:
            default = json.loads(parameter[3])
            parameters.append(Parameter(parameter[1], kind, default, parameter[4], parameter[5]))
        elif column:
            columns.append(Column(column[1], kind, column[3], column[4]))
    return Question(name, header[0], header[1], tuple(parameters), tuple(columns), cypher.removesuffix(";"))


def question_names() -> tuple[str, ...]:
    """Return the names of all shipped questions, sorted."""
    return tuple(name.removesuffix(".cypher") for name in file_names("queries"))


def load_question(name: str) -> Question:
    """Return the shipped question of this name.

    Raises QueryError with the closest names when there is none.
    """
    names = question_names()
    if name not in names:
        close = ", ".join(get_close_matches(name, names))
        hint = f"did you mean: {close}" if close else "`zonegraph query --list` shows all"
        raise QueryError(f"no question is called {name!r}; {hint}")
    return parse_question(name, cypher_folder("queries", f"{name}.cypher").read_text(encoding="utf-8"))


def _typed(question: Question, parameter: Parameter, given: object) -> Value:
    """Return an argument as the parameter's type; text from a command line is converted."""
    value: object = given
    if isinstance(given, str) and parameter.type != "string":
        try:
            value = json.loads(given)
        except json.JSONDecodeError:
            value = given
    wanted = _TYPES[parameter.type]
    if not isinstance(value, wanted) or (isinstance(value, bool) and parameter.type != "boolean"):
        raise QueryError(
            f"{question.name}: {parameter.name} takes a value of type {parameter.type}, not {given!r}"
        )
    return value  # type: ignore[return-value] # narrowed by the table of types, which mypy cannot follow


def arguments(question: Question, given: Mapping[str, object]) -> dict[str, Value]:
    """Return a value for every parameter: what is given, else the default.

    given: values by parameter name, as text or already typed. Raises QueryError for an unknown name or a
    value that does not fit.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    unknown = [name for name in given if name not in known]
    if unknown:
        takes = ", ".join(known) or "none"
        raise QueryError(f"{question.name} has no parameter {', '.join(unknown)}; it takes: {takes}")
    return {
        name: _typed(question, parameter, given[name]) if name in given else parameter.default
        for name, parameter in known.items()
    }


def answer_of(rows: Sequence[AnswerRow], columns: Sequence[str] = ()) -> Answer:
    """Return rows of a store as an answer. columns: which, in order; those of the first row unless given."""
    names = tuple(columns) or tuple(rows[0] if rows else ())
    return Answer(names, tuple(tuple(row.get(name) for name in names) for row in rows))


def ask(view: View, name: str, given: Mapping[str, object] | None = None) -> Answer:
    """Return the answer of a store to a shipped question.

    given: arguments by parameter name; parameters without one take their default.
    Raises QueryError when there is no such question, or an argument does not fit.
    """
    question = load_question(name)
    rows = view.query(question.cypher, arguments(question, given or {}))
    return answer_of(rows, [column.name for column in question.columns])


def ask_cypher(
    store: Store, cypher: str, given: Mapping[str, object] | None = None, *, write: bool = False
) -> Answer:
    """Return the answer of a store to a user's own Cypher.

    given: arguments of its $parameters; text that is JSON is converted. write: let it change the store.
    Raises QueryError when the store rejects it, and when it would write without `write`.
    """
    parameters = {key: _from_text(value) for key, value in (given or {}).items()}
    if write:
        with store.writer() as writer:
            return answer_of(writer.execute(cypher, parameters))
    return answer_of(store.view().query(cypher, parameters))


def _from_text(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value
