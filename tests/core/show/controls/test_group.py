"""Groups: a frame around other cells."""

import pytest

from tests.core.making import show
from webui.core.errors import ShowError
from webui.core.show.show import Show

LEVEL = {"id": "level", "type": "fader", "place": [2, 2, 1, 1]}


def grouped(*groups: list[int], others: tuple[dict[str, object], ...] = (LEVEL,)) -> Show:
    frames = [{"id": f"g{n}", "type": "group", "place": place} for n, place in enumerate(groups)]
    return show(controls=[*others, *frames])


def refusal(*groups: list[int], others: tuple[dict[str, object], ...] = (LEVEL,)) -> str:
    with pytest.raises(ShowError) as caught:
        grouped(*groups, others=others)
    return str(caught.value)


def test_it_is_around_what_lies_inside_its_place_and_has_no_value() -> None:
    page = grouped([1, 1, 3, 3]).pages[0]
    assert page.controls[1].describe() == {
        "id": "g0", "type": "group", "label": "g0", "place": [1, 1, 3, 3], "role": "player",
    }  # fmt: skip
    assert list(grouped([1, 1, 3, 3]).controls) == ["level"]
    assert (page.columns, page.rows) == (3, 3)


def test_one_without_a_place_flows_and_is_empty() -> None:
    page = show(controls=[{"id": "g", "type": "group"}, {"id": "flows", "type": "toggle"}]).pages[0]
    assert [one.place.describe() for one in page.controls if one.place] == [[1, 1, 4, 2], [5, 1, 2, 1]]


def test_it_cuts_through_nothing() -> None:
    wide = {"id": "wide", "type": "fader", "place": [2, 2, 2, 2]}
    for place in ([1, 1, 2, 2], [3, 1, 2, 4], [1, 3, 4, 2], [2, 2, 1, 2], [1, 1, 4, 2]):
        assert "control 2: place" in refusal(place, others=(wide,))
        assert refusal(place, others=(wide,)).endswith("cuts through [2, 2, 2, 2]")
    for place in ([1, 1, 1, 4], [4, 1, 1, 4], [1, 1, 4, 1], [1, 4, 4, 1], [2, 2, 2, 2], [1, 1, 4, 4]):
        assert grouped(place, others=(wide,))


def test_groups_are_one_inside_the_other_or_apart() -> None:
    assert grouped([1, 1, 4, 4], [2, 2, 1, 1], [5, 1, 2, 2])
    assert grouped([2, 2, 1, 1], [1, 1, 4, 4])
    assert refusal([1, 1, 3, 3], [2, 1, 3, 3]) == "page main, control 3: place [2, 1, 3, 3] cuts through [1, 1, 3, 3]"
    assert refusal([1, 1, 3, 3], [1, 1, 3, 3]) == "page main, control 3: place [1, 1, 3, 3] is another group's"


def test_what_has_no_place_flows_around_it() -> None:
    flowing = {"id": "flows", "type": "fader"}
    page = grouped([1, 1, 3, 3], others=(LEVEL, flowing)).pages[0]
    assert page.controls[1].describe()["place"] == [4, 1, 1, 5]


def test_a_view_may_be_in_it() -> None:
    controls = [{"id": "g", "type": "group", "place": [1, 1, 4, 4]}]
    page = show(controls=controls, feeds=[{"id": "f"}], views=[{"feed": "f", "place": [2, 2, 3, 3]}]).pages[0]
    assert page.views[0].describe()["place"] == [2, 2, 3, 3]


def test_a_program_can_not_make_a_control_with_its_name() -> None:
    one = grouped([1, 1, 3, 3])
    with pytest.raises(ShowError, match="g0 has no value"):
        one.with_control(show(controls=[{"id": "g0", "type": "toggle"}]).controls["g0"])
