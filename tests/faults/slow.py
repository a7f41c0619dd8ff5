"""A device that reads slowly, or not at all for a while: a plain socket, so that nothing reads ahead for it."""

import socket
from contextlib import suppress
from typing import Any

from tests.bench.framing import (
    ENGINE_OPEN,
    ENGINE_PING,
    ENGINE_PONG,
    ProtocolError,
    Unframer,
    connect_packet,
    event_packet,
    handshake,
    read_event,
)
from tests.bench.framing import frame as framed
from tests.stage import PATIENCE

STAGE = "/stage"
SOCKET = "/socket.io/?EIO=4&transport=websocket"
WINDOW = 8
"""Frames that may be under way to a page that has not said `got`, as wire.md says."""

SMALLEST = 2048
PLENTY = 64 * 1024
"""Bytes that a system takes in before they are read: as few as there can be, and as many as come in some seconds."""

GOT_AFTER = 4
"""Frames after which a page says `got`; here also whenever nothing more has arrived."""


PING = bytes((0x81, len(ENGINE_PING))) + ENGINE_PING
"""A ping, as the server frames it."""


class Ended(Exception):
    """The server ended the connection; str(error) says how."""


class SlowDevice:
    """Reads as many bytes as it is told to, and no more. Follows the state as a page does, and asserts its rules.

    `takes` are the bytes that its system takes in before they are read.
    """

    def __init__(self, port: int, session: str, takes: int = SMALLEST) -> None:
        self.welcome: dict[str, Any] = {}
        self.values: dict[str, Any] = {}
        self.revision = 0
        self.frames: list[tuple[int, dict[str, Any]]] = []
        """What came: number and values."""
        self.bytes = 0
        """Bytes that it has read."""
        self._takes = takes
        self._port = port
        self._session = session
        self.connect()

    def connect(self) -> None:
        """Connect, and read the welcome."""
        self.welcome = {}
        self._seq = self._ungot = 0
        self._upgraded = False
        self._unframer = Unframer()
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._takes)
        self._socket.settimeout(PATIENCE)
        self._socket.connect(("127.0.0.1", self._port))
        self._socket.sendall(handshake(self._port, SOCKET))
        while not self.welcome:
            self.read()

    @property
    def state(self) -> tuple[int, dict[str, Any]]:
        """Revision and values, as it was told."""
        return self.revision, dict(self.values)

    def follow(self) -> None:
        """Read what has arrived."""
        self._socket.setblocking(False)
        with suppress(BlockingIOError):
            while True:
                self.read()
        self._socket.settimeout(PATIENCE)
        self._got()

    def read(self, most: int = 65536) -> None:
        """Read at most so many bytes; waits for the first. Raises Ended."""
        try:
            data = self._socket.recv(most)
        except ConnectionResetError:
            data = b""
        self._take(data)

    def is_pinged(self) -> bool:
        """Say whether a ping waits to be read and answered."""
        with suppress(BlockingIOError):
            return PING in self._socket.recv(65536, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        return False

    def close(self) -> None:
        """Go."""
        self._socket.close()

    def _take(self, data: bytes) -> None:
        if not data:
            raise Ended("without a word")
        self.bytes += len(data)
        if not self._upgraded:
            self._upgraded = self._unframer.head(data)
            data = b""
        if self._upgraded:
            try:
                messages = self._unframer.messages(data)
            except ProtocolError as error:
                raise Ended(str(error)) from None
            for message in messages:
                self._hear(message)

    def _hear(self, message: bytes) -> None:
        if message == ENGINE_PING:
            self._say(ENGINE_PONG)
        elif message.startswith(ENGINE_OPEN):
            self._say(connect_packet(STAGE, {"session": self._session}))
        elif event := read_event(STAGE, message):
            match event:
                case ["welcome", state]:
                    self.welcome, self.values, self.revision = state, dict(state["values"]), state["revision"]
                case ["frame", seq, since, revision, *rest]:
                    self._frame(seq, since, revision, rest[0] if rest else {})

    def _frame(self, seq: int, since: int, revision: int, values: dict[str, Any]) -> None:
        assert since <= self.revision <= revision, "a gap, or a step back"
        assert not self.frames or seq > self.frames[-1][0]
        self.revision = revision
        self.values.update(values)
        self.frames.append((seq, values))
        self._seq = seq
        self._ungot += 1
        if self._ungot >= GOT_AFTER:
            self._got()

    def _got(self) -> None:
        if self._ungot:
            self._ungot = 0
            self._say(event_packet(STAGE, "got", self._seq))

    def _say(self, packet: bytes) -> None:
        try:
            self._socket.sendall(framed(packet))
        except ConnectionError as error:
            raise Ended(str(error)) from None
