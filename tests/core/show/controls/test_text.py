"""Text fields."""

import pytest
from hypothesis import given

from tests.core.making import anything, show
from webui.core.errors import BadValue, ShowError
from webui.core.show.controls import Control
from webui.core.show.controls.text import MAX_LINES, USUAL_LENGTH
from webui.core.values import MAX_TEXT, MAX_WRITTEN

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"


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
    assert field(length=5).check("Places") == field(length=5).understand("Places") == "Place"
    assert field(length=5).understand(1234567) == "12345"
    with pytest.raises(BadValue, match="Longer than 5 characters"):
        field(length=5).check("x" * (MAX_WRITTEN + 1))
    for length in (0, MAX_TEXT + 1):
        with pytest.raises(ShowError, match="length must be from 1 to 10000"):
            field(length=length)
    for key in ("default", "value"):
        with pytest.raises(ShowError, match=f"page main, control 1: {key}: longer than 5 characters"):
            field(length=5, **{key: "Places"})


@pytest.mark.parametrize(
    "letter", ["e\u0301", "\u1112\u1161\u11ab", "\U0001f1e9\U0001f1ea", FAMILY, "1\ufe0f\u20e3", "\r\n"]
)
def test_its_length_is_what_a_person_counts(letter: str) -> None:
    assert field(length=5).check(letter * 5) == letter * 5
    assert field(length=5).check("ab" + letter * 5) == "ab" + letter * 3
    assert field(length=5, default=letter * 5).start == letter * 5
    assert field(length=4).fit(letter * 5) == letter * 4
    with pytest.raises(ShowError, match="default: longer than 5 characters"):
        field(length=5, default=letter * 6)


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
