"""Echoes: what a target says back moves nothing, and whatever else it says does."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.core.osc.echoes import LASTS, MAX_TOLD, PRESS_LASTS, Echoes
from webui.core.values import Value


@pytest.fixture
def desk() -> Echoes:
    return Echoes()


def echo(desk: Echoes, value: Value, now: float = 0.0, pressed: bool = False) -> bool:
    return desk.is_echo("fader", lambda told: told == value, now, pressed)


def tell(desk: Echoes, *values: Value, now: float = 0.0) -> None:
    for value in values:
        desk.told("fader", value, now)


def test_what_was_told_comes_back_as_an_echo(desk: Echoes) -> None:
    assert not echo(desk, 1)
    tell(desk, 1, 2, 3)
    assert [echo(desk, value) for value in (1, 2, 3)] == [True, True, True]


def test_some_echoes_may_be_missing_and_the_last_may_come_twice(desk: Echoes) -> None:
    tell(desk, 1, 2, 3)
    assert [echo(desk, value) for value in (2, 3, 3)] == [True, True, True]


def test_older_values_than_the_last_echo_are_news(desk: Echoes) -> None:
    tell(desk, 1, 2, 3)
    assert echo(desk, 2)
    assert not echo(desk, 1)


def test_what_was_said_back_is_news_after_other_news(desk: Echoes) -> None:
    tell(desk, 5)
    assert echo(desk, 5)
    assert not echo(desk, 7)
    assert not echo(desk, 5), "a hand there went away and came back"


def test_what_was_not_said_back_may_come_after_news(desk: Echoes) -> None:
    tell(desk, 5, 6)
    assert [echo(desk, value) for value in (5, 9, 6, 9)] == [True, False, True, False]


def test_who_says_nothing_back_is_not_waited_for(desk: Echoes) -> None:
    tell(desk, 4)
    assert not echo(desk, 9, LASTS + 1), "it let the 4 pass"
    tell(desk, 5, 6, now=2000)
    assert not echo(desk, 9, 2000)
    assert not echo(desk, 5, 2000), "no echo, for it says nothing back"
    tell(desk, 7, now=3000)
    assert echo(desk, 7, 3000), "it does after all"
    tell(desk, 8, now=3000)
    assert [echo(desk, value, 3000) for value in (9, 8)] == [False, True]


def test_an_echo_comes_within_its_time(desk: Echoes) -> None:
    tell(desk, 1)
    assert echo(desk, 1, LASTS)
    assert not echo(desk, 1, LASTS + 1)


def test_a_press_comes_back_once_and_soon(desk: Echoes) -> None:
    tell(desk, True, False)
    assert [echo(desk, value, PRESS_LASTS, True) for value in (True, False, True)] == [True, True, False]
    tell(desk, True)
    assert not echo(desk, True, PRESS_LASTS + 1, True)


def test_no_more_is_remembered_than_it_says(desk: Echoes) -> None:
    tell(desk, *range(MAX_TOLD + 1))
    assert not echo(desk, 0)
    tell(desk, *range(MAX_TOLD))
    assert echo(desk, 0)


def test_whose_last_word_is_an_old_echo_is_told_once_more(desk: Echoes) -> None:
    tell(desk, 1, 2, 3)
    echo(desk, 2)
    assert desk.astray(LASTS) == []
    assert desk.astray(LASTS + 1) == ["fader"]
    assert desk.astray(LASTS + 1) == []


def test_whose_last_word_is_the_newest_is_right(desk: Echoes) -> None:
    tell(desk, 1, 2)
    echo(desk, 1)
    echo(desk, 2)
    assert desk.astray(LASTS + 1) == []


def test_whoever_was_told_anew_is_not_astray(desk: Echoes) -> None:
    tell(desk, 1, 2)
    echo(desk, 1)
    tell(desk, 3)
    assert desk.astray(LASTS + 1) == []


class Program:
    """Says back what it is told, late, and all of it."""

    def __init__(self) -> None:
        self.value: Value | None = None
        self.says: list[Value] = []

    def hears(self, value: Value) -> None:
        self.value = value
        self.says.append(value)


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=20),
    st.randoms(use_true_random=False),
    st.booleans(),
    st.booleans(),
)
def test_two_programs_that_echo_come_to_rest(moves: list[Value], chance: Random, a_too: bool, b_too: bool) -> None:
    """One moves, both echo whatever they hear, and messages are under way for as long as they like.

    Those that want it are told what they said themselves.
    """
    programs = {"a": Program(), "b": Program()}
    wants = {"a": a_too, "b": b_too}
    echoes = {name: Echoes() for name in programs}
    state: Value | None = None
    hand = list(moves)
    for _ in range(1000):
        talking = [name for name in programs if programs[name].says]
        if hand and (not talking or chance.random() < 0.5):
            programs["a"].value = hand.pop(0)
            programs["a"].says.append(programs["a"].value)
            continue
        if not talking:
            break
        name = chance.choice(talking)
        said = programs[name].says.pop(0)
        if echoes[name].is_echo("fader", lambda told, said=said: told == said, 0.0):  # type: ignore[misc]
            continue
        if said != state:
            state = said
            for other in programs:
                if other != name or wants[other]:
                    echoes[other].told("fader", state, 0.0)
                    programs[other].hears(state)
    assert not any(program.says for program in programs.values()), "they swing"
    # Of one that is told its own moves and says them back, an echo and a hand that goes back can't be told apart.
    end = state if a_too else moves[-1]
    assert [state, programs["a"].value, programs["b"].value] == [end] * 3
