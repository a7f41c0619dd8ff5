"""Long work in steps: never more in one go than a turn, and as much rest as work. No clock but the test's."""

from collections.abc import Callable
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from webui.engine.engine import Engine
from webui.engine.turns import TURN, Turns


class Clock:
    """An engine's time, which steps take, and its timers."""

    def __init__(self) -> None:
        self.time = 0.0
        self.timers: list[tuple[float, Callable[[], object]]] = []

    def now(self) -> float:
        return self.time

    def later(self, milliseconds: float, callback: Callable[[], object]) -> None:
        self.timers.append((self.time + milliseconds, callback))

    def go_on(self) -> None:
        """The next timer is due."""
        at, callback = self.timers.pop(0)
        self.time = max(self.time, at)
        callback()


class Work:
    def __init__(self, steps: list[float]) -> None:
        self.clock = Clock()
        self.left = steps
        self.turns = Turns(cast(Engine, self.clock), self.step)

    def step(self) -> bool:
        if self.left:
            self.clock.time += self.left.pop(0)
        return bool(self.left)


def test_a_little_is_done_at_once() -> None:
    work = Work([1.0, 1.0])
    work.turns.begin()
    assert (work.left, work.clock.timers) == ([], [])
    work.left = [1.0]
    work.turns.begin()
    assert work.left == [], "there is some of the turn left"


def test_more_waits_for_a_rest_and_is_begun_once() -> None:
    work = Work([TURN + 1, 1.0])
    work.turns.begin()
    work.turns.begin()
    assert (work.left, len(work.clock.timers)) == ([1.0], 1)
    work.clock.go_on()
    assert work.left == []


def test_while_steps_are_taken_none_begins_another() -> None:
    work = Work([])
    begun: list[int] = []

    def step() -> bool:
        begun.append(1)
        work.turns.begin()
        return False

    work.turns = Turns(cast(Engine, work.clock), step)
    work.turns.begin()
    assert begun == [1]


@given(st.lists(st.floats(0.01, 3), min_size=1, max_size=100))
def test_however_long_steps_are_all_are_taken_and_half_of_the_time_is_others(steps: list[float]) -> None:
    work = Work(list(steps))
    begun = work.clock.time
    work.turns.begin()
    while work.clock.timers:
        assert work.clock.time - begun < TURN + max(steps) + 1e-6
        work.clock.go_on()
        begun = work.clock.time
    assert work.left == []
    assert work.clock.time >= 2 * sum(steps) - 2 * (TURN + max(steps)) - 1e-6
