"""One Chromium for all tests of the page: offline, every request counted, every console message kept."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from graph.model import Graph
from graph.page import PageOptions, write_page

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
READY_MILLISECONDS = 60_000
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


@dataclass(slots=True)
class OpenedPage:
    """A page in the browser with what it asked for and said: both stay empty when all is well."""

    page: Page
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def run(self, script: str, argument: Any = None) -> Any:
        return self.page.evaluate(script, argument)

    def select(self, identifier: str) -> None:
        assert self.run("id => window.zonegraph.select(id)", identifier)

    def visible(self) -> int:
        return int(self.run("() => window.zonegraph.visible()"))

    def panel(self) -> str:
        return self.page.locator("#panel").inner_text()

    def marks(self) -> list[str]:
        return self.page.locator("#panel mark").all_inner_texts()


OpenPage = Callable[..., OpenedPage]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("no Chromium on this machine: install it (apt-get install chromium) to test the page")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        yield browser
        browser.close()


def watch(page: Page) -> OpenedPage:
    """Keep what the page asks for and says; nothing but files of this machine is let through."""
    opened = OpenedPage(page)

    def request(route: Any) -> None:
        address = route.request.url
        if address.startswith("file:"):
            route.continue_()
            return
        opened.requests.append(address)
        route.abort()

    page.route("**/*", request)
    page.on("console", lambda message: opened.messages.append(message.text))
    page.on("pageerror", lambda error: opened.messages.append(str(error)))
    return opened


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(
        viewport={"width": 1440, "height": 900}, accept_downloads=True, locale="zh-CN"
    )
    made.set_offline(True)
    yield made
    made.close()


@pytest.fixture
def open_file(context: BrowserContext) -> Iterator[OpenPage]:
    """Open a page's file and wait until it can be used; afterwards nothing was asked for and nothing said."""
    opened: list[OpenedPage] = []

    def open_one(path: Path, address: str = "") -> OpenedPage:
        one = watch(context.new_page())
        opened.append(one)
        one.page.goto(f"{path.as_uri()}{address}")
        one.page.wait_for_selector('html[data-ready="true"]', timeout=READY_MILLISECONDS)
        return one

    yield open_one
    for one in opened:
        assert one.requests == []
        assert one.messages == []


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Write the page of a graph once a session: by name of the maker and its arguments."""
    written: dict[tuple[Any, ...], Path] = {}

    def write(make: Callable[..., Graph], *arguments: Any, options: PageOptions | None = None) -> Path:
        key = (make.__name__, arguments, options)
        if key not in written:
            written[key] = tmp_path_factory.mktemp("page") / "graph.html"
            write_page(make(*arguments), written[key], options)
        return written[key]

    return write


@pytest.fixture
def open_page(open_file: OpenPage, page_file: Callable[..., Path]) -> OpenPage:
    """Open the page of a graph: open_page(make, *arguments, options=None, address="")."""

    def open_one(
        make: Callable[..., Graph], *arguments: Any, options: PageOptions | None = None, address: str = ""
    ) -> OpenedPage:
        return open_file(page_file(make, *arguments, options=options), address)

    return open_one


@pytest.fixture
def phone(chromium: Browser, page_file: Callable[..., Path]) -> Iterator[Callable[..., OpenedPage]]:
    """Open the page of a graph on a phone's window with touch."""
    made = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)

    def open_one(make: Callable[..., Graph], *arguments: Any) -> OpenedPage:
        one = watch(made.new_page())
        one.page.goto(page_file(make, *arguments).as_uri())
        one.page.wait_for_selector('html[data-ready="true"]', timeout=READY_MILLISECONDS)
        return one

    yield open_one
    made.close()
