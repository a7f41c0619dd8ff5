"""Several browsers on one show: whatever one hand moves, every screen shows."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.clients import Page as Program
from tests.clients import SimpleClient
from tests.conftest import SMALL, Serve
from webui.serving import Serving


def same(one: Surface, two: Surface, *names: str) -> None:
    """Wait until both show the same value of each control."""
    for name in names:
        two.shows(name, one.page.locator(f"[id='{name}']").input_value())


def test_two_browsers_drag_at_once_and_follow_each_other(visit: Open) -> None:
    one, two = visit(), visit()
    left, right = one.finger_on("slider1"), two.finger_on("slider2")
    for _ in range(5):
        left.move(dy=-15)
        right.move(dy=-20)
    left.lift()
    right.lift()
    assert one.value("slider1") > 30
    assert two.value("slider2") > 5
    same(one, two, "slider1")
    same(two, one, "slider2")


def test_a_second_browser_follows_while_the_finger_is_still_down(visit: Open) -> None:
    one, two = visit(), visit()
    finger = one.finger_on("slider1")
    finger.move(dy=-60)
    same(one, two, "slider1")
    assert two.value("slider1") > 25
    finger.move(dy=120)
    same(one, two, "slider1")
    assert two.value("slider1") < 25
    finger.lift()


def test_the_cap_never_jumps_to_the_finger_and_a_tap_on_the_track_does_nothing(visit: Open) -> None:
    surface = visit()
    x, y = surface.cap("slider1")
    before = surface.value("slider1")
    finger = surface.touch.down(x, y - 100)
    finger.lift()
    finger = surface.touch.down(x + 5, y + 12)
    assert surface.value("slider1") == before
    finger.move(dy=-30)
    moved = surface.cap("slider1")[1]
    assert abs(y - 30 - moved) < 3
    finger.lift()


def test_two_fingers_move_two_faders_and_one_owns_each(visit: Open) -> None:
    one, two = visit(), visit()
    left, right = one.finger_on("slider1"), one.finger_on("slider2")
    for _ in range(4):
        left.move(dy=20)
        right.move(dy=-20)
    left.lift()
    right.move(dy=-20)
    right.lift()
    assert one.value("slider1") < 25
    assert one.value("slider2") > 0
    same(one, two, "slider1", "slider2")


def test_a_late_joiner_has_the_values_in_the_first_html(visit: Open, stage: Serving) -> None:
    surface = visit()
    program = Program(stage.url)
    program.move(slider1=37, txt1="Places")
    surface.shows("slider1", 37)
    html = surface.page.request.get(stage.url).text()
    found = re.search(r'<input id="slider1"[^>]*>', html)
    assert found
    assert 'value="37"' in found[0]
    assert 'value="Places"' in html
    visit().shows("slider1", 37)
    program.close()


REMEMBER = """addEventListener('DOMContentLoaded', () => {
    const look = () => {
        if (!('ready' in document.documentElement.dataset)) return;
        window.built ??= document.querySelector('[data-control=slider1]');
    };
    new MutationObserver(look).observe(document.documentElement, {attributes: true});
})"""


def test_the_welcome_leaves_what_the_first_html_had_right(
    context: Callable[..., BrowserContext], stage: Serving
) -> None:
    page = context().new_page()
    page.add_init_script(REMEMBER)
    page.goto(stage.url)
    Surface(page).is_connected()
    assert page.evaluate("window.built === document.querySelector('[data-control=slider1]')")


def test_text_goes_over_as_it_is_typed_and_as_text(visit: Open) -> None:
    one, two = visit(), visit()
    field = one.page.locator("[id=txt1]")
    field.press_sequentially("Places, <b>act two</b> ✨")
    expect(two.page.locator("[id=txt1]")).to_have_value("Places, <b>act two</b> ✨")
    two.page.locator("[id=txt1]").fill("Stand by")
    expect(two.page.locator("[id=txt1]")).to_have_value("Places, <b>act two</b> ✨")
    expect(field).to_have_value("Places, <b>act two</b> ✨")
    field.blur()
    expect(two.control("txt1").locator(".tag")).to_have_count(0)
    two.page.locator("[id=txt1]").fill("Stand by")
    expect(field).to_have_value("Stand by")


def test_a_toggle_stays_and_a_flash_button_ends_with_the_finger(visit: Open) -> None:
    one, two = visit(), visit()
    one.control("bed").tap()
    two.shows("bed", True)
    finger = one.finger_on("thunder")
    two.shows("thunder", True)
    finger.lift()
    two.shows("thunder", False)
    two.shows("bed", True)


def test_the_number_feed_is_the_same_everywhere_newest_last(visit: Open, serve: Serve) -> None:
    url = serve({**SMALL, "feeds": [{"id": "number", "every": 0.25}]}).url
    one, two = visit(url), visit(url)
    one.wait("() => [...document.querySelectorAll('.ten li')].filter((li) => li.textContent).length === 10")
    newest = one.numbers()[-1]
    two.wait("(newest) => [...document.querySelectorAll('.ten li')].at(-2).textContent === newest", newest)
    one.wait("(newest) => [...document.querySelectorAll('.ten li')].at(-2).textContent === newest", newest)
    for surface in (one, two):
        big, last = surface.page.evaluate(
            "() => ['.big', '.ten li:last-child'].map((part) => document.querySelector(part).textContent)"
        )
        assert big == last
        assert surface.page.locator(".uplot canvas").count() >= 1


def test_a_simple_client_and_the_page_follow_each_other(visit: Open, stage: Serving) -> None:
    surface = visit()
    program = SimpleClient(stage.url)
    program.change("slider1", "12")
    surface.shows("slider1", 12)
    finger = surface.finger_on("slider1")
    finger.move(dy=-40)
    finger.lift()
    program.wait(lambda: program.updates("slider1")[-1] == surface.value("slider1"))
    program.close()


def test_an_edited_show_file_is_on_the_screen_at_once(visit: Open, stage: Serving) -> None:
    surface = visit()
    path = stage.document.path
    text = path.read_text(encoding="utf-8").replace('"slider1"', '"fresh"').replace('"Small"', '"Edited"')
    path.write_text(text, encoding="utf-8")
    expect(surface.control("fresh")).to_be_visible()
    expect(surface.control("slider1")).to_have_count(0)
    expect(surface.page.locator("header")).to_contain_text("Edited")
    finger = surface.finger_on("fresh")
    finger.move(dy=-40)
    finger.lift()
    visit().shows("fresh", surface.page.locator("[id=fresh]").input_value())


def test_a_wrong_show_file_says_so_on_the_operators_screen(visit: Open, stage: Serving) -> None:
    surface = visit()
    good = stage.document.path.read_text(encoding="utf-8")
    stage.document.path.write_text('{"sidestage": 1, "controls": [{"id": "a", "type": "slider"}]}', encoding="utf-8")
    expect(surface.page.locator(".faults")).to_contain_text("page main, control 1: type must be one of")
    expect(surface.control("slider1")).to_be_visible()
    stage.document.path.write_text(good.replace("Small", "Good again"), encoding="utf-8")
    expect(surface.page.locator(".faults")).to_be_empty()
