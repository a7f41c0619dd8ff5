"""Messages that wait for their time, against a model that sorts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.core.osc.schedule import SECOND, SET_BACK, Schedule

MORNING = 3_900_000_000 * SECOND
"""A time tag: what the wall clock says when a test begins."""


def units(milliseconds: float) -> int:
    return round(milliseconds * SECOND / 1000)


@pytest.fixture
def schedule() -> Schedule[str]:
    return Schedule()


def test_nothing_is_due_where_nothing_waits(schedule: Schedule[str]) -> None:
    assert schedule.wait(MORNING, 0.0) is None
    assert schedule.take(MORNING, 0.0) == []
    assert not schedule


def test_a_group_is_due_at_its_time_and_no_sooner(schedule: Schedule[str]) -> None:
    schedule.add(MORNING + units(300), ["a", "b"], MORNING, 5.0)
    assert len(schedule) == 2
    assert schedule.wait(MORNING, 5.0) == pytest.approx(300)
    assert schedule.take(MORNING + units(300) - 1, 305.0) == []
    assert schedule.wait(MORNING + units(300) - 1, 305.0) == pytest.approx(0, abs=0.001)
    assert schedule.take(MORNING + units(300), 304.9) == [["a", "b"]]
    assert len(schedule) == 0


def test_what_is_forgotten_is_never_due(schedule: Schedule[str]) -> None:
    schedule.add(MORNING + 1, ["a"], MORNING, 0.0)
    schedule.clear()
    assert len(schedule) == 0
    assert schedule.take(MORNING + SECOND, 1000.0) == []


def test_a_wall_clock_that_is_set_back_does_not_keep_anything_for_an_hour(schedule: Schedule[str]) -> None:
    schedule.add(MORNING + units(250), ["a"], MORNING, 0.0)
    back = MORNING - 3600 * SECOND
    assert schedule.wait(back, 100.0) == pytest.approx(150 + SET_BACK)
    assert schedule.take(back, 250 + SET_BACK - 0.01) == []
    assert schedule.wait(back, 250 + SET_BACK + 1) == 0
    assert schedule.take(back, 250 + SET_BACK) == [["a"]]


def test_a_wall_clock_that_is_set_forward_has_all_come_in_order(schedule: Schedule[str]) -> None:
    schedule.add(MORNING + 9 * SECOND, ["first"], MORNING, 0.0)
    later = MORNING + 100 * SECOND
    schedule.add(later + SECOND, ["second"], later, 10.0)
    assert schedule.wait(later, 10.0) == 0
    assert schedule.take(later + SECOND, 1010.0) == [["first"], ["second"]]


@given(st.lists(st.tuples(st.integers(1, 4), st.floats(0, 0.001)), max_size=30), st.data())
def test_the_order_is_that_of_the_tags_and_of_equal_ones_that_of_arrival(
    arriving: list[tuple[int, float]], data: st.DataObject
) -> None:
    """However the two clocks drift against each other between two packets: each is off by up to a microsecond."""
    schedule: Schedule[int] = Schedule()
    for number, (at, off) in enumerate(arriving):
        schedule.add(MORNING + at * SECOND, [number], MORNING, off)
    taken: list[int] = []
    now = 0.0
    while len(schedule):
        now += data.draw(st.floats(1, 5000))
        taken += [number for [number] in schedule.take(MORNING + units(now), now)]
        assert all(arriving[number][0] * 1000 <= now + 1e-3 for number in taken)
    # Sorting is stable.
    assert taken == sorted(range(len(arriving)), key=lambda number: arriving[number][0])
