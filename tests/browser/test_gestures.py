"""What a finger must not do on a live page, and what it may: no tap zooms; a drag scrolls beside controls only."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect

from tests.browser.surface import Surface
from tests.browser.test_sizes import PHONE, TABLETS, label, stage, tablet
from webui.serving import Serving

__all__ = ["stage", "tablet"]


@pytest.fixture
def browser(whole: Browser) -> Browser:
    """Here fingers scroll."""
    return whole


def test_on_a_phone_a_finger_on_a_fader_never_scrolls_and_one_beside_it_does(tablet: Callable[..., Surface]) -> None:
    surface = tablet(PHONE)
    stage = surface.page.locator(".stage")
    before = surface.value("tempo")
    finger = surface.finger_on("tempo")
    finger.move(dy=-60, steps=10)
    assert surface.value("tempo") > before
    finger.lift()
    assert stage.evaluate("(stage) => stage.scrollTop") == 0
    name = surface.control("tempo").locator(".label").bounding_box()
    assert name
    kept = surface.value("tempo")
    finger = surface.touch.down(name["x"] + name["width"] / 2, name["y"] + 4)
    finger.move(dy=-300, steps=15)
    finger.lift()
    surface.wait("() => document.querySelector('.stage').scrollTop > 100")
    assert surface.value("tempo") == kept
    surface.control("number").first.or_(surface.page.locator(".feed")).first.scroll_into_view_if_needed()
    expect(surface.page.locator(".feed")).to_be_in_viewport()


@pytest.mark.parametrize("size", [TABLETS[0], PHONE], ids=label)
def test_no_tap_zooms_no_press_selects_and_no_pull_reloads(
    context: Callable[..., BrowserContext], stage: Serving, size: ViewportSize
) -> None:
    page = context(viewport=size, is_mobile=True).new_page()
    page.add_init_script("window.menus = []; addEventListener('contextmenu', (e) => menus.push(e.defaultPrevented));")
    page.goto(stage.url)
    surface = Surface(page)
    surface.is_connected()
    page.evaluate("() => { window.still = true; }")
    hand = page.context.new_cdp_session(page)
    spots = [".header h1", ".label", ".readout", ".toggle", ".feed .label", "[data-control=txt1] .label"]
    for spot in spots:
        at = page.locator(spot).first.bounding_box()
        assert at
        middle = {"x": at["x"] + at["width"] / 2, "y": min(at["y"] + at["height"] / 2, size["height"] - 4)}
        hand.send("Input.synthesizeTapGesture", {**middle, "tapCount": 2, "duration": 30, "gestureSourceType": "touch"})
        hand.send("Input.synthesizeTapGesture", {**middle, "duration": 700, "gestureSourceType": "touch"})
        page.keyboard.press("Escape")
        for factor in (3, 0.5):
            hand.send("Input.synthesizePinchGesture", {**middle, "scaleFactor": factor, "gestureSourceType": "touch"})
    assert page.evaluate("visualViewport.scale") == 1
    assert page.evaluate("getSelection().toString()") == ""
    assert False not in page.evaluate("menus")
    pulled = surface.touch.down(size["width"] / 2, 30)
    pulled.move(dy=size["height"] - 80, steps=20)
    pulled.lift()
    assert page.evaluate("window.still && scrollY === 0 && visualViewport.offsetTop === 0")
    for element in ("html", "body"):
        expect(page.locator(element)).to_have_css("overscroll-behavior", "none")
