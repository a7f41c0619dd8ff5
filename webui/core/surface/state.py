"""The state of a surface, and the few steps by which it changes; what may be asked of it is in surface.py."""

from collections.abc import Mapping

from webui.core.devices.devices import Connection
from webui.core.errors import BadValue, NoSuchControl, NotAllowed, ShowError, TooMany
from webui.core.show.controls import Control
from webui.core.show.show import Show
from webui.core.surface.adopting import MAX_ADOPTED, adopted, with_adopted
from webui.core.surface.events import Changed, Confirmed, Event, Held, ShowChanged
from webui.core.surface.feed_windows import Windows
from webui.core.surface.holds import Holds
from webui.core.surface.notices import Notices
from webui.core.values import Value


class State:
    """The show, its values, what is pressed and what is held; each change of it has the next revision."""

    def __init__(self, show: Show, kept: Mapping[str, Value], seen: Mapping[str, int]) -> None:
        self.show = show
        self.revision = 0
        self.connections: dict[str, Connection] = {}
        self.notices = Notices()
        self._seen = dict(seen)
        self._pressed: dict[str, set[str]] = {}
        self._holds = Holds()
        self._windows = Windows({})
        self._values: dict[str, Value] = {}
        self._adopted: set[str] = set()
        self._take_show(show, kept, dict.fromkeys(sorted(kept)), None, {})

    def value(self, control_id: str) -> Value:
        """Return a control's value."""
        return self._values[control_id]

    def find(self, control_id: str) -> Value | None:
        """Return a control's value, or None where there is no such control any more."""
        return self._values.get(control_id)

    def _take_show(
        self,
        show: Show,
        kept: Mapping[str, Value],
        orphans: Mapping[str, Control | None],
        windows: Windows | None,
        pressed: Mapping[str, set[str]],
    ) -> None:
        """Take a show, with the values that are kept for it, the windows that go on, and what stays pressed.

        An open one adopts `orphans`: kept values that have no control, with the control that they had if it is known.
        """
        self.show, self._adopted = with_adopted(show, kept, orphans)
        controls = self.show.controls
        self._pressed = {
            who: allowed
            for who, by in pressed.items()
            if who in controls and controls[who].momentary and (allowed := self._allowed(controls[who], by))
        }
        self._values = {who: self._surviving(control, kept) for who, control in controls.items()}
        self._values |= dict.fromkeys(self._pressed, True)
        self._windows = Windows(show.feeds, windows)

    def _adopt(self, who: str, data: object, now: Control | None, events: list[Event]) -> Control | None:
        """Have a control for what a simple client sets in an open show, or the one that is there change its kind.

        Returns None where none can be made of it; raises TooMany.
        """
        control = adopted(who, data, now)
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
        events.append(ShowChanged(self.revision, is_another=False))
        return control

    def _surviving(self, control: Control, kept: Mapping[str, Value]) -> Value:
        """The kept value as far as the control allows it, else what the control starts from."""
        if control.momentary or control.id not in kept or self._is_loose(control):
            return control.start
        try:
            return control.fit(kept[control.id])
        except BadValue:
            return control.start

    def _is_loose(self, control: Control) -> bool:
        """Whether it springs and nobody has it in hand."""
        return control.springs and self._holds.device(control.id) is None

    def _allowed(self, control: Control, by: set[str]) -> set[str]:
        """Those of the connections that may move the control."""
        low = {one.id for one in self.connections.values() if one.device.role < control.role}
        return by - low

    def _control(self, control_id: str) -> Control:
        control = self.show.controls.get(control_id)
        if control is None:
            raise NoSuchControl("No such control")
        return control

    def _lasting(self, control_id: str) -> Control:
        control = self._control(control_id)
        if control.momentary:
            raise BadValue("Press it instead")
        if not control.hands:
            raise NotAllowed("For programs only")
        return control

    def _tell_hold(self, control: str, by: str, events: list[Event]) -> None:
        self.revision += 1
        events.append(Held(control, self._holds.device(control), self.revision, by))

    def _hand_gone(self, control_id: str, by: str, events: list[Event]) -> None:
        """A hold ended, however it did: say so, and let what springs go back to its default."""
        self._tell_hold(control_id, by, events)
        self._spring(control_id, by, events)

    def _spring(self, control_id: str, by: str, events: list[Event]) -> None:
        control = self.show.controls.get(control_id)
        if control and self._is_loose(control):
            self._set(control, control.default, by, events, confirm=False)

    def _press(self, control: Control, by: str, events: list[Event], confirm: bool) -> None:
        self._pressed.setdefault(control.id, set()).add(by)
        self._set(control, True, by, events, confirm)

    def _lift(self, control: str, by: str, events: list[Event], confirm: bool = False) -> None:
        fingers = self._pressed.get(control, set())
        fingers.discard(by)
        if not fingers:
            self._pressed.pop(control, None)
        self._set(self.show.controls[control], bool(fingers), by, events, confirm)

    def _put(self, control: Control, value: Value, by: str, events: list[Event], confirm: bool) -> None:
        """Set it; what is momentary is pressed or released."""
        if not control.momentary:
            self._set(control, value, by, events, confirm)
        elif value:
            self._press(control, by, events, confirm)
        else:
            self._lift(control.id, by, events, confirm)

    def _set(self, control: Control, value: Value, by: str, events: list[Event], confirm: bool) -> None:
        if self._values[control.id] != value:
            self._values[control.id] = value
            self.revision += 1
            events.append(Changed(control.id, value, self.revision, by))
        elif confirm:
            events.append(Confirmed(control.id, value, by))
