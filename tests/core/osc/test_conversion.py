"""What values are in messages, and what messages say of values."""

import struct
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import control, numbers, texts
from webui.core.errors import BadValue
from webui.core.osc.conversion import (
    FAR,
    NEAR,
    ROUNDING,
    arguments,
    distance_from,
    is_followed,
    is_meant,
    is_whole,
    value_of,
)
from webui.core.show.controls import Control
from webui.core.show.osc.addresses import Address

OSC = st.one_of(numbers, texts, st.booleans(), st.none(), st.binary(max_size=8), st.lists(st.integers(), max_size=3))
"""What may stand in a message, and what may not."""


def one(kind: str, osc: object = None, **keys: Any) -> tuple[Control, Address]:
    """A control and its one address."""
    made = control(kind, **keys) if osc is None else control(kind, osc=osc, **keys)
    [address] = made.osc
    return made, address


def sent(kind: str, value: Any, osc: object = None, **keys: Any) -> tuple[object, ...]:
    """What is sent for a value."""
    made, address = one(kind, osc, **keys)
    return arguments(made, address, value)


def came(kind: str, *said: object, osc: object = None, **keys: Any) -> object:
    """The value that a message means."""
    made, address = one(kind, osc, **keys)
    return value_of(made, address, said)


def over_the_wire(said: tuple[object, ...]) -> list[object]:
    """What arrives: numbers with a point as singles."""
    return [struct.unpack(">f", struct.pack(">f", one))[0] if isinstance(one, float) else one for one in said]


PAIR = {"min": -10, "max": 10}
OPTIONS = {"options": ["a", "b", {"id": "3", "label": "See"}]}


@pytest.mark.parametrize(
    ("kind", "keys", "osc", "value", "told"),
    [
        ("fader", {}, None, 25, (25.0,)),
        ("fader", {}, {"type": "int"}, 25.6, (26,)),
        ("fader", {}, {"type": "string"}, 25.5, ("25.5",)),
        ("fader", {}, {"type": "none", "args": [1]}, 25, (1,)),
        ("fader", {}, {"range": [0, 1]}, 25, (0.25,)),
        ("fader", {}, {"range": [1, 0], "args": ["dB", True, 2.5]}, 25, (0.75, "dB", True, 2.5)),
        ("fader", {"max": 10**15}, {"type": "int"}, 10**12, (2**31 - 1,)),
        ("fader", {"min": -(10**15)}, {"type": "int"}, -(10**12), (-(2**31),)),
        ("fader", {"taper": "audio"}, {"range": [0, 1]}, -10, (0.5,)),
        ("fader", {"taper": "audio"}, {"range": [0, 1]}, 10, (1.0,)),
        ("knob", {"taper": "log", "min": 20, "max": 20000}, {"range": [0, 127], "type": "int"}, 20000, (127,)),
        ("number", {}, None, 3, (3.0,)),
        ("number", {"min": 1, "max": 5}, {"range": [0, 1]}, 2, (0.25,)),
        ("encoder", {"min": 0, "max": 4}, {"range": [0, 8], "type": "int"}, 3, (6,)),
        ("toggle", {}, None, True, (1,)),
        ("toggle", {}, {"type": "float"}, False, (0.0,)),
        ("toggle", {}, {"type": "bool"}, True, (True,)),
        ("toggle", {}, {"type": "string"}, True, ("on",)),
        ("toggle", {}, {"type": "string"}, False, ("off",)),
        ("toggle", {}, {"range": [1, 0]}, True, (0,)),
        ("button", {}, {"type": "none"}, True, ()),
        ("choice", OPTIONS, None, "b", ("b",)),
        ("choice", OPTIONS, {"type": "int"}, "3", (2,)),
        ("choice", OPTIONS, {"type": "float", "range": [0, 1]}, "b", (0.5,)),
        ("choice", {"options": ["a"]}, {"type": "int", "range": [5, 6]}, "a", (5,)),
        ("text", {}, None, "Hällo", ("Hällo",)),
        ("label", {}, None, "x", ("x",)),
        ("xy", {"x": PAIR}, None, (5, 20), (5.0, 20.0)),
        ("xy", {"x": PAIR}, {"range": [0, 1]}, (5, 20), (0.75, 0.2)),
        ("range", PAIR, {"type": "int"}, (-3, 5), (-3, 5)),
        ("range", PAIR, {"range": [0, 1]}, (-10, 5), (0.0, 0.75)),
        ("colour", {}, None, "#ff8000", ("#ff8000",)),
        ("colour", {}, {"type": "blob"}, "#ff8000", (b"\xff\x80\x00",)),
        ("colour", {}, {"type": "int"}, "#ff8000", (255, 128, 0)),
        ("colour", {}, {"type": "float"}, "#ff3300", (1.0, 0.2, 0.0)),
        ("colour", {}, {"type": "float", "range": [0, 100]}, "#ff3300", (100.0, 20.0, 0.0)),
    ],
)
def test_a_value_is_sent_as_its_address_says_and_comes_back(
    kind: str, keys: dict[str, Any], osc: object, value: Any, told: tuple[object, ...]
) -> None:
    made, address = one(kind, osc, **keys)
    said = arguments(made, address, value)
    assert said == told
    assert [type(one) for one in said] == [type(one) for one in told]
    if address.type != "none" and abs(value if isinstance(value, int | float) else 0) < 2**31:
        back = value_of(made, address, over_the_wire(said))
        assert is_same(made, address, value, back)
        assert address.type == "int" or back == value


