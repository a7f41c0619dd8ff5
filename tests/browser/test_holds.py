"""Several hands want one control: the first has it, everybody sees whose it is, and all end at the server's value."""

import os
import signal
import threading
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Open
from tests.browser.surface import Surface
from tests.clients import Page as Program
from tests.clients import SimpleClient
from tests.conftest import SMALL, Write
from tests.screens import BOSS, IPAD, MIA, as_screen, know_screens
from tests.stage import StageProcess
from webui.core.devices.devices import Device
from webui.core.surface.holds import SILENCE, TYPING
from webui.serving import Serving

Join = Callable[[Device], Surface]


@pytest.fixture
def join(visit: Open, monkeypatch: pytest.MonkeyPatch) -> Join:
    """Open the surface on a screen of a name."""
    know_screens(monkeypatch)
    return lambda screen: visit(**as_screen(screen))


def in_hand(surface: Surface, name: str, device: Device | None) -> None:
    """Wait until a control is shown as in somebody's hand, by name and colour, or in nobody else's."""
    tag = surface.control(name).locator(".tag b")
    if device is None:
        expect(tag).to_have_count(0)
        expect(surface.page.locator(f"[id='{name}']")).to_have_accessible_description("")
        return
    expect(tag).to_have_text(device.name)
    expect(surface.page.locator(f"[id='{name}']")).to_have_accessible_description(f"{device.name} has it in hand")
    channels = ", ".join(str(int(device.colour[i : i + 2], 16)) for i in (1, 3, 5))
    expect(tag.locator("..")).to_have_css("background-color", f"rgb({channels})")


def refused(surface: Surface, name: str, reason: str) -> None:
    """Wait until a control says why it does not do what it should."""
    expect(surface.control(name).locator(".reason")).to_have_text(reason)


def forward(stage: Serving, milliseconds: float) -> None:
    """Move the server's clock on; whoever is here is still heard from."""

    def move() -> None:
        stage._engine._began -= milliseconds / 1000

    stage._engine.call(move)


def shows_all(name: str, *surfaces: Surface) -> float:
    """Wait until all show what the first shows."""
    value = surfaces[0].value(name)
    for surface in surfaces[1:]:
        surface.shows(name, surfaces[0].page.locator(f"[id='{name}']").input_value())
    return value


def test_two_hands_fight_and_the_first_has_it(join: Join, stage: Serving) -> None:
    ipad, mia = join(IPAD), join(MIA)
    first = ipad.finger_on("slider1")
    in_hand(mia, "slider1", IPAD)
    in_hand(ipad, "slider1", None)
    second = mia.finger_on("slider1")
    refused(mia, "slider1", "Stage left iPad has it")
    for _ in range(3):
        first.move(dy=-12)
        second.move(dy=25)
    assert ipad.value("slider1") > 25
    shows_all("slider1", ipad, mia)
    first.lift()
    in_hand(mia, "slider1", None)
    # The second finger was refused: it has to come down anew.
    second.move(dy=-20)
    held = shows_all("slider1", ipad, mia)
    second.lift()
    second = mia.finger_on("slider1")
    in_hand(ipad, "slider1", MIA)
    second.move(dy=30)
    second.lift()
    assert shows_all("slider1", mia, ipad) < held
    true = stage._engine.call(stage._engine.surface.value, "slider1")
    ipad.shows("slider1", true)
    in_hand(ipad, "slider1", None)


def test_two_fingers_at_the_same_moment_end_with_one_hand_and_one_value(join: Join, stage: Serving) -> None:
    ipad, mia = join(IPAD), join(MIA)
    goes_on = threading.Event()
    stage._engine.post(goes_on.wait, 15)
    fingers = ipad.finger_on("slider1"), mia.finger_on("slider1")
    fingers[0].move(dy=-30)
    fingers[1].move(dy=30)
    assert ipad.value("slider1") > 25 > mia.value("slider1")
    goes_on.set()
    said = ipad.page.locator(".reason span"), mia.page.locator(".reason span")
    while not (count := [one.count() for one in said]).count(1):
        ipad.touch.settle()
    loser, winner = (ipad, MIA) if count[0] else (mia, IPAD)
    refused(loser, "slider1", f"{winner.name} has it")
    in_hand(loser, "slider1", winner)
    shows_all("slider1", mia if loser is ipad else ipad, loser)
    for finger in fingers:
        finger.lift()
    true = stage._engine.call(stage._engine.surface.value, "slider1")
    for surface in (ipad, mia):
        in_hand(surface, "slider1", None)
        surface.shows("slider1", true)


