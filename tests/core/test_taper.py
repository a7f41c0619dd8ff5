"""Tapers: where numbers stand on their way."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.core.taper import LOUDEST, OFF, TAPERS

EXAMPLES = json.loads(Path(__file__).parents[1].joinpath("tapers.json").read_text(encoding="utf-8"))["examples"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one['taper']}-{one['min']}-{one['max']}")
def test_the_examples_that_the_page_keeps_to_as_well(example: dict[str, Any]) -> None:
    taper, low, high = TAPERS[example["taper"]], example["min"], example["max"]
    for number, position in example["pairs"]:
        assert taper.position(number, low, high) == pytest.approx(position, abs=1e-9)
        assert taper.number(position, low, high) == pytest.approx(number, rel=1e-9, abs=1e-9)


def test_every_taper_has_examples() -> None:
    assert {example["taper"] for example in EXAMPLES} == set(TAPERS)


ends = {"linear": (-50, 50), "log": (0.5, 5000), "audio": (OFF, LOUDEST)}


@given(st.sampled_from(sorted(TAPERS)), st.floats(0, 1), st.floats(0, 1))
def test_a_higher_position_is_a_higher_number_and_leads_back(name: str, one: float, other: float) -> None:
    taper, (low, high) = TAPERS[name], ends[name]
    first, second = (taper.number(position, low, high) for position in sorted((one, other)))
    assert low <= first <= second <= high
    assert taper.position(first, low, high) == pytest.approx(min(one, other), abs=1e-9)


@given(st.sampled_from(sorted(TAPERS)), st.floats(-1e9, 1e9))
def test_what_is_out_of_range_stands_at_an_end(name: str, wild: float) -> None:
    taper, (low, high) = TAPERS[name], ends[name]
    assert 0 <= taper.position(wild, low, high) <= 1
    assert low <= taper.number(wild, low, high) <= high
