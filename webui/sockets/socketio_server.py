"""The Socket.IO server as the library makes it, with what we ask of it: limits, quiet logs, and no clock of its own."""

import logging
from collections.abc import Callable

import engineio.payload
import socketio
from flask import Flask
from flask_socketio import SocketIO

from webui.limits import MAX_MESSAGE, MAX_PACKETS, PING_ANSWER, PING_EVERY
from webui.log_once import Causes
from webui.network.allowed_hosts import Hosts
from webui.sockets.packets import StagePacket


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


def socket_server(app: Flask, hosts: Hosts, causes: Causes, connected: Callable[[str, str], None]) -> socketio.Server:
    """Return a server; `connected(sid, namespace)` is called when a client was told that it is in."""
    engineio.payload.Payload.max_decode_packets = MAX_PACKETS

    def log(library: str) -> logging.Logger:
        logger = logging.getLogger(f"sidestage.{library}")
        logger.filters[:] = [_Brief(causes)]
        return logger

    return SocketIO(
        app,
        async_mode="threading",
        async_handlers=False,
        cors_allowed_origins=lambda origin: origin is not None and hosts.allows_origin(origin),
        client_manager=_Manager(connected),
        serializer=StagePacket,
        max_http_buffer_size=MAX_MESSAGE,
        ping_interval=PING_EVERY,
        ping_timeout=PING_ANSWER,
        monitor_clients=False,
        logger=log("socketio"),
        engineio_logger=log("engineio"),
    ).server
