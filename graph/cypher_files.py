"""Reads the .cypher files of the package: the only place that Cypher text comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from graph.errors import ResourceError

_COMMENT = "//"


def cypher_folder(*parts: str) -> Traversable:
    """Return a folder or file under cypher/, wherever the package is installed."""
    found = resources.files("cypher")
    for part in parts:
        found = found.joinpath(part)
    return found


def file_names(*parts: str) -> tuple[str, ...]:
    """Return the names of the .cypher files in a folder under cypher/, sorted, subfolders left out."""
    names = (entry.name for entry in cypher_folder(*parts).iterdir() if entry.is_file())
    return tuple(sorted(name for name in names if name.endswith(".cypher")))


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in text.splitlines():
        block.append(line)
        if line.endswith(";"):
            yield block
            block = []
    if any(line.strip() and not line.startswith(_COMMENT) for line in block):
        yield block


def split_statements(text: str) -> dict[str, str]:
    """Return the statements of a file by name.

    text: statements that end with a semicolon at a line's end, each under a comment whose last line names it.
    A file's leading comment is separated from the first statement's name by an empty line.
    """
    statements: dict[str, str] = {}
    for block in _blocks(text):
        comments = [line for line in block if line.startswith(_COMMENT)]
        body = [line for line in block if not line.startswith(_COMMENT) and line.strip()]
        name = comments[-1].removeprefix(_COMMENT).strip() if comments else ""
        if not name or name in statements:
            raise ResourceError(
                f"a statement of a .cypher file needs a comment that names it alone: {body[0]}"
            )
        statements[name] = "\n".join(body).removesuffix(";")
    return statements


@cache
def read_statements(*parts: str) -> Mapping[str, str]:
    """Return the named statements of one file under cypher/, in the order of the file."""
    file = cypher_folder(*parts)
    try:
        return split_statements(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ResourceError(f"cypher/{'/'.join(parts)} is not there: install zonegraph again") from error
