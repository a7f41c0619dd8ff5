"""XY pads under fingers, keys and assistive technology; what springs, for all to see."""

from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.surface import Finger, Surface
from tests.clients import SimpleClient
from tests.conftest import Serve
from webui.serving import Serving

PAN = {"label": "Pan", "min": -270, "max": 270, "unit": "°"}
SHOW = {
    "sidestage": 1,
    "controls": [
        {"id": "lamp", "type": "xy", "label": "Lamp", "x": PAN, "y": {"label": "Tilt"}, "default": [0, 20]},
        {"id": "stick", "type": "xy", "spring": True},
        {"id": "tap", "type": "xy", "jump": True, "x": {"step": 10}},
    ],
}

TWO_TAPS = """(it) => {
    for (const type of ['pointerdown', 'pointerup', 'pointerdown', 'pointerup']) {
        it.dispatchEvent(new PointerEvent(type, {pointerId: 7, bubbles: true}));
    }
}"""
"""As fast as no busy machine could bring them from outside."""


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SHOW)


def pair(surface: Surface, name: str) -> list[float]:
    """What a pad shows."""
    values: list[float] = surface.control(name).locator("input").evaluate_all("(all) => all.map((one) => +one.value)")
    return values


def shows(surface: Surface, name: str, x: float, y: float) -> None:
    inputs = surface.control(name).locator(".native input")
    expect(inputs.first).to_have_value(str(x))
    expect(inputs.last).to_have_value(str(y))


def finger_on_pad(surface: Surface, name: str, x: float = 0.5, y: float = 0.5) -> Finger:
    box = surface.control(name).locator(".field-of").bounding_box()
    assert box
    return surface.touch.down(box["x"] + box["width"] * x, box["y"] + box["height"] * (1 - y))


def ball(surface: Surface, name: str) -> tuple[float, float]:
    """Where the middle of the ball is, from 0 to 1."""
    inner = surface.control(name).locator(".ball").bounding_box()
    outer = surface.control(name).locator(".field-of").bounding_box()
    assert inner
    assert outer
    x = (inner["x"] + 22 - outer["x"]) / outer["width"]
    y = (inner["y"] + 22 - outer["y"]) / outer["height"]
    return round(x, 2), round(1 - y, 2)


def test_by_touch_it_moves_as_far_as_the_finger_and_springs_back_when_the_show_says_so(
    stage: Serving, visit: Open
) -> None:
    surface, other = visit(), visit()
    with closing(SimpleClient(stage.url)) as program:
        assert ball(surface, "lamp") == (0.5, 0.2)
        # A touch far from the ball leaves it where it is.
        finger = finger_on_pad(surface, "lamp", 0.9, 0.9)
        surface.touch.settle()
        assert pair(surface, "lamp") == [0, 20]
        box = surface.control("lamp").locator(".field-of").bounding_box()
        assert box
        finger.move(dx=-box["width"] / 4, dy=-box["height"] * 0.3)
        x, y = pair(surface, "lamp")
        assert (round(x), round(y)) == (-135, 50)
        assert ball(surface, "lamp") == (0.25, 0.5)
        expect(other.control("lamp")).to_have_attribute("data-in-hand", "This computer")
        finger.lift()
        shows(other, "lamp", x, y)
        program.hears("lamp", [x, y])

        finger = finger_on_pad(surface, "stick")
        finger.move(dx=50, dy=-60)
        expect(other.control("stick").locator(".native input").first).not_to_have_value("50")
        assert pair(surface, "stick") != [50, 50]
        finger.lift()
        for screen in (surface, other):
            shows(screen, "stick", 50, 50)

        program.change("stick", "10,90")
        shows(surface, "stick", 10, 90)

    finger = finger_on_pad(surface, "tap", 0.31, 0.75)
    surface.touch.settle()
    assert ball(surface, "tap") == (0.3, 0.75)
    finger.lift()
    surface.control("lamp").locator(".readout").last.evaluate(TWO_TAPS)
    shows(surface, "lamp", x, 20)


def test_by_keys_and_for_assistive_technology_it_is_a_group_of_two(visit: Open) -> None:
    surface = visit()
    page = surface.page
    lamp = page.get_by_role("group", name="Lamp")
    pan, tilt = lamp.get_by_role("slider", name="Pan"), lamp.get_by_role("slider", name="Tilt")
    expect(pan).to_have_attribute("aria-valuetext", "0 °")
    pan.focus()
    page.keyboard.press("ArrowRight")
    shows(surface, "lamp", 5.4, 20)
    expect(pan).to_have_attribute("aria-valuetext", "5 °")
    page.keyboard.press("ArrowUp")
    expect(tilt).to_be_focused()
    page.keyboard.press("Shift+ArrowDown")
    shows(surface, "lamp", 5.4, 20.9)
    page.keyboard.press("PageUp")
    page.keyboard.press("Enter")
    page.keyboard.type("77.5")
    page.keyboard.press("Enter")
    shows(surface, "lamp", 5.4, 77.5)
    tilt.press("Delete")
    shows(surface, "lamp", 5.4, 20)
    pan.press("End")
    shows(surface, "lamp", 270, 20)
    # As a screen reader moves it.
    tilt.evaluate("(it) => { it.value = '33'; it.dispatchEvent(new Event('input', {bubbles: true})); }")
    shows(surface, "lamp", 270, 33)
    # With keys, what springs is in hand as long as the key is down.
    stick = page.get_by_role("group", name="stick").get_by_role("slider", name="x")
    stick.focus()
    page.keyboard.down("ArrowLeft")
    expect(surface.control("stick")).to_have_attribute("data-touched", "")
    shows(surface, "stick", 49, 50)
    page.keyboard.up("ArrowLeft")
    shows(surface, "stick", 50, 50)
    expect(surface.control("stick")).not_to_have_attribute("data-touched", "")
