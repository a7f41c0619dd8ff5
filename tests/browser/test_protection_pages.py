"""Presses while pages turn, panels open and lists are laid anew."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open
from tests.browser.protection import (
    BOXES,
    button,
    fires,
    is_not_counted,
    listening,
    middle,
    nothing_is_said,
    page,
    rewrite,
    show,
    tap,
)
from tests.browser.surface import Surface
from tests.clients import SimpleClient
from tests.conftest import SMALL, Serve, Write
from tests.screens import BOSS, IPAD, as_screen, know_screens
from webui.serving import Serving

TURN = {"id": "turn", "type": "page", "page": "second", "place": [1, 1, 1, 1]}
FIRST = page("first", ".bcdefgh...")
FIRST["controls"] += [TURN, button("end", 11)]
SECOND = page("second", "ijklmnopqrs")
SHOW = show(FIRST, SECOND)


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SHOW)


def at(surface: Surface, name: str) -> Locator:
    """A header's or panel's button by what it opens or does."""
    return surface.page.locator(f"[data-opens={name}], [data-does={name}]")


def turned(surface: Surface, name: str) -> None:
    """Wait until a page is shown."""
    surface.page.locator(f"[data-page={name}]:not([hidden])").wait_for()


def back(surface: Surface) -> None:
    """Turn to the first page by its tab."""
    surface.is_settled()
    tap(surface, *middle(surface.page.locator("[data-page-tab=first]")))
    turned(surface, "first")


def test_after_a_page_button_the_hand_that_pressed_it_goes_on_at_once_but_not_with_a_second_tap(
    visit: Open, stage: Serving
) -> None:
    surface = visit()
    turn, other = middle(surface.control("turn")), middle(surface.control("g"))
    with listening(stage) as program:
        tap(surface, *turn)
        tap(surface, *turn)
        turned(surface, "second")
        is_not_counted(surface)
        # Where g was n... is now: this hand knows the page that it turned to.
        tap(surface, *other)
        program.wait(lambda: program.updates("o"), "for the press")
        back(surface)
        fires(surface, program, "o")
        tap(surface, *middle(surface.control("turn")))
        turned(surface, "second")
        surface.is_settled()
        tap(surface, *turn)
        back(surface)
        fires(surface, program, "i")


def test_after_a_tab_the_hand_goes_on_at_once(visit: Open, stage: Serving) -> None:
    surface = visit()
    point = middle(surface.control("b"))
    with listening(stage) as program:
        tap(surface, *middle(surface.page.locator("[data-page-tab=second]")))
        tap(surface, *point)
        back(surface)
        fires(surface, program, "j")
    nothing_is_said(surface)


def test_a_page_that_a_link_or_an_edit_turned_fires_nothing_for_a_finger_on_its_way(
    visit: Open, serve: Serve, show_file: Write
) -> None:
    file = show_file(SHOW)
    stage = serve(file)
    surface = visit(stage.url)
    point = middle(surface.control("b"))
    with listening(stage) as program:
        surface.page.evaluate("() => { location.hash = 'page=second'; }")
        turned(surface, "second")
        tap(surface, *point)
        is_not_counted(surface)
        surface.page.evaluate("() => { location.hash = 'page=first'; }")
        turned(surface, "first")
        fires(surface, program)
        # The page that is seen goes, and another one takes its place.
        rewrite(file, show(SECOND | {"controls": [*SECOND["controls"], button("end", 11)]}))
        turned(surface, "second")
        tap(surface, *point)
        is_not_counted(surface)
        fires(surface, program)


def test_a_panel_that_opens_or_closes_under_a_finger_fires_nothing(visit: Open, stage: Serving) -> None:
    surface = visit(viewport={"width": 1024, "height": 768})
    tap(surface, *middle(at(surface, "menu")))
    expect(surface.page.locator("[data-panel=menu]")).to_be_visible()
    night = middle(surface.page.locator("[data-setting='night:red']"))
    tap(surface, *night)
    is_not_counted(surface)
    expect(surface.page.locator("html[data-night=red]")).to_have_count(0)
    surface.is_settled()
    tap(surface, *night)
    expect(surface.page.locator("html[data-night=red]")).to_have_count(1)
    # In a panel the next touch counts at once.
    tap(surface, *middle(surface.page.locator("[data-setting='night:off']")))
    expect(surface.page.locator("html[data-night=red]")).to_have_count(0)
    surface.is_settled()
    with listening(stage) as program:
        close = middle(surface.page.locator(".sheet [aria-label=Close]"))
        tap(surface, *close)
        expect(surface.page.locator(".sheet")).to_be_hidden()
        for x, y in (night, close):
            tap(surface, x, y)
        is_not_counted(surface)
        fires(surface, program)


def test_who_goes_by_keys_waits_for_nothing(visit: Open, stage: Serving) -> None:
    surface = visit()
    surface.page.keyboard.press("Tab")
    at(surface, "menu").focus()
    surface.page.keyboard.press("Enter")
    expect(surface.page.locator(".sheet [aria-label=Close]")).to_be_focused()
    assert surface.page.locator(".sheet").get_attribute("aria-disabled") is None
    surface.page.keyboard.press("Enter")
    expect(surface.page.locator(".sheet")).to_be_hidden()


@pytest.fixture
def join(visit: Open, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Surface]:
    know_screens(monkeypatch)
    return lambda screen, **options: visit(**as_screen(screen), **options)


def test_a_row_that_another_screen_pushed_away_is_not_the_one_that_is_pressed(join: Callable[..., Surface]) -> None:
    boss = join(BOSS)
    join(IPAD)
    at(boss, "screens").first.click()
    change = boss.page.get_by_role("button", name="Change Stage left iPad", exact=True)
    expect(change).to_be_enabled()
    boss.is_settled()
    point = middle(change)
    boss.page.evaluate("() => document.querySelector('.sheet-body').prepend(document.createElement('hr'))")
    row = "() => document.querySelector('[data-device=ipad] button').getBoundingClientRect().top"
    before = boss.page.evaluate(row)
    boss.page.evaluate("() => { document.querySelector('.sheet-body hr').style.height = '60px'; }")
    boss.wait(f"(y) => ({row})() > y + 20", before)
    tap(boss, *point)
    is_not_counted(boss)
    expect(change).to_have_attribute("aria-expanded", "false")


def test_a_start_pages_list_that_is_laid_anew_opens_nothing_else(serve: Serve, visit: Open) -> None:
    stage = serve({**SMALL, "open": True})
    surface = visit(stage.url)
    page = surface.page
    page.goto(f"{stage.url}start")
    card = page.locator("[data-offer]").first
    card.wait_for()
    listing = page.evaluate("async () => (await fetch('/shows')).json()")
    first, *others = listing["examples"]
    point = middle(page.locator(f"[data-offer='{first['id']}']"))
    page.route("**/shows", lambda route: route.fulfill(body=json.dumps({**listing, "examples": [*others, first]})))
    wanted: list[str] = []
    page.on("request", lambda request: wanted.append(request.method))
    page.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    surface.wait(
        "([x, y, id]) => document.elementFromPoint(x, y).closest('[data-offer]').dataset.offer !== id",
        [*point, first["id"]],
    )
    tap(surface, *point)
    is_not_counted(surface)
    surface.is_settled()
    assert "POST" not in wanted
    assert page.url.endswith("/start")


SIZES = [(1280, 800), (1024, 768), (768, 1024), (390, 844), (844, 390)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_moves_for_messages_faults_and_a_lost_connection(
    visit: Open, serve: Serve, show_file: Write, width: int, height: int
) -> None:
    file = show_file(SHOW)
    stage = serve(file)
    surface = visit(stage.url, viewport={"width": width, "height": height})
    boxes = surface.page.evaluate(BOXES)
    program = SimpleClient(stage.url)
    for text in ("Stand by LX 12", "x" * 200, "Places, please. " * 12):
        program.socket.emit("message", {"text": text})
        expect(surface.page.locator(".message-text")).to_have_text(text.strip())
        assert surface.page.evaluate(BOXES) == boxes
    file.write_text(json.dumps({**SHOW, "pages": "none"}), encoding="utf-8")
    expect(surface.page.locator(".fault")).to_have_count(1)
    assert surface.page.evaluate(BOXES) == boxes
    surface.is_settled()
    for left in (2, 1, 0):
        tap(surface, *middle(surface.page.locator(".message-seen")))
        expect(surface.page.locator(".message-from em")).to_have_text([f"{left - 1} more"] if left > 1 else [])
        expect(surface.page.locator(".message")).to_have_count(min(left, 1))
        surface.is_settled()
        assert surface.page.evaluate(BOXES) == boxes
    program.close()
    surface.page.context.set_offline(True)
    surface.is_lost()
    expect(surface.page.locator("[data-fault=lost]")).to_be_visible()
    assert surface.page.evaluate(BOXES) == boxes
    surface.page.context.set_offline(False)
    surface.is_connected()
    expect(surface.page.locator("[data-fault=lost]")).to_have_count(0)
    assert surface.page.evaluate(BOXES) == boxes
