"""Numbers made in the program, on the engine's timer: one generator a feed, none while nobody watches."""

import asyncio
from collections.abc import Callable, Sequence
from random import random

from webui.core.show.feeds import Feed
from webui.core.surface.commands import Push, Rest
from webui.core.surface.events import ConnectionsChanged, Event, ShowChanged
from webui.engine.engine import PROGRAM, Engine


def random_number() -> float:
    """The test signal, as the number feed's article has it."""
    return round(random() * 10, 3)


MAKERS: dict[str, Callable[[], float]] = {
    "random": random_number,
}
"""What makes the numbers of each source that makes its own."""


class Generators:
    """The link from what makes numbers to the feeds."""

    def __init__(self) -> None:
        self._running: dict[str, tuple[Feed, asyncio.TimerHandle]] = {}
        self._made: dict[str, float] = {}

    def start(self, engine: Engine) -> None:
        """Wait for the first watcher."""
        self._engine = engine

    def stop(self) -> None:
        """Nothing of its own to end: its timers are the engine's."""

    def note(self, events: Sequence[Event]) -> None:
        """Start with the first watcher, rest after the last, follow the show."""
        if any(isinstance(event, ConnectionsChanged | ShowChanged) for event in events):
            self._engine.later(0, self._adjust)

    def flush(self, now: float) -> None:
        """Nothing to tell."""

    def _adjust(self) -> None:
        surface = self._engine.surface
        wanted = {feed.id: feed for feed in surface.show.feeds.values() if feed.source in MAKERS and surface.watched}
        for name, (feed, timer) in list(self._running.items()):
            if wanted.get(name) != feed:
                timer.cancel()
                del self._running[name]
                if name not in wanted and name in surface.show.feeds:
                    self._engine.apply(Rest(name), PROGRAM)
        for name, feed in wanted.items():
            if name not in self._running:
                due = self._made.get(name, float("-inf")) + feed.every * 1000
                self._schedule(feed, max(due, self._engine.now()))

    def _schedule(self, feed: Feed, due: float) -> None:
        timer = self._engine.later(due - self._engine.now(), lambda: self._make(feed, due))
        self._running[feed.id] = (feed, timer)

    def _make(self, feed: Feed, due: float) -> None:
        self._made[feed.id] = due
        self._engine.apply(Push(feed.id, MAKERS[feed.source](), feed.source), PROGRAM)
        self._schedule(feed, max(due + feed.every * 1000, self._engine.now()))
