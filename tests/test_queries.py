"""Named questions: files, parameters, and the same rows on every store and by networkx."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx
import pytest

from graph.errors import QueryError
from graph.interchange import to_networkx
from graph.model import Graph
from graph.queries import Answer, arguments, ask, ask_cypher, load_question, parse_question, question_names
from graph.stores import Store
from graph.stores.embedded import EmbeddedStore
from graph.stores.neo4j import Neo4jStore
from tests.store_fixtures import empty
from tests.store_graphs import made_documents, made_graph


def with_oddities(graph: Graph) -> Graph:
    """Return the graph with a weak namesake without relations, and a figure that has two values."""
    company = next(node for node in graph.nodes if node.type == "Company")
    edge = next(edge for edge in graph.edges if edge.type == "HAS_INDICATOR")
    figure = next(node for node in graph.nodes if node.id == edge.target)
    other = {**figure.properties, "value": 150, "value_text": "150"}
    nodes = [
        replace(company, id="company-namesake", evidence=(replace(company.evidence[0], score=0.5),)),
        replace(figure, id="indicator-other", properties=other),
    ]
    another = replace(edge, target="indicator-other", key="another")
    return Graph.of([*graph.nodes, *nodes], [*graph.edges, another], graph.run)


GRAPH = with_oddities(made_graph(made_documents(seed=3, documents=9, facts=40)))
ALL = {"limit": 100_000}


def asked(store: Store, name: str, **given: object) -> Answer:
    limited = any(parameter.name == "limit" for parameter in load_question(name).parameters)
    return ask(store.view(), name, {**(ALL if limited else {}), **given})


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with EmbeddedStore(tmp_path_factory.mktemp("questions") / "graph.kgl") as store, store.writer() as writer:
        writer.upsert(GRAPH)
        yield store


@pytest.fixture(scope="module")
def both(embedded: Store, request: pytest.FixtureRequest) -> Iterator[tuple[Store, Store]]:
    server = request.getfixturevalue("neo4j_server")
    with Neo4jStore(server.url, "neo4j", server.password) as store, store.writer() as writer:
        empty(store)
        # Another application's data beside ours: no question may show it.
        writer.execute(
            "CREATE (:Company {id: 'company-foreign', name: 'Foreign', aliases: [], documents: []})"
            "-[:LOCATED_IN]->(:Zone {id: 'zone-foreign', name: 'Foreign', aliases: [], documents: []})"
        )
        writer.upsert(GRAPH)
        yield embedded, store


@pytest.mark.neo4j
@pytest.mark.parametrize("name", question_names())
def test_a_question_has_equal_rows_on_both_stores(both: tuple[Store, Store], name: str) -> None:
    embedded, neo4j = both
    assert asked(embedded, name) == asked(neo4j, name)


@pytest.mark.parametrize("name", question_names())
def test_a_question_runs_without_arguments_and_fits_its_columns(embedded: Store, name: str) -> None:
    question = load_question(name)
    answer = ask(embedded.view(), name)
    assert answer.columns == tuple(column.name for column in question.columns)
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "strings": list}
    for row in answer.rows:
        for value, column in zip(row, question.columns, strict=True):
            assert value is None or isinstance(value, kinds[column.type]), (name, column.name, value)


@pytest.mark.parametrize("name", question_names())
def test_the_made_up_graph_gives_every_question_something_to_answer(embedded: Store, name: str) -> None:
    assert asked(embedded, name).rows


# The same questions computed with networkx: each function gives the rows without order.

Things = networkx.MultiDiGraph
Rows = list[tuple[Any, ...]]


def nodes(things: Things, node_type: str) -> list[str]:
    return [key for key, data in things.nodes(data=True) if data["type"] == node_type]


def related(things: Things, relation: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [(a, b, data) for a, b, data in things.edges(data=True) if data["type"] == relation]


def name(things: Things, key: str) -> str:
    return str(things.nodes[key]["name"])


def value(things: Things, key: str, prop: str) -> Any:
    return things.nodes[key]["properties"].get(prop)


def documents_of(data: dict[str, Any]) -> set[str]:
    return {item["document"] for item in data["evidence"]}


def tails(things: Things, relation: str, key: str, tail_type: str) -> set[str]:
    return {b for a, b, _ in related(things, relation) if a == key and things.nodes[b]["type"] == tail_type}


def heads(things: Things, relation: str, key: str, head_type: str) -> set[str]:
    return {a for a, b, _ in related(things, relation) if b == key and things.nodes[a]["type"] == head_type}


def documents(things: Things) -> Rows:
    return [
        (
            d,
            value(things, d, "title") or name(things, d),
            value(things, d, "published"),
            value(things, d, "path"),
            sum(a == d for a, _, _ in related(things, "MENTIONS")),
        )
        for d in nodes(things, "Document")
    ]


def counts(things: Things) -> Rows:
    types = [data["type"] for _, data in things.nodes(data=True)]
    return [(kind, types.count(kind)) for kind in sorted(set(types))]


def zones(things: Things) -> Rows:
    return [
        (
            name(things, z),
            value(things, z, "level"),
            value(things, z, "kind"),
            len(heads(things, "LOCATED_IN", z, "Company")),
            len(heads(things, "LOCATED_IN", z, "Project")),
            len(heads(things, "LEADS", z, "Leader")),
        )
        for z in nodes(things, "Zone")
    ]


def zone_companies(things: Things) -> Rows:
    rows: Rows = []
    for z in nodes(things, "Zone"):
        for c in heads(things, "LOCATED_IN", z, "Company"):
            industries = [name(things, i) for i in tails(things, "IN_INDUSTRY", c, "Industry")] or [""]
            rows += [
                (name(things, z), i, name(things, c), len(documents_of(things.nodes[c]))) for i in industries
            ]
    return rows


def zone_projects(things: Things) -> Rows:
    return [
        (
            name(things, z),
            value(things, p, "status") or "",
            name(things, p),
            value(things, p, "investment"),
            value(things, p, "investment_text"),
        )
        for z in nodes(things, "Zone")
        for p in heads(things, "LOCATED_IN", z, "Project")
    ]


def leaders(things: Things) -> Rows:
    rows: Rows = []
    for a, b, data in related(things, "LEADS"):
        dates = [value(things, d, "published") for d in documents_of(data)]
        first = min((date for date in dates if date), default=None)
        title = data["properties"].get("title")
        rows.append((name(things, a), title, name(things, b), data["properties"].get("as_of"), first))
    return rows


def shared(things: Things, relation: str, outward: bool, other_type: str) -> Rows:
    members = {
        z: tails(things, relation, z, other_type) if outward else heads(things, relation, z, other_type)
        for z in nodes(things, "Zone")
    }
    rows: Rows = []
    for z in members:
        for o in members:
            common = sorted(name(things, key) for key in members[z] & members[o])
            if z < o and common:
                rows.append((name(things, z), name(things, o), len(common), common))
    return rows


def cooperation(things: Things) -> Rows:
    return [
        (
            name(things, a),
            things.nodes[a]["type"],
            name(things, b),
            things.nodes[b]["type"],
            len(documents_of(data)),
        )
        for a, b, data in related(things, "COOPERATES_WITH")
    ]


def investors(things: Things) -> Rows:
    projects: dict[str, set[str]] = defaultdict(set)
    for a, b, _ in related(things, "INVESTS_IN"):
        projects[a].add(b)
    return [
        (
            name(things, a),
            len(found),
            sum(value(things, p, "investment") or 0 for p in found),
            sorted(name(things, p) for p in found),
        )
        for a, found in projects.items()
    ]


def industries(things: Things) -> Rows:
    return [
        (
            name(things, i),
            len(heads(things, "IN_INDUSTRY", i, "Company")),
            len(heads(things, "IN_INDUSTRY", i, "Project")),
            len(heads(things, "FOCUSES_ON", i, "Zone")),
        )
        for i in nodes(things, "Industry")
    ]


def most_named_companies(things: Things) -> Rows:
    return [
        (
            name(things, c),
            len(documents_of(things.nodes[c])),
            len(things.nodes[c]["evidence"]),
            sorted(name(things, z) for z in tails(things, "LOCATED_IN", c, "Zone")),
        )
        for c in nodes(things, "Company")
    ]


def indicators(things: Things) -> Rows:
    columns = ("value", "value_text", "unit", "growth", "target")
    return [
        (
            name(things, b),
            value(things, b, "period"),
            name(things, a),
            *(value(things, b, c) for c in columns),
        )
        for a, b, _ in related(things, "HAS_INDICATOR")
    ]


def sentence(things: Things, item: dict[str, Any]) -> str:
    start, end = item["sentence"]
    return str(value(things, item["document"], "text"))[start:end]


def edge_evidence(things: Things) -> Rows:
    return [
        (
            name(things, a),
            data["type"],
            name(things, b),
            name(things, item["document"]),
            value(things, item["document"], "published"),
            sentence(things, item),
        )
        for a, b, data in things.edges(data=True)
        if data["type"] != "MENTIONS"
        for item in data["evidence"]
    ]


def thing_evidence(things: Things) -> Rows:
    rows: Rows = []
    for key, data in things.nodes(data=True):
        if data["type"] != "Document":
            places = {(item["document"], *item["sentence"]): item for item in data["evidence"]}
            for item in places.values():
                document = item["document"]
                published = value(things, document, "published")
                rows.append(
                    (
                        name(things, key),
                        data["type"],
                        name(things, document),
                        published,
                        sentence(things, item),
                    )
                )
    return rows


def weak_things(things: Things) -> Rows:
    best = {key: max(item["score"] for item in data["evidence"]) for key, data in things.nodes(data=True)}
    return [
        (data["type"], data["name"], best[key], len(data["evidence"]), key)
        for key, data in things.nodes(data=True)
        if data["type"] != "Document" and best[key] < 0.7
    ]


def neighbours(things: Things) -> Rows:
    rows: Rows = []
    for a, b, data in things.edges(data=True):
        if data["type"] != "MENTIONS":
            for n, o in ((a, b), (b, a)):
                seen = len(documents_of(data))
                rows.append((name(things, n), data["type"], name(things, o), things.nodes[o]["type"], seen))
    return rows


def new_things(things: Things) -> Rows:
    rows: Rows = []
    for key, data in things.nodes(data=True):
        seen = [
            (value(things, d, "published"), d)
            for d, b, _ in related(things, "MENTIONS")
            if b == key and value(things, d, "published")
        ]
        if seen:
            published, document = min(seen)
            rows.append((published, data["type"], data["name"], name(things, document)))
    return rows


def connection(things: Things) -> Rows:
    def most_named(node_type: str) -> str:
        return min(nodes(things, node_type), key=lambda key: (-len(documents_of(things.nodes[key])), key))

    direct = networkx.Graph(
        (a, b) for a, b, data in things.edges(data=True) if data["type"] not in ("MENTIONS", "HAS_INDICATOR")
    )
    start, end = most_named("Company"), most_named("Zone")
    path = min(networkx.all_shortest_paths(direct, start, end))
    return [(name(things, start), name(things, end), len(path) - 1, [name(things, key) for key in path])]


COMPUTED: dict[str, Callable[[Things], Rows]] = {
    "connection": connection,
    "cooperation": cooperation,
    "counts": counts,
    "documents": documents,
    "edge_evidence": edge_evidence,
    "indicators": indicators,
    "industries": industries,
    "investors": investors,
    "leaders": leaders,
    "most_named_companies": most_named_companies,
    "neighbours": neighbours,
    "new_things": new_things,
    "shared_companies": lambda things: shared(things, "LOCATED_IN", False, "Company"),
    "shared_industries": lambda things: shared(things, "FOCUSES_ON", True, "Industry"),
    "shared_policies": lambda things: shared(things, "IMPLEMENTS", True, "Policy"),
    "thing_evidence": thing_evidence,
    "weak_things": weak_things,
    "zone_companies": zone_companies,
    "zone_projects": zone_projects,
    "zones": zones,
}


@pytest.mark.parametrize("name", sorted(COMPUTED))
def test_a_question_has_the_rows_that_networkx_computes(embedded: Store, name: str) -> None:
    computed = COMPUTED[name](to_networkx(GRAPH))
    assert sorted(map(repr, asked(embedded, name).rows)) == sorted(map(repr, computed))


def test_rows_come_in_the_order_that_the_question_states(embedded: Store) -> None:
    rows = asked(embedded, "zones").rows
    assert [row[3] for row in rows] == sorted((row[3] for row in rows), reverse=True)
    published = [row[2] or "9999" for row in asked(embedded, "documents").rows]
    assert published == sorted(published, reverse=True)


def test_a_parameter_narrows_the_answer_by_name_or_alias(embedded: Store) -> None:
    rows = asked(embedded, "zone_companies", zone="东湖").rows
    assert rows
    assert {row[0] for row in rows} == {"东湖经开区"}


def test_text_from_the_command_line_becomes_the_type_of_the_parameter(embedded: Store) -> None:
    question = load_question("weak_things")
    assert arguments(question, {"below": "0.5", "limit": "3"}) == {"below": 0.5, "limit": 3}
    assert len(ask(embedded.view(), "neighbours", {"limit": "2"}).rows) == 2


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("zone_compnies", {}, "zone_companies"),
        ("zones", {"zoen": "x"}, "it takes: zone, limit"),
        ("zones", {"limit": "many"}, "limit takes a value of type integer"),
        ("zones", {"limit": True}, "limit takes a value of type integer"),
    ],
)
def test_a_slip_is_answered_with_what_would_be_right(
    embedded: Store, name: str, given: dict[str, object], says: str
) -> None:
    with pytest.raises(QueryError, match=says):
        ask(embedded.view(), name, given)


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n) RETURN n",
        "// 只有中文\n//\nMATCH (n) RETURN n",
        "// 问\n// Q\n// colum x\nMATCH (n) RETURN n",
    ],
)
def test_a_question_without_a_whole_header_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        parse_question("broken", text)


def test_own_cypher_reads_and_writes_only_when_told(embedded: Store, tmp_path: Path) -> None:
    assert ask_cypher(embedded, "RETURN $x + 1 AS y", {"x": "41"}) == Answer(("y",), ((42,),))
    with EmbeddedStore(tmp_path / "own.kgl") as store:
        with pytest.raises(QueryError):
            ask_cypher(store, "CREATE (:Note {text: 'x'})")
        ask_cypher(store, "CREATE (:Note {text: 'x'})", write=True)
        assert ask_cypher(store, "MATCH (n:Note) RETURN n.text AS text").rows == (("x",),)


def test_an_empty_store_answers_with_columns_and_no_rows(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "empty.kgl") as store, store.writer() as writer:
        writer.upsert(Graph())
        for question in question_names():
            if question != "data_quality":
                assert ask(store.view(), question).rows == ()
