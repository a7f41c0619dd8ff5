"""Toggles under fingers and keys: at once, or kept pressed."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.test_button import CLICKED, TOUCHED, TYPED
from tests.clients import SimpleClient
from tests.conftest import Serve
from webui.serving import Serving

SHOW = {
    "sidestage": 1,
    "id": "toggles",
    "name": "Toggles",
    "controls": [
        {"id": "bed", "type": "toggle", "label": "Music bed", "look": "standby"},
        {"id": "mains", "type": "toggle", "label": "Mains", "guard": True},
    ],
}


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SHOW)


def test_by_touch(visit: Open) -> None:
    one, two = visit(), visit()
    beside = one.finger_on("bed")
    beside.move(dy=400)
    beside.lift()
    assert one.control("mains").evaluate(TOUCHED) == [1, 0, "Keep it pressed"]
    finger = one.finger_on("mains")
    two.shows("mains", True)
    finger.lift()
    two.shows("bed", False)
    one.control("bed").tap()
    two.shows("bed", True)
    expect(two.control("bed").locator(".word")).to_have_text("◇ STANDBY")
    two.shows("mains", True)


def test_what_another_turned_meanwhile_is_not_turned_back(visit: Open, stage: Serving) -> None:
    surface, program = visit(), SimpleClient(stage.url)
    finger = surface.finger_on("mains")
    program.change("mains", True)
    program.hears("mains", True)
    surface.wait("() => !document.querySelector('[data-control=mains] .sweep').getAnimations().length")
    finger.lift()
    surface.control("bed").tap()
    program.hears("bed", True)
    assert program.updates("mains")[-1] is True
    program.close()


def test_by_keyboard_and_assistive_technology(visit: Open) -> None:
    page = visit().page
    page.locator("[id=bed]").focus()
    for key in (" ", "Enter", " "):
        on = page.get_by_role("switch", name="Music bed", checked=True).count() == 0
        page.keyboard.press(key)
        expect(page.get_by_role("switch", name="Music bed", checked=on)).to_be_focused()
    page.keyboard.press("Tab")
    mains = page.locator("[id=mains]")
    expect(mains).to_have_accessible_description("Keep pressed")
    assert mains.evaluate(TYPED) == "Keep it pressed"
    page.keyboard.down("Enter")
    expect(page.get_by_role("switch", name="Mains", checked=True)).to_be_focused()
    page.keyboard.up("Enter")
    assert mains.evaluate(CLICKED) == "Press again to confirm"
    expect(page.get_by_role("switch", name="Mains", checked=False)).to_have_count(1)
