"""What a target was told lately, so that what it says back is known for an echo and moves nothing.

Without this two programs that both say back what they are told would swing: while a fader moves, the echoes of where it
was are under way, and would pull it back, and each step back would be told, and come back, again.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from webui.core.values import Value

LASTS = 1000.0
"""Milliseconds for which what was told may come back as an echo."""

PRESS_LASTS = 250.0
"""The same for what is pressed: a second press after that is a hand's, and must not be lost."""

MAX_TOLD = 150
"""Values of one control that are remembered: those of LASTS at the highest rate, and some."""


@dataclass(slots=True)
class _Told:
    values: deque[tuple[Value, float]]
    is_said: bool = False
    """Whether the oldest of them was said back: it may be so again, until there is news."""
    astray: float | None = None
    """When it last said back what was not the newest, if it said nothing after that."""


class Echoes:
    """One target's. Times are milliseconds on the engine's clock.

    Echoes come in the order in which was told, so one that comes ends the wait for all older ones. Between them there
    may be news: a hand there moves while echoes are under way. What was told and not said back is still awaited then,
    unless this target has let something pass in silence: it says nothing back, as it seems.
    """

    def __init__(self) -> None:
        self._told: dict[str, _Told] = {}
        self._answers = True

    def told(self, control: str, value: Value, now: float) -> None:
        """The target was told a control's value."""
        found = self._told.setdefault(control, _Told(deque(maxlen=MAX_TOLD)))
        if len(found.values) == MAX_TOLD:
            found.is_said = False
        found.values.append((value, now))
        found.astray = None

    def is_echo(self, control: str, same: Callable[[Value], bool], now: float, pressed: bool = False) -> bool:
        """Say whether what a target says of a control is what it was told; `same` says so of one value.

        `pressed`: the control is on only while it is pressed, and each press comes back once at the most.
        """
        found = self._told.get(control)
        if found is None:
            return False
        values = found.values
        since = now - (PRESS_LASTS if pressed else LASTS)
        while values and values[0][1] < since:
            values.popleft()
            self._answers = self._answers and found.is_said
            found.is_said = False
        for place, (value, _) in enumerate(values):
            if same(value):
                for _ in range(place + pressed):
                    values.popleft()
                found.is_said = not pressed
                found.astray = now if len(values) > 1 else None
                self._answers = True
                return True
        if found.is_said:
            values.popleft()
        found.is_said, found.astray = False, None
        if not (values and self._answers):
            del self._told[control]
        return False

    def astray(self, now: float) -> list[str]:
        """Return the controls of which a target's last word was an echo, but not of the newest that it was told.

        Either the last echo was lost, or a hand there went a way that a hand here had just gone. Told once more, it is
        right again. Each is returned once.
        """
        found = [name for name, told in self._told.items() if told.astray is not None and told.astray < now - LASTS]
        for name in found:
            del self._told[name]
        return found
