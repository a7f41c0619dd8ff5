"""The model of a link, in a real engine with real sockets."""

import json
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.core.making import person, small
from tests.links.model_link import AGAIN, BATCH, CAUSE, ModelLink
from tests.socket_clients import PATIENCE
from webui.core.devices.devices import Role
from webui.core.devices.door import Door
from webui.core.surface.commands import Load, Move
from webui.core.surface.events import Changed, Event
from webui.core.surface.surface import Surface
from webui.engine.engine import PROGRAM, Engine
from webui.storage.store import Store

HERE = "127.0.0.1"
ANNA = person(id="anna")


def bound(port: int = 0) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((HERE, port))
    made.settimeout(PATIENCE)
    return made


def free_port() -> int:
    with bound() as found:
        return int(found.getsockname()[1])


def until(is_so: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.005)


class Turns:
    """A link that counts the changes of each turn of the loop."""

    def __init__(self) -> None:
        self.changes = [0]

    def start(self, engine: Engine) -> None:
        self._engine = engine

    def stop(self) -> None: ...

    def count(self) -> None:
        """Begin to count; ends with the engine."""
        self.changes.append(0)
        self._engine.loop.call_soon(self.count)

    def note(self, events: Sequence[Event]) -> None:
        self.changes[-1] += sum(isinstance(event, Changed) for event in events)

    def flush(self, now: float) -> None: ...


class Rig:
    """An engine with the model link, and the program at the other end."""

    def __init__(self, folder: Path, port: int, **options: Any) -> None:
        self.port = port
        self.program = bound()
        self.turns = Turns()
        link = ModelLink(port, self.program.getsockname(), **options)
        self.engine = Engine(Surface(small(), {}, {}), Store(folder / "test.db"), Door({}), {})
        self.engine.start([link, self.turns])
        self.engine.call(lambda: None)

    def close(self) -> None:
        self.engine.stop()
        self.program.close()

    def says(self, line: object, by: socket.socket | None = None) -> None:
        data = line if isinstance(line, bytes) else json.dumps(line).encode()
        (by or self.program).sendto(data, (HERE, self.port))

    def moves(self, control: str, value: object) -> None:
        self.says({"control": control, "value": value})

    def hears(self) -> Any:
        data = self.program.recv(65_536)
        assert data.endswith(b"\n")
        return json.loads(data)

    def value(self, control: str) -> object:
        return self.engine.call(self.engine.surface.value, control)

    def becomes(self, control: str, value: object) -> None:
        until(lambda: self.value(control) == value, f"{control} is not {value}")

    def anna_moves(self, control: str, value: object) -> None:
        self.engine.call(self.engine.apply, Move(control, value), ANNA)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Rig]]:
    running: list[Rig] = []

    def begin(port: int | None = None, **options: Any) -> Rig:
        running.append(Rig(tmp_path, free_port() if port is None else port, **options))
        return running[-1]

    yield begin
    for rig in running:
        rig.close()


@pytest.fixture
def rig(start: Callable[..., Rig]) -> Rig:
    return start()


def test_each_change_is_sent_and_so_is_each_press(rig: Rig) -> None:
    rig.anna_moves("slider1", 40)
    assert rig.hears() == {"control": "slider1", "value": 40}

    def at_once() -> None:
        for control, value in [("thunder", True), ("thunder", False), ("slider1", 1), ("slider1", 2)]:
            rig.engine.apply(Move(control, value), ANNA)

    rig.engine.call(at_once)
    heard = [rig.hears() for _ in range(3)]
    assert heard == [
        {"control": "slider1", "value": 2},
        {"control": "thunder", "value": True},
        {"control": "thunder", "value": False},
    ]


def test_a_line_is_a_move_and_is_not_sent_back(rig: Rig) -> None:
    rig.moves("slider1", 30)
    rig.becomes("slider1", 30)
    rig.anna_moves("bed", True)
    assert rig.hears() == {"control": "bed", "value": True}


def test_a_sender_learns_that_its_value_was_clamped_also_when_that_changes_nothing(rig: Rig) -> None:
    for _ in range(2):
        rig.moves("slider1", 1000)
        assert rig.hears() == {"control": "slider1", "value": 50}


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ({"control": "slider1", "value": "loud"}, {"control": "slider1", "refused": "Not a number"}),
        ({"control": "nothing", "value": 1}, {"control": "nothing", "refused": "No such control"}),
        *[
            (line, {"refused": "Not a line with a control and a value"})
            for line in (b"{", b"\xff", b"[" * 19_000, b"7", {"control": ["slider1"], "value": 1}, {"value": 1})
        ],
    ],
)
def test_what_is_refused_is_answered(rig: Rig, line: object, answer: object) -> None:
    rig.says(line)
    assert rig.hears() == answer
    assert rig.value("slider1") == 25


def test_the_links_role_counts(start: Callable[..., Rig]) -> None:
    rig = start(role=Role.WATCHER)
    rig.moves("slider1", 30)
    assert rig.hears() == {"control": "slider1", "refused": "View only"}


def test_lines_of_others_are_ignored(rig: Rig) -> None:
    with closing(bound()) as stranger:
        rig.says({"control": "slider1", "value": 1}, by=stranger)
    rig.moves("bed", True)
    rig.becomes("bed", True)
    assert rig.value("slider1") == 25


def test_what_is_pressed_is_released_after_silence(start: Callable[..., Rig]) -> None:
    rig = start(silence=200.0)
    rig.moves("thunder", True)
    rig.becomes("thunder", True)
    rig.becomes("thunder", False)


def test_what_is_pressed_is_released_at_the_end(tmp_path: Path) -> None:
    rig = Rig(tmp_path, free_port())
    rig.moves("thunder", True)
    rig.becomes("thunder", True)
    rig.close()
    assert not rig.engine.surface.value("thunder")


def test_what_was_pressed_in_another_show_is_not_released_in_this(start: Callable[..., Rig]) -> None:
    rig = start(silence=200.0)
    rig.moves("thunder", True)
    rig.becomes("thunder", True)
    rig.engine.call(rig.engine.apply, Load(small(id="matinee"), {}), PROGRAM)
    rig.anna_moves("thunder", True)
    time.sleep(0.4)
    assert rig.value("thunder") is True


def test_a_port_that_is_taken_is_a_fault_in_words_until_it_is_free(start: Callable[..., Rig]) -> None:
    with closing(bound()) as other:
        rig = start(port=other.getsockname()[1])
        assert rig.engine.faults[CAUSE] == (
            f"Lines do not come in: another program has port {rig.port}. Close it, or choose another port."
        )
    until(lambda: CAUSE not in rig.engine.faults, f"no other try in {AGAIN} ms and more")
    rig.moves("slider1", 30)
    rig.becomes("slider1", 30)


def test_a_turn_reads_a_bounded_number_of_lines(rig: Rig) -> None:
    def flood() -> None:
        rig.turns.count()
        for n in range(2 * BATCH + BATCH // 2):
            rig.moves("slider1", n % 50)

    rig.engine.call(flood)
    until(lambda: sum(rig.turns.changes) >= 2.5 * BATCH, "not all lines were read")
    assert max(rig.turns.changes) == BATCH
