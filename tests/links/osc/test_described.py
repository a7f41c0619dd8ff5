"""What OSCQuery says of a show can be followed: each message that a description allows is taken."""

import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.core.making import NEEDED, show
from webui.core.devices.devices import Connection, Device, Role
from webui.core.errors import ShowError
from webui.core.osc.conversion import arguments as osc_arguments
from webui.core.osc.conversion import value_of
from webui.core.osc.imported_tree import put_tree
from webui.core.osc.query_tree import WRITE, describe
from webui.core.show.controls import CONTROL_TYPES
from webui.core.show.show import Show, read_show
from webui.core.surface.commands import Move
from webui.core.surface.events import Refused
from webui.core.surface.surface import Surface
from webui.links.osc.packets import decode, encode
from webui.links.osc.receive.routes import Routes, Way
from webui.links.osc.sources import Source

SOMEBODY = Connection("c", Device("d", "Somebody", "#b39ddb", Role.PLAYER))
SOURCE = Source("10.0.0.9", 9000, SOMEBODY)

NUMBERS = [{}, {"min": -7, "max": 7, "step": 0.25}, {"min": 1_700_000_000_000, "max": 1_700_000_001_000}]
TAPERED = [*NUMBERS, {"taper": "log", "min": 0.01, "max": 20}, {"taper": "audio"}]
OPTIONS: dict[str, list[dict[str, Any]]] = {
    "fader": TAPERED,
    "knob": TAPERED,
    "number": [{}, {"min": 0, "max": 9}, {"max": 0, "step": 0.01}],
    "encoder": [{}, {"min": 0, "max": 359, "wrap": True}],
    "button": [{}, {"guard": True}],
    "xy": [{}, {"spring": True}, {"x": {"min": -1, "max": 1}, "y": {"min": 5, "max": 6, "step": 0.1}}],
    "range": [{}, {"min": 0, "max": 1, "step": 0.5}],
    "choice": [{}, {"options": ["only"]}, {"options": ["a", "b", {"id": "3", "label": "See"}]}],
    "colour": [{}, {"mode": "rgb"}],
    "text": [{}, {"length": 3, "value": "abc"}],
    "label": [{}],
}
FIXED: list[dict[str, Any]] = [
    {},
    {"before": [2]},
    {"before": [0.1, "strip", True, False, 5]},
    {"args": [7]},
    {"args": [0]},
    {"before": [1, "a"], "args": [0.1, False, "b"]},
]
A_SHOW = 6
"""Controls in one show."""

RANGES: list[dict[str, Any]] = [{}, {"range": [0, 1]}, {"range": [127, 0]}, {"range": [-0.5, 1e6]}]


def controls_of(kind: str) -> list[dict[str, Any]]:
    """A control for each of a type's options, types in messages, ranges and fixed arguments that a file may say."""
    sorts = (*CONTROL_TYPES[kind].osc_types, "none")
    whens: list[dict[str, Any]] = [{}, {"on": "press"}, {"on": "release"}]
    controls: list[dict[str, Any]] = []
    for keys, sort, fixed, ends, when in itertools.product(OPTIONS.get(kind, [{}]), sorts, FIXED, RANGES, whens):
        osc = {"address": f"/it/{len(controls)}", "type": sort, **fixed, **ends, **when}
        made = {"id": f"c{len(controls)}", "type": kind, **NEEDED.get(kind, {}), **keys, "osc": osc}
        try:
            show(controls=[made])
        except ShowError:
            # No range for this type, nothing that could be pressed.
            continue
        controls.append(made)
    return controls


def described(made: Show, surface: Surface) -> Iterator[dict[str, Any]]:
    """All methods, as a client reads them."""
    values = {name: surface.value(name) for name in made.controls}
    waiting = [json.loads(json.dumps(describe(made, values), allow_nan=False))]
    for node in waiting:
        waiting += node.get("CONTENTS", {}).values()
        if "TYPE" in node:
            yield node


def messages(node: dict[str, Any]) -> Iterator[list[Any]]:
    """What a client may send that goes by the description alone."""
    kinds = node["TYPE"].replace("N", "")
    ranges = node.get("RANGE", [{}] * len(kinds))
    values = node.get("VALUE", [None] * len(kinds))
    assert len(ranges) == len(values) == len(kinds)
    for name in ("CLIPMODE", "UNIT"):
        assert len(node.get(name, kinds)) == len(kinds)
    yield from itertools.product(*map(_possible, kinds, ranges, values))  # type: ignore[misc]


def _possible(kind: str, ends: dict[str, Any], value: Any) -> list[Any]:
    if "VALS" in ends:
        return list(ends["VALS"])
    if "MIN" in ends:
        made = round if kind == "i" else float
        return [made(ends["MIN"]), made(ends["MAX"]), made((ends["MIN"] + ends["MAX"]) / 2), value]
    return {"T": [True, False], "F": [True, False], "b": [b"\1\2\3"]}.get(kind) or [value]


