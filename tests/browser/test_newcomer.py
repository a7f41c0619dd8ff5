"""The page of a screen that nobody knows, on another computer: by link or digits, with a name, to the surface."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import VENUE, Open, OpenPage
from tests.browser.managing import know
from tests.browser.names import EVIL, FAMILY, LONGEST, SCRIPT
from tests.browser.surface import Surface, come_in
from tests.room import needs_a_room
from webui.core.devices.guessing import FREE
from webui.serving import Serving

pytestmark = needs_a_room


@pytest.fixture
def browser(near: Browser) -> Browser:
    return near


WRONG = "These are not the digits"


def address(venue: Serving) -> str:
    return f"http://{VENUE}:{venue.port}/"


def link(venue: Serving) -> str:
    found = venue.join_link(VENUE)
    assert found
    return found


def digits(venue: Serving) -> str:
    code = venue.code()
    assert code
    return code.digits


def other_digits(venue: Serving) -> str:
    """Six digits that are not the code's."""
    return f"{(int(digits(venue)) + 1) % 10**6:06}"


def type_digits(page: Page, text: str) -> None:
    """Touch the field, and type."""
    page.locator("#digits").tap()
    page.keyboard.type(text)


def is_in(page: Page) -> Surface:
    surface = Surface(page)
    surface.is_connected()
    return surface


def join(page: Page) -> Surface:
    """Touch Join, and wait for the surface."""
    page.get_by_role("button", name="Join", exact=True).tap()
    return is_in(page)


def test_from_the_scan_to_the_surface_it_is_one_touch(newcomer: OpenPage, venue: Serving, visit: Open) -> None:
    page = newcomer()
    began = time.monotonic()
    page.goto(link(venue))
    expect(page.locator("#name")).to_have_value(re.compile(r"\S"))
    proposed = page.locator("#name").input_value()
    assert page.url == address(venue)
    expect(page.locator("#digits")).to_be_hidden()
    join(page)
    print(f"from the scan to the surface: {time.monotonic() - began:.2f} s")
    assert page.url == address(venue)
    operator = visit(venue.url)
    operator.page.locator("[data-opens=screens]").tap()
    expect(operator.page.locator("[data-panel=screens]")).to_contain_text(proposed)


def test_another_name_is_taken_over(newcomer: OpenPage, venue: Serving, visit: Open) -> None:
    come_in(newcomer(), link(venue), "Stage left iPad")
    second = come_in(newcomer(), link(venue), "Stage left iPad")
    operator = visit(venue.url)
    expect(operator.page.locator(".people")).to_have_attribute(
        "title", re.compile("Stage left iPad, Stage left iPad 2|Stage left iPad 2, Stage left iPad")
    )
    second.page.locator("[data-opens=menu]").tap()
    expect(second.page.get_by_label("This screen is called")).to_have_value("Stage left iPad 2")


def test_six_digits_send_themselves(newcomer: OpenPage, venue: Serving) -> None:
    page = newcomer()
    page.goto(address(venue))
    field = page.locator("#digits")
    expect(field).to_have_attribute("inputmode", "numeric")
    type_digits(page, digits(venue)[:5])
    expect(field).to_have_value(f"{digits(venue)[:3]} {digits(venue)[3:5]}")
    page.keyboard.type(digits(venue)[5])
    expect(page.locator("#name")).to_be_visible()
    join(page)


def test_digits_may_be_pasted_with_words_around_them(newcomer: OpenPage, venue: Serving) -> None:
    page = newcomer()
    page.goto(address(venue))
    page.locator("#digits").tap()
    page.keyboard.insert_text(f"Code: {digits(venue)[:3]} {digits(venue)[3:]}.")
    expect(page.locator("#name")).to_be_visible()


