"""A tablet on another computer: how it gets in, stays known, and is sent away, with a finger on a fader. Needs root."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser.surface import Finger, Surface
from tests.clients import Page as Program
from tests.conftest import SMALL, Write
from tests.joined import Tablet, secret_of
from tests.room import BITS, LAPTOP, TABLET, Host, browser_on, needs_a_room, wired
from tests.stage import StageProcess
from webui.core.devices.guessing import FREE

pytestmark = needs_a_room

POST = """([path, said]) => fetch(path, {
    method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(said),
}).then(async (answer) => [answer.status, answer.status === 204 ? null : await answer.json()])"""
NAME = "Stage left iPad"
DESK = Host(f"kl{os.getpid()}", f"ks{os.getpid()}")
"""The laptop."""

Start = Callable[..., StageProcess]


@pytest.fixture
def pad() -> Iterator[Host]:
    """The tablet; the test itself is on the laptop, on its wire."""
    pad = Host(f"kt{os.getpid()}", f"kw{os.getpid()}")
    with wired(DESK, pad), DESK.entered():
        yield pad


@pytest.fixture
def context(playwright: Playwright, pad: Host, tmp_path: Path) -> Iterator[BrowserContext]:
    """The browser on the tablet."""
    with browser_on(pad, playwright, tmp_path) as browser:
        yield browser.new_context(viewport={"width": 1024, "height": 768}, has_touch=True)


@pytest.fixture
def start(stage_process: Start, show_file: Write) -> Start:
    """Start Sidestage, also again, at a port."""
    return lambda port=0: stage_process(str(show_file(SMALL)), "--port", str(port))


@pytest.fixture
def boss() -> Iterator[Callable[[StageProcess], Program]]:
    """An operator's page on the laptop itself."""
    opened: list[Program] = []

    def open_page(process: StageProcess) -> Program:
        tablet = Tablet(process.url)
        tablet.join(secret_of(process.operator_link), name="FOH")
        opened.append(tablet.page("session-boss"))
        return opened[-1]

    yield open_page
    for page in opened:
        page.close()


def address(process: StageProcess) -> str:
    return f"http://{LAPTOP}:{process.port}/"


def post(page: Page, path: str, **said: Any) -> Any:
    """Have the tablet's page post something; returns the status and the answer."""
    return page.evaluate(POST, [path, said])


def enter(context: BrowserContext, url: str, code: dict[str, str], **who: str) -> tuple[Surface, Any]:
    """Have the tablet join by a secret or digits, and open the surface; also returns what it was told before."""
    page = context.new_page()
    page.goto(url)
    status, asked = post(page, "/join/ask", **code)
    assert status == 200, asked
    assert post(page, "/join", ticket=asked["ticket"], **who) == [204, None]
    page.goto(url)
    surface = Surface(page)
    surface.is_connected()
    return surface, asked


def join(context: BrowserContext, process: StageProcess, **code: str) -> Surface:
    """Have the tablet join by its name."""
    return enter(context, address(process), code, name=NAME)[0]


def by_link(process: StageProcess) -> dict[str, str]:
    return {"secret": secret_of(process.join_link)}


def digits_of(process: StageProcess) -> str:
    """The digits that the terminal says."""
    return process.said(r"type (\d{3} \d{3})$")


def row(page: Program, name: str = NAME) -> Any:
    return next((device for device in page.devices if device["name"] == name), None)


def drag(surface: Surface, boss: Program) -> Finger:
    """Put a finger on the fader and move it a little; the operator sees whose it is."""
    finger = surface.finger_on("slider1")
    finger.move(dy=-30)
    tablet = boss.wait(lambda: row(boss))["id"]
    boss.wait(lambda: boss.holds.get("slider1") == tablet and boss.values["slider1"] != 25)
    return finger


@pytest.mark.parametrize("how", ["link", "digits"])
def test_it_joins_by_link_or_by_digits_under_its_name(
    start: Start, boss: Callable[[StageProcess], Program], context: BrowserContext, how: str
) -> None:
    process = start()
    surface = join(context, process, **(by_link(process) if how == "link" else {"digits": digits_of(process)}))
    operator = boss(process)
    tablet = operator.wait(lambda: row(operator))
    assert (tablet["role"], tablet["address"], tablet["kind"]) == ("player", TABLET, "screen")
    finger = drag(surface, operator)
    finger.lift()
    operator.wait(lambda: not operator.holds)


