"""The page that asks for digits while others guess: it waits for its own mistakes alone, and its words are true."""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_newcomer import address, digits, join, other_digits, type_digits
from tests.room import needs_a_room
from webui.access.doorkeeper import DIGITS, RESERVE_DIGITS
from webui.core.devices.guessing import FREE, MAX_WRONG
from webui.serving import Serving

pytestmark = needs_a_room

SPEAKS = """(digits) => fetch('/join/ask', {method: 'POST', headers: {'Content-Type': 'application/json'},
  body: JSON.stringify({digits})}).then((answer) => answer.status)"""


@pytest.fixture
def browser(near: Browser) -> Browser:
    return near


def test_a_page_that_typed_nothing_wrong_is_answered_at_once_behind_the_attackers_router(
    newcomer: OpenPage, venue: Serving
) -> None:
    attacker, page = newcomer(), newcomer()
    attacker.goto(address(venue))
    page.goto(address(venue))
    statuses = [attacker.evaluate(SPEAKS, other_digits(venue)) for _ in range(FREE + 4)]
    assert statuses == [403] * (FREE + 1) + [429] * 3
    assert attacker.evaluate(SPEAKS, digits(venue)) == 429, "that address has to wait"
    type_digits(page, digits(venue))
    join(page)


def test_digits_that_were_guessed_at_too_often_are_longer_and_the_page_says_so(
    newcomer: OpenPage, venue: Serving
) -> None:
    page = newcomer()
    page.goto(address(venue))
    was, wrong = digits(venue), other_digits(venue)

    def guess() -> None:
        for n in range(MAX_WRONG):
            with pytest.raises(Exception, match="not the digits"):
                door.ask_by_digits(wrong, f"192.0.2.{n}", "t", 0.0, f"page {n}")

    door = venue._engine.door
    venue._engine.call(guess)
    longer = digits(venue)
    assert (len(was), len(longer)) == (DIGITS, RESERVE_DIGITS)
    type_digits(page, was)
    expect(page.get_by_role("alert")).to_contain_text("The code has 12 digits now. See the operator's screen.")
    expect(page.get_by_label("12 digits")).to_have_value("")
    expect(page.locator(".join-words")).to_contain_text("type its digits")
    type_digits(page, longer[:-1])
    field = page.locator("#digits")
    assert field.evaluate("(field) => field.scrollWidth <= field.clientWidth"), "all of it can be seen"
    page.keyboard.type(longer[-1])
    join(page)


def test_a_page_that_was_loaded_with_longer_digits_takes_six_as_well(newcomer: OpenPage, venue: Serving) -> None:
    door = venue._engine.door
    code = door.code
    assert code
    door.code = replace(code, digits=code.reserve)
    page = newcomer()
    page.goto(address(venue))
    expect(page.get_by_label("12 digits")).to_be_visible()
    expect(page.locator(".join-words")).to_contain_text("type its 12 digits")
    door.code = code
    type_digits(page, code.digits)
    join(page)
