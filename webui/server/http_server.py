"""Werkzeug's threaded server, as a stage needs it."""

import errno
import io
import logging
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from webui.core.errors import SidestageError
from webui.limits import (
    BACKLOG,
    BODY_WITHIN,
    FILES_REST,
    HEAD_SIZE,
    KNOWN_PER_ADDRESS,
    MAX_BODY,
    MAX_MESSAGE,
    MIN_CONNECTIONS,
    MOST_FILES,
    ON_WINDOWS,
    PER_ADDRESS,
    REST_SIZE,
    REST_WITHIN,
    SPARE_FILES,
)
from webui.network.ip_addresses import is_loopback, plain
from webui.network.socket_owner import OWNER, owner_of
from webui.server.request_reader import Intake, TooLong
from webui.server.security_headers import armour
from webui.server.slots import PLACE, Place, Places, Sizes

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

OUT_OF_FILES = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
"""What the system says when it has nothing left for one more connection."""


HEAD_TOO_LONG = (
    "This browser sends too much with each request: other programs at this address have set too many cookies. "
    "Delete the cookies of this address in its settings, or open Sidestage by another of its addresses."
)


class PortTaken(SidestageError):
    """Another program listens on the port."""


class _Handler(WSGIRequestHandler):
    disable_nagle_algorithm = True
    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.0"
    error_message_format = "%(explain)s\n"
    error_content_type = "text/plain; charset=utf-8"
    server: "StageServer"

    def setup(self) -> None:
        """Read by an Intake: slow and endless requests end."""
        super().setup()
        self.rfile.close()
        self._intake = Intake(self.connection)
        self.rfile = io.BufferedReader(self._intake)

    def parse_request(self) -> bool:
        """Say so where a head is too long, and go on reading a little: else a browser would never see the answer."""
        try:
            is_read = super().parse_request()
        except TooLong:
            self.send_error(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            is_read = False
        if not is_read:
            self._intake.expect(REST_WITHIN, REST_SIZE)
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_WR)
                while self._intake.readinto(bytearray(HEAD_SIZE)):
                    pass
        return is_read

    def run_wsgi(self) -> None:
        """The head is there: the body may come."""
        self._intake.expect(BODY_WITHIN, MAX_MESSAGE + MAX_BODY)
        super().run_wsgi()

    def make_environ(self) -> "WSGIEnvironment":
        """Say as well which place the connection has and, where it came over the loopback, whose it is."""
        environ = {**super().make_environ(), PLACE: self.server.place(self.request)}
        if is_loopback(self.client_address[0]):
            environ[OWNER] = self.server.owner_of(self.connection, self.client_address)
        return environ

    def version_string(self) -> str:
        """Tell nobody which versions run here."""
        return "Sidestage"

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request; what it says is not repeated."""
        self._is_error = True
        phrase = HTTPStatus(code).phrase
        is_long = code == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        super().send_error(code, phrase, HEAD_TOO_LONG if is_long else phrase)

    def end_headers(self) -> None:
        """Put armour on what http.server answers by itself; on all else the guard did."""
        if getattr(self, "_is_error", False):
            for name, value in armour([]):
                self.send_header(name, value)
        super().end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing of ordinary requests."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say it in our own log, on one line."""
        log.debug("%s", ascii(message % args if args else message))


def open_files() -> int | None:
    """Ask the system for as many open files as we may need; returns how many it gives, None if it counts none."""
    try:
        import resource
    except ImportError:
        return None
    limit, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit == resource.RLIM_INFINITY:
        return MOST_FILES
    wanted = MOST_FILES if most == resource.RLIM_INFINITY else min(MOST_FILES, most)
    if limit < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
            return wanted
    return limit


def sizes(per_address: int = PER_ADDRESS) -> Sizes:
    """Return for how many connections there is room on this system."""
    files = open_files()
    # A request that ends opens one file more, for a moment.
    connections = ON_WINDOWS if files is None else max((files - SPARE_FILES) * 4 // 5, MIN_CONNECTIONS)
    known = max(KNOWN_PER_ADDRESS, per_address)
    return replace(Sizes(), per_address=per_address, known_per_address=known).within(connections)


class StageServer(ThreadedWSGIServer):
    """The HTTP server. `port` is the one it got."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = BACKLOG
    owner_of = staticmethod(owner_of)

    def __init__(self, host: str, port: int, app: "WSGIApplication", places: Places) -> None:
        # Bound here rather than by Werkzeug, which ends the process when the port is taken.
        self._places = places
        self._taken: dict[object, Place] = {}
        self.on_no_files: Callable[[], object] = lambda: None
        """Called when the system has no more files to open."""
        bound = _bind(host, port)
        try:
            super().__init__(host, port, app, handler=_Handler, fd=bound.fileno())
        finally:
            bound.close()

    def place(self, request: object) -> Place | None:
        """Return the place of a connection."""
        return self._taken.get(request)

    def get_request(self) -> Any:
        """Accept a connection; without files for it, rest, or the loop that calls this would spin.

        Addresses are plain from here on, wherever they are compared or counted.
        """
        try:
            request, (host, port, *_) = super().get_request()
            return request, (plain(host), port)
        except OSError as error:
            if error.errno in OUT_OF_FILES:
                self.on_no_files()
                time.sleep(FILES_REST)
            raise

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Hang up on whoever has no place."""
        address = client_address[0]
        place = self._places.enter(address, lambda: _hang_up(request))
        if place:
            self._taken[request] = place
        return place is not None

    def shutdown_request(self, request: Any) -> None:
        """End a connection, and give its place to somebody else."""
        place = self._taken.pop(request, None)
        super().shutdown_request(request)
        if place:
            self._places.leave(place)

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say it in our own log: an error is ours, and its last line says what it is."""
        text = message % args if args else message
        log.debug("%s", ascii(text))
        if type == "error":
            log.error("an error in a request: %s", ascii(text.strip().splitlines()[-1]))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that vanishes in the middle of a request is no news."""
        log.debug("a request from %s ended badly", client_address, exc_info=True)


def _hang_up(request: socket.socket) -> None:
    with suppress(OSError):
        request.shutdown(socket.SHUT_RDWR)


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            # Windows would let two programs listen on one port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if host == "::":
            # Of IPv4 as well, on systems that keep them apart if not told so.
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        # With its zone, if it has one, which is no part of a host and a port.
        listener.bind(socket.getaddrinfo(host, port, family)[0][4] if "%" in host else (host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(f"Port {port} is taken by another program.") from None
        raise SidestageError(f"Sidestage can't listen on {host}, port {port}: {error.strerror}.") from None
    return listener
