"""Devices that read slowly, or not at all for a while, get the newest and never the past; the others don't notice."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from tests.faults.checker import agree
from tests.faults.devices import Device
from tests.faults.servers import LONG, Server, last
from tests.faults.slow import WINDOW, Ended, SlowDevice

FADERS = [f"fader{n}" for n in range(1, 9)]
MOVES = 3000 if LONG else 400
"""Moves while one device does not read."""

SLOWLY = 2000
"""Bytes a second that a slow device reads."""

SIP = 20
"""Bytes that it reads at a time."""

MOST_BYTES = 32 * 1024
"""Bytes that may have piled up for one device, the welcome of a new connection included; the moves alone were more."""


@pytest.fixture
def slow(running: Server) -> Iterator[SlowDevice]:
    """A device that reads when it is told to."""
    one = SlowDevice(running.port, "slow-session")
    yield one
    one.close()


def drag(mover: Device, first: int, count: int) -> int:
    """Move all faders, so many times; returns the last value."""
    for value in range(first, first + count):
        n = mover.move(**dict.fromkeys(FADERS, value))
        mover.wait(lambda n=n: mover.page.taken >= n, "for it to be taken")
    return first + count - 1


def arrive(one: SlowDevice, newest: int) -> None:
    """Read as fast as can be, until the newest is there."""
    while one.values[FADERS[0]] != newest:
        one.read()
        one.follow()


def never_back(one: SlowDevice) -> None:
    """See that no control ever showed an older value after a newer one; values only rise here."""
    shown = dict.fromkeys(FADERS, 0)
    for _, values in one.frames:
        for who in FADERS:
            assert values.get(who, shown[who]) >= shown[who]
            shown[who] = values.get(who, shown[who])


def test_a_device_that_stopped_reading_gets_the_newest_and_not_the_past(
    running: Server, slow: SlowDevice, device: Callable[[], Device]
) -> None:
    mover, watcher = device(), device()
    slow.follow()
    before = len(slow.frames)
    newest = drag(mover, 1, MOVES // 2)
    last(1, 4)
    newest = drag(mover, newest + 1, MOVES // 2)
    mover.settles()
    watcher.page.sees(**dict.fromkeys(FADERS, newest))
    told = slow.bytes
    try:
        arrive(slow, newest)
    except Ended:
        # After five seconds it may count as gone; then it comes back to the newest at once.
        slow.close()
        slow.connect()
        assert slow.values[FADERS[0]] == newest
    moving = [values for _, values in slow.frames[before:] if values]
    assert len(moving) <= WINDOW + 2, "the past was played back"
    assert slow.bytes - told < MOST_BYTES, "bytes had piled up"
    never_back(slow)
    agree(running, [mover, watcher, slow])


def test_a_device_that_reads_two_kilobytes_a_second_never_goes_back_and_arrives(
    running: Server, slow: SlowDevice, device: Callable[[], Device]
) -> None:
    mover, watcher = device(), device()
    over = threading.Event()
    wrong: list[BaseException] = []

    def sip() -> None:
        try:
            began, sipped = time.monotonic(), 0
            while not over.is_set():
                if sipped <= (time.monotonic() - began) * SLOWLY:
                    slow.read(SIP)
                    sipped += SIP
                else:
                    time.sleep(SIP / SLOWLY)
        except (AssertionError, Ended, OSError) as error:
            wrong.append(error)

    reader = threading.Thread(target=sip)
    reader.start()
    newest, began = 0, time.monotonic()
    while time.monotonic() - began < (30 if LONG else 3):
        newest = drag(mover, newest + 1, 10)
    over.set()
    mover.settles()
    # Neither its mover nor the others wait for it.
    watcher.page.sees(**dict.fromkeys(FADERS, newest))
    reader.join()
    assert not wrong, wrong
    assert slow.values[FADERS[0]] > 0, "it sees the moves while they are made"
    frames = len(slow.frames)
    arrive(slow, newest)
    moving = [values for _, values in slow.frames[frames:] if values]
    assert len(moving) <= WINDOW + 2, "frames had piled up"
    never_back(slow)
    agree(running, [mover, watcher, slow])
