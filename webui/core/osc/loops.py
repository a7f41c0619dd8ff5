"""Finds controls that swing because what we tell comes back changed, by way of other programs.

`Echoes` knows what comes back as it was told. What comes back otherwise looks like a hand, but swings faster than hands
can: the control turns round again and again, each time to a value that was told shortly before. Such a control is held
still: what comes is not taken for TRIAL. If that ends it, it was a loop, and nothing counts until it was quiet for
QUIET. If it goes on all the same, it was no loop but a program that is that fast, which then may go on.
"""

from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from webui.core.values import Value

WITHIN = 1000.0
TURNS = 24
"""Turns within so many milliseconds that are more than a hand can: a fast drummer presses and releases twelve times."""

LAST = 8
"""Values of a control among which one is looked for that it comes back to, where it has no up and down."""

TRIAL = 600.0
"""Milliseconds for which a control is held still, to see whether that ends it."""

SILENCE = 250.0
"""Milliseconds without a word at the end of the trial that show that it was a loop."""

QUIET = 1000.0
"""Milliseconds without a word of a control after which it may be moved again."""

FREE = 5000.0
"""Milliseconds without a word after which a program that was no loop is looked at anew."""


class State(Enum):
    """How a control does: it may be moved, it is held still to see, it is held still for it is in a loop."""

    FREE = "free"
    TRIED = "tried"
    CUT = "cut"


@dataclass(slots=True)
class _Swing:
    values: deque[Value] = field(default_factory=lambda: deque(maxlen=LAST))
    turns: deque[float] = field(default_factory=lambda: deque(maxlen=TURNS))
    state: State = State.FREE
    since: float = 0.0
    heard: float = 0.0
    is_known: bool = False
    newest: Any = None


class Loops:
    """The controls that are moved by OSC. Times are milliseconds on the engine's clock."""

    def __init__(self) -> None:
        self._swings: dict[str, _Swing] = {}

    def holds(self, control: str, now: float, what: Any) -> bool:
        """Say whether a control is held still; `what` came for it, and is kept in case it was no loop."""
        swing = self._swings.get(control)
        if swing is None:
            return False
        swing.heard = now
        if swing.state is State.FREE:
            return False
        swing.newest = what
        return True

    def turns(self, control: str, value: Value) -> bool:
        """Note a value that a control was moved to, and say whether it turned round there."""
        swing = self._swings.setdefault(control, _Swing())
        values = swing.values
        if values and values[-1] == value:
            return False
        is_turn = len(values) > 1 and _turns(list(values), value)
        values.append(value)
        return is_turn

    def turned(self, control: str, now: float) -> bool:
        """Note that it turned to what was told before; returns whether it is held still from now on."""
        swing = self._swings[control]
        swing.heard = now
        swing.turns.append(now)
        if swing.is_known or len(swing.turns) < TURNS or now - swing.turns[0] > WITHIN:
            return False
        swing.state, swing.since, swing.newest = State.TRIED, now, None
        return True

    def take(self, now: float) -> tuple[list[str], list[tuple[str, Any]], list[str]]:
        """Return the controls that are found to be in a loop, those that are not with the newest that came, and those
        that have come out of one."""
        found: list[str] = []
        free: list[tuple[str, Any]] = []
        healed: list[str] = []
        for control, swing in list(self._swings.items()):
            if swing.state is State.TRIED and now - swing.since >= TRIAL:
                swing.turns.clear()
                if now - swing.heard >= SILENCE:
                    swing.state = State.CUT
                    found.append(control)
                else:
                    swing.state, swing.is_known = State.FREE, True
                    free.append((control, swing.newest))
            elif swing.state is State.CUT and now - swing.heard >= QUIET:
                healed.append(control)
                del self._swings[control]
            elif swing.state is State.FREE and now - swing.heard >= FREE:
                del self._swings[control]
        return found, free, healed

    def is_busy(self) -> bool:
        """Whether a control is held still."""
        return any(swing.state is not State.FREE for swing in self._swings.values())

    def clear(self) -> None:
        """Forget all: another show is open."""
        self._swings.clear()


def _turns(values: list[Value], value: Value) -> bool:
    """Say whether a control that had these values turns round with a new one."""
    match values[-2], values[-1], value:
        case bool() | str(), _, _:
            return value in values
        case int() | float() as first, int() | float() as second, int() | float() as third:
            return (second - first) * (third - second) < 0
        case (a, b), (c, d), (e, f):
            return (c - a) * (e - c) < 0 or (d - b) * (f - d) < 0
    return False
