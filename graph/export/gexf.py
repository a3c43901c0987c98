"""GEXF 1.2, for Gephi, with the colours and sizes of the ontology."""

from __future__ import annotations

import re
from pathlib import Path

import networkx

from graph.export.flat import flat_networkx
from graph.model import Graph
from graph.ontology import Ontology

# networkx writes the day of the export; two exports of one graph shall be the same file.
_MODIFIED = re.compile(r' lastmodifieddate="[^"]*"')


def _colour(hexadecimal: str) -> dict[str, int | float]:
    red, green, blue = (int(hexadecimal[at : at + 2], 16) for at in (1, 3, 5))
    return {"r": red, "g": green, "b": blue, "a": 1.0}


def write_gexf(graph: Graph, ontology: Ontology, output: Path) -> None:
    """Write the graph as GEXF: properties as typed attributes, lists and evidence as JSON texts."""
    flat = flat_networkx(graph)
    for key, data in flat.nodes(data=True):
        spec = ontology.nodes[data["type"]]
        flat.nodes[key]["viz"] = {"color": _colour(spec.colour), "size": float(spec.size)}
    for source, target, key, data in flat.edges(keys=True, data=True):
        flat.edges[source, target, key]["id"] = key
        flat.edges[source, target, key]["label"] = data["type"]
        # In GEXF an edge's own `type` says whether it is directed.
        flat.edges[source, target, key]["relation"] = data.pop("type")
    text = _MODIFIED.sub("", "\n".join(networkx.generate_gexf(flat, encoding="utf-8")))
    output.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n', encoding="utf-8", newline="\n")
