"""The page on tablets and a phone: all of it is there, readable and under a finger, at each size and type size."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect

from desktop.serving import Serving
from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.conftest import Serve
from tests.stage import ROOT

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
def browser(whole: Browser) -> Browser:
    """Here fingers scroll."""
    return whole


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


@pytest.mark.parametrize("type_size", TYPE_SIZES)
@pytest.mark.parametrize("size", [*TABLETS, PHONE], ids=label)
def test_all_is_there_and_nothing_is_cut_off_small_or_in_the_way(
    tablet: Callable[..., Surface], size: ViewportSize, type_size: str
) -> None:
    surface = tablet(size, type_size)
    assert wrong(surface) == []
    assert (scroll_room(surface) == 0) == (size != PHONE)
    for panel, shown in (("menu", "p"), ("join", "p"), ("screens", "[data-what=link] .bars")):
        surface.page.locator(f"[data-opens={panel}]").tap()
        expect(surface.page.locator(f"[data-panel={panel}] {shown}").first).to_be_visible()
        assert wrong(surface) == []
        surface.page.locator(".sheet [aria-label=Close]").tap()


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
    for night in ("red", "amber"):
        surface = tablet(TABLETS[0], "100", night)
        expect(surface.page.locator(f"html[data-night={night}]")).to_have_count(1)
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
    surface.page.locator("[data-opens=menu]").tap()
    sheet = surface.page.locator(".sheet").bounding_box()
    assert sheet
    assert sheet["x"] >= INSETS["left"]
    assert sheet["x"] + sheet["width"] <= size["width"] - INSETS["right"]
    assert sheet["y"] + sheet["height"] <= size["height"] - INSETS["bottom"]


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
