"""Shares: what all clients take together is bounded; those that take most are slowed, or cut, before others suffer.

Each device may send what it likes up to its own limit (manners.py) while there is enough for all. What devices send
beyond what a page needs is bounded by address and in all; of more, those that send most have only so much that it fits.
What is kept in memory for clients is bounded the same way. Engine's thread only.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from webui.core.devices.devices import Device, Role
from webui.core.devices.joins import MAX_KNOWN
from webui.core.rate_limit import Budget, level
from webui.engine.engine import Engine
from webui.limits import (
    BEHAVES,
    EXCESS_IN_ALL,
    EXCESS_PER_ADDRESS,
    LIMITED_FOR,
    LOOK_EVERY,
    PENDING_IN_ALL,
    PENDING_PER_ADDRESS,
    WATCHER_BEHAVES,
)
from webui.sockets.client_queue import Outlet

MAX_SHARES = 2 * MAX_KNOWN
"""Devices whose share is remembered when they have gone; of more, those that begin anew in any case are forgotten."""

HERE = "this computer"
"""What all clients of this computer share the limits of an address with."""


@dataclass(slots=True, eq=False)
class Share:
    """What one device elsewhere sends, by all its connections; `bucket` is what it shares an address's limits with."""

    device: Device
    budget: Budget
    bucket: str
    counted: float = 0.0
    """What it had sent at the last look."""
    excess: float = 0.0
    """Messages a second beyond what a page needs, since then."""
    limited_at: float = float("-inf")

    @property
    def behaves(self) -> float:
        """Messages a second that it may always send."""
        return BEHAVES if self.device.role > Role.WATCHER else WATCHER_BEHAVES


class Shares:
    """The shares of all devices elsewhere. `clients` returns Engine.IO's clients, `cut` ends one of them."""

    def __init__(self, engine: Engine, clients: Callable[[], Iterable[Any]], cut: Callable[[Any], object]) -> None:
        self._engine = engine
        self._clients = clients
        self._cut = cut
        self._by: dict[str, Share] = {}
        self._looked = engine.now()

    def of(self, device: Device, budget: Callable[[], Budget], bucket: str) -> Budget:
        """Return the budget of a device, which its connections share."""
        share = self._by.get(device.id)
        if share is None:
            share = self._by[device.id] = Share(device, budget(), bucket)
        # A device that joined anew has another object, perhaps with another role.
        share.device = device
        share.bucket = bucket
        return share.budget

    def start(self) -> None:
        """Begin to look."""
        self._engine.later(LOOK_EVERY * 1000, self._look)

    def _look(self) -> None:
        self._engine.later(LOOK_EVERY * 1000, self._look)
        now = self._engine.now()
        self.share_out(now)
        self.free_memory(self._clients())

    def share_out(self, now: float) -> None:
        """Give those that send most no more than their share, if there was too much since the last look."""
        seconds, self._looked = (now - self._looked) / 1000, now
        if seconds <= 0:
            return
        by_address: defaultdict[str, list[Share]] = defaultdict(list)
        for share in list(self._by.values()):
            sent = share.budget.used - share.counted
            share.counted += sent
            # What an operator sends is bounded by the limit of one device alone.
            is_free = share.device.role is Role.OPERATOR
            share.excess = 0.0 if is_free else max(0.0, sent / seconds - share.behaves)
            if share.excess:
                by_address[share.bucket].append(share)
            elif share.budget.is_limited and now - share.limited_at > LIMITED_FOR * 1000:
                share.budget.limit(None)
        for shares in by_address.values():
            self._level(shares, EXCESS_PER_ADDRESS, now)
        self._level([share for shares in by_address.values() for share in shares], EXCESS_IN_ALL, now)
        if len(self._by) > MAX_SHARES:
            self._forget_those_gone(now)

    def _forget_those_gone(self, now: float) -> None:
        here = {connection.device.id for connection in self._engine.surface.connections.values()}
        for id, share in list(self._by.items()):
            if id not in here and share.budget.is_full(now):
                del self._by[id]

    def _level(self, shares: list[Share], capacity: float, now: float) -> None:
        most = level([share.excess for share in shares], capacity)
        for share in shares:
            if share.excess > most:
                share.excess = most
                share.limited_at = now
                share.budget.limit(share.behaves + most)

    def free_memory(self, clients: Iterable[Any]) -> None:
        """Cut clients for which too much is kept, and where all together are too much, those that have most."""
        held: dict[Any, int] = {}
        addresses: Counter[str] = Counter()
        for client in clients:
            outlet: Outlet = client.queue
            size = outlet.held
            if outlet.line is None and outlet.is_hopeless:
                self._cut(client)
            elif size:
                held[client] = size
                addresses[HERE if outlet.is_here else outlet.bucket] += size
        total = sum(addresses.values())
        if total <= PENDING_PER_ADDRESS:
            return
        for client in sorted(held, key=held.__getitem__, reverse=True):
            outlet = client.queue
            bucket = HERE if outlet.is_here else outlet.bucket
            if total > PENDING_IN_ALL or addresses[bucket] > PENDING_PER_ADDRESS:
                total -= held[client]
                addresses[bucket] -= held[client]
                self._cut(client)
