"""The engine: the one thread that owns the surface, and tells links and the store what happens on it."""

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from webui.core.delivery.ledger import Ledger, Slot
from webui.core.delivery.outbox import BEAT
from webui.core.devices.devices import Connection, Device, Role
from webui.core.devices.door import Door
from webui.core.devices.presence import Presence
from webui.core.show.show import Show
from webui.core.surface.commands import Command, Load
from webui.core.surface.events import Changed, Event, Pushed, Refused, Taken
from webui.core.surface.surface import Surface
from webui.core.values import Value
from webui.engine.cadence import Cadence
from webui.engine.commits import DISK, SLOW_DISK, Commits
from webui.engine.loop_thread import Inbox
from webui.engine.saving import Saving
from webui.log_once import Causes
from webui.storage.store import Store

log = logging.getLogger(__name__)

PROGRAM = Connection("", Device("program", "Sidestage", "#9aa3ad", Role.OPERATOR))
"""What the program itself does, it does as this."""


NESTED = 100
"""Batches of events that links are told in one turn of the loop, if each came of the one before. Two links that answer
each other for ever then leave time for all else."""


class Listener(Protocol):
    """What the engine needs of a link. `note` and `flush` are called in the engine's thread."""

    def start(self, engine: "Engine") -> None:
        """Begin. Called in the thread that starts the engine, whose own thread runs already: see `Engine.post`."""

    def stop(self) -> None:
        """End, and release what is pressed. Called in the thread that stops the engine: see `Engine.call`."""

    def note(self, events: Sequence[Event]) -> None:
        """Remember what happened, to tell it in `flush`.

        Events come in the same order to every link. Only remember here: don't apply, publish or close anything, but
        have it done afterwards by `Engine.later(0, ...)`. If a link applies or publishes here all the same, the surface
        changes at once, and every link hears of it after it has heard these events.
        """

    def flush(self, now: float) -> None:
        """Send what is remembered. `now` is in milliseconds on the engine's clock."""


