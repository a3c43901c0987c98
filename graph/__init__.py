"""The graph room: model, ontology, interchange file, stores, questions and the page; no spaCy here."""

from graph.model import Edge, Evidence, Graph, Node
from graph.ontology import Ontology, load_ontology

__all__ = ["Edge", "Evidence", "Graph", "Node", "Ontology", "load_ontology"]
