"""A room for the links: an engine, and what they send, without sockets."""

import json
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from tests.core.making import person, show
from tests.socket_clients import PATIENCE
from tests.sockets.test_frames import Peer
from webui.access.authentication import Access
from webui.core.devices.devices import Connection, Role
from webui.core.devices.door import Door
from webui.core.surface.surface import Surface
from webui.engine.engine import Engine
from webui.links.osc.switches import Desk
from webui.links.osc.topic import OscTopic
from webui.links.simple import Simple
from webui.links.tablets import Tablets
from webui.sockets.client_queue import Outlet
from webui.sockets.namespace import Namespace
from webui.sockets.packets import head
from webui.sockets.sockets import Sockets
from webui.storage.store import Store
from webui.wire.operations import NUMBERS, SIMPLE, STAGE

FIRST = {STAGE: "welcome", SIMPLE: "update value"}
"""The event that a newcomer hears first, by namespace."""


class Recorder:
    """Stands in for the sockets, and notes what the links send."""

    def __init__(self) -> None:
        self.namespaces: dict[str, Namespace] = {}
        self.sent: dict[tuple[str, str], list[Any]] = {}
        self.frames: list[list[Any]] = []

    def serve(self, namespace: Namespace) -> None:
        self.namespaces[namespace.name] = namespace

    def send(self, sid: str, namespace: str, event: str, *parts: object) -> None:
        self.sent[namespace, event] = json.loads(json.dumps([event, *parts]))


class Ready:
    """Stands in for a client's outlet and its line: it takes everything."""

    room = 100
    is_clear = True

    def __init__(self, recorder: Recorder, namespace: str) -> None:
        self.line = self if namespace == STAGE else None
        self._recorder = recorder
        self._head = head(namespace)
        self._peer = Peer(client=True)

    def write(self, data: bytes) -> None:
        for text in self._peer.feed(data):
            assert isinstance(text, str)
            said = json.loads(text.removeprefix(self._head))
            self._recorder.sent[STAGE, said[0]] = said
            if said[0] == "frame":
                self._recorder.frames.append(said)


class Room:
    """An engine with its links, an operator's page and a simple client; no sockets."""

    def __init__(self, folder: Path) -> None:
        self.recorder = Recorder()
        sockets, access = cast(Sockets, self.recorder), cast(Access, None)
        feeds = [{"id": "number", "source": "program"}]
        surface = Surface(show(controls=[{"id": "slider1", "type": "fader"}], feeds=feeds), {}, {})
        self.engine = Engine(surface, Store(folder / "test.db"), Door({}), {})
        self.page = person(Role.OPERATOR, id="page")
        self.engine.start(
            [Tablets(sockets, access, [partial(OscTopic, desk=Desk(self.engine))]), Simple(sockets, access)]
        )
        for namespace, connection in ((STAGE, self.page), (SIMPLE, person(id="/")), (NUMBERS, person(id="/test"))):
            self.joins(namespace, connection)

    def joins(self, namespace: str, connection: Connection) -> None:
        """Have somebody come in, as the sockets let them."""
        outlet = cast(Outlet, Ready(self.recorder, namespace))
        first = FIRST.get(namespace, "")
        self.recorder.sent.pop((namespace, first), None)
        self.engine.call(self.recorder.namespaces[namespace].joined, connection, outlet)
        deadline = time.monotonic() + PATIENCE
        while first and (namespace, first) not in self.recorder.sent:
            assert time.monotonic() < deadline, f"no {first}"
            self.engine.call(self.flush)

    def says(self, namespace: str, event: str, *parts: object, by: Connection | None = None) -> None:
        """Have a message come in, as the sockets bring it. What is asked is answered when it is kept, if need be."""
        self.recorder.sent.pop((namespace, "answer"), None)
        self.answered(namespace, event, *parts, by=by)
        deadline = time.monotonic() + PATIENCE
        while event == "ask" and (namespace, "answer") not in self.recorder.sent:
            assert time.monotonic() < deadline, "no answer"
            self.engine.call(self.flush)

    def answered(self, namespace: str, event: str, *parts: object, by: Connection | None = None) -> object:
        """The same; returns what a client would be answered that wants it."""
        message = self.recorder.namespaces[namespace].messages[event]
        sender = by or (self.page if namespace == STAGE else person(id=namespace))
        answer = self.engine.call(message.do, sender, message.read(parts))
        self.engine.call(self.flush)
        return answer

    def flush(self) -> None:
        for link in self.engine.links:
            link.flush(self.engine.now())

    def told(self, part: str) -> Any:
        """The newest frame's rest that says something of that: a later one may only say what is kept."""
        return [frame[6] for frame in self.recorder.frames if len(frame) > 6 and part in frame[6]][-1]

    def heard(self, namespace: str, event: str) -> Any:
        return self.recorder.sent[namespace, event]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.engine.stop()
