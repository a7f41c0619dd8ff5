"""What the window is called, and what a person is told who closes it when not everything can be kept."""

import json
import sqlite3
from pathlib import Path

from playwright.sync_api import expect

from tests.conftest import SMALL, Write
from tests.desktop.conftest import Open
from tests.desktop.screen import Screen
from tests.desktop.windows import PATIENCE_MS
from tests.stage import PATIENCE

NAMES = {
    "Matinee": "Matinee",
    "夜の部 ½": "夜の部 ½",
    "a\x1b\u202eb": r"a\\x1b\\u202eb",
    "  ": "Sidestage",
}
"""Shows' names, and the window's title as a pattern."""


def test_the_window_has_the_name_of_the_show_that_it_shows(
    open_window: Open, screen: Screen, show_file: Write, tmp_path: Path
) -> None:
    path = show_file(SMALL)
    opened = open_window(str(path))
    assert screen.window("Small") == opened.window
    for name, title in NAMES.items():
        # Edited while it is open.
        path.write_text(json.dumps({**SMALL, "name": name}), encoding="utf-8")
        assert screen.window(title) == opened.window
    path.write_text(json.dumps(SMALL), encoding="utf-8")
    assert screen.window("Small") == opened.window
    # Another page in it, another show, and a copy under another name.
    opened.keys("F1")
    expect(opened.page).to_have_url(f"{opened.process.url}manual", timeout=PATIENCE_MS)
    assert screen.window("Small") == opened.window
    opened.keys("ctrl+o")
    opened.choose("Open a show", show_file({"sidestage": 1}, "By its file.sidestage"))
    assert screen.window("By its file") == opened.window
    opened.keys("ctrl+shift+s")
    opened.choose("Save as", tmp_path / "Evening")
    assert screen.window("Evening") == opened.window
    assert opened.process.stop() == 0


def test_a_person_who_closes_the_window_is_told_in_a_dialog(open_window: Open, screen: Screen, data: Path) -> None:
    opened = open_window()
    other = sqlite3.connect(data / "sidestage.db", isolation_level=None, timeout=PATIENCE)
    other.execute("begin immediate")
    try:
        slider = opened.page.locator("#slider1")
        slider.focus()
        slider.press("End")
        opened.page.wait_for_function("document.querySelector('#slider1').value === '50'")
        screen.close_window(opened.window)
        screen.keys(screen.window("Not everything was kept.*"), "Return")
        assert opened.process.process.wait(PATIENCE) == 1
    finally:
        other.close()
    assert opened.process.said("(Not kept, for the database could not be written)")


def test_a_show_that_is_read_only_is_saved_under_another_name(
    open_window: Open, screen: Screen, show_file: Write, tmp_path: Path
) -> None:
    path = show_file(SMALL)
    path.chmod(0o444)
    opened = open_window(str(path))
    opened.keys("ctrl+s")
    opened.answer("The show is not saved.*", "Escape")
    opened.keys("ctrl+s")
    opened.answer("The show is not saved.*", "Tab", "space")
    opened.choose("Save as", tmp_path / "Evening")
    assert screen.window("Evening") == opened.window
    assert json.loads(path.read_text()) == SMALL
    assert json.loads((tmp_path / "Evening.sidestage").read_text())["name"] == "Evening"
    assert opened.process.stop() == 0
