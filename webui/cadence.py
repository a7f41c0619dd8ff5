"""When the engine tells its links what changed: at once while there is time, and up to 60 times a second under load.

After each telling the next one waits six times what one round costs: the time for which the loop was busy since the
telling before, that is reading, applying and telling. So telling takes about a seventh of the time at the most, by what
this computer can bear, and not by a constant. What changes after a pause goes out at once.
"""

import asyncio
import selectors
from time import perf_counter
from typing import Any

SLOWEST = 1000 / 60
"""Milliseconds that a telling waits after the one before, at the most."""

REST = 6.0
"""How many times the cost of a round the loop then waits."""

RISE = 0.25
"""How much of a higher cost is believed: one slow round may be chance. A lower cost is believed at once."""


LEISURE = 25.0
"""Milliseconds from one telling to the next where only numbers came: eyes follow a plot, and no hand waits for it."""


class Cadence:
    """Says how long the next telling should wait. Times are milliseconds, on any clock."""

    def __init__(self) -> None:
        self.cost = 0.0
        """What a round costs lately."""
        self._busy = 0.0
        self._told = float("-inf")

    def told(self, now: float, busy: float) -> None:
        """Note that a telling ended at `now`; `busy` is how long the loop has worked since it began, this included."""
        cost = busy - self._busy
        self._busy = busy
        self._told = now
        self.cost = cost if cost < self.cost else self.cost + RISE * (cost - self.cost)

    def wait(self, now: float, hurry: bool = True) -> float:
        """Return how many milliseconds the next telling should wait; without hurry, LEISURE at least."""
        rest = min(SLOWEST, REST * self.cost)
        return max(0.0, self._told + (rest if hurry else max(rest, LEISURE)) - now)


class MeteredSelector(selectors.DefaultSelector):
    """A selector that adds up for how long its loop was busy: all the time but the waiting."""

    def __init__(self) -> None:
        super().__init__()
        self._waited = 0.0
        self._began = perf_counter()

    @property
    def busy(self) -> float:
        """Milliseconds that the loop has worked, up to now; for the loop's own thread."""
        return (perf_counter() - self._began - self._waited) * 1000

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, Any]]:
        """Wait as usual, and leave the time out."""
        if timeout is not None and timeout <= 0:
            return super().select(timeout)
        began = perf_counter()
        try:
            return super().select(timeout)
        finally:
            self._waited += perf_counter() - began


def metered_loop() -> tuple[asyncio.SelectorEventLoop, MeteredSelector]:
    """Return an event loop, and the selector that knows how busy it is."""
    selector = MeteredSelector()
    return asyncio.SelectorEventLoop(selector), selector
