"""Werkzeug's threaded server, as a stage needs it."""

import errno
import ipaddress
import logging
import socket
import threading
from typing import TYPE_CHECKING, Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from webui.core.errors import SidestageError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

log = logging.getLogger(__name__)

BACKLOG = 1024
"""Connections that may wait to be accepted: two hundred tablets come back at once."""

MOST = 900
"""Connections at the same time; each has a thread and an open file."""

MOST_OF_ONE = 200
"""The same from one other address: a room full of tablets behind one router, and no more."""

OWN = 100
"""Of all, those that are kept for this computer."""

MOST_ON_WINDOWS = 500
"""The same where there is no limit of open files: the engine watches its sockets with select, which takes 512 there."""

SPARE_FILES = 100
"""Open files that the rest of the program needs."""


class PortTaken(SidestageError):
    """Another program listens on the port."""


class _Handler(WSGIRequestHandler):
    disable_nagle_algorithm = True
    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing of ordinary requests."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say it in our own log, on one line."""
        log.debug("%s", (message % args).splitlines()[0] if args else message.splitlines()[0])


class Places:
    """Who is connected from where; without a bound, one stranger could use up the system's open files."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: dict[object, str] = {}
        self._lock = threading.Lock()

    def take(self, who: object, address: str) -> bool:
        """Let a connection in, or say that there is no room for it."""
        with self._lock:
            own = ipaddress.ip_address(address).is_loopback
            of_one = 0 if own else sum(taken == address for taken in self._taken.values())
            if len(self._taken) >= self._most - (0 if own else OWN) or of_one >= MOST_OF_ONE:
                return False
            self._taken[who] = address
            return True

    def leave(self, who: object) -> None:
        """A connection ended, or was not let in."""
        with self._lock:
            self._taken.pop(who, None)


def room() -> int:
    """Return how many connections the system has open files for, up to MOST."""
    try:
        import resource
    except ImportError:
        return MOST_ON_WINDOWS
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if limit == resource.RLIM_INFINITY else max(min(MOST, limit - SPARE_FILES), 2 * OWN)


class StageServer(ThreadedWSGIServer):
    """The HTTP server. `port` is the one it got."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = BACKLOG

    def __init__(self, host: str, port: int, app: "WSGIApplication") -> None:
        # Bound here rather than by Werkzeug, which ends the process when the port is taken.
        self._places = Places(room())
        bound = _bind(host, port)
        try:
            super().__init__(host, port, app, handler=_Handler, fd=bound.fileno())
        finally:
            bound.close()

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Hang up on whoever has no place."""
        return self._places.take(request, client_address[0])

    def shutdown_request(self, request: Any) -> None:
        """End a connection, and give its place to somebody else."""
        self._places.leave(request)
        super().shutdown_request(request)

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say it in our own log: an error is ours, and its last line says what it is."""
        text = message % args if args else message
        log.debug("%s", text)
        if type == "error":
            log.error("an error in a request: %s", text.strip().splitlines()[-1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that vanishes in the middle of a request is no news."""
        log.debug("a request from %s ended badly", client_address, exc_info=True)


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            # Windows would let two programs listen on one port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(f"Port {port} is taken by another program.") from None
        raise SidestageError(f"Sidestage can't listen on {host}, port {port}: {error.strerror}.") from None
    return listener
