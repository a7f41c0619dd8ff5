"""Who a request or a connection is from: this computer, a device with a key, or a stranger."""

import ipaddress
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from webui.core.devices import Device, Role
from webui.doorkeeper import Doorkeeper
from webui.engine import Engine
from webui.hosts import Hosts

COOKIE_AGE = 400 * 24 * 3600
"""Seconds; browsers keep a cookie no longer."""

NETWORK_V6 = 64
"""Bits of an IPv6 address that tell one household from another: whoever has one has all the rest."""


class Access:
    """Tells devices from strangers. May be used from any thread but the engine's.

    A browser on this computer is told from a program by a cookie that only our own page gets, over the loopback: an
    Origin header proves nothing, since many programs' libraries send one.
    """

    def __init__(self, engine: Engine, hosts: Hosts, installation: str, local_key: str) -> None:
        self._engine = engine
        self._door = engine.door
        self._keeper = Doorkeeper(engine)
        self._hosts = hosts
        self._local_key = local_key
        self.cookie = f"sidestage_{installation}"
        """Cookies ignore ports, so each installation has its own."""

    def of_page(self, environ: Mapping[str, Any]) -> Device | None:
        """Return the device that opens our page, or None for a stranger."""
        return self._door.house if is_local(environ) else self.of_request(environ)

    def of_request(self, environ: Mapping[str, Any]) -> Device | None:
        """Return the device that asks for anything else, or None for a stranger."""
        key = self.key_of(environ)
        if not is_local(environ):
            return self._by_key(key)
        if self._is_local_key(key):
            return self._door.house
        return None if self._door.programs.is_out else self._door.programs

    def of_socket(self, environ: Mapping[str, Any], key: str | None, touch: bool = False) -> Device | None:
        """Return the device that opens a connection, which is noted, or None for a stranger.

        A program that gives a key is who the key says, also on this computer, or nobody.
        """
        device = self.of_request(environ) if key is None else self._by_key(key)
        if device is self._door.house and not self._hosts.is_own_origin(environ.get("HTTP_ORIGIN", "")):
            # A foreign page on this computer sends our cookie along: it is no more than a program.
            device = None if self._door.programs.is_out else self._door.programs
        if device:
            agent = environ.get("HTTP_USER_AGENT", "")
            self._engine.call(self._keeper.came, device, environ.get("REMOTE_ADDR", ""), agent, touch)
        return device

    def is_operator(self, environ: Mapping[str, Any]) -> bool:
        """Say whether a request is an operator's."""
        device = self.of_request(environ)
        return device is not None and device.role is Role.OPERATOR

    def is_here(self, environ: Mapping[str, Any]) -> bool:
        """Say whether a request comes from a browser or a program on this computer, and not from a device elsewhere."""
        return self.of_request(environ) in (self._door.house, self._door.programs)

    def cookie_for(self, environ: Mapping[str, Any]) -> str | None:
        """Return the key that our page should get as a cookie because it is opened on this computer."""
        if is_local(environ) and not self._is_local_key(self.key_of(environ)):
            return self._local_key
        return None

    def key_of(self, environ: Mapping[str, Any]) -> str | None:
        """Return the key in a request's cookie, whosever it is."""
        try:
            cookies = SimpleCookie(environ.get("HTTP_COOKIE", ""))
        except CookieError:
            return None
        morsel = cookies.get(self.cookie)
        return morsel.value if morsel else None

    def _is_local_key(self, key: str | None) -> bool:
        return key is not None and secrets.compare_digest(key.encode(), self._local_key.encode())

    def _by_key(self, key: str | None) -> Device | None:
        return self._engine.call(self._door.known, key) if key else None


def is_local(environ: Mapping[str, Any]) -> bool:
    """Say whether a request comes from this computer itself, over the loopback."""
    try:
        return ipaddress.ip_address(environ.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def network_of(environ: Mapping[str, Any]) -> str:
    """Return who a request comes from, as far as an address tells: of IPv6, the network."""
    text = str(environ.get("REMOTE_ADDR", ""))
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if address.version == 4:
        return text
    return str(ipaddress.ip_network((address, NETWORK_V6), strict=False))
