"""What a target says is not said back to it, and what it says back moves nothing: no two programs ever swing."""

import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.clients import Waiting
from tests.links.osc.conftest import Listen
from tests.links.osc.desks import Desk, Listening

Programs = Callable[..., tuple[Listening, list["Program"]]]

LAG = 7
"""Messages that a program has heard before it says back the first of them."""


class Program(Waiting):
    """It says back all that it hears, late, from the port where it listens."""

    def __init__(self, echoes: bool) -> None:
        super().__init__()
        self.desk = Desk(0)
        self.values: dict[str, Any] = {}
        self.heard: Counter[str] = Counter()
        self._late: deque[tuple[str, Any]] = deque()
        self._echoes = echoes
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def move(self, address: str, value: Any) -> None:
        """A hand moves something there."""
        self.values[address] = value
        self.desk.send(address, value)

    def close(self) -> None:
        """Go."""
        self.desk.throw_to(self.desk.port, b"/end")
        self._thread.join()
        self.desk.close()

    def _listen(self) -> None:
        while (data := self.desk.socket.recv(65_536)) != b"/end":
            for message in self.desk.read(data):
                if message.arguments:
                    self._hear(message.address, message.arguments[0])

    def _hear(self, address: str, value: Any) -> None:
        with self.changed:
            self.values[address] = value
            self.heard[address] += 1
            self.changed.notify_all()
        if not self._echoes:
            return
        self._late.append((address, value))
        while len(self._late) > (0 if address == "/sidestage/note" else LAG):
            self.desk.send(*self._late.popleft())


@pytest.fixture
def programs(listen: Listen) -> Iterator[Programs]:
    """Two targets, and programs that are there."""
    with ExitStack() as stack:

        def start(*echo: bool, echoes: bool = True) -> tuple[Listening, list[Program]]:
            # They are there before the stage is: whoever comes later is told everything.
            found = [Program(echoes), Program(echoes)]
            for one in found:
                stack.callback(one.close)
            listening = listen(
                targets=[
                    {"id": name, "host": "127.0.0.1", "port": one.desk.port, "echo": wants}
                    for name, one, wants in zip("ab", found, echo, strict=True)
                ]
            )
            for one in found:
                one.desk.to(listening.port)
            return listening, found

        yield start


@pytest.mark.parametrize("echo", [(False, False), (True, False), (True, True)])
def test_two_programs_that_echo_do_not_swing(programs: Programs, echo: tuple[bool, bool]) -> None:
    listening, [a, b] = programs(*echo)
    for level in range(1, 200):
        a.move("/sidestage/level", float(level % 60))
    a.move("/sidestage/level", 77.0)
    b.wait(lambda: b.values.get("/sidestage/level") == 77, "for the last value")
    listening.boss.sees(level=77)

    def talk(rounds: str) -> None:
        for text in rounds:
            listening.boss.move(note=text)
            for one in (a, b):
                one.wait(lambda one=one, text=text: one.values.get("/sidestage/note") == text, "for a note")  # type: ignore[misc]

    talk("abcdef")
    told = a.heard["/sidestage/level"], b.heard["/sidestage/level"]
    talk("ghijklmnopqrstuvwxyz")
    assert (a.heard["/sidestage/level"], b.heard["/sidestage/level"]) == told, "they swing"
    assert a.values["/sidestage/level"] == b.values["/sidestage/level"] == listening.boss.values["level"] == 77


def test_what_came_from_a_target_is_not_sent_back_to_it(programs: Programs) -> None:
    listening, [a, b] = programs(False, False, echoes=False)
    a.move("/sidestage/level", 10.0)
    b.wait(lambda: b.values.get("/sidestage/level") == 10, "for the move")
    listening.boss.move(note="next")
    a.wait(lambda: a.values.get("/sidestage/note") == "next", "for what came after it")
    assert not a.heard["/sidestage/level"]


def test_it_is_if_the_target_wants_it(programs: Programs) -> None:
    _, [a, _] = programs(True, False, echoes=False)
    a.move("/sidestage/level", 10.0)
    a.wait(lambda: a.heard["/sidestage/level"], "for its own move")


def test_a_value_within_a_step_of_what_was_sent_is_no_change(programs: Programs) -> None:
    listening, [a, _] = programs(False, False, echoes=False)
    listening.boss.move(level=10)
    a.wait(lambda: a.values.get("/sidestage/level") == 10, "for the move")
    a.move("/sidestage/level", 10.004)
    a.move("/sidestage/note", "next")
    listening.boss.sees(note="next")
    assert listening.boss.values["level"] == 10
    a.move("/sidestage/level", 11.0)
    listening.boss.sees(level=11)


def test_a_target_whose_move_is_refused_is_told_how_it_is(programs: Programs) -> None:
    listening, [a, _] = programs(False, False, echoes=False)
    listening.boss.move(level=10)
    a.wait(lambda: a.values.get("/sidestage/level") == 10, "for the move")
    listening.boss.hold("level")
    a.move("/sidestage/level", 50.0)
    a.wait(lambda: a.values.get("/sidestage/level") == 10, "for how it really is")


def test_two_targets_on_one_computer_that_speak_from_anywhere_are_both_told(programs: Programs) -> None:
    """Who of them spoke can't be known; each hears it, and nothing swings by that."""
    listening, [a, b] = programs(False, False, echoes=False)
    stranger = Desk(listening.port)
    stranger.send("/sidestage/level", 20.0)
    for program in (a, b):
        program.wait(lambda program=program: program.values.get("/sidestage/level") == 20, "for the move")  # type: ignore[misc]
    stranger.close()
    assert listening.look()["came"] == {"127.0.0.1": 1}
