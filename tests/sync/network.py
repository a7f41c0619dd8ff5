"""Wires between devices and the server: each is two queues, in which messages wait for the world to let them pass."""

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.sync.clockwork import Clock
from tests.sync.witness import Witness
from webui.core.devices.devices import Connection, Device
from webui.core.errors import Malformed, SidestageError
from webui.engine.engine import Engine
from webui.limits import MAX_PACKETS, PING_ANSWER, PING_EVERY
from webui.sockets.frames import SHORT

DEAD = (PING_EVERY + PING_ANSWER) * 1000.0
"""Milliseconds after which the server lets a device go that answers no ping."""

Item = tuple[str, Any]
"""What is said by a wire, with its content."""


@dataclass
class Line:
    """A tab's way to the server, which all its wires take; it flows, or what is said waits in it."""

    device: Device
    flows: bool = True
    delay: float = 0.0
    stuck_since: float = 0.0
    probes: list[int] = field(default_factory=list)
    """Fetches that wait for an answer."""

    def stick(self, now: float) -> None:
        """Nothing comes through from now on."""
        if self.flows:
            self.flows = False
            self.stuck_since = now


class Wire:
    """One connection. What was said and has not arrived is in `up` (to the server) and `down`."""

    _sids = count(1)

    def __init__(self, line: Line, namespace: str, hear: Callable[[Item], None], clock: Clock) -> None:
        self.line = line
        self.namespace = namespace
        self.hear = hear
        self.sid = f"sid{next(self._sids)}"
        self.up: deque[tuple[float, Item]] = deque()
        self.down: deque[tuple[float, Item]] = deque()
        self.held = False
        """Whether the server holds it for open."""
        self._clock = clock

    def say(self, kind: str, content: Any = None) -> None:
        """The device says something."""
        self.up.append((self._clock.now + self.line.delay, (kind, content)))

    def answer(self, kind: str, content: Any = None) -> None:
        """The server says something."""
        self.down.append((self._clock.now + self.line.delay, (kind, content)))


class Access:
    """Lets everybody in as the device that they are."""

    def of_socket(self, environ: Mapping[str, Any], key: str | None, touch: bool = False) -> Device:
        return environ["device"]


class Outlet:
    """What a link writes straight to one device; there is always room, and it is its own line."""

    is_clear = True
    room = MAX_PACKETS

    def __init__(self, sockets: "VirtualSockets", sid: str) -> None:
        self.line = self
        self._sockets = sockets
        self._sid = sid

    def write(self, data: bytes) -> None:
        """Take whole frames, each with the packet of one event."""
        while data:
            start, size = 2, data[1]
            if size >= SHORT:
                start = 4 if size == SHORT else 10
                size = int.from_bytes(data[2:start])
            packet, data = data[start : start + size].decode(), data[start + size :]
            self._sockets.tell(self._sid, packet[packet.index("[") :])


class VirtualSockets:
    """Does for the links what `Sockets` does, by wires."""

    def __init__(self, engine: Engine, witness: Witness) -> None:
        self._engine = engine
        self._witness = witness
        self._namespaces: dict[str, Any] = {}
        self._connections: dict[str, Connection] = {}
        self.wires: dict[str, Wire] = {}

    # For the links

    def serve(self, namespace: Any) -> None:
        self._namespaces[namespace.name] = namespace

    def transport(self, sid: str, namespace: str) -> str:
        return "websocket"

    def send(self, sid: str, namespace: str, event: str, *parts: object) -> None:
        self.tell(sid, json.dumps([event, *parts], allow_nan=False))

    def tell(self, sid: str, text: str) -> None:
        """Say an event, written already, to a device."""
        if wire := self.wires.get(sid):
            event, *parts = json.loads(text)
            self._witness.told(self._connections[sid], event, parts)
            wire.answer("hear", text)

    def disconnect(self, sid: str, namespace: str) -> None:
        if wire := self.wires.get(sid):
            wire.answer("end")
            self.lost(wire)

    # For the network

    def connect(self, wire: Wire, auth: object) -> None:
        """A device asks to be let in."""
        wire.answer("open")
        namespace = self._namespaces[wire.namespace]
        environ = {"device": wire.line.device}
        # Admitting looks the transport up.
        self.wires[wire.sid] = wire
        try:
            connection = namespace.admit(wire.sid, environ, auth)
        except SidestageError as error:
            del self.wires[wire.sid]
            wire.answer("refused", str(error))
            return
        wire.held = True
        self._connections[wire.sid] = connection
        wire.answer("welcome")
        self._engine.post(namespace.joined, connection, Outlet(self, wire.sid))

    def receive(self, wire: Wire, text: str) -> None:
        """A device says something."""
        connection = self._connections.get(wire.sid)
        if connection is None:
            return
        event, *parts = json.loads(text)
        namespace = self._namespaces[wire.namespace]
        message = namespace.messages.get(event)
        try:
            if message is None:
                raise Malformed("Not a message that Sidestage knows")
            read = message.read(tuple(parts))
        except Malformed as error:
            self._witness.malformed(text, str(error))
            self._engine.post(namespace.malformed, connection, str(error))
        else:
            self._witness.heard(connection, event, parts, self._engine.now())
            self._engine.post(message.do, connection, read)

    def lost(self, wire: Wire) -> None:
        """A connection is over."""
        wire.held = False
        self.wires.pop(wire.sid, None)
        connection = self._connections.pop(wire.sid, None)
        if connection:
            self._engine.post(self._namespaces[wire.namespace].left, connection)


