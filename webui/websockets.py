"""WebSockets as Engine.IO uses them, with limits: how long a message is, how many wait, and when a client is gone."""

import logging
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import simple_websocket
from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from wsproto.utilities import ProtocolError

from webui.wire import MAX_MESSAGE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between two looks whether a silent client was given up."""

MAX_WAITING = 16
"""Messages that came in and wait to be read when we take no more from the socket: who sends faster has to wait."""


class _WebSocket(simple_websocket.Server):  # type: ignore[misc]
    def __init__(self, environ: "WSGIEnvironment") -> None:
        self._room = threading.Event()
        self._ended = False
        super().__init__(environ, max_message_size=MAX_MESSAGE)

    def receive(self, timeout: float | None = None) -> Any:
        """Return the next message, or None when none came in time; raises ConnectionClosed."""
        message = super().receive(timeout)
        self._room.set()
        return message

    def hang_up(self) -> None:
        """End without waiting for the other side: both our threads wake up, also one that sends to nobody."""
        self._ended = True
        self._room.set()
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def _handle_events(self) -> bool:
        goes_on = bool(super()._handle_events())
        while goes_on and not self._ended and len(self.input_buffer) > MAX_WAITING:
            self._room.wait(LOOK_EVERY)
            self._room.clear()
        return goes_on and not self._ended


class WebSockets(SimpleWebSocketWSGI):  # type: ignore[misc]
    """What Engine.IO calls its driver: one for each WebSocket, in the thread of its request."""

    def __init__(self, handler: Callable[[Any], Any], server: object) -> None:
        super().__init__(handler, server)
        self._client: Any = handler.__self__  # type: ignore[attr-defined]
        """Engine.IO's own idea of the client."""

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Serve a WebSocket until it ends."""
        # Compressing every frame costs two thirds of the throughput, and a small one could unpack to any size.
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        try:
            self.ws = _WebSocket(environ)
        except (ProtocolError, UnicodeError):
            if not self._client.connected:
                self._client.close(wait=False, abort=True)
            body = b"This is not a WebSocket's handshake.\n"
            start_response("400 Bad Request", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
            # Engine.IO takes a list for packets of its own.
            return (body,)
        try:
            self.app(self)
        except (ValueError, IndexError):
            log.debug("what is no packet ended a connection", exc_info=True)
            self._client.close(wait=False, abort=True)
            self.ws.hang_up()
        # Werkzeug takes this for what it is: there is nobody left to answer.
        raise ConnectionError

    def wait(self) -> Any:
        """Return the next message, or None when there will be no more."""
        with suppress(simple_websocket.ConnectionClosed):
            while not self._client.closed:
                message = self.ws.receive(LOOK_EVERY)
                if message is not None:
                    return message
        # Engine.IO now waits for the thread that sends, and that may wait for the client.
        self.ws.hang_up()
        return None

    def close(self) -> None:
        """Say that it ends."""
        with suppress(OSError, simple_websocket.ConnectionClosed):
            self.ws.close()
