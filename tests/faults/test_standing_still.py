"""A laptop whose lid was closed for a while in the middle of a drag: all settle, and nothing fires late."""

from collections.abc import Callable

from tests.faults.checker import agree
from tests.faults.devices import Device
from tests.faults.servers import LONG, Server, last

MOVES = 300 if LONG else 60
STOPS = 3 if LONG else 1


def test_after_a_stop_all_settle_and_no_press_fires_late(running: Server, device: Callable[[], Device]) -> None:
    mover, presser, watcher = device(), device(), device()
    for stop in range(1, STOPS + 1):
        mover.move(fader1=stop)
        mover.settles()
        late = []
        with running.standing_still():
            for move in range(1, MOVES + 1):
                mover.move(fader2=move, fader3=stop)
                if move == MOVES // 2:
                    late.append(presser.press("thunder"))
            presser.move(fader4=stop)
            last(2.5, 10)
        for one in (mover, presser):
            one.settles()
        agree(running, [mover, presser, watcher])
        assert watcher.state[1] == {**watcher.state[1], "fader2": MOVES, "fader3": stop, "fader4": stop}
        thunders = [values["thunder"] for _, _, _, values, *_ in watcher.page.frames if "thunder" in values]
        assert True not in thunders, "a press fired that was long over"
        assert watcher.state[1]["thunder"] is False
        if not LONG:
            assert [*late, "thunder", "Too late, not sent"] in presser.page.refused
    fresh = presser.press("thunder")
    watcher.page.sees(thunder=True)
    presser.release("thunder")
    watcher.page.sees(thunder=False)
    assert fresh not in [n for n, *_ in presser.page.refused]
