"""What is fetched after the page: the sheet's panels, and the connection's library."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Route, expect

from tests.browser.surface import Surface
from webui.serving import Serving


def test_a_panel_that_can_not_be_fetched_says_so_and_comes_when_it_is_opened_again(
    context: Callable[..., BrowserContext], stage: Serving
) -> None:
    page = context().new_page()
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.url)
        route.abort()

    def lose_once(route: Route) -> None:
        if any("socket.io" in url for url in lost):
            route.fallback()
        else:
            lose(route)

    page.route("**/*.woff2", lose)
    page.route("**/js/panels/menu.js", lose)
    page.route("**/vendor/socket.io.esm.min.js", lose_once)
    page.goto(f"http://127.0.0.1:{stage.port}/")
    # The page is loaded anew once there is a server: it is there all the time. Letters it can do without.
    expect(page.locator("html")).to_have_attribute("data-link", "connected")
    opener, sheet = page.locator("[data-opens=menu]"), page.locator(".sheet")
    opener.click()
    expect(sheet.locator("[role=alert]")).to_contain_text("This can't be fetched now.")
    expect(sheet.locator("[aria-label=Close]")).to_be_focused()
    page.unroute("**/js/panels/menu.js")
    opener.click()
    expect(sheet).to_be_hidden()
    opener.click()
    expect(sheet.locator("[data-setting='night:red']")).to_be_visible()
    assert len([url for url in lost if "socket.io" in url]) == 1
    assert any(url.endswith(".woff2") for url in lost)


def test_a_page_that_lost_every_script_and_style_is_there_by_itself(
    context: Callable[..., BrowserContext], stage: Serving
) -> None:
    page = context().new_page()
    page.route("**/static/**", lambda route: route.abort("internetdisconnected"))
    page.route("**/health", lambda route: (page.unroute("**/static/**"), route.continue_()))
    page.goto(stage.url)
    # As when the network changes right after the page itself came.
    Surface(page).is_connected()
