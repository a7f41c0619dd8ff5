"""What every control has, whatever its type; a new type is tried here by being in the table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import NEEDED, anything, control, show
from webui.core.errors import BadValue, ShowError
from webui.core.show.controls import CONTROL_TYPES
from webui.core.show.fields import MAX_LABEL

VALUED = sorted(kind for kind, drawn in CONTROL_TYPES.items() if drawn.valued)
"""A control without a value is tried by its own tests."""

kinds = pytest.mark.parametrize("kind", CONTROL_TYPES)


@kinds
def test_it_is_called_by_its_label_or_else_its_id(kind: str) -> None:
    assert control(kind).label == "one"
    assert control(kind, label="").label == ""
    assert control(kind, label="x" * MAX_LABEL).label
    with pytest.raises(ShowError, match="label: longer than 80 characters"):
        control(kind, label="x" * (MAX_LABEL + 1))


@kinds
def test_it_is_where_the_show_says(kind: str) -> None:
    assert control(kind, place=[2, 3, 4, 5]).describe()["place"] == [2, 3, 4, 5]


@pytest.mark.parametrize("kind", VALUED)
def test_what_it_starts_from_is_a_value_that_it_takes(kind: str) -> None:
    one = control(kind)
    assert one.check(one.start) == one.start
    assert one.check(one.default) == one.default


@kinds
def test_a_description_without_a_place_is_possible(kind: str) -> None:
    drawn = control(kind)
    assert type(drawn) is CONTROL_TYPES[kind]
    assert drawn.describe()["type"] == drawn.type == kind


@given(st.sampled_from(VALUED), anything)
def test_whatever_comes_is_taken_for_good_or_refused(kind: str, data: object) -> None:
    one = control(kind)
    for take in (one.check, one.understand):
        try:
            taken = take(data)
        except BadValue:
            continue
        assert type(taken) is type(one.start) or isinstance(taken, int | float)
        assert one.check(taken) == taken
        assert one.understand(taken) == taken


@given(st.sampled_from(sorted(set(CONTROL_TYPES).difference(VALUED))), anything)
def test_what_has_no_value_takes_none(kind: str, data: object) -> None:
    one = control(kind)
    for take in (one.check, one.understand):
        with pytest.raises(BadValue, match="It has no value"):
            take(data)
    assert show(controls=[{"id": "a", "type": kind, **NEEDED.get(kind, {})}]).controls == {}
