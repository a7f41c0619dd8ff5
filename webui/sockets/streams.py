"""The fast lane: one thread, the engine's, reads the sockets of all WebSocket clients and writes to them.

A Line is one client's socket from the end of the handshake on. It never waits: what does not fit into the socket now
is sent as soon as there is room, before anything else, so no frame is ever cut or overtaken. All of it runs in the
engine's thread, but for `ended`, which another thread may wait for.
"""

import asyncio
import logging
import socket
import threading
from collections import deque
from collections.abc import Callable
from time import perf_counter

from webui.core.rate_limit import SLOWED_FOR
from webui.limits import LOOK_EVERY, LOT, LOT_AGAIN, LOT_REST, MAX_PENDING, PING_ANSWER, PING_EVERY, STRANGER_MESSAGE
from webui.sockets.frames import Other, Unframer

log = logging.getLogger(__name__)

SILENT = round((PING_EVERY + PING_ANSWER) / LOOK_EVERY) + 2
"""Looks without a word after which the other side is given up: it should have answered a ping. Five seconds will do."""

STUCK = round(20 / LOOK_EVERY)
"""Looks after which a client is given up that speaks, but takes nothing of what it is sent."""

READ = 16 * 1024
"""Bytes that are taken from one socket at a time: who sends more has to wait for its next turn."""

SHORT_READ = 256
"""Bytes that may be several messages, but not so many that they have to be counted."""

Hear = Callable[[str | bytes | None], object]
"""Takes in a message, or None for a frame that holds none: it counts as well."""


def _hear_nothing(message: str | bytes | None) -> None:
    """Stand for nobody who hears."""


def _do_nothing() -> None:
    """Stand for nobody who is called."""


def _take_nothing(data: bytes) -> list[str | bytes]:
    """Stand for nobody who takes frames."""
    return []


class Rests:
    """How many lines rest because of lots of messages: each rests the longer, the more there are."""

    def __init__(self) -> None:
        self.count = 0


