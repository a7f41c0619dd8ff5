"""The computer's wall clock jumps by hours in the middle of a show, as when it finds a time server: nobody notices."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from tests.faults.checker import agree
from tests.faults.devices import Device
from tests.faults.servers import LONG, Server, until
from tests.faults.slow import PLENTY, SlowDevice
from tests.stage import PATIENCE

LOOKS_EVERY = 1
HOURS = (5, -7, 24, -1) * 5 if LONG else (5, -7)


PROGRAM = """
import select, time
# libfaketime takes the steady clock's absolute times, by which Python sleeps, for times of day.
time.sleep = lambda seconds: select.select([], [], [], seconds)
from desktop.__main__ import run
run()
"""


class WallClock:
    """The time of day as one process sees it: the real one and some hours."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.jump(0)

    @property
    def prefix(self) -> tuple[str, ...]:
        """What stands before a command so that it sees this clock; the steady clock stays."""
        asked = ["faketime", "-f", "+0s", "printenv", "LD_PRELOAD"]
        found = subprocess.run(asked, capture_output=True, text=True, check=True)
        return (
            "env",
            f"LD_PRELOAD={found.stdout.strip()}",
            f"FAKETIME_TIMESTAMP_FILE={self._file}",
            "FAKETIME_DONT_FAKE_MONOTONIC=1",
            # It looks at the file once in so many seconds, and leaves the times of files alone.
            f"FAKETIME_CACHE_DURATION={LOOKS_EVERY}",
            "NO_FAKE_STAT=1",
        )

    def jump(self, hours: float) -> None:
        """Differ by so many hours from now on."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{hours * 3600:+.0f}s\n", encoding="ascii")
        os.replace(new, self._file)


@pytest.fixture
def clock(tmp_path: Path) -> WallClock:
    """The server's wall clock."""
    if not shutil.which("faketime"):
        pytest.skip("faketime is not installed")
    return WallClock(tmp_path / "clock")


@pytest.fixture
def tablet(server: Server, clock: WallClock) -> Iterator[SlowDevice]:
    """A device of a server with that clock; it answers when it is told to."""
    server.start(*clock.prefix, program=(sys.executable, "-c", PROGRAM))
    one = SlowDevice(server.port, "tablet-session", PLENTY)
    yield one
    one.close()


def server_date(server: Server) -> float:
    """Return what the server takes for the time of day."""
    with urllib.request.urlopen(f"{server.url}health", timeout=PATIENCE) as answer:
        return parsedate_to_datetime(answer.headers["Date"]).timestamp()


def test_nobody_is_dropped_when_the_wall_clock_jumps(
    server: Server, clock: WallClock, tablet: SlowDevice, device: Callable[[], Device]
) -> None:
    devices = [device() for _ in range(2)]
    mover = devices[0]
    for n, hours in enumerate(HOURS, 1):
        tablet.follow()
        # A ping that is under way to it while the clock jumps.
        until(tablet.is_pinged, "a ping")
        clock.jump(hours)
        until(lambda hours=hours: abs(server_date(server) - time.time() - hours * 3600) < 60, "the clock to jump")
        mover.move(fader1=n)
        mover.settles()
        # Whoever comes in is news for everybody, and whom the server has news for it takes a look at: the tablet first.
        before = mover.page.devices
        devices.append(device())
        mover.wait(lambda before=before: mover.page.devices is not before, "for the news")
        tablet.follow()
        while tablet.values["fader1"] != n:
            tablet.read()
            tablet.follow()
        assert all(one.page.connected for one in devices), f"dropped by a jump of {hours} hours"
    pressed = mover.press("thunder")
    devices[1].page.sees(thunder=True)
    mover.release("thunder")
    mover.settles()
    assert pressed not in [refusal[0] for refusal in mover.page.refused]
    agree(server, [*devices, tablet])


def test_a_device_that_is_gone_is_found_when_the_wall_clock_jumped_back(
    server: Server, clock: WallClock, tablet: SlowDevice, device: Callable[[], Device]
) -> None:
    tablet.follow()
    until(tablet.is_pinged, "a ping")
    clock.jump(-7)
    until(lambda: server_date(server) < time.time() - 3600, "the clock to jump")
    other = device()
    assert other.page.welcome["devices"][0]["screens"] == 2
    other.wait(lambda: other.page.devices[0]["screens"] == 1, "for the silent device to be given up")
