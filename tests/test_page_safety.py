"""Nothing in a graph can run on its page, with the policy on and off, and the page asks for nothing."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.model import Graph
from graph.page import PageOptions, render
from tests.page_fixtures import POLICY, OpenedPage, OpenPage
from tests.page_graphs import ATTACKS, hostile_graph, small_graph

pytestmark = pytest.mark.browser

LIBRARIES = {"vis", "fflate", "__core-js_shared__"}  # what the two libraries leave on the window


def walk(opened: OpenedPage, graph: Graph) -> None:
    """Use everything that shows names, sentences and keys."""
    for node in graph.nodes:
        opened.run("id => window.zonegraph.select(id)", node.id)
    for edge in graph.edges:
        opened.run("key => window.zonegraph.selectEdge(key)", edge.key)
    opened.page.fill("#search", "script")
    opened.page.keyboard.press("Enter")
    opened.page.click("#view-table")
    opened.page.click("#table .views button:nth-child(2)")
    opened.page.click("#language")
    opened.run("() => { location.hash = '#node=<img src=x onerror=window.pwned=1>%E0%A4%A&zone=%&at=x,y'; }")
    opened.page.wait_for_function("() => document.querySelector('#panel h2') !== null")


@pytest.mark.parametrize("policy", ["on", "off"])
def test_hostile_names_texts_and_keys_stay_text(policy: str, open_file: OpenPage, tmp_path: Path) -> None:
    graph = hostile_graph()
    text = render(graph, options=PageOptions(title=ATTACKS[0] + ATTACKS[6] + ATTACKS[1]))
    path = tmp_path / "hostile.html"
    path.write_text(POLICY.sub("", text) if policy == "off" else text, encoding="utf-8")
    opened = open_file(path)
    walk(opened, graph)
    assert opened.run("() => window.pwned ?? null") is None
    assert opened.run("() => document.querySelector('h1').children.length") == 0
    assert (
        opened.run(
            "() => document.querySelectorAll('#panel img, #panel script, #table img, svg [onload]').length"
        )
        == 0
    )


def test_the_policy_stops_a_script_that_was_written_into_the_page(
    open_file: OpenPage, tmp_path: Path
) -> None:
    path = tmp_path / "changed.html"
    text = render(small_graph()).replace("</body>", "<script>window.pwned=1</script></body>")
    path.write_text(text, encoding="utf-8")
    opened = open_file(path)
    assert opened.run("() => window.pwned ?? null") is None
    assert any("Content Security Policy" in message for message in opened.messages)
    opened.messages.clear()


def _script_policy(text: str) -> str:
    found = re.search(r"script-src ([^;]+);", html.unescape(text))
    assert found is not None
    return found[1]


def test_the_policy_names_just_the_scripts_that_are_shipped() -> None:
    text = render(hostile_graph(), options=PageOptions(title=ATTACKS[0]))
    policy = _script_policy(text)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in scripts
    }
    assert len(scripts) == 3
    assert set(policy.split()) == hashes
    assert policy == _script_policy(render(small_graph()))


def test_only_one_name_is_added_to_the_window(open_page: OpenPage) -> None:
    opened = open_page(small_graph)
    own = opened.run(
        """() => {
          const frame = document.createElement('iframe');
          document.body.append(frame);
          const usual = new Set(Object.getOwnPropertyNames(frame.contentWindow));
          frame.remove();
          return Object.getOwnPropertyNames(window).filter((name) => !usual.has(name));
        }"""
    )
    assert set(own) - LIBRARIES == {"zonegraph"}


def test_a_browser_without_decompression_streams_opens_the_page(
    context: object, page_file: Callable[..., Path], open_file: OpenPage
) -> None:
    context.add_init_script("delete window.DecompressionStream")  # type: ignore[attr-defined]
    opened = open_file(page_file(small_graph))
    assert opened.run("() => typeof DecompressionStream") == "undefined"
    assert opened.run("() => window.zonegraph.counts().nodes") == len(small_graph().nodes)
