"""Many pages: their tabs, a screen that was opened for one of them, and the way back."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.conftest import Serve
from webui.serving import Serving

LEAST_TARGET = 44
BOXES = Path(__file__).with_name("boxes.js").read_text(encoding="utf-8")
PAGES = 12
SHOW = {
    "sidestage": 1,
    "id": "many",
    "name": "Many pages",
    "pages": [
        {"id": f"p{n}", "label": f"Page number {n}", "controls": [{"id": f"c{n}", "type": "fader"}]}
        for n in range(1, PAGES + 1)
    ],
}


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SHOW)


def is_on(surface: Surface, page: int) -> None:
    """A page is the one that is seen, and its tab is in sight."""
    expect(surface.page.locator("[aria-current=page]")).to_have_text(f"Page number {page}")
    expect(surface.page.locator("[aria-current=page]")).to_be_in_viewport(ratio=1)
    expect(surface.control(f"c{page}")).to_be_visible()
    expect(surface.page.locator(".page:not([hidden])")).to_have_count(1)


def test_tabs_go_along_by_keys_and_by_a_finger_while_another_has_a_fader(visit: Open, stage: Serving) -> None:
    surface = visit(viewport={"width": 1024, "height": 768}, is_mobile=True)
    page = surface.page
    page.locator("[data-page-tab=p1]").focus()
    for key, there in (("ArrowRight", 2), ("End", PAGES), ("ArrowRight", PAGES), ("ArrowLeft", PAGES - 1)):
        page.keyboard.press(key)
        is_on(surface, there)
    assert page.evaluate(BOXES, LEAST_TARGET) == []
    page.keyboard.press("Home")
    is_on(surface, 1)

    hand = surface.finger_on("c1")
    hand.move(dy=-40)
    tab = page.locator("[data-page-tab=p4]").bounding_box()
    assert tab
    dragging = surface.touch.down(tab["x"] + 10, tab["y"] + 20)
    dragging.move(dx=-300, steps=10)
    dragging.lift()
    is_on_still = page.locator("[data-page-tab=p1]")
    expect(is_on_still).to_have_attribute("aria-current", "page")
    expect(is_on_still).not_to_be_in_viewport()
    expect(surface.control("c1")).to_have_attribute("data-touched", "")
    surface.finger_at("[data-page-tab=p5]").lift()
    is_on(surface, 5)
    hand.lift()
    assert page.evaluate(BOXES, LEAST_TARGET) == []

    page.reload()
    surface.is_connected()
    is_on(surface, 5)
    page.set_viewport_size({"width": 390, "height": 844})
    is_on(surface, 5)
    surface.touch.settle()
    assert page.evaluate(BOXES, LEAST_TARGET) == []


def test_a_link_to_a_page_shows_that_one_alone_until_all_are_asked_for(visit: Open, stage: Serving) -> None:
    surface = visit(f"{stage.url}#page=p9")
    page = surface.page
    is_on(surface, 9)
    expect(page.locator(".tab")).to_have_count(1)
    page.reload()
    surface.is_connected()
    is_on(surface, 9)
    expect(page.locator(".tab")).to_have_count(1)
    page.evaluate("location.hash = 'page=p3'")
    is_on(surface, 3)
    expect(page.locator(".tab")).to_have_count(1)
    page.locator("[data-opens=menu]").click()
    page.locator("[data-does=all-pages]").click()
    expect(page.locator("[data-does=all-pages]")).to_have_count(0)
    is_on(surface, 3)
    expect(page.locator(".tab")).to_have_count(PAGES)
    assert page.evaluate("location.hash") == ""
    page.evaluate("location.hash = 'page=nowhere'")
    expect(page.locator(".tab")).to_have_count(PAGES)
    is_on(surface, 3)
