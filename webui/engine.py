"""The engine: the one thread that owns the surface, an asyncio loop with an inbox and timers."""

import asyncio
import logging
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import ParamSpec, Protocol, TypeVar

from webui.cadence import Cadence
from webui.causes import Causes
from webui.clock import steady
from webui.core.commands import Command, Load
from webui.core.devices import Connection, Device, Role, without
from webui.core.door import Door
from webui.core.events import Changed, Event, Pushed, Refused, Taken
from webui.core.outbox import BEAT
from webui.core.presence import Presence
from webui.core.show import Show
from webui.core.surface import Surface
from webui.core.values import Value
from webui.store import Batch, Store

log = logging.getLogger(__name__)

COMMIT_EVERY = 25.0
"""Milliseconds from one commit to the next, at least: what is not kept yet, pages can send again."""

ANSWER = 10.0
"""Seconds within which the engine answers another thread, or something is badly wrong."""

DISK = "disk"
SLOW_DISK = "slow disk"
"""The causes of the faults that values can't be kept, and that they are not kept yet."""

SLOW = 3000.0
"""Milliseconds that a commit may take before the operators hear of it: a disk that hangs reports no error."""

PROGRAM = Connection("", Device("program", "Sidestage", "#9aa3ad", Role.OPERATOR))
"""What the program itself does, it does as this."""

P = ParamSpec("P")
T = TypeVar("T")


class Listener(Protocol):
    """What the engine needs of a link. All but `start` and `stop` is called in the engine's thread."""

    def start(self, engine: "Engine") -> None:
        """Begin."""

    def stop(self) -> None:
        """End."""

    def note(self, events: Sequence[Event]) -> None:
        """Take in what happened; tell nobody yet."""

    def flush(self, now: float) -> None:
        """Tell what is to be told."""


