"""The scorer: equal to the public one, sums over documents, seeded intervals, mistakes in words."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from extract.annotations import Mention
from extract.corpus import parse_document
from extract.evaluation import (
    CORE,
    EXTRA,
    RELATIONS,
    Counts,
    ScoredGraph,
    ScoredIndicator,
    commonest,
    compare,
    compare_spans,
    from_graph,
    from_training,
    read_gold,
    report,
    rows,
    total,
)
from graph.errors import ResourceError
from graph.interchange import graph_from_json
from graph.ontology import load_ontology

SHARED = Path(__file__).parents[2] / "shared"
SAMPLES = Path(__file__).parents[1] / "samples" / "gold"
GOLD = sorted(SAMPLES.glob("*.json")) + sorted((SHARED / "gold" / "dev").glob("*.json"))


def node(identifier: str, node_type: str, *names: str, **more: Any) -> dict[str, Any]:
    return {"id": identifier, "type": node_type, "name": names[0], "aliases": list(names[1:]), **more}


def write(path: Path, nodes: list[dict[str, Any]], edges: list[dict[str, Any]], **more: Any) -> Path:
    path.write_text(
        json.dumps({"nodes": nodes, "edges": edges, **more}, ensure_ascii=False), encoding="utf-8"
    )
    return path


@pytest.fixture(scope="module")
def public_scorer() -> ModuleType:
    path = SHARED / "eval" / "score.py"
    if not path.exists():
        pytest.skip("../shared/eval/score.py is not here")
    spec = importlib.util.spec_from_file_location("public_scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def blurred(gold: dict[str, Any], seed: int) -> dict[str, Any]:
    """A prediction made from gold: things left out, doubled, renamed, retyped, rewired."""
    rng = random.Random(seed)
    nodes: list[dict[str, Any]] = []
    for row in gold["nodes"]:
        luck = rng.random()
        kind = rng.choice(CORE + EXTRA) if luck < 0.1 else row["type"]
        name = row["name"] + "们" if 0.1 < luck < 0.2 else row["name"]
        if luck < 0.85:
            nodes.append(node(row["id"], kind, name))
        if luck < 0.05:
            nodes.append(node(row["id"] + "b", row["type"], row["name"] + "项目"))
    ids = [row["id"] for row in nodes]
    edges = []
    for row in gold["edges"]:
        luck = rng.random()
        tail = rng.choice(ids) if luck < 0.2 else row["tail"]
        head, tail = (tail, row["head"]) if luck > 0.9 else (row["head"], tail)
        if luck > 0.05:
            edges.append({"head": head, "type": row["type"], "tail": tail})
    return {"nodes": nodes, "edges": edges}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_figures_equal_those_of_the_public_scorer(
    public_scorer: ModuleType, tmp_path: Path, seed: int
) -> None:
    assert GOLD, "no gold graph to compare on"
    pairs, scores = [], []
    for path in GOLD:
        guess = blurred(json.loads(path.read_text(encoding="utf-8")), seed)
        predicted = write(tmp_path / path.name, guess["nodes"], guess["edges"])
        pairs.append((str(path), str(predicted)))
        scores.append(compare(read_gold(path), read_gold(predicted)))
    theirs = public_scorer.score(pairs)["table"]
    ours = {row.label: row for row in rows(scores, resamples=10)}
    for label, row in theirs.items():
        if row["tp"] + row["fp"] + row["fn"]:
            mine = ours[label]
            assert (mine.counts.tp, mine.counts.fp, mine.counts.fn) == (row["tp"], row["fp"], row["fn"]), (
                label
            )
            figures = (mine.precision, mine.recall, mine.f1)
            assert figures == pytest.approx((row["p"], row["r"], row["f1"]), abs=0.0011), label


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_against_itself_has_no_mistake(path: Path) -> None:
    gold = read_gold(path)
    score = compare(gold, gold)
    assert score.mistakes == ()
    assert total([score], CORE + EXTRA + RELATIONS).f1 == 1.0


def test_relations_and_types_are_those_of_the_ontology() -> None:
    ontology = load_ontology()
    assert [name for name in ontology.nodes if name not in ("Indicator", "Document")] == [*CORE, *EXTRA]
    assert [name for name in ontology.edges if name not in ("HAS_INDICATOR", "MENTIONS")] == [*RELATIONS]
    assert {name for name, spec in ontology.edges.items() if spec.undirected} == {"COOPERATES_WITH"}


def small_gold(tmp_path: Path) -> ScoredGraph:
    nodes = [
        node("z", "Zone", "云杉经开区", "云杉经济技术开发区"),
        node("c", "Company", "启衡光电"),
        node("p", "Project", "光电模组项目", also_types=["Company"]),
        node("o", "Organization", "市委", optional=True),
    ]
    edges = [
        {"head": "c", "type": "LOCATED_IN", "tail": "z"},
        {"head": "z", "type": "COOPERATES_WITH", "tail": "c"},
        {"head": "o", "type": "IMPLEMENTS", "tail": "p", "optional": False},
    ]
    return read_gold(write(tmp_path / "gold.json", nodes, edges))


def scored(tmp_path: Path, nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> dict[str, Counts]:
    predicted = read_gold(write(tmp_path / "predicted.json", nodes, edges))
    return dict(compare(small_gold(tmp_path), predicted).counts)


def test_a_second_node_for_the_same_thing_counts_against(tmp_path: Path) -> None:
    counts = scored(tmp_path, [node("1", "Zone", "云杉经开区"), node("2", "Zone", "云杉经济技术开发区")], [])
    assert counts["Zone"] == Counts(tp=1, fp=1)


def test_a_generic_last_word_and_another_allowed_type_still_match(tmp_path: Path) -> None:
    assert scored(tmp_path, [node("1", "Project", "光电模组")], [])["Project"] == Counts(tp=1)
    assert scored(tmp_path, [node("1", "Company", "光电模组")], [])["Project"] == Counts(tp=1)


def test_optional_things_count_neither_for_nor_against(tmp_path: Path) -> None:
    nodes = [node("1", "Organization", "市委"), node("2", "Project", "光电模组")]
    counts = scored(tmp_path, nodes, [{"head": "1", "type": "IMPLEMENTS", "tail": "2"}])
    assert "Organization" not in counts
    assert "IMPLEMENTS" not in counts


def test_cooperation_is_right_in_either_direction_and_other_relations_are_not(tmp_path: Path) -> None:
    nodes = [node("1", "Zone", "云杉经开区"), node("2", "Company", "启衡光电")]
    edges = [
        {"head": "2", "type": "COOPERATES_WITH", "tail": "1"},
        {"head": "1", "type": "COOPERATES_WITH", "tail": "2"},
        {"head": "1", "type": "LOCATED_IN", "tail": "2"},
    ]
    counts = scored(tmp_path, nodes, edges)
    assert counts["COOPERATES_WITH"] == Counts(tp=1)
    assert counts["LOCATED_IN"] == Counts(fp=1, fn=1)


def test_mistakes_say_what_went_wrong(tmp_path: Path) -> None:
    nodes = [
        node("1", "Zone", "云杉经开区"),
        node("2", "Organization", "启衡光电"),
        node("3", "Company", "衡光电"),
    ]
    edges = [{"head": "1", "type": "LOCATED_IN", "tail": "2"}]
    predicted = read_gold(write(tmp_path / "predicted.json", nodes, edges))
    score = compare(small_gold(tmp_path), predicted)
    kinds = {(m.kind, m.text) for m in score.mistakes}
    assert ("wrong type, is Company", "启衡光电") in kinds
    assert ("wrong edge of a name", "衡光电") in kinds
    assert ("missing, found as Organization", "启衡光电") in kinds
    assert ("missing edge, an end not found", "启衡光电 → 云杉经开区") in kinds
    assert "wrong type, is Company" in [group.kind for group in commonest([score])]
    assert "1× Company 衡光电" in report("dev", [score])


def figure(**more: Any) -> ScoredIndicator:
    given = {
        "name": "地区生产总值",
        "value": 143.0,
        "unit": "亿元",
        "period": "2020",
        "growth": 5.2,
        "target": False,
    }
    return ScoredIndicator(**{**given, **more})


@pytest.mark.parametrize(
    ("more", "right"),
    [
        ({}, True),
        ({"name": "全区地区生产总值"}, True),
        ({"growth": None}, True),
        ({"value": 144.0}, True),
        ({"period": "2020年"}, True),
        ({"value": 144.0, "growth": None}, False),
        ({"period": "2021"}, False),
        ({"unit": "万元"}, False),
        ({"target": True}, False),
        ({"name": "工业总产值"}, False),
    ],
)
def test_a_figure_is_right_when_value_or_growth_unit_target_period_and_name_agree(
    more: dict[str, Any], right: bool
) -> None:
    gold = ScoredGraph("d", (), (), (figure(),))
    counts = compare(gold, ScoredGraph("d", (), (), (figure(**more),))).counts["Indicator"]
    assert counts == (Counts(tp=1) if right else Counts(fp=1, fn=1))


def test_plan_periods_are_compared_by_the_plan() -> None:
    gold = ScoredGraph("d", (), (), (figure(period="“十四五”期间"),))
    near = ScoredGraph("d", (), (), (figure(period="“十四五”末(2025年)"),))
    assert compare(gold, near).counts["Indicator"] == Counts(tp=1)


def test_an_optional_figure_counts_neither_way() -> None:
    gold = ScoredGraph("d", (), (), (figure(optional=True),))
    assert compare(gold, gold).counts["Indicator"] == Counts()
    assert compare(gold, ScoredGraph("d", (), (), ())).counts["Indicator"] == Counts()


def test_spans_need_both_edges_and_the_type() -> None:
    text = "云杉经开区与启衡光电签约"
    gold = [Mention(0, 5, "Zone", "gold", 1), Mention(6, 10, "Company", "gold", 1)]
    found = [Mention(0, 5, "Zone", "x", 1), Mention(5, 10, "Company", "x", 1)]
    score = compare_spans("d", text, gold, found)
    assert score.counts == {"Zone": Counts(tp=1), "Company": Counts(fp=1, fn=1)}
    assert {m.kind for m in score.mistakes} == {"wrong edge", "missing span, another crosses it"}


def test_a_training_document_becomes_gold_with_the_longest_surface_as_name() -> None:
    document = parse_document(
        "w1_99",
        "[[Zone#z1|云杉经开区]]的[[Company#c1|启衡]],即[[Company#c1|启衡光电]]。\n---\nc1 LOCATED_IN z1\n",
    )
    gold = from_training(document)
    assert {(n.type, n.name, n.names) for n in gold.nodes} == {
        ("Zone", "云杉经开区", ("云杉经开区",)),
        ("Company", "启衡光电", ("启衡", "启衡光电")),
    }
    assert [(e.head, e.type, e.tail) for e in gold.edges] == [("c1", "LOCATED_IN", "z1")]


def test_a_project_graph_is_scored_without_its_documents_and_mentions() -> None:
    graph = graph_from_json(
        {
            "graph": {"format": "zonegraph/1"},
            "nodes": [
                node("document-1", "Document", "报告"),
                node("zone-1", "Zone", "云杉经开区"),
                node("indicator-1", "Indicator", "地区生产总值", properties={"value": 143, "period": "2020"}),
            ],
            "edges": [{"source": "document-1", "target": "zone-1", "key": "k", "type": "MENTIONS"}],
        }
    )
    scored_graph = from_graph(graph)
    assert [n.name for n in scored_graph.nodes] == ["云杉经开区"]
    assert scored_graph.edges == ()
    assert scored_graph.indicators == (ScoredIndicator("地区生产总值", 143.0, "", "2020", None, False),)


def test_intervals_are_the_same_at_every_run_and_hold_the_figure() -> None:
    scores = [
        compare_spans("d", "云杉经开区" * 9, [Mention(i, i + 1, "Zone", "g", 1) for i in range(9)], found)
        for found in ([Mention(i, i + 1, "Zone", "x", 1) for i in range(n)] for n in (3, 6, 9))
    ]
    first, second = rows(scores), rows(scores)
    assert first == second
    zone = next(row for row in first if row.label == "Zone")
    assert zone.low < zone.f1 < zone.high


def test_no_documents_give_an_empty_table() -> None:
    assert rows([]) == ()


@pytest.mark.parametrize("content", ["{", "{}", '{"nodes": [{}], "edges": []}'])
def test_a_broken_gold_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ResourceError, match=r"broken\.json"):
        read_gold(path)
