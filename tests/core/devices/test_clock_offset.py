"""A program's own clock, placed on the server's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.core.devices.clock_offset import ANEW, DRIFT, Timeline


def test_the_quickest_message_says_how_far_the_clocks_are_apart() -> None:
    line = Timeline()
    assert line.offset(0.0, 1040.0) == 1040
    assert line.offset(30.0, 1035.0) == 1005
    assert line.offset(60.0, 1090.0) == pytest.approx(1005 + 55 * DRIFT)


def test_a_clock_that_runs_slow_is_followed() -> None:
    line = Timeline()
    for second in range(1000):
        offset = line.offset(second * 999.5, second * 1000.0)
        assert offset == pytest.approx(second * 0.5)


@pytest.mark.parametrize("began", [-1e9, 5000.0 - ANEW - 1])
def test_a_clock_that_began_anew_is_taken_anew(began: float) -> None:
    line = Timeline()
    line.offset(0.0, 0.0)
    assert line.offset(began, 5000.0) == 5000.0 - began


def test_a_message_that_is_as_late_as_can_be_does_not_move_the_clock() -> None:
    line = Timeline()
    line.offset(0.0, 0.0)
    assert line.offset(5000.0 - ANEW, 5000.0) == pytest.approx(5000 * DRIFT)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 900)), min_size=1, max_size=50))
def test_numbers_never_come_from_the_future(messages: list[tuple[float, float]]) -> None:
    line, sent = Timeline(), 0.0
    for step, late in messages:
        sent += step
        now = sent + late
        assert sent + line.offset(sent, now) <= now + 1e-6
