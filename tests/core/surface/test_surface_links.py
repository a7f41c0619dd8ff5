"""What links bring that move controls at once: OSC, and whatever else has no hand."""

import pytest

from tests.core.hands import ANNA, BOSS, PROGRAM, op
from tests.core.making import surface
from webui.core.surface.commands import Move
from webui.core.surface.events import Changed, Refused
from webui.core.surface.surface import Surface

QLAB = PROGRAM


@pytest.fixture
def stage() -> Surface:
    return surface()


def move(stage: Surface, control: str, value: object) -> list[tuple[str, object]]:
    """What a move brings about: the value, or why not."""
    events = stage.apply(Move(control, value), QLAB, 0.0)
    return [
        (type(event).__name__, event.value if isinstance(event, Changed) else event.reason)
        for event in events
        if isinstance(event, Changed | Refused)
    ]


def test_it_moves_a_control_once(stage: Surface) -> None:
    assert move(stage, "slider1", 30) == [("Changed", 30)]
    assert stage.apply(Move("slider1", 30), QLAB, 0.0) == []


def test_a_value_is_clamped_and_never_guessed(stage: Surface) -> None:
    assert move(stage, "slider1", 70) == [("Changed", 50)]
    assert move(stage, "slider1", "20") == [("Refused", "Not a number")]
    assert stage.value("slider1") == 50


def test_presses_and_releases(stage: Surface) -> None:
    assert move(stage, "thunder", True) == [("Changed", True)]
    assert move(stage, "thunder", True) == []
    assert move(stage, "thunder", False) == [("Changed", False)]


def test_a_hand_keeps_what_it_holds(stage: Surface) -> None:
    op(stage, ANNA, slider1=True)
    [refused] = stage.apply(Move("slider1", 30), QLAB, 0.0)
    assert refused == Refused("slider1", "Anna has it", None, QLAB.id)
    assert stage.value("slider1") == 25
    op(stage, ANNA, slider1=False)
    assert move(stage, "slider1", 30) == [("Changed", 30)]


def test_it_holds_nothing(stage: Surface) -> None:
    move(stage, "slider1", 30)
    assert stage.snapshot(0.0).holds == {}
    op(stage, BOSS, {"slider1": 40})
    assert stage.value("slider1") == 40


def test_what_is_for_operators_is_refused() -> None:
    stage = surface(controls=[{"id": "master", "type": "fader", "role": "operator"}])
    assert move(stage, "master", 1) == [("Refused", "For operators only")]


def test_there_has_to_be_such_a_control(stage: Surface) -> None:
    assert move(stage, "nothing", 1) == [("Refused", "No such control")]
