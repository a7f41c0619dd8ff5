"""Encoders: numbers that go by steps, perhaps round and round."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import numbers, show
from webui.core.errors import BadValue, ShowError
from webui.core.show.controls import Encoder
from webui.core.show.controls.encoder import MAX_TURN
from webui.core.show.controls.ranged import MAX_BOUND


def encoder(**keys: Any) -> Encoder:
    control = show(controls=[{"id": "jog", "type": "encoder", **keys}]).controls["jog"]
    assert isinstance(control, Encoder)
    return control


def test_a_lone_encoder_counts_steps_without_an_end_24_a_turn() -> None:
    assert encoder().describe() == {
        "id": "jog", "type": "encoder", "label": "jog", "place": [1, 1, 2, 3], "role": "player",
        "min": None, "max": None, "step": 1, "default": 0, "unit": "", "decimals": 0,
        "wrap": False, "turn": 24,
    }  # fmt: skip
    assert [encoder().check(value) for value in (-1000.4, 1e300)] == [-1000, MAX_BOUND]
    again = {key: value for key, value in encoder().describe().items() if key != "id"}
    assert encoder(**again) == encoder()


def test_with_ends_it_stops_or_goes_round() -> None:
    stops = encoder(min=0, max=359)
    assert [stops.check(value) for value in (-1, 360)] == [0, 359]
    round_ = encoder(min=0, max=359, wrap=True)
    assert [round_.check(value) for value in (359, 360, 361, -1, 719, 359.6, -0.4)] == [359, 0, 1, 359, 359, 0, 0]
    half = encoder(min=-1, max=1, step=0.5, wrap=True)
    assert [half.check(value) for value in (1.5, -1.5, 2)] == [-1, 1, -0.5]
    assert round_.understand("370") == 10


def test_what_was_kept_is_clamped_and_does_not_go_round() -> None:
    assert encoder(min=0, max=359, wrap=True).fit(400) == 359
    assert encoder(min=0, max=359, wrap=True).fit(-3) == 0
    assert encoder().fit(400) == 400
    with pytest.raises(BadValue, match="Not a number"):
        encoder().fit("far")


def test_its_default_goes_round_as_any_value() -> None:
    assert encoder(min=0, max=359, wrap=True, default=370).start == 10


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"wrap": True}, "wrap needs a min and a max"),
        ({"wrap": True, "min": 0}, "wrap needs a min and a max"),
        ({"wrap": True, "max": 0}, "wrap needs a min and a max"),
        ({"wrap": True, "min": 0, "max": 10, "step": 3}, "wrap needs whole steps of 3 from min to max"),
        ({"wrap": 1}, "wrap must be true or false"),
        ({"turn": 0}, "turn must be from 1 to 1000"),
        ({"turn": MAX_TURN + 1}, "turn must be from 1 to 1000"),
        ({"turn": 1.5}, "turn must be a whole number"),
    ],
)
def test_what_makes_no_encoder_is_refused(keys: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ShowError, match=f"page main, control 1: {sentence}"):
        encoder(**keys)


def test_limits_are_possible_themselves() -> None:
    assert [encoder(turn=turn).turn for turn in (1, MAX_TURN)] == [1, MAX_TURN]
    assert encoder(min=0, max=1, wrap=True).check(2) == 0


@given(
    st.integers(-1000, 1000), st.integers(1, 1000), st.sampled_from([1, 0.1, 0.25, 1 / 3, 7, 1e-6]),
    st.one_of(numbers, st.floats(-1e7, 1e7)),
)  # fmt: skip
def test_what_goes_round_stays_within_and_is_taken_again_unchanged(
    low: int, count: int, step: float, value: float
) -> None:
    try:
        control = encoder(min=low, max=low + count * step, step=step, wrap=True)
        taken = control.check(value)
    except (ShowError, BadValue):
        return
    assert isinstance(taken, int | float)
    assert low <= taken <= low + count * step
    assert control.check(taken) == taken
    assert control.fit(taken) == taken
