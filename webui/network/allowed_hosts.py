"""By which names this computer may be called, and which pages may speak to it. Both follow its addresses."""

import re
import time
from collections.abc import Callable, Iterable, Sequence

from webui.network.ip_addresses import host_name

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
FRESH = 2.0
"""Seconds for which the computer's addresses are taken as they were."""

ASK_AGAIN = 0.25
"""Seconds after which they are read anew for a name that is not among them: a cable may just have been plugged in."""


class Hosts:
    """The names and origins that are allowed, made anew from the computer's addresses every other second."""

    def __init__(
        self,
        port: int,
        names: Callable[[], Iterable[str]],
        origins: Sequence[str] = (),
    ) -> None:
        self._port = port
        self._names = names
        self._extra = frozenset(origin.rstrip("/").lower() for origin in origins)
        self._known: tuple[float, frozenset[str]] = (float("-inf"), frozenset())
        """When the addresses were read, and the hosts: one value, since many threads ask."""

    def allows_host(self, host: str) -> bool:
        """Say whether a request may call this computer so; anything else may be a rebound name."""
        return self._is_ours(host.lower())

    def is_own_origin(self, origin: str) -> bool:
        """Say whether a page comes from this server."""
        scheme, _, host = origin.lower().partition("://")
        return scheme == "http" and self._is_ours(host)

    def allows_origin(self, origin: str) -> bool:
        """Say whether a page may speak to this server: its own ones, and those that the user named."""
        return origin.lower() in self._extra or self.is_own_origin(origin)

    def _is_ours(self, host: str) -> bool:
        host = _plain(host)
        return host in self._all(FRESH) or host in self._all(ASK_AGAIN)

    def _all(self, fresh: float) -> frozenset[str]:
        now = time.monotonic()
        read, hosts = self._known
        if now - read > fresh:
            hosts = self._with_port([*LOOPBACK, *self._names()])
            self._known = (now, hosts)
        return hosts

    def _with_port(self, names: Iterable[str]) -> frozenset[str]:
        hosts = [name.lower() for name in names]
        bare = hosts if self._port == 80 else []
        return frozenset([*(f"{host}:{self._port}" for host in hosts), *bare])


_IN_BRACKETS = re.compile(r"\[([0-9a-f:.]+)(%[^\]]*)?\]")


def _plain(host: str) -> str:
    """Return a Host header with an address as we write it: each of IPv6 has many forms, and some a zone."""
    return _IN_BRACKETS.sub(lambda found: host_name(found[1]), host, count=1)
