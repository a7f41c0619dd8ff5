"""Reads and writes the messages of wire.md. How much one may hold has its name here."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from webui.core.delivery.outbox import Frame
from webui.core.devices.devices import Role
from webui.core.devices.names import shorten_name
from webui.core.errors import BadValue, Malformed
from webui.core.show.fields import MAX_ID
from webui.core.show.show import Show
from webui.core.surface.commands import Operation, Press, Push, Release, ValueChanged
from webui.core.surface.surface import Snapshot
from webui.core.values import MAX_WHOLE, Value, number

STAGE = "/stage"
SIMPLE = "/"
NUMBERS = "/test"

MAX_MOVES = 512
"""Controls that one operation may move."""

MAX_ACTS = 128
"""Presses and releases that one operation may hold."""

MAX_HOLDS = 128
"""Controls that one operation may take in hand or let go of."""

MAX_NUMBERS = 1000
"""Numbers that one message of a program may hold."""

MAX_NUMBERS_PER_SECOND = 2000
"""Numbers in such messages that one program may send on average; with twice as many in one burst."""

MAX_SPAN = 3600 * 1000
"""Milliseconds between the times of the first and the last of them: no window is longer."""

MAX_DIGITS = 40
"""Digits of a whole number; longer ones are no numbers to us."""

MAX_KEY = 128
"""Characters of a key, a link's secret or a ticket."""

MAX_TYPED = 200
"""Characters of digits as they are typed: what is longer is read no further."""

