"""Long work of the engine's thread, in steps, with rests between them in which moves are taken and told."""

from collections.abc import Callable

from webui.engine.engine import Engine

TURN = 4.0
"""Milliseconds of steps that may come in one go. Rests then last as long as the steps do."""


class Turns:
    """Takes steps while there are any. A `step` takes a millisecond or two, and says whether there is more to do now.

    Engine's thread only.
    """

    def __init__(self, engine: Engine, step: Callable[[], bool]) -> None:
        self._engine = engine
        self._step = step
        self._rested = 0.0
        """When the rests are over that the steps of late ask for."""
        self._is_due = False

    def begin(self) -> None:
        """Take steps: at once, or after a rest."""
        if self._is_due:
            return
        self._is_due = True
        wait = self._rested - TURN - self._engine.now()
        if wait > 0:
            self._engine.later(wait, self._work)
        else:
            self._work()

    def _work(self) -> None:
        more, now = True, self._engine.now()
        while more:
            began, more = now, self._step()
            now = self._engine.now()
            self._rested = max(self._rested, began) + 2 * (now - began)
            if self._rested - now >= TURN:
                break
        self._is_due = False
        if more:
            self.begin()
