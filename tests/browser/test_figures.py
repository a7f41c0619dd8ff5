"""Figures on every screen: no digit is cut off, whatever the number, the cell, the type's size and the light."""

import math
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.clients import SimpleClient
from tests.conftest import Serve
from webui.serving import Serving

SIZES: list[ViewportSize] = [
    {"width": 1280, "height": 800},
    {"width": 1024, "height": 768},
    {"width": 768, "height": 1024},
    {"width": 1366, "height": 1024},
    {"width": 390, "height": 844},
]
NUMBERS = [1234567890.123, -1234567890.123, -0.000123, 1e-7, 1e300, -1.7e308, 12.5, 1e21, 123456.789, 0]
WIDE = {"min": -1e15, "max": 1e15, "decimals": 6, "unit": "lx"}
BIG = {"min": 0, "max": 2_000_000_000, "decimals": 3, "unit": "steps"}
TINY = {"min": 0, "max": 1e-9}
LOG = {"min": 0.01, "max": 20, "taper": "log"}

CONTROLS: list[dict[str, Any]] = [
    {"id": "fader", "type": "fader", **WIDE},
    {"id": "lying", "type": "fader", "place": [1, 6, 3, 1], **WIDE},
    {"id": "unit", "type": "fader", "place": [1, 8, 2, 1], **WIDE, "unit": "lumens/m"},
    {"id": "flat", "type": "fader", "place": [4, 6, 6, 1], **WIDE},
    {"id": "big", "type": "fader", **BIG},
    {"id": "tiny", "type": "fader", **TINY},
    {"id": "log", "type": "fader", **LOG},
    {"id": "knob", "type": "knob", **WIDE},
    {"id": "number", "type": "number", "step": 0.001, "unit": "Hz"},
    {"id": "narrow", "type": "number", "place": [10, 6, 1, 2], "step": 0.001, "unit": "lumens/m"},
    {"id": "encoder", "type": "encoder", "step": 0.001, "unit": "x"},
    {"id": "xy", "type": "xy", "place": [11, 1, 2, 5], "x": WIDE, "y": {**WIDE, "label": "Much"}},
    {"id": "range", "type": "range", "place": [1, 7, 4, 1], **WIDE},
    {"id": "upright", "type": "range", "place": [11, 6, 1, 5], **WIDE},
]
VIEWS: list[dict[str, Any]] = [
    {"type": "big", "place": [1, 1, 2, 2]},
    {"type": "big", "place": [3, 1, 6, 3]},
    {"type": "meter", "place": [9, 1, 1, 5], "min": -1e15, "max": 1e15, "marks": [-1e15, 0, 123456789.5, 1e15]},
    {"type": "meter", "place": [1, 3, 2, 2], "min": -1e308, "max": 1e308},
    {"type": "ten", "place": [10, 1, 3, 2]},
    {"type": "ten", "place": [10, 3, 2, 4]},
    {"type": "feed", "place": [1, 5, 3, 5]},
    {"type": "plot", "place": [4, 5, 4, 5]},
]
SHOW = {
    "sidestage": 1,
    "id": "figures",
    "feeds": [{"id": "much", "source": "program", "decimals": 3, "unit": "K", "window": 600}],
    "pages": [
        {"id": "controls", "label": "Controls", "columns": 12, "controls": CONTROLS},
        {"id": "views", "label": "Views", "columns": 12, "views": [{"feed": "much", **view} for view in VIEWS]},
    ],
}

FIGURES = """() => {
    const wrong = [];
    const found = [...document.querySelectorAll(
        '.readout .number, .feed .big, .statistics b, .ten li, .scale span, .said, .feed .number')];
    for (const element of found) {
        if (!element.textContent || !element.checkVisibility({checkVisibilityCSS: true})) continue;
        const range = document.createRange();
        range.selectNodeContents(element);
        const text = range.getBoundingClientRect();
        const size = parseFloat(getComputedStyle(element).fontSize);
        const where = element.closest('[data-control], .feed');
        const name = where?.dataset.control ?? where?.className;
        const what = `${name} ${element.className} "${element.textContent}" at ${size}`;
        if (size < 14) wrong.push(`small: ${what}`);
        const shortens = getComputedStyle(element).overflowX !== 'visible';
        if (shortens && element.scrollWidth > element.clientWidth + 1) wrong.push(`shortened: ${what}`);
        for (let one = element; one && one !== document.body; one = one.parentElement) {
            const style = getComputedStyle(one);
            if (style.overflowX === 'visible' && style.contain === 'none') continue;
            const box = one.getBoundingClientRect();
            if (text.left < box.left - 1 || text.right > box.right + 1) wrong.push(`cut: ${what} by ${one.className}`);
            if (style.overflowY === 'auto' || style.overflowY === 'scroll') break;
            const down = size * 0.25;
            const beyond = text.top < box.top - down || text.bottom > box.bottom + down;
            if (beyond) wrong.push(`cut off below: ${what} by ${one.className}`);
        }
    }
    return [found.length, wrong];
}"""


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SHOW)


