"""Ranges under fingers, keys and assistive technology: their ends never cross."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.surface import Finger, Surface
from tests.conftest import Serve
from webui.serving import Serving

SHOW = {
    "sidestage": 1,
    "controls": [
        {"id": "speed", "type": "range", "unit": "%", "default": [20, 60]},
        {"id": "octaves", "type": "range", "min": -4, "max": 4, "step": 1, "place": [6, 1, 1, 6]},
    ],
}

TWO_KEYS = """(it) => {
    for (const key of ['ArrowRight', 'PageUp']) it.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
}"""


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SHOW)


def ends(surface: Surface, name: str) -> list[float]:
    values: list[float] = surface.control(name).locator("input").evaluate_all("(all) => all.map((one) => +one.value)")
    return values


def finger_on(surface: Surface, name: str, part: str) -> Finger:
    box = surface.control(name).locator(part).bounding_box()
    assert box
    return surface.touch.down(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def way(surface: Surface, name: str) -> float:
    """Pixels from the least to the most."""
    pixels: float = surface.control(name).locator(".low").evaluate("(it) => Math.max(it.offsetWidth, it.offsetHeight)")
    return pixels


def test_by_touch_each_cap_moves_its_end_and_between_them_both_move(visit: Open) -> None:
    surface = visit()
    whole = way(surface, "speed")
    finger = finger_on(surface, "speed", ".low .cap")
    finger.move(dx=whole * 0.1)
    assert [round(end) for end in ends(surface, "speed")] == [30, 60]
    # The other end stops it, until the finger is back.
    finger.move(dx=whole * 0.9)
    assert ends(surface, "speed") == [60, 60]
    boxes = [surface.control("speed").locator(f"{part} .cap").bounding_box() for part in (".low", ".high")]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"] + 0.5
    finger.move(dx=-whole * 0.8)
    finger.lift()
    assert [round(end) for end in ends(surface, "speed")] == [40, 60]

    finger = finger_on(surface, "speed", ".high .cap")
    finger.move(dx=whole * 0.2)
    finger.lift()
    assert [round(end) for end in ends(surface, "speed")] == [40, 80]

    finger = finger_on(surface, "speed", ".fill")
    finger.move(dx=-whole * 0.1)
    assert [round(end) for end in ends(surface, "speed")] == [30, 70]
    finger.move(dx=whole)
    finger.lift()
    assert [round(end) for end in ends(surface, "speed")] == [60, 100]

    standing = way(surface, "octaves")
    finger = finger_on(surface, "octaves", ".high .cap")
    finger.move(dy=standing * 0.26)
    finger.lift()
    assert ends(surface, "octaves") == [-4, 2]


def test_by_keys_and_for_assistive_technology_it_is_a_group_of_two(visit: Open) -> None:
    surface = visit()
    keyboard = surface.page.keyboard
    group = surface.page.get_by_role("group", name="speed")
    low, high = group.get_by_role("slider", name="Low"), group.get_by_role("slider", name="High")
    expect(low).to_have_attribute("aria-valuetext", "20 percent")
    low.focus()
    # Keys that come within one frame count each.
    low.evaluate(TWO_KEYS)
    expect(low).to_have_value("31")
    keyboard.press("End")
    expect(low).to_have_value("60")
    expect(low).to_have_attribute("aria-valuetext", "60 percent")
    keyboard.press("Tab")
    expect(high).to_be_focused()
    keyboard.press("Home")
    expect(high).to_have_value("60")
    keyboard.press("Enter")
    keyboard.type("85,5")
    keyboard.press("Enter")
    expect(high).to_have_value("85.5")
    low.press("Delete")
    expect(low).to_have_value("20")
    expect(high).to_have_value("85.5")
