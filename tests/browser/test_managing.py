"""What an operator does with screens and programs, by touch, and what those notice on another computer."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from desktop.serving import Serving
from tests.browser.conftest import FAR, VENUE, Open, OpenPage
from tests.browser.surface import Surface, come_in
from tests.clients import Page as Program
from tests.clients import Refused, SimpleClient
from tests.room import needs_a_room
from webui.core.door import Newcomer
from webui.doorkeeper import Doorkeeper, new_id, new_key

pytestmark = needs_a_room

BOXES = Path(__file__).with_name("boxes.js").read_text(encoding="utf-8")
SIZES = [(1280, 800), (1024, 768), (768, 1024), (390, 844)]
NAMES = (
    "W" * 40,
    "לוח תאורה: ימין",
    "\U0001f469\u200d\U0001f467\U0001f3ad" * 5,
    "<img src=x onerror=alert(1)>",
)


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


def enter(newcomer: OpenPage, venue: Serving, name: str) -> Surface:
    link = venue.join_link(VENUE)
    assert link
    return come_in(newcomer(), link, name)


def panel(operator: Surface) -> Locator:
    return operator.page.locator("[data-panel=screens]")


def row(operator: Surface, name: str) -> Locator:
    return panel(operator).locator("tr[data-device]", has=operator.page.get_by_text(name, exact=True))


def change(operator: Surface, name: str) -> Locator:
    """Open what can be done with a screen."""
    operator.page.get_by_role("button", name=f"Change {name}", exact=True).tap()
    return panel(operator).locator(".actions")


def turn_to_programs(operator: Surface) -> None:
    operator.page.get_by_role("tab", name="Programs").tap()
    expect(operator.page.locator(".new-key")).to_be_visible()


def keep_pressed(operator: Surface, what: str, done: Locator, count: int = 0) -> None:
    """Keep a button pressed until that is so."""
    finger = operator.finger_at(f"[data-does={what}]")
    expect(done).to_have_count(count)
    finger.lift()


def know(venue: Serving, *names: str) -> None:
    """Let screens in that are away."""
    engine = venue._engine
    keeper = Doorkeeper(engine)

    def let_in(name: str) -> None:
        code = engine.door.code
        assert code
        engine.door.ask(code.secret, name, engine.now())
        keeper.join(name, Newcomer(new_id(), new_key(), name, at=1.0), None, None, name, lambda: None)

    for name in names:
        engine.call(let_in, name)


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
    page.clock.install()
    change(operator, "Mia")
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


def test_a_program_elsewhere_gets_a_key_that_is_shown_once_and_can_be_revoked(
    operator: Surface, venue: Serving
) -> None:
    page = operator.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn_to_programs(operator)
    page.get_by_label("Name").fill("Lights")
    page.get_by_role("button", name="Make key").tap()
    key = page.locator("[data-key]").inner_text()
    page.get_by_role("button", name="Copy").tap()
    expect(page.locator(".made")).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == key
    expect(row(operator, "Lights").locator("[data-what=link]")).to_have_text("Away")
    program = Program(venue.url, key=key)
    assert program.welcome["you"]["name"] == "Lights"
    assert program.welcome["you"]["role"] == "player"
    expect(row(operator, "Lights")).to_contain_text("can move, program")
    page.locator("[data-opens=screens]").tap()
    page.locator("[data-opens=screens]").tap()
    expect(page.locator("[data-key]")).to_have_count(0)
    change(operator, "Lights")
    keep_pressed(operator, "forget", row(operator, "Lights"))
    program.wait(lambda: not program.connected, "for the revoked program to be cut")
    program.socket.disconnect()
    with pytest.raises(Refused):
        Program(venue.url, key=key)


def test_what_programs_on_this_computer_may_do(operator: Surface, venue: Serving) -> None:
    program = SimpleClient(venue.url)
    program.hears("slider1", 25)
    turn_to_programs(operator)
    choose = panel(operator).get_by_role("radiogroup", name="Programs on this computer")
    expect(choose.get_by_role("radio", name="Can move")).to_have_attribute("aria-checked", "true")
    choose.get_by_role("radio", name="View only").tap()
    expect(choose.get_by_role("radio", name="View only")).to_have_attribute("aria-checked", "true")
    expect(panel(operator)).to_contain_text("move nothing")
    program.change("slider1", 40)
    program.wait(lambda: program.answers("refused"), "for the refusal")
    choose.get_by_role("radio", name="Off").tap()
    expect(panel(operator)).to_contain_text("No program on this computer")
    program.close()
    with pytest.raises(Refused):
        SimpleClient(venue.url)
    choose.get_by_role("radio", name="Can move").tap()
    expect(panel(operator)).to_contain_text("may move the controls")
    program = SimpleClient(venue.url)
    program.change("slider1", 40)
    program.hears("slider1", 40)
    program.close()


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


def wrong(page: Page) -> list[str]:
    """What a look at all boxes of the panel finds, at each size; its top, for what is scrolled away lies under that."""
    found: list[str] = []
    page.locator(".sheet-body").evaluate("(body) => { body.scrollTop = 0; }")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        expect(page.locator(".sheet[data-narrow]")).to_have_count(int(width / root_size(page) < 60))
        across = page.evaluate(
            """() => [...document.querySelectorAll('.sheet, .sheet-body')]
                .some((it) => it.scrollWidth > it.clientWidth)"""
        )
        boxes: list[str] = page.evaluate(BOXES, 44)
        found += [f"{width}x{height}: {one}" for one in [*boxes, *(["the sheet scrolls across"] if across else [])]]
    return found


def root_size(page: Page) -> float:
    """The pixels of one letter M, as the type size has it."""
    return float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))


@pytest.mark.parametrize("type_size", ["100", "125", "150"])
def test_any_name_fits_every_screen(operator: Surface, newcomer: OpenPage, venue: Serving, type_size: str) -> None:
    page = operator.page
    know(venue, *NAMES[1:])
    enter(newcomer, venue, NAMES[0])
    for name in NAMES:
        expect(row(operator, name)).to_have_count(1)
    page.locator("[data-opens=menu]").tap()
    page.locator(f"[data-setting='size:{type_size}']").tap()
    page.locator("[data-opens=screens]").tap()
    change(operator, NAMES[0])
    assert wrong(page) == []
    turn_to_programs(operator)
    page.get_by_label("Name").fill(NAMES[2])
    page.get_by_role("button", name="Make key").tap()
    expect(page.locator("[data-key]")).to_be_visible()
    assert wrong(page) == []
