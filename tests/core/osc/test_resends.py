"""What is told once more after a rest."""

import pytest

from webui.core.osc.resends import LATEST, MOST, REACTS, REST, Rests

PAIR = ("desk", "fader")


@pytest.fixture
def rests() -> Rests:
    return Rests()


def test_it_is_told_once_after_a_rest(rests: Rests) -> None:
    assert rests.next_due() is None
    rests.mark(*PAIR, 0)
    assert rests.next_due() == REST
    assert rests.take(REST - 1) == ([], [])
    assert rests.take(REST) == ([PAIR], [])
    assert rests.take(1e6) == ([], [])


def test_what_is_said_or_told_makes_the_rest_begin_anew(rests: Rests) -> None:
    rests.mark(*PAIR, 0)
    rests.stir(*PAIR, 300)
    rests.stir("desk", "other", 300)
    assert rests.take(REST) == ([], [])
    rests.mark(*PAIR, 500)
    assert rests.take(500 + REST) == ([PAIR], [])


def test_a_program_that_goes_on_is_told_on_all_the_same(rests: Rests) -> None:
    for n in range(0, int(LATEST), 100):
        rests.mark(*PAIR, n, goes_on=True)
        assert rests.take(n) == ([], [])
    assert rests.take(LATEST) == ([PAIR], [])


def test_a_mark_that_does_not_go_on_waits_for_the_rest(rests: Rests) -> None:
    rests.mark(*PAIR, 0, goes_on=True)
    rests.mark(*PAIR, LATEST - 1)
    assert rests.take(LATEST) == ([], [])


def test_who_agrees_in_the_end_need_not_be_told(rests: Rests) -> None:
    rests.mark(*PAIR, 0, "desk")
    rests.agree(*PAIR, "desk")
    assert rests.next_due() is None
    rests.mark(*PAIR, 0, "desk")
    rests.mark(*PAIR, 0, "another port")
    rests.agree(*PAIR, "desk")
    assert rests.take(REST) == ([PAIR], [])


def test_who_answers_each_time_is_told_so_often(rests: Rests) -> None:
    now = 0.0
    for _ in range(MOST):
        rests.mark(*PAIR, now)
        now += REST
        assert rests.take(now) == ([PAIR], [])
    rests.mark(*PAIR, now)
    assert rests.take(now + REST) == ([], [PAIR])
    # Until somebody else moves it.
    rests.moved("other")
    rests.moved("fader")
    rests.mark(*PAIR, now)
    assert rests.take(now + REST) == ([PAIR], [])


def test_what_comes_late_is_no_answer(rests: Rests) -> None:
    for n in range(MOST * 2):
        rests.mark(*PAIR, n * (REST + REACTS + 1))
        assert rests.take(n * (REST + REACTS + 1) + REST) == ([PAIR], [])


def test_a_loop_and_another_show_end_it(rests: Rests) -> None:
    rests.mark(*PAIR, 0)
    rests.mark("desk", "other", 0)
    rests.drop("fader")
    assert rests.take(REST) == ([("desk", "other")], [])
    rests.mark(*PAIR, 0)
    rests.clear()
    assert rests.next_due() is None
