"""Buttons under fingers and keys: flash and latch, and those that want to be kept pressed."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.clients import SimpleClient
from tests.conftest import Serve
from webui.serving import Serving

SHOW = {
    "sidestage": 1,
    "id": "buttons",
    "name": "Buttons",
    "controls": [
        {"id": "thunder", "type": "button", "label": "Thunder"},
        {"id": "pyro", "type": "button", "label": "Pyro", "guard": True, "look": "go"},
        {"id": "work", "type": "button", "label": "Work lights", "mode": "latch"},
        {"id": "iron", "type": "button", "label": "Iron", "mode": "latch", "guard": True, "look": "stop"},
    ],
}

TOUCHED = """(cell) => {
    const finger = {bubbles: true, pointerId: 99, button: 0, clientX: 0, clientY: 0};
    cell.dispatchEvent(new PointerEvent('pointerdown', finger));
    const swept = cell.querySelector('.sweep').getAnimations().length;
    cell.dispatchEvent(new PointerEvent('pointerup', finger));
    return [swept, cell.querySelector('.sweep').getAnimations().length, cell.querySelector('.reason').textContent];
}"""
"""A short touch: down and up in one go, however slow this machine is."""

SLID = """(cell) => {
    const finger = {bubbles: true, pointerId: 99, button: 0, clientX: 0, clientY: 0};
    for (const type of ['pointerdown', 'pointermove']) cell.dispatchEvent(new PointerEvent(type, finger));
    const swept = cell.querySelector('.sweep').getAnimations().length;
    cell.dispatchEvent(new PointerEvent('pointerup', finger));
    return [swept, cell.querySelector('.reason').textContent];
}"""
"""A touch that slides off, and has changed its mind."""

TYPED = """(native) => {
    const enter = {key: 'Enter', bubbles: true};
    for (const type of ['keydown', 'keyup']) native.dispatchEvent(new KeyboardEvent(type, enter));
    return native.parentElement.querySelector('.reason').textContent;
}"""

LEFT = """() => {
    const iron = document.getElementById('iron');
    iron.focus();
    iron.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
    document.getElementById('work').focus();
}"""

CLICKED = """(native) => {
    native.click();
    const asked = native.parentElement.querySelector('.reason').textContent;
    native.click();
    return asked;
}"""
"""What assistive technology does, twice."""


def once(program: SimpleClient, name: str) -> None:
    """Wait until a button was pressed and released; it was so once."""
    program.wait(lambda: len(program.updates(name)) >= 3)
    assert program.updates(name) == [False, True, False]


@pytest.fixture
def stage(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Serving:
    # However slow this machine is, no press is too late here.
    monkeypatch.setattr("webui.core.surface.surface.PRESS_LIFE", 60_000.0)
    return serve(SHOW)


def test_by_touch(visit: Open, stage: Serving) -> None:
    surface, program = visit(), SimpleClient(stage.url)
    thunder = surface.finger_on("thunder")
    program.hears("thunder", True)
    expect(surface.control("thunder").locator(".word")).to_have_text("● PRESSED")
    # A finger that was only resting somewhere comes down on a guarded one, and is gone before its time.
    assert surface.control("iron").evaluate(SLID) == [0, ""]
    assert surface.control("pyro").evaluate(TOUCHED) == [1, 0, "Keep it pressed"]
    assert surface.control("iron").evaluate(TOUCHED) == [1, 0, "Keep it pressed"]
    pyro, iron, work = (surface.finger_on(name) for name in ("pyro", "iron", "work"))
    for name in ("pyro", "iron", "work"):
        surface.shows(name, True)
    for finger in (thunder, pyro, iron, work):
        finger.lift()
    for name in ("thunder", "pyro"):
        once(program, name)
    program.hears("iron", True)
    surface.control("work").tap()
    surface.shows("work", False)
    surface.shows("iron", True)
    expect(surface.control("iron").locator(".word")).to_have_text("■ ON · KEEP PRESSED")
    program.close()


def test_by_keyboard_and_assistive_technology(visit: Open, stage: Serving) -> None:
    surface, program = visit(), SimpleClient(stage.url)
    program.hears("thunder", False)
    page = surface.page
    page.locator("[id=thunder]").focus()
    page.keyboard.down(" ")
    expect(page.get_by_role("button", name="Thunder", pressed=True)).to_have_count(1)
    page.keyboard.up(" ")
    expect(page.get_by_role("button", name="Thunder", pressed=False)).to_have_count(1)
    page.keyboard.press("Tab")
    pyro = page.get_by_role("button", name="Pyro", pressed=False)
    expect(pyro).to_be_focused()
    expect(pyro).to_have_accessible_description("Keep pressed")
    assert page.locator("[id=pyro]").evaluate(TYPED) == "Keep it pressed"
    page.keyboard.down("Enter")
    surface.shows("pyro", True)
    page.keyboard.up("Enter")
    once(program, "pyro")
    assert page.locator("[id=pyro]").evaluate(CLICKED) == "Press again to confirm"
    program.wait(lambda: program.updates("pyro") == [False, True, False, True, False])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Work lights", pressed=True)).to_be_focused()
    # A key whose control loses the focus before its time fires nothing.
    page.evaluate(LEFT)
    page.keyboard.press(" ")
    program.hears("work", False)
    assert program.updates("iron") == [False]
    once(program, "thunder")
    program.close()
