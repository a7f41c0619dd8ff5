"""Finds controls that swing because what we tell comes back changed, by way of other programs.

`Echoes` knows values that come back as they were told. Others look like a hand's, but swing faster than hands can: the
control turns round again and again, each time to a value that was told shortly before, or it comes to the same values
again after always the same time. Such a control is put on trial: for TRIAL its moves by OSC are not told to targets. If
the swinging goes on without that, it is no loop but a program that is that fast, and may go on. If it ends, it was a
loop: the targets are told how the control stands, and it can't be moved by OSC until nothing came for it for QUIET. If
moves go on coming although nothing is told, it was no loop either, and after LONGEST they count. What a hand on one of
our own screens does meanwhile is told, and answered. So these times begin anew with each of its moves: answers to it
do not show that the swinging goes on by itself.
"""

from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from webui.core.values import Value

WITHIN = 1000.0
TURNS = 24
"""Turns within so many milliseconds that are more than a hand can: a fast drummer presses and releases twelve times."""

ROUNDS = 4
EVEN = 40.0
"""Times in a row that a control comes to what it was told, always as late but for so many milliseconds, that are a
circle, if they go round twice: a hand is not that even."""

LAST = 8
"""Values of a control among which one is looked for that it comes back to, where it has no up and down."""

TRIAL = 600.0
"""Milliseconds for which nothing is told on, to see whether that ends it."""

SILENCE = 250.0
"""Milliseconds without a word at the end of the trial that show that it was a loop."""

QUIET = 1000.0
"""Milliseconds without a word of a control after which it may be moved again."""

LONGEST = 3000.0
"""Milliseconds for which a control can't be moved at the most, however much comes."""

FREE = 5000.0
"""Milliseconds without a word after which a program that was no loop is looked at anew."""


class _State(Enum):
    FREE = "free"
    TRIED = "tried"
    CUT = "cut"


@dataclass(slots=True)
class _Swing:
    values: deque[Value] = field(default_factory=lambda: deque(maxlen=LAST))
    turns: deque[float] = field(default_factory=lambda: deque(maxlen=TURNS))
    state: _State = _State.FREE
    since: float = 0.0
    heard: float = 0.0
    is_known: bool = False
    newest: Any = None
    trial: float = TRIAL
    late: float = 0.0
    """How much later than it was told it comes round, if it does, how often in a row, and since when."""
    rounds: int = 0
    first: float = 0.0


class Due(NamedTuple):
    """What is to be done: `tell` these controls' values to all targets, `found` are in a loop, `take` what came."""

    tell: list[str]
    found: list[str]
    take: list[Any]


class Loops:
    """The controls that are moved by OSC. Times are milliseconds on the engine's clock."""

    def __init__(self) -> None:
        self._swings: dict[str, _Swing] = {}

    def is_cut(self, control: str, now: float, what: Any) -> bool:
        """Say whether a control can't be moved now; `what` came for it, and is kept in case that was no loop."""
        swing = self._swings.get(control)
        if swing is None:
            return False
        swing.heard = now
        if swing.state is not _State.CUT:
            return False
        swing.newest = what
        return True

    def is_tried(self, control: str) -> bool:
        """Say whether what comes in for a control is not to be told on now."""
        swing = self._swings.get(control)
        return swing is not None and swing.state is _State.TRIED

    def is_held(self, control: str) -> bool:
        """Say whether a control is on trial or cut: nothing is told again meanwhile, for that could be answered."""
        swing = self._swings.get(control)
        return swing is not None and swing.state is not _State.FREE

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
        """Note that it turned to what was told before; returns whether it is on trial from now on."""
        swing = self._swings[control]
        swing.heard = now
        swing.turns.append(now)
        is_fast = len(swing.turns) == TURNS and now - swing.turns[0] <= WITHIN
        if swing.is_known or swing.state is not _State.FREE or not is_fast:
            return False
        self._try(swing, now, TRIAL)
        return True

    def came_round(self, control: str, late: float | None, now: float) -> bool:
        """Note how long ago the speaker itself had a control moved to what it moves it to now; None: not lately.

        Returns whether it is on trial from now on.
        """
        swing = self._swings.setdefault(control, _Swing())
        swing.heard = now
        if late is None:
            swing.rounds = 0
            return False
        if not swing.rounds or abs(late - swing.late) > EVEN:
            swing.rounds, swing.late, swing.first = 0, late, now
        swing.rounds += 1
        is_circle = swing.rounds >= ROUNDS and now - swing.first >= 2 * late
        if swing.is_known or swing.state is not _State.FREE or not is_circle:
            return False
        self._try(swing, now, max(TRIAL, late + 2 * SILENCE))
        return True

    def moved_here(self, control: str, now: float) -> None:
        """Note that somebody here moved a control: what comes next may answer that."""
        if self.is_held(control):
            self._swings[control].since = now

    def _try(self, swing: _Swing, now: float, trial: float) -> None:
        swing.state, swing.since, swing.trial = _State.TRIED, now, trial
        swing.rounds = 0
        swing.turns.clear()

    def take(self, now: float) -> Due:
        """Return what is due."""
        due = Due([], [], [])
        for control, swing in list(self._swings.items()):
            silent = now - swing.heard
            if swing.state is _State.TRIED and now - swing.since >= swing.trial:
                due.tell.append(control)
                if silent >= SILENCE:
                    swing.state, swing.since, swing.newest = _State.CUT, now, None
                    due.found.append(control)
                else:
                    swing.state, swing.is_known = _State.FREE, True
            elif swing.state is _State.CUT and silent >= QUIET and now - swing.since >= QUIET:
                del self._swings[control]
            elif swing.state is _State.CUT and now - swing.since >= LONGEST:
                swing.state, swing.is_known = _State.FREE, True
                if swing.newest is not None:
                    due.take.append(swing.newest)
            elif swing.state is _State.FREE and silent >= FREE:
                del self._swings[control]
        return due

    def is_busy(self) -> bool:
        """Whether anything will be due."""
        return any(swing.state is not _State.FREE for swing in self._swings.values())

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
