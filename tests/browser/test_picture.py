"""Pictures on the page: seen, named for those who do not see them, and nothing that a finger could pull at."""

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.conftest import Serve
from tests.core.making import PIXEL
from webui.serving import Serving


def test_by_touch_keyboard_and_assistive_technology(serve: Serve, visit: Open) -> None:
    controls = [
        {"id": "plan", "type": "picture", "label": "Stage plan", "alt": "Plan with three marks", "picture": PIXEL},
        {"id": "bed", "type": "toggle"},
    ]
    stage: Serving = serve({"sidestage": 1, "id": "plan", "name": "Plan", "controls": controls})
    surface = visit(stage.url)
    plan = surface.page.get_by_role("img", name="Plan with three marks")
    surface.wait("() => document.getElementById('plan').naturalWidth === 1")
    expect(plan).to_have_attribute("draggable", "false")
    box, cell = plan.bounding_box(), surface.control("plan").bounding_box()
    assert box == cell
    finger = surface.finger_on("plan")
    finger.move(dx=300)
    finger.lift()
    surface.page.keyboard.press("Tab")
    while surface.page.locator("[id=bed]:focus").count() == 0:
        assert surface.page.locator("[data-control=plan]:focus-within").count() == 0
        surface.page.keyboard.press("Tab")
    surface.control("bed").tap()
    surface.shows("bed", True)
