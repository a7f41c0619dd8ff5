"""Simple clients: pages and programs as in the two articles, on the namespaces / and /test."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from webui.access import Access, is_local
from webui.agents import browser_of
from webui.core.bulletin import Body, Bulletin
from webui.core.commands import Push, PushMany, ValueChanged
from webui.core.devices import Connection
from webui.core.errors import NotAllowed
from webui.core.events import Changed, Confirmed, Dismissed, Event, Pushed, Refused, ShowChanged
from webui.core.timeline import Timeline
from webui.core.values import Value
from webui.engine import Engine
from webui.flood import Budget
from webui.framing import framed
from webui.links.base import Link
from webui.outlets import Outlet
from webui.packets import event_packet
from webui.sockets import Message, Sockets
from webui.wire import (
    MAX_NUMBERS_PER_SECOND,
    NUMBERS,
    SIMPLE,
    Numbers,
    read_key,
    read_newnumber,
    read_numbers,
    read_value_changed,
)

STRANGER = "Sidestage needs a key from programs on other computers."
KEPT_OUT = "Programs on this computer are kept out, or this key is not known; an operator can change that."
TOO_MANY = "Too many numbers a second"
LOOK_AGAIN = 17.0
"""Milliseconds after which a polling client whose queue was full is looked at again."""

MAX_WAITING = 1000
"""Presses, or numbers, that are held back for one slow client; the newest stay."""


class Simple(Link):
    """The link to simple clients: one namespace for values, one for numbers."""

    def __init__(self, sockets: Sockets, access: Access) -> None:
        self._sockets = sockets
        self._values = _Values(sockets, access)
        self._numbers = _Numbers(sockets, access)

    def start(self, engine: Engine) -> None:
        """Let simple clients connect."""
        self._engine = engine
        for namespace in (self._values, self._numbers):
            namespace.engine = engine
            self._sockets.serve(namespace)

    def stop(self) -> None:
        """Nothing of its own to end."""

    def health(self) -> dict[str, object]:
        """Say how many clients there are."""
        return {"values": len(self._values.clients), "numbers": len(self._numbers.clients)}

    def note(self, events: Sequence[Event]) -> None:
        """Put what happened into the clients' outboxes."""
        for event in events:
            match event:
                case Changed() | Confirmed():
                    self._values.changed(event.control, event.value)
                case Refused():
                    self._values.refused(event)
                    self._numbers.refused(event)
                case ShowChanged():
                    self._values.show_changed()
                case Pushed(number=int() | float()):
                    self._numbers.pushed(event)
                case Dismissed():
                    for namespace in (self._values, self._numbers):
                        self._engine.post(namespace.end, event.device)

    def flush(self, now: float) -> None:
        """Send what waits, but to clients whose queue is full; they are looked at again soon."""
        if self._values.flush() + self._numbers.flush():
            self._engine.later(LOOK_AGAIN, self._engine.flush_soon)


class _Client:
    """What one client was told of the news, and what of it, or besides, it could not take yet."""

    def __init__(self, connection: Connection, outlet: Outlet, told: int) -> None:
        self.connection = connection
        self.outlet = outlet
        self.told = told
        self.values: dict[str, Value] = {}
        self.acts: deque[Body] = deque(maxlen=MAX_WAITING)

    @property
    def is_behind(self) -> bool:
        """Whether there is something of its own, or left over."""
        return bool(self.values or self.acts)

    def catch_up(self, news: Bulletin) -> None:
        """Take over what came since it was told."""
        self.values.update(news.values_since(self.told))
        self.acts.extend(news.acts_since(self.told))
        self.told = news.count

    def next(self, room: int) -> list[Body]:
        """Take what is to be told next, at most so many."""
        values = list(self.values)[:room]
        messages: list[Body] = [{"who": who, "data": self.values.pop(who)} for who in values]
        while self.acts and len(messages) < room:
            messages.append(self.acts.popleft())
        return messages


