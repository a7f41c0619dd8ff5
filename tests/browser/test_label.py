"""Labels: what programs say is on every screen, and no finger or key changes it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.clients import SimpleClient
from tests.conftest import Serve
from webui.serving import Serving

SHOW = {
    "sidestage": 1,
    "id": "labels",
    "name": "Labels",
    "controls": [
        {"id": "act", "type": "label", "label": "Act one", "size": "large"},
        {"id": "bed", "type": "toggle", "label": "Music bed"},
    ],
}


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve(SHOW)


def test_by_touch_keyboard_and_assistive_technology(visit: Open, stage: Serving) -> None:
    surface, program = visit(), SimpleClient(stage.url)
    act = surface.page.get_by_role("paragraph").filter(has_text="Act one")
    expect(act).to_have_css("font-size", "96px")
    assert act.evaluate("(said) => said.getAttributeNames().filter((name) => name.startsWith('aria'))") == []
    finger = surface.finger_on("act")
    finger.move(dy=-40)
    finger.lift()
    surface.page.keyboard.press("Tab")
    while surface.page.locator("[id=bed]:focus").count() == 0:
        assert surface.page.locator("[id=act]:focus, [data-control=act] :focus").count() == 0
        surface.page.keyboard.press("Tab")
    program.change("act", "Interval: places in fifteen minutes,\n<b>please</b>")
    said = surface.page.locator("[id=act]")
    expect(said).to_have_text("Interval: places in fifteen minutes, <b>please</b>")
    box, cell = said.bounding_box(), surface.control("act").bounding_box()
    assert box
    assert cell
    assert box["height"] <= cell["height"]
    program.wait(lambda: len(program.updates("act")) >= 2)
    assert program.updates("act") == ["Act one", "Interval: places in fifteen minutes,\n<b>please</b>"]
    program.close()
