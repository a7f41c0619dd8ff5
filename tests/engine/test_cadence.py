"""When changes are told: at once while there is time, and up to 60 times a second by what the loop can bear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.engine.cadence import HEAVY, LEISURE, REST, RISE, SLOWEST, Cadence


def after(cost: float, rounds: int = 50) -> tuple[Cadence, float]:
    """A cadence after so many rounds of one cost, and the time."""
    cadence = Cadence()
    now = 0.0
    for _ in range(rounds):
        now += cadence.wait(now) + cost
        cadence.told(now, cost)
    return cadence, now


def test_the_first_change_is_told_at_once_and_so_is_one_after_a_pause() -> None:
    assert Cadence().wait(0.0) == 0.0
    cadence, now = after(5.0)
    assert cadence.wait(now + SLOWEST) == 0.0


@pytest.mark.parametrize("cost", [0.01, 0.5, HEAVY])
def test_after_a_telling_the_loop_rests_so_many_times_what_it_cost(cost: float) -> None:
    cadence, now = after(cost)
    assert cadence.wait(now) == pytest.approx(REST * cost, rel=0.01)
    assert cadence.wait(now + cost) == pytest.approx((REST - 1) * cost, rel=0.01)


@pytest.mark.parametrize("more", [0.1, 0.5])
def test_what_it_cost_beyond_a_bound_counts_double(more: float) -> None:
    cadence, now = after(HEAVY + more)
    assert cadence.wait(now) == pytest.approx(REST * (HEAVY + 2 * more), rel=0.01)


def test_however_much_it_costs_changes_are_told_60_times_a_second() -> None:
    cadence, now = after(500.0)
    assert cadence.wait(now) == pytest.approx(SLOWEST) == pytest.approx(1000 / 60)


def test_numbers_alone_are_told_with_leisure_but_at_once_after_a_pause() -> None:
    cadence, now = after(1.0)
    assert cadence.wait(now, hurry=False) == pytest.approx(LEISURE)
    assert cadence.wait(now + LEISURE, hurry=False) == 0.0
    assert LEISURE > SLOWEST


def test_one_slow_round_is_believed_in_part_and_a_quick_one_at_once() -> None:
    cadence, now = after(1.0)
    cadence.told(now + 10, 2.0)
    assert cadence.cost == pytest.approx(1.0 + RISE, rel=0.01)
    cadence.told(now + 20, 0.5)
    assert cadence.cost == pytest.approx(0.5)


@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 1000), st.booleans()), max_size=50))
def test_whatever_the_load_is_the_wait_is_short(steps: list[tuple[float, float, bool]]) -> None:
    cadence = Cadence()
    now = last = 0.0
    for span, cost, told in steps:
        now += span
        if told:
            cadence.told(now, cost)
            last = now
        assert 0.0 <= cadence.wait(now) <= max(0.0, last + SLOWEST - now) + 1e-6
