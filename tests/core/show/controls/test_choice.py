"""Choices: one of some options."""

from typing import Any

import pytest
from hypothesis import given

from tests.core.making import anything, show
from webui.core.errors import BadValue, ShowError
from webui.core.show.controls import Control
from webui.core.show.controls.choice import MAX_OPTIONS, MAX_SEGMENTS
from webui.core.show.fields import MAX_LABEL

FILTERS: list[Any] = ["Warm", {"id": "cold", "label": "Cold wash"}, {"id": "3", "label": "Three"}]


def choice(options: Any = FILTERS, **keys: object) -> Control:
    return show(controls=[{"id": "filter", "type": "choice", "options": options, **keys}]).controls["filter"]


def test_it_is_the_first_option_unless_the_show_says_otherwise() -> None:
    assert choice().start == "Warm"
    assert choice(default="cold").start == "cold"
    assert choice(default="cold", value="3").start == "3"
    assert choice(default="cold").describe() == {
        "id": "filter", "type": "choice", "label": "filter", "place": [1, 1, 2, 2], "role": "player",
        "options": [
            {"id": "Warm", "label": "Warm"}, {"id": "cold", "label": "Cold wash"}, {"id": "3", "label": "Three"},
        ],
        "look": "segments", "default": "cold",
    }  # fmt: skip
    with pytest.raises(ShowError, match="page main, control 1: default: no such option"):
        choice(default="Cold wash")


def test_many_options_are_a_list_unless_the_show_says_otherwise() -> None:
    names = [f"{number}" for number in range(MAX_OPTIONS)]
    assert choice(names[:MAX_SEGMENTS]).describe()["look"] == "segments"
    assert choice(names[: MAX_SEGMENTS + 1]).describe()["look"] == "list"
    assert choice(names, look="segments").describe()["look"] == "segments"
    assert choice(look="list").describe()["look"] == "list"
    with pytest.raises(ShowError, match="look must be one of segments, list"):
        choice(look="menu")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ([], "control 1: options: a choice has at least one"),
        (["a", "b", "a"], "control 1: options: there are two with the id a"),
        ([str(number) for number in range(MAX_OPTIONS + 1)], "options: 101 are more than the 100 that are possible"),
        ("a", r"options must be a list in \[ \]"),
        (["a", 2], "control 1, option 2: must be an object in { }"),
        ([""], "control 1, option 1: it needs an id, and a label that can be read"),
        ([{"label": "A"}], "control 1, option 1: it needs an id, and a label that can be read"),
        ([{"id": "a", "label": " "}], "control 1, option 1: it needs an id, and a label that can be read"),
        ([{"id": "a", "colour": "red"}], "control 1, option 1: there is no key 'colour' here"),
        (["a" * (MAX_LABEL + 1)], "control 1, option 1: id: longer than 80 characters"),
        ([{"id": "a", "label": "a" * (MAX_LABEL + 1)}], "option 1: label: longer than 80 characters"),
        ([{"id": 1}], "option 1: id: not a text"),
    ],
)
def test_options_that_are_none_are_refused_with_their_place(options: Any, why: str) -> None:
    with pytest.raises(ShowError, match=why):
        choice(options)


def test_the_longest_option_is_taken() -> None:
    assert choice(["a" * MAX_LABEL]).check("a" * MAX_LABEL) == "a" * MAX_LABEL


def test_a_page_names_an_id() -> None:
    assert choice().check("cold") == "cold"
    for value in ("Cold wash", "COLD", "", "3 "):
        with pytest.raises(BadValue, match="No such option"):
            choice().check(value)
    for value in (3, None, True, ["cold"]):
        with pytest.raises(BadValue, match="Not a text"):
            choice().check(value)


def test_a_simple_client_is_understood() -> None:
    for data, means in (
        (3, "3"),
        ("3", "3"),
        ("THREE", "3"),
        (" cold WASH ", "cold"),
        ("Cold", "cold"),
        ("warm", "Warm"),
    ):
        assert choice().understand(data) == means
    for data in ("", "Coldwash", 4, True):
        with pytest.raises(BadValue, match="No such option"):
            choice().understand(data)


def test_what_might_mean_two_is_not_guessed() -> None:
    alike = choice(["a", "A", {"id": "b", "label": "Same"}, {"id": "c", "label": "same"}])
    assert alike.understand("A") == "A"
    with pytest.raises(BadValue, match="No such option"):
        alike.understand("same")


@given(anything)
def test_it_takes_what_it_took_again_unchanged(data: object) -> None:
    try:
        taken = choice().understand(data)
    except BadValue:
        return
    assert choice().check(taken) == taken


def test_a_kept_option_that_is_gone_is_not_fitted() -> None:
    assert choice().fit("3") == "3"
    with pytest.raises(BadValue, match="No such option"):
        choice(["Warm"]).fit("3")
