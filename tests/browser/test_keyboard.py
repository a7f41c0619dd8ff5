"""The screen's own keyboard never covers the field. Chromium has none to show: what it leaves to be seen is played."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.surface import Surface
from tests.conftest import Serve
from webui.serving import Serving

KEYBOARD = 400
"""Pixels: an iPad's, lying."""

SHOW = {
    "sidestage": 1,
    "id": "low",
    "name": "Low",
    "pages": [
        {
            "id": "main",
            "columns": 4,
            "rows": 6,
            "controls": [
                {"id": "top", "type": "text", "place": [1, 1, 4, 1]},
                {"id": "level", "type": "fader", "place": [1, 2, 1, 4]},
                {"id": "pan", "type": "fader", "place": [1, 6, 2, 1]},
                {"id": "note", "type": "text", "place": [3, 6, 2, 1]},
            ],
        }
    ],
}

PLAYED = """
    const seen = Object.assign(new EventTarget(), {scale: 1, offsetTop: 0, offsetLeft: 0, covered: 0});
    Object.defineProperty(seen, 'height', {get: () => innerHeight - seen.covered});
    Object.defineProperty(window, 'visualViewport', {value: seen});
    window.keyboard = (covered) => {
        seen.covered = covered;
        seen.dispatchEvent(new Event('resize'));
    };
"""


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SHOW)


@pytest.fixture(params=[(1024, 768), (390, 844)], ids=["tablet", "phone"])
def surface(context: Callable[..., BrowserContext], stage: Serving, request: pytest.FixtureRequest) -> Surface:
    width, height = request.param
    page = context(viewport={"width": width, "height": height}, is_mobile=True).new_page()
    page.add_init_script(PLAYED)
    page.goto(stage.url)
    surface = Surface(page)
    surface.is_connected()
    return surface


def keyboard(surface: Surface, height: int) -> None:
    """The keyboard comes up, or goes."""
    surface.page.evaluate("(height) => keyboard(height)", height)


def is_seen(surface: Surface, field: Locator) -> None:
    """The field is above the keyboard, and on the screen."""
    box = field.bounding_box()
    seen = surface.page.evaluate("visualViewport.height")
    assert box
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= seen


def is_back(surface: Surface) -> None:
    """All is where it was."""
    header = surface.page.locator(".header").bounding_box()
    assert header
    assert header["y"] == 0


def test_a_field_at_the_bottom_moves_above_the_keyboard_and_back(surface: Surface) -> None:
    field = surface.page.locator("[id=note]")
    field.tap()
    expect(field).to_be_focused()
    keyboard(surface, KEYBOARD)
    is_seen(surface, field)
    surface.page.keyboard.type("Stand by")
    surface.shows("note", "Stand by")
    is_seen(surface, field)
    surface.page.keyboard.press("Enter")
    is_back(surface)
    keyboard(surface, 0)
    is_back(surface)


def test_a_low_bar_of_keys_counts_too_and_a_field_at_the_top_stays(surface: Surface) -> None:
    low, high = surface.page.locator("[id=note]"), surface.page.locator("[id=top]")
    low.tap()
    keyboard(surface, 60)
    is_seen(surface, low)
    high.focus()
    is_back(surface)
    keyboard(surface, KEYBOARD)
    is_back(surface)
    is_seen(surface, high)
    low.focus()
    is_seen(surface, low)


@pytest.mark.parametrize("name", ["level", "pan"])
def test_a_typed_value_is_seen_while_it_is_typed(surface: Surface, name: str) -> None:
    readout = surface.control(name).locator(".readout")
    readout.scroll_into_view_if_needed()
    box = readout.bounding_box()
    assert box
    finger = surface.touch.down(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    entry = readout.locator("input")
    expect(entry).to_be_visible()
    finger.lift()
    expect(entry).to_be_focused()
    keyboard(surface, KEYBOARD)
    is_seen(surface, entry)
    assert entry.evaluate("(entry) => parseFloat(getComputedStyle(entry).fontSize)") >= 16, "Safari zooms in on less"
    entry.fill("70")
    surface.page.keyboard.press("Enter")
    surface.shows(name, 70)
    is_back(surface)


def test_a_lost_connection_takes_the_field_and_the_page_is_back(surface: Surface, stage: Serving) -> None:
    surface.page.locator("[id=note]").tap()
    keyboard(surface, KEYBOARD)
    stage.close()
    surface.is_lost()
    is_back(surface)


def test_a_field_of_a_panel_is_seen_while_it_is_typed_into(surface: Surface) -> None:
    surface.page.locator("[data-opens=screens]").tap()
    surface.page.get_by_role("tab", name="Programs").tap()
    field = surface.page.get_by_label("Name")
    field.tap()
    keyboard(surface, KEYBOARD)
    is_seen(surface, field)
    surface.page.keyboard.type("Lights")
    is_seen(surface, field)
    surface.page.keyboard.press("Enter")
    expect(surface.page.locator("[data-key]")).to_be_visible()
    is_back(surface)
