"""Loads and validates the ontology file, and checks graphs against it with counted rejections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import OntologyError
from graph.model import Edge, Graph, Node, Properties, PropertyValue, Rejected

_PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "strings": (tuple, list),
    "number": (int, float),
    "boolean": (bool,),
    "date": (str,),
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PropertySpec(_Strict):
    """One property of a node or edge type: value type, unit, labels, allowed values."""

    type: Literal["string", "strings", "number", "boolean", "date"]
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    unit: str | None = None
    source: str | None = None
    values: tuple[str, ...] = ()


class NodeSpec(_Strict):
    """One node type: labels, colour, shape, size on the page, properties."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    colour: str = Field(pattern=r"^#[0-9A-Fa-f]{6}$")
    shape: str = Field(min_length=1)
    size: int = Field(gt=0)
    properties: dict[str, PropertySpec]


class EdgeSpec(_Strict):
    """One relation: labels, colour, allowed (head, tail) patterns, properties, qualifiers of its key."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    colour: str = Field(pattern=r"^#[0-9A-Fa-f]{6}$")
    undirected: bool = False
    patterns: tuple[tuple[str, str], ...] = Field(min_length=1)
    properties: dict[str, PropertySpec] = Field(default_factory=dict)
    qualifiers: tuple[str, ...] = ()


class Ontology(_Strict):
    """All node types and relations, in the order of the file."""

    format: Literal["zonegraph-ontology/1"]
    nodes: dict[str, NodeSpec]
    edges: dict[str, EdgeSpec]

    def allows(self, head: str, relation: str, tail: str) -> bool:
        """Return whether a relation of this type may join these two node types."""
        spec = self.edges.get(relation)
        return spec is not None and (head, tail) in spec.patterns


def _node_faults(ontology: Ontology) -> Iterable[str]:
    """Yield what single fields cannot show of the node types: bad names, doubled labels and looks."""
    for name in ontology.nodes:
        if not re.fullmatch(r"[A-Z][A-Za-z]+", name):
            yield f"nodes.{name}: a node type is written in PascalCase"
    for attribute in ("colour", "shape", "zh", "en"):
        values = [getattr(spec, attribute) for spec in ontology.nodes.values()]
        for value in sorted({v for v in values if values.count(v) > 1}):
            yield f"nodes: {attribute} {value} is used by more than one type"


def _edge_faults(ontology: Ontology) -> Iterable[str]:
    """Yield what single fields cannot show of the relations: unknown types, one-way patterns."""
    for name, spec in ontology.edges.items():
        if not re.fullmatch(r"[A-Z]+(_[A-Z]+)*", name):
            yield f"edges.{name}: a relation is written in UPPER_SNAKE"
        for pattern in spec.patterns:
            for end in pattern:
                if end not in ontology.nodes:
                    yield f"edges.{name}.patterns: {end} is no node type"
        if len(set(spec.patterns)) < len(spec.patterns):
            yield f"edges.{name}.patterns: a pattern stands twice"
        for qualifier in spec.qualifiers:
            if qualifier not in spec.properties:
                yield f"edges.{name}.qualifiers: {qualifier} is no property of it"
        if spec.undirected and {(t, h) for h, t in spec.patterns} != set(spec.patterns):
            yield f"edges.{name}: an undirected relation needs every pattern both ways"


def parse_ontology(text: str, where: str = "ontology.yaml") -> Ontology:
    """Return the ontology that this YAML text describes.

    Raises OntologyError with all faults of the file at once.
    """
    try:
        ontology = Ontology.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise OntologyError(f"{where} is no YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise OntologyError(f"{where} has {len(faults)} faults: " + "; ".join(faults)) from error
    faults = [*_node_faults(ontology), *_edge_faults(ontology)]
    if faults:
        raise OntologyError(f"{where} has {len(faults)} faults: " + "; ".join(faults))
    return ontology


def load_ontology(path: Path | None = None) -> Ontology:
    """Return the ontology of a file, or the one shipped with the package."""
    if path is not None:
        return parse_ontology(path.read_text(encoding="utf-8"), str(path))
    shipped = resources.files("graph").joinpath("ontology.yaml")
    return parse_ontology(shipped.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Checked:
    """A graph in which everything is in the ontology, and what had to go."""

    graph: Graph
    rejected: tuple[Rejected, ...]


def _fits(value: PropertyValue, spec: PropertySpec) -> bool:
    if isinstance(value, bool) and spec.type != "boolean":
        return False
    return isinstance(value, _PYTHON_TYPES[spec.type]) and (not spec.values or value in spec.values)


def _checked_properties(
    item: Node | Edge, specs: Mapping[str, PropertySpec], rejected: list[Rejected]
) -> Properties:
    """Return the properties that the ontology allows, the very mapping when it allows all."""
    if all(name in specs and _fits(value, specs[name]) for name, value in item.properties.items()):
        return item.properties
    kept: dict[str, PropertyValue] = {}
    label = item.id if isinstance(item, Node) else item.key
    for name, value in item.properties.items():
        if name not in specs:
            rejected.append(Rejected(f"{label}.{name}", "property not in ontology"))
        elif not _fits(value, specs[name]):
            rejected.append(Rejected(f"{label}.{name}={value!r}", "property value of wrong type"))
        else:
            kept[name] = value
    return kept


Patterns = Mapping[str, frozenset[tuple[str, str]]]


def _edge_fault(edge: Edge, types: Mapping[str, str], patterns: Patterns) -> str | None:
    allowed = patterns.get(edge.type)
    if allowed is None:
        return "relation not in ontology"
    if edge.source not in types or edge.target not in types:
        return "edge without its node"
    if (types[edge.source], types[edge.target]) not in allowed:
        return "pattern not in ontology"
    if edge.source == edge.target:
        return "self-loop"
    return None if edge.evidence else "edge without evidence"


def check(graph: Graph, ontology: Ontology) -> Checked:
    """Drop what the ontology or the evidence rule does not allow, and say what and why.

    graph: any graph. Evidence that proves a dropped property goes with it.
    """
    rejected: list[Rejected] = []
    nodes: list[Node] = []
    for node in graph.nodes:
        if node.type not in ontology.nodes:
            rejected.append(Rejected(node.id, "type not in ontology"))
        elif not node.evidence:
            rejected.append(Rejected(node.id, "node without evidence"))
        else:
            kept = _checked_properties(node, ontology.nodes[node.type].properties, rejected)
            proved = {e.property for e in node.evidence} - {None}
            if kept is node.properties and proved <= kept.keys():
                nodes.append(node)
                continue
            evidence = tuple(e for e in node.evidence if e.property is None or e.property in kept)
            nodes.append(Node(node.id, node.type, node.name, node.aliases, kept, evidence))
    types = {node.id: node.type for node in nodes}
    patterns = {name: frozenset(spec.patterns) for name, spec in ontology.edges.items()}
    edges: list[Edge] = []
    for edge in graph.edges:
        fault = _edge_fault(edge, types, patterns)
        if fault is not None:
            rejected.append(Rejected(f"{edge.source} {edge.type} {edge.target}", fault))
            continue
        kept = _checked_properties(edge, ontology.edges[edge.type].properties, rejected)
        edges.append(edge if kept is edge.properties else replace(edge, properties=kept))
    return Checked(Graph(tuple(nodes), tuple(edges), graph.run), tuple(rejected))
