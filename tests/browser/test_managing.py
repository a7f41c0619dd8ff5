"""What an operator does with screens and programs, by touch, and what those notice on another computer."""

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import FAR, Open, OpenPage
from tests.browser.managing import change, enter, keep_pressed, panel, row
from tests.browser.protection import is_not_counted, middle, tap
from tests.browser.surface import Surface
from tests.room import needs_a_room
from webui.serving import Serving

pytestmark = needs_a_room


@pytest.fixture
def browser(near: Browser) -> Browser:
    return near


@pytest.fixture
def operator(venue: Serving, visit: Open) -> Surface:
    """This computer's page, with the Screens panel open."""
    surface = visit(venue.url)
    surface.page.locator("[data-opens=screens]").tap()
    return surface


@pytest.fixture
def mia(newcomer: OpenPage, venue: Serving) -> Surface:
    """Mia's tablet."""
    return enter(newcomer, venue, "Mia")


def own_name(tablet: Surface) -> Locator:
    """Open the tablet's menu, where its name stands."""
    tablet.page.locator("[data-opens=menu]").tap()
    return tablet.page.get_by_label("This screen is called")


def test_the_table_says_where_a_screen_is_and_since_when_it_may_be(operator: Surface, mia: Surface) -> None:
    its = row(operator, "Mia")
    expect(its.locator("[data-what=address]")).to_have_text(FAR)
    expect(its.locator("[data-what=joined]")).to_have_text(re.compile(r"\d\d:\d\d"))
    expect(its.locator("[data-what=browser]")).to_contain_text("Chrom")
    expect(its.locator("[data-what=link] .bars")).to_be_visible()
    mia.page.goto("about:blank")
    expect(its.locator("[data-what=link]")).to_have_text("Away")
    expect(operator.page.locator(".people .chip")).to_have_count(1)
    expect(operator.page.locator("[data-tab=screens]")).to_have_text(re.compile(r"Screens\s*1"))


def test_a_screen_gets_another_name(operator: Surface, mia: Surface) -> None:
    actions = change(operator, "Mia")
    name = actions.get_by_label("Name")
    rename = actions.get_by_role("button", name="Rename")
    expect(rename).to_be_disabled()
    name.fill("  Stage   left ")
    rename.tap()
    expect(row(operator, "Stage left")).to_have_count(1)
    expect(name).to_have_value("Stage left")
    expect(own_name(mia)).to_have_value("Stage left")
    name.fill("This computer")
    name.press("Enter")
    expect(row(operator, "This computer 2")).to_have_count(1)
    name.fill("\u2800")
    rename.tap()
    expect(actions.get_by_role("alert")).to_have_text("A name needs something that can be seen.")
    expect(row(operator, "This computer 2")).to_have_count(1)


def test_what_is_typed_stays_while_the_table_is_told_news(operator: Surface, mia: Surface) -> None:
    actions = change(operator, "Mia")
    actions.get_by_label("Name").fill("Half a na")
    heard = row(operator, "Mia").locator("[data-what=heard]")
    expect(heard).to_have_text("now")
    mia.page.goto("about:blank")
    expect(row(operator, "Mia").locator("[data-what=link]")).to_have_text("Away")
    expect(actions.get_by_label("Name")).to_have_value("Half a na")


def test_a_screen_renames_itself(operator: Surface, mia: Surface) -> None:
    own_name(mia).fill("Mia's phone")
    mia.page.get_by_role("button", name="Rename").tap()
    expect(row(operator, "Mia's phone")).to_have_count(1)
    operator.page.locator("[data-opens=menu]").tap()
    expect(operator.page.locator("[data-panel=menu]")).to_be_visible()
    expect(operator.page.get_by_label("This screen is called")).to_have_count(0)


def test_a_role_changes_at_once_and_back(operator: Surface, mia: Surface) -> None:
    actions = change(operator, "Mia")
    actions.get_by_role("radio", name="View only").tap()
    expect(mia.page.locator(".header .role")).to_have_text("View only")
    expect(row(operator, "Mia")).to_contain_text("view only")
    finger = mia.finger_on("slider1")
    finger.move(dy=-60)
    finger.lift()
    mia.shows("slider1", 25)
    actions.get_by_role("radio", name="Operator").tap()
    expect(mia.page.locator("[data-opens=join]")).to_be_visible()
    actions.get_by_role("radio", name="Can move").tap()
    expect(mia.page.locator("[data-opens=join]")).to_have_count(0)
    mia.is_connected()
    finger = mia.finger_on("slider1")
    finger.move(dy=-60)
    finger.lift()
    operator.shows("slider1", mia.value("slider1"))
    assert mia.value("slider1") > 25


