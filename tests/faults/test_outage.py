"""A server that is away, and a browser that is offline: Chromium is back by itself, and shows what the server has."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocket

from tests.browser.surface import Surface
from tests.faults.checker import agree, start_values
from tests.faults.devices import Device
from tests.faults.servers import Server, last

Connect = Callable[[], Device]
SHOWN = """(ids) => Object.fromEntries(ids.map((id) => document.getElementById(id)).map((input) => [input.id, {
    range: () => Number(input.value), text: () => input.value,
    checkbox: () => input.checked, button: () => input.ariaPressed === 'true',
}[input.type]()]))"""
"""What the page's own inputs say of each control."""


class Screen(Surface):
    """A page in Chromium, as the checker takes it: the revision that it was told, and the values that it shows."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._revision = -1
        page.on("websocket", self._watch)

    @property
    def state(self) -> tuple[int, dict[str, Any]]:
        """Revision and values."""
        return self._revision, self.page.evaluate(SHOWN, list(start_values()))

    def follow(self) -> None:
        """The page does that by itself."""

    def _watch(self, websocket: WebSocket) -> None:
        websocket.on("framereceived", self._hear)

    def _hear(self, text: str | bytes) -> None:
        assert isinstance(text, str)
        if text.startswith("42/stage,"):
            match json.loads(text.removeprefix("42/stage,")):
                case ["frame", _, _, revision, *_]:
                    self._revision = revision
                case ["welcome" | "show", {"revision": revision}]:
                    self._revision = revision


@pytest.fixture
def screen(running: Server, context: Callable[..., BrowserContext]) -> Screen:
    """A page in Chromium, connected."""
    screen = Screen(context().new_page())
    screen.page.goto(running.url)
    screen.is_connected()
    return screen


def drag(screen: Screen, dy: float) -> float:
    """Move a fader by hand; returns what it shows then."""
    finger = screen.finger_on("fader1")
    finger.move(dy=dy)
    finger.lift()
    return screen.value("fader1")


def test_chromium_offline_in_the_middle_of_a_drag_is_back_with_the_servers_state(
    running: Server, screen: Screen, device: Connect
) -> None:
    program = device()
    drag(screen, -60)
    program.move(fader2=1)
    program.settles()
    agree(running, [program, screen])
    browser = screen.page.context.new_cdp_session(screen.page)
    browser.send("Network.enable")
    finger = screen.finger_on("fader1")
    finger.move(dy=-20)
    line = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    browser.send("Network.emulateNetworkConditions", {"offline": True, **line})
    finger.move(dy=-20)
    screen.is_lost()
    finger.lift()
    for value in range(1, 50):
        program.move(fader2=value, note=f"offline {value}", bed=True)
    last(0, 17)
    program.settles()
    browser.send("Network.emulateNetworkConditions", {"offline": False, **line})
    screen.is_connected()
    agree(running, [program, screen])
    moved = drag(screen, 30)
    program.page.sees(fader1=moved)
    program.settles()
    agree(running, [program, screen])


def test_after_an_outage_everyone_is_back_with_one_state(running: Server, screen: Screen, device: Connect) -> None:
    program, other = device(), device()
    moved = drag(screen, -60)
    program.page.sees(fader1=moved)
    program.move(fader2=2, note="before")
    program.settles()
    agree(running, [program, other, screen])
    running.kill()
    for one in (program, other):
        one.gone()
    screen.is_lost()
    program.move(fader3=3, note="meanwhile")
    last(0, 60)
    running.start()
    screen.is_connected()
    for one in (program, other):
        one.back()
        one.settles()
    agree(running, [program, other, screen])
    screen.shows("note", "meanwhile")
    assert screen.value("fader1") == moved
    moved = drag(screen, 30)
    other.page.sees(fader1=moved)
    screen.finger_on("thunder")
    other.page.sees(thunder=True)
