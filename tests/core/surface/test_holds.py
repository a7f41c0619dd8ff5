"""First hand holds: who may move what somebody has in hand."""

import pytest

from tests.core.hands import ANNA, BERT, BIG_PROGRAM, BOSS, DEPUTY, PROGRAM, holds, named, op, told
from tests.core.making import WATCHER, surface
from tests.core.surface.test_surface import changes, reasons
from webui.core.devices.devices import Connection
from webui.core.surface.commands import Press, ValueChanged
from webui.core.surface.events import Changed, Held, Overruled, Refused, Taken

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
