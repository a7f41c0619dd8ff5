"""Every control in every state, as the gallery draws it: boxes and texts at all sizes, colours, the hot path."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.axe import COLOURS, violations
from tests.browser.gallery import names, open_gallery, settled, turn
from tests.browser.test_sizes import BOXES, LEAST_TARGET
from tests.browser.tracing import tracing
from webui.serving import Serving

LONG = "LONG" in os.environ
SIZES = [(1280, 800), (1024, 768), (768, 1024), (390, 844)]
LIGHTS: dict[str, list[str] | None] = {"off": None, "red": COLOURS, **({"amber": COLOURS} if LONG else {})}
"""Each light, and the axe rules that it is another matter for. Amber has the shapes of red: `LONG=1` asks there too."""

MOVE = """
async (round) => {
    const {grid, inState} = await import(document.querySelector('script[type=module]').src);
    const far = ({min = 0, max = 1}, end) => (end ? max : min);
    const start = (id) => grid.control(id).spec.default;
    const moves = (id) => typeof start(id) === 'number' || Array.isArray(start(id));
    const seen = (id) => grid.control(id).element.offsetParent !== null;
    const ids = inState('default').filter((id) => moves(id) && seen(id));
    for (const id of ids) {
        const control = grid.control(id), {spec} = control;
        const pair = spec.x ? [far(spec.x, round % 2), far(spec.y, round % 2)] : [far(spec, round % 2), spec.max];
        control.show(Array.isArray(spec.default) ? pair : far(spec, round % 2));
    }
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return ids.length;
}
"""
"""Shows another number on each control that has one, as the hot path does, and waits until it is on the screen."""

MOST_STYLED = 12
"""Elements a control whose style a move may touch: caps, fills, rings; never the page's."""


@pytest.fixture
def gallery(context: Callable[..., BrowserContext], stage: Serving) -> Callable[..., Page]:
    """Open the gallery, in a light."""
    return lambda light="off": open_gallery(context, stage, light)


def test_nothing_is_cut_off_small_or_in_the_way_at_any_size(gallery: Callable[..., Page]) -> None:
    page = gallery()
    wrong: dict[str, list[str]] = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for name in names():
            turn(page, name)
            settled(page)
            if found := page.evaluate(BOXES, LEAST_TARGET):
                wrong[f"{name} at {width}x{height}"] = found
    assert wrong == {}


@pytest.mark.parametrize("light", LIGHTS)
def test_axe_finds_nothing(gallery: Callable[..., Page], light: str) -> None:
    page = gallery(light)
    wrong = {}
    for name in names():
        turn(page, name)
        if found := violations(page, rules=LIGHTS[light]):
            wrong[name] = found
    assert wrong == {}


def test_a_move_lays_nothing_out_and_restyles_no_more_than_what_it_moves(gallery: Callable[..., Page]) -> None:
    page = gallery()
    moving = []
    for name in names():
        turn(page, name)
        if not page.evaluate(MOVE, 0):
            continue
        moving.append(name)
        with tracing(page) as trace:
            moved = [page.evaluate(MOVE, number) for number in range(1, 6)]
        assert trace.named("FireAnimationFrame")
        assert trace.named("Layout") == [], name
        styled = [event["args"]["elementCount"] for event in trace.named("UpdateLayoutTree")]
        assert sum(styled) <= MOST_STYLED * sum(moved), name
    assert "fader" in moving


def test_no_news_dims_all_of_it_and_takes_no_hand(gallery: Callable[..., Page]) -> None:
    page = gallery()
    turn(page, "fader", news="no")
    fader = page.locator("[data-type=fader]").first
    assert float(fader.locator("..").evaluate("(page) => getComputedStyle(page).opacity")) < 1
    before = fader.locator("input").input_value()
    fader.locator(".cap").hover(force=True)
    page.mouse.down()
    page.mouse.move(0, 0)
    page.mouse.up()
    assert fader.locator("input").input_value() == before
