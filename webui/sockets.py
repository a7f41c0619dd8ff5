"""Socket.IO as the links use it: who is let in, messages in and out. Built on Flask-SocketIO in threading mode.

Every client has a thread of the library's that reads: it decodes, and posts to the engine. Only the engine's thread
sends.
"""

import logging
import threading
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import engineio.payload
import socketio
from flask import Flask
from flask_socketio import SocketIO

from webui.causes import Causes
from webui.core.devices import Connection
from webui.core.errors import Malformed, SidestageError
from webui.engine import Engine
from webui.flood import Budget
from webui.hosts import Hosts
from webui.packets import MALFORMED, StagePacket
from webui.websockets import WebSockets
from webui.wire import (
    BYTES_PER_MESSAGE,
    CONNECT_COST,
    MAX_MESSAGE,
    MAX_MESSAGES_PER_SECOND,
    MAX_PACKETS,
)

log = logging.getLogger(__name__)

PING_EVERY = 2
PING_ANSWER = 3
"""Seconds; a dead device is found in about five."""

FULL = 8
"""Messages that wait in the library's queue for one client when more are held back."""

POLLED = 12
"""The same while it polls: Python's client gives up when one answer holds more than sixteen messages."""

HOPELESS = 10_000
"""The same when the client is given up: it sends, and reads none of our answers."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message that a namespace takes: how it is read, in the connection's thread, and what the engine then does."""

    read: Callable[[tuple[object, ...]], Any]
    do: Callable[[Connection, Any], object]


class Namespace(Protocol):
    """One Socket.IO namespace of a link. All but `admit` and `read` runs in the engine's thread."""

    name: str
    messages: Mapping[str, Message]
    strict: bool
    """Whether unknown messages are refused rather than ignored."""

    def admit(self, sid: str, environ: Mapping[str, Any], auth: object) -> Connection:
        """Return the connection, or raise what to tell a stranger."""

    def joined(self, connection: Connection) -> None:
        """The client has been told that it is connected: talk to it from now on."""

    def left(self, connection: Connection) -> None:
        """The client is gone."""

    def malformed(self, connection: Connection, reason: str) -> None:
        """The client sent what can't be read."""


class _Manager(socketio.Manager):  # type: ignore[misc]
    """Says when a client has been told that it is connected: earlier, a message could overtake that."""

    def __init__(self, connected: Callable[[str, str], None]) -> None:
        super().__init__()
        self._connected = connected

    def connect(self, sid: str, namespace: str) -> str:
        """Take a client in for good; the library calls this right after it queued the answer to it."""
        sid = super().connect(sid, namespace)
        self._connected(sid, namespace)
        return sid


