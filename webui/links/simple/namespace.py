"""What the namespaces of simple clients share: who is let in, what they are told, and the numbers that they send."""

from collections.abc import Mapping, Sequence
from typing import Any

from webui.access.authentication import Access, is_local
from webui.access.user_agents import browser_of
from webui.core.delivery.bulletin import Act, Bulletin, Reader
from webui.core.devices.clock_offset import Timeline
from webui.core.devices.devices import Connection
from webui.core.errors import NotAllowed
from webui.core.rate_limit import Budget
from webui.core.surface.commands import Command, Push, PushMany
from webui.core.surface.events import Dismissed, Event, Refused
from webui.core.values import Value
from webui.engine.engine import Engine
from webui.engine.turns import Turns
from webui.sockets.client_queue import Outlet
from webui.sockets.frames import framed
from webui.sockets.namespace import Message
from webui.sockets.packets import event_packet
from webui.sockets.sockets import Sockets
from webui.wire.operations import MAX_NUMBERS_PER_SECOND, Numbers, read_called, read_key, read_newnumber, read_numbers

STRANGER = "Sidestage needs a key from programs on other computers, and of other users of this one."
KEPT_OUT = "Programs on this computer are kept out, or this key is not known; an operator can change that."
TOO_MANY = "Too many numbers a second"
UPDATE = "update value"

SETTLES = 50.0
"""Milliseconds from a client's coming until it is told all values: first it joins the other namespaces that it wants.
Some clients wait for that no longer than a second, and take as long to read a few thousand values.
"""

FEW = 50
TEXTS = 30_000
"""Messages, and characters of texts, that one client is told in one go when it has many to hear."""

MAX_WAITING = 1000
"""Presses, or numbers, that are held back for one slow client; the newest stay."""


class Client(Reader):
    """One client."""

    def __init__(self, connection: Connection, outlet: Outlet, news: Bulletin) -> None:
        super().__init__(news, MAX_WAITING)
        self.connection = connection
        self.outlet = outlet
        self.is_greeted = False
        """Whether it knows all values. Until then it is told nothing: it would hear a press twice."""
        self.follows = False
        """Whether it has asked for the show, so that it is told of another one."""


def update(who: str, value: Value) -> Act:
    """Return the message of a control's value."""
    return UPDATE, {"who": who, "data": value}


def reason_in(events: Sequence[Event]) -> str:
    """Return why what came of a command is a refusal, or an empty text."""
    return next((event.reason for event in events if isinstance(event, Refused)), "")


