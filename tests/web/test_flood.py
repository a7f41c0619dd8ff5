"""How many messages one connection may send."""

from hypothesis import given
from hypothesis import strategies as st

from webui.flood import BURST, Budget


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
