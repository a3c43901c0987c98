"""CSV files for `neo4j-admin database import full`, the fastest first load of a whole database."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from graph.cypher_files import cypher_folder, file_names
from graph.cypher_generation import MARK, edge_fields, node_fields
from graph.model import Graph
from graph.ontology import Ontology, PropertySpec
from graph.stores.rows import Row, rows_of

# Unit separator: no name, title or JSON text contains it.
_BETWEEN_ITEMS = "\x1f"
_LISTS = ("aliases", "evidence", "documents")
_IMPORT_TYPES: Mapping[str, str] = {
    "string": "",
    "strings": ":string[]",
    "number": ":double",
    "boolean": ":boolean",
    "date": "",
}
# The file with the import command, beside the CSV files that it names.
COMMAND_FILE = "import.sh"
SCHEMA_FILE = "schema.cypher"


def _field(value: Any) -> str:
    """Return one CSV field: empty for no value, else quoted, so that an empty text stays one."""
    if value is None or value == []:
        return ""
    if isinstance(value, list):
        value = _BETWEEN_ITEMS.join(item.replace(_BETWEEN_ITEMS, " ") for item in value)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return '"' + text.replace('"', '""') + '"'


def _column(name: str, specs: Mapping[str, PropertySpec], whole: Mapping[str, bool]) -> str:
    if name in _LISTS:
        return f"{name}:string[]"
    if whole.get(name):
        return f"{name}:long"
    return name + (_IMPORT_TYPES[specs[name].type] if name in specs else "")


def _whole_numbers(fields: Iterable[str], rows: Iterable[Row]) -> dict[str, bool]:
    """Return which columns hold integers only: they stay integers."""
    members = list(rows)
    found: dict[str, bool] = {}
    for name in fields:
        values = [row[name] for row in members if name in row]
        found[name] = bool(values) and all(type(value) is int for value in values)
    return found


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    lines = [",".join(header), *(",".join(_field(value) for value in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def import_arguments(files: Iterable[tuple[str, str, str]], database: str = "neo4j") -> tuple[str, ...]:
    """Return the arguments of neo4j-admin that import these files into an empty, stopped database.

    files: for each its option (nodes or relationships), its labels or type, and its name.
    """
    return (
        "database",
        "import",
        "full",
        database,
        *(f"--{option}={name}={file}" for option, name, file in files),
        "--multiline-fields=true",
        f"--array-delimiter=U+{ord(_BETWEEN_ITEMS):04X}",
        "--read-buffer-size=64m",
        "--overwrite-destination=true",
    )


def write_neo4j_admin(graph: Graph, ontology: Ontology, output: Path) -> None:
    """Write a folder: a CSV file a type, import.sh with the exact command, schema.cypher to run after it."""
    output.mkdir(parents=True, exist_ok=True)
    nodes, edges = rows_of(graph, ontology)
    files: list[tuple[str, str, str]] = []
    for name, spec in ontology.nodes.items():
        members = [row for row in nodes.values() if row["type"] == name]
        if members:
            fields = node_fields(name, spec)
            whole = _whole_numbers(spec.properties, members)
            header = [f"id:ID({MARK})", *(_column(field, spec.properties, whole) for field in fields)]
            # The id column is the property too.
            header[0] = f"id:ID({MARK})"
            _write(output / f"{name}.csv", header, ([row.get(f) for f in ("id", *fields)] for row in members))
            files.append(("nodes", f"{name}:{MARK}", f"{name}.csv"))
    for name, relation in ontology.edges.items():
        found = [row for identity, row in edges.items() if identity[1] == name]
        if found:
            columns = edge_fields(relation)
            whole = _whole_numbers(relation.properties, found)
            titles = [_column(field, relation.properties, whole) for field in columns]
            header = [f":START_ID({MARK})", f":END_ID({MARK})", "key", *titles]
            keys = ("source", "target", "key", *columns)
            _write(output / f"{name}.csv", header, ([row.get(key) for key in keys] for row in found))
            files.append(("relationships", name, f"{name}.csv"))
    command = " \\\n  ".join(shlex.quote(argument) for argument in import_arguments(files))
    script = (
        "#!/bin/sh\n# Run in this folder while the server is stopped; it replaces the whole database neo4j.\n"
        f"# Afterwards start the server and run {SCHEMA_FILE}: cypher-shell -f {SCHEMA_FILE}\n"
        f"neo4j-admin {command}\n"
    )
    (output / COMMAND_FILE).write_text(script, encoding="utf-8", newline="\n")
    (output / SCHEMA_FILE).write_text(schema_script(), encoding="utf-8", newline="\n")


def schema_script() -> str:
    """Return all schema files as one script for Neo4j."""
    folders = (("schema",), ("schema", "neo4j"))
    texts = (
        cypher_folder(*folder, name).read_text(encoding="utf-8")
        for folder in folders
        for name in file_names(*folder)
    )
    return "\n".join(texts)
