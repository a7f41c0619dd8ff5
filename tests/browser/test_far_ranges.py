"""Ranges far from 0, tiny ones and negative ones: hands reach every place of them. And texts as macOS writes them."""

from typing import Any

import pytest

from tests.browser.conftest import Open
from tests.conftest import Serve
from tests.desktop.processes import until

FAR = {"min": 1_700_000_000_000, "max": 1_700_000_001_000}
RANGES: dict[str, dict[str, Any]] = {
    "far": FAR,
    "negative": {"min": -1_700_000_001_000, "max": -1_700_000_000_000},
    "tiny": {"min": 1e-9, "max": 2e-9},
    "narrow": {"min": 1e9, "max": 1e9 + 0.001},
}


def show(keys: dict[str, Any]) -> dict[str, Any]:
    axes = {"x": {**keys, "label": "Across"}, "y": {**keys, "label": "Up"}}
    return {
        "sidestage": 1,
        "controls": [
            {"id": "fader", "type": "fader", **keys},
            {"id": "knob", "type": "knob", **keys},
            {"id": "xy", "type": "xy", **axes},
            {"id": "range", "type": "range", **keys},
        ],
    }


@pytest.mark.parametrize("keys", RANGES.values(), ids=RANGES)
def test_every_place_of_a_range_is_reached(serve: Serve, visit: Open, keys: dict[str, Any]) -> None:
    surface = visit(serve(show(keys)).url)
    page, (low, high) = surface.page, (keys["min"], keys["max"])
    seen: set[float] = set()
    x, y = surface.cap("fader")
    finger = surface.touch.down(x, y)
    for _ in range(12):
        finger.move(dy=-8, steps=1)
        seen.add(surface.value("fader"))
    finger.lift()
    assert len(seen) == 12
    assert low < min(seen) < max(seen) < high
    for name in ("fader", "knob"):
        native = page.locator(f"[id='{name}']")
        native.focus()
        native.press("Home")
        surface.touch.settle()
        values = [surface.value(name)]
        for key in ("PageUp", "ArrowUp", "Shift+ArrowUp", "PageUp"):
            native.press(key)
            surface.touch.settle()
            values.append(surface.value(name))
        places = [(value - low) / (high - low) for value in values]
        assert places == pytest.approx([0, 0.1, 0.11, 0.111, 0.211], abs=1e-3)
    for label in ("Across", "Up", "Low", "High"):
        native = page.get_by_role("slider", name=label, exact=True)
        native.press("End")
        native.press("PageDown")
        surface.touch.settle()
        found = native.evaluate("(it) => it.valueAsNumber")
        assert (found - low) / (high - low) == pytest.approx(0.9, abs=1e-3), label


@pytest.mark.parametrize(
    "letter", ["e\u0301", "\u1112\u1161\u11ab", "\U0001f1e9\U0001f1ea", "\U0001f469\u200d\U0001f467"]
)
def test_a_text_that_fits_by_sight_is_taken_and_a_longer_one_is_cut(serve: Serve, visit: Open, letter: str) -> None:
    stage = serve({"sidestage": 1, "controls": [{"id": "note", "type": "text", "length": 10}]})
    mine, other = visit(stage.url), visit(stage.url)
    field = mine.page.locator("[id='note']")
    for count in (10, 11, 25):
        field.fill("")
        other.shows("note", "")
        field.focus()
        mine.page.keyboard.insert_text(letter * count)
        other.shows("note", letter * 10)
        mine.shows("note", letter * 10)
        until(lambda: stage._engine.call(stage._engine.surface.value, "note") == letter * 10, "for the server")
