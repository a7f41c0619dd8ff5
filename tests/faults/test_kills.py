"""kill -9 in the middle of drags: nothing that was said to be kept is lost, and in the end all have one state."""

import random
from collections.abc import Callable

from tests.faults.checker import Kept, agree
from tests.faults.devices import Device
from tests.faults.servers import LONG, Server

KILLS = 200 if LONG else 10
MOST_MOVES = 60
"""Moves between two kills, at the most."""


def test_what_was_kept_survives_kills_during_drags(running: Server, device: Callable[[], Device]) -> None:
    chance = random.Random(1)
    devices = [device() for _ in range(3)]
    moves = 0
    for _ in range(KILLS):
        for _ in range(chance.randint(1, MOST_MOVES)):
            moves += 1
            # Each has a fader of its own, and all fight for one.
            hand = chance.randrange(len(devices))
            devices[hand].move(**{f"fader{hand + 1}": moves, f"fader{chance.choice((4, 5))}": moves})
        if chance.random() < 0.5:
            # Wait for some of it, so that the kill falls between commits as well as into the first.
            one = chance.choice(devices)
            some = chance.randint(one.kept, one.n)
            one.wait(lambda one=one, some=some: one.kept >= some, "for an operation to be kept")
        running.kill()
        for one in devices:
            one.gone()
        kept = Kept(running.data)
        for hand, one in enumerate(devices):
            seen = kept.seen(one.session)
            assert one.kept <= seen <= one.n
            own = f"fader{hand + 1}"
            assert seen == 0 or kept.values[own] == one.moved[seen][own], "an operation and its values go together"
        running.start()
        for one in devices:
            one.back()
            assert one.page.welcome["seen"] == one.page.welcome["kept"] == kept.seen(one.session)
    for one in devices:
        one.settles()
    agree(running, devices)
    for hand, one in enumerate(devices):
        last = max(moved[f"fader{hand + 1}"] for moved in one.moved.values() if moved)
        assert one.state[1][f"fader{hand + 1}"] == last
