"""What a program knows of the show: its controls, their values, and which changes are news to it."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

NOTHING = object()


@dataclass(frozen=True, slots=True)
class Change:
    """A control has another value; `own` says that the program itself moved it."""

    who: str
    value: Any
    own: bool = False


class Values:
    """Pure: what Sidestage says goes in, changes for the handlers come out.

    Everyone is told of each move, also who made it. So that a program does not answer itself, it has to know its own
    again: the answer to a move says what the control's value is now, and what comes after it is news where it differs.
    Presses and releases are told one by one, each of them once, so that of those its own are counted off.
    """

    def __init__(self) -> None:
        self.name = ""
        self.is_open = False
        self.controls: dict[str, Mapping[str, Any]] = {}
        self.feeds: dict[str, Mapping[str, Any]] = {}
        self.now: dict[str, Any] = {}
        """What reading gives: the program's own moves count at once."""
        self._untold: set[str] = set()
        """The controls of a show whose values come after it: those of long texts."""
        self._told: dict[str, Any] = {}
        """What the handlers know."""
        self._unanswered: dict[str, int] = {}
        self._echoes: dict[str, deque[Any]] = {}

    @property
    def is_complete(self) -> bool:
        """Whether all values of the show are known."""
        return not self._untold

    def is_momentary(self, who: str) -> bool:
        """Say whether a control is on only while it is pressed."""
        return bool(self.controls.get(who, {}).get("momentary"))

    def show(self, layout: Mapping[str, Any]) -> list[Change]:
        """Take a show with all its values: the first, another one, or what it is after the connection was lost."""
        self.name = layout["name"]
        self.is_open = layout["open"]
        self.controls = {control["id"]: control for control in layout["controls"]}
        self.feeds = {feed["id"]: feed for feed in layout["feeds"]}
        self._untold = self.controls.keys() - layout["values"].keys()
        newer = {
            who: self.now[who] for who in (*self._untold, *self._unanswered) if who in self.controls and who in self.now
        }
        self.now = {**layout["values"], **newer}
        self._told = {who: value for who, value in self._told.items() if who in self.controls}
        self._echoes.clear()
        return [
            change
            for who, value in layout["values"].items()
            # What is pressed now was pressed in the past; a release is never too late.
            if not (value and self.is_momentary(who)) and (change := self._heard(who, value))
        ]

    def update(self, who: str, value: Any) -> list[Change]:
        """Take a value that everyone was told."""
        self._untold.discard(who)
        echoes = self._echoes.get(who)
        if echoes and echoes[0] == value:
            echoes.popleft()
            self._told[who] = self.now[who] = value
            return [Change(who, value, own=True)]
        change = self._heard(who, value)
        return [change] if change else []

    def moved(self, who: str, value: Any) -> None:
        """The program moves a control: an answer will come."""
        self.now[who] = value
        if not self.is_momentary(who):
            self._unanswered[who] = self._unanswered.get(who, 0) + 1

    def answered(self, who: str, value: Any, reason: str, moves: int = 1) -> list[Change]:
        """Take the answer to so many moves in one: the control's value now (or None), and why not, if so."""
        if self.is_momentary(who):
            if not reason:
                self._echoes.setdefault(who, deque()).append(value)
            elif value is not None:
                self.now[who] = value
            return []
        left = self._unanswered.pop(who, moves) - moves
        if left > 0:
            self._unanswered[who] = left
        if value is None:
            if left <= 0:
                self.now.pop(who, None)
            return []
        if reason:
            change = self._heard(who, value)
            return [change] if change else []
        if left <= 0:
            self.now[who] = value
        if self._told.get(who, NOTHING) == value:
            return []
        self._told[who] = value
        return [Change(who, value, own=True)]

    def lost(self, presses: Iterable[str] = ()) -> None:
        """The connection is gone: what the program had pressed is released, and no echo will come."""
        self._echoes.clear()
        for who in presses:
            self.now[who] = self._told.get(who, False)

    def _heard(self, who: str, value: Any) -> Change | None:
        if who in self._unanswered:
            # The program's own move comes after this one; should it be refused, its answer says so.
            return None
        self.now[who] = value
        if self._told.get(who, NOTHING) == value:
            return None
        self._told[who] = value
        return Change(who, value)
