"""Stores: `open_store(url)` opens the embedded one or Neo4j behind one interface."""

from __future__ import annotations

from pathlib import Path

from graph.errors import StoreError
from graph.stores.base import Capabilities, Store, View, Writer, WriteReport

__all__ = ["Capabilities", "Store", "View", "WriteReport", "Writer", "open_store"]

NEO4J_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


def open_store(url: str) -> Store:
    """Open the store at this URL.

    url: `kglite:PATH` for the embedded store; `bolt://`, `neo4j://` or `neo4j+s://` for Neo4j, whose user,
    password and database come from NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE.
    Raises StoreError or one of its kinds when the URL is no such URL or the store cannot be opened.
    """
    scheme, separator, rest = url.partition(":")
    if separator and scheme == "kglite" and rest:
        from graph.stores.embedded import EmbeddedStore

        return EmbeddedStore(Path(rest))
    if separator and scheme in NEO4J_SCHEMES:
        from graph.stores.neo4j import Neo4jStore

        return Neo4jStore.from_environment(url)
    raise StoreError(f"{url!r} is no store: write kglite:PATH, bolt://HOST:PORT, neo4j:// or neo4j+s://")
