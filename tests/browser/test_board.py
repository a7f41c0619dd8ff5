"""What is wrong, on the board in the header: read, seen, and found again as long as it is wrong."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import Open
from tests.browser.protection import middle, tap
from tests.browser.surface import Surface
from tests.clients import SimpleClient
from tests.conftest import SMALL, Serve, Write
from webui.serving import Serving

BOXES = Path(__file__).with_name("boxes.js").read_text(encoding="utf-8")
LEAST_TARGET = 44
SIZES = [(1280, 800), (1024, 768), (768, 1024), (390, 844), (844, 390)]
TWO = {
    "sidestage": 1,
    "id": "two",
    "name": "Two",
    "pages": [{"id": name, "label": name.title()} for name in ("one", "two")],
}

Break = Callable[[str], None]


@pytest.fixture
def file(show_file: Write) -> Path:
    return show_file(SMALL)


@pytest.fixture
def stage(serve: Serve, file: Path) -> Serving:
    return serve(file)


@pytest.fixture
def spoil(file: Path) -> Break:
    """Write a control of a type into the show file that there is not."""
    return lambda kind: file.write_text(json.dumps({**SMALL, "controls": [{"id": "a", "type": kind}]}), "utf-8")


def see(surface: Surface, what: str) -> None:
    surface.is_settled()
    tap(surface, *middle(surface.page.locator(f"{what} .seen")))


def test_a_fault_that_was_seen_leaves_its_sign_and_is_read_in_the_panel(
    visit: Open, stage: Serving, file: Path, spoil: Break
) -> None:
    surface = visit()
    page = surface.page
    board, sign = page.locator(".fault[data-fault]"), page.locator("[data-opens=messages][data-fault]")
    spoil("fadr")
    expect(board).to_contain_text("type must be one of")
    expect(sign).to_have_count(0)
    assert violations(page, ".board") == []
    see(surface, ".fault")
    expect(board).to_have_count(0)
    expect(sign).to_have_count(1)
    surface.is_settled()
    tap(surface, *middle(sign))
    expect(page.locator("[data-panel=messages] .fault")).to_contain_text("type must be one of")
    assert violations(page, ".sheet") == []
    # Another fault is told again, and none leaves nothing.
    file.write_text(json.dumps({**SMALL, "controls": "none"}), "utf-8")
    expect(board).to_contain_text("controls")
    file.write_text(json.dumps(SMALL), "utf-8")
    expect(board).to_have_count(0)
    expect(page.locator("[data-panel=messages] .fault")).to_have_count(0)
    expect(sign).to_have_count(0)


@pytest.mark.parametrize("size", ["100", "150"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_both_are_read_and_touched_at_every_size_and_the_menu_stays_in_reach(
    visit: Open, stage: Serving, spoil: Break, width: int, height: int, size: str
) -> None:
    choices = [{"name": "sidestage.size", "value": size}]
    kept = {"cookies": [], "origins": [{"origin": stage.url.rstrip("/"), "localStorage": choices}]}
    surface = visit(viewport={"width": width, "height": height}, storage_state=kept)
    page = surface.page
    program = SimpleClient(stage.url)
    program.socket.emit("message", {"text": "Stand by LX 12"})
    spoil("fadr")
    expect(page.locator(".message")).to_be_visible()
    expect(page.locator(".fault b")).to_be_visible()
    assert [one for one in page.evaluate(BOXES, LEAST_TARGET) if "board" in one or "header" in one] == []
    menu = page.locator("[data-opens=menu]")
    expect(menu).to_be_visible()
    header, seen = page.locator(".header").bounding_box(), page.locator(".message-seen").bounding_box()
    assert header
    assert seen
    assert min(seen["width"], seen["height"]) >= LEAST_TARGET
    assert seen["y"] + seen["height"] <= header["y"] + header["height"]
    surface.is_settled()
    tap(surface, *middle(menu))
    expect(page.locator("[data-panel=menu]")).to_be_visible()
    see(surface, ".message")
    expect(page.locator(".message")).to_have_count(0)
    expect(page.locator(".fault .seen")).to_be_visible()
    see(surface, ".fault")
    expect(page.locator(".fault")).to_have_count(0)
    program.close()


@pytest.mark.parametrize("hand", ["right", "left"])
def test_tabs_stay_in_reach_beside_a_message(visit: Open, serve: Serve, hand: str) -> None:
    stage = serve(TWO)
    kept = {
        "cookies": [],
        "origins": [{"origin": stage.url.rstrip("/"), "localStorage": [{"name": "sidestage.hand", "value": hand}]}],
    }
    surface = visit(stage.url, viewport={"width": 1024, "height": 768}, storage_state=kept)
    tab = surface.page.locator("[data-page-tab=two]")
    before = tab.bounding_box()
    program = SimpleClient(stage.url)
    program.socket.emit("message", {"text": "Places"})
    expect(surface.page.locator(".message")).to_be_visible()
    assert tab.bounding_box() == before
    tap(surface, *middle(tab))
    expect(tab).to_have_attribute("aria-current", "page")
    program.close()


def test_a_mouse_that_left_the_button_hinders_nothing(visit: Open, stage: Serving) -> None:
    surface = visit(viewport={"width": 1280, "height": 800}, has_touch=False)
    mouse = surface.page.mouse
    program = SimpleClient(stage.url)
    for text in ("Places", "Stand by LX 12"):
        program.socket.emit("message", {"text": text})
    message = surface.page.locator(".message-text")
    expect(surface.page.locator(".message em")).to_have_text("1 more")
    surface.is_settled()
    x, y = middle(surface.page.locator(".message-seen"))
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y + 300)
    mouse.up()
    expect(message).to_have_text("Stand by LX 12")
    mouse.move(x, y)
    mouse.down()
    mouse.up()
    expect(message).to_have_text("Places")
    # Another pointer is on the button as well, and is lifted elsewhere.
    surface.is_settled()
    x, y = middle(surface.page.locator(".message-seen"))
    surface.page.evaluate(
        "() => document.querySelector('.message-seen').dispatchEvent(new PointerEvent('pointerdown',"
        " {pointerId: 77, bubbles: true, clientX: 5, clientY: 5}))"
    )
    mouse.move(x, y)
    mouse.down()
    mouse.up()
    expect(message).to_have_count(0)
    program.close()
