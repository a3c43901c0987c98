"""Small graphs by hand, and made-up ones of any size, for the tests of the page."""

from __future__ import annotations

import random

from graph.model import Edge, Evidence, Graph, Node, document_id, edge_key, node_id

ATTACKS = (
    "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    '" onmouseover="window.pwned=1',
    "javascript:window.pwned=1 href",
    "{{7*7}}{% raw %}{#",
    "\u2028\u2029`${window.pwned=1}`",
    "</style></title><svg onload=window.pwned=1>",
    "<!--<script>",
    "__proto__",
    "constructor",
    "\u202e反转",
    "<a href='javascript:window.pwned=1'>c</a>",
    "=HYPERLINK(0)",
    "\ud800半个",
    "𠀀𠀁企业",
)


class Writer:
    """Writes sentences into one document and hands out evidence for what stands in them."""

    def __init__(self, path: str, title: str, published: str = "") -> None:
        self.id = document_id(path)
        self.title = title
        self.published = published
        self.path = path
        self.text = f"{title}\n"

    def evidence(self, sentence: str, quote: str, *, name: str | None = None, score: float = 0.9) -> Evidence:
        if sentence not in self.text:
            self.text += sentence
        start = self.text.index(sentence)
        at = start + sentence.index(quote)
        return Evidence(
            self.id, at, at + len(quote), quote, (start, start + len(sentence)), "test", score, name
        )

    def node(self) -> Node:
        properties = {"title": self.title, "path": self.path, "text": self.text}
        if self.published:
            properties["published"] = self.published
        first = Evidence(self.id, 0, len(self.title), self.title, (0, len(self.title)), "title", 1.0)
        return Node(self.id, "Document", self.title, (), properties, (first,))


def _thing(
    kind: str, name: str, *evidence: Evidence, aliases: tuple[str, ...] = (), **properties: object
) -> Node:
    return Node(node_id(kind, [name]), kind, name, aliases, properties, evidence)  # type: ignore[arg-type]


def _relation(source: Node, kind: str, target: Node, evidence: Evidence, **properties: str) -> Edge:
    ends = (source.id, target.id)
    if kind == "COOPERATES_WITH":
        ends = (min(ends), max(ends))
    key = edge_key(ends[0], kind, ends[1], sorted(properties.values()))
    return Edge(ends[0], ends[1], key, kind, properties, (evidence,))


def _with_mentions(nodes: list[Node], edges: list[Edge], documents: list[Writer]) -> Graph:
    mentions = [
        Edge(document.id, node.id, edge_key(document.id, "MENTIONS", node.id), "MENTIONS", {}, (first,))
        for document in documents
        for node in nodes
        for first in [next((e for e in node.evidence if e.document == document.id), None)]
        if first is not None
    ]
    return Graph.of([*nodes, *(document.node() for document in documents)], [*edges, *mentions])


def small_graph() -> Graph:
    """Two zones, 2019 to 2022, with a parallel relation, aliases, money, a target and two isolated parts."""
    report = Writer("a/2020.txt", "青山经开区2020年工作报告", "2020-03-05")
    news = Writer("b/2022.txt", "蓝海高新区与青山经开区携手", "2022-11-20")
    located = "星河电子落户青山经开区,总投资12亿元建设星河产业园。"
    leads = "张三任青山经开区党工委书记、管委会主任。"
    joint = "重庆光谱药业与星河电子合作,并入股星河产业园。"
    other = "蓝海高新区主导产业为生物医药,王五出席。"
    far = "海风研究院发布报告。"
    green = _thing(
        "Zone",
        "青山经开区",
        report.evidence(located, "青山经开区"),
        news.evidence("青山经开区参会。", "青山经开区"),
        report.evidence(leads, "青山经开区"),
        aliases=("青山经济技术开发区", "我区"),
        level="国家级",
        province="安徽省",
    )
    blue = _thing("Zone", "蓝海高新区", news.evidence(other, "蓝海高新区"))
    star = _thing(
        "Company", "星河电子", report.evidence(located, "星河电子"), news.evidence(joint, "星河电子")
    )
    light = _thing("Company", "重庆光谱药业", news.evidence(joint, "重庆光谱药业", score=0.4))
    park = _thing(
        "Project", "星河产业园", report.evidence(located, "星河产业园"),
        report.evidence(located, "12亿元", name="investment"), investment=1_200_000_000, status="签约",
    )  # fmt: skip
    zhang = _thing("Leader", "张三", report.evidence(leads, "张三"), titles=("党工委书记", "管委会主任"))
    wang = _thing("Leader", "王五", news.evidence(other, "王五"))
    medicine = _thing("Industry", "生物医药", news.evidence(other, "生物医药"))
    institute = _thing("Organization", "海风研究院", news.evidence(far, "海风研究院"))
    edges = [
        _relation(star, "LOCATED_IN", green, report.evidence(located, "星河电子落户青山经开区")),
        _relation(star, "INVESTS_IN", park, report.evidence(located, "总投资12亿元建设星河产业园")),
        _relation(park, "LOCATED_IN", green, report.evidence(located, "青山经开区")),
        _relation(zhang, "LEADS", green, report.evidence(leads, "党工委书记"), title="党工委书记"),
        _relation(zhang, "LEADS", green, report.evidence(leads, "管委会主任"), title="管委会主任"),
        _relation(light, "COOPERATES_WITH", star, news.evidence(joint, "合作", score=0.4)),
        _relation(light, "INVESTS_IN", park, news.evidence(joint, "入股星河产业园")),
        _relation(blue, "FOCUSES_ON", medicine, news.evidence(other, "主导产业")),
        _relation(wang, "LEADS", blue, news.evidence(other, "王五"), title="主任"),
    ]
    nodes = [green, blue, star, light, park, zhang, wang, medicine, institute]
    return _with_mentions(nodes, edges, [report, news])


