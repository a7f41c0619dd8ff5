"""First hand holds: who may move what somebody has in hand, and when a hold ends."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.core.making import OPERATOR, PLAYER, WATCHER, person, small, surface
from tests.core.test_surface import changes, reasons
from webui.core.commands import Load, Operation, Press, Release, ValueChanged
from webui.core.devices import Connection, Role
from webui.core.events import Changed, Event, Held, Overruled, Refused, Taken
from webui.core.holds import SILENCE, TYPING
from webui.core.surface import Surface


def named(name: str, role: Role = PLAYER, device: str = "", tab: str = "") -> Connection:
    """Somebody at an open page of a screen of that name."""
    one = person(role, id=name + tab, device=device or name, session=f"s-{name}{tab}")
    return replace(one, device=replace(one.device, name=name))


ANNA, BERT = named("Anna"), named("Bert")
BOSS, DEPUTY = named("Boss", OPERATOR), named("Deputy", OPERATOR)
PROGRAM = replace(named("Program"), session="")
BIG_PROGRAM = replace(named("Big program", OPERATOR), session="")


def op(
    stage: Surface,
    by: Connection,
    moves: Mapping[str, object] | None = None,
    *acts: Press | Release,
    now: float = 0.0,
    **holds: bool,
) -> list[Event]:
    """What comes of the next operation of somebody's session."""
    return stage.apply(Operation(stage.seen(by) + 1, moves or {}, acts, holds), by, now)


def holds(stage: Surface) -> dict[str, str]:
    return stage.snapshot(0.0).holds


def told(events: list[Event]) -> list[tuple[str, str | None]]:
    return [(event.control, event.device) for event in events if isinstance(event, Held)]


def silent(stage: Surface, now: float) -> list[Event]:
    """Two ticks at a time at which nothing more has come in."""
    return stage.tick(now) + stage.tick(now)


# Taking and freeing


def test_a_hand_takes_a_control_and_frees_it() -> None:
    stage = surface()
    assert op(stage, ANNA, slider1=True) == [Held("slider1", "Anna", 1, "Anna"), Taken("Anna/s-Anna", 1, "Anna")]
    assert holds(stage) == {"slider1": "Anna"}
    assert op(stage, ANNA, slider1=False) == [Held("slider1", None, 2, "Anna"), Taken("Anna/s-Anna", 2, "Anna")]
    assert holds(stage) == {}
    assert stage.revision == 2


def test_to_take_what_one_has_and_to_free_what_one_has_not_changes_nothing() -> None:
    stage = surface()
    op(stage, ANNA, slider1=True)
    assert op(stage, ANNA, slider1=True) == [Taken("Anna/s-Anna", 2, "Anna")]
    assert told(op(stage, BERT, slider1=False)) == []
    assert told(op(stage, BERT, tempo=False, zz=False)) == []
    assert holds(stage) == {"slider1": "Anna"}


def test_the_holders_own_moves_are_taken() -> None:
    stage = surface()
    assert changes(op(stage, ANNA, {"slider1": 30}, slider1=True)) == [("slider1", 30)]
    assert changes(op(stage, ANNA, {"slider1": 31})) == [("slider1", 31)]


def test_a_hold_counts_before_the_moves_of_its_operation_and_its_end_after_them() -> None:
    stage = surface()
    op(stage, ANNA, slider1=True)
    assert op(stage, ANNA, {"slider1": 30, "tempo": 60}, slider1=False, tempo=True) == [
        Held("tempo", "Anna", 2, "Anna"),
        Changed("slider1", 30, 3, "Anna"),
        Changed("tempo", 60, 4, "Anna"),
        Held("slider1", None, 5, "Anna"),
        Taken("Anna/s-Anna", 2, "Anna"),
    ]


def test_buttons_and_what_is_not_there_are_not_held() -> None:
    stage = surface()
    assert reasons(op(stage, ANNA, thunder=True)) == ["Press it instead"]
    assert reasons(op(stage, ANNA, zz=True)) == ["No such control"]
    assert holds(stage) == {}
    assert changes(op(stage, BERT, {}, Press("thunder", 0.0))) == [("thunder", True)]


def test_a_watcher_holds_nothing() -> None:
    stage = surface()
    assert reasons(op(stage, named("Eve", WATCHER), slider1=True)) == ["View only"]
    assert holds(stage) == {}


# Against others


def test_what_somebody_holds_nobody_else_moves_or_takes() -> None:
    stage = surface()
    op(stage, ANNA, slider1=True)
    assert op(stage, BERT, {"slider1": 40}) == [
        Refused("slider1", "Anna has it", 1, "Bert"),
        Taken("Bert/s-Bert", 1, "Bert"),
    ]
    # A refused hold and its move are one refusal.
    assert reasons(op(stage, BERT, {"slider1": 40, "tempo": 60}, slider1=True)) == ["Anna has it"]
    assert (stage.value("slider1"), stage.value("tempo")) == (25, 60)
    assert holds(stage) == {"slider1": "Anna"}
    op(stage, ANNA, slider1=False)
    assert changes(op(stage, BERT, {"slider1": 40})) == [("slider1", 40)]


