"""What the window does by itself: it comes back, stays where it was, and leaves other places to other programs."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from desktop.window_place import Area, Place, centred, fitted
from tests.desktop.conftest import Open
from tests.desktop.processes import until
from tests.desktop.windows import Opened, connected, gone, looked_into
from webui.storage.settings import Settings, load, save

SCREEN = Area(0, 0, 1600, 1000)
SECOND = Area(1600, 0, 1024, 768)


@pytest.mark.parametrize(
    ("area", "fits"),
    [
        (Area(100, 50, 800, 600), Area(100, 50, 800, 600)),
        (Area(1700, 50, 800, 600), Area(1700, 50, 800, 600)),
        (Area(-680, 0, 800, 600), Area(-680, 0, 800, 600)),
        (Area(-681, 0, 800, 600), Area(400, 200, 800, 600)),
        (Area(0, -25, 800, 600), Area(400, 200, 800, 600)),
        (Area(5000, 5000, 800, 600), Area(400, 200, 800, 600)),
        (Area(0, 0, 9000, 9000), Area(0, 0, 1600, 1000)),
        (Area(10, 10, 5, 5), Area(10, 10, 640, 480)),
    ],
)
def test_a_place_is_where_it_can_be_seen_and_moved(area: Area, fits: Area) -> None:
    assert fitted(area, [SCREEN, SECOND]) == fits


def test_a_window_is_no_larger_than_its_screen() -> None:
    assert centred((1280, 800), SECOND) == Area(1600, 0, 1024, 768)


def test_a_place_is_remembered_in_the_settings(tmp_path: Path) -> None:
    place = Place(Area(10, 20, 800, 600), "maximised")
    save(tmp_path, Settings(port=5757, window=place))
    assert load(tmp_path) == (Settings(port=5757, window=place), "")


@pytest.mark.parametrize(
    "place",
    [7, {}, {"area": {"x": 1}}, {"area": {"x": 0, "y": 0, "width": "w", "height": 9}}, {"area": [], "state": 1}],
)
def test_what_is_no_place_is_damage(tmp_path: Path, place: Any) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"window": place}))
    assert "damaged" in load(tmp_path)[1]


def test_the_window_is_where_it_was(open_window: Open, data: Path) -> None:
    data.mkdir()
    save(data, Settings(window=Place(Area(5000, 0, 800, 600))))
    opened = open_window()
    # No screen is there any more.
    assert opened.page.evaluate("[screenX, outerWidth, outerHeight]") == [400, 800, 600]
    opened.screen.move(opened.window, 30, 40, 900, 650)
    until(lambda: opened.page.evaluate("[screenX, outerWidth]") == [30, 900], "the window to follow")
    opened.screen.close_window(opened.window)
    gone(opened.process)
    assert load(data)[0].window == Place(Area(30, 40, 900, 650))

    again = open_window()
    assert again.page.evaluate("[screenX, outerWidth, outerHeight]") == [30, 900, 650]
    again.keys("F11")
    until(lambda: again.page.evaluate("innerHeight") == 650, "full screen, without a menu bar")
    again.screen.close_window(again.window)
    gone(again.process)
    assert load(data)[0].window == Place(Area(30, 40, 900, 650), "full screen")


def renderers(opened: Opened) -> set[int]:
    """The processes that run the page: they are forked from a process of Chromium's own, and bear its name."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent, session = (folder / "stat").read_text().rpartition(")")[2].split()[1:4:2]
            if int(session) == opened.process.process.pid and "--type=zygote" in (folder / "cmdline").read_text():
                parents[int(folder.name)] = int(parent)
        except (FileNotFoundError, ProcessLookupError):
            continue
    return {process for process, parent in parents.items() if parent in parents}


def test_a_page_that_crashed_comes_back_by_itself(opened: Opened, playwright: Playwright) -> None:
    before = renderers(opened)
    assert before
    for process in before:
        os.kill(process, signal.SIGKILL)
    until(lambda: renderers(opened) - before, "another process for the page")
    browser = looked_into(playwright, opened.endpoint)
    connected(browser.contexts[0].pages[0])
    browser.close()
    assert opened.process.stop() == 0


def follow(opened: Opened, attributes: dict[str, str]) -> None:
    """Click a link with these attributes."""
    opened.page.evaluate(
        """(attributes) => {
            const link = document.createElement('a');
            for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, value);
            document.body.append(link);
            link.click();
        }""",
        attributes,
    )


def test_links_lead_out_and_downloads_in(opened: Opened, tmp_path: Path) -> None:
    follow(opened, {"href": "http://elsewhere.invalid/same-window"})
    until((tmp_path / "opened").exists, "the system's browser to be called")
    until(lambda: "same-window\n" in (tmp_path / "opened").read_text(), "the link to reach it")
    follow(opened, {"href": "file:///etc/hostname"})

    follow(opened, {"href": "/static/icons/favicon.svg", "download": "icon.svg"})
    opened.choose("Save", tmp_path / "kept.svg")
    until((tmp_path / "kept.svg").exists, "the download")
    until(lambda: "</svg>" in (tmp_path / "kept.svg").read_text(), "all of it")
    assert opened.page.url == opened.process.url
    assert (tmp_path / "opened").read_text() == "http://elsewhere.invalid/same-window\n"
    assert opened.process.stop() == 0