def test_wrong_digits_say_so_and_the_right_ones_get_in(newcomer: OpenPage, venue: Serving) -> None:
    page = newcomer()
    page.goto(address(venue))
    type_digits(page, other_digits(venue))
    expect(page.get_by_role("alert")).to_contain_text(WRONG)
    expect(page.locator("#digits")).to_have_value("")
    type_digits(page, digits(venue)[0])
    expect(page.get_by_role("alert")).to_be_hidden()
    page.keyboard.type(digits(venue)[1:])
    join(page)


def test_who_guesses_has_to_wait_and_sees_for_how_long_while_the_link_goes_on(
    newcomer: OpenPage, venue: Serving
) -> None:
    page = newcomer()
    page.goto(address(venue))
    for _ in range(FREE + 1):
        type_digits(page, other_digits(venue))
        expect(page.get_by_role("alert")).to_contain_text(WRONG)
        expect(page.locator("#digits")).to_have_value("")
    type_digits(page, digits(venue))
    field = page.locator("#digits[readonly]")
    expect(field).to_have_attribute("placeholder", re.compile(r"0:0\d"))
    expect(page.get_by_role("alert")).to_contain_text("Wait")
    other = newcomer()
    come_in(other, link(venue))
    expect(field).to_have_count(0)
    expect(page.get_by_role("alert")).to_be_hidden()
    type_digits(page, digits(venue))
    join(page)


def test_a_link_of_an_old_code_says_so_and_digits_still_do(newcomer: OpenPage, venue: Serving) -> None:
    page = newcomer()
    page.goto(f"{address(venue)}#an-old-secret")
    expect(page.get_by_role("alert")).to_contain_text("no longer valid")
    assert page.url == address(venue)
    type_digits(page, digits(venue))
    join(page)


def test_a_link_opened_in_the_same_tab_is_followed(newcomer: OpenPage, venue: Serving) -> None:
    page = newcomer()
    page.goto(address(venue))
    expect(page.locator("#digits")).to_be_visible()
    page.evaluate("(hash) => { location.hash = hash; }", link(venue).partition("#")[2])
    join(page)


def test_a_server_that_was_not_reached_is_tried_again_with_a_touch(newcomer: OpenPage, venue: Serving) -> None:
    page = newcomer()
    down = True

    def maybe(route: Route) -> None:
        route.abort() if down else route.continue_()

    page.route("**/join/ask", maybe)
    page.goto(link(venue))
    expect(page.get_by_role("alert")).to_contain_text("could not be reached")
    down = False
    page.get_by_role("button", name="Try again").tap()
    expect(page.locator("#name")).to_be_visible()
    # Whatever a page asks goes through this process as long as something is kept from it, which takes its time.
    page.unroute("**/join/ask")
    join(page)


def test_a_ticket_that_ended_meanwhile_is_changed_for_a_new_one(newcomer: OpenPage, venue: Serving) -> None:
    page = newcomer()
    page.goto(link(venue))
    expect(page.locator("#name")).to_be_visible()
    venue._engine.call(venue._engine.door._tickets.clear)
    page.fill("#name", "Late")
    surface = join(page)
    surface.page.locator("[data-opens=menu]").tap()
    expect(page.get_by_label("This screen is called")).to_have_value("Late")


def test_a_code_that_ended_meanwhile_leads_back_to_the_digits(newcomer: OpenPage, venue: Serving, visit: Open) -> None:
    page = newcomer()
    page.goto(link(venue))
    expect(page.locator("#name")).to_be_visible()
    new_code(visit(venue.url))
    page.get_by_role("button", name="Join", exact=True).tap()
    expect(page.get_by_role("alert")).to_contain_text("no longer valid")
    type_digits(page, digits(venue))
    join(page)


def new_code(operator: Surface) -> None:
    """Keep "New code" pressed in the operator's Join panel until there is another code."""
    operator.page.locator("[data-opens=join]").tap()
    before = operator.page.locator("[data-join-digits]").inner_text()
    finger = operator.finger_at("[data-does=new-code]")
    expect(operator.page.locator("[data-join-digits]")).not_to_have_text(before)
    finger.lift()


