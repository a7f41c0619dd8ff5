"""A tablet as a second host: a network namespace with its own address, and Chromium in it. Needs root."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser.surface import Surface, come_in
from tests.clients import Page as Program
from tests.conftest import SMALL, Write
from tests.room import LAPTOP, Host, browser_on, needs_a_room, wired
from tests.stage import StageProcess

pytestmark = needs_a_room

HANDSHAKE = """(url) => new Promise((resolve) => {
    const socket = new WebSocket(url.replace('http', 'ws') + 'socket.io/?EIO=4&transport=websocket');
    socket.onmessage = ({data}) => {
        if (data.startsWith('0')) socket.send('40/stage,{"session":"a-stranger-1"}');
        else if (data.startsWith('4')) resolve(data);
    };
    socket.onerror = () => resolve('refused');
})"""


@pytest.fixture
def pad() -> Iterator[Host]:
    """The tablet; the test itself is on the laptop, on its wire."""
    laptop, pad = Host(f"stage{os.getpid()}", f"st{os.getpid()}"), Host(f"tablet{os.getpid()}", f"tb{os.getpid()}")
    with wired(laptop, pad), laptop.entered():
        yield pad


@pytest.fixture
def tablet(playwright: Playwright, pad: Host, tmp_path: Path) -> Iterator[Callable[[], BrowserContext]]:
    """Open another browser on the tablet."""
    with browser_on(pad, playwright, tmp_path) as browser:
        yield lambda: browser.new_context(viewport={"width": 1024, "height": 768}, has_touch=True)


@pytest.fixture
def process(pad: Host, stage_process: Callable[..., StageProcess], show_file: Write) -> StageProcess:
    return stage_process(str(show_file(SMALL)), "--port", "0")


def secret(link: str) -> str:
    return link.partition("#")[2]


def visit(page: Page, process: StageProcess, role: str = "") -> str:
    """Open Sidestage by its address on the wire, or come in by the link of a role; returns the address."""
    address = f"http://{LAPTOP}:{process.port}/"
    link = {"": "", "player": process.join_link, "operator": process.operator_link}[role]
    if role:
        come_in(page, f"{address}#{secret(link)}")
    else:
        page.goto(address)
    return address


def test_without_the_link_there_is_a_bare_page_and_no_handshake(
    process: StageProcess, tablet: Callable[[], BrowserContext]
) -> None:
    page = tablet().new_page()
    address = visit(page, process)
    expect(page.locator("body")).to_contain_text("Scan")
    assert "slider1" not in page.content()
    assert "Scan the code" in page.evaluate(HANDSHAKE, address)
    assert page.evaluate("async () => (await fetch('/health')).json()") == {"status": "ok"}


def test_a_wrong_link_says_so(process: StageProcess, tablet: Callable[[], BrowserContext]) -> None:
    page = tablet().new_page()
    page.goto(f"http://{LAPTOP}:{process.port}/#wrong-secret")
    expect(page.locator("body")).to_contain_text("no longer valid")
    assert page.evaluate("location.hash") == ""


def test_with_the_link_the_tablet_plays_and_is_known_from_then_on(
    process: StageProcess, tablet: Callable[[], BrowserContext]
) -> None:
    program = Program(process.url)
    context = tablet()
    page = context.new_page()
    address = visit(page, process, "player")
    surface = Surface(page)
    surface.is_connected()
    assert page.url == address
    finger = surface.finger_on("slider1")
    finger.move(dy=-50)
    finger.lift()
    program.sees(slider1=surface.value("slider1"))
    program.wait(lambda: not program.holds, "for the finger to be gone")
    program.move(slider1=3)
    surface.shows("slider1", 3)
    expect(page.locator("[data-open=join]")).to_have_count(0)
    again = context.new_page()
    visit(again, process)
    Surface(again).is_connected()
    stranger = tablet().new_page()
    visit(stranger, process)
    expect(stranger.locator("body")).to_contain_text("Scan")
    program.close()


def test_the_operators_link_makes_an_operator(process: StageProcess, tablet: Callable[[], BrowserContext]) -> None:
    page = tablet().new_page()
    visit(page, process, "operator")
    Surface(page).is_connected()
    links = page.evaluate("async () => (await fetch('/join-code')).json()")["links"]
    assert f"http://{LAPTOP}:{process.port}/" in [link["url"].partition("#")[0] for link in links]


def cut_off(tablet: Callable[[], BrowserContext], process: StageProcess, pad: Host) -> Surface:
    """A player's page on the tablet, which was connected and whose wire is cut."""
    page = tablet().new_page()
    visit(page, process, "player")
    surface = Surface(page)
    surface.is_connected()
    pad.cut()
    surface.is_lost()
    return surface


def test_a_tablet_whose_wire_is_cut_comes_back(
    process: StageProcess, pad: Host, tablet: Callable[[], BrowserContext]
) -> None:
    program = Program(process.url)
    surface = cut_off(tablet, process, pad)
    program.move(slider1=44)
    pad.plug()
    surface.is_connected()
    surface.shows("slider1", 44)
    program.close()


@pytest.mark.skipif("LONG" not in os.environ, reason="takes a minute: LONG=1 has it run")
def test_a_tablet_that_was_away_for_30_seconds_is_back_within_one(
    process: StageProcess, pad: Host, tablet: Callable[[], BrowserContext]
) -> None:
    program = Program(process.url)
    surface = cut_off(tablet, process, pad)
    surface.page.wait_for_timeout(30_000)
    program.move(slider1=44)
    surface.page.evaluate(
        """() => new MutationObserver(() => {
            if (document.documentElement.dataset.link === 'connected') window.back ??= Date.now();
        }).observe(document.documentElement, {attributes: true})"""
    )
    pad.plug()
    plugged = time.time()
    surface.is_connected()
    surface.shows("slider1", 44)
    took = surface.page.evaluate("window.back") / 1000 - plugged
    print(f"back after {took:.2f} s")
    assert took < 1
    program.close()
