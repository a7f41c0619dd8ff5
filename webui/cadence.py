"""When the engine tells its links what changed: at once while its loop is less than half busy, else 60 to 120 times a
second.
"""

import asyncio
import selectors
from time import perf_counter, process_time
from typing import Any

FASTEST = 1000 / 120
SLOWEST = 1000 / 60
"""Milliseconds from one telling to the next while the loop is half busy, and while it is wholly busy."""

MEMORY = 100.0
"""Milliseconds over which the load is averaged."""


class Cadence:
    """Averages how busy a loop is, and says how long the next telling should wait."""

    def __init__(self) -> None:
        self.load = 0.0
        """The share of the time in which the loop was not waiting, 0 to 1."""
        self._measured = 0.0
        self._idle = 0.0
        self._told = float("-inf")

    def told(self, now: float, idle: float) -> None:
        """Note a telling at `now`; `idle` is the time the loop has waited since it began. Both in milliseconds."""
        self._measure(now, idle)
        self._told = now

    def wait(self, now: float, idle: float) -> float:
        """Return how many milliseconds the next telling should wait."""
        self._measure(now, idle)
        if self.load < 0.5:
            return 0.0
        spacing = FASTEST + (SLOWEST - FASTEST) * (self.load - 0.5) * 2
        return max(0.0, self._told + spacing - now)

    def _measure(self, now: float, idle: float) -> None:
        span = now - self._measured
        if span <= 0:
            return
        busy = 1 - min(max((idle - self._idle) / span, 0.0), 1.0)
        weight = min(span / MEMORY, 1.0)
        self.load += (busy - self.load) * weight
        self._measured = now
        self._idle = idle


class MeteredSelector(selectors.DefaultSelector):
    """A selector that adds up how long it waited while the rest of the program rested too.

    The threads of the connections hold the interpreter's lock when they work: a loop that waits for it is not idle.
    """

    idle = 0.0
    """Milliseconds."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, Any]]:
        """Wait as usual, and add the time up."""
        began, worked = perf_counter(), process_time()
        try:
            return super().select(timeout)
        finally:
            waited = perf_counter() - began
            self.idle += max(0.0, waited - (process_time() - worked)) * 1000


def metered_loop() -> tuple[asyncio.SelectorEventLoop, MeteredSelector]:
    """Return an event loop, and the selector that knows how idle it is."""
    selector = MeteredSelector()
    return asyncio.SelectorEventLoop(selector), selector
