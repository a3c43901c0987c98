"""Measures the page in headless Chromium without a network, beside stock pyvis and sigma.js.

Run: make bench-page, or python -m tests.bench_page [seeds 1k 10k 50k] [--alone]. Prints Markdown tables for
docs/page.md. First frame: from the start of navigation to data-ready, or to the first finished drawing; "CPU"
is what the main thread worked for it, which a busy machine does not change. Select and expand: until the
second animation frame after the call, the slowest of several. Frames a second: animation frames in two
seconds of real mouse drag.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from playwright.sync_api import TimeoutError as BrowserTimeoutError
from pyvis.network import Network

from graph.interchange import read_graph
from graph.model import Graph
from graph.page import write_page
from graph.page.indexed import index_graph
from graph.page.layout import place_nodes
from graph.page.zones import home_zones
from tests.page_fixtures import ARGUMENTS

PROJECT = Path(__file__).parents[1]
SHARED = PROJECT.parent / "shared"
WORK = PROJECT / "build" / "bench-page"
SIZES = {"1k": 1_000, "10k": 10_000, "50k": 50_000}
MOST_FOR_STOCK_PYVIS = 2_000  # its add_edge is quadratic, and its physics does not end beyond
PATIENCE = 90_000
REPEATS = 3
NPM_PACKAGES = ("sigma@3.0.3", "graphology@0.26.0", "esbuild@0.25.0")

NOTE_READY = """
new MutationObserver(() => {
  if (document.documentElement?.dataset.ready === "true") window.readyAt ??= performance.now();
}).observe(document, {attributes: true, subtree: true});
"""
SELECT = """async () => {
  const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const ids = ["经开区", "科技", "基地"].flatMap((text) => window.zonegraph.find(text).slice(0, 2));
  const [selecting, expanding] = [[], []];
  const timed = async (action, taken) => {
    const start = performance.now();
    action();
    await frames();
    taken.push(performance.now() - start);
  };
  for (const id of ids) {
    await timed(() => window.zonegraph.select(id), selecting);
    const expand = document.getElementById("expand");
    if (expand) await timed(() => expand.click(), expanding);
  }
  return [Math.max(...selecting), expanding.length ? Math.max(...expanding) : null];
}"""
COUNT_FRAMES = """() => {
  window.framesDrawn = 0;
  const count = () => { window.framesDrawn += 1; requestAnimationFrame(count); };
  requestAnimationFrame(count);
}"""


@dataclass(slots=True)
class Figures:
    """What one page of one graph took; None is "not measured"."""

    first: float | None = None
    first_cpu: float | None = None
    select: float | None = None
    expand: float | None = None
    frames: float | None = None
    megabytes: float | None = None
    render: float | None = None
    render_cpu: float | None = None
    faults: list[str] = field(default_factory=list)


def graph_file(size: str) -> Path:
    """Return graph.json of this size, made when it is not there yet."""
    target = WORK / f"{size}.json"
    if target.exists():
        return target
    WORK.mkdir(parents=True, exist_ok=True)
    if size == "seeds":
        source = SHARED / "seeds" if SHARED.exists() else PROJECT / "samples"
        zonegraph = [
            str(PROJECT / ".venv" / "bin" / "zonegraph"),
            "extract",
            str(source),
            "--output",
            str(target),
        ]
        subprocess.run(zonegraph, check=True)
    else:
        make = SHARED / "eval" / "make_graph.py"
        subprocess.run(
            [sys.executable, str(make), str(SIZES[size]), str(target)], check=True, stdout=subprocess.DEVNULL
        )
    return target


def drag(page: Page) -> float:
    """Return animation frames a second while the mouse drags the view to and fro for two seconds."""
    size = page.viewport_size or {"width": 1440, "height": 900}
    x, y = size["width"] * 0.42, size["height"] * 0.82
    page.mouse.move(x, y)
    page.evaluate(COUNT_FRAMES)
    page.mouse.down()
    start, before = time.perf_counter(), page.evaluate("window.framesDrawn")
    step = 0
    while time.perf_counter() - start < 2.0:
        step += 1
        page.mouse.move(x + 90 * (step % 8 - 4) / 4, y - 60 * (step % 5) / 5)
    seconds = time.perf_counter() - start
    frames = (page.evaluate("window.framesDrawn") - before) / seconds
    page.mouse.up()
    return float(frames)


def open_watched(browser: Browser, path: Path, figures: Figures) -> tuple[Page, CDPSession]:
    """Open a file offline; keep what it asks for and says, and count the main thread's time."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_offline(True)
    page = context.new_page()
    page.add_init_script(NOTE_READY)
    page.on("console", lambda message: figures.faults.append(message.text))
    page.on("pageerror", lambda error: figures.faults.append(str(error)))
    page.on("request", lambda request: _note_request(request.url, figures))
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path.as_uri(), wait_until="commit")
    return page, session


