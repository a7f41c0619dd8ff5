"""Who may speak to us by OSC, and as whom they move controls."""

import ipaddress
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import ifaddr

from webui.core.devices.devices import PROGRAM_COLOUR, Connection, Device, Role
from webui.core.hosts import Network, read_network
from webui.core.show.osc.targets import ANY, Incoming, Target

MAX_KNOWN = 1000
"""Addresses that are remembered, allowed or not; with one more, all are looked at anew."""

Place = tuple[str, int]
"""A computer's address and a port."""


@dataclass(frozen=True, slots=True)
class Source:
    """A sender that is allowed: `by` moves the controls, `target` is the id of the target that it is, if it is one.

    `near` are the ids of the targets on its computer that it may be, where it is not known to be one.
    """

    host: str
    port: int
    by: Connection
    target: str | None = None
    near: tuple[str, ...] = ()
    is_listening: bool = False
    """Whether it speaks from the port where that target listens."""

    @property
    def speaker(self) -> str:
        """What it is judged as: one target, or one port of a computer."""
        return self.target or f"{self.host} {self.port}"

    @property
    def who(self) -> str:
        """What operators are told that it is: a target's id, or an address."""
        return self.target or self.host


class Sources:
    """Tells senders that are allowed from others, and targets among them.

    A packet of a target's computer is that target's if it comes from the port where the target listens, or from the one
    that the show says, or if the show says that the target sends from any port. Else it may be another program's.
    """

    def __init__(self, places: Callable[[], Mapping[str, Place]]) -> None:
        self._places = places
        self._networks: tuple[Network, ...] | None = ()
        self._targets: Mapping[str, Target] = {}
        self._known: dict[Place, Source | None] = {}

    def adapt(self, incoming: Incoming, targets: Mapping[str, Target]) -> None:
        """Go by what the show says."""
        self._targets = targets
        self._networks = None if incoming.sources is None else tuple(map(read_network, incoming.sources))
        self._known.clear()

    def look_anew(self) -> None:
        """Names may have been found, and this computer may have other addresses than a second ago."""
        self._known.clear()

    def of(self, host: str, port: int) -> Source | None:
        """Return who speaks from there, or None for somebody who may not."""
        try:
            return self._known[host, port]
        except KeyError:
            if len(self._known) >= MAX_KNOWN:
                self._known.clear()
            source = self._known[host, port] = self._find(host, port)
            return source

    def _find(self, host: str, port: int) -> Source | None:
        places = {name: place for name, place in self._places().items() if place[0] == host and name in self._targets}
        if not (self._is_allowed(host) if self._networks is not None else places or _is_here(host)):
            return None
        target = self._target(places, port)
        near = () if target else tuple(one for one in places if not isinstance(self._targets[one].speaks_from, int))
        name = self._targets[target].label if target else host
        # As long as it lives the same target, or the same computer, is one player, whatever port it sends from.
        id = voice(target or host)
        return Source(
            host,
            port,
            Connection(id, Device(id, name, PROGRAM_COLOUR, Role.PLAYER)),
            target,
            near,
            target is not None and places[target][1] == port,
        )

    def _target(self, places: Mapping[str, Place], port: int) -> str | None:
        """Return the target of one computer that speaks from a port, if it is known."""
        exact = [name for name, place in places.items() if port in (place[1], self._targets[name].speaks_from)]
        loose = [name for name in places if self._targets[name].speaks_from == ANY]
        if exact:
            return exact[0]
        return loose[0] if len(loose) == 1 else None

    def _is_allowed(self, host: str) -> bool:
        address = ipaddress.ip_address(host.partition("%")[0])
        return any(address in network for network in self._networks or ())


VOICE = "osc/"
"""What the ids of connections begin with that move controls by OSC."""


def voice(who: str) -> str:
    """Return the id of the connection and the device as which a target, by its id, or an address moves controls."""
    return f"{VOICE}{who}"


def _is_here(host: str) -> bool:
    """Whether an address is one of this computer's."""
    return ipaddress.ip_address(host.partition("%")[0]).is_loopback or host in _own()


def _own() -> Iterable[str]:
    try:
        found = ifaddr.get_adapters()
    except OSError:
        return ()
    ips = (ip.ip for adapter in found for ip in adapter.ips)
    return {ip if isinstance(ip, str) else ip[0] for ip in ips}


def plain(host: str) -> str:
    """Return an address as it is written: one of IPv4 that came by a socket of IPv6 is one of IPv4."""
    return host[7:] if host.startswith("::ffff:") else host
