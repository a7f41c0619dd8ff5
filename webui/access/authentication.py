"""Who a request or a connection is from: this computer, a device with a key, or a stranger."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from webui.access.cookies import values_of
from webui.access.doorkeeper import Doorkeeper, new_secret
from webui.core.devices.devices import Device, Role
from webui.core.devices.local_browsers import digest
from webui.engine.engine import Engine
from webui.network.allowed_hosts import Hosts
from webui.network.ip_addresses import is_loopback, network
from webui.network.socket_owner import OWNER, Owner

COOKIE_AGE = 400 * 24 * 3600
"""Seconds; browsers keep a cookie no longer."""

PROXIED = (
    "HTTP_CF_",
    "HTTP_CLIENT_IP",
    "HTTP_FASTLY_CLIENT_IP",
    "HTTP_FLY_CLIENT_IP",
    "HTTP_FORWARDED",
    "HTTP_PROXY_CLIENT_IP",
    "HTTP_TRUE_CLIENT_IP",
    "HTTP_VIA",
    "HTTP_WL_PROXY_CLIENT_IP",
    "HTTP_X_AZURE_",
    "HTTP_X_CLIENT_IP",
    "HTTP_X_CLUSTER_CLIENT_IP",
    "HTTP_X_ENVOY_",
    "HTTP_X_FORWARDED",
    "HTTP_X_ORIGINAL_",
    "HTTP_X_PROXYUSER_IP",
    "HTTP_X_REAL_IP",
)
"""How the names of headers begin by which a proxy says that it asks for somebody else."""


class Access:
    """Tells devices from strangers. May be used from any thread but the engine's.

    A browser on this computer is told from a program by a cookie that only our own page gets, over the loopback: an
    Origin header proves nothing, since many programs' libraries send one. Where programs are kept out, or the system
    does not tell whose a connection is, the page gives no cookie, and only those count that are vouched for.
    """

    def __init__(self, engine: Engine, hosts: Hosts, installation: str) -> None:
        self._engine = engine
        self._door = engine.door
        self._browsers = engine.door.browsers
        self._keeper = Doorkeeper(engine)
        self._hosts = hosts
        self.cookie = f"sidestage_{installation}"
        """Cookies ignore ports, so each installation has its own."""

    def of_page(self, environ: Mapping[str, Any]) -> Device | None:
        """Return the device that opens our page, or None for a stranger."""
        return self._door.house if self._is_open_to(environ) else self.of_request(environ)

    def of_request(self, environ: Mapping[str, Any]) -> Device | None:
        """Return the device that asks for anything else, or None for a stranger."""
        found = self._browser(environ) or self._by_keys(*self.keys_of(environ))
        return found or (self._door.programs if self._is_open_to(environ) else None)

    def of_socket(self, environ: Mapping[str, Any], key: str | None, touch: bool = False) -> Device | None:
        """Return the device that opens a connection, which is noted, or None for a stranger.

        A program that gives a key is who the key says, also on this computer, or nobody.
        """
        device = self.of_request(environ) if key is None else self._by_keys(key)
        if device and self.is_house(device) and not self._hosts.is_own_origin(environ.get("HTTP_ORIGIN", "")):
            # A foreign page on this computer sends our cookie along: it is no more than a program.
            device = self._door.programs if self._is_open_to(environ) else None
        if device:
            agent = environ.get("HTTP_USER_AGENT", "")
            self._engine.call(self._keeper.came, device, environ.get("REMOTE_ADDR", ""), agent, touch)
        return device

    def is_house(self, device: Device) -> bool:
        """Say whether a device is a browser on this computer."""
        return device.id == self._door.house.id

    def is_operator(self, environ: Mapping[str, Any]) -> bool:
        """Say whether a request is an operator's."""
        device = self.of_request(environ)
        return device is not None and device.role is Role.OPERATOR

    def is_here(self, environ: Mapping[str, Any]) -> bool:
        """Say whether a request comes from a browser or a program on this computer, and not from a device elsewhere."""
        device = self.of_request(environ)
        return device is not None and device.id in (self._door.house.id, self._door.programs.id)

    def cookie_for(self, environ: Mapping[str, Any]) -> str | None:
        """Return the key that our page should get as a cookie because it is opened on this computer."""
        if self._is_open_to(environ) and self._browser(environ) is None:
            return self._browsers.key(new_secret())
        return None

    def keys_of(self, environ: Mapping[str, Any]) -> list[str]:
        """Return the keys in a request's cookies, whosever they are."""
        return values_of(environ.get("HTTP_COOKIE", ""), self.cookie)

    def _is_open_to(self, environ: Mapping[str, Any]) -> bool:
        """Say whether the page, and programs, need no key: on this computer, for its user."""
        return not self._door.programs.is_out and is_local(environ) and _owner(environ) is Owner.US

    def _browser(self, environ: Mapping[str, Any]) -> Device | None:
        """Return this computer's browser that a cookie says it is; each has an object of its own."""
        if not is_local(environ):
            return None
        keys = self.keys_of(environ)
        good = [key for key in keys if self._browsers.is_vouched(key)]
        if not good and self._is_open_to(environ):
            good = [key for key in keys if self._browsers.is_good(key)]
        return replace(self._door.house, key=digest(good[0])) if good else None

    def _by_keys(self, *keys: str) -> Device | None:
        return self._engine.call(self._door.known, *keys) if keys else None


def is_local(environ: Mapping[str, Any]) -> bool:
    """Say whether a request comes from this computer itself: over the loopback, and of nobody else."""
    return is_loopback(str(environ.get("REMOTE_ADDR", ""))) and not is_of_others(environ)


def is_of_others(environ: Mapping[str, Any]) -> bool:
    """Say whether what came over the loopback is not our user's: another user's, or sent on by a proxy."""
    return _owner(environ) is Owner.OTHERS or any(name.startswith(PROXIED) for name in environ)


def _owner(environ: Mapping[str, Any]) -> Owner:
    # What came by no socket was made in this process.
    unknown = Owner.OTHERS if "werkzeug.socket" in environ else Owner.US
    return environ.get(OWNER) or unknown


def network_of(environ: Mapping[str, Any]) -> str:
    """Return who a request comes from, as far as an address tells: of IPv6, the network."""
    return network(str(environ.get("REMOTE_ADDR", "")))
