"""An index page and one page a zone, for graphs too large for one mail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment, PackageLoader

from graph.model import Graph, Node, node_id
from graph.ontology import Ontology, load_ontology
from graph.page.indexed import DOCUMENT, ZONE
from graph.page.options import PageOptions
from graph.page.rendering import render, write_text_file
from graph.page.share import ZoneParts, pack_zone, zone_parts

_TEXTS = {
    "zh": {"zone": "园区", "nodes": "节点", "edges": "关系", "documents": "文档", "all": "共 {count} 个园区"},
    "en": {
        "zone": "Zone",
        "nodes": "Nodes",
        "edges": "Relations",
        "documents": "Documents",
        "all": "{count} zones",
    },
}


@dataclass(frozen=True, slots=True)
class ZonePage:
    """One line of the index: the zone, its page's file name and what the page holds."""

    name: str
    file: str
    nodes: int
    edges: int
    documents: int


def _zone_page(
    parts: ZoneParts, zone: Node, folder: Path, ontology: Ontology, options: PageOptions
) -> ZonePage:
    pack = pack_zone(parts, zone)
    title = options.title or zone.name
    text = render(pack, ontology, replace(options, title=title, zone=None))
    file = f"{node_id(ZONE, [zone.id])}.html"  # ids of other programs may hold what no file name may
    write_text_file(text, folder / file)
    documents = sum(node.type == DOCUMENT for node in pack.nodes)
    return ZonePage(zone.name, file, len(pack.nodes) - documents, len(pack.edges), documents)


def split_pages(graph: Graph, folder: Path, options: PageOptions | None = None) -> tuple[ZonePage, ...]:
    """Write folder/index.html and one page for each zone; return the lines of the index, largest zone first.

    Raises RenderError when a file cannot be written.
    """
    options = options or PageOptions()
    parts, ontology = zone_parts(graph), load_ontology()
    pages = [_zone_page(parts, node, folder, ontology, options) for node in graph.nodes if node.type == ZONE]
    pages.sort(key=lambda page: (-page.nodes, page.name, page.file))
    environment = Environment(loader=PackageLoader("graph.page", "assets"), autoescape=True)
    text = environment.get_template("index.html.jinja").render(
        pages=pages, heading=options.heading(), language=options.language, texts=_TEXTS[options.language]
    )
    write_text_file(text, folder / "index.html")
    return tuple(pages)
