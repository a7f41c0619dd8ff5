"""Faders: numbers in a range."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import anything, numbers, show
from webui.core.errors import BadValue, ShowError
from webui.core.show.controls import Fader
from webui.core.show.controls.ranged import MAX_BOUND, MAX_STEPS, MIN_STEP, fitting_decimals
from webui.core.show.fields import MAX_DECIMALS, MAX_UNIT


def fader(**keys: Any) -> Fader:
    control = show(controls=[{"id": "tempo", "type": "fader", **keys}]).controls["tempo"]
    assert isinstance(control, Fader)
    return control


def test_a_lone_fader_goes_from_0_to_100_and_starts_at_0() -> None:
    assert fader().describe() == {
        "id": "tempo", "type": "fader", "label": "tempo", "place": [1, 1, 1, 5], "role": "player",
        "min": 0, "max": 100, "step": 0, "default": 0, "unit": "", "decimals": 0,
        "taper": "linear", "centre": None, "jump": False, "direction": None,
    }  # fmt: skip
    assert fader(min=40, max=220).start == 40


def test_it_starts_from_its_value_before_its_default() -> None:
    assert fader(default=30).start == 30
    assert fader(default=30, value=70).start == 70
    assert fader(default=30, value=70).default == 30
    assert fader(default=1000, value=-5, step=3, max=10).default == 9
    assert fader(default=1000, value=-5).start == 0


def test_with_a_centre_it_rests_there() -> None:
    assert fader(min=-50, max=50, centre=0).describe()["centre"] == 0
    assert fader(min=-50, max=50, centre=0).start == 0
    assert fader(min=-50, max=50, centre=0, default=-20).start == -20


def test_the_audio_taper_is_in_decibels_and_starts_off() -> None:
    level = fader(taper="audio")
    assert (level.low, level.high, level.start, level.unit, level.decimals) == (-90, 10, -90, "dB", 1)
    assert fader(taper="audio", min=-90, max=10, unit="dBu", decimals=0).unit == "dBu"
    assert level.check(-200) == -90


def test_the_other_keys_are_kept_and_what_it_says_of_itself_makes_it_again() -> None:
    one = fader(taper="log", min=20, max=20000, jump=True, direction="horizontal", place=[1, 1, 1, 5])
    assert one.describe() | {"taper": "log", "jump": True, "direction": "horizontal"} == one.describe()
    for control in (one, fader(place=[1, 1, 1, 5])):
        assert fader(**{key: value for key, value in control.describe().items() if key != "id"}) == control


@pytest.mark.parametrize("key", ["default", "value"])
def test_a_start_that_is_no_number_is_refused_with_its_place(key: str) -> None:
    with pytest.raises(ShowError, match=f"page main, control 1: {key}: not a number"):
        fader(**{key: "loud"})
    with pytest.raises(ShowError, match=f"page main, control 1: {key}: not a number"):
        fader(**{key: None})


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"min": 50, "max": 10}, "min 50 is not below max 10"),
        ({"min": 5, "max": 5}, "min 5 is not below max 5"),
        ({"step": 101}, "step 101 is more than the range from 0 to 100"),
        ({"step": -1}, "step is below 0"),
        ({"step": 0.0000009}, "step 9e-07 is too fine; 0 means continuous"),
        ({"max": MAX_STEPS + 1, "step": 1}, "step 1 is too fine; 0 means continuous"),
        ({"max": 1e16}, "max must be from"),
        ({"min": -(10**400)}, "min: not a finite number"),
        ({"unit": "x" * (MAX_UNIT + 1)}, "unit: longer than 8 characters"),
        ({"decimals": MAX_DECIMALS + 1}, "decimals must be from 0 to 6"),
        ({"taper": "steep"}, "taper must be one of linear, log, audio"),
        ({"taper": "log"}, "taper log needs a min above 0, not 0"),
        ({"taper": "audio", "min": -60}, "taper audio always goes from min -90, which is off, to max 10"),
        ({"taper": "audio", "max": 0}, "taper audio always goes from"),
        ({"centre": 0}, "centre 0 is not between 0 and 100"),
        ({"centre": 100}, "centre 100 is not between 0 and 100"),
        ({"centre": 51, "step": 2}, "centre 51 is not a whole number of steps from 0"),
        ({"centre": "middle"}, "centre: not a number"),
        ({"jump": "yes"}, "jump must be true or false"),
        ({"direction": "up"}, "direction must be one of vertical, horizontal"),
        ({"direction": 1}, "direction must be one of vertical, horizontal"),
        ({"length": 5}, "there is no key 'length' here"),
    ],
)
def test_what_makes_no_fader_is_refused(keys: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ShowError, match=f"page main, control 1: {sentence}"):
        fader(**keys)


def test_limits_are_possible_themselves() -> None:
    assert fader(min=-MAX_BOUND, max=MAX_BOUND).check(MAX_BOUND) == MAX_BOUND
    assert fader(max=1, step=MIN_STEP).check(0.1234567) == 0.123457
    assert fader(max=MAX_STEPS, step=1).check(MAX_STEPS - 0.6) == MAX_STEPS - 1
    assert fader(step=100).check(51) == 100
    assert fader(unit="x" * MAX_UNIT, decimals=MAX_DECIMALS).decimals == 6


@pytest.mark.parametrize(
    ("span", "decimals"), [(10**15, 0), (1000, 0), (100, 0), (99, 1), (10, 1), (1, 2), (0.1, 3), (1e-9, 6), (5e-324, 6)]
)
def test_as_many_decimals_are_shown_as_the_range_needs(span: float, decimals: int) -> None:
    assert fitting_decimals(span) == decimals


faders = st.builds(
    lambda low, span, step: (low, low + span, step),
    st.one_of(st.integers(-MAX_BOUND, MAX_BOUND // 2), st.floats(-1e6, 1e6), st.sampled_from([0, 1 / 3, -0.1])),
    st.one_of(st.integers(1, 1000), st.floats(1e-3, 1e6), st.just(10**14)),
    st.one_of(st.just(0), st.sampled_from([0.1, 0.25, 1 / 3, 0.5, 1, 7, 1e-6]), st.floats(1e-6, 1e3)),
)


@given(faders, anything, st.one_of(numbers, st.floats(0, 1)))
def test_every_fader_takes_what_it_took_again_unchanged(
    range_: tuple[float, float, float], data: object, value: float
) -> None:
    low, high, step = range_
    try:
        control = fader(min=low, max=high, step=step)
    except ShowError:
        return
    for one in (data, value, low + (high - low) * value if 0 <= value <= 1 else high):
        try:
            taken = control.understand(one)
        except BadValue:
            continue
        assert isinstance(taken, int | float)
        assert control.low <= taken <= control.high
        assert control.check(taken) == taken
        assert control.understand(str(taken)) == taken


def test_a_page_is_taken_at_its_word_and_a_simple_client_is_understood() -> None:
    assert fader().check(120) == 100
    assert fader().check(-1) == 0
    assert fader().understand("37") == 37
    with pytest.raises(BadValue, match="Not a number"):
        fader().check("37")
    with pytest.raises(BadValue, match="Not a number"):
        fader().understand("loud")
