"""What a control's value is in an OSC message, and what a message says of a value.

A range stands for the control's way: half way up a fader is the middle of the range, whatever its taper makes of it.
"""

import math
import struct
from collections.abc import Callable, Sequence
from typing import Any

from webui.core.errors import BadValue
from webui.core.show.controls import XY, Choice, Colour, Control, Range
from webui.core.show.controls.axis import Axis
from webui.core.show.controls.ranged import Ranged
from webui.core.show.controls.stepped import Stepped
from webui.core.show.controls.switch import Switch
from webui.core.show.osc.addresses import BLOB, BOOL, FLOAT, INT, MAX_INT, NONE, STRING, Address, Argument
from webui.core.taper import TAPERS, Taper, tidy
from webui.core.values import Pair, Value, number_from, truth_from

Number = int | float
Tell = Callable[[Any], tuple[Argument, ...]]
"""Makes a message's arguments of a control's value."""

Ends = tuple[Number, Number]

NEAR = 0.001
"""The part of its way that is one step of a number without steps: faders of desks have about a thousand."""

ROUNDING = 1 / 64
"""The part of its way by which a value may be rounded at the other end: seven bits cut off, or whole decibels."""

FAR = 2.0
"""How far values are from each other that have no way in common."""

ON, OFF = "on", "off"
"""What something that is on or off is as a text."""

_SWITCHED: Ends = (0, 1)
_PARTS: dict[str, Ends] = {FLOAT: (0, 1), INT: (0, 255)}
"""Off and on, and what the parts of a colour go from and to, where no range is said."""

_SINGLE = struct.Struct(">f")
_MOST = 1e38
"""Numbers up to here have a single."""
_SINGLE_DIGITS = (7, 8, 9)
"""Digits that suffice to tell a single from all others, fewest first."""


def arguments(control: Control, address: Address, value: Value) -> tuple[Argument, ...]:
    """Return what is sent for a value that the control has: its own arguments, and the fixed ones around them."""
    return telling(control, address)(value)


def telling(control: Control, address: Address) -> Tell:
    """Return what makes the arguments of any value that the control may have: quicker where there are many."""
    own, before, after = _own(control, address), address.before, address.args
    return (lambda value: (*before, *own(value), *after)) if before or after else own


def is_meant(address: Address, arguments: Sequence[object]) -> bool:
    """Say whether a message to an address is for the control that has it: several may share one, and go by `before`."""
    return _are(arguments[: len(address.before)], address.before)


def is_followed(address: Address, arguments: Sequence[object]) -> bool:
    """Say whether what follows the value is what is fixed there, or is left out by a message that is shorter."""
    after = address.args
    return len(arguments) < len(after) or not after or _are(arguments[-len(after) :], after)


def value_of(control: Control, address: Address, arguments: Sequence[object]) -> Value:
    """Return the value that a message means, as the control takes it; raises BadValue.

    Fixed arguments are passed over: `is_meant` looks at them. A message without a value is a press of what is on while
    it is pressed.
    """
    arguments = arguments[len(address.before) :]
    own = len(arguments) - len(address.args)
    if address.args and own >= _count(control, address) and _are(arguments[own:], address.args):
        arguments = arguments[:own]
    if not arguments and control.momentary:
        return True
    match control:
        case XY():
            return control.understand(_two(address, (control.x, control.y), arguments))
        case Range():
            return control.understand(_two(address, (control.axis, control.axis), arguments))
        case Colour() if len(arguments) >= 3:
            return _mixed(address, arguments)
    if not arguments:
        raise BadValue("No value")
    first = _plain(arguments[0])
    match control:
        case Ranged() | Stepped() if address.range:
            return control.check(_number_at(control, _place(address.range, first)))
        case Switch() if not isinstance(first, bool | str):
            return _place(address.range or _SWITCHED, first) > 0.5
        case Switch() if isinstance(first, str):
            return truth_from(first)
        case Choice() if address.type in (INT, FLOAT) and not isinstance(first, str):
            return _option(control, address, first)
        case Colour() if isinstance(first, bytes):
            return control.understand(list(first))
    return control.understand(first)


