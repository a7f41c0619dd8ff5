"""Pages and controls that are for operators only: not there for others, or there with a sign and without a handle."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.conftest import SMALL, Serve
from tests.screens import BOSS, GUEST, IPAD, as_screen, know_screens
from webui.core.show.show import read_show
from webui.core.surface.commands import Load
from webui.engine.engine import PROGRAM
from webui.serving import Serving

Join = Callable[..., Surface]
BARRED = "For operators only"
CONTROLS = SMALL["controls"]
assert isinstance(CONTROLS, list)
FREE, *REST = CONTROLS
FULL: dict[str, Any] = {
    **{key: value for key, value in SMALL.items() if key != "controls"},
    "pages": [
        {"id": "main", "label": "Main", "controls": [FREE, *({**one, "role": "operator"} for one in REST)]},
        {"id": "desk", "label": "Desk", "role": "operator", "controls": [{"id": "house", "type": "fader"}]},
    ],
}


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(FULL)


@pytest.fixture
def join(visit: Open, monkeypatch: pytest.MonkeyPatch) -> Join:
    """Open the surface on a screen of a name."""
    know_screens(monkeypatch)
    return lambda screen, **options: visit(**as_screen(screen), **options)


def edit(stage: Serving, **keys: Any) -> None:
    """Have the open show edited."""
    stage._engine.call(stage._engine.apply, Load(read_show({**FULL, **keys}, "", ""), {}), PROGRAM)


def test_a_page_for_operators_has_no_tab_elsewhere(join: Join, stage: Serving) -> None:
    boss, ipad = join(BOSS), join(IPAD)
    expect(boss.page.locator(".tab")).to_have_text(["Main", "Desk"])
    expect(ipad.page.locator(".tab")).to_have_count(0)
    expect(ipad.page.locator("[id=house]")).to_have_count(0)
    pages = [{**page, "role": "watcher"} for page in FULL["pages"]]
    edit(stage, pages=pages)
    expect(ipad.page.locator(".tab")).to_have_text(["Main", "Desk"])
    ipad.page.locator(".tab").nth(1).click()
    expect(ipad.control("house")).to_be_visible()
    edit(stage)
    expect(ipad.page.locator(".tab")).to_have_count(0)
    expect(ipad.control("slider1")).to_be_visible()


def test_a_screen_for_which_there_is_no_page_says_so(join: Join, stage: Serving) -> None:
    guest = join(GUEST)
    edit(stage, pages=[{**page, "role": "player"} for page in FULL["pages"]])
    expect(guest.page.locator(".stage[data-empty]")).to_be_visible()
    assert "no page" in guest.page.evaluate(
        "() => getComputedStyle(document.querySelector('.stage'), '::before').content"
    )
    edit(stage)
    expect(guest.control("slider1")).to_be_visible()
    expect(guest.page.locator(".stage[data-empty]")).to_have_count(0)


@pytest.mark.parametrize("name", ["slider2", "bed", "thunder", "txt1"])
def test_what_is_for_operators_has_a_sign_and_a_touch_says_why(join: Join, stage: Serving, name: str) -> None:
    boss, ipad = join(BOSS), join(IPAD)
    before = stage._engine.call(stage._engine.surface.value, name)
    cell = ipad.control(name)
    expect(cell.locator(".sign")).to_be_visible()
    expect(cell.locator(".sign")).to_have_text("Operators only")
    native = ipad.page.locator(f"[id='{name}']")
    expect(native).to_have_attribute("aria-disabled", "true")
    expect(native).to_have_accessible_description("Operators only")
    expect(boss.control(name).locator(".sign")).to_have_count(0)
    box = cell.bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    ipad.touch.down(*middle).lift()
    expect(cell.locator(".reason")).to_have_text(BARRED)
    finger = ipad.touch.down(*middle)
    finger.move(dy=-60)
    finger.lift()
    for key in ("ArrowUp", "Enter", "x", " "):
        native.press(key)
    expect(ipad.page.locator(".entry")).to_have_count(0)
    ipad.touch.settle()
    assert stage._engine.call(stage._engine.surface.value, name) == before
    expect(boss.control(name)).not_to_have_attribute("data-in-hand", "Stage left iPad")


def test_what_is_for_all_has_none_and_is_moved(join: Join) -> None:
    ipad, boss = join(IPAD), join(BOSS)
    expect(ipad.control("slider1").locator(".sign")).to_have_count(0)
    finger = ipad.finger_on("slider1")
    finger.move(dy=-40)
    boss.shows("slider1", ipad.page.locator("[id=slider1]").input_value())
    finger.lift()


def test_operators_move_it_and_others_see_whose_hand_it_is_in(join: Join) -> None:
    boss, ipad = join(BOSS), join(IPAD)
    finger = boss.finger_on("slider2")
    finger.move(dy=-40)
    expect(ipad.control("slider2").locator(".tag b")).to_have_text("FOH tablet")
    expect(ipad.page.locator("[id=slider2]")).to_have_accessible_description("FOH tablet has it in hand Operators only")
    ipad.shows("slider2", boss.page.locator("[id=slider2]").input_value())
    finger.lift()


def test_a_control_that_becomes_the_operators_leaves_the_hand_and_its_button_is_released(
    join: Join, stage: Serving
) -> None:
    edit(stage, pages=[{"id": "main", "controls": CONTROLS}])
    ipad = join(IPAD)
    finger, thumb = ipad.finger_on("slider2"), ipad.finger_on("thunder")
    finger.move(dy=-40)
    ipad.shows("thunder", True)
    edit(stage)
    expect(ipad.control("slider2").locator(".sign")).to_be_visible()
    ipad.shows("thunder", False)
    assert stage._engine.call(lambda: stage._engine.surface.snapshot(0.0).holds) == {}
    finger.lift()
    thumb.lift()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1024, 768), (768, 1024), (390, 844)])
@pytest.mark.parametrize("size", ["100", "150"])
def test_the_sign_has_room_in_every_cell(join: Join, width: int, height: int, size: str) -> None:
    ipad = join(IPAD, viewport={"width": width, "height": height})
    ipad.page.evaluate("(size) => localStorage.setItem('sidestage.size', size)", size)
    ipad.page.reload()
    ipad.is_connected()
    inside = """(sign) => {
      const [a, b] = [sign, sign.closest('.cell')].map((one) => one.getBoundingClientRect());
      return a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
    }"""
    for name in ("slider2", "bed", "thunder", "txt1"):
        assert ipad.control(name).locator(".sign").evaluate(inside), name


def test_the_roles_of_a_screen_decide(join: Join) -> None:
    for screen in (IPAD, GUEST):
        surface = join(screen)
        expect(surface.page.locator(".sign")).to_have_count(len(REST))