def test_two_pages_of_one_device_hold_against_each_other() -> None:
    stage = surface()
    one, two = named("Anna", tab="1"), named("Anna", tab="2")
    op(stage, one, slider1=True)
    assert reasons(op(stage, two, {"slider1": 40})) == ["Anna has it"]
    assert told(op(stage, two, slider1=False)) == []
    assert holds(stage) == {"slider1": "Anna"}


@pytest.mark.parametrize("program", [PROGRAM, BIG_PROGRAM], ids=["player", "operator"])
def test_simple_clients_respect_holds_whatever_their_role(program: Connection) -> None:
    stage = surface()
    op(stage, ANNA, slider1=True)
    before = stage.snapshot(0.0)
    assert stage.apply(ValueChanged("slider1", 3), program, 0.0) == [
        Refused("slider1", "Anna has it", None, program.id)
    ]
    assert stage.snapshot(0.0) == before
    assert changes(stage.apply(ValueChanged("tempo", 60), program, 0.0)) == [("tempo", 60)]


def test_a_simple_client_does_not_widen_an_adopted_control_that_is_held() -> None:
    stage = surface(open=True, controls=[])
    stage.apply(ValueChanged("new", 5), PROGRAM, 0.0)
    op(stage, ANNA, new=True)
    before = stage.snapshot(0.0)
    assert reasons(stage.apply(ValueChanged("new", 100_000), PROGRAM, 0.0)) == ["Anna has it"]
    assert stage.snapshot(0.0) == before


# Operators


def test_an_operators_hold_takes_it_over_and_the_other_hand_is_told() -> None:
    stage = surface()
    op(stage, ANNA, slider1=True)
    assert op(stage, BOSS, {"slider1": 40}, slider1=True) == [
        Overruled("slider1", "Boss took it", "Anna", "Boss"),
        Held("slider1", "Boss", 2, "Boss"),
        Changed("slider1", 40, 3, "Boss"),
        Taken("Boss/s-Boss", 1, "Boss"),
    ]
    assert reasons(op(stage, ANNA, {"slider1": 20})) == ["Boss has it"]
    op(stage, ANNA, slider1=False)
    assert holds(stage) == {"slider1": "Boss"}


def test_an_operators_move_alone_ends_the_hold_and_leaves_the_control_free() -> None:
    stage = surface()
    op(stage, ANNA, slider1=True)
    assert op(stage, BOSS, {"slider1": 40}) == [
        Overruled("slider1", "Boss took it", "Anna", "Boss"),
        Held("slider1", None, 2, "Boss"),
        Changed("slider1", 40, 3, "Boss"),
        Taken("Boss/s-Boss", 1, "Boss"),
    ]
    assert changes(op(stage, BERT, {"slider1": 41})) == [("slider1", 41)]


def test_a_move_that_a_control_cannot_take_overrules_nobody() -> None:
    stage = surface()
    op(stage, ANNA, slider1=True)
    assert reasons(op(stage, BOSS, {"slider1": "x"})) == ["Not a number"]
    assert holds(stage) == {"slider1": "Anna"}


@pytest.mark.parametrize("still_down", [True, False], ids=["comes down anew", "lets go"])
def test_moves_that_were_under_way_do_not_undo_the_operators_until_the_hand_has_let_go(still_down: bool) -> None:
    stage = surface()
    op(stage, ANNA, slider1=True)
    op(stage, BOSS, {"slider1": 40})
    assert reasons(op(stage, ANNA, {"slider1": 20})) == ["Boss took it"]
    assert reasons(op(stage, ANNA, {"slider1": 21})) == ["Boss took it"]
    assert stage.value("slider1") == 40
    op(stage, ANNA, slider1=still_down)
    assert changes(op(stage, ANNA, {"slider1": 22})) == [("slider1", 22)]


def test_what_was_overruled_is_forgotten_with_its_connection_only() -> None:
    stage = surface()
    stage.join(ANNA)
    stage.join(BERT)
    for one, control in ((ANNA, "slider1"), (BERT, "tempo")):
        op(stage, one, **{control: True})
        op(stage, BOSS, {control: 45})
    stage.leave("Anna")
    assert changes(op(stage, ANNA, {"slider1": 20})) == [("slider1", 20)]
    assert reasons(op(stage, BERT, {"tempo": 50})) == ["Boss took it"]


def test_among_operators_the_first_hand_has_it() -> None:
    stage = surface()
    op(stage, BOSS, slider1=True)
    assert reasons(op(stage, DEPUTY, {"slider1": 40}, slider1=True)) == ["Boss has it"]
    assert reasons(op(stage, ANNA, {"slider1": 40})) == ["Boss has it"]
    assert holds(stage) == {"slider1": "Boss"}


