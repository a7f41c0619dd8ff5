"""What a target is told once more when all is quiet, because it may have another value than we have.

That makes both ends agree after moves that crossed, after a move that was refused, and after a lost message. It also
is how moves of a program that may be the target itself are told to the target: what it says back then is what we have.
A target that answers each time with another value is told MOST times, and then no more until somebody else moves.
"""

from dataclasses import dataclass

REST = 400.0
"""Milliseconds without a word of a control after which all is quiet."""

LATEST = 2000.0
"""Milliseconds after which a target that waits for the moves of a program beside it is told although they go on."""

REACTS = 1600.0
"""Milliseconds within which a move may be the answer to what was told."""

MOST = 3
"""Times that a target is told while it answers each time with something else."""


@dataclass(slots=True)
class _Due:
    first: float
    at: float
    by: str | None
    goes_on: bool


class Rests:
    """Pairs of a target's id and a control's. Times are milliseconds on the engine's clock."""

    def __init__(self) -> None:
        self._due: dict[tuple[str, str], _Due] = {}
        self._told: dict[tuple[str, str], tuple[float, int]] = {}
        """When a target was told last, and how often in a row it answered that."""

    def mark(self, target: str, control: str, now: float, by: str = "", goes_on: bool = False) -> None:
        """Have a target told a control's value after a rest, for what a speaker said, if it is one's doing.

        With `goes_on` it is also told while there is no rest, after LATEST.
        """
        key = target, control
        at, _ = self._told.get(key, (now, 0))
        if now - at > REACTS:
            del self._told[key]
        due = self._due.setdefault(key, _Due(now, now, by, goes_on))
        due.at, due.goes_on = now, due.goes_on and goes_on
        due.by = by if due.by == by else None

    def stir(self, target: str, control: str, now: float) -> None:
        """Note that something was told or said: the rest begins anew."""
        if due := self._due.get((target, control)):
            due.at = now

    def moved(self, control: str) -> None:
        """Note that somebody moved a control for whom no target was waited."""
        for key in [key for key in self._told if key[1] == control]:
            del self._told[key]

    def agree(self, target: str, control: str, by: str) -> None:
        """Note that a speaker's last word is what we have: a target need not be told for what it said before."""
        due = self._due.get((target, control))
        if due and due.by == by:
            del self._due[target, control]

    def drop(self, control: str) -> None:
        """Have nobody told of a control after a rest: it is in a loop."""
        for key in [key for key in self._due if key[1] == control]:
            del self._due[key]

    def take(self, now: float) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Return who is to be told what now, and who is not although it should be, for it always answers."""
        tell: list[tuple[str, str]] = []
        stuck: list[tuple[str, str]] = []
        for key, due in list(self._due.items()):
            if now < self._when(due):
                continue
            del self._due[key]
            _, times = self._told.get(key, (0.0, 0))
            if times >= MOST:
                stuck.append(key)
                continue
            self._told[key] = now, times + 1
            tell.append(key)
        return tell, stuck

    def next_due(self) -> float | None:
        """Return when the next one is due, or None if there is none."""
        return min(map(self._when, self._due.values()), default=None)

    def clear(self) -> None:
        """Forget all: another show is open."""
        self._due.clear()
        self._told.clear()

    @staticmethod
    def _when(due: _Due) -> float:
        return min(due.at + REST, due.first + LATEST) if due.goes_on else due.at + REST
