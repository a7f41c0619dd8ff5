"""What a screen likes, chosen in its menu and kept on the device."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from webui.serving import Serving

LEAST_TARGET = 44
BOXES = Path(__file__).with_name("boxes.js").read_text(encoding="utf-8")


def left(surface: Surface, selector: str) -> float:
    """Where something begins, in pixels from the left."""
    box = surface.page.locator(selector).first.bounding_box()
    assert box
    return box["x"]


def choose(surface: Surface, *settings: str) -> None:
    """Open the menu, choose, and close it again."""
    surface.page.locator("[data-opens=menu]").tap()
    for setting in settings:
        surface.page.locator(f"[data-setting='{setting}']").tap()
    assert surface.page.evaluate(BOXES, LEAST_TARGET) == []
    surface.page.keyboard.press("Escape")


def test_a_left_hand_and_high_contrast_are_kept_and_find_their_room(visit: Open, stage: Serving) -> None:
    surface = visit(viewport={"width": 1024, "height": 768}, is_mobile=True)
    root = surface.page.locator("html")
    colour = "() => getComputedStyle(document.documentElement).getPropertyValue('--ground').trim()"
    assert left(surface, "[data-opens=menu]") > left(surface, "h1")
    choose(surface, "hand:left", "contrast:high", "night:amber")
    assert left(surface, "[data-opens=menu]") < left(surface, "h1")
    assert surface.page.evaluate(colour) == "#000"
    expect(surface.page.locator("meta[name=theme-color]")).to_have_attribute("content", "#000")
    surface.page.reload()
    surface.is_connected()
    for name, choice in (("hand", "left"), ("contrast", "high"), ("night", "amber")):
        expect(root).to_have_attribute(f"data-{name}", choice)
    surface.page.set_viewport_size({"width": 390, "height": 500})
    surface.touch.settle()
    assert left(surface, ".rail") < left(surface, ".cell")
    assert surface.page.evaluate(BOXES, LEAST_TARGET) == []
    surface.page.locator("[data-opens=menu]").tap()
    assert left(surface, ".sheet") < 20
    choices = ["hand:right", "contrast:usual", "night:off"]
    for setting in choices:
        surface.page.locator(f"[data-setting='{setting}']").tap()
    assert left(surface, ".rail") > left(surface, ".cell")
    assert surface.page.evaluate(colour) == "#0e1013"


def test_a_system_that_wants_high_contrast_gets_it_and_keys_choose_otherwise(visit: Open, stage: Serving) -> None:
    surface = visit(contrast="more")
    expect(surface.page.locator("html")).to_have_attribute("data-contrast", "high")
    surface.page.locator("[data-opens=menu]").click()
    chosen = surface.page.locator("[data-setting='contrast:high']")
    expect(chosen).to_have_attribute("aria-checked", "true")
    chosen.focus()
    surface.page.keyboard.press("ArrowRight")
    usual = surface.page.locator("[data-setting='contrast:usual']")
    expect(usual).to_be_focused()
    expect(chosen).to_have_attribute("aria-checked", "true")
    surface.page.keyboard.press("Enter")
    expect(usual).to_have_attribute("aria-checked", "true")
    surface.page.keyboard.press("Tab")
    expect(surface.page.locator("[data-setting='size:100']")).to_be_focused()
    surface.page.keyboard.press("Escape")
    expect(surface.page.locator(".sheet")).to_be_hidden()
    expect(surface.page.locator("[data-opens=menu]")).to_be_focused()
