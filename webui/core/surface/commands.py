"""What may be asked of the surface. Times are milliseconds on the engine's clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from webui.core.show.show import Show
from webui.core.values import Value


@dataclass(frozen=True, slots=True)
class Press:
    """A finger came down on a momentary control, at that time."""

    control: str
    at: float


@dataclass(frozen=True, slots=True)
class Release:
    """The finger was lifted."""

    control: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Number `n` of a page's session: the newest value of each control moved, then presses and releases in order.

    Only this command takes controls in hand. It needs a connection with a session, in which each `n` is one more
    than the last: an operation that is sent twice is taken once, and one that was lost is noticed.

    `holds` says of controls whether a hand is on them now: those taken in hand are so before the moves, those let go of
    after them.
    """

    n: int
    moves: Mapping[str, object]
    acts: tuple[Press | Release, ...] = ()
    holds: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ValueChanged:
    """A simple client's move: the control with the id `who` is set to `data`. It is a request; the event is Changed.

    `data` is understood as far as possible: "37" or 37.4 may be 37, "on" is true, and in an open show a control that is
    not there yet is made. The sender is answered in any case: Changed, Confirmed (it was so already) or Refused.
    Use it where people write the other end by hand; use Move where a protocol says what a value looks like.

    `at` is when it was made, if the client says so: then a press that comes too late is refused.
    """

    who: str
    data: object
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A link's move: a value that the control takes as it is, a press (true) or a release (false).

    It has no number and takes nothing in hand; it is refused while somebody else has the control in hand. A number out
    of range is clamped and a text too long is cut, and Changed has what became of it. A value of another kind is
    refused, and no control is made. No event follows if the control has that value already.
    What is pressed stays so until its release: the link sends that, also when its source falls silent.
    """

    control: str
    value: object


@dataclass(frozen=True, slots=True)
class Push:
    """A number for a feed, from one of the sources."""

    feed: str | None
    number: object
    source: str = "program"


@dataclass(frozen=True, slots=True)
class PushMany:
    """Several numbers for a feed that takes a program's, each with its time, oldest first."""

    feed: str | None
    numbers: tuple[tuple[float, object], ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """A feed's source stopped for now; its window shows a gap."""

    feed: str


@dataclass(frozen=True, slots=True)
class Load:
    """Another show, or the same one edited; `kept` are the values that this computer keeps for its id."""

    show: Show
    kept: Mapping[str, Value]


Command = Operation | ValueChanged | Move | Push | PushMany | Rest | Load


def control_of(command: Command) -> str | None:
    """Return the control that a command asks for, where it is one alone."""
    match command:
        case ValueChanged(who=control) | Move(control=control):
            return control
    return None