def distance_from(control: Control, address: Address, came: Value) -> Callable[[Value], float]:
    """Return what tells how far values that were sent are from one that came, as a part of the control's way.

    0.0 is the same, also for what is the same in a message; less than NEAR is less than a step; FAR is different.
    An end is an end: a fader that is pulled down to it from a hair above has moved.
    """
    own = _own(control, address)
    told = _singles(own(came))
    away = _distance(control, came)

    def distance(sent: Value) -> float:
        if sent == came:
            return 0.0
        far = away(sent)
        # Most of what is looked at is far away; the rest is worth a closer look.
        if ROUNDING < far < FAR:
            return far
        if told and _singles(own(sent)) == told:
            return 0.0
        return far if _is_beside(control, sent, came) else max(far, NEAR)

    return distance


def is_whole(control: Control, address: Address, value: Value, arguments: Sequence[object]) -> bool:
    """Say whether a control took the numbers of a message as they came: False where it clamped or rounded them."""
    came = arguments[len(address.before) :]
    for mine, theirs in zip(_own(control, address)(value), came, strict=False):
        if isinstance(mine, int | float) and isinstance(theirs, int | float) and not _is_close(mine, theirs):
            return False
    return True


def _is_close(mine: Number, theirs: Number) -> bool:
    return math.isclose(mine, theirs, rel_tol=NEAR, abs_tol=NEAR)


# Out


def _own(control: Control, address: Address) -> Tell:
    kind, ends = address.type, address.range
    if kind == NONE:
        return lambda value: ()
    made = _whole if kind == INT else float
    match control:
        case Ranged() | Stepped() if kind != STRING:
            if ends is None:
                return lambda value: (made(value),)
            position, (low, high) = _way(control)[0].position, _way(control)[1]
            return lambda value: (made(_spread(ends, position(value, low, high))),)
        case Switch() if kind == STRING:
            return lambda value: (ON if value else OFF,)
        case Switch() if kind == BOOL:
            return lambda value: (value,)
        case Switch():
            off, on = (made(end) for end in ends or _SWITCHED)
            return lambda value: (on if value else off,)
        case Choice() if kind != STRING:
            last = len(control.options) - 1
            place = {option.id: number / max(last, 1) for number, option in enumerate(control.options)}
            return lambda value: (made(_spread(ends or (0, last), place[value])),)
        case XY():
            return lambda value: (made(_along(ends, control.x, value[0])), made(_along(ends, control.y, value[1])))
        case Range(axis=axis):
            return lambda value: (made(_along(ends, axis, value[0])), made(_along(ends, axis, value[1])))
        case Colour() if kind == BLOB:
            return lambda value: (bytes.fromhex(value[1:]),)
        case Colour() if kind != STRING:
            among = ends or _PARTS[kind]
            return lambda value: tuple(made(_spread(among, part / 255)) for part in bytes.fromhex(value[1:]))
    return lambda value: (str(value),)


def _whole(number: Number) -> int:
    """The nearest int; of what is too large for one the largest."""
    return min(max(round(number), -MAX_INT - 1), MAX_INT)


def _spread(ends: Ends, place: float) -> float:
    """What stands at a place, from 0 to 1, between two ends; the ends themselves exactly."""
    return ends[0] * (1 - place) + ends[1] * place


def _along(ends: Ends | None, axis: Axis, number: Number) -> Number:
    return number if ends is None else _spread(ends, TAPERS["linear"].position(number, axis.low, axis.high))


def _way(control: Ranged | Stepped) -> tuple[Taper, Ends]:
    if isinstance(control, Ranged):
        return TAPERS[control.taper], (control.low, control.high)
    assert control.low is not None, "what has a range has two ends"
    assert control.high is not None, "what has a range has two ends"
    return TAPERS["linear"], (control.low, control.high)


# In


def _plain(argument: object) -> object:
    """Return a single as its shortest decimal: 0.1, not 0.10000000149011612; whole numbers are exact."""
    if (
        isinstance(argument, float)
        and not argument.is_integer()
        and abs(argument) < _MOST
        and _single(argument) == argument
    ):
        shorter = (float(f"{argument:.{digits}g}") for digits in _SINGLE_DIGITS)
        return next((one for one in shorter if _single(one) == argument), argument)
    return argument


def _count(control: Control, address: Address) -> int:
    """Return how many arguments a value takes."""
    if address.type == NONE:
        return 0
    if isinstance(control, XY | Range):
        return 2
    return 3 if isinstance(control, Colour) and address.type in _PARTS else 1


