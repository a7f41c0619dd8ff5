"""OSC as an operator sets it up and watches it, by touch and by keys; at the other end are real sockets."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Locator, Page, expect
from pythonosc.osc_message import OscMessage

from tests.browser.axe import violations
from tests.browser.conftest import Open
from tests.browser.managing import keep_pressed
from tests.conftest import SMALL, Serve
from webui.links.osc.packets import encode
from webui.links.osc.switches import Desk, Standing
from webui.serving import Serving


@pytest.fixture
def other() -> Iterator[socket.socket]:
    """The other end: a program that speaks OSC."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as other:
        other.bind(("127.0.0.1", 0))
        other.settimeout(20)
        yield other


@pytest.fixture
def way_in() -> int:
    """A port that is free."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def stage(serve: Serve, way_in: int) -> Serving:
    """A show in which nothing is said of OSC but the port."""
    return serve({**SMALL, "osc": {"in": {"port": way_in}}})


@pytest.fixture
def say(other: socket.socket, way_in: int) -> Callable[..., None]:
    """Have the other end say something: an address and its arguments, or any bytes."""

    def send(*said: object) -> None:
        first = said[0]
        data = first if isinstance(first, bytes) else encode(str(first), said[1:])  # type: ignore[arg-type]
        other.sendto(data, ("127.0.0.1", way_in))

    return send


def hears(other: socket.socket, address: str, argument: object) -> None:
    """Wait until the other end hears that."""
    while True:
        data = other.recv(65535)
        # A bundle without anything in it asks whether somebody is there.
        if not data.startswith(b"#"):
            message = OscMessage(data)
            if (message.address, list(message.params)) == (address, [argument]):
                return


def panel(page: Page) -> Locator:
    return page.locator('[data-panel="osc"]')


def turn(page: Page, tab: str) -> None:
    page.get_by_role("tab", name=tab).tap()


def add(page: Page, name: str, host: str, port: int) -> None:
    """Type a target into the form, and send it by Enter."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Computer", exact=True).fill(host)
    page.get_by_label("Port", exact=True).first.fill(str(port))
    page.keyboard.press("Enter")


def test_a_show_that_drives_nothing_is_led_to_a_target_that_hears_it(
    stage: Serving, visit: Open, other: socket.socket, say: Callable[..., None]
) -> None:
    surface = visit()
    page = surface.page
    page.get_by_role("button", name="Drives nothing yet").tap()
    page.get_by_role("button", name="Drive a program by OSC").tap()
    expect(panel(page)).to_contain_text("OSC goes nowhere yet.")

    # A target that can't be is refused with its reason; what was typed stays.
    add(page, "QLab", "not a name", other.getsockname()[1])
    expect(panel(page).get_by_role("alert")).to_contain_text("host must be")
    add(page, "QLab", "127.0.0.1", other.getsockname()[1])
    row = panel(page).locator("tr[data-target=qlab]")
    expect(row).to_contain_text("QLab")
    expect(row.locator("[data-what=in]")).to_have_text("Off")
    expect(page.get_by_role("button", name="Drives nothing yet")).to_have_count(0)

    # It hears the test, and every move.
    row.locator("[scope=row]").tap()
    page.get_by_role("button", name="Send a test").tap()
    hears(other, "/sidestage/test", 1)
    expect(panel(page)).to_contain_text("The other end says whether it came.")
    page.locator("[id=slider1]").focus()
    page.keyboard.press("Home")
    hears(other, "/sidestage/slider1", 0.0)
    expect(row.locator("[data-what=out]")).to_have_text("Quiet")

    # Where it sends from may be said; nonsense is refused, and what is empty is not said.
    panel(page).locator("summary", has_text="More").tap()
    sends = page.get_by_label("Sends from port")
    for typed, said in (("Any", "any"), ("9001", 9001), ("", None)):
        sends.fill(typed)
        surface.is_settled()
        page.get_by_role("button", name="Save", exact=True).tap()
        expect(panel(page).get_by_role("status").first).to_contain_text("QLab was changed.")
        expect(panel(page).locator("[data-actions=qlab]")).to_have_count(0)
        [target] = _osc(stage)["targets"]  # type: ignore[misc]
        assert target.get("from") == said
        surface.is_settled()
        row.locator("[scope=row]").tap()
        surface.is_settled()
        panel(page).locator("summary", has_text="More").tap()
    sends.fill("all")
    surface.is_settled()
    page.get_by_role("button", name="Save", exact=True).tap()
    expect(panel(page).get_by_role("alert")).to_contain_text("from must be a port from 1 to 65535, or any")

    # What comes in moves nothing until that is switched on; what is no good is counted, with its reason.
    say("/sidestage/slider2", 9.0)
    page.get_by_role("radiogroup", name="OSC in").get_by_role("radio", name="On").tap()
    expect(panel(page)).to_contain_text("This computer and QLab may move controls, and nobody else.")
    surface.shows("slider2", 0)
    say("/sidestage/slider2", 12.0)
    surface.shows("slider2", 12)
    say(b"no OSC at all!")
    panel(page).locator("summary", has_text="Went wrong").tap()
    expect(panel(page).locator(".osc-wrong tr", has_text="QLab")).to_have_count(1)
    assert violations(page, ".sheet") == []

    # The monitor has both ways; it is filtered, and stands still.
    turn(page, "Monitor")
    lines = panel(page).locator(".osc-log tbody tr")
    expect(lines.filter(has_text="/sidestage/slider2")).to_contain_text("12.0 float")
    expect(lines.filter(has_text="/sidestage/test")).to_have_attribute("data-way", "out")
    page.get_by_label("Only what has").fill("SLIDER2")
    expect(lines).to_have_count(1)
    page.get_by_role("radio", name="Out", exact=True).tap()
    expect(panel(page)).to_contain_text("Nothing like that yet.")
    page.get_by_role("radio", name="Both").tap()
    page.get_by_role("button", name="Pause").tap()
    expect(page.get_by_role("button", name="Paused: go on")).to_have_attribute("aria-pressed", "true")
    assert violations(page, ".sheet") == []

    # A target that is not reached says so in words, and one that goes can be had back.
    why = "No computer here is called that."

    def lose(desk: Desk) -> None:
        desk.targets = lambda: {"qlab": Standing("wrong", why)}

    stage._engine.call(lambda: lose(stage._app.desk))
    turn(page, "Targets")
    expect(panel(page)).to_contain_text(why)
    expect(row).to_contain_text("Not reached")
    keep_pressed(surface, "remove", row)
    assert "targets" not in _osc(stage) or _osc(stage)["targets"] == []
    page.get_by_role("button", name="Undo").tap()
    expect(row).to_have_count(1)


