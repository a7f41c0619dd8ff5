"""WebSockets as Engine.IO uses them, put on the fast lane: the handshake, and the way over from polling.

simple-websocket does the handshake in the thread of its request; from then on that thread only waits for the end, and
the engine's thread reads and writes.
"""

import asyncio
import logging
import socket
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import simple_websocket
from engineio.packet import NOOP, Packet
from wsproto.utilities import ProtocolError

from webui.engine.engine import Engine
from webui.limits import JOIN_WITHIN, STRANGER_MESSAGE
from webui.server.answers import answer
from webui.sockets.frames import framed
from webui.sockets.streams import Lane, Line

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)

PROBE, PROBED, UPGRADE = "2probe", b"3probe", "5"
"""The packets by which a client that polls tries a WebSocket, and goes over to it."""

NO_HANDSHAKE = "This is not a WebSocket's handshake: a proxy between may have left its Connection header out."

TRIES = 16
"""Frames that a client may send before it goes over; two are enough."""


class _Wire:
    """What simple-websocket takes for the socket: its answers must not cut into the frames of the line."""

    def __init__(self, sock: socket.socket, line: Line) -> None:
        self._socket = sock
        self._line = line
        self._is_open = False

    def send(self, data: bytes) -> int:
        """Send the handshake's answer while nobody else does, and anything later in its turn."""
        if self._is_open:
            self._line.write(data)
        else:
            self._socket.sendall(data)
            self._is_open = True
        return len(data)


class _Nobody:
    """Stands where simple-websocket would start a thread that reads."""

    name = ""

    def __init__(self, target: object) -> None:
        """Take what nobody will call."""

    def start(self) -> None:
        """The engine's thread reads."""


class _WebSocket(simple_websocket.Server):  # type: ignore[misc]
    """simple-websocket without its thread: the handshake, and what to make of unusual frames."""

    def __init__(self, environ: "WSGIEnvironment", line: Line) -> None:
        self._line = line
        super().__init__(environ, max_message_size=STRANGER_MESSAGE, thread_class=_Nobody)

    def feed(self, data: bytes) -> list[str | bytes]:
        """Take in bytes; returns the messages that are whole by now. It may end the line."""
        self.max_message_size = self._line.max_message
        try:
            self.ws.receive_data(data)
            goes_on = self._handle_events()
        except (ProtocolError, ValueError):
            log.debug("what is no WebSocket's frame ended a connection", exc_info=True)
            goes_on = False
        messages: list[str | bytes] = self.input_buffer[:]
        self.input_buffer.clear()
        if not goes_on:
            self._line.end()
        return messages


class WebSockets:
    """What Engine.IO calls its driver: one for each WebSocket, in the thread of its request.

    `opened` is called in the engine's thread when a client of Engine.IO's is to speak by a line from now on.
    """

    def __init__(self, engine: Engine, lane: Lane, opened: Callable[[Any, Line], object], handler: Any) -> None:
        self._engine = engine
        self._lane = lane
        self._opened = opened
        self._client: Any = handler.__self__
        """Engine.IO's own idea of the client."""
        self._frames = 0
        self._is_tried = False
        self._late: asyncio.TimerHandle | None = None
        """Ends a try to go over that takes too long."""

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Serve a WebSocket until it ends."""
        # Compressing every frame costs two thirds of the throughput, and a small one could unpack to any size.
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        sock: socket.socket = environ["werkzeug.socket"]
        line = Line(self._engine.loop, sock, self._lane.rests)
        try:
            websocket = _WebSocket({**environ, "werkzeug.socket": _Wire(sock, line)}, line)
        except (ProtocolError, UnicodeError):
            if not self._client.connected:
                self._client.close(wait=False, abort=True)
            # Engine.IO takes a list for packets of its own.
            return tuple(answer(start_response, "400 Bad Request", "This is not a WebSocket's handshake."))
        line.begun = lambda: websocket.incoming_message_len
        sock.setblocking(False)
        self._engine.post(self._start, line, websocket)
        line.ended.wait()
        # Werkzeug takes this for what it is: there is nobody left to answer.
        raise ConnectionError

    # In the engine's thread

    def _start(self, line: Line, websocket: _WebSocket) -> None:
        client = self._client
        if client.closed or client.upgraded:
            line.end()
        elif client.connected:
            client.upgrading = True
            line.hear = lambda message: self._try(line, message)
            line.on_end = self._stays
            self._late = self._engine.later(JOIN_WITHIN * 1000, line.end)
        else:
            client.connected = True
            self._goes_over(line)
        self._lane.take(line, websocket.feed)

    def _try(self, line: Line, message: str | bytes | None) -> None:
        """Take what a client sends that still polls: that it tries this way, and that it has heard all by the other."""
        client = self._client
        self._frames += 1
        if client.closed or client.upgraded or self._frames > TRIES:
            line.end()
        elif message == PROBE and not self._is_tried:
            self._is_tried = True
            line.write(framed(PROBED))
            # Ends the request that waits for something to hear.
            client.queue.put(Packet(NOOP))
        elif message == UPGRADE and self._is_tried:
            self._goes_over(line)
        elif message is not None:
            line.end()

    def _stays(self) -> None:
        self._is_decided()
        self._client.upgrading = False

    def _is_decided(self) -> None:
        # A timer that is not cancelled keeps the client in memory until it is due.
        if self._late:
            self._late.cancel()

    def _goes_over(self, line: Line) -> None:
        client = self._client
        self._is_decided()
        client.upgraded = True
        client.upgrading = False
        self._opened(client, line)
        client.queue.go_over(line)


def is_upgrade(environ: Mapping[str, Any]) -> bool:
    """Say whether a request asks to go over to another protocol, as Engine.IO reads that."""
    return "upgrade" in [word.strip() for word in environ.get("HTTP_CONNECTION", "").lower().split(",")]
