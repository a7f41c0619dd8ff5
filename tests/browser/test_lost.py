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
