"""The page on tablets and a phone: all of it is there, readable and under a finger, at each size and type size."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.conftest import Serve
from tests.stage import ROOT
from webui.serving import Serving

LEAST_TARGET = 44
TABLETS: list[ViewportSize] = [
    {"width": 1024, "height": 768},
    {"width": 768, "height": 1024},
    {"width": 1366, "height": 1024},
]
PHONE: ViewportSize = {"width": 390, "height": 844}
TYPE_SIZES = ["100", "125", "150"]
BOXES = Path(__file__).with_name("boxes.js").read_text(encoding="utf-8")

KEEP = """([name, choice]) => localStorage.setItem(`sidestage.${name}`, choice)"""
INSETS = {"top": 24, "left": 30, "bottom": 20, "right": 40}


def label(size: ViewportSize) -> str:
    return f"{size['width']}x{size['height']}"


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(ROOT / "assets" / "first-run.sidestage")


@pytest.fixture
def tablet(visit: Open, stage: Serving) -> Callable[..., Surface]:
    """Open the surface on a tablet of a size, with a type size and a light."""

    def open_tablet(size: ViewportSize, type_size: str = "100", night: str = "off") -> Surface:
        choices = [
            {"name": f"sidestage.{name}", "value": value} for name, value in (("size", type_size), ("night", night))
        ]
        kept = {"cookies": [], "origins": [{"origin": stage.url.rstrip("/"), "localStorage": choices}]}
        surface = visit(viewport=size, is_mobile=True, storage_state=kept)
        expect(surface.page.locator(f"html[data-size='{type_size}']")).to_have_count(1)
        expect(surface.page.locator(".ten li:not(:empty)").first).to_be_visible()
        return surface

    return open_tablet


def choose(surface: Surface, setting: str, choice: str) -> None:
    """Touch a choice in the menu, and wait until all is drawn by it."""
    surface.page.locator("[data-opens=menu]").tap()
    surface.page.locator(f"[data-setting='{setting}:{choice}']").tap()
    expect(surface.page.locator(f"html[data-{setting}='{choice}']")).to_have_count(1)
    close(surface)
    surface.touch.settle()


def close(surface: Surface) -> None:
    """Close the sheet, and wait until it is gone."""
    surface.page.locator(".sheet [aria-label=Close]").tap()
    expect(surface.page.locator(".sheet")).to_be_hidden()


def wrong(surface: Surface) -> list[str]:
    """What a look at all boxes finds."""
    found: list[str] = surface.page.evaluate(BOXES, LEAST_TARGET)
    return found


def scroll_room(surface: Surface) -> int:
    """Pixels by which the surface can be scrolled."""
    room: int = surface.page.evaluate(
        """() => {
            const {scrollHeight, clientHeight} = document.querySelector('.stage');
            return scrollHeight - clientHeight;
        }"""
    )
    return room


@pytest.mark.parametrize("size", [*TABLETS, PHONE], ids=label)
def test_all_is_there_and_nothing_is_cut_off_small_or_in_the_way(
    tablet: Callable[..., Surface], size: ViewportSize
) -> None:
    surface = tablet(size, TYPE_SIZES[0])
    for type_size in TYPE_SIZES:
        choose(surface, "size", type_size)
        assert wrong(surface) == []
        assert (scroll_room(surface) == 0) == (size != PHONE)
        for panel, shown in (("menu", "p"), ("join", "p"), ("screens", "[data-what=link] .bars")):
            surface.page.locator(f"[data-opens={panel}]").tap()
            expect(surface.page.locator(f"[data-panel={panel}] {shown}").first).to_be_visible()
            assert wrong(surface) == []
            close(surface)


@pytest.mark.parametrize("size", TABLETS, ids=label)
def test_a_fault_and_a_long_name_find_their_room(
    tablet: Callable[..., Surface], stage: Serving, size: ViewportSize
) -> None:
    surface = tablet(size, "150")
    stage.close()
    surface.is_lost()
    assert wrong(surface) == []
    assert scroll_room(surface) == 0


def test_a_turned_tablet_has_all_of_it_again(tablet: Callable[..., Surface]) -> None:
    surface = tablet(TABLETS[0], "125")
    surface.page.set_viewport_size(TABLETS[1])
    expect(surface.control("txt1")).to_be_in_viewport(ratio=1)
    surface.wait("() => document.querySelector('.plot canvas').getBoundingClientRect().right < innerWidth")
    assert wrong(surface) == []


def test_night_keeps_its_colours_and_its_room(tablet: Callable[..., Surface]) -> None:
    surface = tablet(TABLETS[0], "100", "red")
    for night in ("red", "amber"):
        choose(surface, "night", night)
        assert wrong(surface) == []


@pytest.mark.parametrize("size", [TABLETS[0], PHONE], ids=label)
def test_what_the_screen_rounds_off_or_covers_stays_free(tablet: Callable[..., Surface], size: ViewportSize) -> None:
    surface = tablet(size)
    surface.page.context.new_cdp_session(surface.page).send("Emulation.setSafeAreaInsetsOverride", {"insets": INSETS})
    surface.wait("() => getComputedStyle(document.body).paddingTop === '24px'")
    header = surface.page.locator(".header").bounding_box()
    grid = surface.page.locator(".stage").bounding_box()
    assert header
    assert grid
    assert (header["x"], header["y"]) == (INSETS["left"], INSETS["top"])
    assert header["x"] + header["width"] == size["width"] - INSETS["right"]
    assert grid["y"] + grid["height"] <= size["height"] - INSETS["bottom"]
    surface.is_settled()
    surface.page.locator("[data-opens=menu]").tap()
    sheet = surface.page.locator(".sheet").bounding_box()
    assert sheet
    assert sheet["x"] >= INSETS["left"]
    assert sheet["x"] + sheet["width"] <= size["width"] - INSETS["right"]
    assert sheet["y"] + sheet["height"] <= size["height"] - INSETS["bottom"]


@pytest.mark.parametrize("type_size", ["100", "150"])
@pytest.mark.parametrize("size", [TABLETS[0], TABLETS[1], PHONE], ids=label)
def test_a_lying_fader_keeps_its_number_and_its_way_beside_long_names(
    visit: Open, serve: Serve, size: ViewportSize, type_size: str
) -> None:
    level = {"type": "fader", "label": "Level of the second monitor", "unit": "dB", "min": -60, "decimals": 1}
    controls = [
        {**level, "id": "low", "place": [1, 1, 5, 1]},
        {**level, "id": "high", "place": [1, 2, 5, 2]},
        {"id": "both", "type": "button", "label": "Thunder and lightning together", "place": [6, 1, 4, 2]},
        {"id": "rest", "type": "fader", "place": [12, 1, 1, 7]},
    ]
    page = {"id": "main", "columns": 12, "rows": 7, "controls": controls}
    stage = serve({"sidestage": 1, "id": "lying", "name": "Lying", "pages": [page]})
    surface = visit(stage.url, viewport=size, is_mobile=True)
    surface.page.evaluate(KEEP, ["size", type_size])
    surface.page.reload()
    surface.is_connected()
    assert wrong(surface) == []
    for name in ("low", "high"):
        expect(surface.control(name).locator(".number")).to_have_text("−60.0")
        before = surface.value(name)
        finger = surface.finger_on(name)
        finger.move(dx=40)
        finger.lift()
        assert surface.value(name) > before
