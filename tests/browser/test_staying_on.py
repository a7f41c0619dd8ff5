"""The screen stays on, and the page can fill it; and where a browser can't do that, the page does not offer it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.surface import Surface
from webui.serving import Serving

PLAIN_HTTP = "delete Navigator.prototype.wakeLock;"
"""As on a tablet: only this computer's own address gives a page the browser's lock."""

LOCK = """
    window.locks = [];
    navigator.wakeLock.request = async () => {
        const lock = Object.assign(new EventTarget(), {held: true, async release() { this.held = false; }});
        locks.push(lock);
        return lock;
    };
"""
OLD_SAFARI = """
    const say = (name, get) => Object.defineProperty(Document.prototype, name, {get});
    let filled = null;
    for (const name of ['fullscreenEnabled', 'fullscreenElement']) delete Document.prototype[name];
    say('webkitFullscreenEnabled', () => true);
    say('webkitFullscreenElement', () => filled);
    delete Element.prototype.requestFullscreen;
    Element.prototype.webkitRequestFullscreen = function () {
        filled = this;
        document.dispatchEvent(new Event('webkitfullscreenchange'));
    };
"""
IPHONE = "Object.defineProperty(Document.prototype, 'fullscreenEnabled', {get: () => undefined});"
IPHONE += "Object.defineProperty(Document.prototype, 'webkitFullscreenEnabled', {get: () => undefined});"

Open = Callable[..., Surface]


@pytest.fixture
def tablet(context: Callable[..., BrowserContext], stage: Serving) -> Open:
    """Open the surface in a browser that is made like a certain one, by a script."""

    def open_tablet(script: str, **options: object) -> Surface:
        options = {"viewport": {"width": 1024, "height": 768}, "is_mobile": True, **options}
        page = context(**options).new_page()
        page.add_init_script(script)
        page.goto(stage.url)
        surface = Surface(page)
        surface.is_connected()
        return surface

    return open_tablet


def menu(surface: Surface) -> Locator:
    """Open the menu."""
    surface.page.locator("[data-opens=menu]").tap()
    return surface.page.locator("[data-panel=menu]")


def test_on_plain_http_a_silent_video_plays_from_the_first_touch(tablet: Open) -> None:
    surface = tablet(PLAIN_HTTP)
    panel = menu(surface)
    expect(panel.locator("[data-means=video]")).to_contain_text("Auto-Lock: Never")
    video = surface.page.locator("video")
    # Safari counts no video that is muted or set to loop.
    assert video.evaluate("(video) => [video.muted, video.loop, video.volume, video.paused]") == [
        False,
        False,
        1,
        False,
    ]
    assert video.evaluate("(video) => video.duration") > 20
    expect(video).to_have_attribute("playsinline", "")
    expect(video).to_have_attribute("aria-hidden", "true")
    box = video.bounding_box()
    assert box
    assert box["width"] <= 1
    assert surface.page.evaluate("([x, y]) => document.elementFromPoint(x, y).tagName", [1023, 767]) != "VIDEO"


def test_the_video_is_wound_back_before_it_ends(tablet: Open) -> None:
    surface = tablet(PLAIN_HTTP)
    expect(menu(surface).locator("[data-means=video]")).to_be_visible()
    surface.page.locator("video").evaluate("(video) => { video.currentTime = 25; }")
    surface.wait(
        "() => { const {currentTime, paused} = document.querySelector('video'); return currentTime < 10 && !paused; }"
    )


def test_it_can_be_switched_off_and_that_is_remembered(tablet: Open) -> None:
    surface = tablet(PLAIN_HTTP)
    panel = menu(surface)
    expect(panel.locator("[data-means=video]")).to_be_visible()
    panel.locator("[data-setting='awake:off']").tap()
    expect(panel.locator("[data-means=off]")).to_be_visible()
    surface.wait("() => document.querySelector('video').paused")
    surface.page.reload()
    surface.is_connected()
    expect(menu(surface).locator("[data-means=off]")).to_be_visible()
    expect(surface.page.locator("video")).to_have_count(0)


def test_a_screen_that_is_not_connected_may_sleep(tablet: Open, stage: Serving) -> None:
    surface = tablet(PLAIN_HTTP)
    expect(menu(surface).locator("[data-means=video]")).to_be_visible()
    stage.close()
    surface.is_lost()
    surface.wait("() => document.querySelector('video').paused")


def test_where_the_browser_has_a_lock_it_is_taken_and_given_back(tablet: Open) -> None:
    surface = tablet(LOCK)
    panel = menu(surface)
    expect(panel.locator("[data-means=lock]")).to_contain_text("stays on")
    assert surface.page.evaluate("locks.filter(({held}) => held).length") == 1
    panel.locator("[data-setting='awake:off']").tap()
    expect(panel.locator("[data-means=off]")).to_be_visible()
    assert surface.page.evaluate("locks.filter(({held}) => held).length") == 0
    expect(surface.page.locator("video")).to_have_count(0)


def test_a_laptop_is_left_alone(tablet: Open) -> None:
    surface = tablet(LOCK, is_mobile=False, has_touch=False)
    surface.page.locator("[data-opens=menu]").click()
    expect(surface.page.locator("[data-setting='awake:off'][aria-checked=true]")).to_be_visible()
    assert surface.page.evaluate("locks.length") == 0


def test_the_page_fills_the_screen_and_leaves_it_again(tablet: Open) -> None:
    surface = tablet("")
    button = menu(surface).locator("[data-does=full-screen]")
    button.tap()
    expect(button).to_have_text("Leave full screen")
    assert surface.page.evaluate("document.fullscreenElement === document.documentElement")
    button.tap()
    expect(button).to_have_text("Full screen")


def test_an_older_safari_fills_the_screen_by_its_own_word(tablet: Open) -> None:
    surface = tablet(OLD_SAFARI)
    button = menu(surface).locator("[data-does=full-screen]")
    button.tap()
    expect(button).to_have_text("Leave full screen")


@pytest.mark.parametrize("script", [IPHONE, "window.pywebview = {};"], ids=["iPhone", "our own window"])
def test_full_screen_is_not_offered_where_there_is_none_or_another(tablet: Open, script: str) -> None:
    panel = menu(tablet(script))
    expect(panel).to_contain_text("Type size")
    expect(panel.locator("[data-does=full-screen]")).to_have_count(0)