def test_wrong_digits_let_nobody_in_and_make_that_tablet_wait_but_no_other(
    start: Start, context: BrowserContext
) -> None:
    process = start()
    page = context.new_page()
    page.goto(address(process))
    right = digits_of(process)
    wrong = f"{(int(right.replace(' ', '')) + 1) % 1_000_000:06}"
    answers = [post(page, "/join/ask", digits=wrong) for _ in range(FREE + 2)]
    assert [status for status, _ in answers] == [403] * (FREE + 1) + [429]
    assert answers[-1][1]["wait"] >= 1
    assert post(page, "/join/ask", digits=right)[0] == 429
    assert Tablet(process.url).post("/join/ask", digits=right)[0] == 200
    assert post(page, "/join/ask", **by_link(process))[0] == 200
    page.reload()
    assert "slider1" not in page.content()


def test_revoked_while_dragging_it_lets_go_and_does_not_come_back(
    start: Start, boss: Callable[[StageProcess], Program], context: BrowserContext
) -> None:
    process = start()
    surface = join(context, process, **by_link(process))
    operator = boss(process)
    finger = drag(surface, operator)
    operator.ask("forget", device=row(operator)["id"])
    operator.wait(lambda: not operator.holds and row(operator) is None)
    was = operator.values["slider1"]
    expect(surface.page.locator("html[data-link=connected]")).to_have_count(0)
    finger.move(dy=-30)
    again = context.new_page()
    answer = again.goto(address(process))
    assert answer
    assert answer.status == 401
    with closing(Program(process.url)) as program:
        assert program.values["slider1"] == was
        assert program.holds == {}


def test_made_a_watcher_while_dragging_it_lets_go_and_is_back_to_look(
    start: Start, boss: Callable[[StageProcess], Program], context: BrowserContext
) -> None:
    process = start()
    surface = join(context, process, **by_link(process))
    operator = boss(process)
    finger = drag(surface, operator)
    operator.ask("role", device=row(operator)["id"], role="watcher")
    operator.wait(lambda: not operator.holds)
    operator.wait(lambda: (row(operator) or {}).get("screens") == 1 and row(operator)["role"] == "watcher")
    was = operator.values["slider1"]
    surface.is_connected()
    finger.move(dy=-30)
    finger.lift()
    operator.move(slider2=9)
    surface.shows("slider2", 9)
    assert operator.values["slider1"] == was
    assert operator.holds == {}


def test_it_is_known_after_a_restart_and_comes_back_by_itself(
    start: Start, boss: Callable[[StageProcess], Program], context: BrowserContext
) -> None:
    process = start()
    surface = join(context, process, **by_link(process))
    process.kill()
    surface.is_lost()
    again = start(process.port)
    surface.is_connected()
    operator = boss(again)
    operator.wait(lambda: (row(operator) or {}).get("screens") == 1)
    drag(surface, operator).lift()


def test_it_is_known_at_another_port_without_a_code(
    start: Start, boss: Callable[[StageProcess], Program], context: BrowserContext
) -> None:
    process = start()
    join(context, process, **by_link(process)).page.close()
    process.kill()
    again = start()
    assert again.port != process.port
    page = context.new_page()
    page.goto(address(again))
    surface = Surface(page)
    surface.is_connected()
    operator = boss(again)
    operator.wait(lambda: (row(operator) or {}).get("screens") == 1)
    assert len([device for device in operator.devices if device["name"].startswith(NAME)]) == 1


def test_at_another_address_one_scan_makes_it_the_same_device_again(
    start: Start, boss: Callable[[StageProcess], Program], context: BrowserContext
) -> None:
    process = start()
    join(context, process, **by_link(process)).page.close()
    operator = boss(process)
    was = operator.wait(lambda: row(operator) and row(operator)["screens"] == 0 and row(operator))
    # The laptop's address changes, so that no cookie comes along.
    other = re.sub(r"\d+$", lambda last: str(int(last[0]) + 4), LAPTOP)
    DESK.run(f"ip address add {other}/{BITS} dev {DESK.wire}")
    elsewhere = address(process).replace(LAPTOP, other)
    _, asked = enter(context, elsewhere, by_link(process), device=was["id"])
    assert asked["absent"] == [{"id": was["id"], "name": NAME}]
    operator.wait(lambda: row(operator)["screens"] == 1)
    assert row(operator)["id"] == was["id"]
