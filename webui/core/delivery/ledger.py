"""What links told outputs to be on, until they are told to be off again.

An output can't be asked whether a flash is on there, and forgets nothing: a note that was begun sounds until it is
ended. So a link enters what puts an output back before it tells it to be on, and the store keeps that entry. When
nothing will end it any more (the server was killed, the control or its address is gone), the link sends what the entry
holds.

OSC, MIDI and DMX share one ledger. It knows nothing of them: an output is a link's text for it, and what puts it back
is bytes that this link can send. Times are milliseconds on the engine's clock.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

KEEP_WITHIN = 100.0
"""Milliseconds that an output waits for the store to keep an entry: a slow disk must not hold up a press for longer."""

ARRIVES_WITHIN = 4000.0
"""Milliseconds after which what was sent, and nothing said that it was lost, counts as arrived. It takes three seconds
until a system gives up looking for a computer that is not there."""

ONCE_WITHIN = 300.0
"""The same for what must not be sent twice: a program that has ended refuses what comes within this time."""

MAX_ENTRIES = 10_000
"""Entries in all: more than the buttons of any show. Of more, those that could not be sent for longest are given up."""


class Slot(NamedTuple):
    """One thing that can be on: the link, the output as the link writes it down, and the link's key for the thing."""

    link: str
    output: str
    key: str


class Off(NamedTuple):
    """What puts it back. `repeats`: it does no harm when it is sent again, because it says how something stands."""

    data: bytes
    repeats: bool = True


class Change(NamedTuple):
    """An entry as the store is to keep it (None: no more), with a number that tells it from later ones."""

    off: Off | None
    number: int


class Mode(Enum):
    """How an entry stands."""

    ON = "on"
    """The output was told to be on, and what holds it there goes on."""
    OWED = "owed"
    """It is to be put back, and that could not be sent yet."""
    SENT = "sent"
    """That was sent, and may still prove to be lost."""


@dataclass(slots=True)
class _Entry:
    off: Off
    mode: Mode
    since: float
    """When the entry was made, or what puts it back was sent."""


class Ledger:
    """The entries of all links. `kept` are those of the store: nobody holds them any more, so they are owed."""

    def __init__(self, kept: Mapping[Slot, Off] | None = None) -> None:
        kept = kept or {}
        self._entries = {slot: _Entry(off, Mode.OWED, 0.0) for slot, off in kept.items()}
        self._stored = dict(kept)
        """What the store holds once all changes are written."""
        self._changes: dict[Slot, Change] = {}
        """What it was not asked to write yet."""
        self._unkept: dict[Slot, int] = {}
        """The number of the newest change of each entry that is not known to be written."""
        self._number = 0

    # What a link does

    def turn_on(self, slot: Slot, off: Off, now: float) -> None:
        """Enter that an output is about to be told to be on, and what puts it back. Again does no harm."""
        entry = self._entries.get(slot)
        if entry is None:
            self._make_room()
            self._entries[slot] = _Entry(off, Mode.ON, now)
        elif (entry.mode, entry.off) != (Mode.ON, off):
            entry.off, entry.mode, entry.since = off, Mode.ON, now
        self._store(slot, off)

    def may_tell(self, slot: Slot, now: float) -> bool:
        """Say whether the output may be told to be on: the store keeps the entry, or takes too long to."""
        entry = self._entries.get(slot)
        return slot not in self._unkept or entry is None or now - entry.since >= KEEP_WITHIN

    def put_back(self, slot: Slot) -> None:
        """Note that nothing holds it on any more, and that what puts it back is still to be sent."""
        if entry := self._entries.get(slot):
            entry.mode = Mode.OWED
            self._store(slot, entry.off)

    def sent(self, slot: Slot, now: float) -> None:
        """Note that what puts it back was sent."""
        if entry := self._entries.get(slot):
            entry.mode, entry.since = Mode.SENT, now
            if not entry.off.repeats:
                # A server that starts anew must not send it again.
                self._store(slot, None)

    def lost(self, link: str, output: str, now: float) -> None:
        """Note that something that was sent to an output lately did not arrive: it is owed again."""
        for slot, entry in self._of(link, output):
            if entry.mode is Mode.SENT and now - entry.since < _patience(entry.off):
                self.put_back(slot)

    def settle(self, link: str, output: str, now: float) -> None:
        """Forget what was sent to an output so long ago that it has arrived."""
        for slot, entry in self._of(link, output):
            if entry.mode is Mode.SENT and now - entry.since >= _patience(entry.off):
                self.forget(slot)

    def forget(self, slot: Slot) -> None:
        """Forget an entry: it is off, or it is to stay as it is."""
        if self._entries.pop(slot, None):
            self._store(slot, None)

    # What a link asks

    def find(self, link: str, output: str, *modes: Mode) -> dict[Slot, Off]:
        """Return the entries of an output that stand so, the oldest first."""
        return {slot: entry.off for slot, entry in self._of(link, output) if entry.mode in modes}

    def outputs(self, link: str) -> Collection[str]:
        """Return a link's outputs that have entries."""
        return dict.fromkeys(slot.output for slot in self._entries if slot.link == link)

    # What the store does

    def changes(self) -> dict[Slot, Change]:
        """Return what the store is to write now; it was not returned before."""
        changes, self._changes = self._changes, {}
        return changes

    def kept(self, changes: Mapping[Slot, Change]) -> None:
        """Note that changes are written, and survive a kill."""
        for slot, change in changes.items():
            if self._unkept.get(slot) == change.number:
                del self._unkept[slot]

    def _of(self, link: str, output: str) -> list[tuple[Slot, _Entry]]:
        return [(slot, entry) for slot, entry in self._entries.items() if slot[:2] == (link, output)]

    def _store(self, slot: Slot, off: Off | None) -> None:
        if self._stored.get(slot) == off:
            return
        self._stored.pop(slot, None)
        if off is not None:
            self._stored[slot] = off
        self._number += 1
        self._changes[slot] = Change(off, self._number)
        self._unkept[slot] = self._number

    def _make_room(self) -> None:
        if len(self._entries) >= MAX_ENTRIES:
            loose = (slot for slot, entry in self._entries.items() if entry.mode is not Mode.ON)
            self.forget(next(loose, next(iter(self._entries))))


def _patience(off: Off) -> float:
    return ARRIVES_WITHIN if off.repeats else ONCE_WITHIN
