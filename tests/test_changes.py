"""What changed between two builds, in words and as JSON."""

from __future__ import annotations

import json

import pytest

from extract.changes import compare, in_words
from extract.gazetteers import Gazetteers
from extract.identity import Canonicaliser, Decisions, link
from extract.identity.deciding import merge, relink
from extract.identity.labelled import Text, Thing, document_graph
from graph.model import Graph

OLD = Text(
    "a.txt",
    "宿州经开区2021年报告",
    {
        "z": Thing("Zone", ("宿州经开区",)),
        "c": Thing("Company", ("恒达机械",)),
        "p": Thing("Project", ("热电联产项目",), {"status": "签约"}),
        "l": Thing("Leader", ("王建国",)),
    },
    (("p", "LOCATED_IN", "z", ""), ("l", "LEADS", "z", "主任")),
    "2021-01-01",
)
NEW = Text(
    "b.txt",
    "宿州经开区2022年报告",
    {
        "z": Thing("Zone", ("宿州经济技术开发区",)),
        "p": Thing("Project", ("热电联产项目",), {"status": "投产"}),
        "l": Thing("Leader", ("李华",)),
    },
    (("p", "LOCATED_IN", "z", ""), ("l", "LEADS", "z", "主任")),
    "2022-01-01",
)


@pytest.fixture(scope="module")
def ready() -> Canonicaliser:
    return Canonicaliser(Gazetteers.load())


def graph(ready: Canonicaliser, *texts: Text) -> Graph:
    return link([document_graph(text) for text in texts], Decisions(), ready).graph


def test_nothing_changed_says_so(ready: Canonicaliser) -> None:
    changes = compare(graph(ready, OLD), graph(ready, OLD))
    assert not changes
    assert in_words(changes, "zh") == ["没有变化"]


def test_a_new_document_adds_things_and_changes_facts(ready: Canonicaliser) -> None:
    changes = compare(graph(ready, OLD), graph(ready, OLD, NEW))
    text = "\n".join(in_words(changes, "zh", {"Leader": "领导", "LEADS": "任职"}))
    assert "新增 Document 宿州经开区2022年报告" in text
    assert "新增 领导 李华" in text
    assert "status 签约 → 投产" in text
    assert "名称 宿州经开区 → 宿州经济技术开发区" in text
    assert "新增 任职 李华 – 宿州经济技术开发区" in text
    assert "移除" not in text
    assert changes.counts()["nodes"]["added"] == 2


def test_the_other_way_round_the_same_is_removed(ready: Canonicaliser) -> None:
    there = compare(graph(ready, OLD), graph(ready, OLD, NEW)).counts()
    back = compare(graph(ready, OLD, NEW), graph(ready, OLD)).counts()
    for part in ("nodes", "edges"):
        assert there[part]["added"] == back[part]["removed"]
        assert there[part]["changed"] == back[part]["changed"]


def test_a_merge_is_told_as_a_merge_and_its_undoing_as_a_split(ready: Canonicaliser) -> None:
    before = graph(ready, OLD, NEW)
    left, right = [node.id for node in before.nodes if node.type == "Leader"]
    after = relink(before, Decisions((merge(before, left, right),)), ready).graph
    (merged,) = [change for change in compare(before, after).nodes if change.kind == "merged"]
    assert {merged.item, merged.other} == {left, right}
    (split,) = [change for change in compare(after, before).nodes if change.kind == "split"]
    assert (split.item, split.other) == (merged.item, merged.other)
    assert f"merged into [{merged.other}]" in "\n".join(in_words(compare(before, after), "en"))


def test_the_json_form_has_counts_and_every_field(ready: Canonicaliser) -> None:
    data = json.loads(json.dumps(compare(graph(ready, OLD), graph(ready, OLD, NEW)).to_json()))
    project = next(row for row in data["nodes"] if row["type"] == "Project")
    assert {"field": "status", "old": "签约", "new": "投产"} in project["fields"]
    assert data["counts"]["nodes"]["added"] == 2
