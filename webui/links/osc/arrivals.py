"""What came in by OSC and is not taken yet: of a fader's messages the newest, of a button's each, in order."""

from typing import NamedTuple

from webui.links.osc.packets import Raw
from webui.links.osc.sources import Source

MAX_EACH = 2000
"""Messages that each count and wait; of more, the newest of each address waits."""

MAX_WAITING = 4000
"""Messages that wait in all; more are dropped."""


class Arrival(NamedTuple):
    """A message, unread, and who sent it."""

    source: Source
    raw: Raw


class Arrivals:
    """They are taken in the order of their newest messages."""

    def __init__(self) -> None:
        self._waiting: dict[object, Arrival] = {}
        self._each = 0
        self._n = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, arrival: Arrival, newest: bool) -> bool:
        """Have a message wait, in the place of an older one of its address if only the newest counts.

        Returns False if there is no room for it.
        """
        key: object
        if newest or self._each >= MAX_EACH:
            key = arrival.source.by.id, arrival.raw.path
            self._waiting.pop(key, None)
        else:
            self._n += 1
            self._each += 1
            key = self._n
        if len(self._waiting) >= MAX_WAITING:
            return False
        self._waiting[key] = arrival
        return True

    def take(self) -> Arrival:
        """Return the first; raises StopIteration if there is none."""
        key = next(iter(self._waiting))
        if isinstance(key, int):
            self._each -= 1
        return self._waiting.pop(key)

    def clear(self) -> None:
        """Forget all."""
        self._waiting.clear()
        self._each = 0
