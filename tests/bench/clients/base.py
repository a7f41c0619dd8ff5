"""One connection, driven by a crowd: what it is told goes into the record. Subclasses speak a peer's way."""

import errno
import fcntl
import socket
import sys
import termios
from collections.abc import Callable
from time import perf_counter
from typing import Any, Protocol

from tests.bench.clients.messages import Chunk, Message, remember
from tests.bench.framing import (
    ENGINE_OPEN,
    ENGINE_PING,
    ENGINE_PONG,
    PONG,
    ProtocolError,
    Unframer,
    connect_packet,
    event_packet,
    frame,
    handshake,
    read_event,
    read_joined,
)
from tests.bench.record import Record

MOST = 8192
"""Bytes read at a time; Python makes room for all of them first, and 256 KiB took it 8 µs instead of 1."""


class Clock(Protocol):
    """What a client needs of what drives it."""

    def at(self, due: float, call: Callable[[], object]) -> None:
        """Have something called at a time."""

    def watch(self, client: "Client") -> None:
        """Have the client's socket watched as `wants_to_write` and `asleep` say, from now on."""


class Client:
    """One device. `ready` says that it has the state; then it may move. `failed` says why it is no longer connected."""

    namespace = "/"
    _chunks: dict[bytes, Chunk]
    _messages: dict[bytes, Message]

    def __init_subclass__(cls) -> None:
        # Servers tell many clients the same: what was read once is not read again.
        cls._chunks = {}
        cls._messages = {}

    def __init__(self, number: int, port: int, record: Record, clock: Clock, controls: int = 0) -> None:
        self.number = number
        self.port = port
        self.socket: socket.socket
        self.on_ready: Callable[[], object] = lambda: None
        self.failed = ""
        self.asleep = False
        self._ready = False
        self._record = record
        self._log = record.log
        self._clock = clock
        self._controls = controls

    @property
    def ready(self) -> bool:
        """Whether it has the state."""
        return self._ready

    @ready.setter
    def ready(self, ready: bool) -> None:
        self._ready = ready
        if ready:
            self.on_ready()

    @property
    def wants_to_write(self) -> bool:
        """Whether something waits for room."""
        return bool(self._unsent) or not self._connected

    def connect(self) -> None:
        """Connect, also again after it had failed or was closed."""
        self._ready = self._connected = self._upgraded = False
        self.failed = ""
        self._unframer = Unframer()
        self._unsent = b""
        self._later: list[bytes] = []
        self._names: set[str] = set()
        self.socket = socket.socket()
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        found = self.socket.connect_ex(("127.0.0.1", self.port))
        if found not in (0, errno.EINPROGRESS):
            self.failed = f"could not connect: {errno.errorcode.get(found, found)}"
        self._clock.watch(self)

    def close(self) -> None:
        """Leave without a word."""
        self.failed = self.failed or "left"
        self.socket.close()

    # What subclasses say

    def path(self) -> str:
        """The path of the handshake."""
        return "/socket.io/?EIO=4&transport=websocket"

    def auth(self) -> dict[str, Any]:
        """What it says of itself."""
        return {}

    def move(self, hand: int, now: float) -> None:
        """Send the next value of a hand's control."""
        raise NotImplementedError

    def on_joined(self) -> None:
        """The namespace let it in."""

    def on_message(self, message: Message, now: float) -> None:
        """Do what a message wants done; its values are noted already."""

    @classmethod
    def read_message(cls, event: list[Any]) -> Message:
        """Read an event."""
        raise NotImplementedError

    # In

    def read(self, most: int = MOST) -> None:
        """Take in what has arrived."""
        try:
            data = self.socket.recv(most)
        except BlockingIOError:
            return
        except OSError as error:
            self.failed = error.strerror or str(error)
            return
        now = perf_counter()
        chunk = None
        if self._upgraded and not self._unframer.rest:
            chunk = self._chunks.get(data)
        try:
            if chunk is None:
                chunk = self._read(data)
            if chunk.told:
                self._log.append((self.number, now, chunk.told))
            if not (self._ready and chunk.plain):
                for message in chunk.messages:
                    self._take(message, now)
        except ProtocolError as error:
            self.failed = str(error)

    def _read(self, data: bytes) -> Chunk:
        if not data:
            raise ProtocolError("the connection ended")
        if not self._upgraded:
            self._upgraded = self._unframer.head(data)
            if not self._upgraded:
                return Chunk((), (), True)
            return self._chunk(self._unframer.messages(b""))
        whole = not self._unframer.rest
        chunk = self._chunk(self._unframer.messages(data))
        if self._unframer.pings:
            for ping in self._unframer.pings:
                self._send(frame(ping, PONG))
            self._unframer.pings.clear()
        elif whole and not self._unframer.rest:
            remember(self._chunks, data, chunk)
        return chunk

    def _chunk(self, packets: list[bytes]) -> Chunk:
        messages = tuple([self._message(packet) for packet in packets])
        plain = all(message.event is None and message.frame is None for message in messages)
        return Chunk(messages, tuple([message.told for message in messages if message.told]), plain)

    def _message(self, packet: bytes) -> Message:
        message = self._messages.get(packet)
        if message is None:
            event = read_event(self.namespace, packet)
            message = Message(event=[packet]) if event is None else self.read_message(event)
            remember(self._messages, packet, message)
        return message

    def _take(self, message: Message, now: float) -> None:
        if message.event is not None and isinstance(message.event[0], bytes):
            self._engine(message.event[0])
            return
        if not self.ready:
            self._names.update(message.names)
        self.on_message(message, now)

    def _engine(self, packet: bytes) -> None:
        if packet == ENGINE_PING:
            self._send_packet(ENGINE_PONG)
        elif packet.startswith(ENGINE_OPEN):
            self._send_packet(connect_packet(self.namespace, self.auth()))
        elif read_joined(self.namespace, packet):
            self.on_joined()

    # Out

    def send(self, *event: Any) -> None:
        """Send an event."""
        self._send_packet(event_packet(self.namespace, *event))

    def write(self) -> None:
        """Send what did not fit before."""
        if not self._connected:
            self._connected = True
            found = self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if found:
                self.failed = f"could not connect: {errno.errorcode.get(found, found)}"
                return
            self._unsent = handshake(self.port, self.path())
        unsent, self._unsent = self._unsent, b""
        self._send(unsent)
        self._clock.watch(self)

    def sleep(self) -> None:
        """Neither read nor send from now on, as a device that stalls."""
        self.asleep = True
        self._clock.watch(self)

    def wake(self) -> None:
        """Go on: first with what waits, then with what it has to say itself."""
        self.asleep = False
        waiting = int.from_bytes(fcntl.ioctl(self.socket, termios.FIONREAD, bytes(4)), sys.byteorder)
        while waiting > 0 and not self.failed:
            self.read(min(waiting, MOST))
            waiting -= MOST
        later, self._later = self._later, []
        for packet in later:
            self._send_packet(packet)
        self._clock.watch(self)

    def _send_packet(self, packet: bytes) -> None:
        if self.failed:
            return
        if self.asleep:
            self._later.append(packet)
        else:
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
            self.failed = error.strerror or str(error)
            return
        if sent < len(data):
            self._unsent = data[sent:]
            self._clock.watch(self)