@pytest.mark.parametrize(
    ("kind", "keys", "osc", "said", "value"),
    [
        ("fader", {}, None, (0.1 + 2**-28,), 0.1 + 2**-28),
        ("fader", {}, None, over_the_wire((0.1,)), 0.1),
        ("fader", {}, None, ("25",), 25),
        ("fader", {}, None, (1e300,), 100),
        ("fader", {}, {"range": [0, 1]}, (7,), 100),
        ("fader", {"step": 5}, {"range": [0, 1]}, (0.52,), 50),
        ("fader", {}, {"range": [0, 1]}, ("0.5", "and more"), 50),
        ("encoder", {"min": 0, "max": 9, "wrap": True}, None, (10,), 0),
        ("toggle", {}, None, (1.0,), True),
        ("toggle", {}, None, (127,), True),
        ("toggle", {}, None, (0.5,), False),
        ("toggle", {}, {"range": [1, 0]}, (0,), True),
        ("toggle", {}, {"range": [1, 0]}, (True,), True),
        ("toggle", {}, None, ("ON",), True),
        ("button", {}, None, (), True),
        ("choice", OPTIONS, None, ("SEE",), "3"),
        ("choice", OPTIONS, None, (3,), "3"),
        ("choice", OPTIONS, {"type": "int"}, ("b",), "b"),
        ("choice", OPTIONS, {"type": "int"}, (99,), "3"),
        ("choice", {"options": ["a"]}, {"type": "int"}, (7,), "a"),
        ("text", {}, None, over_the_wire((0.1,)), "0.1"),
        ("text", {}, None, (True,), "true"),
        ("xy", {"x": PAIR}, None, (-99, 20, 3), (-10, 20)),
        ("range", PAIR, None, (5, -5), (-5, 5)),
        ("colour", {}, None, ("F80",), "#ff8800"),
        ("colour", {}, None, (b"\xff\x80\x00",), "#ff8000"),
        ("colour", {}, None, (255, 128, 0, 255), "#ff8000"),
        ("colour", {}, None, (1.0, 0.2, 0), "#ff3300"),
        ("colour", {}, {"type": "float"}, (1, 0, 0), "#ff0000"),
    ],
)
def test_a_message_is_understood(
    kind: str, keys: dict[str, Any], osc: object, said: tuple[object, ...], value: object
) -> None:
    assert came(kind, *said, osc=osc, **keys) == value


