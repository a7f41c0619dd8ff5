"""Who a request or a connection is from: this computer, a device with a key, or a stranger."""

import ipaddress
import secrets
import threading
from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from webui.agents import kind_of
from webui.core.devices import HOUSE_COLOUR, MAX_NAME, PROGRAM_COLOUR, Device, Role
from webui.engine import Engine
from webui.hosts import Hosts

KEY_BYTES = 24
PATIENCE = 2.0
"""Seconds that a device waits for the disk to keep its key."""

COOKIE_AGE = 400 * 24 * 3600
"""Seconds; browsers keep a cookie no longer."""

OPERATOR = Device("local", "This computer", HOUSE_COLOUR, Role.OPERATOR)
PROGRAM = Device("programs", "Program", PROGRAM_COLOUR, Role.PLAYER)
"""A browser and a program on this computer, which are let in without being asked."""


class Access:
    """Tells devices from strangers. May be used from any thread but the engine's.

    A browser on this computer is told from a program by a cookie that only our own page gets, over the loopback: an
    Origin header proves nothing, since many programs' libraries send one.
    """

    def __init__(self, engine: Engine, hosts: Hosts, installation: str, local_key: str) -> None:
        self._engine = engine
        self._hosts = hosts
        self._local_key = local_key
        self.cookie = f"sidestage_{installation}"
        """Cookies ignore ports, so each installation has its own."""

    def of_page(self, environ: Mapping[str, Any]) -> Device | None:
        """Return the device that opens our page, or None for a stranger."""
        return OPERATOR if is_local(environ) else self.of_request(environ)

    def of_request(self, environ: Mapping[str, Any]) -> Device | None:
        """Return the device that asks for anything else, or None for a stranger."""
        key = self._cookie_of(environ)
        if is_local(environ):
            return OPERATOR if self._is_local_key(key) else PROGRAM
        return self._by_key(key)

    def of_socket(self, environ: Mapping[str, Any], key: str | None) -> Device | None:
        """Return the device that opens a connection, or None for a stranger."""
        device = self.of_request(environ)
        if device is OPERATOR:
            # A foreign page on this computer sends our cookie along: it is no more than a program.
            return OPERATOR if self._hosts.is_own_origin(environ.get("HTTP_ORIGIN", "")) else PROGRAM
        return device or self._by_key(key)

    def cookie_for(self, environ: Mapping[str, Any]) -> str | None:
        """Return the key that our page should get as a cookie because it is opened on this computer."""
        if is_local(environ) and not self._is_local_key(self._cookie_of(environ)):
            return self._local_key
        return None

    def join(self, secret: str, agent: str) -> str | None:
        """Return the key of a new device for a join link's secret, once it is kept; None for a wrong secret."""
        key = secrets.token_urlsafe(KEY_BYTES)
        kept = threading.Event()
        if not self._engine.call(self._let_in, secret, key, agent, kept.set):
            return None
        # A failing disk keeps nobody out: the device is known for as long as the program runs.
        kept.wait(PATIENCE)
        return key

    def _let_in(self, secret: str, key: str, agent: str, kept: Callable[[], None]) -> bool:
        door = self._engine.door
        role = door.joining(secret)
        if role is None:
            return False
        name = f"{kind_of(agent)} {secrets.token_hex(1)}"[:MAX_NAME]
        device = Device(secrets.token_hex(6), name, door.next_colour(), role)
        self._engine.store.add_device(door.remember(key, device), device, kept)
        return True

    def _cookie_of(self, environ: Mapping[str, Any]) -> str | None:
        try:
            cookies = SimpleCookie(environ.get("HTTP_COOKIE", ""))
        except CookieError:
            return None
        morsel = cookies.get(self.cookie)
        return morsel.value if morsel else None

    def _is_local_key(self, key: str | None) -> bool:
        return key is not None and secrets.compare_digest(key.encode(), self._local_key.encode())

    def _by_key(self, key: str | None) -> Device | None:
        return self._engine.call(self._engine.door.known, key) if key else None


def is_local(environ: Mapping[str, Any]) -> bool:
    """Say whether a request comes from this computer itself, over the loopback."""
    try:
        return ipaddress.ip_address(environ.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
