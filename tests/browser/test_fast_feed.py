"""A feed of a thousand numbers a second in a real browser: no peak vanishes, and the page stays quick."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.clients import SimpleClient
from tests.conftest import Serve
from webui.core.show.feeds import MAX_KEPT
from webui.core.surface.commands import PushMany
from webui.engine.engine import PROGRAM
from webui.serving import Serving

FAST: dict[str, Any] = {
    "sidestage": 1,
    "id": "fast",
    "feeds": [{"id": "pulse", "source": "program", "window": 60, "decimals": 0}],
    "controls": [{"id": "slider1", "type": "fader"}],
}

TALLEST = """() => {
    const canvas = document.querySelector('.plot canvas');
    const {width, height} = canvas;
    const {data} = canvas.getContext('2d').getImageData(0, 0, width, height);
    // The line's own blue, as opaque as a line of two pixels is.
    for (let i = 0; i < data.length; i += 4) {
        const [red, green, blue, alpha] = data.slice(i, i + 4);
        const apart = Math.max(Math.abs(red - 86), Math.abs(green - 180), Math.abs(blue - 233));
        if (alpha > 150 && apart < 40) return Math.floor(i / 4 / width) / height;
    }
    return 1;
}"""
"""How far from the top, as a share of the height, the line reaches."""


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(FAST)


def fill(stage: Serving, peak: int) -> None:
    """A minute of a thousand numbers a second, up to now, all low but for one."""
    engine = stage._engine
    since = engine.now() - MAX_KEPT
    numbers = tuple((since + ms, 100 if ms == peak else ms % 10) for ms in range(MAX_KEPT))
    engine.call(engine.apply, PushMany("pulse", numbers), PROGRAM)


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_one_peak_among_sixty_thousand_numbers_is_seen_at_any_size(visit: Open, stage: Serving, width: int) -> None:
    fill(stage, peak=23_456)
    surface = visit(viewport={"width": width, "height": 800})
    expect(surface.page.locator("[data-statistic=max]")).to_have_text("100")
    surface.wait(f"() => ({TALLEST})() < 0.25")
    surface.page.set_viewport_size({"width": width // 2 + 200, "height": 700})
    surface.wait(f"() => ({TALLEST})() < 0.25")


def newest(surface: Surface) -> str:
    return surface.page.locator(".newest .big").text_content() or ""


def test_two_seconds_of_a_thousand_each_are_all_counted_on_two_pages(visit: Open, stage: Serving) -> None:
    one, two = visit(), visit()
    program = SimpleClient(stage.url, "/test", transports=["websocket"])
    for number in range(2000):
        program.push(number, feed="pulse")
    for surface in (one, two):
        expect(surface.page.locator("[data-statistic=max]")).to_have_text("1999")
        expect(surface.page.locator("[data-statistic=min]")).to_have_text("0")
        # The mean of all of them: any other count would have another.
        expect(surface.page.locator("[data-statistic=mean]")).to_have_text("1000")
        assert newest(surface) == "1999"
        assert surface.numbers() == [str(number) for number in range(1990, 2000)]
    program.close()
