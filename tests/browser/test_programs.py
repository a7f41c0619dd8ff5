"""What an operator decides about programs, on this computer and elsewhere, by touch."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.managing import change, keep_pressed, panel, row, turn_to_programs
from tests.browser.surface import Surface
from tests.clients import Page as Program
from tests.clients import Refused, SimpleClient
from webui.serving import Serving


@pytest.fixture
def operator(visit: Open) -> Surface:
    """This computer's page, with the Screens panel open."""
    surface = visit()
    surface.page.locator("[data-opens=screens]").tap()
    return surface


def test_a_program_elsewhere_gets_a_key_that_is_shown_once_and_can_be_revoked(
    operator: Surface, stage: Serving
) -> None:
    page = operator.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_viewport_size({"width": 390, "height": 844})
    turn_to_programs(operator)
    page.get_by_label("Name").fill("Lights")
    page.get_by_role("button", name="Make key").tap()
    expect(page.get_by_role("button", name="Copy")).to_be_in_viewport()
    key = page.locator("[data-key]").inner_text()
    page.get_by_role("button", name="Copy").tap()
    expect(page.locator(".made")).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == key
    expect(row(operator, "Lights").locator("[data-what=link]")).to_have_text("Away")
    program = Program(stage.url, key=key)
    assert program.welcome["you"]["name"] == "Lights"
    assert program.welcome["you"]["role"] == "player"
    expect(row(operator, "Lights")).to_contain_text("can move, program")
    page.locator("[data-opens=screens]").tap()
    page.locator("[data-opens=screens]").tap()
    expect(page.locator("[data-key]")).to_have_count(0)
    change(operator, "Lights")
    keep_pressed(operator, "forget", row(operator, "Lights"))
    program.wait(lambda: not program.connected, "for the revoked program to be cut")
    program.socket.disconnect()
    with pytest.raises(Refused):
        Program(stage.url, key=key)


def test_what_programs_on_this_computer_may_do(operator: Surface, stage: Serving) -> None:
    program = SimpleClient(stage.url)
    program.hears("slider1", 25)
    turn_to_programs(operator)
    choose = panel(operator).get_by_role("radiogroup", name="Programs on this computer")
    expect(choose.get_by_role("radio", name="Can move")).to_have_attribute("aria-checked", "true")
    choose.get_by_role("radio", name="View only").tap()
    expect(choose.get_by_role("radio", name="View only")).to_have_attribute("aria-checked", "true")
    expect(panel(operator)).to_contain_text("move nothing")
    program.change("slider1", 40)
    program.wait(lambda: program.answers("refused"), "for the refusal")
    choose.get_by_role("radio", name="Off").tap()
    expect(panel(operator)).to_contain_text("No program on this computer")
    program.close()
    with pytest.raises(Refused):
        SimpleClient(stage.url)
    choose.get_by_role("radio", name="Can move").tap()
    expect(panel(operator)).to_contain_text("may move the controls")
    program = SimpleClient(stage.url)
    program.change("slider1", 40)
    program.hears("slider1", 40)
    program.close()
