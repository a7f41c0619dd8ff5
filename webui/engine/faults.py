"""Faults that somebody makes, such as floods: operators are told while it lasts, and it ends by itself."""

import asyncio
from collections.abc import Callable

from webui.engine.engine import Engine
from webui.limits import TROUBLE_LASTS

AGAIN = 1000.0
"""Milliseconds for which the same need not be said again: a flood says it with each message."""


class Troubles:
    """Tells of them. May be used from any thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._said: dict[str, tuple[str, float]] = {}

    def say(self, cause: str, sentence: str) -> None:
        """Tell operators a sentence, until nothing was said of its cause for a while."""
        said, at = self._said.get(cause, ("", 0.0))
        now = self._engine.now()
        if said != sentence or now - at > AGAIN:
            self._said[cause] = sentence, now
            self._engine.run(self._say, cause, sentence)

    def _say(self, cause: str, sentence: str) -> None:
        if timer := self._timers.get(cause):
            timer.cancel()
        self._timers[cause] = self._engine.later(TROUBLE_LASTS * 1000, self._end(cause))
        self._engine.fault(cause, sentence)

    def _end(self, cause: str) -> Callable[[], None]:
        def end() -> None:
            del self._timers[cause], self._said[cause]
            self._engine.fault(cause, "")

        return end
