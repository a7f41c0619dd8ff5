"""Colours."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import anything, show
from webui.core.errors import BadValue, ShowError
from webui.core.show.controls import Colour


def control(**keys: Any) -> Colour:
    one = show(controls=[{"id": "wash", "type": "colour", **keys}]).controls["wash"]
    assert isinstance(one, Colour)
    return one


def test_a_lone_colour_is_black_and_mixed_by_hue() -> None:
    assert control().describe() == {
        "id": "wash", "type": "colour", "label": "wash", "place": [1, 1, 3, 5], "role": "player",
        "mode": "hsv", "default": "#000000",
    }  # fmt: skip
    assert control(mode="rgb", default="#FF8000").start == "#ff8000"


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"mode": "cmyk"}, "mode must be one of hsv, rgb"),
        ({"mode": []}, "mode must be one of hsv, rgb"),
        ({"default": "red"}, "default: not a colour"),
        ({"default": "#fff"}, "default: not a colour"),
        ({"value": 5}, "value: not a colour"),
    ],
)
def test_what_makes_no_colour_is_refused(keys: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ShowError, match=f"control 1: {sentence}"):
        control(**keys)


def test_a_simple_client_is_understood() -> None:
    orange = ("#ff8000", "FF8000", " #F80 ", "f80", [255, 128, 0], ["255", 127.9, -4], {"r": 255, "g": 128, "b": 0})
    for data in (*orange, {"red": 300, "green": 128, "blue": 0}):
        assert control().understand(data) in ("#ff8000", "#ff8800")
    for wrong in ("", "#", "#ff80", "red", [1, 2], [1, 2, None], {"r": 1}, 5, None, True, "#ff80001", "٣٣٣"):
        with pytest.raises(BadValue, match="Not a"):
            control().understand(wrong)


@given(anything, st.lists(st.one_of(st.floats(), st.integers()), min_size=3, max_size=3))
def test_every_colour_is_written_one_way(data: object, three: list[float]) -> None:
    for value in (data, three):
        try:
            taken = control().understand(value)
        except BadValue:
            continue
        assert isinstance(taken, str)
        assert re.fullmatch("#[0-9a-f]{6}", taken)
        assert control().check(taken) == taken == control().understand(taken)
