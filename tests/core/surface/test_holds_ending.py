"""When a hold ends: with the connection, with silence, with another show."""

from tests.core.hands import ANNA, BERT, BOSS, holds, op, silent, told
from tests.core.making import small, surface
from tests.core.surface.test_surface import changes, reasons
from webui.core.surface.commands import Load
from webui.core.surface.events import Held
from webui.core.surface.holds import SILENCE, TYPING


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
