"""Open shows take in what a simple client calls by a name that they don't have."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import anything, show
from webui.core.show.controls import Control, Fader, Text, Toggle
from webui.core.show.controls.ranged import MAX_BOUND
from webui.core.show.fields import MAX_ID
from webui.core.surface.adopting import MAX_ADOPTED, adopted, round_up, with_adopted
from webui.core.values import MAX_WRITTEN


def fader(who: str, data: object, now: Control | None = None) -> Fader:
    control = adopted(who, data, now)
    assert isinstance(control, Fader)
    return control


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (25, Fader),
        ("25", Fader),
        (2.5, Fader),
        (True, Toggle),
        (False, Toggle),
        ("on", Text),
        ("", Text),
        ("Hello", Text),
    ],
)
def test_a_control_suits_its_first_data(data: object, kind: type[Control]) -> None:
    control = adopted("new", data)
    assert isinstance(control, kind)
    assert (control.id, control.label) == ("new", "new")


@pytest.mark.parametrize("data", [None, [], {}, "a\0b", "\ud800", "x" * (MAX_WRITTEN + 1), float("nan"), float("inf")])
def test_what_suits_no_control_makes_none(data: object) -> None:
    assert adopted("new", data) is None


@pytest.mark.parametrize("who", ["", "a b", "-", "ä", "x" * (MAX_ID + 1)])
def test_a_name_that_is_no_id_makes_none(who: str) -> None:
    assert adopted(who, 25) is None
    assert adopted("x" * MAX_ID, 25)


@pytest.mark.parametrize(
    ("data", "low", "high", "decimals"),
    [(25, 0, 100, 0), (101, 0, 200, 0), (1023, 0, 2000, 0), (-3, -5, 100, 0), (0.5, 0, 100, 0), (-0.5, -1, 100, 0)],
)
def test_a_faders_range_fits_its_number(data: float, low: float, high: float, decimals: int) -> None:
    control = fader("new", data)
    assert (control.low, control.high, control.decimals) == (low, high, decimals)


def test_a_faders_range_grows_and_never_shrinks() -> None:
    control: Control | None = None
    for data in (25, 127, -1, 3, 101):
        control = adopted("new", data, control)
    assert isinstance(control, Fader)
    assert (control.low, control.high) == (-1, 200)


def test_a_range_has_an_end() -> None:
    for data in (MAX_BOUND, 1e300):
        assert (fader("new", data).high, fader("new", -data).low) == (MAX_BOUND, -MAX_BOUND)
    assert fader("new", 1e300).check(1e300) == MAX_BOUND


@pytest.mark.parametrize(
    ("first", "then", "kind"),
    [
        (True, 1, Toggle), (True, "off", Toggle), (True, 5, Fader), (True, "maybe", Text),
        (25, "7", Fader), (25, "loud", Text), (25, True, Text), (25, "", Text),
        ("Hello", "25", Text), ("Hello", 25, Text), ("Hello", True, Text),
    ],
)  # fmt: skip
def test_a_control_only_ever_widens(first: object, then: object, kind: type[Control]) -> None:
    assert isinstance(adopted("new", then, adopted("new", first)), kind)


@given(st.lists(anything, max_size=6))
def test_whatever_comes_the_control_takes_it_and_ends_as_wide_as_it_was(stream: list[object]) -> None:
    order: list[Any] = [type(None), Toggle, Fader, Text]
    now: Control | None = None
    for data in stream:
        control = adopted("new", data, now)
        if control is None:
            continue
        assert order.index(type(control)) >= order.index(type(now))
        control.understand(data)
        now = control


@given(st.floats(0, 2e15))
def test_a_range_ends_at_a_round_number(value: float) -> None:
    end = round_up(value)
    assert end >= min(value, MAX_BOUND)
    assert end <= max(1, min(value * 2.5000001, MAX_BOUND))
    assert str(end).rstrip("0") in ("1", "2", "5")


def test_what_was_adopted_is_adopted_again_by_its_kept_value() -> None:
    read, ids = with_adopted(show(open=True), {"b": 7, "a": True, "t": "25", "n": None}, dict.fromkeys("btan"))  # type: ignore[dict-item]
    assert ids == {"a", "b", "t"}
    assert [type(control) for control in read.controls.values()] == [Fader, Text, Toggle]


def test_a_closed_show_adopts_nothing() -> None:
    assert with_adopted(show(), {"a": 7}, {"a": None}) == (show(), set())


def test_what_the_show_has_itself_is_not_adopted() -> None:
    own = show(open=True, controls=[{"id": "a", "type": "toggle"}])
    assert with_adopted(own, {"a": 7}, {"a": None}) == (own, set())


def test_a_show_adopts_so_many_at_the_most() -> None:
    wide = show(open=True, pages=[{"id": "main", "columns": 24}])
    names = [f"c{n}" for n in range(MAX_ADOPTED + 1)]
    read, ids = with_adopted(wide, dict.fromkeys(names, True), dict.fromkeys(names))
    assert ids == set(names[:MAX_ADOPTED])
    assert len(read.controls) == MAX_ADOPTED


def test_what_finds_no_room_is_left_out() -> None:
    full = show(open=True, controls=[{"id": "a", "type": "text", "place": [1, 1, 24, 23]}])
    read, ids = with_adopted(full, {"big": "words", "small": True}, {"big": None, "small": None})
    assert ids == {"small"}
    assert list(read.controls) == ["a", "small"]
