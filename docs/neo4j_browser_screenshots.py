"""Takes the pictures of docs/neo4j-browser.md in headless Chromium against a real server.

Usage: NEO4J_PASSWORD=… python docs/neo4j_browser_screenshots.py BROWSER_URL BOLT_URL GRAPH.json FOLDER

Loads the graph, logs in to Neo4j Browser, drops style sheet and saved scripts on the page as a user would,
runs three questions and saves what is seen.
"""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from graph.browser_kit import SCRIPTS_FILE, STYLE_FILE, browser_script
from graph.cypher_files import cypher_folder
from graph.interchange import read_graph
from graph.queries import load_question
from graph.stores import open_store

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE = 60_000

_DROP = """([name, data]) => {
    const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name));
    const zone = document.querySelector('[data-testid="navigationSettings"]');
    for (const kind of ['dragenter', 'dragover', 'drop'])
        zone.dispatchEvent(new DragEvent(kind, {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


def drop(page: Page, file: Path) -> None:
    """Drop a file on the page."""
    page.evaluate(_DROP, [file.name, base64.b64encode(file.read_bytes()).decode("ascii")])


def run(page: Page, cypher: str) -> None:
    """Type a statement into the editor, run it and wait for its frame."""
    page.locator(".monaco-editor").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(" ".join(line for line in cypher.splitlines() if not line.startswith("//")))
    page.keyboard.press("Control+Enter")
    page.locator('[data-testid="frameCommand"]').first.wait_for(timeout=PATIENCE)
    page.wait_for_timeout(6000)


def picture(page: Page, file: Path) -> None:
    """Save the newest frame in full screen."""
    frame = page.locator('[data-testid="frame"]').first
    toggle = frame.locator('button[title*="ullscreen" i]').first
    toggle.click()
    page.wait_for_timeout(1500)
    fit = frame.locator('[aria-label="zoom-to-fit"]')
    if fit.count():
        fit.click()
        page.wait_for_timeout(1500)
    page.screenshot(path=file)
    toggle.click()


def log_in(page: Page, bolt: str, password: str) -> None:
    """Fill the connection form and connect."""
    page.locator('[data-testid="boltaddress"]').wait_for(timeout=PATIENCE)
    page.locator('[data-testid="boltaddress"]').fill(bolt.split("://", 1)[1])
    page.locator('[data-testid="username"]').fill("neo4j")
    page.locator('[data-testid="password"]').fill(password)
    page.locator('[data-testid="connect"]').click()
    page.locator('[data-testid="password"]').wait_for(state="detached", timeout=PATIENCE)


def main(browser_url: str, bolt: str, graph: str, folder: str) -> None:
    """Load, log in, import, ask, and save the pictures."""
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    with open_store(bolt) as store, store.writer() as writer:
        writer.replace(read_graph(Path(graph)))
    with sync_playwright() as playwright:
        executable = str(CHROMIUM) if CHROMIUM.exists() else None
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1600, "height": 1000}, locale="zh-CN")
        page.goto(browser_url, wait_until="domcontentloaded")
        log_in(page, bolt, os.environ["NEO4J_PASSWORD"])
        page.screenshot(path=out / "1-connected.png")
        drop(page, Path(str(cypher_folder(STYLE_FILE))))
        page.wait_for_timeout(2000)
        drop(page, Path(str(cypher_folder(*SCRIPTS_FILE.split("/")))))
        page.wait_for_timeout(2000)
        for number, name in enumerate(("zone_at_a_glance", "cooperation_network"), start=2):
            run(page, cypher_folder("browser", f"{name}.cypher").read_text(encoding="utf-8"))
            picture(page, out / f"{number}-{name}.png")
        run(page, browser_script(load_question("zone_companies")))
        picture(page, out / "4-zone_companies.png")
        page.locator('[data-testid="navigationFavorites"]').click()
        page.wait_for_timeout(1500)
        page.screenshot(path=out / "5-saved-scripts.png")
        chromium.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
