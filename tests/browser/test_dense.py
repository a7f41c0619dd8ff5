"""Pages with more on them than a screen has room for, and with odd names: all of it can be read and touched."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.conftest import Serve
from webui.serving import Serving

SIZES: list[ViewportSize] = [
    {"width": 1280, "height": 800},
    {"width": 1024, "height": 768},
    {"width": 768, "height": 1024},
    {"width": 1366, "height": 1024},
    {"width": 390, "height": 844},
    {"width": 844, "height": 390},
    {"width": 640, "height": 400},
]
LEAST_TARGET = 44
LEAST_TRAVEL = 120
BOXES = Path(__file__).with_name("boxes.js").read_text(encoding="utf-8")

FADER = {"type": "fader", "min": -60, "max": 10, "default": -6, "unit": "dB", "decimals": 1}
SEVENTY = {
    "sidestage": 1,
    "id": "seventy",
    "name": "Seventy",
    "controls": [{**FADER, "id": f"ch{i}", "label": f"Channel {i}"} for i in range(1, 71)],
}
NAMES = [
    "A name that goes on and on and never comes to an end, as far as anybody has read",
    "تحكم رئيسي في الإضاءة الأمامية",
    "🎭🔥💡👨‍👩‍👧‍👦🎚️🎛️🎤",
    "Donaudampfschifffahrtsgesellschaftskapitänsmütze",
]


def crowded() -> dict[str, Any]:
    """Four banks of channel strips with masters, notes and feeds beside them, on 18 columns and 24 rows."""
    controls: list[dict[str, Any]] = []
    for i in range(48):
        column, row = i % 12 + 1, i // 12 * 6 + 1
        controls.append({**FADER, "id": f"fader{i}", "label": f"Channel {i}", "place": [column, row, 1, 5]})
        kind = "toggle" if i % 2 else "button"
        controls.append({"id": f"solo{i}", "type": kind, "label": f"Solo {i}", "place": [column, row + 5, 1, 1]})
    for row in range(24):
        kind = ("fader", "text", "button", "toggle")[row % 4]
        more = FADER if kind == "fader" else {}
        controls.append(
            {**more, "id": f"more{row}", "type": kind, "label": f"Side {row}", "place": [13, row + 1, 3, 1]}
        )
    views = [{"feed": "number", "place": [16, 1, 3, 12]}, {"feed": "pulse", "place": [16, 13, 3, 12]}]
    main = {"id": "main", "label": "Main", "columns": 18, "rows": 24, "controls": controls, "views": views}
    rest = {"id": "rest", "label": "Rest", "controls": [{"id": "alone", "type": "fader"}]}
    feeds = [{"id": "number", "every": 0.1}, {"id": "pulse", "source": "program", "unit": "bpm"}]
    return {"sidestage": 1, "id": "crowded", "name": "Crowded", "feeds": feeds, "pages": [main, rest]}


def named() -> dict[str, Any]:
    """Names that are long, from right to left, or pictures, on controls of each type; texts of 10,000 letters."""
    wide = {"type": "fader", "min": -1e9, "max": 1e9, "decimals": 2, "unit": "lumens/m"}
    kinds: list[dict[str, Any]] = [{"type": "toggle"}, {"type": "button"}, {**FADER}, wide]
    controls = [{**wide, "id": f"high{i}", "label": name, "place": [i + 1, 1, 1, 4]} for i, name in enumerate(NAMES)]
    for i, name in enumerate(NAMES * 4):
        place = [1 + i % 4 * 2, 5 + i // 4, 2, 1]
        controls.append({**kinds[i // 4], "id": f"low{i}", "label": name, "place": place})
    for i, text in enumerate(["W" * 10_000, "مرحبا بكم في المسرح " * 500, "🎭" * 5000]):
        field = {"id": f"txt{i}", "type": "text", "label": NAMES[i], "length": 10_000, "default": text}
        controls.append({**field, "place": [9, 1 + i, 4, 1]})
    page = {
        "id": "main",
        "columns": 12,
        "rows": 8,
        "controls": controls,
        "views": [{"feed": "number", "place": [9, 4, 4, 5]}],
    }
    feeds = [{"id": "number", "label": NAMES[0], "every": 0.1}]
    return {"sidestage": 1, "id": "named", "name": NAMES[0], "feeds": feeds, "pages": [page]}


def label(size: ViewportSize) -> str:
    return f"{size['width']}x{size['height']}"


@pytest.fixture
def browser(whole: Browser) -> Browser:
    """Here fingers scroll."""
    return whole


@pytest.fixture
def screen(visit: Open) -> Callable[..., Surface]:
    """Open a show on a screen of a size, with a type size."""

    def open_screen(stage: Serving, size: ViewportSize, type_size: str = "100") -> Surface:
        kept = [{"name": "sidestage.size", "value": type_size}]
        state = {"cookies": [], "origins": [{"origin": stage.url.rstrip("/"), "localStorage": kept}]}
        surface = visit(stage.url, viewport=size, is_mobile=size["width"] != 1280, storage_state=state)
        expect(surface.page.locator(f"html[data-size='{type_size}']")).to_have_count(1)
        return surface

    return open_screen


def scrolled(surface: Surface) -> float:
    """How far the page is scrolled, in pixels."""
    top: float = surface.page.locator(".stage").evaluate("(stage) => stage.scrollTop")
    return top


@pytest.mark.parametrize("type_size", ["100", "150"])
@pytest.mark.parametrize("show", [SEVENTY, crowded(), named()], ids=["seventy", "crowded", "named"])
def test_everything_has_room_and_the_page_scrolls_one_way(
    serve: Serve, screen: Callable[..., Surface], show: dict[str, Any], type_size: str
) -> None:
    surface = screen(serve(show), SIZES[0], type_size)
    for size in SIZES:
        surface.page.set_viewport_size(size)
        surface.touch.settle()
        assert surface.page.evaluate(BOXES, LEAST_TARGET) == [], label(size)
        assert surface.page.locator(".stage").evaluate("(stage) => stage.scrollWidth - stage.clientWidth") == 0
        travels = surface.page.locator(".page:not([hidden]) .fader:not([data-lies]) .way").evaluate_all(
            "(ways) => ways.map((way) => way.offsetHeight)"
        )
        assert min(travels) >= LEAST_TRAVEL, label(size)


def test_two_hands_keep_their_faders_while_a_third_scrolls_beside(serve: Serve, screen: Callable[..., Surface]) -> None:
    surface = screen(serve(crowded()), SIZES[1])
    before = [surface.value("fader0"), surface.value("fader3")]
    hands = [surface.finger_on("fader0"), surface.finger_on("fader3")]
    for hand in hands:
        hand.move(dy=-20)
    mark = surface.page.locator(".mark").bounding_box()
    assert mark
    third = surface.touch.down(mark["x"] + mark["width"] / 2, mark["y"] + 20)
    third.move(dy=40, steps=10)
    assert scrolled(surface) > 60
    raised = [surface.value("fader0"), surface.value("fader3")]
    assert [now > then for now, then in zip(raised, before, strict=True)] == [True, True]
    for hand in hands:
        hand.move(dy=-20)
    expect(surface.page.locator(".cell[data-touched]")).to_have_count(2)
    assert [surface.value("fader0") > raised[0], surface.value("fader3") > raised[1]] == [True, True]
    for finger in (third, *hands):
        finger.lift()
    expect(surface.page.locator(".cell[data-touched]")).to_have_count(0)


def test_a_fader_can_be_taken_while_another_finger_pulls_the_page(serve: Serve, screen: Callable[..., Surface]) -> None:
    surface = screen(serve(crowded()), SIZES[1])
    name = surface.control("fader5").locator(".label").bounding_box()
    assert name
    pulling = surface.touch.down(name["x"] + 10, name["y"] + 4)
    pulling.move(dy=-60, steps=10)
    assert 40 < scrolled(surface) < 80
    before = surface.value("fader8")
    hand = surface.finger_on("fader8")
    hand.move(dy=-30)
    assert surface.value("fader8") > before
    hand.lift()
    pulling.lift()


def test_a_drag_never_scrolls_and_a_finger_beside_does(serve: Serve, screen: Callable[..., Surface]) -> None:
    surface = screen(serve(crowded()), SIZES[1])
    for name in ("fader5", "solo4", "solo5"):
        finger = surface.finger_on(name)
        finger.move(dy=-150, steps=10)
        finger.lift()
    assert scrolled(surface) == 0
    name_of = surface.control("fader5").locator(".label").bounding_box()
    assert name_of
    values = surface.value("fader5")
    finger = surface.touch.down(name_of["x"] + 10, name_of["y"] + 4)
    finger.move(dy=-200, steps=15)
    finger.lift()
    surface.wait("() => document.querySelector('.stage').scrollTop > 100")
    assert surface.value("fader5") == values


def test_a_touch_beside_the_mark_turns_the_page_and_tabs_remember_where_they_were(
    serve: Serve, screen: Callable[..., Surface]
) -> None:
    surface = screen(serve(crowded()), SIZES[1])
    rail = surface.page.locator(".rail")
    box = rail.bounding_box()
    assert box
    assert box["width"] >= LEAST_TARGET
    surface.page.touchscreen.tap(box["x"] + 20, box["y"] + box["height"] - 10)
    there = scrolled(surface)
    assert there > 400
    surface.page.locator("[data-page-tab=rest]").tap()
    expect(rail).to_be_hidden()
    assert scrolled(surface) == 0
    surface.page.locator("[data-page-tab=main]").tap()
    assert scrolled(surface) == there
    surface.page.touchscreen.tap(box["x"] + 20, box["y"] + 4)
    assert scrolled(surface) < there


def test_keys_bring_what_they_move_into_view(serve: Serve, screen: Callable[..., Surface]) -> None:
    surface = screen(serve(SEVENTY), SIZES[0])
    surface.page.locator("[id=ch1]").focus()
    for _ in range(69):
        surface.page.keyboard.press("Tab")
    expect(surface.control("ch70")).to_be_in_viewport(ratio=1)
    surface.page.keyboard.press("End")
    surface.shows("ch70", 10)


def test_a_show_that_grows_beyond_the_screen_begins_to_scroll_and_stops_again(
    serve: Serve, screen: Callable[..., Surface], tmp_path: Path
) -> None:
    few = {**SEVENTY, "controls": SEVENTY["controls"][:8]}  # type: ignore[index]
    stage = serve(few)
    surface = screen(stage, SIZES[0])
    rail = surface.page.locator(".rail")
    expect(rail).to_be_hidden()
    path = tmp_path / "test.sidestage"
    for show, count in ((SEVENTY, 1), (few, 0)):
        path.write_text(json.dumps(show), encoding="utf-8")
        expect(surface.page.locator(".rail:not([hidden])")).to_have_count(count)
        expect(surface.page.locator(".stage[data-scrolls]")).to_have_count(count)