def thread_seconds(session: CDPSession) -> float:
    """Return the processor time of the page's main thread so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def _note_request(address: str, figures: Figures) -> None:
    if not address.startswith(("file:", "blob:", "data:")):
        figures.faults.append(f"request: {address}")


def measure_ours(browser: Browser, graph: Graph, path: Path) -> Figures:
    figures = Figures()
    start, start_cpu = time.perf_counter(), time.process_time()
    write_page(graph, path)
    figures.render, figures.render_cpu = time.perf_counter() - start, time.process_time() - start_cpu
    figures.megabytes = path.stat().st_size / 1e6
    firsts: list[float] = []
    for _ in range(REPEATS):
        page, session = open_watched(browser, path, figures)
        page.wait_for_function("() => window.readyAt", timeout=PATIENCE)
        firsts.append(page.evaluate("window.readyAt") / 1000)
        figures.first_cpu = thread_seconds(session)
        if len(firsts) < REPEATS:
            page.context.close()
    figures.first = sorted(firsts)[len(firsts) // 2]
    figures.frames = drag(page)
    page.evaluate(SELECT)
    figures.select, figures.expand = page.evaluate(SELECT)
    page.context.close()
    return figures


def stock_pyvis(graph: Graph, path: Path) -> bool:
    """Write the page that pyvis makes by default; False when the graph is too large for it."""
    if len(graph.nodes) > MOST_FOR_STOCK_PYVIS:
        return False
    network = Network(cdn_resources="in_line", directed=True)
    for node in graph.nodes:
        network.add_node(node.id, label=node.name, title=node.type, group=node.type)
    for edge in graph.edges:
        if edge.type != "MENTIONS":
            network.add_edge(edge.source, edge.target, title=edge.type)
    note = "network.once('stabilizationIterationsDone', () => { window.readyAt = performance.now(); });"
    text = network.generate_html().replace("</body>", f"<script>{note}</script></body>")
    path.write_text(text, encoding="utf-8")
    return True


def sigma_bundle() -> str | None:
    """Return sigma.js and graphology as one script, bundled once by npm's esbuild; None without npm."""
    folder = WORK / "sigma"
    bundle = folder / "bundle.js"
    if not bundle.exists():
        if shutil.which("npm") is None:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text("{}", encoding="utf-8")
        (folder / "entry.js").write_text(
            "import Graph from 'graphology'; import Sigma from 'sigma';"
            "Object.assign(window, {Graph, Sigma});",
            encoding="utf-8",
        )
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", *NPM_PACKAGES]
        build = ["npx", "esbuild", "entry.js", "--bundle", "--minify", f"--outfile={bundle.name}"]
        for command in (install, build):
            if subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode:
                return None
    return bundle.read_text(encoding="utf-8")


def sigma_page(graph: Graph, path: Path) -> bool:
    """Write a page that draws the same nodes and relations at the same places with sigma.js."""
    bundle = sigma_bundle()
    if bundle is None:
        return False
    indexed = index_graph(graph)
    places = place_nodes(indexed, home_zones(indexed)).tolist()
    nodes = [[x, -y, node.name] for node, (x, y) in zip(indexed.nodes, places, strict=True)]
    data = json.dumps([nodes, list(indexed.relations())], ensure_ascii=False).replace("<", "\\u003c")
    script = """
      const [nodes, edges] = JSON.parse(document.getElementById("data").textContent);
      const graph = new Graph({multi: true});
      nodes.forEach(([x, y, label], at) => graph.addNode(at, {x, y, label, size: 3, color: "#0072B2"}));
      edges.forEach(([source, target]) => graph.addEdge(source, target));
      const drawn = new Sigma(graph, document.getElementById("all"), {hideEdgesOnMove: true});
      requestAnimationFrame(() => requestAnimationFrame(() => { window.readyAt = performance.now(); }));
    """
    path.write_text(
        '<!DOCTYPE html><meta charset="utf-8"><style>html,body,#all{margin:0;height:100%}</style>'
        f'<div id="all"></div><script type="application/json" id="data">{data}</script>'
        f"<script>{bundle}</script><script>{script}</script>",
        encoding="utf-8",
    )
    return True