class _Brief(logging.Filter):
    """What the libraries say is for who looks for it; only what went wrong in ours is news, once and on one line."""

    def __init__(self, causes: Causes) -> None:
        super().__init__()
        self._causes = causes

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything through only while somebody looks."""
        if logging.getLogger(record.name).isEnabledFor(logging.DEBUG):
            return True
        error = record.exc_info[1] if record.exc_info else None
        if error:
            self._causes.say(repr(type(error)), f"an error in a connection: {error!r}")
        return False


class Sockets:
    """The Socket.IO server, with its namespaces."""

    def __init__(self, app: Flask, engine: Engine, hosts: Hosts) -> None:
        engineio.payload.Payload.max_decode_packets = MAX_PACKETS
        self._engine = engine
        self._namespaces: dict[str, Namespace] = {}
        self._connections: dict[str, Connection] = {}
        self._budgets: weakref.WeakKeyDictionary[Any, Budget] = weakref.WeakKeyDictionary()
        """What each of the library's clients, also a stranger, may still send."""
        self._causes = Causes(log)
        self._lock = threading.Lock()
        """Keeps `joined` before `left`: a client can vanish, in another thread, while it is let in."""
        self._server: socketio.Server = SocketIO(
            app,
            async_mode="threading",
            async_handlers=False,
            cors_allowed_origins=lambda origin: origin is not None and hosts.allows_origin(origin),
            client_manager=_Manager(self._connected),
            serializer=StagePacket,
            max_http_buffer_size=MAX_MESSAGE,
            ping_interval=PING_EVERY,
            ping_timeout=PING_ANSWER,
            logger=self._library_log("socketio"),
            engineio_logger=self._library_log("engineio"),
        ).server
        eio = self._server.eio
        eio._async = {**eio._async, "websocket": WebSockets}
        eio.on("message", self._hear)

    def serve(self, namespace: Namespace) -> None:
        """Let clients connect to a namespace."""
        name = namespace.name
        self._namespaces[name] = namespace

        def connect(sid: str, environ: Mapping[str, Any], auth: object) -> None:
            self._admit(namespace, sid, environ, auth)

        def disconnect(sid: str, reason: str) -> None:
            self._left(namespace, sid)

        def unknown(event: str, sid: str, *parts: object) -> None:
            self._receive(namespace, event, sid, parts)

        self._server.on("connect", connect, namespace=name)
        self._server.on("disconnect", disconnect, namespace=name)
        self._server.on("*", unknown, namespace=name)

    def transport(self, sid: str, namespace: str) -> str:
        """Return how a client is connected: "polling" or "websocket"."""
        return str(self._server.transport(sid, namespace))

    def send(self, sid: str, namespace: str, event: str, *parts: object) -> None:
        """Queue a message for one client. Engine's thread only."""
        client = self._client(sid, namespace)
        if client is None:
            return
        if client.queue.qsize() >= HOPELESS:
            client.close(wait=False, abort=True)
            return
        self._server.emit(event, parts, to=sid, namespace=namespace)

    def room(self, sid: str, namespace: str) -> int:
        """Return how many messages a client can take now; more should be held back."""
        client = self._client(sid, namespace)
        if client is None:
            return 0
        waiting = int(client.queue.qsize())
        if client.upgraded:
            return MAX_PACKETS if waiting < FULL else 0
        return max(0, POLLED - waiting)

    def disconnect(self, sid: str, namespace: str) -> None:
        """End a client's connection to a namespace."""
        self._server.disconnect(sid, namespace=namespace)

    def close(self) -> None:
        """End all connections, without waiting for clients that may be gone."""
        for client in list(self._server.eio.sockets.values()):
            client.close(wait=False)
        self._server.shutdown()

    def _client(self, sid: str, namespace: str) -> Any:
        """The library's client behind one of its connections to a namespace, if it is still there."""
        return self._server.eio.sockets.get(self._server.manager.eio_sid_from_sid(sid, namespace))

    def _library_log(self, library: str) -> logging.Logger:
        logger = logging.getLogger(f"sidestage.{library}")
        logger.filters[:] = [_Brief(self._causes)]
        return logger

    # In the connections' threads

    def _hear(self, eio_sid: str, data: object) -> None:
        """Take a packet of any client, also a stranger's, before it is read."""
        client = self._server.eio.sockets.get(eio_sid)
        if client is None or client.closing:
            # What it had sent before it was cut.
            return
        now = self._engine.now()
        budget = self._budgets.setdefault(client, Budget(MAX_MESSAGES_PER_SECOND, now))
        if client.queue.qsize() < HOPELESS and budget.allows(now, _cost(data)):
            self._server._handle_eio_message(eio_sid, data)
            return
        self._causes.say("flood", f"{self._name(eio_sid)} sent too many messages and was cut")
        client.close(wait=False)

    def _name(self, eio_sid: str) -> str:
        sids = [self._server.manager.sid_from_eio_sid(eio_sid, namespace) for namespace in self._namespaces]
        known = [self._connections[sid] for sid in sids if sid in self._connections]
        return known[0].device.name if known else "A stranger"

    def _admit(self, namespace: Namespace, sid: str, environ: Mapping[str, Any], auth: object) -> None:
        try:
            connection = namespace.admit(sid, environ, auth)
        except SidestageError as error:
            raise socketio.exceptions.ConnectionRefusedError(str(error)) from None
        with self._lock:
            self._connections[sid] = connection

    def _connected(self, sid: str, namespace: str) -> None:
        with self._lock:
            connection = self._connections.get(sid)
            if connection:
                self._engine.post(self._namespaces[namespace].joined, connection)
        if self._is_gone(sid, namespace):
            # It vanished while it was let in, and then the library does not say that it left.
            self._left(self._namespaces[namespace], sid)

    def _is_gone(self, sid: str, namespace: str) -> bool:
        client = self._client(sid, namespace)
        return client is None or client.closing or client.closed

    def _left(self, namespace: Namespace, sid: str) -> None:
        with self._lock:
            connection = self._connections.pop(sid, None)
            if connection:
                self._engine.post(namespace.left, connection)

    def _receive(self, namespace: Namespace, event: str, sid: str, parts: tuple[object, ...]) -> None:
        connection = self._connections.get(sid)
        if connection is None:
            return
        message = namespace.messages.get(event)
        try:
            if message is None:
                if event != MALFORMED and not namespace.strict:
                    return
                raise Malformed("Not a message that Sidestage knows")
            read = message.read(parts)
        except Malformed as error:
            self._causes.say(str(error), f"{connection.device.name} sent what can't be read: {error}")
            self._engine.post(namespace.malformed, connection, str(error))
        else:
            self._engine.post(message.do, connection, read)


def _cost(data: object) -> float:
    """As how many messages a packet counts."""
    if not isinstance(data, str | bytes):
        return 1
    connects = isinstance(data, str) and data[:1] in ("0", "1")
    return (CONNECT_COST if connects else 1) + len(data) // BYTES_PER_MESSAGE