class Engine:
    """Owns the surface and tells its links and the store what happens on it.

    Only `post`, `run`, `call`, `now`, `start` and `stop` may be used from other threads.
    """

    def __init__(self, surface: Surface, store: Store, door: Door, kept: Mapping[str, int]) -> None:
        self.surface = surface
        self.door = door
        self.store = store
        self.presence = Presence()
        self.boot = secrets.token_hex(4)
        self.faults: dict[str, str] = {}
        """What is wrong, by cause, in sentences for the operators."""
        self.kept = dict(kept)
        """The last operation of each session that survives a kill, by its memory."""
        self.links: list[Listener] = []
        self._on_kept: list[Callable[[dict[str, int]], None]] = []
        self._on_faults: list[Callable[[], None]] = []
        self.loop = asyncio.SelectorEventLoop()
        """The thread's loop; the fast lane watches its sockets with it."""
        self._cadence = Cadence()
        self._causes = Causes(log)
        self._began = steady()
        self._flushing: asyncio.Handle | None = None
        self._due = 0.0
        self._batch = Batch(surface.show.id)
        self._committing = False
        self._committed = 0.0
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        store.on_fault = lambda sentence: self.post(self.fault, DISK, sentence)

    # For any thread

    def now(self) -> float:
        """Return milliseconds since the program began, on a clock that never jumps and counts sleep."""
        return (steady() - self._began) * 1000

    def post(self, callback: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Have the engine's thread call something soon, in the order of posting."""
        try:
            self.loop.call_soon_threadsafe(lambda: callback(*args, **kwargs))
        except RuntimeError:
            log.debug("the engine has stopped: %s is not called", callback)

    def run(self, callback: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Call something now if this is the engine's thread, else have it called there soon."""
        if self._is_here():
            callback(*args, **kwargs)
        else:
            self.post(callback, *args, **kwargs)

    def call(self, callback: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Have the engine's thread call something, and return its answer."""
        if self._is_here():
            return callback(*args, **kwargs)
        answer: Future[T] = Future()

        def run() -> None:
            try:
                answer.set_result(callback(*args, **kwargs))
            except Exception as error:
                answer.set_exception(error)

        self.loop.call_soon_threadsafe(run)
        return answer.result(ANSWER)

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
        if self._thread.is_alive():
            self.call(self._commit)
            self.loop.call_soon_threadsafe(self.loop.stop)
            self._thread.join()
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

    def apply(self, command: Command, by: Connection = PROGRAM) -> Sequence[Event]:
        """Apply a command and tell everybody what came of it."""
        return self.publish(self.surface.apply(command, by, self.heard(by.id)))

    def load(self, show: Show) -> None:
        """Take another show, or the same one edited, with the values that this computer keeps for its id."""
        self._commit()
        if DISK in self.faults or SLOW_DISK in self.faults:
            # Reading would wait for the disk; what is in memory is newer anyway.
            self._loaded(show, {})
        else:
            self.store.read_values(show.id, lambda kept: self.post(self._loaded, show, kept))

    def _loaded(self, show: Show, kept: Mapping[str, Value]) -> None:
        self._commit()
        self.apply(Load(show, kept))
        self._batch.show = show.id

    def publish(self, events: Sequence[Event]) -> Sequence[Event]:
        """Tell the links and the store what happened."""
        hurry = False
        for event in events:
            if isinstance(event, Pushed):
                continue
            hurry = True
            if isinstance(event, Changed):
                control = self.surface.show.controls[event.control]
                if control.lasts:
                    self._batch.values[event.control] = event.value
            elif isinstance(event, Taken):
                self._batch.seen[event.memory] = event.n
            elif isinstance(event, Refused):
                what = f"a move of {event.control!r}" if event.control else "a message"
                self._causes.say(event.reason, f"{what} was refused: {event.reason}")
        if events:
            for link in self.links:
                link.note(events)
            self.flush_soon(hurry)
            self._commit_soon()
        return events

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

    def later(self, milliseconds: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        """Call something after a while."""
        return self.loop.call_later(milliseconds / 1000, callback)

    def on_kept(self, listener: Callable[[dict[str, int]], None]) -> None:
        """Hear of operations, by memory, that survive a kill from now on."""
        self._on_kept.append(listener)

    def on_faults(self, listener: Callable[[], None]) -> None:
        """Hear that `faults` changed."""
        self._on_faults.append(listener)

    def forget(self, device: str) -> None:
        """Forget the sessions of a device that is known no more."""
        self.surface.forget(device)
        self.kept = without(device, self.kept)
        self._batch.seen = without(device, self._batch.seen)

    def fault(self, cause: str, sentence: str) -> None:
        """Say what is wrong, or with an empty sentence that it is well again."""
        if self.faults.get(cause, "") == sentence:
            return
        self.faults.pop(cause, None)
        if sentence:
            self.faults[cause] = sentence
        for listener in self._on_faults:
            listener()

    def _is_here(self) -> bool:
        return threading.get_ident() == self._thread.ident

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.set_exception_handler(_log_exception)
        self.loop.run_forever()
        self.loop.close()

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
        waits = self._committing and self.now() - self._committed > SLOW and DISK not in self.faults
        sentence = "The disk does not answer, so values are not saved yet. The show goes on; they are kept in memory."
        self.fault(SLOW_DISK, sentence if waits else "")

    def _commit_soon(self) -> None:
        if self._committing or not (self._batch.values or self._batch.seen):
            return
        self._committing = True
        self.later(max(0.0, self._committed + COMMIT_EVERY - self.now()), self._commit)

    def _commit(self) -> None:
        self._committed = self.now()
        self._committing = bool(self._batch.values or self._batch.seen)
        if self._committing:
            batch, self._batch = self._batch, Batch(self.surface.show.id)
            self.store.write(batch, lambda written: self.post(self._after_commit, written))

    def _after_commit(self, batch: Batch) -> None:
        self._committing = False
        self.kept |= batch.seen
        for listener in self._on_kept:
            listener(batch.seen)
        self._commit_soon()


def _log_exception(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """An error in a callback is ours: say it in one line, with its traceback for who looks for it, and go on."""
    error = context.get("exception")
    log.error("an error in the engine: %s", error or context.get("message"), exc_info=log.isEnabledFor(10))
