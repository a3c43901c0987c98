"""Made-up graphs for the tests of stores, questions and exports: all types, all patterns, true quotations."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model import (
    Edge,
    Evidence,
    Graph,
    Node,
    PropertyValue,
    document_id,
    edge_key,
    node_id,
)
from graph.ontology import load_ontology

ZONES = ("东湖经开区", "西山高新区", "南岭产业园", "北河开发区")
NAMES = {
    "Zone": ZONES,
    "Company": (
        "华恒新材料",
        "远航科技",
        "金禾药业",
        "明阳机械",
        "德润食品",
        "𠮷田光电",
        "凯越集团",
        "安信纤维",
    ),
    "Project": ("华恒生产基地", "远航研发中心", "金禾扩建", "明阳二期", "冷链物流园"),
    "Leader": ("王建国", "李明", "张海燕", "陈志"),
    "Policy": ("三年行动", "211培育工程", "双千亿目标"),
    "Organization": ("市工业研究院", "省轻工协会", "理工大学"),
    "Place": ("东湖市", "西山县", "南岭区"),
    "Industry": ("新材料", "生物医药", "装备制造", "食品加工"),
    "Indicator": ("地区生产总值", "规上工业增加值", "实际利用外资"),
}
# The short form by which a text may also call the thing: an alias with its own quotations.
SHORT = {"华恒新材料": "华恒", "东湖经开区": "东湖", "远航科技": "远航"}
STATUS = {"华恒生产基地": "开工", "远航研发中心": "签约"}
INVESTMENT = {"华恒生产基地": 1_200_000_000, "金禾扩建": 35_000_000.5}


@dataclass(frozen=True, slots=True)
class Fact:
    """One relation that a sentence states, and whether it uses the head's short name."""

    head: tuple[str, str]
    relation: str
    tail: tuple[str, str]
    short: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A document by its path, with the facts of its sentences."""

    path: str
    facts: tuple[Fact, ...]
    published: str = ""
    title: str = ""


def random_facts(rng: random.Random, count: int) -> tuple[Fact, ...]:
    """Return facts over all patterns of the ontology."""
    edges = load_ontology().edges
    patterns = [(h, name, t) for name, spec in edges.items() if name != "MENTIONS" for h, t in spec.patterns]
    facts: list[Fact] = []
    while len(facts) < count:
        head_type, relation, tail_type = rng.choice(patterns)
        head, tail = rng.choice(NAMES[head_type]), rng.choice(NAMES[tail_type])
        title = rng.choice(("主任", "书记")) if relation == "LEADS" else ""
        if (head_type, head) != (tail_type, tail):
            facts.append(Fact((head_type, head), relation, (tail_type, tail), rng.random() < 0.3, title))
    return tuple(facts)


def made_documents(seed: int = 7, documents: int = 6, facts: int = 14) -> tuple[MadeDocument, ...]:
    """Return documents with random facts; some lack a date, some a title."""
    rng = random.Random(seed)
    return tuple(
        MadeDocument(
            f"{number}.txt",
            random_facts(rng, facts),
            "" if number % 4 == 3 else f"20{20 + number % 3}-0{1 + number % 9}-15",
            "" if number % 3 == 2 else f"第{number}号报告",
        )
        for number in range(documents)
    )


def _key(thing: tuple[str, str]) -> str:
    return node_id(thing[0], ["made", thing[1]])


class _Building:
    """Collects evidence by thing and by edge while the sentences are written."""

    def __init__(self) -> None:
        self.nodes: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
        self.edges: dict[tuple[str, str, str, str], list[Evidence]] = defaultdict(list)
        self.documents: list[Node] = []

    def document(self, made: MadeDocument) -> None:
        """Write one document's text and take its evidence."""
        key = document_id(made.path)
        text = (made.title or "无题") + "\n"
        first: dict[str, Evidence] = {}
        for number, fact in enumerate(made.facts):
            head, tail = fact.head[1], fact.tail[1]
            shown = SHORT.get(head, head) if fact.short else head
            sentence = f'{shown}({fact.title})与{tail}「{fact.relation}\\"{number}」。'
            start = len(text)
            text += sentence
            span, score = (start, len(text)), round(0.5 + 0.05 * (number % 10), 2)
            at_tail = start + sentence.index(tail, len(shown))
            pairs = ((fact.head, start, shown), (fact.tail, at_tail, tail))
            for thing, at, quote in pairs:
                item = Evidence(key, at, at + len(quote), quote, span, "made", score)
                self.nodes[thing].append(item)
                first.setdefault(_key(thing), item)
                if thing[1] in STATUS:
                    self.nodes[thing].append(Evidence(*_values(item), property="status"))
                if thing[1] in INVESTMENT:
                    self.nodes[thing].append(Evidence(*_values(item), property="investment"))
            whole = Evidence(key, start, start + len(sentence), sentence, span, "made", score)
            self.edges[self.ends(fact)].append(whole)
        for node, item in first.items():
            self.edges[key, "MENTIONS", node, ""].append(item)
        length = len(made.title or "无题")
        evidence = (Evidence(key, 0, length, text[:length], (0, length), "made", 1.0),)
        properties: dict[str, PropertyValue] = {"path": made.path, "text": text, "sha256": "0" * 64}
        properties |= {"title": made.title} if made.title else {}
        properties |= {"published": made.published} if made.published else {}
        self.documents.append(Node(key, "Document", made.title or "无题", (), properties, evidence))

    def ends(self, fact: Fact) -> tuple[str, str, str, str]:
        """Return the identity of a fact's edge; undirected ones start at the smaller id."""
        source, target = _key(fact.head), _key(fact.tail)
        if load_ontology().edges[fact.relation].undirected and target < source:
            source, target = target, source
        return source, fact.relation, target, fact.title


