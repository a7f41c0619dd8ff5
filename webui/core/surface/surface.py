"""The surface: the show, its values, and the rules by which they change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from webui.core.devices.devices import Connection, Role, without
from webui.core.errors import (
    BadValue,
    NoSuchControl,
    NotAllowed,
    OutOfOrder,
    Refusal,
    TooLate,
)
from webui.core.show.feeds import Point, Window
from webui.core.show.show import Show
from webui.core.surface.commands import (
    Command,
    Load,
    Move,
    Operation,
    Press,
    Push,
    PushMany,
    Release,
    Rest,
    ValueChanged,
    control_of,
)
from webui.core.surface.events import ConnectionsChanged, Event, Overruled, Refused, Said, ShowChanged, Taken
from webui.core.surface.holds import Holds
from webui.core.surface.state import State
from webui.core.values import Value

PRESS_LIFE = 1000.0
"""Milliseconds after which a press is too late to fire, and by which a clock may be ahead."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole state at one moment; `holds` has the device that has a control in hand, `feeds` the newest numbers."""

    show: Show
    revision: int
    values: dict[str, Value]
    holds: dict[str, str]
    feeds: dict[str, list[Point]]


class Surface(State):
    """The one true state; its owner calls it from one thread only.

    `seen` are the operations that sessions were known to have got through, by their memory.
    """

    def snapshot(self, now: float | None = None) -> Snapshot:
        """Return the whole state; without a time, no numbers of the feeds. What they keep besides is asked for."""
        feeds = {} if now is None else self._windows.recent(now)
        return Snapshot(self.show, self.revision, dict(self._values), self._holds.devices(), feeds)

    def window(self, feed: str) -> Window:
        """Return the numbers that are kept of a feed; raises NoSuchFeed."""
        return self._windows.of(feed)

    def seen(self, connection: Connection) -> int:
        """Return the last operation that was taken of a connection's session."""
        return self._seen.get(connection.memory, 0)

    @property
    def watched(self) -> bool:
        """Whether anybody is there who shows numbers."""
        return any(connection.watches for connection in self.connections.values())

    def join(self, connection: Connection) -> list[Event]:
        """Let a connection in."""
        self.connections[connection.id] = connection
        return [ConnectionsChanged()]

    def leave(self, connection_id: str) -> list[Event]:
        """Let a connection go, release what it pressed, and free what it held."""
        if self.connections.pop(connection_id, None) is None:
            return []
        return [*self._let_go(connection_id), ConnectionsChanged()]

    def let_go(self, device_id: str) -> list[Event]:
        """Release what a device pressed, and free what it held, on all its connections: it may do less from now on."""
        its = [one.id for one in self.connections.values() if one.device.id == device_id]
        return [event for connection_id in its for event in self._let_go(connection_id)]

    def forget(self, device_id: str) -> None:
        """Forget the sessions of a device that is known no more; no message waits for it."""
        self._seen = without(device_id, self._seen)
        self.notices.forget(device_id)

    def _let_go(self, connection_id: str) -> list[Event]:
        events: list[Event] = []
        for control, fingers in list(self._pressed.items()):
            if connection_id in fingers:
                self._lift(control, connection_id, events)
        for control in self._holds.leave(connection_id):
            self._hand_gone(control, connection_id, events)
        return events

    def heard(self, connection_id: str, now: float) -> None:
        """A connection said something, whatever it was: what it holds it goes on holding."""
        self._holds.heard(connection_id, now)

    def tick(self, now: float) -> list[Event]:
        """Free what nobody has in hand any more; between two ticks all that has come in must be taken in."""
        events: list[Event] = []
        for control in self._holds.tick(now):
            self._hand_gone(control, "", events)
        return events

    def say(self, text: str, urgent: bool, by: Connection, now: float) -> list[Event]:
        """Take a message to everyone; only operators send urgent ones. Raises a Refusal."""
        self._check_role(by, Role.OPERATOR if urgent else Role.PLAYER)
        return [Said(self.notices.say(text, urgent, by.device, self.connections.values(), now))]

    def apply(self, command: Command, by: Connection, now: float) -> list[Event]:
        """Do what is asked, or refuse it and change nothing; says what happened."""
        events: list[Event] = []
        try:
            match command:
                case Operation():
                    self._operate(command, by, now, events)
                case ValueChanged():
                    self._value_changed(command, by, now, events)
                case Move():
                    self._move_at_once(command, by, events)
                case Push() | PushMany() | Rest():
                    self._feed(command, by, now, events)
                case Load():
                    self._load(command, by, events)
                case _:
                    assert_never(command)
        except Refusal as refusal:
            n = command.n if isinstance(command, Operation) else None
            events.append(Refused(control_of(command), str(refusal), n, by.id))
        return events

    # What our own pages ask

    def _operate(self, operation: Operation, by: Connection, now: float, events: list[Event]) -> None:
        self._check_role(by, Role.PLAYER)
        seen = self.seen(by)
        if operation.n != seen + 1:
            raise OutOfOrder("Out of order, not sent")
        self._seen[by.memory] = operation.n

        def attempt(control: str, do: Callable[..., None], *what: object) -> bool:
            try:
                do(*what, by, now, events)
            except Refusal as refusal:
                events.append(Refused(control, str(refusal), operation.n, by.id))
                return False
            return True

        down = [control for control, held in operation.holds.items() if held]
        refused = {control for control in down if not attempt(control, self._hold, control)}
        moves = {control: value for control, value in operation.moves.items() if control not in refused}
        moved = [control for control, value in moves.items() if attempt(control, self._move, control, value)]
        for act in operation.acts:
            attempt(act.control, self._act, act)
        for control, held in operation.holds.items():
            if not held:
                self._free(control, by, events)
        for control in moved:
            # A page that connects anew brings the last move of a hand that is gone, and no word of that hand.
            self._spring(control, by.id, events)
        events.append(Taken(by.memory, operation.n, by.id))

    def _hold(self, control_id: str, by: Connection, now: float, events: list[Event]) -> None:
        control = self._lasting(control_id)
        self._check_role(by, control.role)
        self._holds.comes_down(control_id, by.id)
        self._take_over(control_id, by, events)
        if self._holds.take(control_id, by, control.typed, now):
            self._tell_hold(control_id, by.id, events)

    def _move(self, control_id: str, value: object, by: Connection, now: float, events: list[Event]) -> None:
        control = self._lasting(control_id)
        self._check_role(by, control.role)
        taken = control.check(value)
        if self._take_over(control_id, by, events):
            self._tell_hold(control_id, by.id, events)
        self._holds.used(control_id, now)
        self._set(control, taken, by.id, events, confirm=False)

    def _take_over(self, control: str, by: Connection, events: list[Event]) -> bool:
        """Overrule whoever has a control in hand, and tell them; raises InHand. Returns whether there was anybody."""
        self._holds.check(control, by, overrules=True)
        loser = self._holds.overrule(control, by)
        if loser is not None:
            events.append(Overruled(control, f"{by.device.name} took it", loser, by.id))
            self._spring(control, by.id, events)
        return loser is not None

    def _free(self, control: str, by: Connection, events: list[Event]) -> None:
        self._holds.comes_down(control, by.id)
        if self._holds.free(control, by.id):
            self._hand_gone(control, by.id, events)

    def _act(self, act: Press | Release, by: Connection, now: float, events: list[Event]) -> None:
        control = self._control(act.control)
        if not control.momentary:
            raise BadValue("Not a button")
        if isinstance(act, Release):
            self._lift(control.id, by.id, events)
            return
        self._check_role(by, control.role)
        _check_time(act.at, now)
        self._press(control, by.id, events, confirm=False)

    # What simple clients ask

    def _value_changed(self, command: ValueChanged, by: Connection, now: float, events: list[Event]) -> None:
        control = self.show.controls.get(command.who)
        self._check_role(by, control.role if control else Role.PLAYER)
        self._holds.check(command.who, by)
        if self.show.open and (control is None or control.id in self._adopted):
            control = self._adopt(command.who, command.data, control, events)
        if control is None:
            raise NoSuchControl("No such control")
        value = control.understand(command.data)
        if value and control.momentary and command.at is not None:
            _check_time(command.at, now)
        self._put(control, value, by.id, events, confirm=True)

    # What other links bring

    def _move_at_once(self, move: Move, by: Connection, events: list[Event]) -> None:
        control = self._control(move.control)
        self._check_role(by, control.role)
        self._holds.check(control.id, by)
        self._put(control, control.check(move.value), by.id, events, confirm=False)

    # Numbers

    def _feed(self, command: Push | PushMany | Rest, by: Connection, now: float, events: list[Event]) -> None:
        self._check_role(by, Role.OPERATOR if isinstance(command, Rest) else Role.PLAYER)
        match command:
            case Push():
                events += self._windows.push(command, now)
            case PushMany():
                events += self._windows.push_many(command)
            case Rest():
                events += self._windows.rest(command, now)
            case _:
                assert_never(command)

    # The show

    def _load(self, command: Load, by: Connection, events: list[Event]) -> None:
        self._check_role(by, Role.OPERATOR)
        is_another = command.show.id != self.show.id
        if not is_another:
            controls = self.show.controls
            lasting = {who: value for who, value in self._values.items() if not controls[who].momentary}
            was = {who: control for who, control in controls.items() if who in self._adopted}
            self._take_show(command.show, {**command.kept, **lasting}, was, self._windows, self._pressed)
            now = self.show.controls
            self._holds.keep({who: control.role for who, control in now.items() if not control.momentary})
        else:
            self._holds = Holds()
            self._take_show(command.show, command.kept, dict.fromkeys(sorted(command.kept)), None, {})
        self.revision += 1
        events.append(ShowChanged(self.revision, is_another))
        for control_id in self.show.controls:
            self._spring(control_id, by.id, events)

    # What all moves share

    def _check_role(self, by: Connection, least: Role) -> None:
        if by.device.is_out:
            raise NotAllowed("Not let in any more")
        if by.device.role < least:
            raise NotAllowed("View only" if least is Role.PLAYER else "For operators only")


def _check_time(at: float, now: float) -> None:
    """Raise TooLate for a press that was made too long ago, or in the future."""
    if not -PRESS_LIFE <= now - at <= PRESS_LIFE:
        raise TooLate("Too late, not sent")
