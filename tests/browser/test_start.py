"""The start page in a browser: by touch and by keyboard, at four sizes."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.clients import SimpleClient
from tests.conftest import SMALL, Serve
from webui.routes.program_wheel import PATH
from webui.serving import Serving

BOXES = (Path(__file__).parent / "boxes.js").read_text("utf-8")
SIZES = [(1280, 800, "off"), (1024, 768, "red"), (768, 1024, "amber"), (390, 844, "off")]


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve({**SMALL, "open": True})


def test_a_show_is_made_opened_and_made_from_an_example(stage: Serving, visit: Open) -> None:
    surface, other = visit(), visit()
    page = surface.page
    page.goto(f"{stage.url}start")
    page.get_by_label("The new show’s name").fill("a/b")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("can't have any of")
    page.get_by_label("The new show’s name").fill("Act two")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Act two")
    # Every screen changes with it.
    expect(other.page.locator("h1")).to_have_text("Act two")

    page.goto(f"{stage.url}start")
    expect(page.locator('[data-offer="Act two"]')).to_contain_text("Open now")
    Surface(page).finger_at('[data-offer="test"]').lift()
    expect(page.locator("h1")).to_have_text("Small")
    expect(other.page.locator("h1")).to_have_text("Small")

    page.goto(f"{stage.url}start")
    page.locator('[data-offer="react"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("React")
    surface.is_connected()


def test_what_programs_added_is_asked_about_first(stage: Serving, visit: Open) -> None:
    page = visit().page
    page.goto(f"{stage.url}start")
    program = SimpleClient(stage.url, "/")
    program.change("adopted", 7)
    program.hears("adopted", 7)
    program.close()
    page.locator('[data-offer="react"]').click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    page.locator('[data-offer="react"]').click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("h1")).to_have_text("React")
    assert "adopted" in (stage.document.path.parent / "test.sidestage").read_text("utf-8")


def test_a_show_that_drives_nothing_says_so_and_how_to_change_that(stage: Serving, visit: Open) -> None:
    page = visit().page
    idle = page.get_by_role("button", name="Drives nothing yet")
    Surface(page).finger_at("[data-opens=driving]").lift()
    panel = page.locator('[data-panel="driving"]')
    expect(panel).to_contain_text("Nothing is connected to this show yet.")
    said = panel.locator("[data-program]").text_content()
    assert said
    assert f'connect("127.0.0.1:{urlsplit(stage.url).port}")' in said
    install = panel.locator("[data-install]").text_content()
    assert install == f"python3 -m pip install {stage.url.rstrip('/')}{PATH}"

    # The program as it stands there, run: it hears every move, and nobody says any more that none does.
    unbuffered = {**os.environ, "PYTHONUNBUFFERED": "1"}
    program = subprocess.Popen([sys.executable, "-c", said], stdout=subprocess.PIPE, text=True, env=unbuffered)
    try:
        assert program.stdout
        next(line for line in program.stdout if "slider1 25" in line)
        expect(panel).to_contain_text("Program hears every move of this show.")
        expect(idle).to_have_count(0)
    finally:
        program.kill()
        program.communicate()
    expect(idle).to_be_visible()
    panel.get_by_role("button", name="Make a key under Programs").click()
    expect(page.locator('[data-panel="screens"]')).to_be_visible()

    page.locator("[data-opens=menu]").click()
    page.get_by_role("link", name="Shows and examples").click()
    expect(page.locator('[data-offer="react"]')).to_be_visible()


def test_it_fits_any_screen(stage: Serving, visit: Open) -> None:
    stage.shows.new("Gone with the wind and with the rain and with a name as long as names may be")
    stage.document.path.unlink()
    stage.shows.example("react")
    page = visit().page
    for width, height, night in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("(night) => localStorage.setItem('sidestage.night', night)", night)
        page.goto(f"{stage.url}start")
        expect(page.locator(".offer").first).to_be_visible()
        wrong = [one for one in page.evaluate(f"({BOXES.strip().rstrip(';')})(44)") if "page itself scrolls" not in one]
        assert wrong == [], f"at {width} x {height}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
