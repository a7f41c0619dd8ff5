"""Managing who is let in: the code, devices, keys for programs. What only operators may, the door refuses to others."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from webui.access.doorkeeper import OFF, Doorkeeper
from webui.core.devices.devices import Connection, Device, Role, role_of
from webui.core.devices.door import LIVES
from webui.core.errors import Malformed
from webui.core.show.fields import MAX_ID
from webui.core.surface.events import ConnectionsChanged, Event
from webui.engine.engine import Engine
from webui.links.topics import Pages, Request, Topic, kept

GUESSING, JOINING = "digits", "joins"
"""The causes of the faults that somebody guesses the digits, and that too many join."""

LOOK_EVERY = 1000.0
"""Milliseconds from one look at who guesses to the next."""

FORGOTTEN, ALL_FORGOTTEN = "that a screen or key is forgotten", "that all screens and keys are forgotten"

Details = Mapping[str, object]


class Managing(Topic):
    """Does what operators ask of the door, and lets a device rename itself."""

    def __init__(self, pages: Pages) -> None:
        super().__init__(pages)
        self.requests = {
            "code": self._kept("a new join code", read_code, lambda by, it: self._keeper.new_code(by.device, *it)),
            "rename": self._kept("a name", read_rename, lambda by, it: self._keeper.rename(by.device, *it)),
            "role": self._kept("a role", read_role_of, lambda by, it: self._keeper.change_role(by.device, *it)),
            "disconnect": Request(read_device, lambda by, it: self._keeper.disconnect(by.device, it)),
            "forget": self._kept(FORGOTTEN, read_device, lambda by, it: self._keeper.forget(by.device, it)),
            "forget all": self._kept(ALL_FORGOTTEN, lambda it: None, lambda by, _: self._keeper.forget_all(by.device)),
            "key": self._kept("a key", read_key, lambda by, it: {"key": self._keeper.make_key(by.device, *it)}),
            "programs": self._kept("what programs on this computer may do", read_programs, self._set_programs),
        }
        self._here: dict[str, Device] = {}
        self._has_changed = False
        self._looked = float("-inf")

    def _kept(self, what: str, read: Callable[[Details], Any], do: Callable[[Connection, Any], object]) -> Request:
        return Request(read, kept(lambda: self._engine, what, do))

    def start(self, engine: Engine) -> None:
        """Begin."""
        super().start(engine)
        self._keeper = Doorkeeper(engine)

    def welcome(self, connection: Connection) -> dict[str, object]:
        """Return, to operators, what programs on this computer may do."""
        return {"programs": self._keeper.programs} if connection.device.role is Role.OPERATOR else {}

    def note(self, events: Sequence[Event]) -> None:
        """Note that somebody came or went."""
        self._has_changed = self._has_changed or any(isinstance(event, ConnectionsChanged) for event in events)

    def flush(self, now: float) -> None:
        """Note who went, and tell operators of those who guess digits or join in masses."""
        if self._has_changed:
            self._has_changed = False
            was, connections = self._here, self._engine.surface.connections.values()
            self._here = {connection.device.id: connection.device for connection in connections}
            for id in was.keys() - self._here.keys():
                self._keeper.left(was[id])
        if now - self._looked >= LOOK_EVERY:
            self._looked = now
            self._engine.fault(GUESSING, self._engine.door.guesses.warning(now))
            self._engine.fault(JOINING, self._engine.door.joins.warning(now))

    def _set_programs(self, by: Connection, role: Role | None) -> None:
        self._keeper.set_programs(by.device, role)
        self._pages.tell("programs", self._keeper.programs, role=Role.OPERATOR)


def read_code(details: Details) -> tuple[Role, str]:
    """Read the role and the life of a code; raises Malformed."""
    life = details.get("life")
    if not isinstance(life, str) or life not in LIVES:
        raise Malformed(f"code: life must be one of {', '.join(LIVES)}")
    return _role(details), life


def read_device(details: Details) -> str:
    """Read which device is meant; raises Malformed."""
    device = details.get("device")
    if not isinstance(device, str) or len(device) > MAX_ID:
        raise Malformed("device must be a device's id")
    return device


def read_rename(details: Details) -> tuple[str, str]:
    """Read which device is to have which name; raises Malformed. The name is checked by the core."""
    return read_device(details), _name(details)


def read_role_of(details: Details) -> tuple[str, Role]:
    """Read which device is to have which role; raises Malformed."""
    return read_device(details), _role(details)


def read_key(details: Details) -> tuple[str, Role]:
    """Read the name and the role of a program; raises Malformed."""
    return _name(details), _role(details)


def read_programs(details: Details) -> Role | None:
    """Read what programs on this computer may do, or None: they are kept out. Raises Malformed."""
    return None if details.get("role") == OFF else _role(details)


def _name(details: Details) -> str:
    name = details.get("name")
    if not isinstance(name, str):
        raise Malformed("name must be a text")
    return name


def _role(details: Details) -> Role:
    try:
        return role_of(str(details.get("role")))
    except KeyError:
        raise Malformed(f"role must be one of {', '.join(role.word for role in Role)}") from None
