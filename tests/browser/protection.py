"""What tests of presses share: shows full of flash buttons, a listener that hears what fires, and pages that change."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.surface import Surface
from tests.clients import SimpleClient
from webui.serving import Serving

WORDS = "Not counted: just changed"
BOXES = """() => [...document.querySelectorAll('.page:not([hidden]) > .cell, .tab, .square')].map((cell) => {
    const {left, top, width, height} = cell.getBoundingClientRect();
    return [cell.dataset.control ?? cell.className, left, top, width, height].join(' ');
})"""
COLUMNS, ROWS = 4, 3


def button(name: str, at: int, **more: Any) -> dict[str, Any]:
    """Return a flash button in the place of that number."""
    place = [at % COLUMNS + 1, at // COLUMNS + 1, 1, 1]
    return {"id": name, "type": "button", "place": place, **more}


def page(name: str, letters: str, **more: Any) -> dict[str, Any]:
    """Return a page of flash buttons, one for each letter; a dot is an empty place."""
    buttons = [button(letter, at) for at, letter in enumerate(letters) if letter != "."]
    return {"id": name, "label": name.title(), "columns": COLUMNS, "rows": ROWS, "controls": buttons, **more}


def show(*pages: dict[str, Any]) -> dict[str, Any]:
    """Return a show with these pages."""
    return {"sidestage": 1, "id": "pressed", "name": "Pressed", "pages": list(pages)}


def rewrite(path: Path, text: dict[str, Any]) -> None:
    """Save another show into the file that is open."""
    path.write_text(json.dumps(text), encoding="utf-8")


def middle(what: Locator) -> tuple[float, float]:
    """Where a finger touches something."""
    box = what.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def tap(surface: Surface, x: float, y: float) -> None:
    """Touch a point, now."""
    surface.touch.down(x, y).lift()


def is_not_counted(surface: Surface) -> None:
    """The screen says that a press was not counted."""
    expect(surface.page.locator(".uncounted")).to_have_text(WORDS)


def nothing_is_said(surface: Surface) -> None:
    """The screen does not say that a press was not counted."""
    expect(surface.page.locator(".uncounted")).to_be_empty()


@contextmanager
def listening(stage: Serving, control: str = "end") -> Iterator[SimpleClient]:
    """Have a program hear each press and release from now on. An answer about the control comes after all values."""
    program = SimpleClient(stage.url)
    program.wait(lambda: program.updates(control), "for the values")
    program.change(control, False)
    program.wait(lambda: len(program.updates(control)) > 1, "for an answer")
    program.heard.clear()
    yield program
    program.close()


def fired(program: SimpleClient) -> list[str]:
    """What was pressed, in order."""
    return [body["who"] for name, body in list(program.heard) if name == "update value" and body["data"] is True]


def fires(surface: Surface, program: SimpleClient, *names: str) -> None:
    """See that these were pressed, and nothing else: a last press on "end" comes after all that came before it."""
    surface.is_settled()
    tap(surface, *middle(surface.control("end")))
    program.wait(lambda: "end" in fired(program), "for the last press")
    assert fired(program) == [*names, "end"], program.heard
    program.heard.clear()
