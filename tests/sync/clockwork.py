"""A server whose loop, clock and disk are the world's: nothing happens in it but when the world says so."""

import heapq
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock

import webui.engine.loop_thread
from tests.sync.witness import Witness
from webui.core.devices.devices import Connection
from webui.core.devices.door import Door
from webui.core.show.show import Show
from webui.core.surface.commands import Command
from webui.core.surface.events import Event
from webui.core.surface.surface import Surface
from webui.engine.engine import Engine
from webui.storage.store import Store

MEMORY = Path(":memory:")


@dataclass
class Clock:
    """The world's time, in milliseconds."""

    now: float = 0.0


@dataclass(order=True)
class _Due:
    at: float
    order: int
    callback: Callable[[], object] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        """As asyncio's handles."""
        self.cancelled = True


class Loop:
    """What the engine uses of asyncio's loop, on the world's time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due: list[_Due] = []
        self._order = count()

    def call_soon(self, callback: Callable[..., object], *args: object) -> _Due:
        return self.call_later(0, callback, *args)

    call_soon_threadsafe = call_soon

    def call_later(self, seconds: float, callback: Callable[..., object], *args: object) -> _Due:
        due = _Due(self._clock.now + seconds * 1000, next(self._order), lambda: callback(*args))
        heapq.heappush(self._due, due)
        return due

    @property
    def next(self) -> float:
        """When something is due."""
        return self._due[0].at if self._due else float("inf")

    def run(self) -> bool:
        """Run what is due; says whether there was anything."""
        ran = False
        while self._due and self._due[0].at <= self._clock.now:
            due = heapq.heappop(self._due)
            if not due.cancelled:
                due.callback()
            ran = True
        return ran


class Disk(Store):
    """The store, with its real SQL in memory: it writes only when it is told to."""

    def __init__(self, image: bytes | None) -> None:
        super().__init__(MEMORY)
        if image:
            self._db.deserialize(image)
        self.jobs: deque[Callable[[Any], None]] = deque()
        self._queue = mock.Mock(put=self.jobs.append)

    def work(self, jobs: int) -> bool:
        """Do so many of the jobs that wait; says whether there was any."""
        done = 0
        while self.jobs and done < jobs:
            self._is_done(self.jobs.popleft())
            done += 1
        return done > 0

    def survives(self, memory: str) -> int:
        """Return the newest operation of a session that is committed."""
        row = self._db.execute("select n from seen where memory = ?", (memory,)).fetchone()
        return row[0] if row else 0

    def image(self) -> bytes:
        """Return what a power cut would leave."""
        return self._db.serialize()

    def end(self) -> None:
        self._db.close()


class VirtualEngine(Engine):
    """The engine without its thread."""

    def __init__(self, clock: Clock, disk: Disk, show: Show, boot: str, witness: Witness) -> None:
        self.born = clock.now
        self._clock = clock
        self._witness = witness
        self._asked: tuple[Command, Connection] | None = None
        seen = disk.seen()
        self.loop = Loop(clock)
        with mock.patch.object(webui.engine.loop_thread.asyncio, "SelectorEventLoop", return_value=self.loop):
            super().__init__(Surface(show, disk.values(show.id), seen), disk, Door({}), seen)
        self.boot = boot
        witness.began(boot, self.born, self.surface, seen)

    def now(self) -> float:
        return self._clock.now - self.born

    def begin(self, links: Sequence[Any]) -> None:
        """As `start`, without threads."""
        self.links = list(links)
        for link in self.links:
            link.start(self)
        self.post(self._beat)

    def apply(self, command: Command, by: Connection) -> Sequence[Event]:
        self._asked = command, by
        return super().apply(command, by)

    def publish(self, events: Sequence[Event]) -> Sequence[Event]:
        asked, self._asked = self._asked, None
        self._witness.happened(self.surface, self.now(), asked, events)
        return super().publish(events)
