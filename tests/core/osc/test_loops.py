"""Loops: what swings faster than hands is tried, then cut or let be, and heals."""

import pytest

from webui.core.osc.loops import FREE, LONGEST, QUIET, ROUNDS, SILENCE, TRIAL, TURNS, WITHIN, Loops
from webui.core.values import Value


@pytest.fixture
def loops() -> Loops:
    return Loops()


def swing(loops: Loops, step: float, since: float = 0.0, turns: int = TURNS) -> tuple[bool, float]:
    """Turn round so often; returns whether it is on trial then, and when that was."""
    tried = False
    for n in range(turns):
        tried = loops.turns("fader", float(n % 2)) and loops.turned("fader", since + n * step)
    return tried, since + (turns - 1) * step


def test_what_swings_faster_than_hands_is_tried(loops: Loops) -> None:
    loops.turns("fader", 1.0)
    loops.turns("fader", 0.0)
    loops.turns("fader", 1.0)
    assert swing(loops, WITHIN / (TURNS - 1))[0] is True
    assert loops.is_tried("fader")
    assert loops.is_held("fader")
    assert loops.is_busy()


def test_a_hand_is_not(loops: Loops) -> None:
    swing(loops, 10, turns=2)
    assert swing(loops, WITHIN / (TURNS - 1) + 1, turns=3 * TURNS)[0] is False
    assert not loops.is_tried("fader")
    assert not loops.is_tried("other")


def tried(loops: Loops) -> float:
    swing(loops, 1, turns=3)
    is_tried, at = swing(loops, 10, 10.0)
    assert is_tried
    return at


def test_what_ends_without_being_told_on_was_a_loop_and_heals(loops: Loops) -> None:
    at = tried(loops)
    assert loops.take(at + TRIAL - 1) == ([], [], [])
    assert loops.take(at + TRIAL) == (["fader"], ["fader"], [])
    assert not loops.is_tried("fader")
    assert loops.is_cut("fader", at + TRIAL + 100, "what came")
    assert loops.take(at + TRIAL + 100 + QUIET - 1) == ([], [], [])
    assert loops.take(at + TRIAL + 100 + QUIET) == ([], [], [])
    assert not loops.is_cut("fader", at + 5000, "more")
    assert not loops.is_held("fader")


def test_what_goes_on_was_none_and_is_left_alone(loops: Loops) -> None:
    at = tried(loops)
    assert not loops.is_cut("fader", at + TRIAL - SILENCE + 1, "what came")
    assert loops.take(at + TRIAL) == (["fader"], [], [])
    assert swing(loops, 1, at + TRIAL)[0] is False
    assert not loops.is_busy()
    # After a long silence it is looked at anew.
    loops.take(at + TRIAL + FREE + TURNS)
    assert swing(loops, 1, 1e5, TURNS + 2)[0] is True


def test_answers_to_a_hand_do_not_show_that_it_swings_by_itself(loops: Loops) -> None:
    """A hand takes the fader that swings, and drags it: on trial, and after that while it is cut."""
    now = tried(loops)
    for since in (now, now + 2 * TRIAL + LONGEST):
        for n in range(int(2 * LONGEST / 30)):
            loops.moved_here("fader", since + 30 * n)
            loops.is_cut("fader", since + 30 * n + 5, "an answer")
            assert loops.take(since + 30 * n + 10) == ([], [], [])
        now = since + 30 * n
        if since < TRIAL:
            assert loops.take(now + TRIAL) == (["fader"], ["fader"], [])
    assert loops.take(now + QUIET + 5) == ([], [], [])
    assert not loops.is_held("fader")
    loops.moved_here("fader", now + QUIET + 6)


@pytest.mark.parametrize("what", ["newest", None])
def test_what_is_cut_and_goes_on_is_free_after_a_while(loops: Loops, what: str | None) -> None:
    at = tried(loops) + TRIAL
    loops.take(at)
    now = at
    while now < at + LONGEST:
        assert loops.is_cut("fader", now, what)
        assert loops.take(now) == ([], [], [])
        now += 100
    assert loops.take(now) == ([], [], [what] if what else [])
    assert not loops.is_cut("fader", now, what)


@pytest.mark.parametrize(
    ("values", "turns"),
    [
        ((0.0, 1.0, 0.5), True),
        ((0.0, 0.5, 1.0), False),
        ((0.0, 1.0, 1.0), False),
        ((False, True, False), True),
        (("a", "b", "c"), False),
        (("a", "b", "c", "a"), True),
        (((0, 0), (1, 1), (2, 0)), True),
        (((0, 0), (1, 1), (2, 2)), False),
        (((0, 0), "x", (2, 2)), False),
        ((0.0, 1.0), False),
    ],
)
def test_what_a_turn_is(loops: Loops, values: tuple[Value, ...], turns: bool) -> None:
    assert [loops.turns("one", value) for value in values][-1] is turns


def test_what_comes_round_always_as_late_is_tried(loops: Loops) -> None:
    late = 500.0
    said = [loops.came_round("fader", late + n % 2, n * late / 2) for n in range(ROUNDS + 2)]
    assert said == [False] * ROUNDS + [True, False]
    began = ROUNDS * late / 2
    assert loops.take(began + late + 2 * SILENCE - 1).tell == []
    assert loops.take(began + late + 2 * SILENCE).found == ["fader"]


def test_what_is_uneven_or_new_is_not(loops: Loops) -> None:
    for n in range(100):
        assert not loops.came_round("fader", 100.0 + 50 * (n % 3), n * 100.0)
    for n in range(100):
        assert not loops.came_round("fader", None if n % 3 == 0 else 100.0, n * 100.0)


def test_another_show_ends_it(loops: Loops) -> None:
    tried(loops)
    loops.clear()
    assert not loops.is_busy()