def _values(item: Evidence) -> tuple[str, int, int, str, tuple[int, int], str, float]:
    return item.document, item.start, item.end, item.quote, item.sentence, item.by, item.score


def _node(thing: tuple[str, str], evidence: Sequence[Evidence]) -> Node:
    node_type, name = thing
    ordered = tuple(sorted(evidence, key=lambda item: item.sort_key()))
    quotes = sorted({item.quote for item in evidence}, key=lambda quote: (-len(quote), quote))
    properties: dict[str, PropertyValue] = {}
    if name in STATUS:
        properties["status"] = STATUS[name]
    if name in INVESTMENT:
        properties["investment"] = INVESTMENT[name]
    if node_type == "Indicator":
        period = 2020 + len(name) % 3
        properties |= {
            "value": 143,
            "value_text": "143",
            "period": str(period),
            "growth": 5.5,
            "target": False,
        }
    if node_type == "Zone":
        properties |= {"level": "国家级", "kind": name[2:]}
    return Node(_key(thing), node_type, quotes[0], tuple(sorted(quotes[1:])), properties, ordered)


def made_graph(documents: Iterable[MadeDocument], run: dict[str, object] | None = None) -> Graph:
    """Return the graph of these documents, as a build without any merging would make it.

    run: run information; a record for every document is added to it.
    """
    building = _Building()
    for made in sorted(documents, key=lambda made: made.path):
        building.document(made)
    nodes = [_node(thing, evidence) for thing, evidence in building.nodes.items()]
    edges = []
    for (source, relation, target, title), evidence in building.edges.items():
        properties = {"title": title} if title else {}
        key = edge_key(source, relation, target, [title])
        ordered = tuple(sorted(set(evidence), key=lambda item: item.sort_key()))
        edges.append(Edge(source, target, key, relation, properties, ordered))
    records = {node.id: {"made": node.properties["path"]} for node in building.documents}
    return Graph.of(
        [*building.documents, *nodes], edges, {"made_up": True, "records": records, **(run or {})}
    )
