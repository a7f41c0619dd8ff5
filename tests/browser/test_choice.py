"""Choices under fingers and keys: side by side, and in a list."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.conftest import Serve
from webui.serving import Serving

FILTERS = ["Clear", "Warm", "Cold", *(f"Gel {number}" for number in range(1, 20))]
SHOW = {
    "sidestage": 1,
    "id": "choices",
    "name": "Choices",
    "pages": [
        {
            "id": "main",
            "columns": 6,
            "rows": 4,
            "controls": [
                {"id": "scene", "type": "choice", "label": "Scene", "options": ["Day", "Dusk"], "place": [1, 1, 2, 2]},
                {"id": "filter", "type": "choice", "label": "Filter", "options": FILTERS, "place": [1, 3, 2, 1]},
                {"id": "level", "type": "fader", "place": [4, 1, 1, 4]},
            ],
        }
    ],
}


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SHOW)


def test_by_touch(visit: Open) -> None:
    one, two = visit(), visit()
    page, picker = one.page, one.page.locator(".picker")
    page.get_by_text("Dusk").nth(-1).tap()
    two.shows("scene", "Dusk")
    expect(two.control("scene").locator("[data-chosen]")).to_have_text("Dusk")
    # A finger that slides off means none.
    beside = one.finger_at("[data-control=scene] .segment:first-child")
    beside.move(dy=300)
    beside.lift()
    # The list opens, and takes a choice while another finger is on a fader.
    hand = one.finger_on("level")
    hand.move(dy=-20)
    opening = one.finger_on("filter")
    opening.lift()
    expect(picker).to_be_visible()
    box = picker.bounding_box()
    assert box
    assert box["y"] > 56
    assert box["y"] + box["height"] <= 800
    heights = picker.locator(".row").evaluate_all("(rows) => rows.map((row) => row.offsetHeight)")
    assert min(heights) >= 44
    choosing = one.finger_at(".picker .row:nth-child(3)")
    choosing.lift()
    two.shows("filter", "Cold")
    expect(picker).to_have_count(0)
    expect(one.page.locator("[data-control=level][data-touched]")).to_have_count(1)
    hand.lift()
    # The tap that opens it means no row of it; a touch anywhere else closes it.
    one.is_settled()
    one.control("filter").tap()
    expect(picker.get_by_role("option", selected=True)).to_have_text("Cold")
    one.control("level").locator(".label").tap()
    expect(picker).to_have_count(0)
    two.shows("scene", "Dusk")
    two.shows("filter", "Cold")


def test_by_keyboard_and_assistive_technology(visit: Open) -> None:
    one, two = visit(), visit()
    page = one.page
    scene, filters = page.get_by_role("combobox", name="Scene"), page.get_by_role("combobox", name="Filter")
    scene.focus()
    page.keyboard.press("Enter")
    for key, now in (
        ("ArrowDown", "Dusk"),
        ("ArrowDown", "Dusk"),
        ("Home", "Day"),
        ("End", "Dusk"),
        ("ArrowLeft", "Day"),
    ):
        page.keyboard.press(key)
        expect(scene).to_have_value(now)
    page.keyboard.press("Tab")
    expect(filters).to_be_focused()
    page.keyboard.press("w")
    two.shows("filter", "Warm")
    page.keyboard.press(" ")
    rows = page.get_by_role("listbox", name="Filter")
    expect(rows).to_be_focused()
    expect(rows.get_by_role("option", selected=True)).to_have_text("Warm")
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(filters).to_be_focused()
    expect(filters).to_have_value("Warm")
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    expect(rows.get_by_role("option").last).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    two.shows("filter", "Gel 19")
    expect(filters).to_be_focused()
    expect(rows).to_have_count(0)
    page.keyboard.press("Enter")
    rows.get_by_role("option", name="Gel 18").evaluate("(row) => row.click()")
    two.shows("filter", "Gel 18")
    # What assistive technology sets is a move like any other.
    filters.select_option("Clear")
    two.shows("filter", "Clear")
    expect(two.control("filter").locator(".chosen")).to_have_text("Clear")