def test_an_operator_takes_it_out_of_the_hand(join: Join) -> None:
    ipad, boss = join(IPAD), join(BOSS)
    theirs = ipad.finger_on("slider1")
    theirs.move(dy=-40)
    in_hand(boss, "slider1", IPAD)
    mine = boss.finger_on("slider1")
    mine.move(dy=60)
    refused(ipad, "slider1", "FOH tablet took it")
    in_hand(ipad, "slider1", BOSS)
    in_hand(boss, "slider1", None)
    theirs.move(dy=-60)
    assert shows_all("slider1", boss, ipad) < 25
    theirs.lift()
    theirs = ipad.finger_on("slider1")
    refused(ipad, "slider1", "FOH tablet has it")
    mine.lift()
    theirs.lift()
    in_hand(ipad, "slider1", None)
    # By a key alone an operator overrules, too, and leaves it free for a finger that comes down anew.
    theirs = ipad.finger_on("slider1")
    in_hand(boss, "slider1", IPAD)
    boss.page.locator("[id=slider1]").press("End")
    refused(ipad, "slider1", "FOH tablet took it")
    theirs.move(dy=60)
    ipad.shows("slider1", 50)
    theirs.lift()
    theirs = ipad.finger_on("slider1")
    theirs.move(dy=60)
    theirs.lift()
    assert shows_all("slider1", ipad, boss) < 50


def test_programs_and_keys_do_not_move_what_a_finger_is_on(join: Join, stage: Serving) -> None:
    ipad, mia = join(IPAD), join(MIA)
    finger = ipad.finger_on("slider1")
    in_hand(mia, "slider1", IPAD)
    with closing(SimpleClient(stage.url)) as program:
        program.change("slider1", 3)
        program.wait(lambda: program.answers("refused"))
        assert program.answers("refused") == [{"who": "slider1", "reason": "Stage left iPad has it"}]
    mia.page.locator("[id=slider1]").press("ArrowUp")
    refused(mia, "slider1", "Stage left iPad has it")
    for surface in (ipad, mia):
        surface.shows("slider1", 25)
    finger.lift()


def test_a_text_is_in_hand_from_the_first_key_until_the_focus_goes(join: Join) -> None:
    ipad, mia = join(IPAD), join(MIA)
    field, other = ipad.page.locator("[id=txt1]"), mia.page.locator("[id=txt1]")
    field.focus()
    other.press_sequentially("Half")
    in_hand(ipad, "txt1", MIA)
    expect(field).to_have_value("Half")
    field.press("x")
    refused(ipad, "txt1", "Mia has it")
    expect(field).to_have_value("Half")
    other.blur()
    in_hand(ipad, "txt1", None)
    field.press("End")
    in_hand(mia, "txt1", IPAD)
    field.press_sequentially(" hour")
    expect(other).to_have_value("Half hour")


def test_a_text_is_free_some_time_after_the_last_key_and_follows_though_it_has_the_focus(
    join: Join, stage: Serving
) -> None:
    ipad, mia = join(IPAD), join(MIA)
    field, other = ipad.page.locator("[id=txt1]"), mia.page.locator("[id=txt1]")
    field.press_sequentially("Half")
    in_hand(mia, "txt1", IPAD)
    forward(stage, TYPING)
    in_hand(mia, "txt1", None)
    expect(field).to_be_focused()
    other.fill("Five minutes")
    expect(field).to_have_value("Five minutes")
    other.blur()
    in_hand(ipad, "txt1", None)
    field.press_sequentially("!")
    in_hand(mia, "txt1", IPAD)
    expect(other).to_have_value("Five minutes!")


