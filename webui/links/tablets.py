"""Our own page, on the namespace /stage: operations in, frames out, as wire.md has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webui import VERSION
from webui.access import Access
from webui.core.commands import Operation
from webui.core.devices import Connection, Role
from webui.core.errors import NotAllowed
from webui.core.events import (
    Changed,
    ConnectionsChanged,
    Event,
    Held,
    Overruled,
    Pushed,
    Refused,
    ShowChanged,
    Taken,
)
from webui.core.outbox import Outbox
from webui.engine import Engine
from webui.sockets import Message, Sockets
from webui.wire import (
    STAGE,
    read_auth,
    read_got,
    read_op,
    read_time,
    write_frame,
    write_state,
)

STRANGER = "Scan the code on the operator's screen to join."
TELL_TRIPS = 1000.0
"""Milliseconds between two lists of devices that differ in their round trips only."""


@dataclass(slots=True)
class _Page:
    connection: Connection
    outbox: Outbox
    trip: float | None = None


class Tablets:
    """The link to our own pages."""

    name = STAGE
    strict = True

    def __init__(self, sockets: Sockets, access: Access) -> None:
        self._sockets = sockets
        self._access = access
        self._pages: dict[str, _Page] = {}
        self._seq = 0
        self._show_changed = False
        self._devices_changed = False
        self._trips_changed = False
        self._devices_told = float("-inf")
        self.messages: Mapping[str, Message] = {
            "op": Message(read_op, self._operate),
            "got": Message(read_got, self._got),
            "time": Message(read_time, self._time),
        }

    def start(self, engine: Engine) -> None:
        """Let pages connect."""
        self._engine = engine
        engine.on_kept(self._kept)
        engine.on_faults(self._tell_faults)
        self._sockets.serve(self)

    def stop(self) -> None:
        """Nothing of its own to end."""

    def health(self) -> dict[str, object]:
        """Say how many pages are open."""
        return {"pages": len(self._pages)}

    # Connections

    def admit(self, sid: str, environ: Mapping[str, Any], auth: object) -> Connection:
        """Let a page or program in that speaks WebSocket and is known."""
        if self._sockets.transport(sid, STAGE) != "websocket":
            raise NotAllowed("Only by WebSocket.")
        read = read_auth(auth)
        device = self._access.of_socket(environ, read.key)
        if device is None:
            raise NotAllowed(STRANGER)
        return Connection(sid, device, read.session, watches=True)

    def joined(self, connection: Connection) -> None:
        """Send the welcome: the whole state in one message, from which frames go on."""
        for page in list(self._pages.values()):
            if page.connection.memory == connection.memory:
                self.left(page.connection)
                self._sockets.disconnect(page.connection.id, STAGE)
        now = self._engine.now()
        surface = self._engine.surface
        self._pages[connection.id] = _Page(connection, Outbox(surface.revision, now))
        events = surface.join(connection)
        self._sockets.send(connection.id, STAGE, "welcome", self._welcome(connection, now))
        self._engine.publish(events)

    def left(self, connection: Connection) -> None:
        """Forget a page, and what it pressed."""
        if self._pages.pop(connection.id, None):
            self._engine.publish(self._engine.surface.leave(connection.id))

    def malformed(self, connection: Connection, reason: str) -> None:
        """Say what was wrong with a message."""
        self._hear(connection)
        self._sockets.send(connection.id, STAGE, "refused", {"reason": reason})

    def _welcome(self, connection: Connection, now: float) -> dict[str, object]:
        engine = self._engine
        return {
            "version": VERSION,
            "boot": engine.boot,
            "time": round(now, 1),
            "you": connection.device.describe(),
            "seen": engine.surface.seen(connection),
            "kept": engine.kept.get(connection.memory, 0),
            **write_state(engine.surface.snapshot(now)),
            "devices": self._devices(),
            "faults": self._faults_for(connection),
        }

    # Messages

    def _hear(self, connection: Connection) -> None:
        """Whatever a page says, its hands are still on what they hold."""
        self._engine.surface.heard(connection.id, self._engine.now())

    def _operate(self, connection: Connection, operation: Operation) -> None:
        self._hear(connection)
        if connection.id in self._pages:
            self._engine.apply(operation, connection)

    def _got(self, connection: Connection, seq: int) -> None:
        self._hear(connection)
        page = self._pages.get(connection.id)
        if page:
            page.outbox.got(seq)
            self._engine.flush_soon()

    def _time(self, connection: Connection, times: tuple[float, float | None]) -> None:
        self._hear(connection)
        page = self._pages.get(connection.id)
        if page is None:
            return
        asked, trip = times
        now = round(self._engine.now(), 1)
        self._sockets.send(connection.id, STAGE, "time", asked, now)
        if trip is not None:
            page.trip = trip
            self._trips_changed = True

    # What happens

    def note(self, events: Sequence[Event]) -> None:
        """Put what happened into the pages' outboxes."""
        for event in events:
            match event:
                case Changed():
                    for page in self._pages.values():
                        page.outbox.changed(event.control, event.value)
                case Held():
                    for page in self._pages.values():
                        page.outbox.held(event.control, event.device)
                case Overruled():
                    if loser := self._pages.get(event.loser):
                        loser.outbox.refused(None, event.control, event.reason)
                case Pushed():
                    point = (round(event.time, 1), event.number)
                    for page in self._pages.values():
                        page.outbox.pushed(event.feed, point)
                case Taken():
                    if mover := self._pages.get(event.by):
                        mover.outbox.taken(event.n)
                case Refused():
                    if mover := self._pages.get(event.by):
                        mover.outbox.refused(event.n, event.control, event.reason)
                case ShowChanged():
                    self._show_changed = True
                case ConnectionsChanged():
                    self._devices_changed = True

    def flush(self, now: float) -> None:
        """Send each page what it has not been told, as far as its window allows."""
        if self._show_changed:
            self._show_changed = False
            self._tell_show(now)
        if self._devices_changed or (self._trips_changed and now - self._devices_told >= TELL_TRIPS):
            self._tell_devices(now)
        revision = self._engine.surface.revision
        self._seq += 1
        for page in list(self._pages.values()):
            frame = page.outbox.frame(self._seq, revision, now)
            if frame:
                self._sockets.send(page.connection.id, STAGE, "frame", *write_frame(frame))

    def _tell_show(self, now: float) -> None:
        snapshot = self._engine.surface.snapshot(now)
        state = write_state(snapshot)
        for page in list(self._pages.values()):
            self._sockets.send(page.connection.id, STAGE, "show", state)
            page.outbox.told_all(snapshot.revision, now)

    def _tell_devices(self, now: float) -> None:
        self._devices_changed = self._trips_changed = False
        self._devices_told = now
        devices = self._devices()
        for page in list(self._pages.values()):
            self._sockets.send(page.connection.id, STAGE, "devices", devices)

    def _tell_faults(self) -> None:
        for page in list(self._pages.values()):
            if page.connection.device.role is Role.OPERATOR:
                faults = self._faults_for(page.connection)
                self._sockets.send(page.connection.id, STAGE, "faults", faults)

    def _faults_for(self, connection: Connection) -> dict[str, str]:
        return dict(self._engine.faults) if connection.device.role is Role.OPERATOR else {}

    def _kept(self, seen: dict[str, int]) -> None:
        for page in self._pages.values():
            n = seen.get(page.connection.memory)
            if n is not None:
                page.outbox.kept(n)
        self._engine.flush_soon()

    def _devices(self) -> list[dict[str, object]]:
        """Who is here: each device once, with the best of its pages' round trips."""
        screens: dict[str, int] = {}
        for connection in self._engine.surface.connections.values():
            screens[connection.device.id] = screens.get(connection.device.id, 0) + 1
        trips: dict[str, float] = {}
        for page in self._pages.values():
            name = page.connection.device.id
            if page.trip is not None:
                trips[name] = min(page.trip, trips.get(name, page.trip))
        devices = {connection.device.id: connection.device for connection in self._engine.surface.connections.values()}
        return [
            {
                **device.describe(),
                "screens": screens[device.id],
                "rtt": round(trips[device.id], 1) if device.id in trips else None,
            }
            for device in devices.values()
        ]
