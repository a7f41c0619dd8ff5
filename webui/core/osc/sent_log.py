"""What targets were told of each control lately: what an echo can be an echo of."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from webui.core.values import Value

LASTS = 4000.0
"""Milliseconds for which a value that was told may come back: echoes that are 1.5 s late, and once more after that."""

MAX_TOLD = 500
"""Values of one control that are remembered: those of LASTS at the highest rate, and some."""

TOGETHER = 250.0
"""Milliseconds within which one value that goes to several targets is one entry."""

NEAREST = 8
"""Entries that are looked through for the one that another target was told already."""


@dataclass(slots=True)
class Entry:
    """A value that targets were told; `n` counts all entries, and `to` has a bit for each target.

    `cause` is the connection that changed the value, "" for a value that was only told again.
    """

    n: int
    value: Value
    at: float
    cause: str
    to: int


class Told:
    """The entries of all controls. Times are milliseconds on the engine's clock."""

    def __init__(self) -> None:
        self._entries: dict[str, deque[Entry]] = {}
        self._causes: dict[str, str] = {}
        self._count = 0
        self._passed: dict[str, Entry] = {}

    def caused(self, control: str, by: str) -> None:
        """Note who changed a control: the next value of it that is told is theirs."""
        self._causes[control] = by

    def told(self, bit: int, control: str, value: Value, now: float) -> None:
        """Note that a target, by its bit, was told a value."""
        entries = self._entries.setdefault(control, deque())
        for entry in list(entries)[-NEAREST:][::-1]:
            if entry.to & bit or now - entry.at > TOGETHER:
                break
            if entry.value == value:
                entry.to |= bit
                entry.at = now
                return
        self._count += 1
        if len(entries) == MAX_TOLD:
            self._passed[control] = entries.popleft()
        entries.append(Entry(self._count, value, now, self._causes.get(control, ""), bit))

    def lately(self, control: str, now: float) -> Sequence[Entry]:
        """Return what was told of a control within LASTS, the oldest first."""
        entries = self._entries.get(control)
        if entries is None:
            return ()
        while entries and now - entries[0].at > LASTS:
            self._passed[control] = entries.popleft()
        if not entries:
            del self._entries[control]
            return ()
        return entries

    def passed(self, control: str) -> Entry | None:
        """Return the newest entry that is too old to come back, if there is one."""
        return self._passed.get(control)

    def sweep(self, now: float) -> None:
        """Forget what is too old to come back."""
        for control in list(self._entries):
            self.lately(control, now)

    def forget(self, control: str) -> None:
        """Forget what was told of a control: it is another one now."""
        for kept in (self._entries, self._causes, self._passed):
            kept.pop(control, None)

    def clear(self) -> None:
        """Forget all: another show is open."""
        self._entries.clear()
        self._causes.clear()
        self._passed.clear()
