"""Learning an address: what begins to move at the other end while an operator waits for it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

MAX_HEARD = 200
"""Addresses that are told apart while one is learned: more come only where something sends without end."""

MAX_PROPOSALS = 8

Key = tuple[str, str]
"""Who sends, and the address."""


@dataclass(slots=True)
class Heard:
    """What one address did: how many messages, how often the first argument changed, and from where to where it went.

    `low` and `high` are None where it is no number.
    """

    who: str
    address: str
    kinds: str
    count: int = 0
    changes: int = 0
    low: float | None = None
    high: float | None = None
    _last: object = field(default=None, repr=False)

    def take(self, arguments: tuple[object, ...], kinds: str) -> None:
        """Take in one more message."""
        first = arguments[0] if arguments else None
        self.count += 1
        self.changes += self.count == 1 or first != self._last
        self.kinds, self._last = kinds, first
        if isinstance(first, int | float) and not isinstance(first, bool):
            self.low = first if self.low is None else min(self.low, first)
            self.high = first if self.high is None else max(self.high, first)


class Learning:
    """One try to learn an address for a control. `busy` are those that moved before: a meter, a clock."""

    def __init__(self, control: str, busy: Iterable[Key]) -> None:
        self.control = control
        self._busy: Collection[Key] = frozenset(busy)
        self._heard: dict[Key, Heard] = {}

    def take(self, who: str, address: str, arguments: tuple[object, ...], kinds: str) -> None:
        """Take in a message that came; `kinds` are the OSC types of its arguments, as "fs"."""
        key = (who, address)
        heard = self._heard.get(key)
        if heard is None:
            if len(self._heard) >= MAX_HEARD:
                return
            heard = self._heard[key] = Heard(who, address, kinds)
        heard.take(arguments, kinds)

    def proposals(self) -> list[Heard]:
        """Return the addresses that may be meant, the likeliest first: silent before, and much moved since."""
        found = sorted(self._heard.values(), key=lambda one: (self._key(one) in self._busy, -one.changes))
        return found[:MAX_PROPOSALS]

    @staticmethod
    def _key(one: Heard) -> Key:
        return one.who, one.address
