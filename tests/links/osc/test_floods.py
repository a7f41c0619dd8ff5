"""More than anybody can want: a thousand faders that all move, and packets by the hundred thousand."""

import os
import subprocess
import sys
import time
from contextlib import closing
from typing import Any

import pytest

from tests.joined import joined
from tests.links.osc.conftest import Listen, Speak
from tests.links.osc.desks import Desk, Listening
from tests.stage import ROOT
from webui.core.show.osc.targets import Incoming
from webui.links.osc import packets
from webui.links.osc.packets import Raw
from webui.links.osc.receive import receiver, routes
from webui.links.osc.receive.queue import MAX_EACH, MAX_WAITING, Arrival, Arrivals
from webui.links.osc.sources import MAX_KNOWN, Source, Sources

LONG = "LONG" in os.environ
FADERS = 1000
RATE = 60
SECONDS = 10.0 if LONG else 0.5
ON_A_PAGE = 100
IN_A_BUNDLE = 40
"""So that a bundle is one packet of a network."""


def many() -> dict[str, Any]:
    """A show of a thousand faders."""
    faders = [
        {"id": f"f{number}", "type": "fader", "max": 1, "place": [1 + at % 20, 1 + at // 20, 1, 1]}
        for number in range(FADERS)
        for at in [number % ON_A_PAGE]
    ]
    pages = [
        {"id": f"page{at}", "columns": 20, "controls": faders[at : at + ON_A_PAGE]}
        for at in range(0, FADERS, ON_A_PAGE)
    ]
    return {"sidestage": 1, "id": "many", "pages": pages}


def move(desk: Desk, places: list[float], first: int = 0) -> None:
    """Move faders, from the first on, in bundles."""
    for at in range(0, len(places), IN_A_BUNDLE):
        some = places[at : at + IN_A_BUNDLE]
        desk.bundle(None, *((f"/sidestage/f{first + at + n}", place) for n, place in enumerate(some)))


def test_a_thousand_faders_move(listen: Listen, speak: Speak) -> None:
    """Each 60 times a second; in the end each is where it was put last, on every screen."""
    listening = listen(many())
    desk, boss = speak(listening.port), listening.boss
    began = time.monotonic()
    for step in range(round(SECONDS * RATE)):
        move(desk, [(step + number) % 100 / 100 for number in range(FADERS)])
        time.sleep(max(0.0, began + (step + 1) / RATE - time.monotonic()))
    last = [number / FADERS for number in range(FADERS)]
    # UDP keeps nothing for whoever is late: what is compared is told at a pace that any computer bears.
    for first in range(0, FADERS, ON_A_PAGE):
        part = {f"f{first + n}": place for n, place in enumerate(last[first : first + ON_A_PAGE])}
        move(desk, list(part.values()), first)
        boss.sees(**part)
    assert listening.look()["count"] >= FADERS
    assert set(listening.wrong()) <= {receiver.LOST}
    with closing(joined(listening.stage, "iPad").page("session-ipad")) as ipad:
        assert ipad.values == boss.values


@pytest.mark.parametrize("seconds", [10.0 if LONG else 0.5])
def test_hands_go_on_in_a_flood(listening: Listening, desk: Desk, seconds: float) -> None:
    """Each of their moves arrives; what was too much is counted, and what comes after the flood is heard."""
    command = [sys.executable, "-m", "tests.links.osc.flooding", str(listening.port), "100000", str(seconds)]
    with closing(joined(listening.stage, "iPad").page("session-ipad")) as ipad:
        flood = subprocess.Popen([*command, "/sidestage/level"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        moves = 0
        while flood.poll() is None:
            moves += 1
            ipad.move(note=f"move {moves}")
            listening.boss.sees(note=f"move {moves}")
        sent = int(flood.communicate()[0])

    def heard() -> bool:
        # What the system keeps for us may still be full.
        desk.send("/sidestage/spot", 0.25, 0.75)
        return bool(listening.boss.values["spot"] == [0.25, 0.75])

    listening.until(heard, "what comes after the flood")
    assert moves
    assert sent
    wrong = listening.wrong()
    assert {packets.NOT_OSC, packets.CUT_OFF, routes.UNKNOWN} <= set(wrong)
    assert listening.boss.faults == {}


def test_a_flood_of_somebody_who_may_not_is_counted(listen: Listen, speak: Speak) -> None:
    listening = listen(**{"in": {"sources": ["10.0.0.0/8"]}})
    stranger = speak(listening.port)
    for _ in range(500):
        stranger.send("/sidestage/level", 1)
    listening.until(lambda: sum(listening.wrong().values()) == 500, "all to be counted")
    assert set(listening.wrong()) <= {receiver.NOT_ALLOWED, receiver.LOST}
    assert listening.boss.values["level"] == 0


def somebody() -> Source:
    """A source that is allowed."""
    sources = Sources(dict)
    sources.adapt(Incoming(), {})
    found = sources.of("127.0.0.1", 9)
    assert found
    return found


def arrival(number: int, path: bytes = b"") -> Arrival:
    """A message with a number, by an address of its own or by that one."""
    return Arrival(SOMEBODY, Raw(path or b"/%d" % number, b"%d" % number, None))


SOMEBODY = somebody()


def test_of_a_fader_the_newest_waits_and_of_a_button_each() -> None:
    waiting = Arrivals()
    for number in range(3):
        waiting.add(arrival(number, b"/fader"), newest=True)
        waiting.add(arrival(number, b"/button"), newest=False)
    assert [waiting.take().raw.data for _ in range(len(waiting))] == [b"0", b"1", b"2", b"2"]


def test_no_more_waits_than_there_is_room_for() -> None:
    waiting = Arrivals()
    for number in range(MAX_EACH + 10):
        assert waiting.add(arrival(number, b"/button"), newest=False)
    assert len(waiting) == MAX_EACH + 1, "of those beyond, the newest"
    for number in range(MAX_WAITING - MAX_EACH - 1):
        assert waiting.add(arrival(number), newest=True)
    assert len(waiting) == MAX_WAITING
    assert not waiting.add(arrival(MAX_WAITING), newest=True)
    assert waiting.add(arrival(0), newest=True), "in the place of an older one"
    waiting.clear()
    assert len(waiting) == 0


def test_of_more_addresses_than_are_remembered_each_is_judged_all_the_same() -> None:
    sources = Sources(dict)
    sources.adapt(Incoming(sources=("10.0.0.0/24",)), {})
    for number in range(MAX_KNOWN + 2):
        assert (sources.of(f"10.0.{number % 2}.1", number) is not None) is (number % 2 == 0)
