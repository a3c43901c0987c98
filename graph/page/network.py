"""The one importer of pyvis: its Network generates the page, with our template, escaping and lists."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader
from pyvis.network import Network

from graph.page.scripts import InlineParts

_TEMPLATE = "page.html.jinja"

# No physics: places are computed before. Labels and what is lit are drawn by assets/js/painting.js.
_OPTIONS: Mapping[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 7},
    "nodes": {"shape": "custom"},
    "edges": {
        "smooth": False,
        "selectionWidth": 0,
        "hoverWidth": 0,
        "chosen": False,
        "width": 1,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.38}},
    },
    "interaction": {
        "hideEdgesOnDrag": True,
        "hideEdgesOnZoom": True,
        "hover": False,
        "keyboard": {"enabled": False},
        "multiselect": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 100_000_000,
    },
}


class _PageNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis Network that renders our template; the template escapes, and pyvis' own one is never used."""

    def __init__(self, heading: str) -> None:
        super().__init__(directed=True, heading=heading, cdn_resources="in_line")
        self.templateEnv = Environment(
            loader=PackageLoader("graph.page", "assets"), autoescape=True, keep_trailing_newline=True
        )
        self.templateEnv.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
        self.templateEnv.filters["fromjson"] = json.loads
        self.path = _TEMPLATE
        self.options = dict(_OPTIONS)


def generate_html(
    heading: str,
    drawn: tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]],
    meta: Mapping[str, Any],
    packed: Mapping[str, str],
    parts: InlineParts,
) -> str:
    """Return the page that pyvis makes of this network.

    drawn: the vis nodes (with "id") and vis edges of the first frame; the lists are set as they are, because
    pyvis' add_edge is quadratic and drops parallel relations. packed: the packed blocks by name.
    """
    network = _PageNetwork(heading)
    nodes, edges = drawn
    network.nodes = list(nodes)
    network.edges = list(edges)
    network.node_ids = [node["id"] for node in nodes]
    network.node_map = {node["id"]: node for node in nodes}
    network.templateEnv.globals.update(meta=meta, packed=packed, parts=parts)
    return str(network.generate_html())
