"""GraphML, for yEd, Cytoscape, igraph and others."""

from __future__ import annotations

from pathlib import Path

import networkx

from graph.export.flat import flat_networkx
from graph.model import Graph
from graph.ontology import Ontology


def write_graphml(graph: Graph, _ontology: Ontology, output: Path) -> None:
    """Write the graph as GraphML: properties as typed attributes, lists and evidence as JSON texts."""
    lines = networkx.generate_graphml(flat_networkx(graph), named_key_ids=True, edge_id_from_attribute=None)
    text = '<?xml version="1.0" encoding="utf-8"?>\n' + "\n".join(lines) + "\n"
    output.write_text(text, encoding="utf-8", newline="\n")
