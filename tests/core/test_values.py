"""What a value may be."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import anything, numbers, texts
from webui.core.errors import BadValue
from webui.core.steps import _MAX_KNOWN, on_step
from webui.core.values import (
    MAX_TEXT,
    MAX_WHOLE,
    clamp,
    number,
    number_from,
    pair,
    pair_from,
    text,
    text_from,
    truth,
    truth_from,
)


@given(anything)
def test_a_number_is_finite_and_taken_again_unchanged(value: object) -> None:
    try:
        taken = number(value)
    except BadValue:
        return
    assert math.isfinite(taken)
    assert not isinstance(taken, bool)
    assert taken == value or abs(taken) >= MAX_WHOLE
    assert number(taken) == taken
    assert type(number(taken)) is type(taken)


@pytest.mark.parametrize("value", [True, False, None, "25", [], {}, math.nan, math.inf, -math.inf, 10**400, -(10**400)])
def test_what_is_no_finite_number_is_refused(value: object) -> None:
    with pytest.raises(BadValue):
        number(value)


@pytest.mark.parametrize(("value", "written"), [(25.0, "25"), (-0.0, "0"), (2.5, "2.5"), (2.0**53, str(2**53))])
def test_a_whole_number_is_written_without_a_point(value: float, written: str) -> None:
    assert str(number(value)) == written


def test_whole_numbers_are_exact_as_far_as_javascript_can_count() -> None:
    assert number(MAX_WHOLE) == MAX_WHOLE
    assert isinstance(number(MAX_WHOLE), int)
    assert isinstance(number(MAX_WHOLE + 2), float)
    assert isinstance(number(-MAX_WHOLE - 2), float)


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ("25", 25),
        (" 25\n", 25),
        ("25.50", 25.5),
        ("-.5", -0.5),
        ("+7.", 7),
        ("1e3", 1000),
        ("2.5E-1", 0.25),
        (25.0, 25),
    ],
)
def test_a_simple_clients_number_is_understood(data: object, value: float) -> None:
    assert number_from(data) == value


@pytest.mark.parametrize(
    "data", ["", "twenty", "1,5", "0x10", "1_000", "nan", "inf", "-Infinity", "1e999", "٣", "5 5", "1" * 65, True, None]
)
def test_what_cannot_be_understood_as_a_number_is_refused(data: object) -> None:
    with pytest.raises(BadValue):
        number_from(data)


def test_a_written_number_has_a_length_at_most() -> None:
    assert number_from("0" * 63 + "7") == 7
    with pytest.raises(BadValue):
        number_from("0" * 64 + "7")


@given(numbers, st.integers(-1000, 1000), st.integers(1, 1000), st.sampled_from([0, 0.1, 0.25, 1, 3, 0.001]))
def test_a_clamped_number_is_in_the_range_and_a_whole_number_of_steps(
    value: float, low: int, span: int, step: float
) -> None:
    high = low + span
    try:
        value = number(value)
    except BadValue:
        return
    taken = clamp(value, low, high, step)
    assert low <= taken <= high
    assert clamp(taken, low, high, step) == taken
    if step:
        steps = (taken - low) / step
        assert steps == pytest.approx(round(steps), abs=1e-6)
        assert abs(taken - min(max(value, low), high)) <= step
    else:
        assert taken == min(max(value, low), high)


def test_steps_bring_no_noise() -> None:
    assert [clamp(n / 10, 0, 1, 0.1) for n in range(11)] == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]


def test_the_last_step_is_not_beyond_the_range() -> None:
    assert clamp(10, 0, 10, 4) == 8
    assert clamp(11, 0, 11, 4) == 8
    assert clamp(-1, -1, 10, 4) == -1
    assert clamp(1, 0, 1, 1 / 3) == 1


@pytest.mark.parametrize("value", [True, False])
def test_on_and_off(value: bool) -> None:
    assert truth(value) is value
    assert truth_from(value) is value


@pytest.mark.parametrize("value", [0, 1, 1.0, "true", None, [], math.nan])
def test_our_own_page_says_true_or_false_and_nothing_else(value: object) -> None:
    with pytest.raises(BadValue):
        truth(value)


@pytest.mark.parametrize("data", [1, 1.0, "1", "on", " ON ", "true", "True", "yes"])
def test_simple_clients_have_many_words_for_on(data: object) -> None:
    assert truth_from(data) is True


@pytest.mark.parametrize("data", [0, 0.0, "0", "off", "false", "no", "", "  "])
def test_simple_clients_have_many_words_for_off(data: object) -> None:
    assert truth_from(data) is False


@pytest.mark.parametrize("data", [2, -1, 0.5, math.nan, "maybe", "onward and on", None, [], {}])
def test_what_is_neither_on_nor_off_is_refused(data: object) -> None:
    with pytest.raises(BadValue):
        truth_from(data)


@given(texts)
def test_a_text_is_taken_as_it_is_or_not_at_all(value: str) -> None:
    try:
        taken = text(value, 100)
    except BadValue:
        return
    assert taken == value
    assert "\0" not in taken
    assert taken.encode().decode() == taken


def test_a_text_has_its_length_at_most() -> None:
    assert text("x" * MAX_TEXT, MAX_TEXT)
    with pytest.raises(BadValue, match="Longer than 10000 characters"):
        text("x" * (MAX_TEXT + 1), MAX_TEXT)


@pytest.mark.parametrize("value", ["\ud800", "a\udfffb", "a\0b", 5, None, True, ["x"]])
def test_what_cannot_be_stored_or_shown_is_no_text(value: object) -> None:
    with pytest.raises(BadValue):
        text(value, 100)


@pytest.mark.parametrize(
    ("data", "value"), [(True, "true"), (False, "false"), (25, "25"), (25.0, "25"), (2.5, "2.5"), ("x", "x")]
)
def test_a_simple_clients_data_is_written_out_in_a_text(data: object, value: str) -> None:
    assert text_from(data, 100) == value


@pytest.mark.parametrize("data", [math.nan, math.inf, 10**400, None, [], {}])
def test_what_has_no_words_is_no_text(data: object) -> None:
    with pytest.raises(BadValue):
        text_from(data, 100)


@given(anything)
def test_whatever_comes_is_understood_or_refused(data: object) -> None:
    for understand in (number_from, truth_from, lambda data: text_from(data, 100)):
        try:
            value = understand(data)
        except BadValue:
            continue
        assert understand(value) == value


def test_the_last_step_that_fits_is_the_end_of_the_range() -> None:
    assert clamp(10, 0, 10, 6) == 6


@given(anything)
def test_a_pair_is_two_finite_numbers_and_taken_again_unchanged(value: object) -> None:
    for take in (pair, lambda data: pair_from(data, ("x", "y"))):
        try:
            taken = take(value)
        except BadValue:
            continue
        assert [number(part) for part in taken] == list(taken)
        assert pair(taken) == pair(list(taken)) == taken


def test_a_pair_is_understood_in_any_form() -> None:
    assert pair_from([1, "2"], ("x", "y")) == pair_from(" 1,2.0 ", ("x", "y")) == (1, 2)
    assert pair_from({"low": 1, "high": "2", "more": 3}, ("low", "high")) == (1, 2)
    for wrong in (5, "5", "1,2,3", [1], [1, None], {"x": 1}, None, f"1,{'2' * 159}"):
        with pytest.raises(BadValue):
            pair_from(wrong, ("x", "y"))


def test_more_ranges_than_are_remembered_are_as_exact() -> None:
    for count in range(_MAX_KNOWN + 2):
        assert on_step(count + 0.34, count, 0.01, count, count + 1) == round(count + 0.34, 2)
