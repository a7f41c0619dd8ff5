"""What buttons and toggles share: a look, and a guard that keeps hands from doing harm."""

import pytest

from tests.core.making import show
from webui.core.errors import ShowError
from webui.core.show.controls import Control
from webui.core.show.controls.switch import LOOKS

KINDS = [{"type": "button"}, {"type": "button", "mode": "latch"}, {"type": "toggle"}]


def switch(**keys: object) -> Control:
    return show(controls=[{"id": "blackout", **keys}]).controls["blackout"]


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_plain_and_free_unless_the_show_says_so(kind: dict[str, object]) -> None:
    described = switch(**kind).describe()
    assert (described["guard"], described["look"]) == (False, "plain")
    described = switch(**kind, guard=True, look="stop").describe()
    assert (described["guard"], described["look"]) == (True, "stop")
    for look in LOOKS:
        assert switch(**kind, look=look).describe()["look"] == look


@pytest.mark.parametrize("kind", KINDS)
def test_a_look_that_there_is_not_and_a_guard_that_is_neither_are_refused(kind: dict[str, object]) -> None:
    for look in ("", "GO", "red", None, ["go"]):
        with pytest.raises(ShowError, match="page main, control 1: look must be one of plain, go, stop, standby, solo"):
            switch(**kind, look=look)
    with pytest.raises(ShowError, match="page main, control 1: guard must be true or false"):
        switch(**kind, guard=600)
