"""Seats: a number of connections of one kind that is shared fairly between those who hold them.

Every connection has a worth by its holder and by how many connections that holder has already. When there is no room,
a connection that is worth more takes the seat of one that is worth less. So a holder of many connections never keeps
out one of few, and holders whose share is full keep what they have.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from webui.core.devices.devices import Device

Worth = tuple[bool, int, int, float]
"""How much a connection is worth, as a key that sorts the most worth first."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A known device, or all strangers of one address. `role` and `joined` are the device's."""

    name: str
    role: int = 0
    joined: float = 0.0


def holder_of(device: Device) -> Holder:
    """Return the holder that a known device is now: its role may change."""
    return Holder(device.id, device.role, device.joined)


class Sitter(Protocol):
    """A connection as Seats needs it."""

    bucket: str
    """The address that it comes from; of IPv6, the network."""
    holder: Holder


S = TypeVar("S", bound=Sitter)


class Seats(Generic[S]):
    """Seats of one kind. Not safe for several threads: the caller has a lock.

    `size` is how many there are, `per_holder` and `per_address` how many one holder and one address may have. `own` is
    how many of each holder's connections are taken from it only for a higher role, or for one that has waited a while.
    """

    def __init__(self, size: int, per_holder: int, per_address: int, own: int) -> None:
        self._size = size
        self._per_holder = per_holder
        self._per_address = per_address
        self._own = own
        self._by: dict[str, dict[S, None]] = {}
        """The connections of each holder, the oldest first."""
        self._addresses: Counter[str] = Counter()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def of(self, name: str) -> int:
        """Return how many connections a holder has."""
        return len(self._by.get(name, ()))

    def of_address(self, bucket: str) -> int:
        """Return how many connections come from an address."""
        return self._addresses[bucket]

    def worth(self, holder: Holder, number: int) -> Worth:
        """Return the worth of a holder's connection of that number, counted from 1.

        First come the connections that each holder has of its own, by role; of the same role, those of holders that
        have fewest, and then of those that are known for longest.
        """
        return number > self._own, -holder.role, number, holder.joined

    def seat(self, one: S, patient: bool) -> list[S] | None:
        """Give a connection a seat; returns those that lost theirs for it, or None if there is no room.

        `patient` says that it has waited a while: connections of a load end by themselves, so only then does a
        connection make room for one of the same role while its holder has no more than its own.
        """
        if self.of(one.holder.name) >= self._per_holder:
            return None
        worth = self.worth(one.holder, self.of(one.holder.name) + 1)
        lost: list[S] = []
        is_full_address = self._addresses[one.bucket] >= self._per_address
        if is_full_address or self._count >= self._size:
            victim = self._victim(worth, one.bucket if is_full_address else None, patient)
            if victim is None:
                return None
            self.leave(victim)
            lost.append(victim)
        self._by.setdefault(one.holder.name, {})[one] = None
        self._addresses[one.bucket] += 1
        self._count += 1
        return lost

    def leave(self, one: S) -> None:
        """Free the seat of a connection."""
        its = self._by[one.holder.name]
        del its[one]
        if not its:
            del self._by[one.holder.name]
        self._addresses[one.bucket] -= 1
        if not self._addresses[one.bucket]:
            del self._addresses[one.bucket]
        self._count -= 1

    def _victim(self, worth: Worth, bucket: str | None, patient: bool) -> S | None:
        """Return the connection, of one address or of all, that makes room for one of that worth.

        It is its holder's oldest: a page that loses its WebSocket comes back by itself, one whose load is cut does not.
        """
        worst: tuple[Worth, S] | None = None
        for its in self._by.values():
            oldest = next((one for one in its if bucket in (None, one.bucket)), None)
            if oldest is not None:
                found = self.worth(oldest.holder, len(its))
                if worst is None or found > worst[0]:
                    worst = found, oldest
        if worst is None or worst[0] <= worth:
            return None
        is_beyond, rank = worst[0][:2]
        return worst[1] if patient or is_beyond or rank > worth[1] else None
