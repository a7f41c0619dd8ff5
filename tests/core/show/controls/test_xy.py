"""XY pads: two numbers under one finger."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import anything, show
from webui.core.errors import BadValue, ShowError
from webui.core.show.controls import XY


def pad(**keys: Any) -> XY:
    control = show(controls=[{"id": "spot", "type": "xy", **keys}]).controls["spot"]
    assert isinstance(control, XY)
    return control


def test_a_lone_pad_rests_in_the_middle_of_two_hundreds() -> None:
    axis = {"min": 0, "max": 100, "step": 0, "unit": "", "decimals": 0}
    assert pad().describe() == {
        "id": "spot", "type": "xy", "label": "spot", "place": [1, 1, 4, 5], "role": "player",
        "x": {"label": "x", **axis}, "y": {"label": "y", **axis},
        "default": (50, 50), "spring": False, "jump": False,
    }  # fmt: skip
    assert pad(x={"min": -1, "max": 1, "step": 1, "label": "Pan"}).start == (0, 50)
    assert pad(x={"label": "Pan"}).x.label == "Pan"
    assert pad(default=[300, -1], value=[1, 2]).default == (100, 0)
    assert pad(default=[3, 4], value=[1, 2]).start == (1, 2)


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"x": {"min": 5, "max": 5}}, "control 1, x: min 5 is not below max 5"),
        ({"y": {"step": 101}}, "control 1, y: step 101 is more than the range from 0 to 100"),
        ({"y": {"step": 1e-9}}, "control 1, y: step 1e-09 is too fine; 0 means continuous"),
        ({"y": {"max": 1e12, "step": 1}}, "control 1, y: step 1 is too fine; 0 means continuous"),
        ({"y": {"pan": 1}}, "control 1, y: there is no key 'pan' here"),
        ({"x": 4}, "control 1, x: must be an object"),
        ({"spring": 1}, "control 1: spring must be true or false"),
        ({"jump": 1}, "control 1: jump must be true or false"),
        ({"default": 5}, "control 1: default: not two numbers"),
        ({"default": [5, "6"]}, "control 1: default: not a number"),
        ({"value": [5, 6, 7]}, "control 1: value: not two numbers"),
        ({"spring": True, "value": [5, 6]}, "control 1: value: what springs starts from its default"),
        ({"min": 3}, "control 1: there is no key 'min' here"),
    ],
)
def test_what_makes_no_pad_is_refused(keys: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ShowError, match=sentence):
        pad(**keys)


def test_only_a_pad_that_springs_does_not_last() -> None:
    assert (pad().springs, pad().lasts) == (False, True)
    assert (pad(spring=True).springs, pad(spring=True).lasts) == (True, False)


def test_a_page_is_taken_at_its_word_and_a_simple_client_is_understood() -> None:
    one = pad(x={"step": 10})
    assert one.check([34, 200]) == (30, 100)
    for data in ([34, "7"], "34,7", " 34 , 7 ", {"x": 34, "y": "7"}, (34, 7)):
        assert one.understand(data) == (30, 7)
    for wrong in ("34", [1], [1, 2, 3], {"x": 1}, {}, None, True, 5, "x" * 161, ["a", "b"], [True, 1]):
        with pytest.raises(BadValue, match="Not"):
            one.understand(wrong)
    for wrong in ("34,7", [34, "7"], {"x": 1, "y": 2}):
        with pytest.raises(BadValue, match="Not"):
            one.check(wrong)


@given(anything, st.tuples(st.floats(), st.floats()))
def test_every_pad_takes_what_it_took_again_unchanged(data: object, two: tuple[float, float]) -> None:
    one = pad(x={"min": -1, "max": 1, "step": 0.3}, y={"min": -5, "max": 1 / 3})
    for value in (data, two, list(two)):
        try:
            x, y = taken = one.understand(value)  # type: ignore[misc, str-unpack]
        except BadValue:
            continue
        assert one.x.low <= x <= one.x.high
        assert one.y.low <= y <= one.y.high
        assert one.check(list(taken)) == taken == one.understand(f"{x},{y}")
