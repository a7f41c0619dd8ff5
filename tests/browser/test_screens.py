"""Who is here and how good each link is: a sign on every page, a table for operators."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.clients import Page as Program
from tests.clients import SimpleClient
from tests.screens import IPAD, as_screen, know_screens
from webui.serving import Serving

SIZES = [(1280, 800), (1024, 768), (768, 1024), (390, 844)]


def open_screens(surface: Surface) -> None:
    surface.page.locator("[data-opens=screens]").click()
    expect(surface.page.locator("[data-panel=screens]")).to_be_visible()


def test_the_header_shows_the_own_link_as_bars_a_figure_and_words(visit: Open) -> None:
    surface = visit()
    sign = surface.page.locator("[data-opens=screens]")
    expect(sign.locator(".bars")).to_have_attribute("data-grade", re.compile("[123]"))
    expect(sign).to_contain_text(re.compile(r"Connected\s*(<1|\d+) ms"))
    expect(sign).to_have_attribute(
        "aria-label", re.compile(r"^Connected, link (good|fair|poor), (\d+|under a) millisecond")
    )


def test_a_lost_page_shows_no_figure_of_before(visit: Open, stage: Serving) -> None:
    surface = visit()
    sign = surface.page.locator("[data-opens=screens]")
    expect(sign.locator(".bars")).to_be_visible()
    stage.close()
    surface.is_lost()
    expect(sign).to_have_text(re.compile(r"^\s*Lost\s*$"))
    expect(sign).to_have_attribute("aria-label", "Lost")
    expect(sign.locator(".bars")).to_have_count(0)


def test_the_operators_table_says_who_is_here_on_what_and_how_well(visit: Open, stage: Serving) -> None:
    surface = visit()
    open_screens(surface)
    own = surface.page.locator("tr[data-device=local]")
    expect(own).to_contain_text("This computer")
    expect(own).to_contain_text("operator, this screen")
    expect(own.locator("[data-what=browser]")).to_have_text(re.compile("(Chromium|Chrome) on Linux"))
    expect(own.locator("[data-what=link]")).to_have_text(re.compile(r"(<1|\d+) ms"))
    expect(own.locator("[data-what=jitter]")).to_have_text(re.compile(r"(<1|\d+) ms"))
    expect(own.locator("[data-what=heard]")).to_have_text("now")
    expect(own.locator("[data-what=since]")).to_have_text(re.compile(r"\d\d:\d\d"))
    program = SimpleClient(stage.url)
    its = surface.page.locator("tr[data-device=programs]")
    expect(its).to_contain_text("can move")
    expect(its.locator("[data-what=browser]")).to_have_text("Python program")
    expect(its.locator("[data-what=link]")).to_have_text("\u2013")
    expect(its.locator("[data-what=heard]")).to_have_text(re.compile("s ago"))
    program.change("slider1", 3)
    expect(its.locator("[data-what=heard]")).to_have_text("now")
    program.close()
    expect(its).to_have_count(0)


def test_a_screen_that_fell_silent_is_late_and_then_lost_in_the_table(visit: Open, stage: Serving) -> None:
    surface = visit()
    open_screens(surface)
    silent = Program(stage.url)
    link = surface.page.locator("tr[data-device=programs] [data-what=link]")
    expect(link).to_have_text(re.compile(r"(<1|\d+) ms"))
    silent.acknowledges = False
    expect(link).to_have_text("Lost", timeout=15_000)
    silent.acknowledges = True
    silent.send("got", silent.frames[-1][0], 0)
    expect(link).to_have_text(re.compile(r"(<1|\d+) ms"))
    silent.close()


def test_who_is_no_operator_sees_who_is_here_and_the_own_link_only(
    visit: Open, stage: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    know_screens(monkeypatch)
    surface = visit(**as_screen(IPAD))
    program = SimpleClient(stage.url)
    expect(surface.page.locator("[data-opens=screens] .bars")).to_be_visible()
    open_screens(surface)
    panel = surface.page.locator("[data-panel=screens]")
    expect(panel.locator(".own-link")).to_have_text(re.compile("This screen: link (good|fair|poor), "))
    expect(panel.locator("li")).to_have_text([re.compile("can move, this screen"), re.compile("Program")])
    expect(panel.locator("table")).to_have_count(0)
    expect(panel).not_to_contain_text("Python program")
    program.close()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_table_is_read_at_every_size_and_closed_by_where_it_was_opened(
    visit: Open, width: int, height: int
) -> None:
    surface = visit(viewport={"width": width, "height": height})
    open_screens(surface)
    sheet = surface.page.locator(".sheet").bounding_box()
    assert sheet
    assert sheet["x"] >= 0
    assert sheet["x"] + sheet["width"] <= width
    for what in ("browser", "link", "jitter", "heard", "since"):
        expect(surface.page.locator(f"tr[data-device=local] [data-what={what}]")).to_be_in_viewport(ratio=1)
    surface.page.locator("[data-opens=screens]").click()
    expect(surface.page.locator(".sheet")).to_be_hidden()
    if width > 600:
        surface.page.locator(".people").click()
        expect(surface.page.locator("[data-panel=screens]")).to_be_visible()
