"""A name on one network interface: probed, announced, defended, given up (RFC 6762), with zeroconf."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import socket
import sys
from collections.abc import Callable, Collection, Mapping, Sequence

from zeroconf import Error as ZeroconfError
from zeroconf import IPVersion, RecordUpdate, RecordUpdateListener, ServiceInfo, Zeroconf
from zeroconf._dns import DNSAddress, DNSQuestion, DNSRecord, DNSService
from zeroconf._protocol.outgoing import DNSOutgoing
from zeroconf.asyncio import AsyncZeroconf

SERVICE = "_sidestage._tcp.local."

PROBES = 3
PROBE_EVERY_S = 0.25
HEARD_WITHIN_S = 3.0
"""Our own announcement comes back to us within this, or multicast does not work here."""

# RFC 1035, and python-zeroconf's const module; ANY is what a probe asks for.
QUERY, CLASS_IN, ANY = 0, 1, 255
# Of Linux; Python has no name for it.
IP_MULTICAST_ALL = 49

# It reports each packet that could not be sent; we say once that this computer has no name.
logging.getLogger("zeroconf").setLevel(logging.CRITICAL)


class Unusable(Exception):
    """str(error) says why there can be no name on this interface."""


class Responder(RecordUpdateListener):
    """Answers for a name on one interface. Everything in one asyncio loop.

    `label` is the name that is announced, None before. `challenged` says that somebody else uses it and should yield,
    `lost` that we should. `stirred` is called when one of them changed.
    """

    def __init__(self, ips: Sequence[str], ours: Collection[str], stirred: Callable[[], None]) -> None:
        self.ips = tuple(ips)
        self.label: str | None = None
        self.challenged = False
        self.lost = False
        self._ours = ours
        self._stirred = stirred
        self._zeroconf: AsyncZeroconf | None = None
        self._info: ServiceInfo | None = None
        self._more: dict[str, ServiceInfo] = {}
        """What else is offered under the name, by its type."""
        self._saying: asyncio.Future[None] | None = None
        """The announcement, which is repeated."""
        self._heard = asyncio.Event()
        self._watched: frozenset[str] = frozenset()
        """Names, in small letters, of which it is asked whether others use them."""
        self.rival = ""
        """What is known of the computer that uses such a name: its address, if it said one."""
        self._is_used = False

    async def open(self) -> None:
        """Take part in the interface's multicast. Raises Unusable."""
        try:
            self._zeroconf = AsyncZeroconf(interfaces=list(self.ips[:1]), ip_version=IPVersion.V4Only)
            await self._zeroconf.zeroconf.async_wait_for_start()
        except (OSError, RuntimeError, ZeroconfError) as error:
            await self.close()
            raise Unusable(getattr(error, "strerror", None) or str(error) or type(error).__name__) from None
        for reader in self._core.engine.readers:
            _hear_only_what_it_joined(reader.sock)
        self._core.async_add_listener(self, None)

    async def probe(self, label: str, port: int, about: Mapping[str, str]) -> bool:
        """Ask three times whether anybody has this name; return whether it is free."""
        self.challenged = self.lost = False
        self._info = self._described(label, port, about)
        question = _probe_for(self._info)
        for _ in range(PROBES):
            self._core.async_send(question)
            await asyncio.sleep(PROBE_EVERY_S)
            if self.challenged or self.lost:
                self._info = None
                return False
        return True

    async def is_used(self, label: str, port: int, about: Mapping[str, str]) -> bool:
        """Ask whether anybody else answers to a name, which may be ours. Nothing else changes; `rival` tells who."""
        info = self._described(label, port, about)
        question = _probe_for(info)
        self._is_used, self._watched = False, frozenset({str(info.server).lower(), info.name.lower()})
        for _ in range(PROBES):
            self._core.async_send(question)
            await asyncio.sleep(PROBE_EVERY_S)
            if self._is_used:
                break
        self._watched = frozenset()
        return self._is_used

    def _described(self, label: str, port: int, about: Mapping[str, str]) -> ServiceInfo:
        return ServiceInfo(
            SERVICE,
            f"{label}.{SERVICE}",
            port,
            properties=dict(about),
            server=f"{label}.local.",
            parsed_addresses=list(self.ips),
        )

    async def announce(self) -> None:
        """Use the name that was free. Raises Unusable if nothing goes out."""
        assert self._info
        self._heard.clear()
        self._saying = asyncio.ensure_future(
            await self._zeroconf_.async_register_service(self._info, cooperating_responders=True)
        )
        try:
            await asyncio.wait_for(self._heard.wait(), HEARD_WITHIN_S)
        except TimeoutError:
            raise Unusable("multicast does not work") from None
        self.label = self._info.get_name()

    async def offer(self, services: Mapping[str, int]) -> None:
        """Have just these services found under the name, by their types, at their ports; without a name, none."""
        wanted = services if self.label else {}
        for kind, info in list(self._more.items()):
            if wanted.get(kind) != info.port:
                del self._more[kind]
                await (await self._zeroconf_.async_unregister_service(info))
        for kind, port in wanted.items():
            if kind not in self._more:
                name, server = f"{self.label}.{kind}", f"{self.label}.local."
                info = ServiceInfo(kind, name, port, server=server, parsed_addresses=list(self.ips))
                self._more[kind] = info
                # The name is ours already: there is nobody to ask. Its repetition is nothing to wait for.
                await self._zeroconf_.async_register_service(info, cooperating_responders=True)

    async def defend(self) -> None:
        """Say again whose name it is."""
        self.challenged = False
        if self._info:
            await self._zeroconf_.async_update_service(self._info)

    async def withdraw(self) -> None:
        """Give the name up; with a goodbye, unless it is somebody else's: theirs must stay known."""
        info, self._info, self.label = self._info, None, None
        await self.offer({})
        if self._saying:
            self._saying.cancel()
        if info is None or self._core.registry.async_get_info_name(info.name) is None:
            return
        if self.lost or self.challenged:
            self._core.registry.async_remove(info)
        else:
            await (await self._zeroconf_.async_unregister_service(info))

    async def close(self) -> None:
        """Give the name up, and leave."""
        if self._zeroconf is None:
            return
        zeroconf = self._zeroconf
        with contextlib.suppress(OSError, ZeroconfError):
            if zeroconf.zeroconf.started:
                await self.withdraw()
        self._zeroconf = None
        with contextlib.suppress(OSError, ZeroconfError):
            await zeroconf.async_close()

    def async_update_records(self, zc: Zeroconf, now: float, records: list[RecordUpdate]) -> None:
        """Hear what others, and we ourselves, say of our name."""
        info = self._info
        if self._watched:
            self._watch([update.new for update in records if not update.new.is_expired(now)])
        if info is None:
            return
        host, service = f"{info.server}".lower(), info.name.lower()
        said = [update.new for update in records if not update.new.is_expired(now)]
        addresses = [
            ipaddress.ip_address(record.address)
            for record in said
            if isinstance(record, DNSAddress) and record.name.lower() == host and len(record.address) == 4
        ]
        theirs = [address for address in addresses if str(address) not in self._ours]
        ports = [record.port for record in said if isinstance(record, DNSService) and record.name.lower() == service]
        if len(theirs) < len(addresses):
            self._heard.set()
        # Two who took the name at the same moment judge alike: the greater address keeps it; on the same computer,
        # where the addresses are the same, the greater port. Without an address in it a packet proves neither: we say
        # again all that is ours, and hear all that is theirs.
        if theirs:
            self._dispute(keep=max(int(ipaddress.ip_address(ip)) for ip in self.ips) > max(map(int, theirs)))
        elif any(port != info.port for port in ports):
            self._dispute(keep=not addresses or (info.port or 0) > max(ports))

    def _watch(self, said: Sequence[DNSRecord]) -> None:
        """Note what others say of the names that it asks for."""
        own = self._info if self._info and self._info.name.lower() in self._watched else None
        for record in said:
            if record.name.lower() not in self._watched:
                continue
            if isinstance(record, DNSAddress) and len(record.address) == 4:
                ip = str(ipaddress.ip_address(record.address))
                # Under a name that we have not, our own address is said by another program on this computer.
                if own is None or ip not in self._ours:
                    self._is_used, self.rival = True, ip
            elif isinstance(record, DNSService) and (own is None or record.port != own.port):
                self._is_used = True

    def _dispute(self, keep: bool) -> None:
        self.challenged |= keep
        self.lost |= not keep
        self._stirred()

    @property
    def _zeroconf_(self) -> AsyncZeroconf:
        assert self._zeroconf
        return self._zeroconf

    @property
    def _core(self) -> Zeroconf:
        return self._zeroconf_.zeroconf


def _probe_for(info: ServiceInfo) -> DNSOutgoing:
    """Return the question whether anybody has a name, with what we would say of it."""
    question = DNSOutgoing(QUERY)
    for name in (str(info.server), info.name):
        question.add_question(DNSQuestion(name, ANY, CLASS_IN))
    # Its add_authorative_answer() takes pointers only.
    proposed: list[DNSRecord] = question.authorities  # type: ignore[assignment]
    proposed += [*info.dns_addresses(), info.dns_service()]
    return question


def _hear_only_what_it_joined(sock: socket.socket) -> None:
    """Linux hands a socket what other sockets joined, unless told not to.

    And where just one socket wants a packet, Linux (6.18, for one) may take another one of those that share the port by
    SO_REUSEPORT: the responder of another network would hear what came in here. SO_REUSEADDR is enough to share it.
    """
    if sys.platform == "linux":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 0)
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_IP, IP_MULTICAST_ALL, 0)