def measure_other(browser: Browser, make: Callable[[Graph, Path], bool], graph: Graph, path: Path) -> Figures:
    figures = Figures()
    start = time.perf_counter()
    if not make(graph, path):
        return figures
    figures.render = time.perf_counter() - start
    figures.megabytes = path.stat().st_size / 1e6
    page, _ = open_watched(browser, path, figures)
    try:
        page.wait_for_function("() => window.readyAt", timeout=PATIENCE)
        figures.first = page.evaluate("window.readyAt") / 1000
        figures.frames = drag(page)
    except BrowserTimeoutError:
        figures.first = float("inf")
    page.context.close()
    return figures


def _cell(value: float | None, form: str) -> str:
    if value is None:
        return "–"
    return f"> {PATIENCE // 1000} s" if value == float("inf") else form.format(value)


def own_table(rows: Sequence[tuple[str, Graph, Figures]]) -> str:
    """Return the table of our page: one row a graph."""
    heads = [
        "nodes / edges",
        "first frame (CPU)",
        "select",
        "expand",
        "fps dragging",
        "file",
        "render (CPU)",
        "faults",
    ]
    lines = ["| graph | " + " | ".join(heads) + " |", "|---|" + "--:|" * len(heads)]
    for name, graph, figures in rows:
        cells = [
            f"{len(graph.nodes):,} / {len(graph.edges):,}",
            f"{_cell(figures.first, '{:.2f} s')} ({_cell(figures.first_cpu, '{:.2f}')})",
            _cell(figures.select, "{:.0f} ms"),
            _cell(figures.expand, "{:.0f} ms"),
            _cell(figures.frames, "{:.0f}"),
            _cell(figures.megabytes, "{:.2f} MB"),
            f"{_cell(figures.render, '{:.1f} s')} ({_cell(figures.render_cpu, '{:.1f}')})",
            str(len(figures.faults)),
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def side_table(rows: Sequence[tuple[str, str, Figures]]) -> str:
    """Return the table of all programs side by side."""
    lines = ["| graph | program | first frame | fps dragging | file | render |", "|---|---|--:|--:|--:|--:|"]
    for name, program, figures in rows:
        cells = [
            _cell(figures.first, "{:.2f} s"),
            _cell(figures.frames, "{:.0f}"),
            _cell(figures.megabytes, "{:.2f} MB"),
            _cell(figures.render, "{:.1f} s"),
        ]
        lines.append(f"| {name} | {program} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", default=["seeds", *SIZES])
    parser.add_argument("--alone", action="store_true", help="leave pyvis and sigma.js out")
    arguments = parser.parse_args()
    own: list[tuple[str, Graph, Figures]] = []
    side: list[tuple[str, str, Figures]] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        for size in arguments.sizes:
            graph = read_graph(graph_file(size))
            ours = measure_ours(browser, graph, WORK / f"{size}.html")
            own.append((size, graph, ours))
            side.append((size, "zonegraph", ours))
            if not arguments.alone:
                for program, make in (("stock pyvis", stock_pyvis), ("sigma.js 3.0.3", sigma_page)):
                    made = measure_other(browser, make, graph, WORK / f"{size}-{program.split()[-1]}.html")
                    side.append((size, program, made))
        browser.close()
    tables = [f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", own_table(own)]
    if not arguments.alone:
        tables.append(side_table(side))
    faults = [f"{size}: {fault}" for size, _, figures in own for fault in figures.faults]
    sys.stdout.write("\n\n".join([*tables, *faults]) + "\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
