"""Tickets: what a link's secret or typed digits are exchanged for, good for one join. Times are milliseconds."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from webui.core.devices.devices import Role
from webui.core.devices.local_browsers import digest

TICKET_LIFE = 300_000.0
"""Milliseconds that somebody may take to choose a name."""

MAX_TICKETS = 500
"""Tickets at the same time; of more, the oldest of the address that has most end."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a ticket is good for, and until when; `address` is where it was asked for."""

    role: Role
    of_code: bool
    address: str
    until: float


class Tickets(dict[str, Ticket]):
    """All tickets, by the hashes of their secret names, in the order in which they end."""

    def give(self, name: str, role: Role, of_code: bool, address: str, now: float) -> None:
        """Keep a ticket under its secret name."""
        self._keep(lambda one: now < one.until)
        if len(self) >= MAX_TICKETS:
            (busiest, _), *_ = Counter(one.address for one in self.values()).most_common(1)
            del self[next(hashed for hashed, one in self.items() if one.address == busiest)]
        self[digest(name)] = Ticket(role, of_code, address, now + TICKET_LIFE)

    def find(self, name: str, now: float) -> Ticket | None:
        """Return the ticket of that name, or None if there is none or it has ended."""
        found = self.get(digest(name))
        return found if found and now < found.until else None

    def use(self, name: str) -> None:
        """End a ticket: it was good for one join."""
        del self[digest(name)]

    def end_of_code(self) -> None:
        """End those that a code gave."""
        self._keep(lambda one: not one.of_code)

    def _keep(self, is_kept: Callable[[Ticket], bool]) -> None:
        for hashed in [hashed for hashed, one in self.items() if not is_kept(one)]:
            del self[hashed]
