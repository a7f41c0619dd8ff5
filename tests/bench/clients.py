"""The two kinds of client: one that speaks as our own page does, and one that speaks as the articles' pages do."""

import socket
from time import perf_counter
from typing import Any, Protocol

from tests.bench.framing import (
    ENGINE_OPEN,
    ENGINE_PING,
    ENGINE_PONG,
    ProtocolError,
    Reader,
    Unframer,
    connect_packet,
    event_packet,
    frame,
    handshake,
)
from tests.bench.record import Record

GOT_AFTER = 4
GOT_WITHIN = 0.05
TIME_EVERY = 5.0
"""The page's acknowledgements: frames, seconds; and how often it asks for the time."""


class Clock(Protocol):
    """What a client needs of what drives it."""

    def at(self, due: float, call: Any) -> None:
        """Have something called at a time."""

    def wants_to_write(self, client: "Client", wants: bool) -> None:
        """Have `write` called as soon as there is room, or not any more."""


class Client:
    """One connection. `ready` says that it was told the state; then it may move."""

    namespace = "/"

    def __init__(self, number: int, port: int, record: Record, clock: Clock, reader: Reader) -> None:
        self.number = number
        self.ready = False
        self.failed = ""
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self._record = record
        self._clock = clock
        self._reader = reader
        self._unframer = Unframer()
        self._upgraded = False
        self._unsent = b""
        self._send(handshake(port))

    def auth(self) -> dict[str, Any]:
        """What it says of itself."""
        return {}

    def move(self, hand: int, now: float) -> None:
        """Send the next value of a hand's control."""
        raise NotImplementedError

    def on_joined(self) -> None:
        """The namespace let it in."""

    def on_event(self, event: list[Any], now: float) -> None:
        """Take a message in."""
        raise NotImplementedError

    def read(self) -> None:
        """Take in what has arrived."""
        try:
            data = self.socket.recv(262144)
            if not data:
                raise ProtocolError("the connection ended")
            now = perf_counter()
            if not self._upgraded:
                self._upgraded = self._unframer.head(data)
                data = b""
            if self._upgraded:
                for message in self._unframer.messages(data):
                    self._take(message, now)
        except BlockingIOError:
            return
        except (OSError, ProtocolError) as error:
            self.failed = str(error)

    def write(self) -> None:
        """Send what did not fit before."""
        unsent, self._unsent = self._unsent, b""
        self._clock.wants_to_write(self, False)
        self._send(unsent)

    def send(self, packet: bytes) -> None:
        """Send one packet."""
        self._send(frame(packet))

    def _send(self, data: bytes) -> None:
        if self._unsent:
            self._unsent += data
            return
        try:
            sent = self.socket.send(data)
        except BlockingIOError:
            sent = 0
        except OSError as error:
            self.failed = str(error)
            return
        if sent < len(data):
            self._unsent = data[sent:]
            self._clock.wants_to_write(self, True)

    def _take(self, message: bytes, now: float) -> None:
        event = self._reader.event(message)
        if event is not None:
            self.on_event(event, now)
        elif message == ENGINE_PING:
            self.send(ENGINE_PONG)
        elif message.startswith(ENGINE_OPEN):
            self.send(connect_packet(self.namespace, self.auth()))
        elif self._reader.joined(message):
            self.on_joined()


class StageClient(Client):
    """Speaks wire.md: welcome, numbered operations, frames, `got` and `time`."""

    namespace = "/stage"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._n = 0
        self._revision = 0
        self._seq = 0
        self._ungot = 0
        self._gots = 0
        self._trip: float | None = None

    def auth(self) -> dict[str, Any]:
        return {"session": f"bench-device-{self.number}"}

    def move(self, hand: int, now: float) -> None:
        self._n += 1
        self.send(event_packet(self.namespace, "op", self._n, {control(hand): self._record.move(hand, now)}))

    def on_event(self, event: list[Any], now: float) -> None:
        match event:
            case ["frame", seq, since, revision, *rest]:
                if since > self._revision:
                    self.failed = f"a frame leads from {since}, but revision {self._revision} is shown"
                self._seq, self._revision = seq, revision
                if rest:
                    for who, value in rest[0].items():
                        self._record.arrived(self.number, hand_of(who), int(value), now)
                    if len(rest) > 2 and "refused" in rest[2]:
                        self.failed = f"refused: {rest[2]['refused']}"
                self._count(now)
            case ["time", asked, _]:
                self._trip = now * 1000 - asked
            case ["welcome", state]:
                self._n = state["seen"]
                self._revision = state["revision"]
                self.ready = True
                self._ask_time()
            case ["refused", reason]:
                self.failed = f"refused: {reason}"

    def _count(self, now: float) -> None:
        self._ungot += 1
        if self._ungot >= GOT_AFTER:
            self._got()
        elif self._ungot == 1:
            count = self._gots
            self._clock.at(now + GOT_WITHIN, lambda: self._got() if self._gots == count else None)

    def _got(self) -> None:
        self._gots += 1
        self._ungot = 0
        self.send(event_packet(self.namespace, "got", self._seq))

    def _ask_time(self) -> None:
        now = perf_counter()
        self.send(event_packet(self.namespace, "time", now * 1000, self._trip))
        self._clock.at(now + TIME_EVERY, self._ask_time)


class SimpleClient(Client):
    """Speaks the articles' events: `value changed` and `update value`."""

    def on_joined(self) -> None:
        self.ready = True

    def move(self, hand: int, now: float) -> None:
        body = {"who": control(hand), "data": self._record.move(hand, now)}
        self.send(event_packet(self.namespace, "value changed", body))

    def on_event(self, event: list[Any], now: float) -> None:
        name, body = event[0], event[1]
        if name == "update value":
            self._record.arrived(self.number, hand_of(body["who"]), int(body["data"]), now)
        elif name == "refused":
            self.failed = f"refused: {body}"


KINDS: dict[str, type[Client]] = {"stage": StageClient, "simple": SimpleClient}


def control(hand: int) -> str:
    """Return the control that a hand moves."""
    return f"hand{hand}"


def hand_of(who: str) -> int:
    """Return whose control it is."""
    return int(who[4:])
