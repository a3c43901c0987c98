"""One Cypher script that can be run again: schema, then MERGE of every node and edge."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.export.neo4j_admin import schema_script
from graph.model import Graph
from graph.ontology import Ontology
from graph.stores.cypher_store import CypherStore, Part
from graph.stores.cypher_writer import statements_between
from graph.stores.rows import rows_of

# Small enough for cypher-shell and Browser to take a statement at once.
_ROWS_A_STATEMENT = 200


def cypher_literal(value: Any) -> str:
    """Return a JSON value as a Cypher literal on one line.

    JSON texts escape what Cypher strings escape, and in the same way; keys of maps are plain names here.
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {cypher_literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(cypher_literal(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _statements(graph: Graph, ontology: Ontology) -> Iterator[str]:
    nodes, edges = rows_of(graph, ontology)
    made = statements_between(Part({}, {}), nodes, lambda: edges, CypherStore)
    for statement in made:
        rows = statement.parameters["rows"]
        for start in range(0, len(rows), _ROWS_A_STATEMENT):
            literal = cypher_literal(rows[start : start + _ROWS_A_STATEMENT])
            yield statement.cypher.replace("$rows", literal, 1) + ";\n"


def write_cypher_script(graph: Graph, ontology: Ontology, output: Path) -> None:
    """Write the script, for `cypher-shell -f FILE`; running it again changes nothing."""
    text = schema_script() + "\n" + "\n".join(_statements(graph, ontology))
    output.write_text(text, encoding="utf-8", newline="\n")
