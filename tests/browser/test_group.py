"""Groups: frames around their cells on every screen."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.conftest import Serve
from tests.screens import know_screens
from webui.serving import Serving

LEAST_TARGET = 44
BOXES = Path(__file__).with_name("boxes.js").read_text(encoding="utf-8")
WAYS = [("Sends", "sends"), ("Here", "main"), ("Desk", "desk")]


def fader(name: str, place: list[int]) -> dict[str, Any]:
    return {"id": name, "type": "fader", "place": place, "unit": "%"}


SHOW = {
    "sidestage": 1,
    "id": "framed",
    "name": "Framed",
    "pages": [
        {
            "id": "main",
            "columns": 10,
            "rows": 6,
            "controls": [
                *(fader(f"a{n}", [n, 1, 1, 6]) for n in (1, 2, 3)),
                {"id": "front", "type": "group", "label": "Front of house", "place": [1, 1, 3, 6]},
                *(fader(f"b{n}", [n, 1, 1, 5]) for n in (4, 5, 6, 7, 8)),
                fader("low", [4, 6, 5, 1]),
                {"id": "band", "type": "group", "label": "Band and monitors", "place": [4, 1, 5, 6]},
                *(
                    {"id": f"to-{page}", "type": "page", "label": label, "page": page, "place": [9, 1 + 2 * n, 2, 2]}
                    for n, (label, page) in enumerate(WAYS)
                ),
            ],
        },
        {"id": "sends", "controls": [{"id": "back", "type": "page", "label": "Back", "page": "main"}]},
        {"id": "desk", "role": "operator", "controls": [{"id": "house", "type": "fader"}]},
    ],
}
AROUND = """(members) => members.every(([group, cell]) => {
    const box = (name) => document.querySelector(`[data-control="${name}"]`).getBoundingClientRect();
    const [frame, inside] = [box(group), box(cell)];
    const name = document.querySelector(`[data-control="${group}"] .label`).getBoundingClientRect();
    const across = inside.left > frame.left && inside.right < frame.right;
    return across && inside.bottom < frame.bottom && inside.top > name.bottom;
})"""
MEMBERS = [["front", f"a{n}"] for n in (1, 2, 3)] + [["band", name] for name in ("b4", "b6", "b8", "low")]
SIZES = [(1280, 800), (1024, 768), (768, 1024), (390, 844), (844, 390)]


@pytest.fixture
def stage(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Serving:
    know_screens(monkeypatch)
    return serve(SHOW)


@pytest.mark.parametrize("type_size", ["100", "150"])
def test_a_frame_is_around_its_cells_at_every_size(visit: Open, stage: Serving, type_size: str) -> None:
    kept = [{"name": "sidestage.size", "value": type_size}]
    origins = [{"origin": stage.url.rstrip("/"), "localStorage": kept}]
    surface = visit(is_mobile=True, storage_state={"cookies": [], "origins": origins})
    for width, height in SIZES:
        surface.page.set_viewport_size({"width": width, "height": height})
        surface.touch.settle()
        assert surface.page.evaluate(BOXES, LEAST_TARGET) == [], (width, height)
        assert surface.page.evaluate(AROUND, MEMBERS), (width, height)
    group = surface.page.get_by_role("group", name="Front of house")
    expect(group).to_have_attribute("aria-owns", "a1 a2 a3")
