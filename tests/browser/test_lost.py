"""A page that loses its server says so, takes no moves, and is back by itself with the right values."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.surface import Surface
from tests.clients import Page as Program
from tests.conftest import SMALL, Write
from tests.stage import StageProcess

Start = Callable[..., StageProcess]


@pytest.fixture
def show(show_file: Write) -> Path:
    return show_file(SMALL)


@pytest.fixture
def start(stage_process: Start, show: Path) -> Start:
    """Start Sidestage with the small show; again with the port of the first."""

    def start_with(port: int = 0) -> StageProcess:
        return stage_process(str(show), "--port", str(port))

    return start_with


@pytest.fixture
def visit(context: Callable[..., BrowserContext]) -> Callable[[str], Surface]:
    def open_surface(url: str) -> Surface:
        page = context().new_page()
        page.goto(url)
        surface = Surface(page)
        surface.is_connected()
        return surface

    return open_surface


def test_after_a_kill_the_page_is_back_with_the_right_values(start: Start, visit: Callable[[str], Surface]) -> None:
    process = start()
    surface = visit(process.url)
    finger = surface.finger_on("slider1")
    finger.move(dy=-50)
    finger.lift()
    moved = surface.value("slider1")
    program = Program(process.url)
    program.sees(slider1=moved)
    n = program.op({"slider2": 7})
    program.wait(lambda: program.kept == n)
    process.kill()
    program.close()
    surface.is_lost()
    start(process.port)
    surface.is_connected()
    assert surface.value("slider1") == moved
    surface.shows("slider2", 7)
    finger = surface.finger_on("slider1")
    finger.move(dy=30)
    finger.lift()
    assert surface.value("slider1") < moved


def test_a_lost_page_takes_no_moves_and_lets_go_of_fingers(start: Start, visit: Callable[[str], Surface]) -> None:
    process = start()
    surface = visit(process.url)
    held = surface.finger_on("thunder")
    surface.shows("thunder", True)
    process.kill()
    surface.is_lost()
    surface.shows("thunder", False)
    held.lift()
    before = surface.value("slider1")
    finger = surface.finger_on("slider1")
    finger.move(dy=-50)
    finger.lift()
    assert surface.value("slider1") == before
    surface.control("bed").tap(force=True)
    expect(surface.page.locator("header")).to_contain_text("Lost")
    start(process.port)
    surface.is_connected()
    assert surface.value("slider1") == before
    surface.shows("bed", False)


def test_a_page_whose_server_stands_still_says_it_is_lost_and_comes_back(
    start: Start, visit: Callable[[str], Surface]
) -> None:
    import signal

    process = start()
    surface = visit(process.url)
    process.process.send_signal(signal.SIGSTOP)
    surface.is_lost()
    process.process.send_signal(signal.SIGCONT)
    surface.is_connected()
    finger = surface.finger_on("slider1")
    finger.move(dy=-50)
    finger.lift()
    program = Program(process.url)
    program.sees(slider1=surface.value("slider1"))
    program.close()


def test_a_browser_that_went_offline_comes_back(start: Start, visit: Callable[[str], Surface]) -> None:
    process = start()
    surface = visit(process.url)
    surface.page.context.set_offline(True)
    surface.is_lost()
    program = Program(process.url)
    program.move(slider1=41)
    surface.page.context.set_offline(False)
    surface.is_connected()
    surface.shows("slider1", 41)
    program.close()


STATES = """() => {
    window.states = [];
    new MutationObserver(() => states.push(document.documentElement.dataset.link))
        .observe(document.documentElement, {attributeFilter: ['data-link']});
}"""
"""Has the page note what it says of its connection from now on."""


def test_a_page_that_is_brought_back_connects_at_once_and_has_the_newest(
    start: Start, visit: Callable[[str], Surface]
) -> None:
    process = start()
    surface = visit(process.url)
    program = Program(process.url)
    program.wait(lambda: program.devices[0]["screens"] == 1)
    surface.page.evaluate("() => { dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true})); }")
    program.wait(lambda: [device["id"] for device in program.devices] == ["programs"], "for the page to be gone")
    program.move(slider1=43)
    link = surface.page.evaluate("""() => {
        dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
        return document.documentElement.dataset.link;
    }""")
    assert link == "lost", "what it shows is of before"
    surface.is_connected()
    surface.shows("slider1", 43)
    program.close()


def test_a_page_that_the_browser_froze_has_the_newest_when_it_thaws(
    start: Start, visit: Callable[[str], Surface]
) -> None:
    process = start()
    surface = visit(process.url)
    program = Program(process.url)
    browser = surface.page.context.new_cdp_session(surface.page)
    browser.send("Page.setWebLifecycleState", {"state": "frozen"})
    program.move(slider1=42)
    browser.send("Page.setWebLifecycleState", {"state": "active"})
    surface.is_connected()
    surface.shows("slider1", 42)
    program.close()


@pytest.mark.parametrize("hours", [3, -3])
def test_a_page_whose_clocks_went_apart_takes_nothing_for_new_before_it_asked(
    start: Start, visit: Callable[[str], Surface], hours: int
) -> None:
    """As after a sleep in which one clock went on and the other stood still."""
    process = start()
    surface = visit(process.url)
    surface.page.evaluate(STATES)
    surface.page.evaluate(f"() => {{ const now = Date.now; Date.now = () => now() + {hours} * 3600_000; }}")
    surface.wait("() => states.length >= 2")
    assert surface.page.evaluate("states.slice(0, 2)") == ["lost", "connected"]
    finger = surface.finger_on("slider1")
    finger.move(dy=-50)
    finger.lift()
    program = Program(process.url)
    program.sees(slider1=surface.value("slider1"))
    surface.page.evaluate(STATES)
    seen = len(program.frames)
    program.wait(lambda: len(program.frames) > seen + 2)
    assert surface.page.evaluate("states") == [], "once is enough"
    program.close()
