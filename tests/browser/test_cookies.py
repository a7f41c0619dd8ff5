"""Browsers with cookies of others, with none at all, and with a key that somebody planted."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import VENUE, OpenPage
from tests.browser.surface import Surface, come_in
from tests.joined import joined
from tests.room import needs_a_room
from webui.serving import Serving

pytestmark = needs_a_room


@pytest.fixture
def browser(near: Browser) -> Browser:
    return near


def address(venue: Serving) -> str:
    return f"http://{VENUE}:{venue.port}/"


def key_in(page: Page) -> str:
    """The newest cookie of ours that a browser has."""
    found = [one["value"] for one in page.context.cookies() if one["name"].startswith("sidestage_") and one["httpOnly"]]
    return found[-1] if found else ""


def names(venue: Serving) -> list[str]:
    return [device.name for device in venue._engine.door.devices()]


NEIGHBOURS = (
    'prefs={"theme":"dark"}; path=/',
    "flag; path=/",
    "a[b]=1; path=/",
    "name=Zo\u00eb, \u65e5\u672c; path=/",
    'q="a b"c; path=/',
    "long=" + "x" * 3900 + "; path=/",
    "other=1; path=/socket.io/",
)


def test_the_cookies_of_other_programs_on_the_host_keep_nobody_out(newcomer: OpenPage, venue: Serving) -> None:
    page = newcomer()
    page.goto(address(venue))
    for cookie in NEIGHBOURS:
        page.evaluate("(cookie) => { document.cookie = cookie; }", cookie)
    link = str(venue.join_link(VENUE))
    page.goto("about:blank")
    come_in(page, link, "Mia")
    page.reload()
    Surface(page).is_connected()
    assert names(venue) == ["Mia"]


KEEPS_NONE = """
const asks = window.fetch;
window.keeps = 'omit';
window.fetch = (path, how) => asks(path, {...how, credentials: window.keeps});
"""


def test_a_browser_that_keeps_no_cookies_is_told_what_to_do(newcomer: OpenPage, venue: Serving) -> None:
    page = newcomer()
    page.add_init_script(KEEPS_NONE)
    page.goto(str(venue.join_link(VENUE)))
    page.fill("#name", "Mia")
    for _ in range(2):
        page.get_by_role("button", name=re.compile("^(Join|Try again)$")).last.tap()
        expect(page.get_by_role("alert")).to_contain_text("keeps no cookies for this address")
        expect(page.get_by_role("alert")).to_contain_text("Allow cookies in its settings")
    page.evaluate("window.keeps = 'same-origin'")
    page.get_by_role("button", name="Try again").tap()
    Surface(page).is_connected()
    assert names(venue) == ["Mia"], "it is the one that it was, however often it tried"


@pytest.mark.parametrize("role", ["player", "operator"])
def test_a_key_that_was_planted_is_another_after_each_link(newcomer: OpenPage, venue: Serving, role: str) -> None:
    mallory = joined(venue, "Mallory")
    name, _, planted = mallory._cookie.partition("=")
    page = newcomer()
    page.context.add_cookies([{"name": name, "value": planted, "url": address(venue), "httpOnly": True}])
    link = venue.operator_link(VENUE) if role == "operator" else str(venue.join_link(VENUE))
    page.goto(link)
    expect(page.locator("html")).to_have_attribute("data-link", "connected")
    page.wait_for_function("() => !location.hash")
    expect(page.locator("[data-opens=join]")).to_have_count(int(role == "operator"))
    until_another(page, planted)
    page.reload()
    Surface(page).is_connected()
    assert venue._engine.call(venue._engine.door.known, planted) is None


def test_a_known_screen_connects_once_it_has_its_new_key_however_slow_the_disk_is(
    newcomer: OpenPage, venue: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = newcomer()
    come_in(page, str(venue.join_link(VENUE)), "Mia")
    page.goto("about:blank")
    # The server waits in vain for its disk, and then answers all the same.
    monkeypatch.setattr(venue._engine.commits, "keep_device", lambda *_: None)
    page.goto(venue.operator_link(VENUE))
    Surface(page).is_connected()
    expect(page.locator("[data-opens=join]")).to_be_visible()
    assert names(venue) == ["Mia"]


def until_another(page: Page, planted: str) -> None:
    for _ in range(100):
        if key_in(page) != planted:
            return
        page.wait_for_timeout(50)
    raise AssertionError("the key is still the one that was planted")


def test_the_browser_here_that_keeps_programs_out_goes_on_and_others_need_a_link(
    browser: Browser, venue: Serving
) -> None:
    first, second = browser.new_context(), browser.new_context()
    try:
        pages = [context.new_page() for context in (first, second)]
        for page in pages:
            page.goto(venue.url)
            Surface(page).is_connected()
        here, other = pages
        here.click("[data-opens=screens]")
        here.get_by_role("tab", name="Programs").click()
        here.get_by_role("radio", name="Off").click()
        expect(other.locator("#digits")).to_be_visible()
        Surface(here).is_connected()
        here.reload()
        Surface(here).is_connected()
        other.goto("about:blank")
        other.goto(venue.link_here())
        Surface(other).is_connected()
        assert other.url == venue.url
        expect(other.locator("[data-opens=join]")).to_be_visible()
    finally:
        first.close()
        second.close()
