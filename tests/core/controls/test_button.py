"""Buttons: on while somebody presses them."""

import pytest

from tests.core.making import show
from webui.core.controls import Control
from webui.core.errors import BadValue, ShowError


def button(**keys: object) -> Control:
    return show(controls=[{"id": "thunder", "type": "button", **keys}]).controls["thunder"]


def test_it_always_starts_released() -> None:
    assert button().start is False
    assert button().momentary
    assert button(label="Thunder").describe() == {
        "id": "thunder", "type": "button", "label": "Thunder", "place": [1, 1, 2, 1], "role": "player",
    }  # fmt: skip
    for key in ("default", "value"):
        with pytest.raises(ShowError, match=f"there is no key '{key}' here"):
            button(**{key: True})


def test_a_page_is_taken_at_its_word_and_a_simple_client_is_understood() -> None:
    assert button().check(True) is True
    assert button().understand("1") is True
    assert button().understand("off") is False
    with pytest.raises(BadValue, match="Not on or off"):
        button().check(1)
    with pytest.raises(BadValue, match="Not on or off"):
        button().understand("bang")
