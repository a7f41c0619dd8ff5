"""Toggles: on or off until they are touched again."""

import pytest

from tests.core.making import show
from webui.core.errors import BadValue, ShowError
from webui.core.show.controls import Control


def toggle(**keys: object) -> Control:
    return show(controls=[{"id": "bed", "type": "toggle", **keys}]).controls["bed"]


def test_it_is_off_at_first_unless_the_show_says_so() -> None:
    assert toggle().start is False
    assert toggle(default=True).start is True
    assert toggle(default=True, value=False).start is False
    assert toggle(default=True).describe() == {
        "id": "bed", "type": "toggle", "label": "bed", "place": [1, 1, 2, 1], "role": "player",
        "guard": False, "look": "plain", "default": True,
    }  # fmt: skip


def test_a_start_that_is_neither_on_nor_off_is_refused() -> None:
    with pytest.raises(ShowError, match="page main, control 1: default: not on or off"):
        toggle(default=1)


def test_it_is_kept_when_the_finger_has_gone() -> None:
    assert not toggle().momentary


def test_a_page_is_taken_at_its_word_and_a_simple_client_is_understood() -> None:
    assert toggle().check(True) is True
    assert toggle().understand("on") is True
    for value in (1, "true", None):
        with pytest.raises(BadValue, match="Not on or off"):
            toggle().check(value)
    with pytest.raises(BadValue, match="Not on or off"):
        toggle().understand("maybe")
