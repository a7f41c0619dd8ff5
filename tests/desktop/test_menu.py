"""The window's menu, by its keys, and its dialogs, by typing: what a person does and sees."""

import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import socketio
from playwright.sync_api import Playwright, expect

from desktop.window.menu import Entry, Menu, examples, menus, presets
from tests.conftest import SMALL, Write
from tests.desktop.conftest import Open
from tests.desktop.processes import until
from tests.desktop.windows import PATIENCE_MS, Opened, connected, gone
from tests.programs import chromium
from webui.serving import Serving
from webui.shows.showfile import load

UNSAVED = "Save the new controls of .*"


def entries(menu: Menu) -> list[Entry]:
    found: list[Entry] = []
    for entry in menu.entries:
        found += entries(entry) if isinstance(entry, Menu) else [entry] if entry else []
    return found


def test_no_two_entries_have_the_same_keys() -> None:
    keys = [entry.keys for menu in menus() for entry in entries(menu) if entry.keys]
    assert len(keys) == len(set(keys)) == 10


def test_every_example_that_comes_along_is_in_the_menu_and_good() -> None:
    assert {"First run", "React"} <= {entry.label for entry in entries(examples())}
    assert {"QLab", "X32 and M32"} <= {entry.label for entry in entries(presets())}


def test_an_example_is_opened_as_a_copy_of_its_own(stage: Serving, tmp_path: Path) -> None:
    for entry in entries(examples()) + entries(presets()):
        example = entry.action.keywords["template"].path  # type: ignore[attr-defined]
        before = example.read_bytes()
        stage.document.create(example, tmp_path / entry.label)
        copy = load(tmp_path / f"{entry.label}.sidestage")
        assert stage.document.path == tmp_path / f"{entry.label}.sidestage"
        assert (copy.name, copy.controls.keys()) == (entry.label, load(example).controls.keys())
        assert copy.id != load(example).id
        assert example.read_bytes() == before


def test_shows_are_made_saved_and_opened(open_window: Open, show_file: Write, tmp_path: Path) -> None:
    opened = open_window(str(show_file(SMALL)))
    folder = tmp_path / "shows"
    folder.mkdir()

    opened.keys("ctrl+shift+s")
    opened.choose("Save as", folder / "Act two")
    opened.shows("Act two")
    assert load(folder / "Act two.sidestage").id != "small"

    opened.keys("ctrl+o")
    opened.choose("Open a show", tmp_path / "test.sidestage")
    opened.shows("Small")

    # By the start page as well.
    opened.keys("ctrl+shift+o")
    opened.page.get_by_role("button", name="Open a file…").click(timeout=PATIENCE_MS)
    opened.choose("Open a show", folder / "Act two.sidestage")
    opened.shows("Act two")

    opened.keys("ctrl+n")
    opened.choose("New show", folder / "Act three")
    opened.shows("Act three")
    assert load(folder / "Act three.sidestage").controls["fader1"]

    # Not open yet is not written over by what another program left half done.
    (folder / "bad.sidestage").write_text("half a sh")
    opened.keys("ctrl+o")
    opened.choose("Open a show", folder / "bad.sidestage")
    opened.answer("That was not possible.*", "Return")
    opened.shows("Act three")
    assert opened.process.stop() == 0


def test_what_the_view_menu_does(opened: Opened) -> None:
    html = opened.page.locator("html")
    opened.keys("ctrl+shift+n")
    expect(html).to_have_attribute("data-night", "red", timeout=PATIENCE_MS)
    opened.page.evaluate("localStorage.setItem('sidestage.night', 'amber')")
    opened.keys("ctrl+shift+n")
    expect(html).to_have_attribute("data-night", "off", timeout=PATIENCE_MS)
    opened.keys("ctrl+shift+n")
    expect(html).to_have_attribute("data-night", "amber", timeout=PATIENCE_MS)

    opened.keys("ctrl+j")
    expect(opened.page.locator('[data-panel="join"]')).to_be_visible(timeout=PATIENCE_MS)

    opened.keys("F11")
    # There is no window manager here that would give it the whole screen; the menu bar goes all the same.
    until(lambda: opened.page.evaluate("innerHeight") > 800, "full screen")
    opened.keys("F11")
    until(lambda: opened.page.evaluate("[innerWidth, innerHeight]") == [1280, 800], "the window as it was")

    opened.keys("F1")
    expect(opened.page.get_by_role("heading", level=1)).to_have_text("The manual", timeout=PATIENCE_MS)

    opened.keys("alt+h", "Down", "Return")
    opened.answer("Sidestage 0.*", "Return")
    opened.keys("ctrl+q")
    gone(opened.process)


def test_what_is_unsaved_is_asked_about(open_window: Open, show_file: Write, tmp_path: Path) -> None:
    opened = open_window(str(show_file({**SMALL, "open": True})))
    program = socketio.Client()
    program.connect(opened.process.url)
    program.emit("value changed", {"who": "adopted", "data": "7"})
    expect(opened.page.locator('[data-control="adopted"]')).to_be_visible(timeout=PATIENCE_MS)
    program.disconnect()

    opened.screen.close_window(opened.window)
    opened.answer(UNSAVED, "Escape")
    # Cancel: it is all as it was, and asked again.
    opened.keys("ctrl+q")
    opened.answer(UNSAVED, "Return")
    gone(opened.process)
    assert "adopted" in load(tmp_path / "test.sidestage").controls


def test_dont_save_leaves_the_file_as_it_is(open_window: Open, show_file: Write, tmp_path: Path) -> None:
    path = show_file({**SMALL, "open": True})
    before = path.read_bytes()
    opened = open_window(str(path))
    program = socketio.Client()
    program.connect(opened.process.url)
    program.emit("value changed", {"who": "adopted", "data": "7"})
    expect(opened.page.locator('[data-control="adopted"]')).to_be_visible(timeout=PATIENCE_MS)
    program.disconnect()
    opened.keys("ctrl+q")
    opened.answer(UNSAVED, "Tab", "space")
    gone(opened.process)
    assert path.read_bytes() == before


def test_closing_asks_when_screens_would_lose_their_surface(opened: Opened, playwright: Playwright) -> None:
    browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
    try:
        pages = [browser.new_page() for _ in range(2)]
        for page in pages:
            page.goto(opened.process.url)
            connected(page)
        opened.screen.close_window(opened.window)
        # What Return does is harmless.
        opened.answer("2 screens will lose their surface.*", "Return")
        pages[0].close()
        expect(opened.page.locator(".people")).to_have_attribute("aria-label", "1 screen", timeout=PATIENCE_MS)
        until_screens(opened, 2)
        opened.keys("ctrl+q")
        opened.answer("1 screen will lose its surface.*", "Tab", "space")
        gone(opened.process)
    finally:
        browser.close()


def test_a_signal_never_asks_and_puts_dialogs_away(opened: Opened, playwright: Playwright) -> None:
    browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
    try:
        page = browser.new_page()
        page.goto(opened.process.url)
        connected(page)
        opened.keys("ctrl+o")
        opened.screen.window("Open a show")
        opened.process.process.send_signal(signal.SIGTERM)
        gone(opened.process)
    finally:
        browser.close()


def until_screens(opened: Opened, count: int) -> None:
    """Wait until so many pages are connected."""
    health: Callable[[], Any] = lambda: json.loads(  # noqa: E731
        opened.page.evaluate("fetch('/health').then((answer) => answer.text())")
    )
    until(lambda: health()["devices"] == count, f"{count} pages")
