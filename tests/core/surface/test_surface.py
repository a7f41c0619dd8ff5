"""The surface: who may do what, and what happens then."""

import math
from collections.abc import Mapping
from typing import Any

import pytest

from tests.core.making import OPERATOR, PLAYER, person, small, surface
from webui.core.devices.devices import Connection, Role
from webui.core.surface.commands import Move, Operation, Press, Push, Release, Rest, ValueChanged
from webui.core.surface.events import Changed, Confirmed, ConnectionsChanged, Event, Refused, Taken
from webui.core.surface.surface import PRESS_LIFE, Surface

ANNA = person(id="anna", device="d1", session="s1")
BERT = person(id="bert", device="d2", session="s2")
PROGRAM = person(id="program", device="d3", session="")
BOSS = person(OPERATOR, id="boss", device="d4", session="s4")


def op(
    stage: Surface, by: Connection, moves: Mapping[str, object], *acts: Press | Release, now: float = 0.0
) -> list[Event]:
    """What comes of the next operation of somebody's session."""
    return stage.apply(Operation(stage.seen(by) + 1, moves, acts), by, now)


def press(stage: Surface, by: Connection, control: str = "thunder") -> list[Event]:
    return op(stage, by, {}, Press(control, 0.0))


def release(stage: Surface, by: Connection, control: str = "thunder") -> list[Event]:
    return op(stage, by, {}, Release(control))


def reasons(events: list[Event]) -> list[str]:
    return [event.reason for event in events if isinstance(event, Refused)]


def changes(events: list[Event]) -> list[tuple[str, Any]]:
    return [(event.control, event.value) for event in events if isinstance(event, Changed)]


# Operations


def test_a_move_is_taken_and_told() -> None:
    stage = surface()
    events = stage.apply(Operation(1, {"slider1": 37.5, "note": "Places"}), ANNA, 0.0)
    assert events == [
        Changed("slider1", 37.5, 1, "anna"),
        Changed("note", "Places", 2, "anna"),
        Taken("d1/s1", 1, "anna"),
    ]
    assert stage.value("slider1") == 37.5
    assert stage.snapshot(0.0).revision == 2


def test_a_move_out_of_range_is_clamped_and_one_between_steps_rounded() -> None:
    stage = surface()
    assert changes(op(stage, ANNA, {"slider1": 1000, "tempo": 120.3})) == [("slider1", 50), ("tempo", 120.5)]


def test_a_move_to_where_it_is_changes_nothing_but_is_taken() -> None:
    stage = surface()
    assert op(stage, ANNA, {"slider1": 25.0}) == [Taken("d1/s1", 1, "anna")]
    assert stage.revision == 0


def test_a_move_that_is_refused_leaves_the_others_alone() -> None:
    stage = surface()
    events = op(stage, ANNA, {"slider9": 1, "slider1": math.nan, "note": "x\0", "bed": True, "thunder": True})
    assert events == [
        Refused("slider9", "No such control", 1, "anna"),
        Refused("slider1", "Not a finite number", 1, "anna"),
        Refused("note", "Not a readable text", 1, "anna"),
        Changed("bed", True, 1, "anna"),
        Refused("thunder", "Press it instead", 1, "anna"),
        Taken("d1/s1", 1, "anna"),
    ]


def test_a_text_that_is_too_long_is_cut_whoever_sends_it() -> None:
    stage = surface()
    assert changes(op(stage, ANNA, {"note": "e\u0301" * 21})) == [("note", "e\u0301" * 20)]
    assert changes(stage.apply(ValueChanged("note", "x" * 21), PROGRAM, 0.0)) == [("note", "x" * 20)]
    assert changes(stage.apply(Move("note", "y" * 1000), PROGRAM, 0.0)) == [("note", "y" * 20)]


@pytest.mark.parametrize("n", [-1, 0, 1, 2, 4, 10**30])
def test_an_operation_that_is_not_the_next_is_refused(n: int) -> None:
    stage = surface()
    op(stage, ANNA, {"slider1": 1})
    op(stage, ANNA, {"slider1": 2})
    assert stage.apply(Operation(n, {"slider1": 40}), ANNA, 0.0) == [Refused(None, "Out of order, not sent", n, "anna")]
    assert stage.value("slider1") == 2
    assert stage.seen(ANNA) == 2


