"""WebKit: the surface, the examples, the gallery and the start page; hands there and in Chromium on the same faders."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Open
from tests.browser.webkit import DRIVER, WebKit, webkit
from tests.clients import Page as Program
from tests.conftest import Serve
from tests.stage import ROOT

pytestmark = [
    pytest.mark.timeout(240),
    pytest.mark.skipif(shutil.which(DRIVER) is None, reason=f"needs {DRIVER}: apt-get install webkit2gtk-driver"),
]

BOXES = (Path(__file__).parent / "boxes.js").read_text("utf-8")
LONG = "LONG" in os.environ
EXAMPLES = ROOT / "assets" / "examples"
WRONG = f"return ({BOXES.partition('*/')[2].strip().rstrip(';')})(44)"
CONNECTED = "return document.documentElement.dataset.link === 'connected'"
READY = "return document.documentElement.dataset.ready === ''"
FITTED = "return document.fonts.ready.then(() => document.fonts.status === 'loaded')"
MIDDLE = """
    const box = document.querySelector(`[data-control='${arguments[0]}'] .cap`).getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
"""
VALUE = "return Number(document.getElementById(arguments[0]).value)"
DRAWN = """
    return [...document.querySelectorAll('.plot canvas')].some((drawn) => drawn.getContext('2d')
        .getImageData(0, 0, drawn.width, drawn.height).data.some((part) => part));
"""
END = "\ue010"


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebKit]:
    with webkit(tmp_path_factory.mktemp("webkit")) as window:
        yield window


def test_hands_in_webkit_and_in_chromium_are_on_the_same_faders(window: WebKit, serve: Serve, visit: Open) -> None:
    stage = serve(EXAMPLES / "theatre.sidestage")
    window.open(stage.url)
    window.size(1024, 768)
    window.wait(CONNECTED)
    fader, other = list(stage._engine.call(lambda: stage._engine.surface.show).controls)[:2]
    chromium, program = visit(stage.url), Program(stage.url)
    before = window.run(VALUE, fader)
    window.drag(*window.run(MIDDLE, fader), dy=40)
    program.wait(lambda: not program.holds and program.values[fader] < before, "for the hand to have moved it")
    moved = program.values[fader]
    window.wait(VALUE, fader, until=moved)
    chromium.page.wait_for_function(
        "([id, value]) => Number(document.getElementById(id).value) === value", arg=[fader, moved]
    )
    finger = chromium.finger_on(other)
    finger.move(dy=-40)
    finger.lift()
    window.wait(VALUE, other, until=chromium.value(other))
    window.run("document.getElementById(arguments[0]).focus()", other)
    window.press(END)
    program.sees(**{other: float(window.run("return document.getElementById(arguments[0]).max", other))})
    window.wait(DRAWN)
    program.close()


def test_all_of_a_show_is_there_readable_and_under_a_finger(window: WebKit, serve: Serve) -> None:
    for name in ("band", "two-articles", "theatre"):
        stage = serve(EXAMPLES / f"{name}.sidestage")
        window.open(stage.url)
        window.size(1024, 768)
        window.wait(CONNECTED)
        window.wait(FITTED)
        window.wait(WRONG, until=[])
    window.size(768, 1024)
    window.wait(WRONG, until=[])


def test_the_gallery_and_the_start_page_are_there(window: WebKit, serve: Serve) -> None:
    stage = serve()
    window.open(f"{stage.url}gallery")
    window.size(1024, 768)
    window.wait(READY)
    pages = window.run("return document.querySelectorAll('.pages button, .pages a').length")
    for at in range(pages) if LONG else (0, 2, pages - 1):
        window.run("document.querySelectorAll('.pages button, .pages a')[arguments[0]].click()", at)
        window.wait("return document.querySelector('.stage').textContent.length > 0")
        window.wait(WRONG, until=[])
    window.wait(DRAWN)
    # Who comes to the start page first is sent to the surface, to be known from then on.
    window.open(stage.url)
    window.wait(CONNECTED)
    window.open(f"{stage.url}start")
    window.wait("return document.querySelectorAll('.start svg').length >= 4")
    # It is no live page: it may scroll.
    window.wait(WRONG, until=["the page itself scrolls"])
