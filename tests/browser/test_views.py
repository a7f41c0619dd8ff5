"""A feed as ten numbers, one big one, a meter and a plot: what is shown, and what hands can do with it."""

import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.clients import SimpleClient
from tests.conftest import Serve
from webui.serving import Serving

SHOW = {
    "sidestage": 1,
    "feeds": [{"id": "pulse", "label": "Pulse", "source": "program", "unit": "bpm", "decimals": 1, "window": 600}],
    "views": [
        {"feed": "pulse", "type": "plot"},
        {"feed": "pulse", "type": "meter", "max": 200, "warn": 180, "marks": [0, 100, 180, 200]},
        {"feed": "pulse", "type": "big"},
        {"feed": "pulse", "type": "ten"},
    ],
}
MINUTES = 5
"""For so long it went up by one a second, until now."""


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SHOW)


@pytest.fixture
def program(stage: Serving) -> Iterator[SimpleClient]:
    """A program that has sent a number a second."""
    with closing(SimpleClient(stage.url, "/", "/test")) as program:
        count = MINUTES * 60
        program.push_many([[i * 1000.0, float(i)] for i in range(count + 1)], feed="pulse")
        yield program


def test_each_view_shows_its_feed_in_its_way(program: SimpleClient, visit: Open) -> None:
    surface = visit()
    page = surface.page
    expect(page.locator(".feed-big .big")).to_have_text("300.0")
    expect(page.locator(".feed-ten li").last).to_have_text("300.0")
    expect(page.locator(".feed-ten li").first).to_have_text("291.0")
    meter = page.get_by_role("meter", name="Pulse")
    expect(meter).to_have_attribute("aria-valuenow", "200")
    expect(meter).to_have_attribute("aria-valuetext", "300.0 bpm")
    expect(page.locator(".feed-meter[data-warns]")).to_have_count(1)

    program.push(120, feed="pulse")
    expect(meter).to_have_attribute("aria-valuetext", "120.0 bpm")
    expect(page.locator(".feed-meter[data-warns]")).to_have_count(0)
    bar, fill = (page.locator(f".feed-meter .{part}").bounding_box() for part in ("bar", "fill"))
    assert bar
    assert fill
    assert round(fill["height"] / (bar["height"] - 2), 2) == 0.6
    # The peak falls once it is two seconds old, with no number that says so.
    expect(page.locator(".feed-meter[data-peaked]")).to_have_count(0)
    expect(page.locator(".feed-meter .peak")).to_be_hidden()
    expect(page.locator(".feed-big .big")).to_have_text("120.0")


def test_a_plot_shows_as_much_as_is_chosen_stands_still_and_has_a_cursor(program: SimpleClient, visit: Open) -> None:
    surface = visit()
    page = surface.page
    view = page.locator(".feed-plot")
    lowest, choice = view.locator("[data-statistic=min]"), view.get_by_label("Pulse: time that is shown")
    expect(view.locator("canvas")).to_have_count(1)
    expect(lowest).to_have_text("0.0")
    assert choice.locator("option").all_text_contents() == ["10 s", "30 s", "1 min", "5 min", "10 min"]
    choice.select_option("1 min")
    expect(lowest).to_have_text("240.0")
    expect(view.locator("[data-statistic=mean]")).to_have_text("270.0")

    cursor = page.get_by_role("slider", name="Pulse, cursor")
    expect(cursor).to_have_attribute("aria-valuetext", "No cursor")
    box = cursor.bounding_box()
    assert box
    finger = surface.touch.down(box["x"] + box["width"] - 60, box["y"] + 60)
    expect(view.locator(".said")).to_be_visible()
    before = cursor.get_attribute("aria-valuenow")
    finger.move(dx=-100)
    assert int(cursor.get_attribute("aria-valuenow") or 0) < int(before or 0)
    finger.lift()
    cursor.press("End")
    expect(view.locator(".said")).to_contain_text("300.0\u00a0bpm")
    cursor.press("ArrowLeft")
    expect(view.locator(".said")).to_contain_text("299.0\u00a0bpm")
    cursor.press("PageDown")
    expect(cursor).to_have_attribute("aria-valuetext", re.compile(r"289\.0 bpm at \d\d:\d\d:\d\d"))

    surface.is_settled()
    page.get_by_role("button", name="Pause").tap()
    program.push(500, feed="pulse")
    expect(view.locator(".big")).to_have_text("500.0")
    highest = view.locator("[data-statistic=max]")
    expect(highest).to_have_text("300.0")
    expect(view.locator(".said")).to_contain_text("289.0")
    page.get_by_role("button", name="Go on").tap()
    expect(highest).to_have_text("500.0")
    cursor.press("Escape")
    expect(view.locator(".said")).to_have_count(0)
