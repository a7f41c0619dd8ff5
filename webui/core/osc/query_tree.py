"""What OSCQuery says of a show: the tree of its controls' and feeds' addresses, with types, values and ranges.

By https://github.com/Vidvox/OSCQueryProposal, third revision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeGuard

from webui.core.devices.devices import Role
from webui.core.osc.conversion import OFF, ON, arguments
from webui.core.show.controls import XY, Choice, Colour, Control, Range
from webui.core.show.controls.ranged import Ranged
from webui.core.show.controls.stepped import Stepped
from webui.core.show.controls.switch import Switch
from webui.core.show.feeds import Feed
from webui.core.show.osc.addresses import NONE, STRING, Address, Argument
from webui.core.show.osc.patterns import Pattern
from webui.core.show.show import Show
from webui.core.values import Value

Node = dict[str, Any]
"""A method or a container, as JSON has it."""

READ, WRITE = 1, 2

OPTIONAL = ("ACCESS", "VALUE", "RANGE", "DESCRIPTION", "UNIT", "CLIPMODE")
"""The attributes that we have besides those that everybody has."""

ATTRIBUTES = ("FULL_PATH", "CONTENTS", "TYPE", *OPTIONAL)

KNOWN = (*ATTRIBUTES, "TAGS", "EXTENDED_TYPE", "CRITICAL", "OVERLOADS", "HTML")
"""All attributes that the proposal has, but for HOST_INFO."""

UNITS = {
    "dB": "gain.db",
    "°": "angle.degree",
    "Hz": "time.hz",
    "bpm": "time.bpm",
    "s": "time.second",
    "ms": "time.ms",
    "m": "distance.m",
    "cm": "distance.cm",
    "mm": "distance.mm",
}
"""The proposal's names for units; any other is said as it stands."""

_TYPES: dict[type, str] = {int: "i", float: "f", str: "s", bytes: "b"}


def describe(show: Show, values: Mapping[str, Value], under: str = "/") -> Node:
    """Return the tree, or the part of it that leads to a path and is under it. What is writable is taken as described.

    Of several methods that have one address the first is described. A node takes some 60 us, so only those that are
    asked for are described.
    """
    root: Node = {"FULL_PATH": "/", "ACCESS": 0, "DESCRIPTION": show.name, "CONTENTS": {}}
    allowed = show.osc.incoming.patterns
    patterns = None if allowed is None else [Pattern(text) for text in allowed]

    def may_come(path: str) -> bool:
        return patterns is None or any(pattern.matches(path) for pattern in patterns)

    for control in show.controls.values():
        for address in control.osc:
            if is_under(address.address, under):
                may_write = control.role <= Role.PLAYER and may_come(address.address)
                _put(root, address.address, _method(control, address, values[control.id], may_write))
    for feed in show.feeds.values():
        if feed.source == "program" and is_under(feed.osc, under):
            _put(root, feed.osc, _of_feed(feed, may_come(feed.osc)))
    return root


def count(show: Show, under: str) -> int:
    """Return how many addresses a show has at a path and under it."""
    controls = sum(is_under(address.address, under) for control in show.controls.values() for address in control.osc)
    return controls + sum(feed.source == "program" and is_under(feed.osc, under) for feed in show.feeds.values())


def is_under(address: str, path: str) -> bool:
    """Say whether an address is a path, or under it; slashes at the path's end, or two for one, mean nothing."""
    stem = "".join(f"/{part}" for part in path.split("/") if part)
    return address == stem or address.startswith(f"{stem}/")


def find(root: Node, path: str) -> Node | None:
    """Return the node of a path, such as "/ch/01"; None: there is none."""
    node: Node | None = root
    for name in path.split("/"):
        if name and node is not None:
            node = node.get("CONTENTS", {}).get(name)
    return node


def _put(root: Node, path: str, method: Node) -> None:
    node, full = root, ""
    for name in path.split("/")[1:]:
        full += f"/{name}"
        node = node.setdefault("CONTENTS", {}).setdefault(name, {"FULL_PATH": full, "ACCESS": 0})
    if "TYPE" not in node:
        node |= method


def _method(control: Control, address: Address, value: Value, may_write: bool) -> Node:
    node: Node = {"DESCRIPTION": control.label, "ACCESS": READ}
    if address.type == NONE:
        # Nothing tells a value by it, and without one it can only press.
        node["ACCESS"] = 0
        may_write = may_write and control.momentary
    if may_write:
        node["ACCESS"] |= WRITE
    own = replace(address, before=(), args=())
    its = arguments(control, own, value)
    ranges = _ranges(control, own)
    units = ["" if address.range else UNITS.get(unit, unit) for unit in _units(control)] if its else []
    # What is fixed belongs to the message: without it, that is for another control.
    before, after = ([{"VALS": [one]} for one in fixed] for fixed in (address.before, address.args))
    sent = (*address.before, *its, *address.args)
    node["TYPE"] = "".join(map(_type, sent)) or "N"
    if its:
        node["VALUE"] = [_as_json(one) for one in sent]
    ranges = [*before, *(ranges if its else []), *after]
    if any(ranges):
        node["RANGE"] = ranges
    if any("MIN" in one for one in ranges):
        node["CLIPMODE"] = ["both" if "MIN" in one else "none" for one in ranges]
    if any(units):
        node["UNIT"] = [*("" for _ in before), *units, *("" for _ in after)]
    return node


def _type(argument: Argument) -> str:
    if isinstance(argument, bool):
        return "T" if argument else "F"
    return _TYPES[type(argument)]


def _as_json(argument: Argument) -> Argument | None:
    return None if isinstance(argument, bytes | bool) else argument


def _ranges(control: Control, address: Address) -> Sequence[Node]:
    """Return what each argument may be; nothing where its type says all."""
    if isinstance(control, Choice) and address.type == STRING:
        return [{"VALS": [option.id for option in control.options]}]
    if isinstance(control, Switch) and address.type == STRING:
        return [{"VALS": [OFF, ON]}]
    ends = _ends(control)
    if ends is None:
        return [{}]
    return [
        {"MIN": min(low, high), "MAX": max(low, high)} if _is_number(low) and _is_number(high) else {}
        for low, high in zip(*(arguments(control, address, end) for end in ends), strict=True)
    ]


def _is_number(argument: Argument) -> TypeGuard[int | float]:
    return isinstance(argument, int | float) and not isinstance(argument, bool)


def _ends(control: Control) -> tuple[Value, Value] | None:
    match control:
        case Ranged():
            return control.low, control.high
        case Stepped(low=int() | float() as low, high=int() | float() as high):
            return low, high
        case XY(x=x, y=y):
            return (x.low, y.low), (x.high, y.high)
        case Range(axis=axis):
            return (axis.low, axis.low), (axis.high, axis.high)
        case Switch():
            return False, True
        case Choice(options=options):
            return options[0].id, options[-1].id
        case Colour():
            return "#000000", "#ffffff"
    return None


def _units(control: Control) -> Sequence[str]:
    match control:
        case Ranged() | Stepped():
            return [control.unit]
        case XY():
            return [control.x.unit, control.y.unit]
        case Range():
            return [control.axis.unit, control.axis.unit]
    return ()


def _of_feed(feed: Feed, may_write: bool) -> Node:
    return {"DESCRIPTION": feed.label, "ACCESS": WRITE * may_write, "TYPE": "f"}
