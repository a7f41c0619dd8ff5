"""When changes are told: at once while there is time, and up to 60 times a second by what the loop can bear."""

import asyncio
import socket
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.cadence import LEISURE, REST, RISE, SLOWEST, Cadence, MeteredSelector, metered_loop


def after(cost: float, rounds: int = 50) -> tuple[Cadence, float, float]:
    """A cadence after so many rounds of one cost, the time, and how long the loop was busy."""
    cadence = Cadence()
    now = busy = 0.0
    for _ in range(rounds):
        now += cadence.wait(now) + cost
        busy += cost
        cadence.told(now, busy)
    return cadence, now, busy


def test_the_first_change_is_told_at_once_and_so_is_one_after_a_pause() -> None:
    assert Cadence().wait(0.0) == 0.0
    cadence, now, _ = after(5.0)
    assert cadence.wait(now + SLOWEST) == 0.0


@pytest.mark.parametrize("cost", [0.01, 0.5, 2.0, SLOWEST / REST])
def test_after_a_telling_the_loop_rests_so_many_times_what_a_round_costs(cost: float) -> None:
    cadence, now, _ = after(cost)
    assert cadence.wait(now) == pytest.approx(REST * cost, rel=0.01)
    assert cadence.wait(now + cost) == pytest.approx((REST - 1) * cost, rel=0.01)


def test_however_much_it_costs_changes_are_told_60_times_a_second() -> None:
    cadence, now, _ = after(500.0)
    assert cadence.wait(now) == pytest.approx(SLOWEST) == pytest.approx(1000 / 60)


def test_numbers_alone_are_told_with_leisure_but_at_once_after_a_pause() -> None:
    cadence, now, _ = after(1.0)
    assert cadence.wait(now, hurry=False) == pytest.approx(LEISURE)
    assert cadence.wait(now + LEISURE, hurry=False) == 0.0
    assert LEISURE > SLOWEST


def test_one_slow_round_is_believed_in_part_and_a_quick_one_at_once() -> None:
    cadence, now, busy = after(1.0)
    cadence.told(now + 10, busy + 2.0)
    assert cadence.cost == pytest.approx(1.0 + RISE, rel=0.01)
    cadence.told(now + 20, busy + 2.5)
    assert cadence.cost == pytest.approx(0.5)


@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 1), st.booleans()), max_size=50))
def test_whatever_the_load_is_the_wait_is_short(steps: list[tuple[float, float, bool]]) -> None:
    cadence = Cadence()
    now = busy = last = 0.0
    for span, share, told in steps:
        now += span
        busy += span * share
        if told:
            cadence.told(now, busy)
            last = now
        assert 0.0 <= cadence.wait(now) <= max(0.0, last + SLOWEST - now) + 1e-6


@pytest.fixture
def loop() -> Iterator[tuple[asyncio.SelectorEventLoop, MeteredSelector]]:
    loop, selector = metered_loop()
    yield loop, selector
    loop.close()


def test_all_the_time_counts_as_busy_but_the_waiting(
    loop: tuple[asyncio.SelectorEventLoop, MeteredSelector], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here each look at the clock takes 7 ms: a wait is between two looks, and looking without waiting needs none."""
    _, selector = loop
    clock = iter(range(0, 10_000, 7))
    monkeypatch.setattr(selector, "_began", 0.0)
    monkeypatch.setattr("webui.cadence.perf_counter", lambda: next(clock) / 1000)
    assert selector.busy == pytest.approx(0.0)
    selector.select(0.001)
    assert selector.busy == pytest.approx(21 - 7)
    selector.select(0)
    assert selector.busy == pytest.approx(28 - 7)


@pytest.mark.usefixtures("own_loop")
def test_the_loop_still_serves_its_sockets(loop: tuple[asyncio.SelectorEventLoop, MeteredSelector]) -> None:
    running, selector = loop
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        theirs.send(b"hello")
        heard = running.run_until_complete(asyncio.wait_for(running.sock_recv(ours, 10), 20))
        assert heard == b"hello"
    assert selector.busy >= 0.0