class Engine(Inbox):
    """Owns the surface and tells its links and the store what happens on it.

    Only `post`, `run`, `call`, `now`, `start` and `stop` may be used from other threads.
    """

    def __init__(self, surface: Surface, store: Store, door: Door, kept: Mapping[str, int]) -> None:
        super().__init__("engine")
        self.surface = surface
        self.door = door
        self.store = store
        self.presence = Presence()
        self.boot = secrets.token_hex(4)
        self.faults: dict[str, str] = {}
        """What is wrong, by cause, in sentences for the operators."""
        self.ledger = Ledger(store.told_on())
        """What links told outputs to be on."""
        self.commits = Commits(self, store, surface.show.id, kept, lambda: DISK in self.faults)
        self.saving = Saving(self.commits, self.later, self.fault)
        self.links: list[Listener] = []
        self._on_faults: list[Callable[[], None]] = []
        self._on_ledger_kept: list[Callable[[], None]] = []
        self._cadence = Cadence()
        self._causes = Causes(log)
        self._flushing: asyncio.Handle | None = None
        self._due = 0.0
        self._untold: deque[Sequence[Event]] = deque()
        self._is_telling = False
        store.on_fault = lambda sentence: self.post(self.fault, DISK, sentence)

    # For any thread

    def start(self, links: Sequence["Listener"]) -> None:
        """Start the store, the thread and the links."""
        self.links = list(links)
        self.store.start()
        self._thread.start()
        for link in self.links:
            link.start(self)
        self.post(self._beat)

    def stop(self) -> None:
        """Stop the links, write what is waiting, and end."""
        for link in reversed(self.links):
            link.stop()
        self._end(self.commits.now)
        self.store.close()

    # For the engine's own thread, which links run in

    def heard(self, connection: str) -> float:
        """A connection said something, whatever it was: it is there, and what it holds it goes on holding.

        Returns what time it is.
        """
        now = self.now()
        self.presence.heard(connection, now)
        self.surface.heard(connection, now)
        return now

    def apply(self, command: Command, by: Connection) -> Sequence[Event]:
        """Apply a command and tell everybody what came of it.

        `by` is the connection whose role decides whether it may: PROGRAM only for what the program does by itself.
        """
        return self.publish(self.surface.apply(command, by, self.heard(by.id)))

    def load(self, show: Show, done: Callable[[], object] = lambda: None) -> None:
        """Take another show, or the same one edited, with the values that this computer keeps for its id.

        `done` is called once it is the surface's.
        """
        self.commits.now()
        if DISK in self.faults or SLOW_DISK in self.faults:
            # Reading would wait for the disk; what is in memory is newer anyway.
            self._loaded(show, {}, done)
        else:
            self.store.read_values(show.id, lambda kept: self.post(self._loaded, show, kept, done))

    def _loaded(self, show: Show, kept: Mapping[str, Value], done: Callable[[], object]) -> None:
        self.commits.now()
        self.apply(Load(show, kept), PROGRAM)
        self.commits.show(show.id)
        done()

    def publish(self, events: Sequence[Event]) -> Sequence[Event]:
        """Tell the links and the store what happened.

        Every link hears all events in one order: what is published while links are being told, they hear after that.
        An error in one link's `note` is raised when the others have heard the events too.
        """
        hurry = False
        for event in events:
            if isinstance(event, Pushed):
                continue
            hurry = True
            if isinstance(event, Changed):
                control = self.surface.show.controls[event.control]
                if control.lasts:
                    self.commits.keep_value(event.control, event.value)
            elif isinstance(event, Taken):
                self.commits.keep_seen(event.memory, event.n)
            elif isinstance(event, Refused):
                what = f"a move of {event.control!r}" if event.control else "a message"
                self._causes.say(event.reason, f"{what} was refused: {event.reason}")
        if events:
            self._untold.append(events)
            self.flush_soon(hurry)
            self.commits.soon()
            if not self._is_telling:
                self._tell()
        return events

    def _tell(self) -> None:
        """Tell all links what they have not heard yet, batch by batch."""
        errors: list[Exception] = []
        self._is_telling = True
        told = 0
        try:
            while self._untold and told < NESTED:
                told += 1
                events = self._untold.popleft()
                for link in self.links:
                    try:
                        link.note(events)
                    except Exception as error:
                        errors.append(error)
        finally:
            self._is_telling = False
        if self._untold:
            self._causes.say("nested", "links answer each other's changes without an end")
            self.later(0, self._tell)
        if errors:
            raise errors[0]

    def flush_soon(self, hurry: bool = True) -> None:
        """Have the links tell what is to be told: at once, or as soon as the load allows; numbers need not hurry."""
        if self._flushing and not hurry:
            return
        now = self.now()
        due = now + self._cadence.wait(now, hurry)
        if self._flushing:
            if self._due <= due:
                return
            self._flushing.cancel()
        self._due = due
        self._flushing = self.later(due - now, self._flush) if due > now else self.loop.call_soon(self._flush)

    def on_faults(self, listener: Callable[[], None]) -> None:
        """Hear that `faults` changed."""
        self._on_faults.append(listener)

    def forget(self, device: str) -> None:
        """Keep nothing more of a device that is known no more, nor of its sessions."""
        self.surface.forget(device)
        self.commits.forget(device)

    def keep_ledger(self) -> None:
        """Have the store keep what changed in the ledger. Outputs wait for that: see `on_ledger_kept`."""
        changes = self.ledger.changes()
        if not changes:
            return

        def done() -> None:
            self.ledger.kept(changes)
            for listener in self._on_ledger_kept:
                listener()

        self.commits.keep_told_on({slot: change.off for slot, change in changes.items()}, done)

    def on_ledger_kept(self, listener: Callable[[], None]) -> None:
        """Hear that changes of the ledger survive a kill."""
        self._on_ledger_kept.append(listener)

    def may_tell(self, slots: Iterable[Slot]) -> bool:
        """Say whether outputs may be told to turn these on: that is kept, or the disk is known not to keep anything."""
        if DISK in self.faults or SLOW_DISK in self.faults:
            return True
        now = self.now()
        return all(self.ledger.may_tell(slot, now) for slot in slots)

    def fault(self, cause: str, sentence: str) -> None:
        """Say what is wrong, or with an empty sentence that it is well again."""
        if self.faults.get(cause, "") == sentence:
            return
        self.faults.pop(cause, None)
        if sentence:
            self.faults[cause] = sentence
            if cause == DISK:
                self.saving.fails()
        for listener in self._on_faults:
            listener()

    def _flush(self) -> None:
        self._flushing = None
        now = self.now()
        for link in self.links:
            link.flush(now)
        told = self.now()
        self._cadence.told(told, told - now)

    def _beat(self) -> None:
        """See to it that pages hear something at least every second, and that nobody holds who is gone.

        After a stop of the process this comes before the messages of that time. The surface then frees nothing yet:
        they are read, and taken in, until the next beat.
        """
        self.publish(self.surface.tick(self.now()))
        self.flush_soon()
        self._watch_disk()
        self.later(BEAT, self._beat)

    def _watch_disk(self) -> None:
        sentence = "The disk does not answer, so values are not saved yet. The show goes on; they are kept in memory."
        self.fault(SLOW_DISK, sentence if self.commits.is_slow else "")