def test_who_may_move_from_now_on_does_so_with_the_next_touch_and_not_with_one_on_its_way(
    operator: Surface, mia: Surface
) -> None:
    actions = change(operator, "Mia")
    actions.get_by_role("radio", name="View only").tap()
    expect(mia.page.locator(".header .role")).to_have_text("View only")
    mia.is_settled()
    point = middle(mia.control("bed"))
    actions.get_by_role("radio", name="Can move").tap()
    expect(mia.page.locator(".header .role")).to_have_count(0)
    tap(mia, *point)
    is_not_counted(mia)
    mia.is_settled()
    mia.shows("bed", False)
    tap(mia, *point)
    operator.shows("bed", True)


def test_a_disconnected_screen_comes_back_by_itself(operator: Surface, mia: Surface) -> None:
    change(operator, "Mia")
    mia.page.evaluate(
        """() => new MutationObserver(() => { window.wasLost = true; })
            .observe(document.documentElement, {attributes: true, attributeFilter: ['data-link']})"""
    )
    finger = operator.finger_at("[data-does=disconnect]")
    mia.wait("() => window.wasLost")
    finger.lift()
    mia.is_connected()
    expect(row(operator, "Mia").locator("[data-what=link] .bars")).to_be_visible()


def test_all_are_forgotten_but_this_computer(
    operator: Surface, mia: Surface, newcomer: OpenPage, venue: Serving
) -> None:
    other = enter(newcomer, venue, "Stage right")
    keep_pressed(operator, "forget-all", panel(operator).locator("tr[data-device]"), count=1)
    for tablet in (mia, other):
        expect(tablet.page.locator("#digits")).to_be_visible()
    expect(panel(operator).locator("[data-does=forget-all]")).to_have_count(0)
    operator.is_connected()


def test_a_touch_or_a_finger_that_slides_off_does_no_harm(
    operator: Surface, mia: Surface, visit: Open, venue: Serving
) -> None:
    page = operator.page
    change(operator, "Mia")
    operator.is_settled()
    page.clock.install()
    page.locator("[data-does=forget]").tap()
    page.clock.run_for(2_000)
    finger = operator.finger_at("[data-does=forget]")
    expect(page.locator("[data-does=forget][data-pressed]")).to_have_count(1)
    finger.move(dx=-400)
    expect(page.locator("[data-pressed]")).to_have_count(0)
    page.clock.run_for(2_000)
    finger.lift()
    # Another operator's word goes the same way, and would have come after.
    other = visit(venue.url)
    other.page.locator("[data-opens=screens]").tap()
    change(other, "Mia").get_by_label("Name").fill("Mia, still here")
    other.page.get_by_role("button", name="Rename").tap()
    expect(row(other, "Mia, still here")).to_have_count(1)
    mia.is_connected()


def test_enter_has_to_be_kept_pressed_too(operator: Surface, mia: Surface) -> None:
    change(operator, "Mia")
    operator.page.locator("[data-does=forget]").focus()
    operator.page.keyboard.down("Enter")
    expect(mia.page.locator("#digits")).to_be_visible()
    operator.page.keyboard.up("Enter")


def test_who_is_no_operator_sees_who_is_here_and_nothing_to_change(
    operator: Surface, mia: Surface, newcomer: OpenPage, venue: Serving
) -> None:
    enter(newcomer, venue, "Gone").page.goto("about:blank")
    expect(row(operator, "Gone").locator("[data-what=link]")).to_have_text("Away")
    mia.page.locator("[data-opens=screens]").tap()
    its = mia.page.locator("[data-panel=screens]")
    expect(its.locator("li")).to_have_count(2)
    expect(its).not_to_contain_text("Gone")
    expect(its.get_by_role("button")).to_have_count(0)
