"""This computer's addresses and names, the best one for the code first. Sends nothing, asks no name server."""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from webui.network.ip_addresses import is_loopback as is_here

if TYPE_CHECKING:
    import ifaddr

log = logging.getLogger(__name__)

# What the network interfaces of these names are on Linux and macOS; the first that fits counts.
KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("virtual", ("virbr", "vmnet", "vboxnet", "vnet", "vethernet", "bridge", "dummy")),
    ("container", ("docker", "br-", "veth", "cni", "flannel", "lxc", "lxdbr", "podman")),
    ("vpn", ("tun", "tap", "wg", "tailscale", "zt", "utun", "ppp", "ipsec")),
    ("wifi", ("wl", "wifi", "wi-fi")),
)
WORDS = {"container": "container", "virtual": "virtual", "vpn": "VPN"}
UNLIKELY = frozenset(WORDS)
LINK_LOCAL = "169.254."
"""What a computer takes that was given no address: there is a cable, and nothing at its end that gives any."""

# A documentation address (RFC 5737): connecting a UDP socket to it chooses a route and sends nothing.
ELSEWHERE = ("192.0.2.1", 9)


@dataclass(frozen=True, slots=True)
class Address:
    """An address that another computer may reach this one by."""

    ip: str
    interface: str
    kind: str
    """wifi, network, vpn, container or virtual."""
    is_up: bool = True
    """Whether the interface has its cable, or its wifi. Where the system doesn't tell, it has."""

    @property
    def is_likely(self) -> bool:
        """Whether a tablet in the room may reach it."""
        return self.kind not in UNLIKELY

    @property
    def label(self) -> str:
        """What the user is told of it."""
        if not self.is_likely:
            return f"{self.interface}, {WORDS[self.kind]}: tablets seldom reach it"
        if self.ip.startswith(LINK_LOCAL):
            return f"{self.interface}, no router: tablets seldom reach it"
        return f"{self.interface}, wifi" if self.kind == "wifi" else self.interface


_last: list[Address] = []


def addresses() -> list[Address]:
    """All but loopback. The default route's first; IPv4 before IPv6; VPNs and the like late, link-local last."""
    global _last
    import ifaddr

    try:
        _last = ranked(ifaddr.get_adapters(), _default_route())
    except OSError:
        # No file descriptor left, for instance: better what was known than no show.
        log.warning("this computer's addresses can't be read; those of before are used")
    return _last


def served(host: str) -> list[Address]:
    """The addresses at which a server that listens on `host` can be asked from elsewhere, best first."""
    found = addresses()
    if host == "::":
        return found
    if host == "0.0.0.0":
        return [address for address in found if ":" not in address.ip]
    if is_loopback(host):
        return []
    return [address for address in found if address.ip == host] or [Address(host, "--host", "network")]


def is_loopback(host: str) -> bool:
    return host == "localhost" or is_here(host)


def link_locals() -> list[str]:
    """This computer's own addresses of IPv6 that are only good on one wire: they stand in no link, but in requests."""
    import ifaddr

    try:
        found = [ip.ip[0] for adapter in ifaddr.get_adapters() for ip in adapter.ips if isinstance(ip.ip, tuple)]
    except OSError:
        return []
    return [ip for ip in found if ipaddress.ip_address(ip).is_link_local]


def ranked(adapters: Iterable[ifaddr.Adapter], default: str | None) -> list[Address]:
    found: list[tuple[tuple[bool, ...], Address]] = []
    for adapter in adapters:
        for ip in adapter.ips:
            # An IPv6 address comes with its flow info and scope; a link-local one can't stand in a link without it.
            text = ip.ip if isinstance(ip.ip, str) else ip.ip[0]
            parsed = ipaddress.ip_address(text)
            if parsed.is_loopback or (parsed.version == 6 and parsed.is_link_local):
                continue
            kind = kind_of(adapter.name, adapter.nice_name)
            address = Address(text, adapter.nice_name, kind, _is_up(adapter.name))
            rank = (
                not address.is_up,
                parsed.is_link_local,
                parsed.version == 6,
                not address.is_likely,
                text != default,
            )
            found.append((rank, address))
    return [address for _, address in sorted(found, key=lambda item: item[0])]


def kind_of(name: str, nice_name: str = "") -> str:
    for kind, beginnings in KINDS:
        if name.lower().startswith(beginnings) or nice_name.lower().startswith(beginnings):
            return kind
    return "wifi" if Path("/sys/class/net", name, "wireless").exists() else "network"


def _is_up(name: str) -> bool:
    # An address may stay with an interface that lost its cable.
    try:
        return Path("/sys/class/net", name, "operstate").read_text().strip() not in ("down", "lowerlayerdown")
    except (OSError, ValueError):
        return True


def hostnames() -> list[str]:
    """What this computer calls itself, also as others may find it by mDNS."""
    name = socket.gethostname().lower()
    short = name.partition(".")[0]
    return list(dict.fromkeys([name, short, f"{short}.local"])) if short else []


def _default_route() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return None