def test_each_session_counts_for_itself_and_goes_on_after_a_restart() -> None:
    stage = surface()
    other_tab = person(id="anna2", device="d1", session="other")
    op(stage, ANNA, {"slider1": 1})
    assert stage.seen(other_tab) == 0
    assert stage.seen(person(id="back again", device="d1", session="s1")) == 1
    again = Surface(small(), {"slider1": 1}, {ANNA.memory: 7})
    assert again.value("slider1") == 1
    assert op(again, ANNA, {"slider1": 2})[-1] == Taken("d1/s1", 8, "anna")


# Roles


@pytest.mark.parametrize(
    ("command", "least", "sentence"),
    [
        (Operation(1, {"slider1": 1}, (Press("thunder", 0.0),)), PLAYER, "View only"),
        (ValueChanged("slider1", 1), PLAYER, "View only"),
        (Push("pulse", 60), PLAYER, "View only"),
        (Rest("number"), OPERATOR, "For operators only"),
    ],
)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_so_much_and_no_more(command: Any, least: Role, sentence: str, role: Role) -> None:
    stage = surface()
    stage.apply(Push("number", 1, "random"), BOSS, 0.0)
    before = stage.snapshot(0.0)
    events = stage.apply(command, person(role), 0.0)
    if role >= least:
        assert reasons(events) == []
        assert stage.snapshot(0.0) != before
    else:
        assert reasons(events) == [sentence]
        assert stage.snapshot(0.0) == before
        assert stage.seen(person(role)) == 0


# Presses


def test_a_press_and_its_release_go_one_by_one() -> None:
    stage = surface()
    acts = (Press("thunder", 0.0), Release("thunder"), Press("flash", 0.0))
    assert op(stage, ANNA, {"bed": True}, *acts) == [
        Changed("bed", True, 1, "anna"),
        Changed("thunder", True, 2, "anna"),
        Changed("thunder", False, 3, "anna"),
        Changed("flash", True, 4, "anna"),
        Taken("d1/s1", 1, "anna"),
    ]


@pytest.mark.parametrize("age", [0.0, PRESS_LIFE, -PRESS_LIFE])
def test_a_press_fires_within_its_life(age: float) -> None:
    stage = surface()
    assert changes(op(stage, ANNA, {}, Press("thunder", 5000.0 - age), now=5000.0)) == [("thunder", True)]


@pytest.mark.parametrize("age", [PRESS_LIFE + 0.1, -PRESS_LIFE - 0.1, math.inf, -math.inf, math.nan])
def test_nothing_fires_late_or_from_the_future(age: float) -> None:
    stage = surface()
    events = op(stage, ANNA, {"bed": True}, Press("thunder", 5000.0 - age), Press("flash", 5000.0), now=5000.0)
    assert reasons(events) == ["Too late, not sent"]
    assert changes(events) == [("bed", True), ("flash", True)]
    assert stage.value("thunder") is False


@pytest.mark.parametrize(
    ("age", "fires"), [(0.0, True), (PRESS_LIFE, True), (PRESS_LIFE + 0.1, False), (-2000.0, False)]
)
def test_a_simple_clients_press_may_say_when_it_was(age: float, fires: bool) -> None:
    stage = surface()
    events = stage.apply(ValueChanged("thunder", True, 5000.0 - age), PROGRAM, 5000.0)
    assert (changes(events) == [("thunder", True)]) is fires
    assert reasons(events) == ([] if fires else ["Too late, not sent"])
    assert stage.value("thunder") is fires
    assert reasons(stage.apply(ValueChanged("thunder", False, 0.0), PROGRAM, 5000.0)) == []


def test_a_release_never_expires() -> None:
    stage = surface()
    press(stage, ANNA)
    assert changes(op(stage, ANNA, {}, Release("thunder"), now=1e9)) == [("thunder", False)]