_SESSION = re.compile(r"[A-Za-z0-9_-]{8,64}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Auth:
    """What a connection says of itself."""

    session: str
    key: str | None
    touch: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """A program's numbers for a feed; their times, if it gives them, are milliseconds on its own clock."""

    feed: str | None
    numbers: tuple[object, ...]
    times: tuple[float, ...] | None


def read_key(data: object) -> str | None:
    """Return the device key of any connection's auth, if there is one."""
    key = data.get("key") if isinstance(data, Mapping) else None
    return key if isinstance(key, str) and len(key) <= MAX_KEY else None


def read_called(data: object) -> str:
    """Return what a program's auth says that it is called, or an empty text."""
    called = data.get("name") if isinstance(data, Mapping) else None
    return shorten_name(called) if isinstance(called, str) else ""


def read_auth(data: object) -> Auth:
    """Read what our own page says when it connects; raises Malformed."""
    said = data if isinstance(data, Mapping) else {}
    session = said.get("session")
    if not isinstance(session, str) or not _SESSION.match(session):
        raise Malformed("auth: session must be 8 to 64 letters, digits, - or _")
    return Auth(session, read_key(data), said.get("touch") is True)


def read_op(parts: tuple[object, ...]) -> Operation:
    """Read n, moves, acts and holds; raises Malformed. Values are checked by the core."""
    if not 2 <= len(parts) <= 4:
        raise Malformed("op: must have n, moves and perhaps acts and holds")
    n, moves = parts[0], parts[1]
    acts = parts[2] if len(parts) >= 3 else []
    holds = parts[3] if len(parts) == 4 else {}
    if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= MAX_WHOLE:
        raise Malformed("op: n must be a whole number from 1")
    if not isinstance(moves, dict) or len(moves) > MAX_MOVES:
        raise Malformed(f"op: moves must be an object of at most {MAX_MOVES} controls")
    if not isinstance(acts, list) or len(acts) > MAX_ACTS:
        raise Malformed(f"op: acts must be a list of at most {MAX_ACTS}")
    if any(len(control) > MAX_ID for control in moves):
        raise Malformed("op: a control's id is too long")
    return Operation(n, moves, tuple(_read_act(act) for act in acts), _read_holds(holds))


def _read_holds(holds: object) -> dict[str, bool]:
    if not isinstance(holds, dict) or len(holds) > MAX_HOLDS:
        raise Malformed(f"op: holds must be an object of at most {MAX_HOLDS} controls")
    for control, held in holds.items():
        if len(control) > MAX_ID or not isinstance(held, bool):
            raise Malformed("op: a hold must be a control's name and true or false")
    return holds


def _read_act(act: object) -> Press | Release:
    try:
        match act:
            case ["press", str(control), at] if len(control) <= MAX_ID:
                return Press(control, number(at))
            case ["release", str(control)] if len(control) <= MAX_ID:
                return Release(control)
    except BadValue:
        pass
    raise Malformed('op: an act must be ["press", control, time] or ["release", control]')


def read_got(parts: tuple[object, ...]) -> tuple[int, float | None]:
    """Read the number of the frame that the page has, and for how long it kept its word back; raises Malformed."""
    try:
        match parts:
            case [int(seq)] | [int(seq), None] if not isinstance(seq, bool):
                return seq, None
            case [int(seq), held] if not isinstance(seq, bool):
                return seq, max(0.0, number(held))
    except BadValue:
        pass
    raise Malformed("got: must have a frame's number, and perhaps for how long that was kept back")


def read_time(parts: tuple[object, ...]) -> tuple[float, float | None]:
    """Read the page's own time and the round trip that it measured; raises Malformed."""
    try:
        match parts:
            case [asked] | [asked, None]:
                return number(asked), None
            case [asked, trip]:
                return number(asked), max(0.0, number(trip))
    except BadValue:
        pass
    raise Malformed("time: must have the page's time and a round trip or null")


@dataclass(frozen=True, slots=True)
class Ask:
    """What a page asks of a part of the server: the answer bears the same number."""

    n: int
    what: str
    details: Mapping[str, object]


def read_ask(parts: tuple[object, ...]) -> Ask:
    """Read a page's number, what it asks, and the details; raises Malformed. The details are read by who answers."""
    match parts:
        case [int(n), str(what), dict(details)] if not isinstance(n, bool) and len(what) <= MAX_ID:
            return Ask(n, what, details)
    raise Malformed("ask: must have a number, what is asked, and an object with the details")


def read_value_changed(parts: tuple[object, ...]) -> ValueChanged:
    """Read a simple client's move; raises Malformed."""
    try:
        match parts:
            case [{"who": str(who), "data": data, "at": at}] if len(who) <= MAX_ID:
                return ValueChanged(who, data, number(at))
            case [{"who": str(who), "data": data}] if len(who) <= MAX_ID:
                return ValueChanged(who, data)
    except BadValue:
        pass
    raise Malformed(f"value changed: must have who, of at most {MAX_ID} characters, and data")


@dataclass(frozen=True, slots=True)
class Say:
    """A message to everyone; whether its text can be one the core says."""

    text: str
    urgent: bool


def read_say(details: Mapping[str, object]) -> Say:
    """Read a message to everyone; raises Malformed."""
    match details:
        case {"text": str(text), "urgent": bool(urgent)}:
            return Say(text, urgent)
        case {"text": str(text), **rest} if "urgent" not in rest:
            return Say(text, False)
    raise Malformed("message: must have text, and perhaps urgent: true or false")


def read_message(parts: tuple[object, ...]) -> Say:
    """Read a simple client's message to everyone; raises Malformed."""
    match parts:
        case [dict(details)]:
            return read_say(details)
    raise Malformed("message: must have text, and perhaps urgent: true or false")


def read_saw(details: Mapping[str, object]) -> int:
    """Read which message was seen; raises Malformed."""
    match details:
        case {"id": int(id)} if not isinstance(id, bool):
            return id
    raise Malformed("saw: must have a message's id")


def read_newnumber(parts: tuple[object, ...]) -> Push:
    """Read a program's number for a feed; raises Malformed."""
    match parts:
        case [{"number": value, "feed": str(feed)}] if len(feed) <= MAX_ID:
            return Push(feed, value)
        case [{"number": value, **rest}] if "feed" not in rest:
            return Push(None, value)
    raise Malformed("newnumber: must have number, and feed where there are several")


def read_numbers(parts: tuple[object, ...]) -> Numbers:
    """Read a program's numbers for a feed: plain, or each with its time; raises Malformed."""
    match parts:
        case [{"numbers": [*numbers], "feed": str(name)}] if len(name) <= MAX_ID:
            feed: str | None = name
        case [{"numbers": [*numbers], **rest}] if "feed" not in rest:
            feed = None
        case _:
            raise Malformed("numbers: must have numbers, a list, and feed where there are several")
    if not 1 <= len(numbers) <= MAX_NUMBERS:
        raise Malformed(f"numbers: must be 1 to {MAX_NUMBERS} numbers")
    if not isinstance(numbers[0], list):
        return Numbers(feed, tuple(numbers), None)
    try:
        times = [float(number(at)) for at, _ in numbers]
    except (BadValue, TypeError, ValueError):
        raise Malformed("numbers: must all be plain, or all [time, number]") from None
    if any(later < earlier for earlier, later in pairwise(times)):
        raise Malformed("numbers: their times must not fall")
    if max(abs(times[0]), abs(times[-1])) > MAX_WHOLE or times[-1] - times[0] > MAX_SPAN:
        raise Malformed("numbers: their times must be of one hour")
    return Numbers(feed, tuple(value for _, value in numbers), tuple(times))


def read_nothing(parts: tuple[object, ...]) -> None:
    """Read a message that says nothing but its name; what else it holds is ignored."""


def write_frame(frame: Frame) -> tuple[object, ...]:
    """Return a frame's parts, without the empty ones at the end."""
    more: dict[str, object] = {}
    if frame.taken is not None:
        more["taken"] = frame.taken
    if frame.kept is not None:
        more["kept"] = frame.kept
    if frame.holds:
        more["holds"] = frame.holds
    if frame.refused:
        more["refused"] = frame.refused
    if frame.missed:
        more["missed"] = frame.missed
    parts: list[object] = [frame.seq, frame.since, frame.revision]
    parts += [frame.values, frame.numbers, more]
    while not parts[-1] and len(parts) > 3:
        parts.pop()
    return tuple(parts)


def write_state(snapshot: Snapshot, role: Role) -> dict[str, Any]:
    """Return the part that welcome and show share: layout, values, holds and feeds, as far as a role sees them."""
    show = snapshot.show.seen_by(role)
    return {"show": show.describe(), **write_rest(snapshot, show.controls)}


def joined_text(values: Mapping[str, Value]) -> int:
    """Return how many characters the texts among values have together."""
    return sum(len(value) for value in values.values() if isinstance(value, str))


def write_rest(snapshot: Snapshot, seen: Container[str]) -> dict[str, Any]:
    """Return the same without the layout; `seen` are the controls that the role sees."""
    return {
        "revision": snapshot.revision,
        "values": {control: value for control, value in snapshot.values.items() if control in seen},
        "holds": {control: device for control, device in snapshot.holds.items() if control in seen},
        "feeds": snapshot.feeds,
    }


def write_layout(show: Show) -> dict[str, Any]:
    """Return a show as a program hears of it, but for the values: each control that has one, and the feeds."""
    return {
        "id": show.id,
        "name": show.name,
        "open": show.open,
        "controls": [{**control.describe(), "momentary": control.momentary} for control in show.controls.values()],
        "feeds": [feed.describe() for feed in show.feeds.values()],
    }
