"""How fast a graph loads into a real Neo4j, beside neo4j-graphrag's writer in the same run.

`make bench` runs it; it needs Java and Maven. neo4j-graphrag is compared where ZONEGRAPH_GRAPHRAG_PYTHON
names a Python that has it (it is no dependency of ours and wants 270 MB).

Both write the same nodes and edges with the same properties, evidence included, each into an empty database
of its own server. What we do beyond that is in our time: ids checked against unique constraints, names and
texts indexed, the ontology checked, and a Graph turned into rows; theirs starts from its own objects, made
before, and has no index but its own. Its writer needs APOC for relationships, which cannot be had as an
artifact: that one call is replaced by a MERGE, in its favour. Both servers load the graph before, so that
neither is measured while Java still compiles, and these loads are shown as well; who is first changes from
round to round.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cypher.server.local_server import LocalServer, artifacts, missing_tools
from graph.interchange import read_graph
from graph.model import Graph
from graph.ontology import load_ontology
from graph.stores.neo4j import Neo4jStore
from graph.stores.rows import rows_of
from tests.store_fixtures import JARS

ROUNDS = 3
NODES = 20_000
# Loaded this often before anything is measured: Java still compiles for two or three whole loads.
WARM_LOADS = 3
SHARED = Path(__file__).parents[2] / "shared"

# Runs in the other Python with URL and file of rows, password by NEO4J_PASSWORD; prints wall and processor
# seconds.
_GRAPHRAG = """
import asyncio, json, os, sys, time
import neo4j
from neo4j_graphrag.components import kg_writer
from neo4j_graphrag.components.types import Neo4jGraph, Neo4jNode, Neo4jRelationship
def relationships(support_variable_scope_clause):
    return ("UNWIND $rows AS row MATCH (start:__KGBuilder__ {__tmp_internal_id: row.start_node_id}), "
            "(end:__KGBuilder__ {__tmp_internal_id: row.end_node_id}) "
            "MERGE (start)-[rel:$(row.type) {key: row.properties.key}]->(end) SET rel += row.properties "
            "RETURN elementId(rel)")
kg_writer.upsert_relationship_query = relationships
rows = json.load(open(sys.argv[2], encoding="utf-8"))
graph = Neo4jGraph(nodes=[Neo4jNode(**n) for n in rows["nodes"]],
                   relationships=[Neo4jRelationship(**r) for r in rows["edges"]])
with neo4j.GraphDatabase.driver(sys.argv[1], auth=("neo4j", os.environ["NEO4J_PASSWORD"])) as driver:
    writer = kg_writer.Neo4jWriter(driver)
    start, used = time.perf_counter(), time.process_time()
    done = asyncio.run(writer.run(graph))
    wall, processor = time.perf_counter() - start, time.process_time() - used
    assert done.status == "SUCCESS", done.metadata