# Ends


def test_a_hold_ends_with_its_connection_and_others_stay() -> None:
    stage = surface()
    stage.join(ANNA)
    stage.join(BERT)
    op(stage, ANNA, slider1=True, tempo=True)
    op(stage, BERT, note=True)
    assert told(stage.leave("Anna")) == [("slider1", None), ("tempo", None)]
    assert holds(stage) == {"note": "Bert"}
    assert stage.leave("Anna") == []


def test_a_hold_ends_three_seconds_after_the_last_message_and_not_before() -> None:
    stage = surface()
    op(stage, ANNA, now=1000.0, slider1=True)
    assert silent(stage, 1000.0 + SILENCE - 0.001) == []
    assert silent(stage, 1000.0 + SILENCE) == [Held("slider1", None, 2, "")]
    assert silent(stage, 1e9) == []


def test_any_message_keeps_what_a_connection_holds() -> None:
    stage = surface()
    op(stage, ANNA, slider1=True, tempo=True)
    stage.heard("Anna", 2000.0)
    stage.heard("Bert", 3000.0)
    assert silent(stage, 2000.0 + SILENCE - 1) == []
    assert told(silent(stage, 2000.0 + SILENCE)) == [("slider1", None), ("tempo", None)]
    stage.heard("Anna", 9000.0)
    assert holds(stage) == {}


def test_one_tick_ends_nothing_for_what_came_in_meanwhile_may_not_be_read_yet() -> None:
    stage = surface()
    op(stage, ANNA, slider1=True)
    assert stage.tick(10_000.0) == []
    stage.heard("Anna", 10_000.1)
    assert stage.tick(10_250.0) == []
    assert holds(stage) == {"slider1": "Anna"}
    # And the doubt of then is no verdict later.
    assert stage.tick(20_000.0) == []
    assert told(stage.tick(20_250.0)) == [("slider1", None)]


def test_a_tick_says_nothing_of_a_hold_that_began_after_it() -> None:
    stage = surface()
    op(stage, ANNA, slider1=True)
    stage.tick(SILENCE)
    op(stage, ANNA, now=SILENCE, slider1=False)
    op(stage, BERT, now=0.0, slider1=True)
    assert stage.tick(SILENCE) == []
    assert told(stage.tick(SILENCE)) == [("slider1", None)]


def test_a_text_is_free_ten_seconds_after_the_last_key_and_a_fader_is_not() -> None:
    stage = surface()
    op(stage, ANNA, note=True, slider1=True)
    op(stage, ANNA, {"note": "P"}, now=500.0)
    for second in range(1, 11):
        stage.heard("Anna", second * 1000.0)
    assert silent(stage, 500.0 + TYPING - 0.001) == []
    assert told(silent(stage, 500.0 + TYPING)) == [("note", None)]
    assert holds(stage) == {"slider1": "Anna"}


def test_a_key_that_changes_nothing_counts_too() -> None:
    stage = surface()
    op(stage, ANNA, note=True)
    op(stage, ANNA, now=4000.0, note=True)
    stage.heard("Anna", TYPING + 3000.0)
    assert silent(stage, TYPING + 3999.0) == []
    assert told(silent(stage, TYPING + 4000.0)) == [("note", None)]


def test_a_text_of_a_silent_connection_is_free_after_three_seconds() -> None:
    stage = surface()
    op(stage, ANNA, note=True)
    assert told(silent(stage, SILENCE)) == [("note", None)]


# The show changes


def test_what_is_held_stays_so_while_the_show_is_edited_as_far_as_it_is_still_there() -> None:
    stage = surface()
    op(stage, ANNA, slider1=True, tempo=True, bed=True)
    op(stage, BERT, note=True)
    op(stage, BOSS, {"note": "Mine"})
    controls = [
        {"id": "slider1", "type": "fader"},
        {"id": "bed", "type": "button"},
        {"id": "note", "type": "text"},
    ]
    stage.apply(Load(small(controls=controls), {}), BOSS, 0.0)
    assert holds(stage) == {"slider1": "Anna"}
    assert reasons(op(stage, BERT, {"note": "x"})) == ["Boss took it"]
    stage.apply(Load(small(controls=controls[:1]), {}), BOSS, 0.0)
    stage.apply(Load(small(controls=controls), {}), BOSS, 0.0)
    assert changes(op(stage, BERT, {"note": "x"})) == [("note", "x")]


def test_another_show_begins_with_free_hands() -> None:
    stage = surface()
    op(stage, ANNA, slider1=True)
    stage.apply(Load(small(id="other"), {}), BOSS, 0.0)
    assert holds(stage) == {}
    assert changes(op(stage, BERT, {"slider1": 40})) == [("slider1", 40)]
