"""What came in by OSC and is not taken yet: of a fader's messages the newest, of a button's each, in order."""

from collections.abc import Sequence
from typing import NamedTuple

from webui.links.osc.packets import Raw
from webui.links.osc.sources import Source

MAX_EACH = 2000
"""Messages that each count and wait; of more, the newest of each address waits."""

MAX_WAITING = 4000
"""Messages that wait in all; more are dropped."""

Key = int | tuple[str, bytes, int]
"""What a message waits under: its number where each counts; else its source, its address and the stretch it is in."""


class Arrival(NamedTuple):
    """A message, unread, and who sent it."""

    source: Source
    raw: Raw


class Arrivals:
    """They are taken in the order of their newest messages.

    A bundle's messages take effect in their order. So a press in a bundle must find what was set before it: values that
    wait before the press are not replaced by values that come after it. Messages that come in packets of their own have
    no such order, since UDP promises none.
    """

    def __init__(self) -> None:
        self._waiting: dict[Key, Arrival] = {}
        self._each = 0
        self._n = 0
        self._stretches: dict[str, int] = {}
        """The number of the last press in a bundle, by source; 0 before the first."""

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, arrival: Arrival, newest: bool) -> bool:
        """Have a message wait, in the place of an older one of its address if only the newest counts.

        Returns False if there is no room for it.
        """
        key = self._key(arrival, newest, self._stretches, self._n + 1, self._each)
        if key not in self._waiting and len(self._waiting) >= MAX_WAITING:
            return False
        self._put(key, arrival)
        return True

    def add_bundle(self, arrivals: Sequence[tuple[Arrival, bool]]) -> bool:
        """Have a bundle's messages wait, each with whether only the newest of its address counts.

        Returns False if there is not room for all of them: none waits then, for a press without its release would stay.
        """
        keys: list[Key] = []
        stretches = dict(self._stretches)
        n, each = self._n, self._each
        for arrival, newest in arrivals:
            key = self._key(arrival, newest, stretches, n + 1, each)
            keys.append(key)
            if isinstance(key, int):
                n, each = key, each + 1
                stretches[arrival.source.speaker] = key
        if len(self._waiting) + len({key for key in keys if key not in self._waiting}) > MAX_WAITING:
            return False
        self._stretches = stretches
        for key, (arrival, _) in zip(keys, arrivals, strict=True):
            self._put(key, arrival)
        return True

    def take(self) -> Arrival:
        """Return the first; raises StopIteration if there is none."""
        key = next(iter(self._waiting))
        if isinstance(key, int):
            self._each -= 1
        arrival = self._waiting.pop(key)
        if not self._waiting:
            self._stretches.clear()
        return arrival

    def clear(self) -> None:
        """Forget all."""
        self._waiting.clear()
        self._stretches.clear()
        self._each = 0

    @staticmethod
    def _key(arrival: Arrival, newest: bool, stretches: dict[str, int], n: int, each: int) -> Key:
        """Return what a message waits under; `n` is its number if it is one of which each counts."""
        if newest or each >= MAX_EACH:
            who = arrival.source.speaker
            return who, arrival.raw.path, stretches.get(who, 0)
        return n

    def _put(self, key: Key, arrival: Arrival) -> None:
        if isinstance(key, int):
            self._n = key
            self._each += 1
        else:
            self._waiting.pop(key, None)
        self._waiting[key] = arrival