print(wall, processor)
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What one load took: seconds on the clock, processor seconds of the client and of the server."""

    wall: float
    client: float
    server: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} s (processor: client {self.client:.1f}, server {self.server:.1f})"


def server_processor(server: LocalServer) -> float:
    """Return the processor seconds that a server has used, where Linux says it."""
    assert server.process is not None
    stat = Path(f"/proc/{server.process.pid}/stat")
    if not stat.is_file():
        return 0.0
    fields = stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def made_graph(folder: Path, nodes: int) -> Graph:
    """Return the made-up graph of this size that the figures are stated for."""
    file = folder / f"graph-{nodes}.json"
    command = [sys.executable, str(SHARED / "eval" / "make_graph.py"), str(nodes), str(file)]
    subprocess.run(command, check=True, capture_output=True)
    return read_graph(file)


def empty(server: LocalServer) -> None:
    """Delete everything, in steps that a small heap can hold."""
    with Neo4jStore(server.url, "neo4j", server.password) as store:
        left = 1
        while left:
            query = "MATCH (n) WITH n LIMIT 3000 DETACH DELETE n RETURN count(n) AS gone"
            left = store.execute(query, {})[0]["gone"]


def our_loads(server: LocalServer, graph: Graph) -> tuple[Load, Load]:
    """Return a first and a second load; the schema is made before, as theirs is not. Leaves it empty."""
    loads = []
    with Neo4jStore(server.url, "neo4j", server.password) as store, store.writer() as writer:
        for _ in range(2):
            used = server_processor(server)
            start, own = time.perf_counter(), time.process_time()
            writer.upsert(graph)
            wall, client = time.perf_counter() - start, time.process_time() - own
            loads.append(Load(wall, client, server_processor(server) - used))
    empty(server)
    return loads[0], loads[1]


def graphrag_rows(graph: Graph, file: Path) -> None:
    """Write the same nodes and edges as rows for neo4j-graphrag: same properties, same evidence."""
    nodes, edges = rows_of(graph, load_ontology())
    ends = ("source", "head", "target", "tail")
    data = {
        "nodes": [
            {
                "id": row["id"],
                "label": row["type"],
                "properties": row,
            }
            for row in nodes.values()
        ],
        "edges": [
            {
                "start_node_id": row["source"],
                "end_node_id": row["target"],
                "type": identity[1],
                "properties": {k: v for k, v in row.items() if k not in ends},
            }
            for identity, row in edges.items()
        ],
    }
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def graphrag_load(server: LocalServer, python: str, file: Path) -> Load:
    """Return a load of these rows by neo4j-graphrag's Neo4jWriter. Leaves it empty."""
    used = server_processor(server)
    done = subprocess.run(
        [python, "-c", _GRAPHRAG, server.url, str(file)],
        env={**os.environ, "NEO4J_PASSWORD": server.password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    wall, client = map(float, done.stdout.split())
    load = Load(wall, client, server_processor(server) - used)
    empty(server)
    return load


def measured(folder: Path, graph: Graph, python: str | None) -> Iterator[tuple[Load, Load, Load | None]]:
    """Yield for every round, the warming ones first, our two loads and theirs where it can be had."""
    graphrag_rows(graph, folder / "rows.json")
    jars = artifacts(JARS)
    with (
        LocalServer.prepared(folder / "ours", jars) as server,
        # Without our constraints, which would slow their writer down.
        LocalServer.prepared(folder / "theirs", jars) as other,
    ):
        for number in range(WARM_LOADS + ROUNDS):
            their = graphrag_load(other, python, folder / "rows.json") if python and number % 2 else None
            first, second = our_loads(server, graph)
            if python and their is None:
                their = graphrag_load(other, python, folder / "rows.json")
            yield first, second, their


def main() -> None:
    """Print rows a second of both and the ratio of our second load to the first."""
    if missing := missing_tools():
        sys.stdout.write(f"store: not measured, {missing}\n")
        return
    if not SHARED.is_dir():
        sys.stdout.write("store: not measured, ../shared/eval/make_graph.py is not here\n")
        return
    python = os.environ.get("ZONEGRAPH_GRAPHRAG_PYTHON")
    firsts, ratios, theirs = [], [], []
    with tempfile.TemporaryDirectory() as name:
        graph = made_graph(Path(name), NODES)
        rows = len(graph.nodes) + len(graph.edges)
        for number, (first, second, their) in enumerate(measured(Path(name), graph, python)):
            warm = number >= WARM_LOADS
            title = f"store round {number - WARM_LOADS + 1}" if warm else "store, server still warming up"
            sys.stdout.write(f"{title}: zonegraph {first}, again {second}\n")
            if their:
                sys.stdout.write(f"{title}: neo4j-graphrag {their}\n")
            sys.stdout.flush()
            if warm:
                firsts.append(rows / first.wall)
                ratios.append(second.wall / first.wall)
                theirs += [rows / their.wall] if their else []
    ours = statistics.median(firsts)
    sys.stdout.write(
        f"store: {rows} rows, {ours:.0f} rows/s; second load / first {statistics.median(ratios):.2f}\n"
    )
    if theirs:
        their_rate = statistics.median(theirs)
        faster = f"we are {ours / their_rate:.1f} times as fast"
        sys.stdout.write(f"store: neo4j-graphrag {their_rate:.0f} rows/s, {faster}\n")
    else:
        sys.stdout.write("store: neo4j-graphrag not compared, ZONEGRAPH_GRAPHRAG_PYTHON is not set\n")


if __name__ == "__main__":
    main()