@pytest.mark.parametrize(
    ("kind", "keys", "osc", "said"),
    [
        ("fader", {}, None, ()),
        ("fader", {}, None, (None,)),
        ("fader", {}, None, (float("nan"),)),
        ("fader", {}, {"range": [0, 1]}, (float("inf"),)),
        ("fader", {}, None, (True,)),
        ("fader", {}, None, (b"abc",)),
        ("toggle", {}, None, ()),
        ("toggle", {}, None, ("perhaps",)),
        ("toggle", {}, None, (b"",)),
        ("choice", OPTIONS, None, ("x",)),
        ("choice", OPTIONS, {"type": "int"}, (b"x",)),
        ("text", {"length": 3}, None, ("l\0ng",)),
        ("xy", {}, None, (1,)),
        ("xy", {}, None, (1, "x")),
        ("range", {}, None, ()),
        ("colour", {}, None, (1, 2)),
        ("colour", {}, None, (b"\x00",)),
        ("colour", {}, None, (1, 2, "x")),
    ],
)
def test_what_means_nothing_is_refused(kind: str, keys: dict[str, Any], osc: object, said: tuple[object, ...]) -> None:
    with pytest.raises(BadValue):
        came(kind, *said, osc=osc, **keys)


@pytest.mark.parametrize(
    ("kind", "keys", "first", "second", "same"),
    [
        ("fader", {}, 50, 50.09, True),
        ("fader", {}, 50, 50.11, False),
        ("fader", {}, 0.01, 0, False),
        ("fader", {}, 0, 0.01, True),
        ("fader", {"step": 1}, 50, 51, False),
        ("fader", {"taper": "audio"}, -90, -61, False),
        ("fader", {"taper": "audio"}, 0, 0.03, True),
        ("number", {}, 5, 6, False),
        ("number", {"min": 0, "max": 10**9, "step": 1}, 123456789, 123456790, True),
        ("xy", {}, (50, 50), (50.05, 49.95), True),
        ("xy", {}, (50, 50), (50.05, 49), False),
        ("xy", {"x": {"step": 1}}, (50, 50), (51, 50), False),
        ("range", {}, (20, 50), (20.05, 50.05), True),
        ("range", {}, (20, 50), (21, 50), False),
        ("toggle", {}, False, True, False),
        ("text", {}, "a", "b", False),
        ("text", {}, "a", "a", True),
    ],
)
def test_less_than_a_step_is_the_same(kind: str, keys: dict[str, Any], first: Any, second: Any, same: bool) -> None:
    made, address = one(kind, **keys)
    assert is_same(made, address, first, second) is same


def test_what_is_the_same_in_a_message_is_the_same() -> None:
    whole, address = one("fader", {"type": "int"}, step=0.5)
    assert is_same(whole, address, 120.5, 120)
    assert not is_same(whole, address, 120, 121)
    silent, address = one("fader", {"type": "none"}, step=1)
    assert not is_same(silent, address, 1, 2)


def is_same(control: Control, address: Address, sent: Any, came: Any) -> bool:
    """Whether a value that came is less than a step from what was sent."""
    return distance_from(control, address, came)(sent) < NEAR


@pytest.mark.parametrize(
    ("kind", "keys", "sent", "came", "distance"),
    [
        ("fader", {}, 50, 50.5, 0.005),
        ("fader", {}, 50, 60, 0.1),
        ("fader", {"step": 1}, 50, 51, 0.01),
        ("fader", {"taper": "audio"}, -10, 0, 0.25),
        ("fader", {}, 0.01, 0, NEAR),
        ("number", {}, 5, 6, FAR),
        ("number", {"min": 0, "max": 100, "step": 1}, 50, 51, 0.01),
        ("xy", {}, (50, 50), (51, 52), 0.02),
        ("range", {}, (20, 50), (20, 53), 0.03),
        ("toggle", {}, False, True, FAR),
        ("text", {}, "a", "b", FAR),
    ],
)
def test_how_far_values_are_from_each_other(
    kind: str, keys: dict[str, Any], sent: Any, came: Any, distance: float
) -> None:
    made, address = one(kind, **keys)
    assert distance_from(made, address, came)(sent) == pytest.approx(distance)
    assert distance_from(made, address, sent)(sent) == 0


