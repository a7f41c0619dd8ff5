"""Colours under fingers, keys and assistive technology."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.surface import Finger, Surface
from tests.conftest import Serve
from webui.serving import Serving

SHOW = {
    "sidestage": 1,
    "controls": [
        {"id": "cyc", "type": "colour", "label": "Cyc", "default": "#ff8000"},
        {"id": "wash", "type": "colour", "label": "Wash", "mode": "rgb", "default": "#102030"},
    ],
}

GREEN, BLUE = re.compile("#0[0-3]ff0[0-3]"), re.compile("#0[0-3]0[0-3]ff")
"""As well as a finger can find them."""


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SHOW)


def finger_on(surface: Surface, name: str, row: int) -> tuple[Finger, float]:
    """A finger on a track's cap, and the pixels of its whole way."""
    part = surface.control(name).locator(".part").nth(row)
    box, way = part.locator(".cap").bounding_box(), part.locator(".way").bounding_box()
    assert box
    assert way
    return surface.touch.down(box["x"] + 22, box["y"] + 22), way["width"]


def parts(surface: Surface, name: str) -> list[int]:
    """What the three tracks show, rounded."""
    inputs = surface.control(name).locator(".native input")
    found: list[int] = inputs.evaluate_all("(all) => all.map((one) => Math.round(one.value))")
    return found


def test_by_touch_it_is_mixed_and_black_keeps_its_hue(visit: Open) -> None:
    surface, other = visit(), visit()
    figures = surface.control("cyc").locator(".top .readout")
    assert parts(surface, "cyc") == [30, 100, 100]
    finger, way = finger_on(surface, "cyc", 0)
    finger.move(dx=way / 4)
    assert parts(surface, "cyc") == [120, 100, 100]
    expect(figures).to_have_text(GREEN)
    finger.lift()
    finger, way = finger_on(surface, "cyc", 2)
    finger.move(dx=-way * 2)
    expect(figures).to_have_text("#000000")
    assert parts(surface, "cyc") == [120, 100, 0]
    # Its hue may even be turned in the dark.
    second, _ = finger_on(surface, "cyc", 0)
    second.move(dx=way / 3)
    assert parts(surface, "cyc") == [240, 100, 0]
    second.lift()
    expect(surface.control("cyc")).to_have_attribute("data-touched", "")
    finger.move(dx=way * 3)
    finger.lift()
    expect(surface.control("cyc")).not_to_have_attribute("data-touched", "")
    expect(other.control("cyc").locator(".top .readout")).to_have_text(BLUE)
    expect(other.control("cyc").locator(".swatch")).to_have_css(
        "background-color", re.compile(r"rgb\([0-3], [0-3], 255\)")
    )
    assert parts(other, "cyc") == [240, 100, 100]

    finger, way = finger_on(surface, "wash", 1)
    finger.move(dx=way * 2)
    finger.lift()
    expect(other.control("wash").locator(".top .readout")).to_have_text("#10ff30")


def test_by_keys_and_for_assistive_technology_it_is_a_group_of_three(visit: Open) -> None:
    surface = visit()
    page = surface.page
    group = page.get_by_role("group", name="Cyc")
    expect(group).to_have_attribute("aria-description", "#ff8000")
    hue, saturation, brightness = (
        group.get_by_role("slider", name=name) for name in ("Hue", "Saturation", "Brightness")
    )
    expect(saturation).to_have_attribute("aria-valuetext", "100 percent")
    hue.press("End")
    expect(group).to_have_attribute("aria-description", "#ff0000")
    assert parts(surface, "cyc") == [360, 100, 100]
    saturation.press("Home")
    expect(group).to_have_attribute("aria-description", "#ffffff")
    brightness.press("PageDown")
    expect(brightness).to_have_attribute("aria-valuetext", "90 percent")
    brightness.press("Enter")
    page.keyboard.type("50 %")
    page.keyboard.press("Enter")
    expect(group).to_have_attribute("aria-description", "#808080")
    red = page.get_by_role("group", name="Wash").get_by_role("slider", name="Red")
    red.press("ArrowRight")
    expect(page.get_by_role("group", name="Wash")).to_have_attribute("aria-description", "#132030")
