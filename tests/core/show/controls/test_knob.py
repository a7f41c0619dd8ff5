"""Knobs: what faders are, without a direction."""

import pytest

from tests.core.making import show
from webui.core.errors import ShowError
from webui.core.show.controls import Knob


def test_a_knob_is_a_number_in_a_range_on_a_taper() -> None:
    knob = show(controls=[{"id": "send", "type": "knob", "taper": "audio", "value": 0}]).controls["send"]
    assert isinstance(knob, Knob)
    assert knob.describe() == {
        "id": "send", "type": "knob", "label": "send", "place": [1, 1, 1, 2], "role": "player",
        "min": -90, "max": 10, "step": 0, "default": -90, "unit": "dB", "decimals": 1,
        "taper": "audio", "centre": None, "jump": False,
    }  # fmt: skip
    assert (knob.start, knob.check(11), knob.understand("-6")) == (0, 10, -6)


def test_it_has_no_direction() -> None:
    with pytest.raises(ShowError, match="page main, control 1: there is no key 'direction' here"):
        show(controls=[{"id": "send", "type": "knob", "direction": "vertical"}])
