"""The processor's time of requests: a crowd slows itself, and who asks little is answered at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.limits import (
    ADDRESS_BURST,
    ALL_BURST,
    DEVICE_BURST,
    LONG_BODIES,
    LONG_BODIES_OF_DEVICE,
    WORK_EACH,
    WORK_IN_ALL,
    WORK_OF_DEVICE,
)
from webui.server.processor_time import MAX_HOLDERS, Work


class Clock:
    def __init__(self) -> None:
        self.now = 100.0
        self.work = Work(lambda: self.now)

    def uses(self, holder: str, seconds: float, is_known: bool = True) -> None:
        """Ask again and again, without a wait, until so much was used."""
        for _ in range(round(seconds / 0.01)):
            self.work.spend(holder, is_known, 0.01 - WORK_EACH)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_while_there_is_enough_nobody_waits(clock: Clock) -> None:
    clock.uses("venue", ALL_BURST - 0.01, is_known=False)
    assert clock.work.wait("venue", False) == 0
    clock.uses("venue", 0.02, is_known=False)
    assert clock.work.wait("venue", False) > 0


@pytest.mark.parametrize(("is_known", "burst"), [(True, DEVICE_BURST), (False, ADDRESS_BURST)])
def test_when_there_is_none_each_has_its_own(clock: Clock, is_known: bool, burst: float) -> None:
    clock.uses("crowd", 2 * ALL_BURST)
    assert clock.work.wait("crowd", True) > 0
    assert clock.work.wait("tablet", is_known) == 0
    clock.uses("tablet", burst - 0.01, is_known)
    assert clock.work.wait("tablet", is_known) == 0
    clock.uses("tablet", 0.02, is_known)
    assert clock.work.wait("tablet", is_known) > 0


def test_who_waits_as_long_as_it_is_told_may_go_on(clock: Clock) -> None:
    clock.uses("crowd", 2 * ALL_BURST)
    wait = clock.work.wait("crowd", True)
    assert wait <= ALL_BURST / WORK_IN_ALL + WORK_EACH + 1e-9
    clock.now += wait
    assert clock.work.wait("crowd", True) == 0


def test_what_is_owed_is_no_more_than_a_burst(clock: Clock) -> None:
    clock.uses("crowd", 100.0)
    clock.now += 2 * max(ALL_BURST / WORK_IN_ALL, DEVICE_BURST / WORK_OF_DEVICE)
    clock.uses("crowd", DEVICE_BURST - 0.01)
    assert clock.work.wait("crowd", True) == 0


def test_a_request_counts_even_if_it_takes_nothing(clock: Clock) -> None:
    for _ in range(round(ALL_BURST / WORK_EACH)):
        clock.work.spend("crowd", True, 0.0)
    clock.uses("tablet", DEVICE_BURST)
    assert clock.work.wait("tablet", True) > 0


@given(st.lists(st.tuples(st.integers(0, 20), st.floats(0, 0.1)), max_size=300))
def test_whoever_asks_little_never_waits(asked: list[tuple[int, float]]) -> None:
    clock = Clock()
    for who, seconds in asked:
        clock.work.spend(f"crowd {who}", True, seconds)
        clock.work.spend(f"address {who}", False, seconds)
        assert clock.work.wait("tablet", True) == 0


def test_only_so_many_holders_are_remembered(clock: Clock) -> None:
    for n in range(MAX_HOLDERS + 1):
        clock.uses(f"holder {n}", 0.01)
    assert len(clock.work._own) == MAX_HOLDERS


def test_long_bodies_at_once_are_few(clock: Clock) -> None:
    assert [clock.work.begin_long("a") for _ in range(LONG_BODIES_OF_DEVICE + 1)] == [True] * LONG_BODIES_OF_DEVICE + [
        False
    ]
    got = [clock.work.begin_long(f"b{n}") for n in range(LONG_BODIES)]
    assert got == [True] * (LONG_BODIES - LONG_BODIES_OF_DEVICE) + [False] * LONG_BODIES_OF_DEVICE
    for _ in range(LONG_BODIES_OF_DEVICE):
        clock.work.end_long("a")
    assert "a" not in clock.work._long
    assert clock.work.begin_long("a")