@pytest.fixture
def program(stage: Serving) -> Iterator[SimpleClient]:
    with closing(SimpleClient(stage.url, "/", "/test")) as program:
        yield program


@pytest.fixture
def tablet(visit: Open, stage: Serving) -> Callable[..., Surface]:
    """Open the surface on a screen of a size, with a type size and a light, on one of its pages."""

    def opened(size: ViewportSize, type_size: str, night: str) -> Surface:
        choices = [
            {"name": f"sidestage.{name}", "value": value} for name, value in (("size", type_size), ("night", night))
        ]
        kept = {"cookies": [], "origins": [{"origin": stage.url.rstrip("/"), "localStorage": choices}]}
        surface = visit(viewport=size, is_mobile=True, storage_state=kept)
        expect(surface.page.locator(f"html[data-size='{type_size}']")).to_have_count(1)
        return surface

    return opened


def go(surface: Surface, page: str) -> None:
    surface.page.evaluate("(page) => { location.hash = `#page=${page}`; }", page)
    expect(surface.page.locator(f"[data-page='{page}']:not([hidden])").first).to_be_visible()


def check(surface: Surface, why: str) -> None:
    surface.touch.settle()
    count, wrong = surface.page.evaluate(FIGURES)
    assert count
    assert wrong == [], why


def number_in(text: str) -> float:
    """What a person reads, with or without a power of ten."""
    found = re.match(r"~?([\u2212-]?[\d.]+(e[\u2212-]?\d+)?)", text)
    assert found, text
    return float(found[1].replace("\u2212", "-"))


@pytest.mark.parametrize("type_size", ["100", "125", "150"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']}x{size['height']}")
def test_no_figure_is_cut(
    program: SimpleClient, tablet: Callable[..., Surface], size: ViewportSize, type_size: str
) -> None:
    night = {"100": "off", "125": "red", "150": "amber"}[type_size]
    surface = tablet(size, type_size, night)
    check(surface, "at rest")
    names = [control["id"] for control in CONTROLS]
    for number in NUMBERS:
        for name in names:
            program.change(name, [number, number] if name in ("xy", "range", "upright") else number)
        inside = min(max(number, -1e15), 1e15)
        program.wait(lambda inside=inside: math.isclose(program.updates("number")[-1], inside, abs_tol=0.001))
        expect(surface.page.locator("[id='number']")).to_have_js_property(
            "valueAsNumber", program.updates("number")[-1]
        )
        surface.touch.settle()
        check(surface, f"{number}")
        for name in ("fader", "number", "encoder", "knob"):
            native = surface.page.locator(f"[id='{name}']")
            said = number_in(native.get_attribute("aria-valuetext") or "")
            assert math.isclose(said, native.evaluate("(it) => it.valueAsNumber"), rel_tol=1e-9, abs_tol=0.001), name
            shown = surface.control(name).locator(".number").first.inner_text()
            if shown != "\u2026":
                assert math.isclose(number_in(shown), said, rel_tol=0.6, abs_tol=0.001), (name, shown, said)


@pytest.mark.parametrize("type_size", ["100", "125", "150"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']}x{size['height']}")
def test_no_live_number_is_cut(
    program: SimpleClient, tablet: Callable[..., Surface], size: ViewportSize, type_size: str
) -> None:
    night = {"100": "red", "125": "amber", "150": "off"}[type_size]
    surface = tablet(size, type_size, night)
    surface.finger_at("[data-page-tab]:has-text('Views')").lift()
    expect(surface.page.locator(".feed-big").first).to_be_visible()
    for number in [12.5, *NUMBERS]:
        program.push(number, feed="much")
        meter = surface.page.locator(".feed-meter [role=meter]").first
        expect(meter).to_have_attribute("aria-valuetext", re.compile(re.escape(spoken(number))))
        check(surface, f"{number}")
        shown = surface.page.locator(".feed-big .big").first.inner_text()
        assert math.isclose(number_in(shown), number, rel_tol=0.6, abs_tol=0.0006), shown
    cursor = surface.page.get_by_role("slider", name="much, cursor")
    cursor.press("End")
    check(surface, "with a cursor")
    # What is there when a page is opened, and has stopped meanwhile, which takes room of its own.
    program.push_many([1234567890.123 + n for n in range(10)], feed="much")
    surface.page.reload()
    surface.is_connected()
    surface.finger_at("[data-page-tab]:has-text('Views')").lift()
    expect(surface.page.locator(".feed-ten li").last).not_to_be_empty()
    check(surface, "opened")
    expect(surface.page.locator(".feed[data-stopped]")).to_have_count(len(VIEWS), timeout=30_000)
    check(surface, "stopped")


def spoken(number: float) -> str:
    """What assistive technology is told: all of it."""
    if abs(number) >= 1e21:
        mantissa, _, power = f"{number!r}".partition("e")
        return f"{mantissa.removesuffix('.0')}e{int(power)} K"
    return f"{number:.3f} K".replace("-0.000 ", "0.000 ")
