"""Two hundred devices that come back at once: all have the state, and none of their moves is lost."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.faults.checker import agree
from tests.faults.devices import Device
from tests.faults.servers import LONG, Server, last, until
from tests.stage import PATIENCE, ROOT

DEVICES = 200
RETURNS = 10 if LONG else 1
MANY_PATIENCE = 2 * PATIENCE


class Crowd:
    """The process with the devices in it."""

    def __init__(self, port: int) -> None:
        command = [sys.executable, "-m", "tests.faults.crowd", str(port), str(DEVICES)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, line: str) -> None:
        """Say something to it."""
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """Ask for how it stands."""
        self.ask("state")
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the crowd ended"
        return dict(json.loads(line))

    def settles(self) -> None:
        """Wait until all are connected and all that they did is kept."""
        until(lambda: self.answer()["settled"] == DEVICES, "all devices", MANY_PATIENCE)

    def has(self, state: str) -> None:
        """Wait until all have the state with this hash."""
        until(lambda: self.answer()["states"] == [state], "one state on all devices", MANY_PATIENCE)

    def close(self) -> None:
        """End it."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()


@pytest.fixture
def crowd(running: Server) -> Iterator[Crowd]:
    """Two hundred devices on the running server."""
    crowd = Crowd(running.port)
    yield crowd
    crowd.close()


def test_two_hundred_devices_come_back_at_once(running: Server, crowd: Crowd, device: Callable[[], Device]) -> None:
    crowd.settles()
    mover = device()
    for number in range(1, RETURNS + 1):
        mover.move(fader1=number)
        mover.settles()
        running.kill()
        mover.gone()
        # Moved while the server is away: resent by each, once.
        crowd.ask(f"move {number}")
        mover.move(fader2=number)
        last(0, 5)
        running.start()
        mover.back()
        crowd.settles()
        mover.settles()
        crowd.has(agree(running, [mover]))
        assert mover.state[1] == {**mover.state[1], "fader1": number, "fader2": number, "fader8": number}
