"""Sidestage's window, with the page in it, as tests drive it."""

import json
import re
import urllib.request
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Playwright, expect
from playwright.sync_api import TimeoutError as Unanswered

from tests.desktop.processes import of_session, until
from tests.desktop.screen import Screen
from tests.stage import PATIENCE, StageProcess

PATIENCE_MS = PATIENCE * 1000


class Opened:
    """Sidestage with its window, and the page in it."""

    def __init__(self, process: StageProcess, playwright: Playwright, screen: Screen) -> None:
        self.process = process
        self.screen = screen
        self.endpoint = process.said(r"DevTools listening on (ws://\S+)")
        self.browser = looked_into(playwright, self.endpoint)
        self.page = self.browser.contexts[0].pages[0]
        connected(self.page)
        self.window = screen.window(re.escape(self.page.locator("h1").inner_text()))
        """The window itself; it bears the show's name."""

    def keys(self, *keys: str) -> None:
        """Press keys in the window."""
        self.screen.keys(self.window, *keys)

    def answer(self, title: str, *keys: str) -> None:
        """Wait for a dialog, and press keys in it."""
        dialog = self.screen.window(title)
        self.screen.keys(dialog, *keys)
        self.screen.gone(dialog)

    def choose(self, title: str, path: object) -> None:
        """Wait for a file dialog, type a path and press Return."""
        self.screen.type(self.screen.window(title), str(path))

    def shows(self, name: str) -> None:
        """Wait until the page shows the show of this name."""
        expect(self.page.locator("h1")).to_have_text(name, timeout=PATIENCE_MS)


def looked_into(playwright: Playwright, endpoint: str, tries: int = 3) -> Browser:
    """What is in a window.

    Playwright waits for ever for a page that changed its process while it was being attached to: so it comes
    once the page is loaded, and tries again when it hears nothing.
    """

    def loaded() -> bool:
        with urllib.request.urlopen(f"http://{urlsplit(endpoint).netloc}/json/list", timeout=PATIENCE) as answer:
            return any(target["type"] == "page" and target["url"].startswith("http://") for target in json.load(answer))

    until(loaded, "the page to be in its window")
    for _ in range(tries - 1):
        try:
            return playwright.chromium.connect_over_cdp(endpoint, no_defaults=True, timeout=PATIENCE_MS / tries)
        except Unanswered:
            continue
    return playwright.chromium.connect_over_cdp(endpoint, no_defaults=True, timeout=PATIENCE_MS)


def connected(page: Page) -> None:
    """Wait until a page is."""
    expect(page.locator("html")).to_have_attribute("data-link", "connected", timeout=PATIENCE_MS)


def gone(process: StageProcess) -> None:
    """It ended as asked, and nothing of it is left."""
    assert process.process.wait(PATIENCE) == 0
    until(lambda: not of_session(process.process.pid), "the last process to go")
