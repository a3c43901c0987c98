"""Seconds and memory of linking 10,000, 50,000 and 200,000 mentions of made-up documents.

Seconds are processor seconds of one process: what else the machine does is left out. Run:
.venv/bin/python tests/bench_identity.py [MENTIONS ...]
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from pathlib import Path

from extract.gazetteers import Gazetteers
from extract.identity import Canonicaliser, Decisions, link
from extract.identity.labelled import Text, Thing, document_graph
from graph.model import Graph

PROJECT = Path(__file__).parents[1]
SIZES = (10_000, 50_000, 200_000)
_STEM = "华东鑫泰恒瑞中科远航金海天元博康宏图盛达凯越明阳长信安新联德润雪龙方正永兴立讯嘉禾旭升佳美益民万和"
_TRADES = ("电子", "科技", "新材料", "机械", "药业", "光电", "食品", "纺织", "汽车零部件", "半导体")
_WORKS = ("生产基地", "扩建", "研发中心", "物流园", "智能工厂")
_POLICIES = ("行动", "工程", "战略", "若干措施", "计划")
_BODIES = ("市政府", "招商局", "应急管理局", "第一中学", "税务局")
_INDUSTRIES = ("新材料", "电子信息产业", "生物医药", "装备制造", "食品产业", "新能源汽车")
_SURNAMES = "王李张刘陈杨赵黄周吴"
_GIVEN = "伟芳军磊洋勇艳杰娟涛明超秀霞平刚桂英华玉"


def _name(rng: random.Random, length: int) -> str:
    return "".join(rng.choice(_STEM) for _ in range(length))


def _document(number: int, zones: list[str], rng: random.Random) -> Text:
    """Return a document of about 50 mentions: a report of a zone whose companies recur in its others."""
    position = number % len(zones)
    own = random.Random(position)
    things = {"z": Thing("Zone", (zones[position], "我区", "全区"))}
    relations: list[tuple[str, str, str, str]] = []
    pool = [_name(own, own.randint(2, 3)) + own.choice(_TRADES) for _ in range(30)]
    for i, company in enumerate(rng.sample(pool, 15)):
        full = (f"{company}股份有限公司", company) if rng.random() < 0.2 else (company,)
        things[f"c{i}"] = Thing("Company", full)
        relations.append((f"c{i}", "LOCATED_IN", "z", ""))
    people = [own.choice(_SURNAMES) + own.choice(_GIVEN) + own.choice(_GIVEN) for _ in range(4)]
    for i, person in enumerate(dict.fromkeys(people)):
        things[f"l{i}"] = Thing("Leader", (person,))
        relations.append((f"l{i}", "LEADS", "z", "副主任"))
    for i in range(6):
        things[f"p{i}"] = Thing(
            "Project", (_name(rng, 3) + rng.choice(_WORKS) + rng.choice(("", "一期", "二期")),)
        )
        relations.append((f"p{i}", "LOCATED_IN", "z", ""))
    for i in range(4):
        things[f"k{i}"] = Thing("Policy", (_name(own, 2) + own.choice(_POLICIES),))
    for i, body in enumerate(rng.sample(_BODIES, 3)):
        things[f"o{i}"] = Thing("Organization", (body,))
    for i, industry in enumerate(rng.sample(_INDUSTRIES, 3)):
        things[f"i{i}"] = Thing("Industry", (industry,))
        relations.append(("z", "FOCUSES_ON", f"i{i}", ""))
    for i in range(8):
        properties = {"value": float(rng.randint(1, 900)), "unit": "亿元", "period": str(2015 + i)}
        things[f"f{i}"] = Thing("Indicator", ("地区生产总值",), properties)
        relations.append(("z", "HAS_INDICATOR", f"f{i}", ""))
    return Text(
        f"{number}.txt", f"{zones[position]}工作报告", things, tuple(relations), f"{2010 + number % 15}-01-15"
    )


def documents(mentions: int, gazetteers: Gazetteers) -> list[Graph]:
    """Return document graphs with at least so many mentions."""
    zones = [row.name for row in gazetteers.zones if row.code]
    rng = random.Random(7)
    graphs: list[Graph] = []
    count = 0
    while count < mentions:
        graph = document_graph(_document(len(graphs), zones, rng))
        count += sum(item.property is None for node in graph.nodes for item in node.evidence)
        graphs.append(graph)
    return graphs


def measure(mentions: int) -> str:
    """Link documents with so many mentions and return one line of the table."""
    gazetteers = Gazetteers.load()
    graphs = documents(mentions, gazetteers)
    start = time.process_time()
    linked = link(graphs, Decisions(), Canonicaliser(gazetteers))
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{mentions:>9,} {len(graphs):>10,} {len(linked.graph.nodes):>8,} {len(linked.merges):>7,} "
        f"{seconds:>8.1f} {seconds / mentions * 1e6:>11.0f} {peak:>8.0f}"
    )


def main(sizes: list[int]) -> None:
    """Write the table, each size in a process of its own so that its memory is its own."""
    columns = (
        ("mentions", 9),
        ("documents", 10),
        ("nodes", 8),
        ("merges", 7),
        ("seconds", 8),
        ("µs/mention", 11),
    )
    head = " ".join(f"{name:>{width}}" for name, width in (*columns, ("MB", 8)))
    sys.stdout.write(head + "\n")
    for size in sizes:
        call = [sys.executable, "-m", "tests.bench_identity", "--one", str(size)]
        done = subprocess.run(call, capture_output=True, text=True, check=True, cwd=PROJECT)
        sys.stdout.write(done.stdout)
        sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(measure(int(sys.argv[2])) + "\n")
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
