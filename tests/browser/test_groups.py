"""Groups and page buttons: frames around their cells on every screen, and the way to other pages."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.conftest import Serve
from tests.screens import GUEST, as_screen, know_screens
from webui.serving import Serving

LEAST_TARGET = 44
BOXES = Path(__file__).with_name("boxes.js").read_text(encoding="utf-8")
WAYS = [("Sends", "sends"), ("Here", "main"), ("Desk", "desk")]


def fader(name: str, place: list[int]) -> dict[str, Any]:
    return {"id": name, "type": "fader", "place": place, "unit": "%"}


SHOW = {
    "sidestage": 1,
    "id": "framed",
    "name": "Framed",
    "pages": [
        {
            "id": "main",
            "columns": 10,
            "rows": 6,
            "controls": [
                *(fader(f"a{n}", [n, 1, 1, 6]) for n in (1, 2, 3)),
                {"id": "front", "type": "group", "label": "Front of house", "place": [1, 1, 3, 6]},
                *(fader(f"b{n}", [n, 1, 1, 5]) for n in (4, 5, 6, 7, 8)),
                fader("low", [4, 6, 5, 1]),
                {"id": "band", "type": "group", "label": "Band and monitors", "place": [4, 1, 5, 6]},
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
AROUND = """(members) => members.every(([group, cell]) => {
    const box = (name) => document.querySelector(`[data-control="${name}"]`).getBoundingClientRect();
    const [frame, inside] = [box(group), box(cell)];
    const name = document.querySelector(`[data-control="${group}"] .label`).getBoundingClientRect();
    const across = inside.left > frame.left && inside.right < frame.right;
    return across && inside.bottom < frame.bottom && inside.top > name.bottom;
})"""
MEMBERS = [["front", f"a{n}"] for n in (1, 2, 3)] + [["band", name] for name in ("b4", "b6", "b8", "low")]
SIZES = [(1280, 800), (1024, 768), (768, 1024), (390, 844), (844, 390)]


@pytest.fixture
def stage(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Serving:
    know_screens(monkeypatch)
    return serve(SHOW)


def is_on(surface: Surface, page: str) -> None:
    expect(surface.page.locator(f".page[data-page={page}]")).to_be_visible()
    expect(surface.page.locator(f"[data-page-tab={page}]")).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize("type_size", ["100", "150"])
def test_a_frame_is_around_its_cells_at_every_size(visit: Open, stage: Serving, type_size: str) -> None:
    kept = [{"name": "sidestage.size", "value": type_size}]
    origins = [{"origin": stage.url.rstrip("/"), "localStorage": kept}]
    surface = visit(is_mobile=True, storage_state={"cookies": [], "origins": origins})
    for width, height in SIZES:
        surface.page.set_viewport_size({"width": width, "height": height})
        surface.touch.settle()
        assert surface.page.evaluate(BOXES, LEAST_TARGET) == [], (width, height)
        assert surface.page.evaluate(AROUND, MEMBERS), (width, height)
    group = surface.page.get_by_role("group", name="Front of house")
    expect(group).to_have_attribute("aria-owns", "a1 a2 a3")


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
