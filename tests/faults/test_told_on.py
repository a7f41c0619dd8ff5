"""kill -9 while something is on at the other end: the next start puts it back, whatever has become of the show."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.faults.devices import Device
from tests.faults.far import Far
from tests.faults.servers import LONG, Server, until

KILLS = 100 if LONG else 6
MOST_ACTS = 12
"""Presses, releases and moves between two kills, at the most."""

BUTTONS = ("flash1", "flash2", "flash3")
PAD = {"id": "pad", "type": "xy", "spring": True, "x": {"min": 0, "max": 1}, "y": {"min": 0, "max": 1}}
AT_REST = {**{f"/sidestage/{one}": [0] for one in BUTTONS}, "/sidestage/pad": [0.5, 0.5], "/off": []}

PAIR = [
    {"address": "/on", "type": "none", "on": "press"},
    {"address": "/off", "type": "none", "on": "release"},
]


def show(port: int, **keys: Any) -> dict[str, Any]:
    """A show that tells a program at a port."""
    return {
        "sidestage": 1,
        "id": "told-on",
        "osc": {"targets": [{"id": "far", "host": "127.0.0.1", "port": port}]},
        "controls": [
            *({"id": one, "type": "button"} for one in BUTTONS),
            {"id": "note", "type": "button", "osc": PAIR},
            PAD,
            {"id": "level", "type": "fader", "max": 1000, "step": 1},
        ],
        **keys,
    }


@pytest.fixture
def far() -> Iterator[Far]:
    """The program at the other end."""
    with closing(Far()) as far:
        yield far


@pytest.fixture
def playing(server: Server, far: Far) -> Server:
    """A server whose show tells that program."""
    write(server, show(far.port))
    server.start()
    return server


def write(server: Server, what: dict[str, Any]) -> None:
    """The show's file says something else now."""
    server.show.write_text(json.dumps(what), encoding="utf-8")


def take(device: Device, control: str) -> None:
    """A finger comes down, and has a control away from rest."""
    if control == "pad":
        device.page.op({"pad": [1, 0.25]}, holds={"pad": True})
    else:
        device.press(control)


HELD: dict[str, tuple[tuple[str, ...], list[Any], tuple[str, ...], list[Any]]] = {
    "flash1": (("/sidestage/flash1",), [1], ("/sidestage/flash1",), [0]),
    "note": (("/on",), [], ("/off",), []),
    "pad": (("/sidestage/pad",), [1.0, 0.25], ("/sidestage/pad",), [0.5, 0.5]),
}


@pytest.mark.parametrize("control", HELD)
def test_a_finger_that_is_down_through_a_kill_leaves_nothing_on(
    playing: Server, far: Far, device: Callable[[], Device], control: str
) -> None:
    hand = device()
    (address,), on, (back,), off = HELD[control]
    take(hand, control)
    far.hears(address, *on)
    # Else this device would send its press again when it is back.
    hand.settles()
    playing.kill()
    hand.gone()
    playing.start()
    far.hears(back, *off)
    hand.back()
    if control != "pad":
        hand.release(control)
    hand.settles()
    hand.move(level=7)
    far.hears("/sidestage/level", 7.0)
    assert far.told(back) == ([off] if control == "note" else [on, off])
    # It lives on, and plays again.
    heard = far.told(back)
    take(hand, control)
    far.wait(lambda: far.told(address)[1:].count(on), "the next press")
    if control == "pad":
        hand.page.op({}, holds={"pad": False})
    else:
        hand.release(control)
    more = [off] if control == "note" else [on, off]
    far.wait(lambda: far.told(back) == heard + more, "the release, once")


EDITS: dict[str, Callable[[int], dict[str, Any]]] = {
    "other addresses": lambda port: show(
        port, controls=[{"id": one, "type": "button", "osc": {"address": f"/new/{one}"}} for one in ("flash1", "note")]
    ),
    "no controls": lambda port: show(port, controls=[]),
    "no targets": lambda port: show(port, osc={}),
    "another show": lambda port: show(port, id="another"),
    "another show without targets": lambda port: show(port, id="another", osc={}),
    "a target elsewhere": lambda port: show(port, osc={"targets": [{"id": "far", "host": "127.0.0.1", "port": 9}]}),
    "a target that is asked": lambda port: show(
        port, osc={"targets": [{"id": "far", "host": "127.0.0.1", "port": port, "back": "ask"}]}
    ),
    "a target that waits": lambda port: show(
        port, osc={"targets": [{"id": "far", "host": "127.0.0.1", "port": port, "back": "wait"}]}
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_it_is_put_back_even_if_the_show_is_another_meanwhile(
    playing: Server, far: Far, device: Callable[[], Device], edit: str
) -> None:
    hand = device()
    for control, ((address,), on, _, _) in HELD.items():
        take(hand, control)
        far.hears(address, *on)
    playing.kill()
    write(playing, EDITS[edit](far.port))
    playing.start()
    for _, _, (back,), off in HELD.values():
        far.wait(lambda back=back, off=off: off in far.told(back), f"{back} to be told {off}")


def test_a_second_kill_before_it_could_be_put_back_forgets_nothing(
    playing: Server, far: Far, device: Callable[[], Device]
) -> None:
    """The target is looked for by a name that nobody has, so nothing can be sent; the third start knows where it is."""
    named = show(far.port, osc={"targets": [{"id": "far", "host": "localhost", "port": far.port}]})
    playing.kill()
    write(playing, named)
    playing.start()
    hand = device()
    take(hand, "flash1")
    far.hears("/sidestage/flash1", 1)
    for _ in range(2):
        # It is killed as soon as it serves: most often before anything was found and sent.
        playing.kill()
        playing.start()
    far.hears("/sidestage/flash1", 0)


def test_nothing_is_on_after_kills_at_any_moment(playing: Server, far: Far, device: Callable[[], Device]) -> None:
    chance = random.Random(2)
    hand = device()
    down: set[str] = set()
    for _ in range(KILLS):
        for _ in range(chance.randint(1, MOST_ACTS)):
            control = chance.choice((*BUTTONS, "note", "pad"))
            if control == "pad":
                is_up = chance.random() < 0.3
                moves = {} if is_up else {"pad": [chance.random(), chance.random()]}
                hand.page.op(moves, holds={"pad": not is_up})
            elif control in down:
                down.discard(control)
                hand.release(control)
            else:
                down.add(control)
                hand.press(control)
        if chance.random() < 0.3:
            hand.page.wait(lambda hand=hand: hand.kept >= hand.n, "for all of it to be kept")
        playing.kill()
        hand.gone()
        hand.close()
        down.clear()
        playing.start()
        # Somebody else comes: whatever the first one held, nobody has it any more.
        hand = device()
        ons = {one for one in far.state if one in AT_REST} | ({"/off"} if far.told("/on") else set())
        until(lambda ons=ons: all(far.state.get(one) == AT_REST[one] for one in ons), f"{ons} to be at rest")
        notes = [address for address, _ in far.heard if address in ("/on", "/off")]
        assert not notes or notes[-1] == "/off"
