"""Messages that wait for their time. The order is that of their time tags; those with equal ones keep the order in
which they came.
"""

from bisect import insort
from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

SECOND = 2**32
"""Units of a time tag in a second."""

SET_BACK = 50.0
"""Milliseconds past its time on the engine's clock after which a message no longer waits for the wall clock, which was
set back since the message came."""


class _Entry(NamedTuple, Generic[T]):
    tag: int
    number: int
    """Counts the entries, so that no two compare as equal."""
    due: float
    """When it is due on the engine's clock, by what the wall clock said when it came."""
    messages: Sequence[T]


class Schedule(Generic[T]):
    """Groups of messages, each with one time tag. A group is taken whole.

    `tag` is what the wall clock says, as OSC's 64 bits; `now` is the engine's time in milliseconds. Only the tags make
    the order. Times on the engine's clock would not do: they are reckoned for each packet, and for equal tags they
    differ by what passed between the two looks at the clocks.
    """

    def __init__(self) -> None:
        self._entries: list[_Entry[T]] = []
        """Sorted."""
        self._number = 0
        self._size = 0

    def __len__(self) -> int:
        """Return how many messages wait."""
        return self._size

    def add(self, at: int, messages: Sequence[T], tag: int, now: float) -> None:
        """Have messages wait until a time tag; `tag` and `now` say what time it is."""
        self._number += 1
        due = now + _milliseconds(at - tag)
        insort(self._entries, _Entry(at, self._number, due, messages))
        self._size += len(messages)

    def take(self, tag: int, now: float) -> list[Sequence[T]]:
        """Return the groups that are due, in order; they wait no longer."""
        count = 0
        while count < len(self._entries) and _left(self._entries[count], tag, now) <= 0:
            count += 1
        found = [entry.messages for entry in self._entries[:count]]
        del self._entries[:count]
        self._size -= sum(map(len, found))
        return found

    def wait(self, tag: int, now: float) -> float | None:
        """Return the milliseconds until the next group is due, 0 if one is due now, or None if none waits."""
        return max(_left(self._entries[0], tag, now), 0.0) if self._entries else None

    def clear(self) -> None:
        """Forget all that wait."""
        self._entries.clear()
        self._size = 0


def _left(entry: _Entry[T], tag: int, now: float) -> float:
    """Return the milliseconds until an entry is due; 0 or less if it is."""
    return min(_milliseconds(entry.tag - tag), entry.due + SET_BACK - now)


def _milliseconds(units: int) -> float:
    return units * 1000 / SECOND
