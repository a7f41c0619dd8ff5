"""Errors in a show file say where they are, and what is possible instead."""

import math

import pytest

from webui.core.errors import ShowError
from webui.core.show.fields import MAX_ID, Fields, is_id


def fields(place: str = "page main, control 3", **data: object) -> Fields:
    return Fields(data, place)


@pytest.mark.parametrize("value", ["a", "7", "slider1", "a.b_c:d-e", "x" * MAX_ID])
def test_what_can_be_an_id(value: str) -> None:
    assert is_id(value)


@pytest.mark.parametrize("value", ["", "-a", ".a", "a b", "a\n", "ä", "٣", "x" * (MAX_ID + 1), 5, None, ["a"]])
def test_what_can_not(value: object) -> None:
    assert not is_id(value)


def test_an_error_names_the_place_where_there_is_one() -> None:
    with pytest.raises(ShowError, match=r"^page main, control 3: oh$"):
        fields().fail("oh")
    with pytest.raises(ShowError, match=r"^oh$"):
        fields(place="").fail("oh")


@pytest.mark.parametrize("data", [None, [], 5, "x", True])
def test_what_is_no_object_is_refused(data: object) -> None:
    with pytest.raises(ShowError, match=r"feed 2: must be an object in \{ \}"):
        Fields(data, "feed 2")


def test_an_id_is_required_unless_there_is_another() -> None:
    assert fields(id="tempo").id() == "tempo"
    assert fields().id("id", "main") == "main"
    with pytest.raises(ShowError, match="id is missing"):
        fields().id()
    for wrong in ("a b", 5, None):
        with pytest.raises(ShowError, match="id must be 1 to 64 letters"):
            fields(id=wrong).id()


def test_a_text_has_a_default_and_a_length() -> None:
    assert fields().text("label", "Tempo", 5) == "Tempo"
    assert fields(label="Tempi").text("label", "Tempo", 5) == "Tempi"
    with pytest.raises(ShowError, match=r"control 3: label: longer than 5 characters"):
        fields(label="Tempos").text("label", "Tempo", 5)
    with pytest.raises(ShowError, match="label: not a text"):
        fields(label=5).text("label", "Tempo", 5)


def test_a_number_is_finite_and_inside_its_range() -> None:
    assert fields(every=2).number("every", 1, 0.02, 3600) == 2
    assert fields().number("every", 1, 0.02, 3600) == 1
    assert fields(every=0.02).number("every", 1, 0.02, 3600) == 0.02
    assert fields(every=3600).number("every", 1, 0.02, 3600) == 3600
    for wrong in (0.019, 3600.5):
        with pytest.raises(ShowError, match=r"every must be from 0\.02 to 3600"):
            fields(every=wrong).number("every", 1, 0.02, 3600)
    for wrong in (math.nan, math.inf, 10**400, "1", True, None):
        with pytest.raises(ShowError, match=r"every: not a (finite )?number"):
            fields(every=wrong).number("every", 1, 0.02, 3600)
    with pytest.raises(ShowError, match="step is below 0"):
        fields(step=-1).number("step", 0, low=0)


def test_a_whole_number_has_no_fraction() -> None:
    assert fields(rows=8.0).whole("rows", 1, 1, 24) == 8
    with pytest.raises(ShowError, match="rows must be a whole number"):
        fields(rows=8.5).whole("rows", 1, 1, 24)


def test_a_flag_is_true_or_false() -> None:
    assert fields(open=True).flag("open", False) is True
    assert fields().flag("open", False) is False
    for wrong in (1, "true", None):
        with pytest.raises(ShowError, match="open must be true or false"):
            fields(open=wrong).flag("open", False)


def test_a_list_has_a_length_at_most() -> None:
    assert fields().items("pages", 2) == []
    assert fields(pages=[1, 2]).items("pages", 2) == [1, 2]
    with pytest.raises(ShowError, match="pages: 3 are more than the 2 that are possible"):
        fields(pages=[1, 2, 3]).items("pages", 2)
    for wrong in ({}, None, "ab"):
        with pytest.raises(ShowError, match=r"pages must be a list in \[ \]"):
            fields(pages=wrong).items("pages", 2)


def test_a_typing_mistake_does_not_go_unnoticed() -> None:
    read = fields(label="Tempo", lable="Tempo")
    read.text("label", "", 80)
    with pytest.raises(ShowError, match="there is no key 'lable' here"):
        read.done()
    read.has("lable")
    read.done()