class SharedNamespace:
    """What the two namespaces share. Both take numbers: who only sends them need not hear those of all others."""

    name: str
    watches: bool
    greets: bool
    """Whether a new client is told something at first."""
    strict = False
    engine: Engine
    messages: Mapping[str, Message]

    _turns: Turns

    def __init__(self, sockets: Sockets, access: Access) -> None:
        self._sockets = sockets
        self._access = access
        self.clients: dict[str, Client] = {}
        self._news = Bulletin(MAX_WAITING)
        self._timelines: dict[str, Timeline] = {}
        self._budgets: dict[str, Budget] = {}
        self.messages = {
            "newnumber": Message(read_newnumber, self._newnumber),
            "numbers": Message(read_numbers, self._several),
        }

    def start(self, engine: Engine) -> None:
        """Let clients connect."""
        self.engine = engine
        self._turns = Turns(engine, self._step)
        self._sockets.serve(self)

    def admit(self, sid: str, environ: Mapping[str, Any], auth: object) -> Connection:
        """Let a client in that is known."""
        device = self._access.of_socket(environ, read_key(auth))
        if device is None:
            raise NotAllowed(KEPT_OUT if is_local(environ) else STRANGER)
        browser = read_called(auth) or browser_of(environ.get("HTTP_USER_AGENT", ""))
        return Connection(sid, device, watches=self.watches, browser=browser, since=self.engine.now())

    def joined(self, connection: Connection, outlet: Outlet) -> None:
        """Take a client in."""
        client = Client(connection, outlet, self._news)
        self.clients[connection.id] = client
        if self.greets:
            self.engine.later(SETTLES, lambda: self._greet(client))
        else:
            client.is_greeted = True
        self.engine.publish(self.engine.surface.join(connection))

    def _greet(self, client: Client) -> None:
        if self.clients.get(client.connection.id) is client:
            client.is_greeted = True
            self.greet(client)
            self.engine.flush_soon()

    def greet(self, client: Client) -> None:
        """Note what a new client should know."""

    def left(self, connection: Connection) -> None:
        """Forget a client, its clock, and what it pressed."""
        self._timelines.pop(connection.id, None)
        self._budgets.pop(connection.id, None)
        self.clients.pop(connection.id, None)
        self.engine.publish(self.engine.surface.leave(connection.id))

    def end(self, dismissed: Dismissed) -> None:
        """End the connections of a device."""
        for client in [one for one in self.clients.values() if dismissed.ends(one.connection)]:
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
        written: dict[int, bytes] = {}
        behind = False
        for client in self.clients.values():
            if not client.is_greeted or (client.told == self._news.count and not client.is_behind):
                continue
            line = client.outlet.line
            if line and not line.is_clear:
                # It says so when it is.
                continue
            if client.is_behind or not line:
                behind = True
                continue
            data = written.get(client.told)
            if data is None:
                data = written[client.told] = self._written(client.told)
            client.told = self._news.count
            line.write(data)
        if not behind:
            return 0
        self._turns.begin()
        return sum(one.is_greeted and not one.outlet.line and one.is_behind for one in self.clients.values())

    def _step(self) -> bool:
        """Tell one client some of what it alone is to be told; says whether there is more to tell now."""
        client = next((client for client in self.clients.values() if self._can_be_told(client)), None)
        if client is None:
            return False
        client.catch_up()
        line = client.outlet.line
        acts = client.next(FEW if line else min(FEW, client.outlet.room), update, TEXTS)
        if line:
            line.write(self._framed(acts))
        else:
            for event, body in acts:
                self._sockets.send(client.connection.id, self.name, event, body)
        # Next it is another one's turn.
        self.clients[client.connection.id] = self.clients.pop(client.connection.id)
        return True

    def _can_be_told(self, client: Client) -> bool:
        line = client.outlet.line
        if not client.is_greeted or not (client.is_behind or (not line and client.told < self._news.count)):
            return False
        return line.is_clear if line else client.outlet.room > 0

    def _written(self, told: int) -> bytes:
        """Return the frames for clients that were told so far."""
        values = [update(who, value) for who, value in self._news.values_since(told)]
        return self._framed([*values, *self._news.acts_since(told)])

    def _framed(self, acts: list[Act]) -> bytes:
        return b"".join(framed(event_packet(self.name, event, body)) for event, body in acts)

    def _apply(self, command: Command, by: Connection) -> dict[str, object]:
        """Do what a client asks; returns the answer for one that wants it: nothing, or why not."""
        if by.id not in self.clients:
            return {}
        reason = reason_in(self.engine.apply(command, by))
        return {"reason": reason} if reason else {}

    def _newnumber(self, connection: Connection, command: Push) -> dict[str, object]:
        return self._apply(command, connection)

    def _several(self, connection: Connection, several: Numbers) -> dict[str, object]:
        client = connection.id
        if client not in self.clients:
            return {}
        now = self.engine.now()
        budget = self._budgets.setdefault(client, Budget(MAX_NUMBERS_PER_SECOND, now))
        if not budget.allows(now, len(several.numbers)):
            self.refused(Refused(None, TOO_MANY, None, client))
            return {"reason": TOO_MANY}
        times = (now,) * len(several.numbers)
        if several.times:
            offset = self._timelines.setdefault(client, Timeline()).offset(several.times[-1], now)
            times = tuple(time + offset for time in several.times)
        command = PushMany(several.feed, tuple(zip(times, several.numbers, strict=True)))
        return self._apply(command, connection)