class Network:
    """All wires, and what comes through them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.wires: list[Wire] = []

    def of(self, line: Line) -> Iterator[Wire]:
        """The wires of one device's line, oldest first."""
        return (wire for wire in self.wires if wire.line is line)

    def open(self, line: Line, namespace: str, hear: Callable[[Item], None], auth: object) -> Wire:
        """A device connects."""
        wire = Wire(line, namespace, hear, self._clock)
        self.wires.append(wire)
        wire.say("connect", auth)
        return wire

    def next(self, listens: bool) -> float:
        """When something is due to arrive, at a server that hears it if it `listens`."""
        flowing = [wire for wire in self.wires if wire.line.flows]
        due = [wire.down[0][0] for wire in flowing if wire.down]
        if listens:
            due += [wire.up[0][0] for wire in flowing if wire.up]
            due += [wire.line.stuck_since + DEAD for wire in self.wires if not wire.line.flows and wire.held]
        return min(due, default=float("inf"))

    def carry(self, sockets: VirtualSockets | None, listens: bool) -> bool:
        """Let pass what is due on lines that flow, to the server if it `listens`; says whether there was any."""
        moved = False
        for wire in list(self.wires):
            if not wire.line.flows:
                if listens and wire.held and sockets and self._clock.now >= wire.line.stuck_since + DEAD:
                    self._give_up(wire, sockets)
                    moved = True
                continue
            while listens and wire.up and wire.up[0][0] <= self._clock.now:
                self.arrive_up(wire, sockets)
                moved = True
            while wire.down and wire.down[0][0] <= self._clock.now:
                self.arrive_down(wire)
                moved = True
        self.wires = [wire for wire in self.wires if wire.up or wire.down or wire.held]
        return moved

    def arrive_up(self, wire: Wire, sockets: VirtualSockets | None) -> None:
        """The oldest message to the server arrives."""
        _, (kind, content) = wire.up.popleft()
        if sockets is None:
            if kind == "connect":
                wire.answer("unreachable")
            return
        if kind == "connect":
            sockets.connect(wire, content)
        elif not wire.held:
            return
        elif kind == "close":
            sockets.lost(wire)
        else:
            sockets.receive(wire, content)

    def arrive_down(self, wire: Wire) -> None:
        """The oldest message to the device arrives."""
        _, item = wire.down.popleft()
        wire.hear(item)

    def cut(self, wire: Wire, sockets: VirtualSockets | None, up: int, down: int, told: bool) -> None:
        """A connection breaks: only so many messages each way still arrive. `told`: the device notices at once."""
        for _ in range(min(up, len(wire.up))):
            self.arrive_up(wire, sockets)
        wire.up.clear()
        kept = [wire.down.popleft() for _ in range(min(down, len(wire.down)))]
        wire.down.clear()
        wire.down.extend(kept)
        if sockets and wire.held:
            sockets.lost(wire)
        wire.held = False
        if told:
            wire.answer("end")

    def lose(self, wire: Wire, at: int, up: bool) -> None:
        """A message that waits in a line is lost, if it is of those whose loss must be noticed."""
        if up:
            # The last operation is not missed until another follows.
            _drop(wire.up, _is_operation, at, 1)
        else:
            _drop(wire.down, _is_change, at, 0)

    def double(self, wire: Wire) -> None:
        """An operation that waits in a line comes twice."""
        for place, (_, item) in enumerate(wire.up):
            if _is_operation(item):
                wire.up.insert(place, wire.up[place])
                return

    def _give_up(self, wire: Wire, sockets: VirtualSockets) -> None:
        wire.up.clear()
        wire.answer("end")
        sockets.lost(wire)


def _drop(queue: deque[tuple[float, Item]], may_go: Callable[[Item], bool], at: int, stay: int) -> None:
    """Take one out of those that may go, of which the last ones stay."""
    places = [place for place, (_, item) in enumerate(queue) if may_go(item)]
    places = places[: len(places) - stay]
    if places:
        del queue[places[at % len(places)]]


def _is_operation(item: Item) -> bool:
    return item[0] == "say" and json.loads(item[1])[0] == "op"


def _is_change(item: Item) -> bool:
    """Whether it is a frame that leads to another revision: the next one shows that it is missing."""
    if item[0] != "hear":
        return False
    event, *parts = json.loads(item[1])
    return event == "frame" and parts[1] != parts[2]
