"""Buttons: on while somebody presses them, or turned by each press."""

import pytest

from tests.core.making import person, show
from webui.core.errors import BadValue, ShowError
from webui.core.show.controls import Control
from webui.core.surface.commands import Operation, Press, Release
from webui.core.surface.events import Refused
from webui.core.surface.surface import Surface


def button(**keys: object) -> Control:
    return show(controls=[{"id": "thunder", "type": "button", **keys}]).controls["thunder"]


def test_it_always_starts_released() -> None:
    assert button().start is False
    assert button().momentary
    assert button(label="Thunder").describe() == {
        "id": "thunder", "type": "button", "label": "Thunder", "place": [1, 1, 2, 1], "role": "player",
        "guard": False, "look": "plain", "mode": "flash",
    }  # fmt: skip
    for key in ("default", "value"):
        with pytest.raises(ShowError, match=f"there is no key '{key}' here"):
            button(**{key: True})


def test_a_latch_has_a_value_that_lasts() -> None:
    latch = button(mode="latch", default=True)
    assert not latch.momentary
    assert latch.start is True
    assert button(mode="latch", default=True, value=False).start is False
    assert latch.describe()["mode"] == "latch"
    assert latch.describe()["default"] is True
    with pytest.raises(ShowError, match="page main, control 1: default: not on or off"):
        button(mode="latch", default="on")
    with pytest.raises(ShowError, match="page main, control 1: mode must be one of flash, latch"):
        button(mode="hold")


def test_a_latch_is_moved_and_not_pressed() -> None:
    stage = Surface(show(controls=[{"id": "thunder", "type": "button", "mode": "latch"}]), {}, {})
    who = person()
    stage.apply(Operation(1, {"thunder": True}, (Press("thunder", 0.0),)), who, 0.0)
    assert stage.value("thunder") is True
    (refused, _) = stage.apply(Operation(2, {}, (Release("thunder"),)), who, 0.0)
    assert refused == Refused("thunder", "Not a button", 2, "c1")
    stage.leave("c1")
    assert stage.value("thunder") is True


def test_a_page_is_taken_at_its_word_and_a_simple_client_is_understood() -> None:
    assert button().check(True) is True
    assert button().understand("1") is True
    assert button().understand("off") is False
    with pytest.raises(BadValue, match="Not on or off"):
        button().check(1)
    with pytest.raises(BadValue, match="Not on or off"):
        button().understand("bang")