def _osc(stage: Serving) -> dict[str, object]:
    found: dict[str, object] = json.loads(stage.document.path.read_text("utf-8"))["osc"]
    return found


def _address(stage: Serving) -> object:
    return json.loads(stage.document.path.read_text("utf-8"))["controls"][0].get("osc")


def test_a_control_learns_an_address(stage: Serving, visit: Open, say: Callable[..., None]) -> None:
    surface = visit(viewport={"width": 1024, "height": 768})
    page = surface.page
    page.locator("[data-opens=menu]").tap()
    page.get_by_role("button", name="OSC", exact=True).tap()
    turn(page, "Learn")

    # The touch that chooses a control moves nothing.
    surface.is_settled()
    surface.control("bed").tap()
    expect(page.locator("#osc-control")).to_have_value("bed")
    surface.shows("bed", False)
    page.locator("#osc-control").select_option("slider1")
    expect(surface.control("slider1")).to_have_attribute("data-picked", "")
    page.get_by_role("button", name="Switch OSC in on").tap()
    expect(panel(page)).to_contain_text("Now move something")
    for n in range(5):
        say("/ch/01/mix/fader", n / 5)
    proposal = page.get_by_role("button", name="/ch/01/mix/fader")
    expect(proposal).to_contain_text("float 0.0 to 0.8, 5 times, from 127.0.0.1")
    assert violations(page, ".sheet") == []
    proposal.tap()
    expect(panel(page)).to_contain_text("slider1 is /ch/01/mix/fader now.")
    assert _address(stage) == {"address": "/ch/01/mix/fader", "type": "float", "range": [0, 1]}
    say("/ch/01/mix/fader", 0.5)
    surface.shows("slider1", 25)
    say("/ch/01/mix/fader", 0.8)
    surface.shows("slider1", 40)

    # By keys: typed, and back to the usual.
    page.locator("summary", has_text="Its address").press("Enter")
    field = page.get_by_label("Address", exact=True)
    field.fill("/typed")
    field.press("Enter")
    expect(panel(page)).to_contain_text("slider1 is /typed now.")
    assert _address(stage) == {"address": "/typed", "type": "float", "range": [0, 1]}
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.locator("summary", has_text="/ch/01/mix/fader")).to_be_visible()
    page.get_by_role("button", name="Back to the usual").press("Enter")
    expect(page.locator("summary", has_text="/sidestage/slider1")).to_be_visible()
    assert _address(stage) is None

    # The panel fits a phone; when it is closed hands move controls again.
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(
        "() => document.querySelector('.sheet-body').scrollWidth <= document.querySelector('.sheet-body').clientWidth"
    )
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1024, "height": 768})
    surface.is_settled()
    surface.control("bed").tap()
    surface.shows("bed", True)
