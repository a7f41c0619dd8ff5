"""What happened on the surface. `by` is the id of the connection that asked, or empty for the program itself."""

from dataclasses import dataclass

from webui.core.devices.devices import Connection
from webui.core.surface.notices import Notice
from webui.core.values import Value


@dataclass(frozen=True, slots=True)
class Changed:
    """A control has another value."""

    control: str
    value: Value
    revision: int
    by: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A control was set to what it is already; only simple clients hear of it."""

    control: str
    value: Value
    by: str


@dataclass(frozen=True, slots=True)
class Taken:
    """Operation `n` of a session was applied; `memory` is what its number is kept under."""

    memory: str
    n: int
    by: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A move was refused and changed nothing. `n` is its operation, if it came in one."""

    control: str | None
    reason: str
    n: int | None
    by: str


@dataclass(frozen=True, slots=True)
class Held:
    """A device took a control in hand, or (None) nobody has it any more."""

    control: str
    device: str | None
    revision: int
    by: str


@dataclass(frozen=True, slots=True)
class Overruled:
    """An operator took a control out of somebody's hand; `loser` is that connection."""

    control: str
    reason: str
    loser: str
    by: str


@dataclass(frozen=True, slots=True)
class Pushed:
    """A feed has another number, or rests (None)."""

    feed: str
    time: float
    number: int | float | None


@dataclass(frozen=True, slots=True)
class ShowChanged:
    """The show is another one, or the same one edited: `is_another` says which.

    Another show has another id. Whatever a link remembers of controls, feeds and targets by their ids ends with it.
    """

    revision: int
    is_another: bool


@dataclass(frozen=True, slots=True)
class ConnectionsChanged:
    """Somebody came or went."""


@dataclass(frozen=True, slots=True)
class RoleChanged:
    """A device has another role: its pages are to come back for a new welcome."""

    device: str


@dataclass(frozen=True, slots=True)
class Dismissed:
    """All of a device's connections are to end; whether it may come back the door knows.

    `only_out`: only those end whose device is out, for it has another object by now.
    """

    device: str
    only_out: bool = False

    def ends(self, connection: Connection) -> bool:
        """Say whether a connection is to end."""
        its = connection.device
        return its.id == self.device and (its.is_out or not self.only_out)


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody wrote a message to everyone."""

    notice: Notice


Event = (
    Changed
    | Confirmed
    | Taken
    | Refused
    | Held
    | Overruled
    | Pushed
    | ShowChanged
    | ConnectionsChanged
    | RoleChanged
    | Dismissed
    | Said
)
