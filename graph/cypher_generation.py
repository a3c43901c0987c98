"""Writes the Cypher files that derive from the ontology: reading, and writing with one file a type.

Labels and relationship types cannot be parameters of Cypher. So that no query is put together from
strings at run time, every type has its own files, made by `python -m graph.cypher_generation cypher`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from graph.ontology import EdgeSpec, NodeSpec, Ontology, load_ontology

MARK = "Zonegraph"
# What every store node carries beside the properties of its type.
NODE_FIELDS = ("type", "name", "aliases")
PROOF_FIELDS = ("evidence", "documents")
# What a Document node carries for the next load and no question shows: see graph/stores/rows.py.
BOOKKEEPING_FIELDS = ("record", "run")

_HEADER = "// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit."


def node_fields(name: str, spec: NodeSpec) -> tuple[str, ...]:
    """Return the properties that a store node of this type may carry, without its id, in fixed order."""
    bookkeeping = BOOKKEEPING_FIELDS if name == "Document" else ()
    return (*NODE_FIELDS, *sorted(spec.properties), *PROOF_FIELDS, *bookkeeping)


def edge_fields(spec: EdgeSpec) -> tuple[str, ...]:
    """Return the properties that a relationship of this type may carry, without its key, in fixed order."""
    return (*sorted(spec.properties), *PROOF_FIELDS)


def _lines(head: str, items: Sequence[str]) -> str:
    joined = ",\n  ".join(items)
    return f"{head}\n  {joined}"


def _file(*statements: tuple[str, str]) -> str:
    return "\n\n".join([_HEADER, *(f"// {name}\n{text};" for name, text in statements)]) + "\n"


def node_write_file(name: str, spec: NodeSpec) -> str:
    """Return the file that writes and removes the nodes of one type."""
    fields = [f"n.{field} = row.{field}" for field in node_fields(name, spec)]
    return _file(
        ("upsert", f"UNWIND $rows AS row\nMERGE (n:{name}:{MARK} {{id: row.id}})\n{_lines('SET', fields)}"),
        ("remove", f"UNWIND $rows AS row\nMATCH (n:{name}:{MARK} {{id: row.id}})\nDETACH DELETE n"),
    )


def edge_write_file(name: str, spec: EdgeSpec) -> str:
    """Return the file that writes and removes the relationships of one type, a statement a pattern."""
    fields = _lines("SET", [f"r.{field} = row.{field}" for field in edge_fields(spec)])
    statements: list[tuple[str, str]] = []
    for head, tail in spec.patterns:
        source = f"(a:{head}:{MARK} {{id: row.source}})"
        target = f"(b:{tail}:{MARK} {{id: row.target}})"
        rows = f"UNWIND $rows AS row\nMATCH {source}"
        merge = f"{rows}\nMATCH {target}\nMERGE (a)-[r:{name} {{key: row.key}}]->(b)\n{fields}"
        statements.append((f"upsert {head} {tail}", merge))
        delete = f"{rows}-[r:{name} {{key: row.key}}]->{target}\nDELETE r"
        statements.append((f"remove {head} {tail}", delete))
    return _file(*statements)


def neo4j_edge_write_file(name: str, spec: EdgeSpec) -> str:
    """Return the file that writes and removes the relationships of one type in Neo4j, whatever their ends.

    A row holds all that start at one node. The hints are what makes it fast every time: from statistics of a
    moment ago, when there were few nodes or none, Neo4j may plan to look through all of them for each row.
    The gate is a node that stays as it is: to write to it takes its lock, so that of two batches sent at once
    the second is unpacked while the first is committed, but never waits for what the first still needs.
    """
    rows = (
        f"MATCH (gate:{MARK})\nWITH gate LIMIT 1\nSET gate.type = gate.type\nWITH gate\n"
        f"UNWIND $rows AS row\nMATCH (a:{MARK} {{id: row.source}})\nUSING INDEX SEEK a:{MARK}(id)\n"
        f"UNWIND row.edges AS edge\nMATCH (b:{MARK} {{id: edge.target}})\nUSING INDEX SEEK b:{MARK}(id)"
    )
    relation = f"(a)-[r:{name} {{key: edge.key}}]->(b)"
    fields = _lines("SET", [f"r.{field} = edge.{field}" for field in edge_fields(spec)])
    return _file(
        ("create", f"{rows}\nCREATE {relation}\n{fields}"),
        ("upsert", f"{rows}\nMERGE {relation}\n{fields}"),
        ("remove", f"{rows}\nMATCH {relation}\nDELETE r"),
    )


def nodes_read_file(ontology: Ontology) -> str:
    """Return the file that reads nodes of any type: all, by id, or by a document in their evidence."""
    fields = {field for name, spec in ontology.nodes.items() for field in node_fields(name, spec)}
    returned = _lines("RETURN", [f"n.{field} AS {field}" for field in ("id", *sorted(fields))])
    match = f"MATCH (n:{MARK})"
    return _file(
        ("all", f"{match}\n{returned}"),
        ("by id", f"{match}\nWHERE n.id IN $ids\n{returned}"),
        (
            "by document",
            f"{match}\nWHERE any(document IN n.documents WHERE document IN $documents)\n{returned}",
        ),
    )


def edge_columns(ontology: Ontology) -> tuple[str, ...]:
    """Return what a relationship is read as, in the order of the list that holds it."""
    fields = {field for spec in ontology.edges.values() for field in edge_fields(spec)}
    return ("relation", "target", "tail", "key", *sorted(fields))


def edges_read_file(ontology: Ontology) -> str:
    """Return the file that reads relationships of any type: all, by key, or by document.

    One row holds all that start at a node: a row each would take the driver twice as long.
    """
    special = {"relation": "type(r)", "target": "b.id", "tail": "b.type"}
    held = ", ".join(special.get(column, f"r.{column}") for column in edge_columns(ontology))
    found = f"(a)-[r]->(b:{MARK})\n  WHERE {{}}\n  | [{held}]"

    def statement(sources: str, condition: str) -> str:
        return (
            f"MATCH (a:{MARK}){sources}\nWITH a, [{found.format(condition)}] AS edges\n"
            "WHERE size(edges) > 0\nRETURN a.id AS source, a.type AS head, edges"
        )

    return _file(
        ("all", statement("", "r.key IS NOT NULL")),
        ("by key", statement("\nWHERE a.id IN $sources", "r.key IN $keys")),
        (
            "by document",
            statement("", "r.key IS NOT NULL AND any(document IN r.documents WHERE document IN $documents)"),
        ),
    )


def generated_files(ontology: Ontology) -> dict[str, str]:
    """Return every generated file: its path under cypher/ and its text."""
    files = {"read/nodes.cypher": nodes_read_file(ontology), "read/edges.cypher": edges_read_file(ontology)}
    for name, node in ontology.nodes.items():
        files[f"write/nodes/{name}.cypher"] = node_write_file(name, node)
    for name, edge in ontology.edges.items():
        files[f"write/edges/{name}.cypher"] = edge_write_file(name, edge)
        files[f"write/neo4j/edges/{name}.cypher"] = neo4j_edge_write_file(name, edge)
    return files


def write_generated_files(folder: Path) -> None:
    """Write every generated file under this cypher/ folder."""
    for path, text in generated_files(load_ontology()).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_generated_files(Path(sys.argv[1]))
