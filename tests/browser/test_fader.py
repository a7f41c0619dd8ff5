"""Faders of all kinds, by fingers, by keys, and as assistive technology has them."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.conftest import Serve

FADERS = [
    {"id": "vox", "label": "Vox", "taper": "audio", "value": -10},
    {"id": "tone", "label": "Tone", "taper": "log", "min": 20, "max": 20000, "unit": "Hz", "value": 200},
    {"id": "pan", "label": "Pan", "min": -50, "max": 50, "centre": 0},
    {"id": "leap", "label": "Leap", "jump": True},
    {"id": "lying", "label": "Lying", "direction": "horizontal", "jump": True, "place": [5, 1, 4, 2]},
]


@pytest.fixture
def surface(visit: Open, serve: Serve) -> Surface:
    stage = serve({"sidestage": 1, "id": "faders", "controls": [{"type": "fader", **fader} for fader in FADERS]})
    return visit(stage.url)


def travel(surface: Surface, name: str) -> float:
    """The cap's way in pixels."""
    way: float = surface.control(name).locator(".way").evaluate("(way) => Math.max(way.offsetWidth, way.offsetHeight)")
    return way


def test_fingers_go_by_the_taper_are_caught_by_the_centre_and_leap_where_that_is_wanted(surface: Surface) -> None:
    finger = surface.finger_on("vox")
    finger.move(dy=-travel(surface, "vox") / 4)
    finger.lift()
    assert surface.value("vox") == pytest.approx(0, abs=0.5)
    expect(surface.control("vox").locator(".ticks")).to_have_text("10−10−30−600")

    finger = surface.finger_on("pan")
    finger.move(dy=-60)
    aside = surface.value("pan")
    finger.move(dy=60 - travel(surface, "pan") * 0.01)
    assert surface.value("pan") == 0, "the centre catches it"
    finger.move(dy=60)
    assert surface.value("pan") < 0 < aside
    finger.lift()
    fill = surface.control("pan").locator(".fill").bounding_box()
    middle = surface.control("pan").locator(".slot").bounding_box()
    assert fill
    assert middle
    assert fill["y"] == pytest.approx(middle["y"] + middle["height"] / 2, abs=2), "filled from the centre downwards"

    x, y = surface.cap("leap")
    assert surface.value("leap") == 0
    finger = surface.touch.down(x, y - 10)
    finger.lift()
    assert surface.value("leap") == 0, "a touch on the cap is none beside it"
    finger = surface.touch.down(x, y - travel(surface, "leap") / 2)
    surface.touch.settle()
    assert surface.value("leap") == pytest.approx(50, abs=1)
    finger.move(dy=-20)
    finger.lift()
    assert surface.cap("leap")[1] == pytest.approx(y - travel(surface, "leap") / 2 - 20, abs=3)

    x, y = surface.cap("lying")
    finger = surface.touch.down(x + travel(surface, "lying") / 4, y)
    finger.lift()
    surface.touch.settle()
    assert surface.value("lying") == pytest.approx(25, abs=1)


def test_keys_wheel_and_typing_go_by_the_taper_and_assistive_technology_has_words(surface: Surface) -> None:
    vox, tone = (surface.page.get_by_role("slider", name=name) for name in ("Vox", "Tone"))
    keyboard = surface.page.keyboard
    vox.focus()
    expect(vox).to_have_attribute("aria-valuetext", "-10.0 dB")
    keyboard.press("PageUp")
    surface.shows("vox", -6)
    keyboard.press("Home")
    expect(vox).to_have_attribute("aria-valuetext", "off")
    expect(surface.control("vox").locator(".number")).to_have_text("−∞")
    keyboard.press("Enter")
    keyboard.type("-3.5 dB")
    keyboard.press("Enter")
    surface.shows("vox", -3.5)
    keyboard.press("Enter")
    keyboard.type("off")
    keyboard.press("Enter")
    surface.shows("vox", -90)

    tone.focus()
    keyboard.press("PageUp")
    expect(tone).to_have_attribute("aria-valuetext", "399 Hz")
    surface.page.mouse.move(*surface.cap("tone"))
    surface.page.mouse.wheel(0, 1000)
    expect(tone).to_have_attribute("aria-valuetext", "200 Hz")
    keyboard.press("Delete")
    surface.shows("tone", 20)
    tone.fill("2018")
    expect(tone).to_have_attribute("aria-valuetext", "40 Hz")
    expect(surface.page.get_by_role("slider", name="Lying")).not_to_have_attribute("aria-orientation", "vertical")
    expect(vox).to_have_attribute("aria-orientation", "vertical")
    expect(surface.control("vox").locator(".ticks")).to_have_attribute("aria-hidden", "true")
