"""The surface: the show, its values, and the rules by which they change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from webui.core.adopting import MAX_ADOPTED, adopted, with_adopted
from webui.core.commands import Command, Load, Operation, Press, Push, Release, Rest, ValueChanged
from webui.core.controls import Control
from webui.core.devices import Connection, Role
from webui.core.errors import (
    BadValue,
    NoSuchControl,
    NoSuchFeed,
    NotAllowed,
    OutOfOrder,
    Refusal,
    ShowError,
    TooLate,
    TooMany,
)
from webui.core.events import (
    Changed,
    Confirmed,
    ConnectionsChanged,
    Event,
    Pushed,
    Refused,
    ShowChanged,
    Taken,
)
from webui.core.feeds import Feed, Point, Window
from webui.core.show import Show
from webui.core.values import Value, number_from

PRESS_LIFE = 1000.0
"""Milliseconds after which a press is too late to fire, and by which a clock may be ahead."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole state at one moment."""

    show: Show
    revision: int
    values: dict[str, Value]
    feeds: dict[str, list[Point]]


class Surface:
    """The one true state; its owner calls it from one thread only.

    `seen` are the operations that sessions were known to have got through, by their memory.
    """

    def __init__(self, show: Show, kept: Mapping[str, Value], seen: Mapping[str, int]) -> None:
        self.show = show
        self.revision = 0
        self.connections: dict[str, Connection] = {}
        self._seen = dict(seen)
        self._pressed: dict[str, set[str]] = {}
        self._windows: dict[str, Window] = {}
        self._values: dict[str, Value] = {}
        self._adopted: set[str] = set()
        self._take_show(show, kept, dict.fromkeys(sorted(kept)), {})

    def snapshot(self, now: float) -> Snapshot:
        """Return the whole state."""
        return Snapshot(
            self.show,
            self.revision,
            dict(self._values),
            {feed: window.points(now) for feed, window in self._windows.items()},
        )

    def value(self, control_id: str) -> Value:
        """Return a control's value."""
        return self._values[control_id]

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
        """Let a connection go, and release what it pressed."""
        connection = self.connections.pop(connection_id, None)
        if connection is None:
            return []
        events: list[Event] = []
        for control, fingers in list(self._pressed.items()):
            if connection_id in fingers:
                self._lift(control, connection_id, events)
        return [*events, ConnectionsChanged()]

    def apply(self, command: Command, by: Connection, now: float) -> list[Event]:
        """Do what is asked, or refuse it and change nothing; says what happened."""
        events: list[Event] = []
        try:
            match command:
                case Operation():
                    self._operate(command, by, now, events)
                case ValueChanged():
                    self._value_changed(command, by, events)
                case Push():
                    self._push(command, by, now, events)
                case Rest():
                    self._rest(command, by, now, events)
                case Load():
                    self._load(command, by, events)
                case _:
                    assert_never(command)
        except Refusal as refusal:
            n = command.n if isinstance(command, Operation) else None
            who = command.who if isinstance(command, ValueChanged) else None
            events.append(Refused(who, str(refusal), n, by.id))
        return events

    # What our own pages ask

    def _operate(self, operation: Operation, by: Connection, now: float, events: list[Event]) -> None:
        self._check_role(by, Role.PLAYER)
        seen = self.seen(by)
        if operation.n != seen + 1:
            raise OutOfOrder("Out of order, not sent")
        self._seen[by.memory] = operation.n
        for control_id, value in operation.moves.items():
            try:
                control = self._control(control_id)
                if control.momentary:
                    raise BadValue("Press it instead")
                self._set(control, control.check(value), by.id, events, confirm=False)
            except Refusal as refusal:
                events.append(Refused(control_id, str(refusal), operation.n, by.id))
        for act in operation.acts:
            try:
                self._act(act, by, now, events)
            except Refusal as refusal:
                events.append(Refused(act.control, str(refusal), operation.n, by.id))
        events.append(Taken(by.memory, operation.n, by.id))

    def _act(self, act: Press | Release, by: Connection, now: float, events: list[Event]) -> None:
        control = self._control(act.control)
        if not control.momentary:
            raise BadValue("Not a button")
        if isinstance(act, Release):
            self._lift(control.id, by.id, events)
            return
        if not -PRESS_LIFE <= now - act.at <= PRESS_LIFE:
            raise TooLate("Too late, not sent")
        self._press(control, by.id, events, confirm=False)

    # What simple clients ask

    def _value_changed(self, command: ValueChanged, by: Connection, events: list[Event]) -> None:
        self._check_role(by, Role.PLAYER)
        control = self.show.controls.get(command.who)
        if self.show.open and (control is None or control.id in self._adopted):
            control = self._adopt(command, control, events)
        if control is None:
            raise NoSuchControl("No such control")
        value = control.understand(command.data)
        if not control.momentary:
            self._set(control, value, by.id, events, confirm=True)
        elif value:
            self._press(control, by.id, events, confirm=True)
        else:
            self._lift(control.id, by.id, events, confirm=True)

    def _adopt(self, command: ValueChanged, now: Control | None, events: list[Event]) -> Control | None:
        control = adopted(command.who, command.data, now)
        if control is None or (now and control.describe() == {**now.describe(), "place": None}):
            return now
        if now is None and len(self._adopted) >= MAX_ADOPTED:
            raise TooMany("Too many controls")
        try:
            self.show = self.show.with_control(control)
        except ShowError:
            raise TooMany("No room on the page") from None
        control = self.show.controls[control.id]
        self._adopted.add(control.id)
        self._values[control.id] = self._surviving(control, self._values)
        self.revision += 1
        events.append(ShowChanged(self.revision))
        return control

    # Numbers

    def _push(self, command: Push, by: Connection, now: float, events: list[Event]) -> None:
        self._check_role(by, Role.PLAYER)
        feed = self._feed(command)
        number = number_from(command.number)
        self._windows[feed.id].push(now, number)
        events.append(Pushed(feed.id, now, number))

    def _feed(self, command: Push) -> Feed:
        name = command.feed
        if name is None:
            name = "number" if "number" in self.show.feeds else next(iter(self.show.feeds), "")
        feed = self.show.feeds.get(name)
        if feed is None:
            raise NoSuchFeed("No such feed")
        if feed.source != command.source:
            raise NoSuchFeed("This feed makes its own numbers")
        return feed

    def _rest(self, command: Rest, by: Connection, now: float, events: list[Event]) -> None:
        self._check_role(by, Role.OPERATOR)
        window = self._windows.get(command.feed)
        if window is None:
            raise NoSuchFeed("No such feed")
        if not window.resting():
            window.push(now, None)
            events.append(Pushed(command.feed, now, None))

    # The show

    def _load(self, command: Load, by: Connection, events: list[Event]) -> None:
        self._check_role(by, Role.OPERATOR)
        if command.show.id == self.show.id:
            controls = self.show.controls
            lasting = {who: value for who, value in self._values.items() if not controls[who].momentary}
            was = {who: control for who, control in controls.items() if who in self._adopted}
            self._take_show(command.show, {**command.kept, **lasting}, was, self._windows)
        else:
            self._take_show(command.show, command.kept, dict.fromkeys(sorted(command.kept)), {})
        self.revision += 1
        events.append(ShowChanged(self.revision))

    def _take_show(
        self,
        show: Show,
        kept: Mapping[str, Value],
        orphans: Mapping[str, Control | None],
        windows: Mapping[str, Window],
    ) -> None:
        """Take a show, with the values that are kept for it and the windows that go on.

        An open one adopts `orphans`: kept values that have no control, with the control that they had if it is known.
        """
        self._pressed = {}
        self.show, self._adopted = with_adopted(show, kept, orphans)
        self._values = {control.id: self._surviving(control, kept) for control in self.show.controls.values()}
        self._windows = {feed.id: windows.get(feed.id, Window(0)).carried(feed.window) for feed in show.feeds.values()}

    def _surviving(self, control: Control, kept: Mapping[str, Value]) -> Value:
        """The kept value as far as the control allows it, else what the control starts from."""
        if control.momentary or control.id not in kept:
            return control.start
        try:
            return control.fit(kept[control.id])
        except BadValue:
            return control.start

    # What all moves share

    def _check_role(self, by: Connection, least: Role) -> None:
        if by.device.role < least:
            raise NotAllowed("View only" if least is Role.PLAYER else "For operators only")

    def _control(self, control_id: str) -> Control:
        control = self.show.controls.get(control_id)
        if control is None:
            raise NoSuchControl("No such control")
        return control

    def _press(self, control: Control, by: str, events: list[Event], confirm: bool) -> None:
        self._pressed.setdefault(control.id, set()).add(by)
        self._set(control, True, by, events, confirm)

    def _lift(self, control: str, by: str, events: list[Event], confirm: bool = False) -> None:
        fingers = self._pressed.get(control, set())
        fingers.discard(by)
        if not fingers:
            self._pressed.pop(control, None)
        self._set(self.show.controls[control], bool(fingers), by, events, confirm)

    def _set(self, control: Control, value: Value, by: str, events: list[Event], confirm: bool) -> None:
        if self._values[control.id] != value:
            self._values[control.id] = value
            self.revision += 1
            events.append(Changed(control.id, value, self.revision, by))
        elif confirm:
            events.append(Confirmed(control.id, value, by))
