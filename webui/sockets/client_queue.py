"""What goes out to one of Engine.IO's clients: by the library's queue while it polls, by its line from then on.

The library puts its packets for a client into a queue that it lets us make. While the client polls, its requests empty
it. When it goes over to a WebSocket, the engine's thread empties it once and for all, in one step: everything that is
put from then on comes after, so nothing is lost, doubled or overtaken.
"""

import queue
import threading
from contextlib import suppress
from typing import Any

from engineio.packet import NOOP, Packet

from webui.core.rate_limit import Budget
from webui.engine.engine import Engine
from webui.limits import HOPELESS, MAX_PENDING, PENDING_EACH, POLLED
from webui.sockets.frames import CLOSE, framed
from webui.sockets.streams import Line

Queue = queue.Queue[Any]

UNANSWERED = 2
"""Pings that a client may leave unanswered, or not even fetch, while it polls; at the next it is given up, after four
to six seconds."""


class Outlet(Queue):
    """The queue of one client, and its line when it has one; and what else is known of it, also of a stranger."""

    def __init__(self, engine: Engine, budget: Budget) -> None:
        super().__init__()
        self.line: Line | None = None
        self.budget = budget
        """What it may still send."""
        self.address = ""
        """Where it is, and whether on this computer."""
        self.bucket = ""
        """What it shares the limits of an address with."""
        self.holder = ""
        """Whose connection it is as far as its first request told: a known device's id, or the bucket."""
        self.is_here = False
        self.is_trusted = False
        """Whether it has joined ever."""
        self.heard = 0
        """Messages that came while it polls."""
        self.routes: dict[str, Any] = {}
        """Who takes its events, by how they begin. Engine's thread only."""
        self.silence = 0
        """Pings since its last word, while it polls."""
        self._unfetched = 0
        """Pings since something was fetched of what waits for it."""
        self._bytes = 0
        self._is_ended = False
        self._engine = engine
        self._switch = threading.Lock()

    @property
    def room(self) -> int:
        """How many messages it can take while it polls; more should be held back."""
        return max(0, POLLED - self.qsize())

    @property
    def is_hopeless(self) -> bool:
        """Whether it is a polling client's that sends, and reads none of our answers."""
        return self.qsize() >= HOPELESS or self._bytes > MAX_PENDING

    @property
    def held(self) -> int:
        """Bytes that are kept for it, here or by its line."""
        return self._bytes + (self.line.held if self.line else 0)

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """Take a packet, or None for the end. From any thread."""
        with self._switch:
            if self.line is None:
                self._is_ended = self._is_ended or item is None
                super().put(item)
                return
        self._engine.run(self._write, self.line, item)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """Return the next packet, for a request. Only the end of polling ends its wait: pings find out who is gone."""
        while True:
            try:
                return super().get(block, timeout)
            except queue.Empty:
                if not block:
                    raise
                if self.line:
                    return Packet(NOOP)
                if self._is_ended:
                    return None

    def task_done(self) -> None:
        """Nobody counts."""

    def join(self) -> None:
        """Let nobody wait until a client that may be gone has taken everything."""

    def go_over(self, line: Line) -> None:
        """Send by a line from now on, first of all what waits. Engine's thread only."""
        waiting = []
        with self._switch, suppress(queue.Empty):
            self.line = line
            while True:
                waiting.append(self.get(block=False))
        for item in waiting:
            self._write(line, item)

    def is_silent(self) -> bool:
        """Say whether the client is gone, before each ping; lines look after themselves. Pings count, not a clock.

        One that goes on sending, and fetches nothing, is as good as gone.
        """
        self.silence += 1
        self._unfetched = self._unfetched + 1 if self.qsize() else 0
        return self.line is None and max(self.silence, self._unfetched) > UNANSWERED

    # What a queue calls with its lock

    def _put(self, item: Any) -> None:
        super()._put(item)
        self._bytes += _weight(item)

    def _get(self) -> Any:
        item = super()._get()
        self._bytes -= _weight(item)
        self._unfetched = 0
        return item

    def _write(self, line: Line, item: Any) -> None:
        if item is None:
            line.write(CLOSE)
            line.end()
        else:
            line.write(framed(item.encode().encode()))


def _weight(item: Any) -> int:
    data = item.data if item else None
    return PENDING_EACH + (len(data) if isinstance(data, (str, bytes)) else 0)
