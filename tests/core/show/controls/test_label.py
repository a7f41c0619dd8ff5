"""Labels: texts that programs may change, and hands may not."""

import pytest

from tests.core.making import OPERATOR, person, show
from webui.core.errors import BadValue, ShowError
from webui.core.show.controls import Control
from webui.core.show.controls.label import LENGTH
from webui.core.surface.commands import Operation, ValueChanged
from webui.core.surface.events import Refused, Taken
from webui.core.surface.surface import Surface


def label(**keys: object) -> Control:
    return show(controls=[{"id": "act", "type": "label", **keys}]).controls["act"]


def test_it_says_its_label_unless_the_show_has_another_text() -> None:
    assert label().start == "act"
    assert label(label="Act one").start == "Act one"
    assert label(label="Act", default="One", value="Two").start == "Two"
    assert label(label="Act one", size="large").describe() == {
        "id": "act", "type": "label", "label": "Act one", "place": [1, 1, 2, 1], "role": "player",
        "default": "Act one", "size": "large",
    }  # fmt: skip
    assert label().describe()["size"] == "normal"
    with pytest.raises(ShowError, match="page main, control 1: size must be one of small, normal, large"):
        label(size=20)


def test_it_takes_texts_up_to_their_length() -> None:
    assert label().check("x" * LENGTH)
    assert label().understand(7) == "7"
    assert label().check("e\u0301" * (LENGTH + 1)) == label().understand("e\u0301" * (LENGTH + 1)) == "e\u0301" * LENGTH
    with pytest.raises(ShowError, match="value: longer than 1000 characters"):
        label(value="x" * (LENGTH + 1))
    with pytest.raises(BadValue, match="Not a text"):
        label().check(7)


def test_programs_change_it_and_no_hand_does() -> None:
    stage = Surface(show(controls=[{"id": "act", "type": "label"}]), {}, {})
    who = person(OPERATOR)
    refused, taken = stage.apply(Operation(1, {"act": "Mine"}), who, 0.0)
    assert (refused, taken) == (Refused("act", "For programs only", 1, "c1"), Taken(who.memory, 1, "c1"))
    refused, taken = stage.apply(Operation(2, {}, (), {"act": True}), who, 0.0)
    assert (refused, taken) == (Refused("act", "For programs only", 2, "c1"), Taken(who.memory, 2, "c1"))
    assert stage.value("act") == "act"
    stage.apply(ValueChanged("act", "Act two"), who, 0.0)
    assert stage.value("act") == "Act two"