class Line:
    """One WebSocket: `hear` gets what comes, `on_end` is called once, when it is over, `on_clear` when all is sent."""

    def __init__(self, loop: asyncio.AbstractEventLoop, sock: socket.socket, rests: "Rests | None" = None) -> None:
        self.hear: Hear = _hear_nothing
        self.on_end: Callable[[], object] = _do_nothing
        self.on_clear: Callable[[], object] = _do_nothing
        self.ended = threading.Event()
        self.is_over = False
        """Whether it ended."""
        self.max_message = STRANGER_MESSAGE
        """Bytes of the longest message that it may bring."""
        self.begun: Callable[[], int] = int
        """Returns the bytes of a message whose end has not come yet."""
        self._rests = rests or Rests()
        self._is_resting = False
        self._lot_at = float("-inf")
        self._is_paused = False
        self._loop = loop
        self._socket = sock
        self._pending: deque[memoryview] = deque()
        self._size = 0
        self._silence = 0
        """Looks since anything came in, or since the other side took some of what waits."""
        self._stuck = 0
        """Looks since it took any of what waits."""

    @property
    def held(self) -> int:
        """Bytes that are kept for it: what waits for room in the socket, and what it has begun to send."""
        return self._size + self.begun()

    @property
    def is_clear(self) -> bool:
        """Whether nothing waits for room in the socket."""
        return not self._pending

    def start(self, other: Other) -> None:
        """Begin to read; `other` takes the frames that are not just short texts."""
        if self.is_over:
            return
        self._unframer = Unframer(other)
        try:
            self._loop.add_reader(self._socket, self._readable)
        except (OSError, ValueError):
            log.debug("a socket that can't be watched", exc_info=True)
            self.end()

    def write(self, data: bytes) -> None:
        """Send one or more whole frames; what has no room now waits for it. Too much of that ends the line."""
        if self.is_over:
            return
        sent = 0
        if not self._pending:
            sent = self._send(data)
            if sent == len(data) or self.is_over:
                return
            self._loop.add_writer(self._socket, self._writable)
        elif self._size > MAX_PENDING:
            log.debug("a client does not take what it asks for")
            self.end()
            return
        self._pending.append(memoryview(data)[sent:])
        self._size += len(data) - sent

    def pause(self, milliseconds: float) -> None:
        """Read nothing more for a while: then the other side can't send more either."""
        if not (self.is_over or self._is_paused):
            self._is_paused = True
            self._loop.remove_reader(self._socket)
            self._loop.call_later(milliseconds / 1000, self._resume)

    def _resume(self) -> None:
        self._is_paused = False
        self._end_rest()
        if not self.is_over:
            self._loop.add_reader(self._socket, self._readable)

    def look(self) -> None:
        """End it if it is dead. Looks are counted, and not clocks read: who slept for an hour has looked once."""
        self._silence += 1
        self._stuck = self._stuck + 1 if self._pending else 0
        if self._silence >= SILENT or self._stuck >= STUCK:
            self.end()

    def end(self) -> None:
        """End it now: what still waits is not sent."""
        if self.is_over:
            return
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        self._pending.clear()
        self._size = 0
        self._end_rest()
        self.is_over = True
        # Whoever waits for this closes the socket, so the loop must not know it any more.
        self.ended.set()
        # Not now: the caller may be in the middle of telling everybody something.
        self._loop.call_soon(self.on_end)
        self._loop.call_soon(self._forget)

    def _forget(self) -> None:
        """Let go of those who hold this line: they and it would hold each other.

        Objects that hold each other stay in memory until Python looks for such circles. When devices come and go all
        the time, thousands of them wait for that, and most of their memory never goes back to the system.
        """
        self.hear = _hear_nothing
        self.on_end = self.on_clear = _do_nothing
        self.begun = int
        self._unframer = Unframer(_take_nothing)

    def _send(self, data: bytes | memoryview) -> int:
        try:
            return self._socket.send(data)
        except (BlockingIOError, InterruptedError):
            return 0
        except OSError:
            self.end()
            return 0

    def _readable(self) -> None:
        try:
            data = self._socket.recv(READ)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data:
            self.end()
            return
        self._silence = 0
        if len(data) > SHORT_READ:
            self._take_lot(data)
        else:
            self._take(data)

    def _take(self, data: bytes) -> int:
        """Take in what was read; returns how many messages it was."""
        count = 0
        for message in self._unframer.feed(data):
            count += 1
            try:
                self.hear(message)
            except Exception as error:
                self._loop.call_exception_handler({"message": "a message was not handled", "exception": error})
            if self.is_over:
                break
        return count

    def _take_lot(self, data: bytes) -> None:
        """Take in what may be many messages, and rest if it is again and again: others have to be read as well."""
        began = perf_counter()
        count = self._take(data)
        if count < LOT or self.is_over:
            return
        ended = perf_counter()
        if ended - self._lot_at < LOT_AGAIN and not self._is_paused:
            self._is_resting = True
            self._rests.count += 1
            self.pause(min((ended - began) * LOT_REST * self._rests.count, SLOWED_FOR) * 1000)
        self._lot_at = ended

    def _end_rest(self) -> None:
        self._rests.count -= self._is_resting
        self._is_resting = False

    def _writable(self) -> None:
        pending = self._pending
        while pending:
            sent = self._send(pending[0])
            if sent:
                self._silence = self._stuck = 0
                self._size -= sent
            if not pending:
                # It ended.
                return
            if sent < len(pending[0]):
                pending[0] = pending[0][sent:]
                return
            pending.popleft()
        self._loop.remove_writer(self._socket)
        self.on_clear()


class Lane:
    """All lines that there are. Engine's thread only."""

    def __init__(self) -> None:
        self.rests = Rests()
        """What all its lines share."""
        self._lines: set[Line] = set()
        self._is_closed = False

    def take(self, line: Line, other: Other) -> None:
        """Read from a line until it ends."""
        if self._is_closed:
            line.end()
        self._lines.add(line)
        line.start(other)

    def look(self) -> None:
        """End the lines that are dead, and forget those that ended."""
        for line in self._lines:
            line.look()
        self._lines = {line for line in self._lines if not line.is_over}

    def close(self) -> None:
        """End them all, and those that still come."""
        self._is_closed = True
        for line in self._lines:
            line.end()