def _are(arguments: Sequence[object], fixed: Sequence[Argument]) -> bool:
    """Say whether arguments that came are the fixed ones."""
    return [_plain(one) for one in arguments] == [_plain(one) for one in fixed]


def _single(number: float) -> float:
    single: float = _SINGLE.unpack(_SINGLE.pack(number))[0]
    return single


def _place(ends: Ends, argument: object) -> float:
    """Where a number stands between two ends, from 0 to 1; raises BadValue."""
    place = (number_from(argument) - ends[0]) / (ends[1] - ends[0])
    return min(max(place, 0.0), 1.0)


def _number_at(control: Ranged | Stepped, place: float) -> float:
    taper, (low, high) = _way(control)
    return _tidied(taper, place, low, high)


def _option(control: Choice, address: Address, argument: object) -> str:
    last = len(control.options) - 1
    ends = address.range or (0, last)
    return control.options[round(_place(ends, argument) * last) if last else 0].id


def _two(address: Address, axes: tuple[Axis, Axis], arguments: Sequence[object]) -> Pair:
    if len(arguments) < 2:
        raise BadValue("Not two numbers")
    first, second = (number_from(_plain(one)) for one in arguments[:2])
    if address.range is None:
        return first, second
    return _back(address.range, axes[0], first), _back(address.range, axes[1], second)


def _back(ends: Ends, axis: Axis, number: Number) -> Number:
    return _tidied(TAPERS["linear"], _place(ends, number), axis.low, axis.high)


def _tidied(taper: Taper, place: float, low: Number, high: Number) -> float:
    return min(max(tidy(taper.number(place, low, high), low, high, taper is TAPERS["log"]), low), high)


def _mixed(address: Address, arguments: Sequence[object]) -> str:
    """A colour of three parts; where the type does not say how they are meant, whole ones go to 255 and others to 1."""
    parts = arguments[:3]
    came = INT if all(isinstance(part, int) for part in parts) else FLOAT
    ends = address.range or _PARTS.get(address.type, _PARTS[came])
    return "#" + "".join(f"{round(_place(ends, part) * 255):02x}" for part in parts)


# Both


def _singles(arguments: tuple[Argument, ...]) -> list[Argument]:
    """What arrives of arguments."""
    return [_single(one) if isinstance(one, float) else one for one in arguments]


def _is_beside(control: Control, sent: Value, came: Value) -> bool:
    match control, sent, came:
        case Ranged(step=0), int() | float(), int() | float():
            return _is_near(TAPERS[control.taper], (control.low, control.high), sent, came)
        case XY(), (x, y), (to_x, to_y):
            return _is_near_along(control.x, x, to_x) and _is_near_along(control.y, y, to_y)
        case Range(axis=axis), (low, high), (to_low, to_high):
            return _is_near_along(axis, low, to_low) and _is_near_along(axis, high, to_high)
    return False


def _distance(control: Control, came: Value) -> Callable[[Any], float]:
    """Return what tells how far a value is from one that came, where there is a way between them."""
    match control, came:
        case Ranged(), int() | float():
            return _along_way(TAPERS[control.taper], (control.low, control.high), came)
        case Stepped(low=int() | float(), high=int() | float()), int() | float():
            return _along_way(*_way(control), came)
        case XY(), (x, y):
            first, second = _along_axis(control.x, x), _along_axis(control.y, y)
        case Range(axis=axis), (low, high):
            first, second = _along_axis(axis, low), _along_axis(axis, high)
        case _:
            return lambda sent: FAR
    return lambda sent: max(first(sent[0]), second(sent[1]))


def _along_axis(axis: Axis, came: Number) -> Callable[[Number], float]:
    return _along_way(TAPERS["linear"], (axis.low, axis.high), came)


def _along_way(taper: Taper, ends: Ends, came: Number) -> Callable[[Number], float]:
    place = taper.position(came, *ends)
    return lambda sent: abs(taper.position(sent, *ends) - place)


def _is_near_along(axis: Axis, sent: Number, came: Number) -> bool:
    return sent == came or (not axis.step and _is_near(TAPERS["linear"], (axis.low, axis.high), sent, came))


def _is_near(taper: Taper, ends: Ends, sent: Number, came: Number) -> bool:
    if came in ends:
        return False
    return abs(taper.position(sent, *ends) - taper.position(came, *ends)) < NEAR
