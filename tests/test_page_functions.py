"""What a reader does with the page, in a real Chromium without a network."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from graph.model import Node
from graph.page import PageOptions
from tests.page_fixtures import OpenedPage, OpenPage
from tests.page_graphs import hub_graph, lonely_graph, made_up_graph, small_graph

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "data" / "axe-core-4.14.1.min.js"
GRAPH = small_graph()
NODES = {node.name: node for node in GRAPH.nodes}


def identifier(name: str) -> str:
    return NODES[name].id


def find(opened: OpenedPage, text: str) -> list[str]:
    names = {node.id: node.name for node in GRAPH.nodes}
    return [names[found] for found in opened.run("text => window.zonegraph.find(text)", text)]


def shown_names(opened: OpenedPage) -> set[str]:
    opened.page.click("#view-table")
    return set(opened.page.locator("#table tbody th").all_inner_texts())


def downloaded(opened: OpenedPage, button: str) -> bytes:
    opened.page.click("#export-menu summary")
    with opened.page.expect_download() as download:
        opened.page.click(button)
    return Path(download.value.path()).read_bytes()


def saved_address(opened: OpenedPage, part: str) -> str:
    opened.page.wait_for_function("part => location.hash.includes(part)", arg=part)
    return str(opened.run("() => location.hash"))


def saved_view(text: str) -> tuple[float, float, float]:
    x, y, scale = (float(value) for value in unquote(text).split(","))
    return x, y, scale


def drawn_place(opened: OpenedPage, name: str) -> tuple[float, float]:
    """Where a node was placed by the layout, read from what pyvis wrote into the file."""
    text = Path(unquote(urlsplit(opened.page.url).path)).read_text(encoding="utf-8")
    rows = json.loads(text.split('id="data-nodes">')[1].split("</script>")[0])
    order = [node.id for node in GRAPH.nodes]
    row = next(row for row in rows if order[row["id"]] == identifier(name))
    return row["x"], row["y"]


def test_the_page_has_all_parts_of_the_contract_and_draws_a_small_graph_whole(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    for part in ("#search", "#legend", "#panel", "#graph", "#table"):
        assert opened.page.locator(part).count() == 1
    assert opened.run("() => window.zonegraph.counts()") == {
        "nodes": len(GRAPH.nodes),
        "edges": len(GRAPH.edges),
    }
    assert opened.visible() == len(GRAPH.nodes)


def test_a_node_shows_properties_relations_and_its_sentences_with_the_mention_marked(
    open_page: OpenPage,
) -> None:
    opened = open_page(small_graph)
    opened.select(identifier("星河产业园"))
    text = opened.panel()
    assert "12 亿元" in text
    assert "签约" in text
    assert "青山经开区2020年工作报告" in text
    assert "2020-03-05" in text
    assert {"星河产业园", "12亿元"} <= set(opened.marks())
    assert opened.page.locator("#panel h3").all_inner_texts()[1].startswith("关系")
    relations = opened.page.locator("#panel .evidence").first.bounding_box()
    sentences = opened.page.locator("#panel blockquote").first.bounding_box()
    assert relations is not None
    assert sentences is not None
    assert relations["y"] < sentences["y"]


def test_an_edge_shows_its_own_evidence_and_not_that_of_its_nodes(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    edge = next(edge for edge in GRAPH.edges if edge.properties.get("title") == "管委会主任")
    assert opened.run("key => window.zonegraph.selectEdge(key)", edge.key)
    assert opened.marks() == ["管委会主任"]
    assert "任职" in opened.panel()


def test_evidence_of_a_relation_is_two_presses_away(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    opened.page.locator("#panel a", has_text="青山经开区").first.click()
    opened.page.locator("#panel li", has_text="张三").locator(".evidence").last.click()
    assert opened.marks() == ["管委会主任"]


def test_parallel_relations_are_drawn_side_by_side(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    opened.select(identifier("张三"))
    opened.page.click("#panel button:has-text('一跳')")
    content = downloaded(opened, "#export-svg").decode("utf-8")
    paths = [
        path.get("d", "") for path in ElementTree.fromstring(content).iter("{http://www.w3.org/2000/svg}path")
    ]
    between = [path for path in paths if " Q" in path]
    assert len(between) == 2
    assert len(set(between)) == 2


def test_a_press_on_the_drawing_selects_what_lies_there(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    opened.select(identifier("星河电子"))
    address = saved_address(opened, "at=").split("at=")[1]
    at, around = saved_view(address), opened.page.locator("#graph").bounding_box()
    assert around is not None
    opened.run("() => window.zonegraph.clear()")
    place = drawn_place(opened, "星河电子")
    x = (place[0] - at[0]) * at[2] + around["width"] / 2 + around["x"]
    y = (place[1] - at[1]) * at[2] + around["height"] / 2 + around["y"]
    opened.page.mouse.click(x, y)
    expect(opened.page.locator("#panel h2")).to_have_text("星河电子")


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("星河电子", "星河电子"),
        ("星河", "星河电子"),
        ("青山经济技术开发区", "青山经开区"),
        ("cqgp", "重庆光谱药业"),
        ("zqgp", "重庆光谱药业"),
        ("qsjkq", "青山经开区"),
        ("海风 研究", "海风研究院"),
    ],
)
def test_search_finds_names_aliases_and_initials(open_page: OpenPage, text: str, best: str) -> None:
    assert find(open_page(small_graph), text)[0] == best


def test_search_finds_things_by_their_source_sentences(open_page: OpenPage) -> None:
    found = find(open_page(small_graph), "总投资12亿元")
    assert set(found) == {"青山经开区", "星河电子", "星河产业园"}
    assert find(open_page(small_graph), "没有这样的话") == []


def test_the_search_field_works_by_keys_alone(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("星河")
    expect(opened.page.locator("#results li").first).to_contain_text("星河")
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#panel h2").inner_text() == "星河产业园"
    assert opened.page.locator("#results").is_hidden()


def test_the_legend_counts_and_takes_types_away(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    row = opened.page.locator("#legend .legend-row", has_text="企业")
    assert row.locator(".count").inner_text() == "2"
    row.click()
    assert opened.visible() == len(GRAPH.nodes) - 2
    opened.page.click("#filter-reset")
    assert opened.visible() == len(GRAPH.nodes)


def test_a_hidden_relation_leaves_the_panel_and_the_table(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    opened.page.locator("#relation-legend .legend-row", has_text="任职").click()
    opened.select(identifier("张三"))
    assert "任职" not in opened.panel()


def test_filters_by_zone_document_time_and_confidence(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    opened.page.select_option("#filter-zone", label="蓝海高新区")
    assert shown_names(opened) >= {"蓝海高新区", "王五", "生物医药"}
    assert "张三" not in shown_names(opened)
    opened.page.click("#filter-reset")
    opened.page.select_option("#filter-document", label="青山经开区2020年工作报告")
    assert "王五" not in shown_names(opened)
    opened.page.click("#filter-reset")
    opened.page.select_option("#filter-from", label="2021")
    assert "张三" not in shown_names(opened)
    assert "青山经开区" in shown_names(opened)
    opened.page.click("#filter-reset")
    opened.page.fill("#filter-confidence", "50")
    assert "重庆光谱药业" not in shown_names(opened)


def test_the_time_line_filters_by_period_and_stretches_with_shift(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    assert opened.page.locator("#timeline button").count() == 3
    assert opened.page.locator("#timeline button").nth(1).is_disabled()
    first, last = opened.page.locator("#timeline button").first, opened.page.locator("#timeline button").last
    first.click()
    assert "王五" not in shown_names(opened)
    assert first.get_attribute("aria-pressed") == "true"
    last.click(modifiers=["Shift"])
    assert "王五" in shown_names(opened)
    opened.page.click("#filter-reset")
    assert first.get_attribute("aria-pressed") == "false"


def test_one_hop_and_two_hops_leave_only_what_is_near(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    opened.select(identifier("重庆光谱药业"))
    opened.page.keyboard.press("1")
    assert opened.visible() == 3
    opened.page.keyboard.press("2")
    assert opened.visible() == 4
    opened.page.keyboard.press("0")
    assert opened.visible() == len(GRAPH.nodes)


def test_the_path_between_two_nodes_comes_with_its_sentences(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    opened.select(identifier("重庆光谱药业"))
    opened.page.keyboard.press("p")
    opened.page.keyboard.type("张三")
    opened.page.keyboard.press("Enter")
    assert "3 步" in opened.panel()
    assert opened.page.locator("#panel blockquote").count() == 3
    opened.page.click("#path-close")
    assert opened.page.locator("#panel h2").inner_text() == "重庆光谱药业"


def test_where_no_path_is_the_page_says_so(open_page: OpenPage) -> None:
    opened = open_page(lonely_graph, 3)
    opened.run("() => window.zonegraph.select(window.zonegraph.find('孤立公司0')[0])")
    opened.page.click("#path-open")
    opened.page.fill("#path-target", "孤立公司1")
    opened.page.keyboard.press("Enter")
    assert "没有路径" in opened.panel()


def test_the_table_sorts_and_shows_relations(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    opened.page.click("#view-table")
    assert opened.page.locator("#table tbody th").first.inner_text() == "青山经开区"
    opened.page.click("#table thead th:first-child button")
    assert opened.page.locator("#table thead th").first.get_attribute("aria-sort") == "ascending"
    names = opened.page.locator("#table tbody th").all_inner_texts()
    opened.page.click("#table thead th:first-child button")
    assert opened.page.locator("#table tbody th").all_inner_texts() == names[::-1]
    opened.page.click("#table .views button:nth-child(2)")
    assert opened.page.locator("#table tbody tr").count() == len(GRAPH.edges)


def test_csv_holds_every_row_with_sentence_document_and_date(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    rows = list(csv.DictReader(io.StringIO(downloaded(opened, "#export-edges").decode("utf-8-sig"))))
    assert len(rows) == len(GRAPH.edges)
    assert {row["key"] for row in rows} == {edge.key for edge in GRAPH.edges}
    leads = next(row for row in rows if row["起点"] == "王五")
    assert leads["原文"] == "蓝海高新区主导产业为生物医药,王五出席。"
    assert leads["日期"] == "2022-11-20"
    nodes = list(csv.DictReader(io.StringIO(downloaded(opened, "#export-nodes").decode("utf-8-sig"))))
    assert {row["id"] for row in nodes} == {node.id for node in GRAPH.nodes}


def test_pictures_are_saved_as_png_and_svg(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    assert downloaded(opened, "#export-png").startswith(b"\x89PNG")
    drawn = ElementTree.fromstring(downloaded(opened, "#export-svg").decode("utf-8"))
    texts = [element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert "青山经开区" in texts
    assert "企业" in texts


def test_the_address_keeps_selection_filters_view_and_theme(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    opened.page.locator("#legend .legend-row", has_text="领导").click()
    opened.select(identifier("星河电子"))
    opened.page.click("#theme")
    opened.page.click("#view-table")
    address = saved_address(opened, "view=table")
    again = open_page(small_graph, address=address)
    assert again.page.locator("#panel h2").inner_text() == "星河电子"
    assert again.visible() == opened.visible() == len(GRAPH.nodes) - 2
    assert again.run("() => [document.body.dataset.view, document.documentElement.dataset.theme]") == [
        "table",
        "dark",
    ]


def test_the_address_selects_a_node_and_a_wrong_one_does_no_harm(open_page: OpenPage) -> None:
    opened = open_page(small_graph, address=f"#node={identifier('张三')}")
    assert opened.page.locator("#panel h2").inner_text() == "张三"
    wrong = open_page(small_graph, address="#node=nobody&zone=x&period=9-1&open=99999:3&at=a,b")
    assert wrong.visible() == len(GRAPH.nodes)


def test_language_and_theme_switch(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    assert opened.run("() => document.documentElement.lang") == "zh-CN"
    opened.page.click("#language")
    assert opened.run("() => document.documentElement.lang") == "en"
    assert "Company" in opened.page.locator("#legend").inner_text()
    opened.page.click("#theme")
    assert opened.run("() => document.documentElement.dataset.theme") == "dark"


def test_everything_can_be_reached_by_keys(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    opened.page.focus("#graph")
    opened.page.keyboard.press("ArrowRight")
    chosen = opened.page.locator("#panel h2").inner_text()
    assert chosen in NODES
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        opened.page.keyboard.press(key)
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#panel h2").inner_text() == "开发区知识图谱"
    opened.page.keyboard.press("t")
    assert opened.page.locator("#table").is_visible()
    opened.page.keyboard.press("g")
    assert opened.page.locator("#graph").is_visible()
    opened.page.keyboard.press("?")
    assert opened.page.locator("#help").is_visible()
    opened.page.keyboard.press("Escape")
    assert not opened.page.locator("#help").is_visible()


def test_on_paper_only_drawing_panel_and_title_remain(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    opened.select(identifier("星河电子"))
    opened.page.emulate_media(media="print")
    assert not opened.page.locator("#filters").is_visible()
    assert not opened.page.locator("#search").is_visible()
    assert opened.page.locator("#panel blockquote").first.is_visible()


def test_reduced_motion_is_respected(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    opened.page.emulate_media(reduced_motion="reduce")
    assert opened.run("() => getComputedStyle(document.querySelector('button')).transitionDuration") == "0s"


def test_on_a_phone_the_filters_open_over_the_page(phone: OpenPage) -> None:
    opened = phone(small_graph)
    assert not opened.page.locator("#filters").is_visible()
    opened.page.tap("#filters-toggle")
    assert opened.page.locator("#filters").is_visible()
    opened.page.locator("#legend .legend-row", has_text="企业").tap()
    assert opened.visible() == len(GRAPH.nodes) - 2
    assert opened.run("() => document.documentElement.scrollWidth <= innerWidth")
    assert opened.requests == []
    assert opened.messages == []


@pytest.mark.parametrize(
    "address",
    ["", "#node={id}", "#view=table", "#theme=dark&node={id}", "#language=en&theme=dark&view=table"],
)
def test_axe_finds_no_serious_fault(open_page: OpenPage, address: str) -> None:
    opened = open_page(small_graph, address=address.format(id=identifier("青山经开区")))
    opened.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = opened.run("() => axe.run(document, {resultTypes: ['violations']})")
    serious = [
        (rule["id"], [node["target"] for node in rule["nodes"]][:3])
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_without_text_only_quotes_remain_and_the_page_says_so(open_page: OpenPage) -> None:
    opened = open_page(small_graph, options=PageOptions(no_text=True))
    assert "只保留引文" in opened.panel()
    opened.select(identifier("张三"))
    assert "只保留引文" in opened.panel()
    assert opened.page.locator("#panel blockquote p").all_inner_texts() == ["张三"]
    assert find(opened, "总投资12亿元") == ["星河电子"] or find(opened, "落户青山") == []


@pytest.mark.parametrize(
    ("make", "count"), [(lonely_graph, 0), (lonely_graph, 1), (lonely_graph, 40), (hub_graph, 300)]
)
def test_odd_graphs_are_drawn_within_the_window(open_page: OpenPage, make: object, count: int) -> None:
    opened = open_page(make, count)
    assert opened.visible() == opened.run("() => window.zonegraph.counts().nodes")
    assert opened.run("() => document.querySelector('#graph canvas').width > 0")


def test_an_empty_graph_says_that_it_is_empty(open_page: OpenPage) -> None:
    opened = open_page(_empty)
    assert opened.page.locator("#empty").inner_text() == "图谱里还没有内容。"


def _empty() -> object:
    from graph.model import Graph

    return Graph()


def test_a_large_graph_opens_with_zones_and_hubs_and_grows_by_pressing(open_page: OpenPage) -> None:
    opened = open_page(made_up_graph, 1500)
    first = opened.visible()
    assert first <= 260
    hub = opened.run("() => window.zonegraph.find('经开区')[0]")
    opened.select(hub)
    before = opened.visible()
    opened.page.click("#expand")
    grown = opened.visible()
    assert before < grown <= before + 40
    opened.page.focus("#graph")
    opened.page.keyboard.press("Enter")
    assert opened.visible() > grown
    opened.page.click("#collapse")
    assert opened.visible() < grown


def test_nodes_that_were_out_of_view_are_drawn_when_the_view_moves_to_them(open_page: OpenPage) -> None:
    opened = open_page(hub_graph, 300)
    opened.run("() => window.zonegraph.select(window.zonegraph.find('公司299')[0])")
    opened.run(
        """() => {
          window.colours = () => {
            const canvas = document.querySelector('#graph canvas');
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            let warm = 0;
            for (let at = 0; at < data.length; at += 4) warm += data[at] - data[at + 2] > 8 ? 1 : 0;
            return warm;
          };
        }"""
    )
    opened.page.wait_for_function("() => window.colours() > 2000")


def test_search_jumps_to_a_node_that_is_not_drawn(open_page: OpenPage) -> None:
    opened = open_page(made_up_graph, 1500)
    opened.page.fill("#search", "公司1399号")
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#panel h2").inner_text() == "公司1399号"
    assert opened.visible() > 1


def test_the_map_shows_all_and_a_press_on_it_leads_into_the_graph(open_page: OpenPage) -> None:
    opened = open_page(made_up_graph, 1500)
    opened.page.click("#view-map")
    box = opened.page.locator("#map").bounding_box()
    assert box is not None
    opened.page.mouse.move(box["x"] + 100, box["y"] + 100)
    opened.page.mouse.down()
    opened.page.mouse.move(box["x"] + 130, box["y"] + 120, steps=4)
    opened.page.mouse.up()
    for _ in range(6):
        opened.page.click("#zoom-in")
    width, height = box["width"], box["height"]
    for dx in range(0, 400, 9):
        opened.page.mouse.click(box["x"] + width / 2 + dx * 0.5, box["y"] + height / 2 + dx * 0.3)
        if opened.run("() => document.body.dataset.view") == "graph":
            break
    assert opened.run("() => document.body.dataset.view") == "graph"
    assert opened.page.locator("#panel h2").inner_text() != "开发区知识图谱"


def test_dragging_moves_the_view_and_the_address_follows(open_page: OpenPage) -> None:
    opened = open_page(hub_graph, 300)
    box = opened.page.locator("#graph").bounding_box()
    assert box is not None
    opened.page.mouse.move(box["x"] + 8, box["y"] + 8)
    opened.page.mouse.down()
    opened.page.mouse.move(box["x"] + 120, box["y"] + 90, steps=5)
    opened.page.mouse.up()
    assert "at=" in saved_address(opened, "at=")


def test_characters_beyond_the_basic_plane_are_marked_where_they_stand(open_page: OpenPage) -> None:
    from tests.page_graphs import hostile_graph

    opened = open_page(hostile_graph)
    node: Node = next(node for node in hostile_graph().nodes if node.name == "𠀀𠀁企业")
    opened.select(node.id)
    assert opened.marks() == ["𠀀𠀁企业"]


SCREENSHOTS = Path(__file__).parents[1] / "build" / "screenshots"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("overview", ""),
        ("node", "#node={id}"),
        ("one-hop", "#node={id}&hops=1"),
        ("table", "#view=table"),
        ("dark-english", "#node={id}&theme=dark&language=en"),
    ],
)
def test_pictures_of_the_main_states_are_kept_to_be_looked_at(
    open_page: OpenPage, name: str, address: str
) -> None:
    opened = open_page(small_graph, address=address.format(id=identifier("星河电子")))
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    assert len(opened.page.screenshot(path=SCREENSHOTS / f"{name}.png")) > 10_000
