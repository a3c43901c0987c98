"""A client that is killed in the middle of a load: run by test_store_interruptions.py in its own process.

Arguments: URL, file with the graph, rows a batch, number of the statement at which the process kills itself,
and whether it does so before the statement or while the server is at work on it. The password comes by
NEO4J_PASSWORD.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
import threading
from pathlib import Path

from graph.interchange import read_graph
from graph.stores import cypher_writer
from graph.stores.base import AnswerRow, Parameters
from graph.stores.neo4j import Neo4jStore


def kill_self() -> None:
    """End this process as nothing can catch."""
    os.kill(os.getpid(), signal.SIGKILL)


class DyingStore(Neo4jStore):
    """Writes until the fatal statement."""

    fatal = 0
    during = False

    def __init__(self, url: str, password: str) -> None:
        super().__init__(url, "neo4j", password)
        # Batches are sent by two threads: a count that both may raise.
        self.numbers = itertools.count(1)

    def execute(self, cypher: str, parameters: Parameters) -> list[AnswerRow]:
        """Run a statement, or die with it."""
        # What the schema takes goes before, with nothing fatal yet.
        if self.fatal and next(self.numbers) == self.fatal:
            if self.during:
                threading.Timer(0.002, kill_self).start()
            else:
                kill_self()
        return super().execute(cypher, parameters)


def main(url: str, file: str, batch: str, fatal: str, during: str) -> None:
    """Load a graph and die at the fatal statement."""
    cypher_writer.BATCH_ROWS = int(batch)
    with DyingStore(url, os.environ["NEO4J_PASSWORD"]) as store, store.writer() as writer:
        store.fatal, store.during = int(fatal), during == "during"
        writer.upsert(read_graph(Path(file)))


if __name__ == "__main__":
    main(*sys.argv[1:])
