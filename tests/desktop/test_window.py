"""The real window: Qt on a screen of our own, driven from outside as a person drives it."""

import signal
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.desktop.conftest import Open, Start
from tests.desktop.processes import IN_ITS_OWN_SESSION, until
from tests.desktop.screen import Screen
from tests.desktop.windows import PATIENCE_MS, Opened, connected, gone
from tests.programs import chromium


def drag(page: Page, control: str, by: int) -> None:
    """Drag a fader's cap with the mouse."""
    cap = page.locator(f'[data-control="{control}"] .cap').bounding_box()
    assert cap
    x, y = cap["x"] + cap["width"] / 2, cap["y"] + cap["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - by / 2)
    page.mouse.move(x, y - by)
    page.mouse.up()


def value(page: Page, control: str) -> str:
    return page.locator(f"#{control}").input_value()


def test_a_fader_dragged_in_the_window_moves_in_a_browser_and_back(opened: Opened, playwright: Playwright) -> None:
    browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
    try:
        elsewhere = browser.new_page()
        elsewhere.goto(opened.process.url)
        connected(elsewhere)
        assert value(opened.page, "slider1") == value(elsewhere, "slider1") == "25"

        drag(opened.page, "slider1", by=80)
        until(lambda: float(value(opened.page, "slider1")) > 25, "the window to follow its own hand")
        expect(elsewhere.locator("#slider1")).to_have_value(value(opened.page, "slider1"), timeout=PATIENCE_MS)

        drag(elsewhere, "slider2", by=120)
        until(lambda: float(value(elsewhere, "slider2")) > 0, "the browser to follow its own hand")
        expect(opened.page.locator("#slider2")).to_have_value(value(elsewhere, "slider2"), timeout=PATIENCE_MS)
    finally:
        browser.close()


def test_what_the_window_is(opened: Opened, screen: Screen, tmp_path: Path) -> None:
    assert screen.window("First run")
    assert opened.page.url == opened.process.url
    assert opened.page.evaluate("[innerWidth, innerHeight]") == [1280, 800]
    assert opened.page.evaluate("isSecureContext")
    # The toolkit's private mode would have no storage.
    opened.page.evaluate("localStorage.setItem('test', 'kept')")
    assert opened.page.evaluate("localStorage.getItem('test')") == "kept"

    opened.page.evaluate(
        """() => {
            const link = document.createElement('a');
            link.href = 'http://elsewhere.invalid/';
            link.target = '_blank';
            document.body.append(link);
            link.click();
        }"""
    )
    until((tmp_path / "opened").exists, "the system's browser to be called")
    until(lambda: (tmp_path / "opened").read_text() == "http://elsewhere.invalid/\n", "the link to reach it")
    assert opened.page.url == opened.process.url


def test_what_the_page_stored_last_is_kept(open_window: Open) -> None:
    opened = open_window()
    opened.page.evaluate("localStorage.setItem('sidestage.night', 'amber')")
    assert opened.process.stop() == 0
    again = open_window("--port", str(opened.process.port))
    assert again.page.evaluate("localStorage.getItem('sidestage.night')") == "amber"
    assert again.process.stop() == 0


def test_closing_the_window_ends_the_program(opened: Opened, screen: Screen) -> None:
    screen.close_window(screen.window("First run"))
    gone(opened.process)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_the_window_and_ends_the_program(opened: Opened, number: signal.Signals) -> None:
    opened.process.process.send_signal(number)
    gone(opened.process)


def test_a_signal_before_the_window_is_there(screen: Screen, stage_process: Start) -> None:
    process = stage_process("--port", "0", headless=False, prefix=IN_ITS_OWN_SESSION)
    process.process.terminate()
    gone(process)


def test_a_display_that_does_not_answer(
    screen: Screen, stage_process: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DISPLAY", ":4242")
    process = stage_process("--port", "0", headless=False)
    assert "could not connect to display" in process.said("No window can be shown: (.*)")
    assert process.said("(open in your browser instead)")
    until((tmp_path / "opened").exists, "the system's browser to be called")
    until(lambda: (tmp_path / "opened").read_text() == f"{process.url}\n", "the page to be opened")
    assert process.stop() == 0
