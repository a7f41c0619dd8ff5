"""What OSCQuery says of a show: the tree of its controls' and feeds' addresses, with types, values and ranges.

By https://github.com/Vidvox/OSCQueryProposal, third revision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from webui.core.controls import XY, Choice, Colour, Control, Range
from webui.core.controls.ranged import Ranged
from webui.core.controls.stepped import Stepped
from webui.core.controls.switch import Switch
from webui.core.devices import Role
from webui.core.feeds import Feed
from webui.core.osc.addresses import BOOL, NONE, Address, Argument
from webui.core.osc.mapping import arguments
from webui.core.show import Show
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
    """Return the tree, or the part of it that leads to a path and is under it.

    Where two have one address the first is described. A node takes some 60 us, so only those that are asked for are
    described.
    """
    root: Node = {"FULL_PATH": "/", "ACCESS": 0, "DESCRIPTION": show.name, "CONTENTS": {}}
    for control in show.controls.values():
        for address in control.osc:
            if is_under(address.address, under):
                _put(root, address.address, _method(control, address, values[control.id]))
    for feed in show.feeds.values():
        if feed.source == "program" and is_under(feed.osc, under):
            _put(root, feed.osc, _of_feed(feed))
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


def _method(control: Control, address: Address, value: Value) -> Node:
    can_write = control.role <= Role.PLAYER
    node: Node = {"DESCRIPTION": control.label, "ACCESS": (0 if address.type == NONE else READ) | WRITE * can_write}
    if address.type == NONE:
        return node | {"TYPE": "N"}
    address = replace(address, before=(), args=())
    own = arguments(control, address, value)
    if address.type == BOOL:
        return node | {"TYPE": "T" if value else "F", "VALUE": [None]}
    node |= {"TYPE": "".join(_TYPES[type(one)] for one in own), "VALUE": [_as_json(one) for one in own]}
    ranges = _ranges(control, address)
    if any(ranges):
        node["RANGE"] = ranges
    if any("MIN" in one for one in ranges):
        node["CLIPMODE"] = ["both" if "MIN" in one else "none" for one in ranges]
    units = _units(control)
    if any(units) and address.range is None:
        node["UNIT"] = [UNITS.get(unit, unit) for unit in units]
    return node


def _as_json(argument: Argument) -> Argument | None:
    return None if isinstance(argument, bytes) else argument


def _ranges(control: Control, address: Address) -> Sequence[Node]:
    """What each argument may be; nothing where all is said by its type."""
    if isinstance(control, Choice) and address.type == "string":
        return [{"VALS": [option.id for option in control.options]}]
    ends = _ends(control)
    if ends is None:
        return [{}]
    return [
        {"MIN": min(low, high), "MAX": max(low, high)}
        if isinstance(low, int | float) and isinstance(high, int | float)
        else {}
        for low, high in zip(*(arguments(control, address, end) for end in ends), strict=True)
    ]


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


def _of_feed(feed: Feed) -> Node:
    return {"DESCRIPTION": feed.label, "ACCESS": WRITE, "TYPE": "f"}
