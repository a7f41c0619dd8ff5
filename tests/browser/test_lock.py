"""A locked page: nothing on it moves from this screen, by finger, key, wheel or what assistive technology does."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.conftest import SMALL, Serve
from webui.serving import Serving

SHOW = {
    "sidestage": 1,
    "id": "locked",
    "name": "Locked",
    "pages": [
        {"id": "main", "controls": SMALL["controls"]},
        {"id": "sends", "controls": [{"id": "send", "type": "fader"}]},
    ],
}
SHORT_PRESS = """(button) => {
    const {left, top} = button.getBoundingClientRect();
    for (const type of ['pointerdown', 'pointerup']) button.dispatchEvent(new PointerEvent(type, {
        bubbles: true, isPrimary: true, clientX: left + 5, clientY: top + 5,
    }));
}"""


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SHOW)


def lock(surface: Surface, what: str) -> None:
    """Lock the page or the screen in the menu, as a click: fingers may be busy."""
    surface.page.locator("[data-opens=menu]").evaluate("(button) => button.click()")
    surface.page.locator(f"[data-does=lock-{what}]").evaluate("(button) => button.click()")
    expect(surface.page.locator(".locked")).to_be_visible()


def listen(surface: Surface) -> None:
    """Note what controls say from now on: they don't say it for long."""
    surface.page.evaluate(
        """() => {
            window.heard = [];
            new MutationObserver((changes) => {
                for (const {target} of changes) {
                    if (target.className !== 'reason' || !target.textContent) continue;
                    heard.push(`${target.closest('.cell').dataset.control}: ${target.textContent}`);
                }
            }).observe(document.querySelector('.stage'), {childList: true, subtree: true});
        }"""
    )


def said(surface: Surface, name: str, words: str) -> None:
    """A control says why it does not move."""
    surface.wait("(words) => heard.includes(words)", f"{name}: {words}")
    surface.page.evaluate("() => { heard = []; }")


def test_nothing_on_a_locked_page_moves_by_any_hand_until_it_is_unlocked(visit: Open, stage: Serving) -> None:
    surface = visit()
    page, words = surface.page, "This page is locked"
    listen(surface)
    hand = surface.finger_on("slider1")
    hand.move(dy=-30)
    lock(surface, "page")
    expect(surface.control("slider1")).not_to_have_attribute("data-touched", "")
    before = surface.value("slider1")
    hand.move(dy=-60)
    hand.lift()
    assert surface.value("slider1") == before > 25

    finger = surface.finger_on("slider2")
    finger.move(dy=-80)
    finger.lift()
    said(surface, "slider2", words)
    for name, key in (("slider2", "End"), ("bed", "Enter"), ("bed", " "), ("thunder", "Enter"), ("txt1", "x")):
        page.locator(f"[id={name}]").focus()
        page.keyboard.press(key)
        said(surface, name, words)
    page.locator("[id=slider2]").focus()
    page.mouse.move(*surface.cap("slider2"))
    page.mouse.wheel(0, -300)
    page.locator("[id=bed]").evaluate("(native) => native.click()")
    page.locator("[id=thunder]").evaluate("(native) => native.click()")
    page.locator("[id=slider2]").evaluate(
        "(native) => { native.value = 40; native.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    surface.touch.settle()
    expect(page.locator("[id=txt1]")).to_have_value("")
    surface.shows("slider2", 0)
    surface.shows("bed", False)
    surface.shows("thunder", False)

    page.keyboard.press("Tab")
    expect(page.locator("[id=bed]")).to_be_focused()
    page.locator("[data-page-tab=sends]").click()
    page.locator("[id=send]").focus()
    page.keyboard.press("End")
    surface.shows("send", 100)

    page.locator("[data-page-tab=main]").click()
    page.reload()
    surface.is_connected()
    expect(page.get_by_role("group", name="main")).to_be_disabled()
    unlock = page.get_by_role("button", name="Unlock")
    unlock.evaluate(SHORT_PRESS)
    expect(page.locator(".locked")).to_be_visible()
    finger = surface.finger_at("[data-does=unlock]")
    expect(page.locator(".locked")).to_have_count(0)
    finger.lift()
    page.locator("[id=slider2]").focus()
    page.keyboard.press("End")
    surface.shows("slider2", 50)


def test_a_locked_screen_stays_on_its_page_and_enter_kept_pressed_unlocks_it(visit: Open, stage: Serving) -> None:
    surface = visit()
    page = surface.page
    listen(surface)
    lock(surface, "screen")
    page.locator("[data-page-tab=sends]").click(force=True)
    expect(page.locator("[data-page-tab=main]")).to_have_attribute("aria-current", "page")
    page.locator("[id=slider1]").focus()
    page.keyboard.press("ArrowUp")
    said(surface, "slider1", "This screen is locked")
    surface.shows("slider1", 25)
    page.get_by_role("button", name="Unlock").focus()
    page.keyboard.down("Enter")
    expect(page.locator(".locked")).to_have_count(0)
    page.keyboard.up("Enter")
    page.locator("[data-page-tab=sends]").click()
    expect(page.locator("[data-page-tab=sends]")).to_have_attribute("aria-current", "page")
