"""First hand holds, with real sockets: pages, simple clients and an operator on one fader."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest

from tests.clients import Page, SimpleClient
from tests.screens import BOSS, IPAD, MIA, know_screens
from webui.core.devices.devices import Device
from webui.core.surface.holds import SILENCE, TYPING
from webui.serving import Serving

Join = Callable[[Device], Page]


@pytest.fixture
def join(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> Iterator[Join]:
    """Open the page on one more screen."""
    know_screens(monkeypatch)
    with ExitStack() as pages:
        yield lambda screen: pages.enter_context(closing(Page(stage.url, f"session-{screen.id}", key=screen.id)))


def refusal(page: Page, reason: str) -> None:
    page.wait(lambda: page.refused and page.refused[-1][2] == reason, f"to hear {reason!r}")


def sees_holder(page: Page, control: str, device: Device | None) -> None:
    page.wait(lambda: page.holds.get(control) == (device.id if device else None), f"for {control} to be {device}'s")


def test_all_see_whose_hand_a_control_is_in_and_nobody_else_moves_it(join: Join) -> None:
    ipad, mia = join(IPAD), join(MIA)
    ipad.op({"slider1": 30}, holds={"slider1": True})
    sees_holder(mia, "slider1", IPAD)
    mia.sees(slider1=30)
    mia.op({"slider1": 10, "slider2": 5}, holds={"slider1": True})
    refusal(mia, "Stage left iPad has it")
    mia.sees(slider1=30, slider2=5)
    late = join(BOSS)
    assert late.holds == {"slider1": "ipad"}
    ipad.op({"slider1": 31}, holds={"slider1": False})
    sees_holder(mia, "slider1", None)
    mia.move(slider1=12)
    for page in (ipad, mia, late):
        page.sees(slider1=12)


def test_a_hold_ends_with_the_connection(join: Join) -> None:
    ipad, mia = join(IPAD), join(MIA)
    ipad.hold("slider1", "slider2")
    sees_holder(mia, "slider2", IPAD)
    ipad.close()
    sees_holder(mia, "slider1", None)
    sees_holder(mia, "slider2", None)
    mia.move(slider1=12)


def test_an_operator_overrules_and_the_hand_that_was_there_is_told(join: Join) -> None:
    ipad, boss = join(IPAD), join(BOSS)
    ipad.hold("slider1")
    boss.op({"slider1": 40}, holds={"slider1": True})
    refusal(ipad, "FOH tablet took it")
    assert ipad.refused == [[None, "slider1", "FOH tablet took it"]]
    sees_holder(ipad, "slider1", BOSS)
    ipad.op({"slider1": 1})
    refusal(ipad, "FOH tablet has it")
    boss.op({}, holds={"slider1": False})
    sees_holder(ipad, "slider1", None)
    ipad.op({"slider1": 2})
    refusal(ipad, "FOH tablet took it")
    ipad.op({"slider1": 3}, holds={"slider1": True})
    for page in (ipad, boss):
        page.sees(slider1=3)


def test_a_simple_client_is_refused_with_the_true_value_to_it_alone(join: Join, stage: Serving) -> None:
    ipad = join(IPAD)
    with closing(SimpleClient(stage.url)) as program, closing(SimpleClient(stage.url)) as other:
        ipad.op({"slider1": 30}, holds={"slider1": True})
        program.hears("slider1", 30)
        other.hears("slider1", 30)
        other.wait(lambda: {body["who"] for _, body in other.heard} == set(ipad.values))
        told = len(other.heard)
        program.change("slider1", 10)
        program.wait(lambda: program.answers("refused"))
        assert program.answers("refused") == [{"who": "slider1", "reason": "Stage left iPad has it"}]
        program.wait(lambda: program.updates("slider1")[-2:] == [30, 30])
        program.change("slider2", 7)
        other.hears("slider2", 7)
        assert len(other.heard) == told + 1
        ipad.op({}, holds={"slider1": False})
        ipad.wait(lambda: not ipad.holds)
        program.change("slider1", 10)
        other.hears("slider1", 10)


def test_a_fight_ends_with_one_value_on_all_screens(join: Join, stage: Serving) -> None:
    pages = [join(IPAD), join(MIA), join(BOSS)]
    with closing(SimpleClient(stage.url)) as program:
        for n in range(60):
            for hand, page in enumerate(pages):
                holds = {"slider1": True} if n % 20 == 0 else {"slider1": False} if n % 20 == 19 else None
                page.op({"slider1": (n * 7 + hand * 13) % 50}, holds=holds)
            program.change("slider1", n % 50)
        for page in pages:
            page.wait(lambda page=page: page.taken == page.n)
        for page in pages:
            page.hold("slider2")
        # The boss took it last and is still there: what all have heard by now is all there is.
        boss = pages[-1]
        boss.op({"slider2": 42})
        for page in pages:
            page.sees(slider2=42)
        program.hears("slider2", 42)
        true = stage._engine.call(stage._engine.surface.value, "slider1")
        assert [page.values["slider1"] for page in pages] == [true] * 3
        assert program.updates("slider1")[-1] == true
        assert all("slider1" not in page.holds for page in pages)


# Time


class Clock:
    """The server's clock, which goes on by hand only, and its beats."""

    def __init__(self, stage: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
        self.engine = stage._engine
        self.time = self.engine.now()
        monkeypatch.setattr(self.engine, "now", lambda: self.time)
        self.ticks = threading.Semaphore(0)
        tick = self.engine.surface.tick

        def counted(now: float) -> Any:
            events = tick(now)
            self.ticks.release()
            return events

        monkeypatch.setattr(self.engine.surface, "tick", counted)

    def forward(self, milliseconds: float) -> None:
        self.time += milliseconds

    def beats(self, count: int) -> None:
        """Wait until the server has looked at its holds so many times from now on."""
        while self.ticks.acquire(blocking=False):
            pass
        for _ in range(count):
            assert self.ticks.acquire(timeout=15)


@pytest.fixture
def clock(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(stage, monkeypatch)


def test_a_page_that_says_nothing_for_three_seconds_holds_no_longer(join: Join, clock: Clock) -> None:
    ipad, mia = join(IPAD), join(MIA)
    ipad.hold("slider1")
    sees_holder(mia, "slider1", IPAD)
    ipad.acknowledges = False
    # Its last word may still be under way.
    for _ in range(3):
        clock.beats(1)
        clock.forward(SILENCE)
    sees_holder(mia, "slider1", None)
    assert ipad.connected
    ipad.op({"slider1": 7})
    mia.sees(slider1=7)


@pytest.mark.parametrize(
    "message",
    [("got", 1), ("time", 5.0, None), ("op", 2, {}), ("nonsense",)],
    ids=lambda message: str(message[0]),
)
def test_any_message_keeps_a_hold(join: Join, clock: Clock, message: tuple[Any, ...]) -> None:
    ipad, mia = join(IPAD), join(MIA)
    ipad.hold("slider1")
    ipad.acknowledges = False
    clock.beats(1)
    clock.engine.call(clock.forward, SILENCE - 1)
    ipad.send(*message)
    ipad.send("time", 77.0, None)
    ipad.wait(lambda: [asked for asked, _ in ipad.times][-1:] == [77.0], "for the server to have read it")
    before = len(mia.frames)
    clock.engine.call(clock.forward, SILENCE - 1)
    clock.beats(3)
    mia.op({"slider1": 9})
    refusal(mia, "Stage left iPad has it")
    assert not any("slider1" in frame[5].get("holds", {}) for frame in mia.frames[before:])


def test_what_came_in_while_the_server_stood_still_is_read_before_a_hold_is_judged(join: Join, clock: Clock) -> None:
    ipad, mia = join(IPAD), join(MIA)
    ipad.hold("slider1")
    ipad.acknowledges = False
    stands, goes_on = threading.Event(), threading.Event()

    def stand() -> None:
        stands.set()
        goes_on.wait(15)

    clock.engine.post(stand)
    assert stands.wait(15)
    clock.forward(10_000)
    ipad.send("time", 1.0, None)
    ipad.op({}, [["press", "thunder", clock.time - 9000]])
    ipad.op({}, [["release", "thunder"]])
    late = ipad.n - 1
    ipad.flush()
    goes_on.set()
    clock.beats(4)
    ipad.wait(lambda: ipad.taken == ipad.n)
    # The finger came down nine seconds ago: it must not fire now.
    assert [late, "thunder", "Too late, not sent"] in ipad.refused
    assert not any(frame[3].get("thunder") for frame in mia.frames)
    mia.op({"slider1": 9})
    refusal(mia, "Stage left iPad has it")
    # What was pressed only just now, by the server's clock, does fire.
    ipad.op({}, [["press", "thunder", clock.time - 100]])
    mia.sees(thunder=True)


def test_a_text_is_free_some_time_after_the_last_key(join: Join, clock: Clock) -> None:
    ipad, mia = join(IPAD), join(MIA)
    ipad.op({"txt1": "P"}, holds={"txt1": True, "slider1": True})
    sees_holder(mia, "txt1", IPAD)
    for _ in range(4):
        ipad.send("time", 1.0, None)
        ipad.wait(lambda: ipad.times)
        ipad.times.clear()
        clock.engine.call(clock.forward, TYPING / 4)
    sees_holder(mia, "txt1", None)
    mia.move(txt1="Q")
    mia.op({"slider1": 9})
    refusal(mia, "Stage left iPad has it")
