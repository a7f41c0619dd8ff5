"""The ways in which a page shows a feed."""

from typing import Any

import pytest

from tests.core.making import show
from webui.core.errors import ShowError
from webui.core.show.views import MAX_MARKS, VIEW_TYPES


def view(**keys: Any) -> dict[str, Any]:
    stage = show(feeds=[{"id": "pulse"}], views=[{"feed": "pulse", **keys}])
    return stage.pages[0].views[0].describe()


def test_every_way_has_its_size_and_the_first_is_usual() -> None:
    assert view() == {"feed": "pulse", "type": "feed", "place": [1, 1, 4, 4]}
    for kind, (width, height) in VIEW_TYPES.items():
        assert view(type=kind)["type"] == kind
        assert view(type=kind)["place"] == [1, 1, width, height]
    assert view(type="big", place=[2, 3, 1, 1])["place"] == [2, 3, 1, 1]


def test_a_meter_has_a_scale() -> None:
    place = [1, 1, 1, 5]
    assert view(type="meter") == {
        "feed": "pulse", "type": "meter", "place": place, "min": 0, "max": 100, "warn": None, "marks": [0, 100],
    }  # fmt: skip
    assert view(type="meter", min=-60, max=6, warn=0, marks=[0, -20, -20]) == {
        "feed": "pulse", "type": "meter", "place": place, "min": -60, "max": 6, "warn": 0, "marks": [-20, 0],
    }  # fmt: skip
    assert len(view(type="meter", marks=list(range(MAX_MARKS)))["marks"]) == MAX_MARKS


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"type": "pie"}, f"type must be one of {', '.join(VIEW_TYPES)}"),
        ({"type": []}, "type must be one of"),
        ({"min": 3}, "there is no key 'min' here"),
        ({"type": "plot", "warn": 3}, "there is no key 'warn' here"),
        ({"type": "meter", "min": 5, "max": 5}, "min 5 is not below max 5"),
        ({"type": "meter", "warn": 101}, "warn must be from 0 to 100"),
        ({"type": "meter", "marks": 5}, "marks must be a list"),
        ({"type": "meter", "marks": ["5"]}, "marks: not a number"),
        ({"type": "meter", "marks": [101]}, "marks: 101 is not from 0 to 100"),
        ({"type": "meter", "marks": [0] * (MAX_MARKS + 1)}, "marks: 13 are more than the 12"),
    ],
)
def test_what_is_no_view_is_refused(keys: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ShowError, match=f"page main, view 1: {sentence}"):
        view(**keys)
