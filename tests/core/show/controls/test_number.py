"""Number fields: numbers that go by steps."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import anything, numbers, show
from webui.core.errors import BadValue, ShowError
from webui.core.show.controls import Number
from webui.core.show.controls.ranged import MAX_BOUND, MAX_STEPS, MIN_STEP
from webui.core.show.controls.stepped import decimals_of


def field(**keys: Any) -> Number:
    control = show(controls=[{"id": "cue", "type": "number", **keys}]).controls["cue"]
    assert isinstance(control, Number)
    return control


def test_a_lone_number_has_no_ends_and_goes_by_ones_from_0() -> None:
    assert field().describe() == {
        "id": "cue", "type": "number", "label": "cue", "place": [1, 1, 2, 1], "role": "player",
        "min": None, "max": None, "step": 1, "default": 0, "unit": "", "decimals": 0,
    }  # fmt: skip
    assert [field().check(value) for value in (-7.4, 2.5, 10**16, -1e300)] == [-7, 2, MAX_BOUND, -MAX_BOUND]
    assert field().understand("104") == 104
    again = {key: value for key, value in field().describe().items() if key != "id"}
    assert field(**again) == field()


def test_steps_count_from_min_or_else_from_0_and_never_lead_beyond_an_end() -> None:
    assert [field(min=1, max=10, step=4).check(value) for value in (0, 2.9, 3.1, 8, 10)] == [1, 1, 5, 9, 9]
    assert [field(max=10, step=4).check(value) for value in (11, 9, -99, -3)] == [8, 8, -100, -4]
    assert [field(min=-5).check(value) for value in (-9, 7.2)] == [-5, 7]
    assert field(step=7).check(10**15) == 142857142857142 * 7
    assert field(step=7).check(-(10**15)) == -142857142857142 * 7
    assert field(step=0.1).check(0.1 + 0.2) == 0.3


def test_it_starts_at_min_or_as_near_to_0_as_it_can() -> None:
    assert [field(min=3).start, field(max=-3).start, field(min=-3, max=3).start] == [3, -3, -3]
    assert [field(default=12).start, field(default=12, value=15).start] == [12, 15]
    assert field(step=5, default=12).default == 10


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"min": 5, "max": 5}, "min 5 is not below max 5"),
        ({"step": 0}, "step must be from 1e-06 to 1e"),
        ({"step": MIN_STEP / 2}, "step must be from"),
        ({"min": 0, "max": 10, "step": 11}, "step 11 is more than the range from 0 to 10"),
        ({"min": 0, "max": MAX_STEPS + 1}, "step 1 is too fine for the range from 0 to 1000000001"),
        ({"min": 1e15, "step": 0.5}, "step 0.5 is too fine for numbers as large as these"),
        ({"min": "low"}, "min: not a number"),
        ({"max": 1e16}, "max must be from"),
        ({"taper": "log"}, "there is no key 'taper' here"),
    ],
)
def test_what_makes_no_number_is_refused(keys: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ShowError, match=f"page main, control 1: {sentence}"):
        field(**keys)


def test_limits_are_possible_themselves() -> None:
    assert field(min=0, max=MAX_STEPS).check(MAX_STEPS) == MAX_STEPS
    assert field(min=0, max=10, step=10).check(6) == 10
    assert field(step=MIN_STEP).check(0.1234567) == 0.123457
    assert field(step=MAX_BOUND).check(MAX_BOUND) == MAX_BOUND


@pytest.mark.parametrize(("step", "decimals"), [(1, 0), (100, 0), (0.5, 1), (0.25, 2), (1 / 3, 6), (MIN_STEP, 6)])
def test_as_many_decimals_are_shown_as_the_step_has(step: float, decimals: int) -> None:
    assert decimals_of(step) == decimals
    assert field(step=step).decimals == decimals


ends = st.one_of(st.none(), st.integers(-1000, 1000), st.floats(-1e6, 1e6), st.sampled_from([-MAX_BOUND, MAX_BOUND]))
steps = st.one_of(st.sampled_from([1, 0.1, 0.25, 1 / 3, 7, 1e-6, 1e15]), st.floats(1e-6, 1e3))


@given(ends, ends, steps, anything, st.one_of(numbers, st.floats(-1e7, 1e7)))
def test_every_number_takes_what_it_took_again_unchanged(
    low: float | None, high: float | None, step: float, data: object, value: float
) -> None:
    try:
        control = field(min=low, max=high, step=step)
    except ShowError:
        return
    for one in (data, value):
        try:
            taken = control.understand(one)
        except BadValue:
            continue
        assert isinstance(taken, int | float)
        assert (-MAX_BOUND if low is None else low) <= taken <= (MAX_BOUND if high is None else high)
        assert control.check(taken) == taken
        assert control.understand(str(taken)) == taken
