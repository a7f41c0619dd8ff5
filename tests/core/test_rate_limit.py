"""How many messages one connection may send, and how what all share is shared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.core.rate_limit import BURST, LIMITED_BURST, SLOWED_FOR, SLOWED_TIMES, Budget, level

wants = st.lists(st.floats(0, 10_000), max_size=50)


def taken(budget: Budget, now: float) -> int:
    """How many messages it allows at one moment."""
    count = 0
    while budget.allows(now):
        count += 1
    return count


def test_two_seconds_worth_may_come_at_once_and_no_more() -> None:
    budget = Budget(2000, 5.0)
    assert taken(budget, 5.0) == 2000 * BURST
    assert not budget.allows(5.0)


def test_it_refills_with_time_up_to_a_burst() -> None:
    budget = Budget(2000, 0.0)
    taken(budget, 0.0)
    assert taken(budget, 0.4) == 0
    assert taken(budget, 10.0) == 20
    assert taken(budget, 1e9) == 4000


def test_a_long_message_counts_as_many() -> None:
    budget = Budget(100, 0.0)
    assert budget.allows(0.0, 150)
    assert not budget.allows(0.0, 51)
    assert budget.allows(0.0, 50)


def test_a_hand_that_moves_is_never_cut() -> None:
    budget = Budget(2000, 0.0)
    assert all(budget.allows(n * 1000 / 120) for n in range(100_000))


@given(st.lists(st.floats(0, 50), min_size=1, max_size=200))
def test_no_more_come_through_than_a_burst_and_the_rate(pauses: list[float]) -> None:
    budget = Budget(100, 0.0)
    now, count = 0.0, 0
    for pause in pauses:
        now += pause
        count += sum(budget.allows(now) for _ in range(5))
    assert count <= 100 * BURST + now / 1000 * 100 + 1e-6


def test_who_sends_too_many_is_slowed_and_each_time_it_counts() -> None:
    budget = Budget(100, 0.0)
    assert [budget.spend(0.0) for _ in range(200)] == [0] * 200
    assert budget.spend(0.0) == SLOWED_FOR * 1000
    assert budget.spend(100.0, 11) == SLOWED_FOR * 1000 - 100, "that much of its pause is over"
    assert not budget.is_spent
    assert budget.spend(600.0) == 0, "it waited, and may go on"


def test_who_is_slowed_again_and_again_is_cut_and_who_owes_too_much_at_once() -> None:
    budget, now = Budget(100, 0.0), 0.0
    budget.spend(now, 200)
    for _ in range(SLOWED_TIMES):
        assert budget.spend(now, 51) > 0
        assert not budget.is_spent
        now += SLOWED_FOR * 1000
    budget.spend(now, 51)
    assert budget.is_spent
    greedy = Budget(100, 0.0)
    greedy.spend(0.0, 400)
    assert not greedy.is_spent
    greedy.spend(0.0)
    assert greedy.is_spent


def test_a_calm_second_makes_good_for_what_was_before() -> None:
    budget, now = Budget(100, 0.0), 0.0
    for _ in range(3 * SLOWED_TIMES):
        budget.spend(now, 201)
        now += 2500
        assert budget.spend(now) == 0
        assert not budget.is_spent


def test_it_never_cuts_who_stays_within_the_rate() -> None:
    budget = Budget(100, 0.0)
    assert not any(budget.spend(n * 10.0) for n in range(10_000))
    assert not budget.is_spent


def test_it_is_full_again_once_nothing_was_taken_for_long_enough() -> None:
    budget = Budget(100, 0.0)
    assert budget.is_full(0.0)
    budget.spend(0.0, 10)
    assert not budget.is_full(99.0)
    assert budget.is_full(100.0)


def test_it_may_be_given_less_than_its_own_rate_and_its_own_again() -> None:
    budget = Budget(100, 0.0)
    assert not budget.is_limited
    budget.limit(40)
    assert budget.is_limited
    assert taken(budget, 1e6) == 40 * LIMITED_BURST
    budget.limit(100)
    assert not budget.is_limited
    budget.limit(40)
    budget.limit(None)
    assert not budget.is_limited
    assert taken(budget, 2e6) == 100 * BURST


@given(wants, st.floats(0, 100_000))
def test_a_level_lets_as_much_through_as_there_is_room_for_and_takes_from_the_greediest_only(
    wanted: list[float], capacity: float
) -> None:
    most = level(wanted, capacity)
    got = [min(want, most) for want in wanted]
    assert sum(got) <= capacity + 1e-6 or sum(wanted) <= capacity
    if sum(wanted) > capacity:
        assert sum(got) == pytest.approx(capacity, abs=1e-3)
        assert all(had == want for had, want in zip(got, wanted, strict=True) if want < most)
