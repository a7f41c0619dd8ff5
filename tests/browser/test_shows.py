"""The shows that come with Sidestage, and every panel: boxes and texts at four sizes, and axe-core in each light."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import COLOURS, violations
from tests.browser.conftest import Open
from tests.browser.gallery import settled
from tests.browser.test_gallery import SIZES
from tests.browser.test_sizes import BOXES, LEAST_TARGET
from tests.conftest import Serve
from tests.stage import ROOT
from webui.serving import Serving

SHOWS = [ROOT / "assets" / "first-run.sidestage", *sorted((ROOT / "assets" / "examples").glob("*.sidestage"))]
LIGHTS: dict[str, list[str] | None] = {"off": None, "red": COLOURS}


@pytest.fixture(params=SHOWS, ids=lambda path: path.stem)
def show(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def stage(show: Path, serve: Serve) -> Serving:
    return serve(show)


@pytest.fixture
def lit(visit: Open) -> Callable[[str], Page]:
    """Open the surface on this computer, and then have it in one light after the other."""
    surface = visit(reduced_motion="reduce")

    def light(choice: str) -> Page:
        surface.page.evaluate("(choice) => localStorage.setItem('sidestage.night', choice)", choice)
        surface.page.reload()
        surface.is_connected()
        return surface.page

    return light


def pages_of(page: Page) -> list[str]:
    """The ids of the show's pages."""
    return [str(tab.get_attribute("data-page-tab")) for tab in page.locator("[data-page-tab]").all()]


def turn(page: Page, name: str) -> None:
    page.locator(f"[data-page-tab='{name}']").click()
    expect(page.locator(f"[data-page-tab='{name}'][aria-current]")).to_have_count(1)


def check_panels(page: Page, light: str, wrong: dict[str, list[str]]) -> None:
    """Open each panel once, and note what axe finds there, and what a look at its boxes at each size."""
    for opener in page.locator("[data-opens]").all():
        name = str(opener.get_attribute("data-opens"))
        opener.click()
        expect(page.locator(f".sheet [data-panel={name}]")).to_be_visible()
        wrong[f"panel {name}, light {light}"] = violations(page, ".sheet", LIGHTS[light])
        for width, height in reversed(SIZES):
            page.set_viewport_size({"width": width, "height": height})
            settled(page)
            wrong[f"panel {name} at {width}x{height}, light {light}"] = page.evaluate(BOXES, LEAST_TARGET)
        page.locator(".sheet [aria-label=Close]").click()
        expect(page.locator(".sheet")).to_be_hidden()


def test_each_page_of_a_show_is_whole_at_every_size_and_axe_finds_nothing(
    lit: Callable[[str], Page], show: Path
) -> None:
    wrong: dict[str, list[str]] = {}
    for light in LIGHTS:
        page = lit(light)
        for name in pages_of(page) or [""]:
            if name:
                turn(page, name)
            wrong[f"axe: {name}, light {light}"] = violations(page, rules=LIGHTS[light])
        if show == SHOWS[0]:
            check_panels(page, light, wrong)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for name in pages_of(page) or [""]:
            if name:
                turn(page, name)
            settled(page)
            wrong[f"{name} at {width}x{height}"] = page.evaluate(BOXES, LEAST_TARGET)
    assert {where: found for where, found in wrong.items() if found} == {}
