"""What is answered when it is kept, and what is said where the disk takes too long. No disk, no clock."""

from collections.abc import Callable
from typing import Any

import pytest

from webui.engine.saving import NOT_SAVED, PATIENCE, UNSAVED, Saving


class Disk:
    """A disk that keeps when it is told to, and a clock; what operators are told is in `faults`."""

    def __init__(self) -> None:
        self.is_failing = False
        self.waiting: list[Callable[[], object]] = []
        self.timers: list[tuple[float, Callable[[], object]]] = []
        self.faults: dict[str, str] = {}
        self.answers: list[Any] = []
        self.saving = Saving(self, lambda after, run: self.timers.append((after, run)), self.faults.__setitem__)

    def when_kept(self, done: Callable[[], object]) -> None:
        self.waiting.append(done)

    def keeps(self) -> None:
        waiting, self.waiting = self.waiting, []
        for done in waiting:
            done()

    def time_passes(self) -> None:
        timers, self.timers = self.timers, []
        for after, run in timers:
            assert after == PATIENCE
            run()

    def ask(self, what: str) -> None:
        self.saving.answer(what, lambda unsaved: self.answers.append((what, unsaved)))


@pytest.fixture
def disk() -> Disk:
    return Disk()


def test_an_answer_comes_when_it_is_kept_and_once(disk: Disk) -> None:
    disk.ask("a role")
    assert disk.answers == []
    disk.keeps()
    disk.time_passes()
    assert disk.answers == [("a role", None)]
    assert disk.faults == {}


def test_what_takes_too_long_is_answered_as_not_saved_and_told_until_it_is(disk: Disk) -> None:
    disk.ask("a role")
    disk.ask("a key")
    disk.time_passes()
    assert disk.answers == [("a role", NOT_SAVED), ("a key", NOT_SAVED)]
    assert disk.faults[UNSAVED].startswith("Not saved yet: a role, a key. ")
    disk.keeps()
    assert disk.faults[UNSAVED] == ""
    assert len(disk.answers) == 2


def test_a_disk_that_is_known_to_fail_is_not_waited_for(disk: Disk) -> None:
    disk.ask("a role")
    disk.is_failing = True
    disk.saving.fails()
    assert disk.answers == [("a role", NOT_SAVED)]
    disk.ask("a key")
    assert disk.answers[1:] == [("a key", NOT_SAVED)]
    disk.time_passes()
    disk.keeps()
    assert len(disk.answers) == 2
    assert disk.faults[UNSAVED] == ""


def test_of_many_things_some_are_named_each_once(disk: Disk) -> None:
    disk.is_failing = True
    for what in ("a role", "a role", "a key", "a name", "a new join code"):
        disk.ask(what)
    assert disk.faults[UNSAVED].startswith("Not saved yet: a role, a key, a name and more. ")
