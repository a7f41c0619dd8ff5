"""What pages are told of the room: who is here, how good the links are, and what is wrong."""

from collections.abc import Sequence

from webui.core.devices.devices import Connection, Role
from webui.core.devices.presence import roll
from webui.core.surface.events import ConnectionsChanged, Event
from webui.engine.engine import Engine
from webui.links.topics import Pages, Topic

TELL_DEVICES = 250.0
TELL_LINKS = 1000.0
"""Milliseconds from one telling who is here, and how good the links are, to the next: two hundred may come at once."""


class Room(Topic):
    """Tells pages of the room; operators closely."""

    def __init__(self, pages: Pages) -> None:
        super().__init__(pages)
        self._devices_changed = False
        self._devices_told = float("-inf")
        self._links_told = 0.0

    def start(self, engine: Engine) -> None:
        """Begin to hear of faults."""
        super().start(engine)
        engine.on_faults(lambda: self._pages.tell("faults", engine.faults, role=Role.OPERATOR))

    def welcome(self, connection: Connection) -> dict[str, object]:
        """Return who is here and, to operators, what is wrong."""
        role = connection.device.role
        faults = dict(self._engine.faults) if role is Role.OPERATOR else {}
        return {"devices": self._devices(role), "faults": faults}

    def note(self, events: Sequence[Event]) -> None:
        """Note that somebody came, went or changed."""
        for event in events:
            if isinstance(event, ConnectionsChanged):
                self._devices_changed = True

    def flush(self, now: float) -> None:
        """Tell who is here, and how good the links are."""
        if self._devices_changed and now - self._devices_told >= TELL_DEVICES:
            self._devices_changed = False
            self._devices_told = now
            self._tell_devices()
        if now - self._links_told >= TELL_LINKS:
            self._links_told = now
            self._tell_links(now)

    def _tell_devices(self) -> None:
        self._engine.presence.forget_all_but(self._engine.surface.connections)
        for role in {connection.device.role for connection in self._pages.connections()}:
            self._pages.tell("devices", self._devices(role), role=role)

    def _tell_links(self, now: float) -> None:
        """Tell each page how good its own link is, if that changed, and operators how good all are."""
        roles = set()
        for connection in self._pages.connections():
            roles.add(connection.device.role)
            if figures := self._engine.presence.link(connection.id).news():
                self._pages.tell_one(connection.id, "link", *figures)
        if Role.OPERATOR in roles:
            rows = self._engine.presence.links(self._engine.surface.connections.values(), now)
            self._pages.tell("links", rows, role=Role.OPERATOR)

    def _devices(self, role: Role) -> list[dict[str, object]]:
        here = self._engine.surface.connections.values()
        return roll(here, closely=role is Role.OPERATOR, known=self._engine.door.devices())