def made_up_graph(count: int, seed: int = 7) -> Graph:
    """About `count` nodes with a power law of relations: zones, companies and projects."""
    source = random.Random(seed)
    zones = max(2, count // 30)
    writers = [
        Writer(f"{n}.txt", f"第{n}号报告", f"20{10 + n % 12}-05-01") for n in range(max(1, count // 100))
    ]
    kinds = [("Zone", f"第{n}经开区") for n in range(zones)]
    kinds += [
        ("Company", f"公司{n}号") if n % 3 else ("Project", f"项目{n}号")
        for n in range(count - zones - len(writers))
    ]
    proofs: list[list[Evidence]] = [[] for _ in kinds]
    edges: dict[str, tuple[int, str, int, Evidence]] = {}
    for number in range(zones, len(kinds)):
        writer = writers[number % len(writers)]
        zone = int(zones * source.random() ** 2.2)
        sentence = f"{kinds[number][1]}位于{kinds[zone][1]}。"
        writer.text += sentence
        start = len(writer.text) - len(sentence)
        span = (start, len(writer.text))

        def quote(at: int, text: str, writer: Writer = writer, span: tuple[int, int] = span) -> Evidence:
            return Evidence(writer.id, at, at + len(text), text, span, "made", 0.8)

        own = quote(start, kinds[number][1])
        proofs[number].append(own)
        proofs[zone].append(quote(start + len(kinds[number][1]) + 2, kinds[zone][1]))
        ends = (node_id(*_key(kinds[number])), node_id(*_key(kinds[zone])))
        edges[edge_key(ends[0], "LOCATED_IN", ends[1])] = (number, "LOCATED_IN", zone, own)
    nodes = [
        Node(node_id(*_key(kind)), kind[0], kind[1], (), {}, tuple(proof))
        for kind, proof in zip(kinds, proofs, strict=True)
        if proof
    ]
    made = [
        Edge(node_id(*_key(kinds[a])), node_id(*_key(kinds[b])), key, kind, {}, (proof,))
        for key, (a, kind, b, proof) in edges.items()
    ]
    return _with_mentions(nodes, made, writers)


def _key(kind: tuple[str, str]) -> tuple[str, list[str]]:
    return kind[0], [kind[1]]


def hostile_graph() -> Graph:
    """Every attack as id, name, alias, property, key, title, path, quote, source and even as a type."""
    writer = Writer("x.txt", "".join(ATTACKS[:3]), "2020-01-01<script>")
    nodes, edges = [], []
    zone = Node(
        ATTACKS[0] + "zone", "Zone", ATTACKS[1], (ATTACKS[2],), {}, (writer.evidence("园区。", "园区"),)
    )
    for number, attack in enumerate(ATTACKS):
        sentence = f"前{attack}后{number}。"
        proof = writer.evidence(sentence, attack)
        proof = Evidence(proof.document, proof.start, proof.end, attack, proof.sentence, attack, 0.5)
        kind = "Company" if number % 2 else ATTACKS[0]
        nodes.append(
            Node(
                f"n{number}{attack}", kind, attack, (attack,), {attack: attack, "full_name": attack}, (proof,)
            )
        )
        edges.append(Edge(nodes[-1].id, zone.id, f"k{number}{attack}", attack, {attack: attack}, (proof,)))
    return Graph.of([zone, *nodes, writer.node()], edges)


def lonely_graph(count: int) -> Graph:
    """`count` companies that nothing joins."""
    writer = Writer("lonely.txt", "名单", "2021-01-01")
    nodes = [
        _thing("Company", f"孤立公司{n}", writer.evidence(f"孤立公司{n}。", f"孤立公司{n}"))
        for n in range(count)
    ]
    return Graph.of([*nodes, writer.node()], [])


def hub_graph(count: int) -> Graph:
    """One zone with `count` companies and nothing else."""
    writer = Writer("hub.txt", "名单", "2021-01-01")
    zone = _thing("Zone", "中心经开区", writer.evidence("中心经开区。", "中心经开区"))
    nodes = [
        _thing("Company", f"公司{n}", writer.evidence(f"公司{n}入驻。", f"公司{n}")) for n in range(count)
    ]
    edges = [_relation(node, "LOCATED_IN", zone, node.evidence[0]) for node in nodes]
    return Graph.of([zone, *nodes, writer.node()], edges)