def test_a_button_is_on_until_the_last_finger_leaves_it() -> None:
    stage = surface()
    assert changes(press(stage, ANNA)) == [("thunder", True)]
    assert changes(press(stage, BERT)) == []
    assert changes(press(stage, ANNA)) == []
    assert changes(release(stage, ANNA)) == []
    assert changes(release(stage, ANNA)) == []
    assert changes(release(stage, BERT)) == [("thunder", False)]
    assert changes(release(stage, BERT)) == []


def test_what_a_page_pressed_is_released_when_it_vanishes() -> None:
    stage = surface()
    for who in (ANNA, BERT):
        stage.join(who)
    for control in ("thunder", "flash"):
        press(stage, ANNA, control)
    press(stage, BERT, "flash")
    assert stage.leave("anna") == [Changed("thunder", False, 3, "anna"), ConnectionsChanged()]
    assert stage.leave("bert") == [Changed("flash", False, 4, "bert"), ConnectionsChanged()]
    assert stage.leave("bert") == []


def test_what_others_press_stays_pressed_when_a_page_vanishes() -> None:
    stage = surface()
    stage.join(BERT)
    press(stage, ANNA)
    assert stage.leave("bert") == [ConnectionsChanged()]
    assert stage.value("thunder") is True


def test_two_pages_of_one_device_press_for_themselves() -> None:
    stage = surface()
    tab = person(id="anna2", device="d1", session="other")
    stage.join(ANNA)
    press(stage, ANNA)
    press(stage, tab)
    stage.leave("anna")
    assert stage.value("thunder") is True
    stage.join(tab)
    assert changes(stage.leave("anna2")) == [("thunder", False)]


def test_only_buttons_are_pressed() -> None:
    stage = surface()
    events = op(stage, ANNA, {}, Press("bed", 0.0), Release("slider1"), Press("slider9", 0.0), Release("slider9"))
    assert reasons(events) == ["Not a button", "Not a button", "No such control", "No such control"]
    assert changes(events) == []


# Simple clients


def test_a_simple_clients_move_is_understood_and_always_answered() -> None:
    stage = surface()
    assert stage.apply(ValueChanged("slider1", "37"), PROGRAM, 0.0) == [Changed("slider1", 37, 1, "program")]
    assert stage.apply(ValueChanged("slider1", 37.0), PROGRAM, 0.0) == [Confirmed("slider1", 37, "program")]
    assert stage.apply(ValueChanged("slider1", "99"), PROGRAM, 0.0) == [Changed("slider1", 50, 2, "program")]


def test_a_simple_clients_press_is_answered_too_and_ends_with_it() -> None:
    stage = surface()
    stage.join(PROGRAM)
    assert stage.apply(ValueChanged("thunder", 1), PROGRAM, 0.0) == [Changed("thunder", True, 1, "program")]
    assert stage.apply(ValueChanged("thunder", "on"), PROGRAM, 0.0) == [Confirmed("thunder", True, "program")]
    press(stage, ANNA)
    assert stage.apply(ValueChanged("thunder", 0), PROGRAM, 0.0) == [Confirmed("thunder", True, "program")]
    stage.apply(ValueChanged("thunder", True), PROGRAM, 0.0)
    release(stage, ANNA)
    assert changes(stage.leave("program")) == [("thunder", False)]


@pytest.mark.parametrize(
    ("who", "data", "sentence"),
    [
        ("slider9", 1, "No such control"),
        ("slider1", "loud", "Not a number"),
        ("slider1", None, "Not a number"),
        ("bed", "maybe", "Not on or off"),
        ("thunder", 2, "Not on or off"),
        ("note", "x" * 1_000_000, "Longer than 20 characters"),
    ],
)
def test_a_simple_client_is_told_what_was_refused(who: str, data: object, sentence: str) -> None:
    stage = surface()
    before = stage.snapshot(0.0)
    assert stage.apply(ValueChanged(who, data), PROGRAM, 0.0) == [Refused(who, sentence, None, "program")]
    assert stage.snapshot(0.0) == before
