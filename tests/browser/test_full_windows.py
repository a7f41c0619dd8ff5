"""Full windows of feeds in a real browser: a page that comes late looks like one that was there all the time."""

import random
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open
from tests.browser.test_fast_feed import TALLEST
from tests.conftest import Serve
from webui.core.show.feeds import MAX_KEPT
from webui.core.surface.commands import PushMany
from webui.engine.engine import PROGRAM
from webui.serving import Serving

HOUR = 3600
FEEDS = [f"f{n}" for n in range(8)]

SHOW: dict[str, Any] = {
    "sidestage": 1,
    "id": "full",
    "feeds": [{"id": name, "source": "program", "window": HOUR, "decimals": 2} for name in FEEDS],
    "pages": [
        {
            "id": "main",
            "controls": [{"id": "slider1", "type": "fader", "max": 1000}],
            "views": [
                {"feed": "f0", "type": "plot"},
                {"feed": "f1", "type": "feed"},
                {"feed": "f2", "type": "ten"},
                {"feed": "f2", "type": "big"},
                {"feed": "f3", "type": "meter", "max": 1000},
            ],
        },
        {"id": "more", "views": [{"feed": name, "type": "plot"} for name in FEEDS[4:]]},
    ],
}


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SHOW)


def fill(stage: Serving) -> dict[str, list[float]]:
    """Fill all windows with an hour of numbers, each with one peak; returns their numbers."""
    engine, dice = stage._engine, random.Random(7)
    begin, step = engine.now() - (HOUR - 60) * 1000, (HOUR - 60) * 1000 / MAX_KEPT
    numbers = {}
    for name in FEEDS:
        its = [round(dice.random() * 10, 3) for _ in range(MAX_KEPT)]
        its[dice.randrange(1000, MAX_KEPT - 20_000)] = 900.0
        points = tuple((begin + n * step, number) for n, number in enumerate(its))
        for start in range(0, MAX_KEPT, 4000):
            engine.call(engine.apply, PushMany(name, points[start : start + 4000]), PROGRAM)
        numbers[name] = its
    return numbers


def statistics(view: Locator) -> list[str]:
    return [view.locator(f"[data-statistic={name}]").text_content() or "" for name in ("min", "mean", "max")]


def test_a_page_that_comes_to_full_windows_shows_all_that_can_be_drawn(stage: Serving, visit: Open) -> None:
    numbers = fill(stage)
    surface = visit(viewport={"width": 1280, "height": 1000})
    page = surface.page
    for name, view in (("f0", ".feed-plot"), ("f1", ".feed:not([class*=feed-])")):
        its = numbers[name]
        found = page.locator(f"{view}[data-feed={name}]")
        expect(found.locator("[data-statistic=max]")).to_have_text("900.00")
        expect(found.locator("[data-statistic=min]")).to_have_text(f"{min(its):.2f}")
        expect(found.locator("[data-statistic=mean]")).to_have_text(f"{sum(its) / len(its):.2f}")
    surface.wait(f"() => ({TALLEST})() < 0.25")
    ten = [text for text in page.locator(".feed-ten li").all_text_contents() if text]
    assert ten == [f"{number:.2f}" for number in numbers["f2"][-10:]]
    expect(page.locator(".feed-big .big")).to_have_text(f"{numbers['f2'][-1]:.2f}")
    surface.is_settled()
    page.locator("[data-page-tab=more]").click()
    for name in FEEDS[4:]:
        expect(page.locator(f".feed-plot[data-feed={name}] [data-statistic=max]")).to_have_text("900.00")
    stage._engine.call(stage._engine.apply, PushMany("f4", ((stage._engine.now(), 950.0),)), PROGRAM)
    expect(page.locator(".feed-plot[data-feed=f4] [data-statistic=max]")).to_have_text("950.00")


def test_a_shorter_time_is_drawn_as_closely_as_on_a_page_that_was_there(stage: Serving, visit: Open) -> None:
    numbers = fill(stage)["f0"]
    surface = visit(viewport={"width": 1280, "height": 1000})
    plot = surface.page.locator(".feed-plot[data-feed=f0]")
    expect(plot.locator("[data-statistic=max]")).to_have_text("900.00")
    step = (HOUR - 60) / MAX_KEPT
    for seconds in (60, 300, 10):
        plot.locator("select").select_option(str(seconds))
        its = numbers[-int(seconds / step) - 1 :]
        # The mean of just these: in columns of the whole hour it would be that of others.
        expect(plot.locator("[data-statistic=mean]")).to_have_text(f"{sum(its) / len(its):.2f}")
    plot.locator("select").select_option(str(HOUR))
    expect(plot.locator("[data-statistic=max]")).to_have_text("900.00")
    assert statistics(plot)[0] == f"{min(numbers):.2f}"


def test_a_page_that_was_lost_has_what_came_meanwhile(stage: Serving, visit: Open) -> None:
    fill(stage)
    surface = visit(viewport={"width": 1280, "height": 1000})
    plot = surface.page.locator(".feed-plot[data-feed=f0]")
    expect(plot.locator("[data-statistic=max]")).to_have_text("900.00")
    engine = stage._engine
    surface.page.context.set_offline(True)
    expect(surface.page.locator("html[data-link=lost]")).to_have_count(1)
    for n in range(200):
        engine.call(engine.apply, PushMany("f0", ((engine.now(), 970.0 if n == 50 else 5.0),)), PROGRAM)
    surface.page.context.set_offline(False)
    surface.is_connected()
    expect(plot.locator("[data-statistic=max]")).to_have_text("970.00")
