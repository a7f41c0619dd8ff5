"""Ranges: a low end and a high end on one scale."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import anything, show
from webui.core.errors import BadValue, ShowError
from webui.core.show.controls import Range


def control(**keys: Any) -> Range:
    one = show(controls=[{"id": "band", "type": "range", **keys}]).controls["band"]
    assert isinstance(one, Range)
    return one


def test_a_lone_range_is_as_wide_as_its_scale() -> None:
    assert control().describe() == {
        "id": "band", "type": "range", "label": "band", "place": [1, 1, 4, 1], "role": "player",
        "min": 0, "max": 100, "step": 0, "unit": "", "decimals": 0, "default": (0, 100),
    }  # fmt: skip
    assert control(max=10, step=4).default == (0, 8)
    assert control(default=[20, 30], value=[70, 40]).start == (40, 70)


def test_whole_steps_are_shown_as_whole_numbers() -> None:
    assert [control(max=4, **keys).axis.decimals for keys in ({}, {"step": 1}, {"step": 0.5})] == [2, 0, 2]
    assert control(min=0.5, max=4, step=1).axis.decimals == 2
    assert control(max=4, step=1, decimals=1).axis.decimals == 1


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"min": 5, "max": 5}, "control 1: min 5 is not below max 5"),
        ({"default": [1]}, "control 1: default: not two numbers"),
        ({"default": 1}, "control 1: default: not two numbers"),
        ({"x": {}}, "control 1: there is no key 'x' here"),
    ],
)
def test_what_makes_no_range_is_refused(keys: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ShowError, match=sentence):
        control(**keys)


def test_a_simple_client_is_understood() -> None:
    for data in ([20, 60], ["60", 20], "20, 60", {"low": 20, "high": 60}):
        assert control().understand(data) == (20, 60)
    with pytest.raises(BadValue, match="Not a number"):
        control().understand({"x": 20, "y": 60})


@given(st.sampled_from([0, 0.25, 7]), anything, st.tuples(st.floats(), st.floats()))
def test_its_ends_never_cross(step: float, data: object, two: tuple[float, float]) -> None:
    one = control(min=-40, step=step)
    for value in (data, two):
        try:
            low, high = taken = one.understand(value)  # type: ignore[misc, str-unpack]
        except BadValue:
            continue
        assert -40 <= low <= high <= 100
        assert one.check(list(taken)) == taken == one.check([high, low])
