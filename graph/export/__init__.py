"""Exports of a graph to other tools' formats: `export(graph, to, output)`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from graph.errors import ExportError
from graph.export.cypher_script import write_cypher_script
from graph.export.gexf import write_gexf
from graph.export.graphml import write_graphml
from graph.export.neo4j_admin import write_neo4j_admin
from graph.export.xlsx import write_xlsx
from graph.model import Graph
from graph.ontology import Ontology, check, load_ontology

__all__ = ["FORMATS", "export"]

Write = Callable[[Graph, Ontology, Path], None]

# By the name that `zonegraph export --to` takes. neo4j-admin writes a folder, all others one file.
FORMATS: Mapping[str, Write] = {
    "graphml": write_graphml,
    "gexf": write_gexf,
    "neo4j-admin": write_neo4j_admin,
    "cypher": write_cypher_script,
    "xlsx": write_xlsx,
}


def export(graph: Graph, to: str, output: Path) -> None:
    """Write a graph in another format.

    to: a name of FORMATS. output: the file, for neo4j-admin the folder, to be written; it is replaced.
    Raises ExportError when the format is unknown or the target cannot be written.
    """
    if to not in FORMATS:
        raise ExportError(f"{to!r} is no export format: take {', '.join(FORMATS)}")
    ontology = load_ontology()
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        FORMATS[to](check(graph, ontology).graph, ontology, output)
    except OSError as error:
        raise ExportError(f"{output} cannot be written: {error}") from error
