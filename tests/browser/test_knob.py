"""Knobs, by fingers, by keys, and as assistive technology has them."""

import math

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.conftest import Serve

KNOBS = [
    {"id": "haze", "label": "Haze", "unit": "%", "value": 30, "place": [1, 1, 2, 3]},
    {"id": "pan", "label": "Pan", "min": -50, "max": 50, "centre": 0, "place": [3, 1, 2, 3]},
    {"id": "leap", "label": "Leap", "jump": True, "place": [5, 1, 2, 3]},
]
TRAVEL = 220
"""Pixels from end to end."""


@pytest.fixture
def surface(visit: Open, serve: Serve) -> Surface:
    page = {"id": "main", "columns": 6, "rows": 3, "controls": [{"type": "knob", **knob} for knob in KNOBS]}
    return visit(serve({"sidestage": 1, "id": "knobs", "pages": [page]}).url)


def face(surface: Surface, name: str) -> tuple[float, float, float]:
    """The middle of a knob's face, and its radius, in pixels."""
    box = surface.control(name).locator(".face").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["width"] / 2


def test_a_finger_turns_it_by_moving_up_and_down_from_wherever_it_came_down(surface: Surface) -> None:
    x, y, radius = face(surface, "haze")
    finger = surface.touch.down(x + radius / 2, y + radius / 2)
    finger.move(dx=80)
    assert surface.value("haze") == 30
    finger.move(dy=-TRAVEL * 0.2)
    assert surface.value("haze") == pytest.approx(50, abs=0.1)
    helper = surface.touch.down(x - radius / 2, y)
    finger.move(dy=-TRAVEL * 0.2)
    assert surface.value("haze") == pytest.approx(52, abs=0.1), "a second finger makes it fine"
    helper.lift()
    finger.lift()
    turned = surface.control("haze").locator(".pointer").evaluate("(pointer) => pointer.style.transform")
    assert float(turned[len("rotate(") : -len("deg)")]) == pytest.approx((0.52 * 2 - 1) * 135, abs=0.5)

    x, y, radius = face(surface, "pan")
    finger = surface.touch.down(x, y)
    finger.move(dy=-TRAVEL * 0.3)
    filled = surface.control("pan").locator(".arc").evaluate("(arc) => arc.style.getPropertyValue('--from')")
    assert filled == "135.00deg", "filled from the centre"
    finger.lift()

    x, y, radius = face(surface, "leap")
    for degrees, value in ((-90, 100 / 6), (0, 50), (90, 500 / 6)):
        angle = math.radians(degrees)
        finger = surface.touch.down(x + radius * 0.84 * math.sin(angle), y - radius * 0.84 * math.cos(angle))
        surface.touch.settle()
        assert surface.value("leap") == pytest.approx(value, abs=2)
        finger.lift()
    for beside in (0, radius * 0.84):
        finger = surface.touch.down(x, y + beside)
        surface.touch.settle()
        finger.lift()
        assert surface.value("leap") == pytest.approx(500 / 6, abs=2), "on the knob itself, or where the ring is open"


def test_keys_turn_it_and_assistive_technology_has_a_slider_in_units(surface: Surface) -> None:
    haze = surface.page.get_by_role("slider", name="Haze")
    keyboard = surface.page.keyboard
    haze.focus()
    expect(haze).to_have_attribute("aria-valuetext", "30 percent")
    for key, value in (("ArrowUp", 31), ("Shift+ArrowDown", 30.9), ("PageUp", 40.9), ("End", 100), ("Delete", 0)):
        keyboard.press(key)
        surface.shows("haze", value)
    keyboard.press("Enter")
    keyboard.type("66,5")
    keyboard.press("Enter")
    surface.shows("haze", 66.5)
    expect(haze).to_have_attribute("aria-valuetext", "67 percent")
    expect(haze).to_be_focused()
    surface.is_settled()
    surface.control("haze").locator(".readout").dblclick()
    surface.shows("haze", 0)