def test_a_resting_finger_keeps_its_hold(join: Join, stage: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    ipad, mia = join(IPAD), join(MIA)
    finger = ipad.finger_on("slider1")
    in_hand(mia, "slider1", IPAD)
    engine = stage._engine
    clock = [engine.now()]
    monkeypatch.setattr(engine, "now", lambda: clock[0])

    def heard() -> float:
        return max(engine.surface._holds._heard.values(), default=clock[0])

    for _ in range(3):
        clock[0] += SILENCE - 1
        while engine.call(heard) < clock[0]:
            ipad.touch.settle()
    in_hand(mia, "slider1", IPAD)
    mia.finger_on("slider1").lift()
    refused(mia, "slider1", "Stage left iPad has it")
    finger.lift()
    in_hand(mia, "slider1", None)


@pytest.mark.skipif("LONG" not in os.environ, reason="takes twenty seconds: LONG=1 has it run")
def test_a_resting_finger_keeps_its_hold_and_resting_keys_do_not_in_real_time(join: Join) -> None:
    ipad, mia = join(IPAD), join(MIA)
    finger = ipad.finger_on("slider1")
    ipad.page.locator("[id=txt1]").press("x")
    in_hand(mia, "txt1", IPAD)
    mia.page.wait_for_timeout(5000)
    in_hand(mia, "slider1", IPAD)
    in_hand(mia, "txt1", IPAD)
    mia.page.wait_for_timeout(5000)
    in_hand(mia, "txt1", None)
    in_hand(mia, "slider1", IPAD)
    finger.lift()


def test_who_comes_back_with_a_finger_down_finds_whose_hand_it_is_in_now(join: Join) -> None:
    ipad, mia = join(IPAD), join(MIA)
    finger = ipad.finger_on("slider1")
    finger.move(dy=-30)
    in_hand(mia, "slider1", IPAD)
    ipad.page.context.set_offline(True)
    ipad.is_lost()
    in_hand(mia, "slider1", None)
    other = mia.finger_on("slider1")
    other.move(dy=60)
    ipad.page.context.set_offline(False)
    ipad.is_connected()
    refused(ipad, "slider1", "Mia has it")
    in_hand(ipad, "slider1", MIA)
    finger.move(dy=-30)
    shows_all("slider1", mia, ipad)
    other.lift()
    finger.lift()
    in_hand(ipad, "slider1", None)


def test_a_drag_goes_on_after_the_server_stood_still(
    stage_process: Callable[..., StageProcess], show_file: Write, context: Callable[..., BrowserContext]
) -> None:
    process = stage_process(str(show_file(SMALL)), "--port", "0")
    page = context().new_page()
    page.goto(process.url)
    surface = Surface(page)
    surface.is_connected()
    finger = surface.finger_on("slider1")
    finger.move(dy=-20)
    with closing(Program(process.url)) as program:
        program.sees(slider1=surface.value("slider1"))
        assert program.holds == {"slider1": "local"}
        process.process.send_signal(signal.SIGSTOP)
        finger.move(dy=-20)
        moved = surface.value("slider1")
        process.process.send_signal(signal.SIGCONT)
        # For the page it was a stumble: the finger has it all the time.
        program.sees(slider1=moved)
        program.op({"slider1": 3})
        program.wait(lambda: program.refused[-1:] and program.refused[-1][2] == "This computer has it")
        # Longer than a page waits: it lets go, and goes on from where the cap is when the server is back.
        process.process.send_signal(signal.SIGSTOP)
        surface.is_lost()
        finger.move(dy=40)
        process.process.send_signal(signal.SIGCONT)
        surface.is_connected()
        assert surface.value("slider1") == moved
        finger.move(dy=40)
        assert surface.value("slider1") < moved
    with closing(Program(process.url, "session-2")) as program:
        program.sees(slider1=surface.value("slider1"))
        program.wait(lambda: program.holds == {"slider1": "local"})
        finger.lift()
        program.wait(lambda: program.holds == {})
