"""Texts of several lines under fingers and keys."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Open
from tests.clients import SimpleClient
from tests.conftest import Serve
from webui.serving import Serving

ORDER = "\n".join(f"{number} Song" for number in range(1, 40))
SHOW = {
    "sidestage": 1,
    "id": "texts",
    "name": "Texts",
    "controls": [
        {"id": "notes", "type": "text", "label": "Notes", "lines": 4, "length": 40},
        {"id": "order", "type": "text", "label": "Running order", "lines": 4, "default": ORDER},
    ],
}


@pytest.fixture
def browser(whole: Browser) -> Browser:
    """Here fingers scroll."""
    return whole


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SHOW)


def test_by_touch_keyboard_and_assistive_technology(visit: Open, stage: Serving) -> None:
    one, two, program = visit(), visit(), SimpleClient(stage.url)
    page = one.page
    notes = page.get_by_role("textbox", name="Notes")
    expect(page.get_by_role("textbox", name="Running order")).to_have_value(ORDER)
    one.control("notes").locator(".label").tap()
    expect(notes).to_be_focused()
    page.keyboard.type("Mia centre")
    page.keyboard.press("Enter")
    page.keyboard.type("<b>Flys</b>")
    two.shows("notes", "Mia centre\n<b>Flys</b>")
    expect(notes).to_be_focused()
    # A finger that slides over the text scrolls it, and nothing else.
    order = page.locator("[id=order]")
    finger = one.finger_at("[id=order]")
    finger.move(dy=-150, steps=10)
    finger.lift()
    one.wait("() => document.getElementById('order').scrollTop > 40")
    assert page.locator(".stage").evaluate("(stage) => stage.scrollTop") == 0
    notes.focus()
    page.keyboard.press("Tab")
    expect(order).to_be_focused()
    expect(two.control("notes").locator(".tag")).to_have_count(0)
    # Ends of lines as other systems write them are no change that would move the caret.
    program.change("notes", "Places\r\nBeginners")
    expect(notes).to_have_value("Places\nBeginners")
    # Each sign counts once, as the server counts, and none is cut in two.
    notes.fill("😀" * 39)
    page.keyboard.insert_text("😀😀")
    expect(notes).to_have_value("😀" * 40)
    two.shows("notes", "😀" * 40)
    program.close()
    # A lost connection takes the field.
    notes.focus()
    stage.close()
    one.is_lost()
    expect(notes).not_to_be_focused()
