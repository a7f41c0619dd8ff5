"""Real Chromium, without a window. Every page is watched: it may ask no other host, and must report no error."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.browser.surface import Surface
from tests.conftest import Serve
from tests.programs import chromium, windowless_chromium
from tests.room import LAPTOP, TABLET, Host, browser_on, wired
from webui.network.addresses import Address
from webui.serving import Serving

expect.set_options(timeout=15_000)
"""Milliseconds: a busy machine is no reason for a test to fail."""

Open = Callable[..., Surface]
OpenPage = Callable[..., Page]

VENUE, FAR = LAPTOP, TABLET
"""The laptop of a venue, and another computer on its wire."""


@contextmanager
def _launched(playwright: Playwright, program: str) -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    browser = playwright.chromium.launch(executable_path=program, args=arguments)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def windowless(playwright: Playwright) -> Iterator[Browser]:
    with _launched(playwright, windowless_chromium()) as browser:
        yield browser


@pytest.fixture(scope="session")
def whole(playwright: Playwright) -> Iterator[Browser]:
    with _launched(playwright, chromium()) as browser:
        yield browser


@pytest.fixture
def browser(windowless: Browser) -> Browser:
    """Chromium. A file whose fingers scroll, zoom or pull has `whole` in its place."""
    return windowless


@pytest.fixture
def context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open another browser, with cookies of its own; its pages may ask this computer only."""
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def open_context(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, "has_touch": True, **options})
        context.set_default_timeout(15_000)
        context.on("request", lambda request: _check_host(request.url, wrong))
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.route(lambda url: urlsplit(url).hostname not in ("127.0.0.1", "localhost"), lambda route: route.abort())
        opened.append(context)
        return context

    yield open_context
    for one in opened:
        one.close()
    assert wrong == []


@pytest.fixture
def visit(stage: Serving, context: Callable[..., BrowserContext]) -> Open:
    """Open the surface in another browser, and wait until it is connected."""

    def open_surface(url: str = "", **options: Any) -> Surface:
        page: Page = context(**options).new_page()
        page.goto(url or stage.url)
        surface = Surface(page)
        surface.is_connected()
        return surface

    return open_surface


@pytest.fixture(scope="module")
def wire() -> Iterator[tuple[Host, Host]]:
    """A venue's laptop, and another computer."""
    hosts = Host(f"fl{os.getpid()}", f"fa{os.getpid()}"), Host(f"far{os.getpid()}", f"fb{os.getpid()}")
    with wired(*hosts, (VENUE, FAR)):
        yield hosts


@pytest.fixture(scope="module")
def far(wire: tuple[Host, Host], playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium on another computer: nobody there is known."""
    with browser_on(wire[1], playwright, tmp_path_factory.mktemp("far")) as browser:
        yield browser


@pytest.fixture(scope="module")
def near(
    wire: tuple[Host, Host], playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """Chromium on the venue's laptop. A file whose operators are there has it as its `browser`."""
    folder = tmp_path_factory.mktemp("near")
    with browser_on(wire[0], playwright, folder, program=windowless_chromium()) as browser:
        yield browser


@pytest.fixture
def venue(wire: tuple[Host, Host], serve: Serve) -> Iterator[Serving]:
    """A running server that other computers reach."""
    with wire[0].entered():
        yield serve(host="0.0.0.0", addresses=lambda: [Address(VENUE, "wlan0", "wifi")])


@pytest.fixture
def newcomer(far: Browser, venue: Serving) -> Iterator[OpenPage]:
    """Open a page for a screen that nobody knows; none may report an error."""
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(**options: Any) -> Page:
        size = {"width": 1024, "height": 768}
        context = far.new_context(**{"viewport": size, "has_touch": True, "is_mobile": True, **options})
        context.set_default_timeout(15_000)
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        opened.append(context)
        return context.new_page()

    yield open_page
    for one in opened:
        one.close()
    assert wrong == []


def _check_host(url: str, wrong: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob") and parts.hostname not in ("127.0.0.1", "localhost"):
        wrong.append(f"asked another host: {url}")