class _Namespace:
    """What the two namespaces share."""

    name: str
    event: str
    watches: bool
    strict = False
    engine: Engine
    messages: Mapping[str, Message]

    def __init__(self, sockets: Sockets, access: Access) -> None:
        self._sockets = sockets
        self._access = access
        self.clients: dict[str, _Client] = {}
        self._news = Bulletin(MAX_WAITING)

    def admit(self, sid: str, environ: Mapping[str, Any], auth: object) -> Connection:
        """Let a client in that is known."""
        device = self._access.of_socket(environ, read_key(auth))
        if device is None:
            raise NotAllowed(KEPT_OUT if is_local(environ) else STRANGER)
        browser = browser_of(environ.get("HTTP_USER_AGENT", ""))
        return Connection(sid, device, watches=self.watches, browser=browser, since=self.engine.now())

    def joined(self, connection: Connection, outlet: Outlet) -> None:
        """Take a client in."""
        client = _Client(connection, outlet, self._news.count)
        self.clients[connection.id] = client
        self.greet(client)
        self.engine.publish(self.engine.surface.join(connection))

    def greet(self, client: _Client) -> None:
        """Note what a new client should know."""

    def left(self, connection: Connection) -> None:
        """Forget a client, and what it pressed."""
        self.clients.pop(connection.id, None)
        self.engine.publish(self.engine.surface.leave(connection.id))

    def end(self, device: str) -> None:
        """End the connections of a device."""
        for client in [one for one in self.clients.values() if one.connection.device.id == device]:
            self._sockets.end(client.connection.id, self.name)

    def malformed(self, connection: Connection, reason: str) -> None:
        """Say what was wrong with a message."""
        self._sockets.send(connection.id, self.name, "refused", {"who": None, "reason": reason})

    def refused(self, event: Refused) -> None:
        """Tell the sender alone."""
        if event.by in self.clients:
            answer = {"who": event.control, "reason": event.reason}
            self._sockets.send(event.by, self.name, "refused", answer)

    def flush(self) -> int:
        """Send what waits; returns how many clients that poll could not take it all yet."""
        held_back = 0
        written: dict[int, bytes] = {}
        for client in self.clients.values():
            if client.told == self._news.count and not client.is_behind:
                continue
            line = client.outlet.line
            if line and not line.is_clear:
                # It says so when it is.
                continue
            if line and not client.is_behind:
                data = written.get(client.told)
                if data is None:
                    data = written[client.told] = self._written(client.told)
                client.told = self._news.count
                line.write(data)
                continue
            client.catch_up(self._news)
            if line:
                line.write(self._framed(client.next(len(client.values) + len(client.acts))))
                continue
            for body in client.next(client.outlet.room):
                self._sockets.send(client.connection.id, self.name, self.event, body)
            held_back += client.is_behind
        return held_back

    def _written(self, told: int) -> bytes:
        """Return the frames for clients that were told so far."""
        values: list[Body] = [{"who": who, "data": value} for who, value in self._news.values_since(told)]
        return self._framed([*values, *self._news.acts_since(told)])

    def _framed(self, bodies: list[Body]) -> bytes:
        return b"".join(framed(event_packet(self.name, self.event, body)) for body in bodies)


class _Values(_Namespace):
    """`value changed` in, `update value` out."""

    name = SIMPLE
    event = "update value"
    watches = False

    def __init__(self, sockets: Sockets, access: Access) -> None:
        super().__init__(sockets, access)
        self.messages = {"value changed": Message(read_value_changed, self._value_changed)}

    def greet(self, client: _Client) -> None:
        """Note every control's value."""
        snapshot = self.engine.surface.snapshot(self.engine.now())
        client.values = dict(snapshot.values)

    def changed(self, control: str, value: Value) -> None:
        """Note a value for everyone; presses and releases one by one."""
        if self.engine.surface.show.controls[control].momentary:
            self._news.act({"who": control, "data": value})
        else:
            self._news.value(control, value)

    def show_changed(self) -> None:
        """Note every value of another show for everyone."""
        self._news.forget()
        values = self.engine.surface.snapshot(self.engine.now()).values
        for client in self.clients.values():
            client.told = self._news.count
            client.values = dict(values)
            client.acts.clear()

    def refused(self, event: Refused) -> None:
        """Tell the sender alone, with the true value."""
        super().refused(event)
        client = self.clients.get(event.by)
        control = self.engine.surface.show.controls.get(event.control or "")
        if client and control:
            client.catch_up(self._news)
            client.values[control.id] = self.engine.surface.value(control.id)

    def _value_changed(self, connection: Connection, command: ValueChanged) -> None:
        if connection.id in self.clients:
            self.engine.apply(command, connection)


class _Numbers(_Namespace):
    """`newnumber` both ways."""

    name = NUMBERS
    event = "newnumber"
    watches = True

    def __init__(self, sockets: Sockets, access: Access) -> None:
        super().__init__(sockets, access)
        self.messages = {
            "newnumber": Message(read_newnumber, self._newnumber),
            "numbers": Message(read_numbers, self._several),
        }
        self._timelines: dict[str, Timeline] = {}
        self._budgets: dict[str, Budget] = {}

    def left(self, connection: Connection) -> None:
        """Forget a client, and its clock."""
        self._timelines.pop(connection.id, None)
        self._budgets.pop(connection.id, None)
        super().left(connection)

    def pushed(self, event: Pushed) -> None:
        """Note a number for everyone."""
        self._news.act({"number": event.number, "feed": event.feed})

    def _newnumber(self, connection: Connection, command: Push) -> None:
        if connection.id in self.clients:
            self.engine.apply(command, connection)

    def _several(self, connection: Connection, several: Numbers) -> None:
        client = connection.id
        if client not in self.clients:
            return
        now = self.engine.now()
        budget = self._budgets.setdefault(client, Budget(MAX_NUMBERS_PER_SECOND, now))
        if not budget.allows(now, len(several.numbers)):
            self.refused(Refused(None, TOO_MANY, None, client))
            return
        times = (now,) * len(several.numbers)
        if several.times:
            offset = self._timelines.setdefault(client, Timeline()).offset(several.times[-1], now)
            times = tuple(time + offset for time in several.times)
        self.engine.apply(PushMany(several.feed, tuple(zip(times, several.numbers, strict=True))), connection)
