"""A person's decisions: read with line numbers, appended, followed, never overruled, undone to the byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.gazetteers import Gazetteers
from extract.identity import (
    Canonicaliser,
    Decision,
    Decisions,
    append_decisions,
    link,
    parse_decisions,
    read_decisions,
)
from extract.identity.deciding import conflicts, drop, keep, merge, relink, rename, retype, unmerge
from extract.identity.explain import explain, in_words
from extract.identity.labelled import Text, Thing, document_graph
from graph.errors import DecisionError
from graph.interchange import graph_to_json
from graph.model import Graph, Node

FIRST = Text(
    "a.txt",
    "宿州经开区工作报告",
    {
        "z": Thing("Zone", ("宿州经开区",)),
        "c": Thing("Company", ("海川光学",)),
        "d": Thing("Company", ("恒达机械",)),
        "l": Thing("Leader", ("王建国",)),
    },
    (("c", "LOCATED_IN", "z", ""), ("l", "LEADS", "z", "主任"), ("c", "COOPERATES_WITH", "d", "")),
)
SECOND = Text(
    "b.txt",
    "宿州经济开发区动态",
    {
        "z": Thing("Zone", ("宿州经济开发区",)),
        "c": Thing("Company", ("安徽海川光学科技有限公司",)),
        "l": Thing("Leader", ("王建国",)),
    },
    (("c", "LOCATED_IN", "z", ""), ("l", "LEADS", "z", "主任")),
)
THIRD = Text(
    "c.txt",
    "宿迁经开区动态",
    {
        "z": Thing("Zone", ("宿迁经开区",)),
        "c": Thing("Company", ("海川光学",)),
        "l": Thing("Leader", ("王建国",)),
    },
    (("c", "LOCATED_IN", "z", ""), ("l", "LEADS", "z", "主任")),
)
GRAPHS = [document_graph(text) for text in (FIRST, SECOND, THIRD)]


@pytest.fixture(scope="module")
def ready() -> Canonicaliser:
    return Canonicaliser(Gazetteers.load())


@pytest.fixture(scope="module")
def graph(ready: Canonicaliser) -> Graph:
    return link(GRAPHS, Decisions(), ready).graph


def nodes(graph: Graph, node_type: str) -> list[Node]:
    return [node for node in graph.nodes if node.type == node_type]


def named(graph: Graph, name: str) -> Node:
    (found,) = [node for node in graph.nodes if node.name == name]
    return found


def content(graph: Graph) -> str:
    data = graph_to_json(graph)
    return json.dumps([data["nodes"], data["edges"]], ensure_ascii=False)


def decided(graph: Graph, ready: Canonicaliser, *rows: Decision) -> Graph:
    held = Decisions.from_json(graph.run["decisions"])
    return relink(graph, Decisions((*held.rows, *rows)), ready).graph


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "no JSON"),
        ("[]", "is no JSON object"),
        ('{"decision": "marry", "id": "x"}', "known are judge"),
        ('{"decision": "judge", "left": "a", "judgement": "positive"}', "needs right"),
        ('{"decision": "judge", "left": "a", "right": "b", "judgement": "yes"}', "known are positive"),
        ('{"decision": "judge", "left": "a", "right": "a", "judgement": "positive"}', "against itself"),
        ('{"decision": "retype", "id": "a", "type": "Ship"}', "known are"),
        ('{"decision": "split", "id": "a", "documents": "b"}', "a list"),
        ('{"decision": "split", "id": "a", "documents": [1]}', "list of ids"),
        ('{"decision": "drop", "id": "a", "by": "cat"}', "known are person"),
        ('{"decision": "drop", "id": 7}', "needs id"),
        ('{"decision": "drop", "id": "a", "score": "much"}', "cannot be read"),
    ],
)
def test_a_malformed_line_is_named_with_its_number(line: str, fault: str) -> None:
    good = '{"decision": "drop", "id": "zone-1"}'
    with pytest.raises(DecisionError, match=r"d\.jsonl, line 4") as error:
        parse_decisions(f"# comment\n{good}\n\n{line}\n", "d.jsonl")
    assert fault in str(error.value)
    assert "mend or delete the line" in str(error.value)


def test_a_file_that_is_not_there_holds_no_decision(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "decisions.jsonl") == Decisions()


def test_a_file_in_another_encoding_is_an_error_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_bytes("# 注释".encode("gb18030"))
    with pytest.raises(DecisionError, match="UTF-8"):
        read_decisions(path)


def test_appending_keeps_what_stands_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "decisions.jsonl"
    rows = [
        Decision("judge", ("a", "b"), "unsure", score=0.5, note={"names": ["甲", "乙"]}),
        Decision("split", ("c",), documents=("d1", "d2")),
        Decision("rename", ("c",), "新名"),
    ]
    append_decisions(path, rows[:1])
    path.write_text(
        path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8"
    )  # an editor cut the last newline
    append_decisions(path, rows[1:])
    assert read_decisions(path).rows == tuple(rows)
    assert "甲" in path.read_text(encoding="utf-8")


def test_a_merge_joins_and_its_withdrawal_restores_every_byte(graph: Graph, ready: Canonicaliser) -> None:
    left, right = sorted(
        node.id for node in nodes(graph, "Company") if node.name == "恒达机械" or "科技" in node.name
    )
    merged = decided(graph, ready, merge(graph, left, right))
    assert len(nodes(merged, "Company")) == len(nodes(graph, "Company")) - 1
    assert merged.run["rejected"]["self-loop"] == 1
    undone = decided(merged, ready, *unmerge(merged, left, right, canonicaliser=ready))
    assert content(undone) == content(graph)
    assert undone.run["decisions"][-1]["judgement"] == "none"


def test_what_a_rule_joined_a_person_takes_apart_for_good(graph: Graph, ready: Canonicaliser) -> None:
    node = named(graph, "安徽海川光学科技有限公司")
    apart = decided(graph, ready, *unmerge(graph, node.id, canonicaliser=ready))
    assert len(nodes(apart, "Company")) == len(nodes(graph, "Company")) + 1
    again = relink(apart, Decisions.from_json(apart.run["decisions"]), ready).graph
    assert content(again) == content(apart)
    assert not conflicts(again)


def test_what_one_key_joined_is_taken_apart_by_document(graph: Graph, ready: Canonicaliser) -> None:
    leader = next(node for node in nodes(graph, "Leader") if len({e.document for e in node.evidence}) == 2)
    leaving = document_graph(SECOND).documents()[0].id
    apart = decided(graph, ready, *unmerge(graph, leader.id, documents=[leaving]))
    assert len(nodes(apart, "Leader")) == len(nodes(graph, "Leader")) + 1
    assert {e.document for e in next(n for n in apart.nodes if n.id == leader.id).evidence} == {
        document_graph(FIRST).documents()[0].id
    }
    back = decided(apart, ready, Decision("split", (leader.id,), documents=()))
    assert content(back) == content(graph)


def test_a_person_joins_what_rules_keep_apart_and_a_contradiction_is_listed(
    graph: Graph, ready: Canonicaliser
) -> None:
    one, two = [node.id for node in nodes(graph, "Zone")]
    joined = decided(graph, ready, merge(graph, one, two))
    assert len(nodes(joined, "Zone")) == 1
    companies = sorted(node.id for node in nodes(graph, "Company"))
    rows = [
        Decision("judge", (companies[0], companies[1]), "positive"),
        Decision("judge", (companies[1], companies[2]), "positive"),
        Decision("judge", (companies[0], companies[2]), "negative"),
    ]
    torn = decided(graph, ready, *rows)
    assert len(nodes(torn, "Company")) == 2
    (conflict,) = conflicts(torn)
    assert "negative judgement" in conflict["against"]


def test_names_types_and_drops_are_followed_and_taken_back(graph: Graph, ready: Canonicaliser) -> None:
    node = named(graph, "恒达机械")
    renamed = decided(graph, ready, rename(graph, node.id, "恒达重型机械"))
    assert next(n for n in renamed.nodes if n.id == node.id).name == "恒达重型机械"
    assert "恒达机械" in next(n for n in renamed.nodes if n.id == node.id).aliases
    retyped = decided(graph, ready, retype(graph, node.id, "Organization"))
    assert named(retyped, "恒达机械").type == "Organization"
    dropped = decided(graph, ready, drop(graph, node.id))
    assert all(n.name != "恒达机械" for n in dropped.nodes)
    assert dropped.run["rejected"]["edge of a dropped node"] == 1
    back = decided(dropped, ready, keep(node.id))
    assert content(back) == content(graph)
    assert content(decided(renamed, ready, rename(renamed, node.id, ""))) == content(graph)
    assert content(decided(retyped, ready, Decision("retype", (node.id,), ""))) == content(graph)


def test_decisions_on_things_that_are_not_there_wait_for_their_document(ready: Canonicaliser) -> None:
    rows = (Decision("drop", ("company-0000000000000000",)),)
    alone = link(GRAPHS[:1], Decisions(rows), ready).graph
    assert alone.run["decisions_waiting"] == ["company-0000000000000000"]


def test_merges_across_types_with_itself_or_of_unknown_ids_are_refused(
    graph: Graph, ready: Canonicaliser
) -> None:
    zone, company = nodes(graph, "Zone")[0].id, nodes(graph, "Company")[0].id
    with pytest.raises(DecisionError, match="never cross types"):
        merge(graph, zone, company)
    with pytest.raises(DecisionError, match="itself"):
        merge(graph, zone, zone)
    with pytest.raises(DecisionError, match="no node zone-none"):
        merge(graph, zone, "zone-none")
    with pytest.raises(DecisionError, match="was not merged"):
        unmerge(graph, named(graph, "恒达机械").id)
    with pytest.raises(DecisionError, match="is no type"):
        retype(graph, zone, "Ship")
    with pytest.raises(DecisionError, match="does not name it"):
        unmerge(graph, zone, documents=["document-none"])
    forced = decided(graph, ready, Decision("judge", tuple(sorted((zone, company))), "positive"))
    assert "never cross types" in conflicts(forced)[0]["against"]
    assert content(forced) == content(graph)


def test_explain_shows_features_sentences_and_who_decided(graph: Graph, ready: Canonicaliser) -> None:
    node = named(graph, "安徽海川光学科技有限公司")
    (other,) = [own_id for own_id, final in graph.run["merged"].items() if final == node.id]
    told = explain(graph, node.id, other, ready)
    assert told.one_node
    assert {reason.feature for reason in told.rules.reasons} == {"short_form", "same_zone"}
    text = "\n".join(in_words(told, graph, "zh"))
    assert "【海川光学】" in text
    assert "现在是同一个节点" in text
    assert json.loads(json.dumps(told.to_json()))["rules"]["judgement"] == "positive"
    apart = decided(graph, ready, *unmerge(graph, node.id, canonicaliser=ready))
    again = explain(apart, node.id, other, ready)
    assert not again.one_node
    assert "judged by a person: different" in "\n".join(in_words(again, apart, "en"))


@pytest.mark.parametrize("ids", [("same", "same"), ("zone-none", "zone"), ("zone", "company")])
def test_explain_refuses_what_cannot_be_compared(
    graph: Graph, ready: Canonicaliser, ids: tuple[str, str]
) -> None:
    known = {"zone": nodes(graph, "Zone")[0].id, "company": nodes(graph, "Company")[0].id}
    with pytest.raises(DecisionError):
        explain(graph, known.get(ids[0], ids[0]), known.get(ids[1], ids[1]), ready)