def heard(made: Show, node: dict[str, Any], said: Any) -> tuple[list[Way], tuple[object, ...]]:
    """Who a message is for, and its arguments as they arrive."""
    [(_, message)] = decode(encode(node["FULL_PATH"], said))
    ways = Routes(made, 0).find(node["FULL_PATH"].encode(), 0)
    return [way for way in ways if way.suits(SOURCE, message.arguments)], message.arguments


@pytest.mark.parametrize("kind", [kind for kind, control in CONTROL_TYPES.items() if control.valued])
def test_every_message_that_is_described_is_taken(kind: str) -> None:
    controls = controls_of(kind)
    count = 0
    for at in range(0, len(controls), A_SHOW):
        made = show(controls=controls[at : at + A_SHOW])
        surface = Surface(made, {}, {})
        for node in described(made, surface):
            if not node["ACCESS"] & WRITE:
                [control] = [one for one in made.controls.values() if one.osc[0].address == node["FULL_PATH"]]
                assert control.osc[0].type == "none"
                assert not control.momentary
                continue
            for said in messages(node):
                [way], came = heard(made, node, said)
                assert way.control
                assert way.address
                value = value_of(way.control, way.address, came)
                events = surface.apply(Move(way.control.id, value), SOMEBODY, 0)
                assert not [event for event in events if isinstance(event, Refused)], (node, said)
                assert way.control.momentary or surface.value(way.control.id) == value
                assert value is True or way.address.type != "none"
                count += 1
    assert count >= len(controls) / 2


def test_what_may_not_come_in_is_not_described_as_writable() -> None:
    made = show(
        osc={"in": {"patterns": ["/open/*", "/feed"]}},
        feeds=[{"id": "a", "source": "program", "osc": "/feed"}, {"id": "b", "source": "program", "osc": "/other"}],
        controls=[
            {"id": "one", "type": "fader", "osc": {"address": "/open/1"}},
            {"id": "two", "type": "fader", "osc": {"address": "/shut/2"}},
            {"id": "three", "type": "button", "osc": {"address": "/shut/3", "type": "none"}},
            {"id": "four", "type": "fader", "role": "operator", "osc": {"address": "/open/4"}},
            {"id": "five", "type": "fader", "osc": {"address": "/open/5", "type": "none", "args": [1]}},
        ],
    )
    access = {node["FULL_PATH"]: node["ACCESS"] for node in described(made, Surface(made, {}, {}))}
    assert access == {
        "/open/1": 3, "/shut/2": 1, "/shut/3": 0, "/open/4": 1, "/open/5": 0, "/feed": WRITE, "/other": 0,
    }  # fmt: skip


def test_strips_of_one_address_are_told_apart_and_the_described_one_is_reached() -> None:
    strips = [
        {"id": f"s{n}", "type": "fader", "osc": {"address": "/live/track/set/volume", "before": [n], "range": [0, 1]}}
        for n in range(3)
    ]
    scenes = [
        {
            "id": f"go{n}",
            "type": "button",
            "osc": {"address": "/live/scene/fire", "type": "none", "args": [n], "on": "press"},
        }
        for n in range(3)
    ]
    made = show(controls=[*strips, *scenes])
    nodes = {node["FULL_PATH"]: node for node in described(made, Surface(made, {}, {}))}
    volume, fire = nodes["/live/track/set/volume"], nodes["/live/scene/fire"]
    assert (volume["TYPE"], volume["RANGE"]) == ("if", [{"VALS": [0]}, {"MIN": 0.0, "MAX": 1.0}])
    assert (fire["TYPE"], fire["RANGE"], fire["ACCESS"]) == ("i", [{"VALS": [0]}], WRITE)
    for node, stem, rest in ((volume, "s", [0.5]), (fire, "go", [])):
        for n in range(3):
            [way], came = heard(made, node, [n, *rest])
            assert way.control
            assert way.address
            assert way.control.id == f"{stem}{n}"
            assert value_of(way.control, way.address, came) == (50 if rest else True)


def test_our_own_description_makes_a_page_that_drives_us() -> None:
    made = show(
        controls=[*controls_of("fader")[:40], {"id": "go", "type": "button", "osc": {"type": "none", "args": [3]}}]
    )
    surface = Surface(made, {}, {})
    tree = describe(made, {name: surface.value(name) for name in made.controls})
    data: dict[str, Any] = {"sidestage": 1}
    put_tree(data, json.loads(json.dumps(tree)), "Ours", "10.0.0.7", 5758)
    theirs = read_show(data, "theirs", "Theirs")
    for control in theirs.controls.values():
        [address] = control.osc
        value = True if control.momentary else control.start
        for way, came in [heard(made, {"FULL_PATH": address.address}, osc_arguments(control, address, value))]:
            [it] = way
            assert it.control
            assert it.address
            found = value_of(it.control, it.address, came)
            assert found == pytest.approx(True if control.momentary else it.control.start, abs=0.001)
