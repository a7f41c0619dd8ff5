"""Number fields, by fingers, by keys, and as assistive technology has them."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.conftest import Serve

NUMBERS = [
    {"id": "cue", "label": "Cue", "unit": "LX", "value": 12},
    {"id": "gobo", "label": "Gobo", "min": 1, "max": 8, "value": 7},
]


@pytest.fixture
def surface(visit: Open, serve: Serve) -> Surface:
    page = {"id": "main", "columns": 12, "rows": 6, "controls": [{"type": "number", **one} for one in NUMBERS]}
    return visit(serve({"sidestage": 1, "id": "numbers", "pages": [page]}).url)


def test_a_touch_is_a_step_and_one_that_stays_goes_on_to_the_end(surface: Surface) -> None:
    for name, value in (("more", 13), ("more", 14), ("less", 13)):
        surface.control("cue").locator(f".{name}").tap()
        surface.shows("cue", value)
    kept = surface.finger_at("[data-control=gobo] .less")
    expect(surface.control("gobo")).to_have_attribute("data-touched", "")
    surface.shows("gobo", 1)
    expect(surface.control("gobo")).to_have_attribute("data-least", "")
    kept.lift()
    expect(surface.control("gobo")).not_to_have_attribute("data-touched", "")
    surface.shows("gobo", 1)

    figures = surface.control("cue").locator(".number")
    before = figures.evaluate("(figures) => figures.style.fontSize")
    finger = surface.finger_at("[data-control=cue] .readout")
    expect(surface.control("cue").locator(".entry")).to_be_visible()
    finger.lift()
    surface.page.keyboard.type("123456789012")
    surface.page.keyboard.press("Enter")
    surface.shows("cue", 123456789012)
    expect(figures).to_have_text("123456789012")
    smaller = figures.evaluate("(figures) => figures.style.fontSize")
    assert 14 <= float(smaller.removesuffix("px")) < float(before.removesuffix("px"))


def test_keys_and_figures_move_it_and_assistive_technology_has_a_spin_button_in_units(surface: Surface) -> None:
    cue = surface.page.get_by_role("spinbutton", name="Cue")
    keyboard = surface.page.keyboard
    cue.focus()
    expect(cue).to_have_attribute("aria-valuetext", "12 LX")
    for key, value in (("ArrowUp", 13), ("Shift+ArrowDown", 12), ("PageUp", 22), ("End", 22), ("Delete", 0)):
        keyboard.press(key)
        surface.shows("cue", value)
    keyboard.type("104")
    keyboard.press("Enter")
    surface.shows("cue", 104)
    expect(cue).to_be_focused()
    keyboard.type("-5")
    keyboard.press("Escape")
    surface.shows("cue", 104)
    assert cue.get_attribute("inputmode") == "none", "or a touch would bring up the screen's keyboard"

    gobo = surface.page.get_by_role("spinbutton", name="Gobo")
    expect(gobo).to_have_attribute("min", "1")
    expect(gobo).to_have_attribute("max", "8")
    more = surface.page.get_by_role("button", name="More: Gobo")
    more.evaluate("(more) => more.click()")
    surface.shows("gobo", 8)
    more.evaluate("(more) => more.click()")
    surface.shows("gobo", 8)
