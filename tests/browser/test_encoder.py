"""Encoders, by fingers, by keys, and as assistive technology has them."""

import math

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.surface import Finger, Surface
from tests.conftest import Serve

ENCODERS = [
    {"id": "jog", "label": "Jog", "unit": "f", "value": 7},
    {"id": "pan", "label": "Pan", "min": 0, "max": 359, "wrap": True, "turn": 360, "unit": "°", "value": 350},
]


@pytest.fixture
def surface(visit: Open, serve: Serve) -> Surface:
    stage = serve({"sidestage": 1, "id": "wheels", "controls": [{"type": "encoder", **one} for one in ENCODERS]})
    return visit(stage.url)


class Wheel:
    """An encoder's face; angles in degrees, clockwise from the top."""

    def __init__(self, surface: Surface, name: str) -> None:
        box = surface.control(name).locator(".face").bounding_box()
        assert box
        self.surface = surface
        self.radius = box["width"] * 0.4
        self.x, self.y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def at(self, degrees: float) -> tuple[float, float]:
        angle = math.radians(degrees)
        return self.x + self.radius * math.sin(angle), self.y - self.radius * math.cos(angle)

    def finger(self, degrees: float) -> Finger:
        return self.surface.touch.down(*self.at(degrees))

    def turn(self, finger: Finger, *degrees: float) -> None:
        for one in degrees:
            x, y = self.at(one)
            finger.move(x - finger.x, y - finger.y, steps=1)


def test_a_finger_turns_it_round_and_round(surface: Surface) -> None:
    jog = Wheel(surface, "jog")
    finger = jog.finger(40)
    surface.touch.settle()
    assert surface.value("jog") == 7
    jog.turn(finger, 100, 160, 220, 280, 340, 400)
    assert surface.value("jog") == pytest.approx(31, abs=1)
    jog.turn(finger, 340, 280, 220, 160, 100, 40, -20, -80, -140, -200)
    assert surface.value("jog") == pytest.approx(-9, abs=1)
    finger.lift()
    turned = surface.control("jog").locator(".wheel").evaluate("(wheel) => wheel.style.transform")
    assert float(turned[len("rotate(") : -len("deg)")]) == pytest.approx(surface.value("jog") * 15, abs=0.1)

    pan = Wheel(surface, "pan")
    finger = pan.finger(0)
    pan.turn(finger, 10, 20)
    finger.lift()
    assert surface.value("pan") == pytest.approx(10, abs=2)


def test_keys_turn_it_and_assistive_technology_has_a_spin_button_in_units(surface: Surface) -> None:
    pan = surface.page.get_by_role("spinbutton", name="Pan")
    keyboard = surface.page.keyboard
    pan.focus()
    expect(pan).to_have_attribute("aria-valuetext", "350 °")
    keys = (("PageUp", 0), ("ArrowDown", 359), ("ArrowRight", 0), ("Shift+ArrowUp", 1), ("End", 359), ("Delete", 0))
    for key, value in keys:
        keyboard.press(key)
        surface.shows("pan", value)
    keyboard.press("Enter")
    keyboard.type("400")
    keyboard.press("Enter")
    surface.shows("pan", 40)
    surface.page.mouse.move(*Wheel(surface, "pan").at(0))
    surface.page.mouse.wheel(0, 300)
    surface.shows("pan", 37)
    expect(surface.page.get_by_role("spinbutton", name="Jog")).to_have_attribute("inputmode", "none")
