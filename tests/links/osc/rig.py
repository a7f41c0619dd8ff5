"""A show with its link to OSC and nothing else, and what listens to it: sockets of our own, read with python-osc."""

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from pythonosc.osc_packet import OscPacket

from tests.core.making import person, show
from webui.core.devices.devices import Connection, Role
from webui.core.devices.door import Door
from webui.core.surface.commands import Load, Move, Operation, Press, Release
from webui.core.surface.surface import Surface
from webui.engine.engine import PROGRAM, Engine, Listener
from webui.links.osc.link import Osc
from webui.links.osc.monitor import Seen
from webui.links.osc.switches import IN, Desk
from webui.storage.store import Store

PATIENCE = 20.0
HERE = "127.0.0.1"

LOOK = 0.005
"""Seconds between two questions about something that nobody tells."""

NOTHING = b"#bundle\0" + b"\0" * 7 + b"\1"

Said = tuple[str, list[Any]]
"""An address and its arguments."""


class Ear:
    """A program that listens on a port of this computer."""

    def __init__(self, port: int = 0, host: str = HERE) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * 1024 * 1024)
        try:
            self._socket.bind((host, port))
        except OSError:
            self._socket.close()
            raise
        self._socket.settimeout(PATIENCE)
        self.port = self._socket.getsockname()[1]
        self.said_from: Any = None

    def packet(self) -> bytes:
        """The next packet that says something."""
        while True:
            data, self.said_from = self._socket.recvfrom(65_536)
            if data != NOTHING:
                return data

    def messages(self) -> list[Said]:
        """The next packet's messages."""
        return [(one.message.address, list(one.message.params)) for one in OscPacket(self.packet()).messages]

    def until(self, address: str) -> list[Said]:
        """All that is said up to the first message to an address, which is the last of it."""
        heard: list[Said] = []
        while not heard or heard[-1][0] != address:
            heard += self.messages()
        return heard

    def answer(self, data: bytes) -> None:
        """Say something back to where the last packet came from."""
        self._socket.sendto(data, self.said_from)

    def close(self) -> None:
        """Listen no more."""
        self._socket.close()


class Rig:
    """An engine with the link to OSC, and others if a test has any; hands are one operator's."""

    def __init__(self, folder: Path, links: Sequence[Listener] = (), **keys: Any) -> None:
        surface = Surface(show(**keys), {}, {})
        self.engine = Engine(surface, Store(folder / "test.db"), Door({}), {})
        self.desk = Desk(self.engine)
        self.hand = person(Role.OPERATOR, id="hand")
        self._n = 0
        self._is_closed = False
        self.engine.start([Osc(self.desk), *links])
        self.engine.call(lambda: None)

    def move(self, *acts: tuple[str, Any], by: Connection | None = None) -> None:
        """Move controls one after the other in one turn of the engine; flashes are pressed and released."""
        self.engine.call(self._move, acts, by or self.hand)

    def _move(self, acts: tuple[tuple[str, Any], ...], by: Connection) -> None:
        for control, value in acts:
            if by is not self.hand:
                self.engine.apply(Move(control, value), by)
                continue
            self._n += 1
            if self.engine.surface.show.controls[control].momentary:
                act = Press(control, self.engine.now()) if value else Release(control)
                self.engine.apply(Operation(self._n, {}, (act,)), by)
            else:
                self.engine.apply(Operation(self._n, {control: value}), by)

    def hold(self, control: str, held: bool = True) -> None:
        """Take a control in hand, or let it go."""
        self._n += 1
        self.engine.call(self.engine.apply, Operation(self._n, {}, (), {control: held}), self.hand)

    def load(self, **keys: Any) -> None:
        """Open another show, or the same one edited."""
        self.engine.call(self.engine.apply, Load(show(**keys), {}), PROGRAM)

    def listens(self, on: bool = True) -> None:
        """Switch the way in."""
        self.engine.call(self.desk.turn, IN, on)

    def value(self, control: str) -> Any:
        """A control's value."""
        return self.engine.call(self.engine.surface.value, control)

    def seen(self) -> list[Seen]:
        """What the monitor has seen."""
        return self.engine.call(lambda: list(self.desk.monitor.seen))

    def causes(self) -> dict[tuple[str, str], int]:
        """What was wrong, by who and why."""
        return self.engine.call(lambda: dict(self.desk.monitor.causes))

    def causes_here(self) -> dict[tuple[str, str], int]:
        """The same, for the engine's own thread."""
        return dict(self.desk.monitor.causes)

    def standing(self, target: str = "ear") -> tuple[str, str]:
        """How a target stands: the word and the sentence."""
        standing = self.engine.call(lambda: self.desk.targets()[target])
        return standing.state, standing.sentence

    def wait(self, true: Callable[[], Any]) -> Any:
        """Wait until something is so; it is asked in the engine's thread, again and again."""
        end = time.monotonic() + PATIENCE
        while not (found := self.engine.call(true)):
            assert time.monotonic() < end, "it never became so"
            time.sleep(LOOK)
        return found

    def close(self) -> None:
        """End, if it has not."""
        if not self._is_closed:
            self._is_closed = True
            self.engine.stop()


def target(port: int, id: str = "ear", **keys: Any) -> dict[str, Any]:
    """A target as a show file says it."""
    return {"id": id, "host": HERE, "port": port, **keys}


Ears = Callable[..., Ear]
Rigs = Callable[..., Rig]


@pytest.fixture
def ears() -> Iterator[Ears]:
    """Have programs listen; they end with the test."""
    with ExitStack() as stack:

        def listen(*where: Any) -> Ear:
            ear = Ear(*where)
            stack.callback(ear.close)
            return ear

        yield listen


@pytest.fixture
def rigs(tmp_path: Path) -> Iterator[Rigs]:
    """Run shows; they end with the test."""
    with ExitStack() as stack:

        def run(**keys: Any) -> Rig:
            rig = Rig(tmp_path, **keys)
            stack.callback(rig.close)
            return rig

        yield run
