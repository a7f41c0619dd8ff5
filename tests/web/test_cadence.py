"""When changes are told: at once while there is time, else 60 to 120 times a second."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.cadence import FASTEST, MEMORY, SLOWEST, Cadence, MeteredSelector, metered_loop


def after(load: float, seconds: float = 5.0) -> tuple[Cadence, float, float]:
    """A cadence of a loop that has been so busy for a while, the time and how long it was idle."""
    cadence = Cadence()
    now = idle = 0.0
    while now < seconds * 1000:
        now += 10.0
        idle += 10.0 * (1 - load)
        cadence.told(now, idle)
    return cadence, now, idle


@pytest.mark.parametrize("load", [0.0, 0.2, 0.49])
def test_a_loop_that_is_less_than_half_busy_tells_at_once(load: float) -> None:
    cadence, now, idle = after(load)
    assert cadence.load == pytest.approx(load)
    assert cadence.wait(now, idle) == 0.0
    assert Cadence().wait(0.0, 0.0) == 0.0


@pytest.mark.parametrize(
    ("load", "spacing"), [(0.5001, 1000 / 120), (0.75, (1000 / 120 + 1000 / 60) / 2), (1.0, 1000 / 60)]
)
def test_a_busy_loop_tells_60_to_120_times_a_second(load: float, spacing: float) -> None:
    cadence, now, idle = after(load)
    assert cadence.wait(now, idle) == pytest.approx(spacing, abs=0.01)
    assert cadence.wait(now + 5.0, idle + 5.0 * (1 - load)) == pytest.approx(spacing - 5.0, abs=0.01)


def test_what_waited_long_enough_is_told_at_once_however_busy_it_is() -> None:
    cadence, now, idle = after(1.0)
    assert cadence.wait(now + SLOWEST, idle) == 0.0


def test_a_rush_is_soon_over() -> None:
    cadence, now, idle = after(1.0)
    assert cadence.wait(now + MEMORY, idle + MEMORY) == 0.0
    assert cadence.load == 0.0


def test_one_long_wait_is_no_load_and_one_short_rush_is_little() -> None:
    cadence, now, idle = after(0.0)
    cadence.told(now + 20.0, idle)
    assert cadence.load == pytest.approx(0.2)


@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(-0.5, 1.5), st.booleans()), max_size=50))
def test_whatever_the_clocks_say_the_wait_is_short(steps: list[tuple[float, float, bool]]) -> None:
    cadence = Cadence()
    now = idle = last = 0.0
    for span, share, told in steps:
        now += span
        idle += span * share
        if told:
            cadence.told(now, idle)
            last = now
        wait = cadence.wait(now, idle)
        assert 0.0 <= cadence.load <= 1.0
        assert wait == 0.0 or FASTEST - 1e-6 <= now + wait - last <= SLOWEST + 1e-6


def apart(job: Callable[[], Any]) -> Any:
    """Run a loop in a thread of its own, since another may run in ours."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(job).result()


@pytest.fixture
def loop() -> Iterator[tuple[asyncio.SelectorEventLoop, MeteredSelector]]:
    loop, selector = metered_loop()
    yield loop, selector
    loop.close()


def test_a_loop_knows_how_long_it_waited(
    loop: tuple[asyncio.SelectorEventLoop, MeteredSelector], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time that passes in select counts, less what the program's other threads worked meanwhile."""
    running, selector = loop
    clock = iter(range(0, 10_000, 7))
    work = iter(range(0, 10_000, 2))
    monkeypatch.setattr("webui.cadence.perf_counter", lambda: next(clock) / 1000)
    monkeypatch.setattr("webui.cadence.process_time", lambda: next(work) / 1000)
    running.call_soon(lambda: [next(clock) for _ in range(100)])
    running.call_soon(running.stop)
    apart(running.run_forever)
    assert selector.idle == pytest.approx(7.0 - 2.0)


def test_the_loop_still_serves_its_sockets(loop: tuple[asyncio.SelectorEventLoop, MeteredSelector]) -> None:
    running, selector = loop
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        theirs.send(b"hello")
        heard = apart(lambda: running.run_until_complete(asyncio.wait_for(running.sock_recv(ours, 10), 20)))
        assert heard == b"hello"
    assert selector.idle >= 0.0
