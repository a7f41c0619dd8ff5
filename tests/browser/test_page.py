"""Page buttons: the way to other pages."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.conftest import Serve
from tests.screens import GUEST, as_screen, know_screens
from webui.serving import Serving

WAYS = [("Sends", "sends"), ("Here", "main"), ("Desk", "desk")]
SHOW = {
    "sidestage": 1,
    "id": "turned",
    "name": "Turned",
    "pages": [
        {
            "id": "main",
            "columns": 10,
            "rows": 6,
            "controls": [
                {"id": "a1", "type": "fader", "place": [1, 1, 1, 6], "unit": "%"},
                *(
                    {"id": f"to-{page}", "type": "page", "label": label, "page": page, "place": [9, 1 + 2 * n, 2, 2]}
                    for n, (label, page) in enumerate(WAYS)
                ),
            ],
        },
        {"id": "sends", "controls": [{"id": "back", "type": "page", "label": "Back", "page": "main"}]},
        {"id": "desk", "role": "operator", "controls": [{"id": "house", "type": "fader"}]},
    ],
}


@pytest.fixture
def stage(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Serving:
    know_screens(monkeypatch)
    return serve(SHOW)


def is_on(surface: Surface, page: str) -> None:
    expect(surface.page.locator(f".page[data-page={page}]")).to_be_visible()
    expect(surface.page.locator(f"[data-page-tab={page}]")).to_have_attribute("aria-current", "page")


def test_page_buttons_turn_this_screen_by_finger_and_key_and_are_not_in_a_fingers_way(
    visit: Open, stage: Serving
) -> None:
    surface, other = visit(), visit()
    page = surface.page
    expect(page.get_by_role("button", name="Here, page")).to_have_attribute("aria-current", "page")
    hand = surface.finger_on("a1")
    surface.finger_on("to-sends").lift()
    is_on(surface, "sends")
    hand.lift()
    is_on(other, "main")
    page.get_by_role("button", name="Back, page").focus()
    page.keyboard.press("Enter")
    is_on(surface, "main")
    away = surface.finger_on("to-sends")
    away.move(dy=-200)
    away.lift()
    surface.touch.settle()
    is_on(surface, "main")
    page.get_by_role("button", name="Desk, page").focus()
    page.keyboard.press(" ")
    is_on(surface, "desk")


def test_who_only_looks_turns_pages_too_but_not_to_those_of_operators(visit: Open, stage: Serving) -> None:
    surface = visit(**as_screen(GUEST))
    expect(surface.control("to-desk")).to_have_attribute("data-barred", "")
    surface.finger_on("to-desk").lift()
    is_on(surface, "main")
    surface.finger_on("to-sends").lift()
    is_on(surface, "sends")