@given(st.floats(0, 1), st.sampled_from([lambda at: round(at * 127) / 127, lambda at: int(at * 127) / 127]))
def test_what_seven_bits_make_of_a_value_is_rounded_and_no_more(place: float, rounds: Callable[[float], float]) -> None:
    made, address = one("fader", min=0, max=1)
    assert distance_from(made, address, rounds(place))(place) <= ROUNDING


@pytest.mark.parametrize(
    ("kind", "osc", "came", "whole"),
    [
        ("fader", {}, (50.0,), True),
        ("fader", {}, (50,), True),
        ("fader", {}, (150.0,), False),
        ("fader", {"range": [0, 1]}, (1.5,), False),
        ("fader", {"before": [3], "range": [0, 1]}, (3, 0.5), True),
        ("fader", {}, ("50",), True),
        ("toggle", {}, (1,), True),
        ("xy", {}, (50.0, 150.0), False),
        ("text", {}, ("a",), True),
    ],
)
def test_what_was_clamped_did_not_come_whole(kind: str, osc: object, came: tuple[object, ...], whole: bool) -> None:
    made, address = one(kind, osc)
    assert is_whole(made, address, value_of(made, address, came), came) is whole


RANGES = st.one_of(st.none(), st.lists(st.integers(-1000, 1000), min_size=2, max_size=2, unique=True))
TAPERED = st.sampled_from(
    [{}, {"taper": "log", "min": 0.5}, {"taper": "audio"}, {"min": -1e6, "max": 1e6}, {"step": 0.5}]
)


@given(st.sampled_from(["fader", "knob"]), TAPERED, RANGES, st.floats(0, 1))
def test_a_number_comes_back_within_a_step(kind: str, keys: dict[str, Any], ends: Any, place: float) -> None:
    made, address = one(kind, {"range": ends}, **keys)
    low, high = made.describe()["min"], made.describe()["max"]
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    value = made.check(low + (high - low) * place)
    back = value_of(made, address, over_the_wire(arguments(made, address, value)))
    assert is_same(made, address, value, back)


@given(st.sampled_from(["string", "blob", "int", "float"]), st.binary(min_size=3, max_size=3), RANGES)
def test_a_colour_comes_back(kind: str, parts: bytes, ends: Any) -> None:
    osc: dict[str, object] = {"type": kind}
    if kind == "float":
        osc["range"] = ends
    made, address = one("colour", osc)
    colour = "#" + parts.hex()
    assert value_of(made, address, over_the_wire(arguments(made, address, colour))) == colour


@given(st.sampled_from(["fader", "number", "toggle", "button", "choice", "text", "label", "xy", "range", "colour"]),
       st.booleans(), st.lists(OSC, max_size=4))  # fmt: skip
def test_whatever_comes_is_a_value_or_refused(kind: str, ranged: bool, said: list[object]) -> None:
    osc = {"type": "float", "range": [0, 1]} if ranged and kind not in ("number", "text", "label") else None
    made, address = one(kind, osc)
    try:
        value = value_of(made, address, said)
    except BadValue:
        return
    assert made.check(list(value) if isinstance(value, tuple) else value) == value


TRACK = {"address": "/live/track/set/volume", "before": [2, 0.1, "a"], "args": [7]}


