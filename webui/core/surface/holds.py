"""Who has a control in hand, until when.

- A hold belongs to one connection, and there is one at most on a control: the first hand has it.
- While it lasts, nobody else may move the control. A hand on an operator's page is the exception: its move or its hold
  overrules whoever is no operator. Among operators the first hand has it; programs, fades and simple clients, whatever
  their role, never overrule.
- It ends with the finger (`free`), with the connection (`leave`), SILENCE after the connection's last message, and on
  what is typed into TYPING after the last key. That a connection was silent is known only when all that had come in is
  taken in: `tick` says why.
- Who was overruled moves that control no more until the hand has let go or come down anew: else the moves that were
  under way would at once undo the operator's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from webui.core.devices.devices import Connection, Role
from webui.core.errors import InHand

SILENCE = 3000.0
"""Milliseconds without any message of a connection after which its holds end."""

TYPING = 10_000.0
"""Milliseconds after the last key after which a text's hold ends."""


@dataclass(slots=True)
class _Hold:
    by: Connection
    typed: bool
    used: float


class Holds:
    """Who holds what. Times are milliseconds on the engine's clock."""

    def __init__(self) -> None:
        self._held: dict[str, _Hold] = {}
        self._heard: dict[str, float] = {}
        """When each connection that holds something was heard last."""
        self._overruled: dict[tuple[str, str], str] = {}
        """By control and connection: who may not move it until the hand has let go, and what to tell them."""
        self._overdue: dict[str, float] = {}
        """The holds that the last tick saw overdue, with their end."""

    def devices(self) -> dict[str, str]:
        """Return the device that has each control in hand, by the control's id."""
        return {control: hold.by.device.id for control, hold in self._held.items()}

    def device(self, control: str) -> str | None:
        """Return the id of the device that has a control in hand, or None."""
        hold = self._held.get(control)
        return hold.by.device.id if hold else None

    def check(self, control: str, by: Connection, overrules: bool = False) -> None:
        """Raise InHand if `by` may not move or take a control; `overrules`: a hand on our own page asks."""
        hold = self._held.get(control)
        if hold and hold.by.id != by.id and not (overrules and _outranks(by, hold.by)):
            raise InHand(f"{hold.by.device.name} has it")
        if reason := self._overruled.get((control, by.id)):
            raise InHand(reason)

    def overrule(self, control: str, by: Connection) -> str | None:
        """End another connection's hold, after `check`; returns that connection's id, or None if there was none."""
        hold = self._held.get(control)
        if hold is None or hold.by.id == by.id:
            return None
        self._drop(control)
        self._overruled[control, hold.by.id] = f"{by.device.name} took it"
        return hold.by.id

    def take(self, control: str, by: Connection, typed: bool, now: float) -> bool:
        """Give a control, after `check` and `overrule`, to a hand; returns whether it had not got it already."""
        new = control not in self._held
        self._held[control] = _Hold(by, typed, now)
        self._heard[by.id] = now
        return new

    def comes_down(self, control: str, by: str) -> None:
        """A hand lets go or comes down anew: whoever overruled it before may be answered now."""
        self._overruled.pop((control, by), None)

    def used(self, control: str, now: float) -> None:
        """Its holder moved a control, if anybody holds it."""
        if hold := self._held.get(control):
            hold.used = now

    def free(self, control: str, by: str) -> bool:
        """End a connection's hold on a control; returns whether it had one."""
        hold = self._held.get(control)
        if hold is None or hold.by.id != by:
            return False
        self._drop(control)
        return True

    def leave(self, by: str) -> list[str]:
        """Forget a connection; returns the controls that it held."""
        held = [control for control, hold in self._held.items() if hold.by.id == by]
        for control in held:
            self._drop(control)
        self._overruled = {key: reason for key, reason in self._overruled.items() if key[1] != by}
        return held

    def keep(self, controls: Mapping[str, Role]) -> None:
        """Forget whatever is not among these controls, or may not be moved by who has it: the show changed."""
        roles = {control: hold.by.device.role for control, hold in self._held.items()}
        for control in [name for name, role in roles.items() if name not in controls or role < controls[name]]:
            self._drop(control)
        self._overruled = {key: reason for key, reason in self._overruled.items() if key[0] in controls}

    def heard(self, by: str, now: float) -> None:
        """A connection said something, whatever it was: its hands are still there."""
        if by in self._heard:
            self._heard[by] = now

    def tick(self, now: float) -> list[str]:
        """End what is overdue now and was already, unchanged, at the last tick; returns those controls.

        Between two ticks the caller takes in all that has come in. When the program itself stood still (a stopped
        process, a closed lid), the first tick afterwards finds everything overdue, though the messages that say
        otherwise wait in the sockets; by the second they have been read.
        """
        overdue = {control: end for control in self._held if (end := self._end(control)) <= now}
        ended = [control for control, end in overdue.items() if self._overdue.get(control) == end]
        self._overdue = overdue
        for control in ended:
            self._drop(control)
        return ended

    def _end(self, control: str) -> float:
        hold = self._held[control]
        silent = self._heard[hold.by.id] + SILENCE
        return min(silent, hold.used + TYPING) if hold.typed else silent

    def _drop(self, control: str) -> None:
        by = self._held.pop(control).by.id
        self._overdue.pop(control, None)
        if all(hold.by.id != by for hold in self._held.values()):
            del self._heard[by]


def _outranks(by: Connection, holder: Connection) -> bool:
    return by.device.role is Role.OPERATOR and holder.device.role is not Role.OPERATOR
