"""Text fields."""

import pytest
from hypothesis import given

from tests.core.making import anything, show
from webui.core.controls import Control
from webui.core.controls.text import MAX_LINES, USUAL_LENGTH
from webui.core.errors import BadValue, ShowError
from webui.core.values import MAX_TEXT


def field(**keys: object) -> Control:
    return show(controls=[{"id": "note", "type": "text", **keys}]).controls["note"]


def test_it_is_empty_at_first_unless_the_show_says_so() -> None:
    assert field().start == ""
    assert field(default="Places").start == "Places"
    assert field(default="Places", value="Beginners").start == "Beginners"
    assert field(default="Places").describe() == {
        "id": "note", "type": "text", "label": "note", "place": [1, 1, 2, 2], "role": "player",
        "default": "Places", "length": 1000, "lines": 1,
    }  # fmt: skip


def test_it_has_a_length() -> None:
    assert field().check("x" * USUAL_LENGTH)
    assert field(length=MAX_TEXT).check("x" * MAX_TEXT)
    assert field(length=1).check("x") == "x"
    with pytest.raises(BadValue, match="Longer than 5 characters"):
        field(length=5).check("Places")
    for length in (0, MAX_TEXT + 1):
        with pytest.raises(ShowError, match="length must be from 1 to 10000"):
            field(length=length)
    with pytest.raises(ShowError, match="page main, control 1: default: longer than 5 characters"):
        field(length=5, default="Places")


def test_it_has_room_for_some_lines() -> None:
    for lines in (1, MAX_LINES):
        assert field(lines=lines).describe()["lines"] == lines
        assert field(lines=lines).check("Places\nBeginners\n" * MAX_LINES)
    for lines in (0, MAX_LINES + 1):
        with pytest.raises(ShowError, match="page main, control 1: lines must be from 1 to 20"):
            field(lines=lines)


@given(anything)
def test_it_takes_what_it_took_again_unchanged(data: object) -> None:
    note = field(length=20)
    try:
        taken = note.understand(data)
    except BadValue:
        return
    assert isinstance(taken, str)
    assert len(taken) <= 20
    assert note.check(taken) == taken


def test_a_page_is_taken_at_its_word_and_a_simple_client_is_understood() -> None:
    assert field().understand(25.0) == "25"
    with pytest.raises(BadValue, match="Not a text"):
        field().check(25)