def test_what_stands_before_the_value_tells_controls_of_one_address_apart() -> None:
    assert sent("fader", 25, osc=TRACK) == (2, 0.1, "a", 25.0, 7)
    _, address = one("fader", TRACK)
    for said, meant in (((2, 0.1, "a", 5.0), True), ((3, 0.1, "a", 5.0), False), ((2, 0.1), False), ((), False)):
        assert is_meant(address, over_the_wire(said)) is meant
    assert came("fader", 2, 0.1, "a", 5.0, osc=TRACK) == 5
    assert is_meant(one("fader")[1], ())


def test_what_follows_the_value_tells_controls_apart_too() -> None:
    _, address = one("fader", {"args": [0.1, True]})
    said = (((5.0, 0.1, True), True), ((5.0, 0.2, True), False), ((5.0, 0.1), False), ((5.0,), True), ((), True))
    for message, follows in said:
        assert is_followed(address, over_the_wire(message)) is follows
    assert is_followed(one("fader")[1], (5.0,))


@pytest.mark.parametrize(
    ("kind", "osc", "said", "value"),
    [
        ("fader", {"args": [7]}, (7,), 7),
        ("fader", {"args": [7]}, (5.0, 7), 5),
        ("xy", {"args": [7]}, (5.0, 7.0), (5, 7)),
        ("xy", {"args": [7]}, (5.0, 6.0, 7), (5, 6)),
        ("colour", {"args": [1, 2]}, ("#010203", 1, 2), "#010203"),
        ("colour", {"type": "int", "args": [3]}, (1, 2, 3), "#010203"),
        ("colour", {"type": "int", "args": [3]}, (1, 2, 4, 3), "#010204"),
        ("button", {"type": "none", "args": [0]}, (0,), True),
        ("button", {"type": "none", "args": [0]}, (1,), True),
        ("button", {"args": [0]}, (0, 0), False),
    ],
)
def test_what_is_fixed_is_no_value(kind: str, osc: Any, said: tuple[object, ...], value: object) -> None:
    assert came(kind, *said, osc=osc) == value


def test_a_press_may_have_nothing_but_what_is_fixed() -> None:
    osc = {"address": "/live/clip/fire", "type": "none", "before": [0, 3], "on": "press"}
    assert sent("button", True, osc=osc) == (0, 3)
    assert came("button", 0, 3, osc=osc) is True


@pytest.mark.parametrize(
    ("keys", "osc", "said", "value"),
    [
        ({}, {"range": [0, 1]}, 0.29, 29),
        ({"max": 10, "decimals": 1}, {"range": [0, 100]}, 55, 5.5),
        ({"min": 1_700_000_000_000, "max": 1_700_000_001_000}, {"range": [0, 1]}, 0.5, 1_700_000_000_500),
        ({"min": 1_700_000_000_000, "max": 1_700_000_001_000}, None, 1_700_000_000_123.5, 1_700_000_000_123.5),
        ({"min": -1_700_000_001_000, "max": -1_700_000_000_000}, {"range": [1, 0]}, 0.25, -1_700_000_000_250),
        ({"min": 1e-9, "max": 2e-9}, {"range": [0, 1]}, 0.5, 1.5e-9),
        ({"max": 2e6, "step": 0.01}, None, 1234567.8900000001, 1234567.89),
        ({"taper": "log", "min": 0.01, "max": 100}, {"range": [0, 1]}, 0.25, 0.1),
        ({"max": 1e9}, None, 123456784.0, 123456784),
        ({"max": 1e9}, None, 16777217, 16777217),
    ],
)
def test_a_number_that_comes_has_all_its_digits_and_no_others(
    keys: dict[str, Any], osc: object, said: float, value: float
) -> None:
    assert came("fader", said, osc=osc, **keys) == value


@given(st.floats(-(2.0**49), 2.0**49, width=32))
def test_a_single_is_read_as_the_shortest_decimal_that_is_that_single(number: float) -> None:
    found = came("fader", number, min=-(10**15), max=10**15)
    assert isinstance(found, int | float)
    assert struct.pack(">f", found) == struct.pack(">f", number + 0.0)
    assert found == number or len(repr(found)) <= len(repr(number))