def test_who_was_here_before_without_its_cookie_is_the_same_again(
    newcomer: OpenPage, venue: Serving, visit: Open
) -> None:
    first = newcomer()
    come_in(first, link(venue), "Stage left iPad")
    operator = visit(venue.url)
    operator.page.locator("[data-opens=screens]").tap()
    rows = operator.page.locator("[data-panel=screens] tr[data-device]")
    expect(rows).to_have_count(2)
    first.goto("about:blank")
    expect(operator.page.locator("tr[data-away]")).to_contain_text("Stage left iPad")
    again = newcomer()
    again.goto(link(venue))
    again.get_by_role("button", name="I am Stage left iPad").tap()
    expect(again.locator("#name")).to_have_value("Stage left iPad")
    join(again)
    expect(operator.page.locator("tr[data-away]")).to_have_count(0)
    expect(rows).to_have_count(2)
    first.goto(address(venue))
    expect(first.locator("#digits")).to_be_visible()


def test_a_forgotten_screen_is_told_and_can_come_back(newcomer: OpenPage, venue: Serving, visit: Open) -> None:
    tablet = come_in(newcomer(), link(venue), "Mia").page
    operator = visit(venue.url)
    operator.page.locator("[data-opens=screens]").tap()
    operator.page.get_by_role("button", name="Change Mia").tap()
    finger = operator.finger_at("[data-does=forget]")
    expect(tablet.locator(".join-words")).to_contain_text("is not any more")
    finger.lift()
    expect(operator.page.locator("[data-panel=screens]")).not_to_contain_text("Mia")
    type_digits(tablet, digits(venue))
    join(tablet)


def test_a_known_screen_does_more_by_a_better_link_and_stays_the_same(
    newcomer: OpenPage, venue: Serving, visit: Open
) -> None:
    page = newcomer()
    come_in(page, link(venue), "Mia")
    expect(page.locator("[data-opens=join]")).to_have_count(0)
    page.evaluate("(hash) => { location.hash = hash; }", venue.operator_link(VENUE).partition("#")[2])
    expect(page.locator("[data-opens=join]")).to_be_visible()
    assert page.url == address(venue)
    operator = visit(venue.url)
    expect(operator.page.locator(".people")).to_have_attribute("title", re.compile("^2 screens: .*Mia"))


BOXES = Path(__file__).with_name("boxes.js").read_text(encoding="utf-8")
SIZES = [(1280, 800), (1024, 768), (768, 1024), (390, 844)]


def wrong(page: Page) -> list[str]:
    """What a look at all boxes finds at each size; this page may scroll downwards."""
    found: list[str] = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        across = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        boxes: list[str] = page.evaluate(BOXES, 44)
        found += [f"{width}x{height}: {one}" for one in boxes if across or one != "the page itself scrolls"]
    return found


@pytest.mark.parametrize("type_size", ["100", "150"])
def test_each_step_fits_every_screen(newcomer: OpenPage, venue: Serving, type_size: str) -> None:
    know(venue, LONGEST, *EVIL)
    page = newcomer()
    page.add_init_script(f"localStorage.setItem('sidestage.size', '{type_size}')")
    page.goto(address(venue))
    expect(page.locator("#digits")).to_be_visible()
    assert wrong(page) == []
    type_digits(page, other_digits(venue))
    expect(page.get_by_role("alert")).to_be_visible()
    assert wrong(page) == []
    type_digits(page, digits(venue))
    expect(page.locator(".absent bdi")).to_have_text([LONGEST, *EVIL.values()])
    assert wrong(page) == []
    page.get_by_role("button", name=SCRIPT).tap()
    expect(page.locator("#name")).to_have_value(SCRIPT)
    page.fill("#name", "")
    page.keyboard.insert_text(FAMILY * 41)
    expect(page.locator("#name")).to_have_value(FAMILY * 40)
