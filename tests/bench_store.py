"""How fast a graph loads into a real Neo4j, beside neo4j-graphrag's writer in the same run.

`make bench` runs it; it needs Java and Maven. neo4j-graphrag is compared where ZONEGRAPH_GRAPHRAG_PYTHON
names a Python that has it (it is no dependency of ours and wants 270 MB). Its writer needs APOC for
relationships, which cannot be had as an artifact: that one call is replaced by a MERGE, in its favour.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
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
SHARED = Path(__file__).parents[2] / "shared"

# Runs in the other Python: arguments URL and file of rows, password by NEO4J_PASSWORD; prints seconds.
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
    start = time.perf_counter()
    done = asyncio.run(writer.run(graph))
    seconds = time.perf_counter() - start
    assert done.status == "SUCCESS", done.metadata
print(seconds)
"""


def made_graph(folder: Path) -> Graph:
    """Return the made-up graph that the figures are stated for."""
    file = folder / "graph.json"
    command = [sys.executable, str(SHARED / "eval" / "make_graph.py"), str(NODES), str(file)]
    subprocess.run(command, check=True, capture_output=True)
    return read_graph(file)


def empty(server: LocalServer) -> None:
    """Delete everything, in steps that a small heap can hold."""
    with Neo4jStore(server.url, "neo4j", server.password) as store:
        left = 1
        while left:
            query = "MATCH (n) WITH n LIMIT 3000 DETACH DELETE n RETURN count(n) AS gone"
            left = store.execute(query, {})[0]["gone"]


def our_seconds(server: LocalServer, graph: Graph) -> tuple[float, float]:
    """Return the seconds of a first and of a second load; the schema is made before, as theirs is not."""
    seconds = []
    with Neo4jStore(server.url, "neo4j", server.password) as store, store.writer() as writer:
        for _ in range(2):
            start = time.perf_counter()
            writer.upsert(graph)
            seconds.append(time.perf_counter() - start)
    return seconds[0], seconds[1]


def graphrag_rows(graph: Graph, file: Path) -> None:
    """Write the same nodes and edges as rows for neo4j-graphrag: same properties, same evidence."""
    nodes, edges = rows_of(graph, load_ontology())
    ends = ("source", "head", "target", "tail")
    data = {
        "nodes": [
            {
                "id": row["id"],
                "label": row["type"],
                "properties": {k: v for k, v in row.items() if v is not None},
            }
            for row in nodes.values()
        ],
        "edges": [
            {
                "start_node_id": row["source"],
                "end_node_id": row["target"],
                "type": identity[1],
                "properties": {k: v for k, v in row.items() if v is not None and k not in ends},
            }
            for identity, row in edges.items()
        ],
    }
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def graphrag_seconds(server: LocalServer, python: str, file: Path) -> float:
    """Return the seconds of neo4j-graphrag's Neo4jWriter for these rows."""
    done = subprocess.run(
        [python, "-c", _GRAPHRAG, server.url, str(file)],
        env={**os.environ, "NEO4J_PASSWORD": server.password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return float(done.stdout)


def main() -> None:
    """Print rows a second of both and the ratio of our second load to the first."""
    if missing := missing_tools():
        sys.stdout.write(f"store: not measured, {missing}\n")
        return
    if not SHARED.is_dir():
        sys.stdout.write("store: not measured, ../shared/eval/make_graph.py is not here\n")
        return
    python = os.environ.get("ZONEGRAPH_GRAPHRAG_PYTHON")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        graph = made_graph(folder)
        rows = len(graph.nodes) + len(graph.edges)
        graphrag_rows(graph, folder / "rows.json")
        firsts, ratios, theirs = [], [], []
        jars = artifacts(JARS)
        with (
            LocalServer.prepared(folder / "ours", jars) as server,
            # Without our constraints, which would slow their writer down.
            LocalServer.prepared(folder / "theirs", jars) as other,
        ):
            with Neo4jStore(server.url, "neo4j", server.password) as store:
                store.schema()
            for number in range(1, ROUNDS + 1):
                first, second = our_seconds(server, graph)
                empty(server)
                firsts.append(rows / first)
                ratios.append(second / first)
                line = f"store round {number}: zonegraph {first:.1f} s, again {second:.1f} s"
                if python:
                    their = graphrag_seconds(other, python, folder / "rows.json")
                    empty(other)
                    theirs.append(rows / their)
                    line += f", neo4j-graphrag {their:.1f} s"
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
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
