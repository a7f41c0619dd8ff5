"""Another show, or the same one edited; and open shows, which grow by themselves."""

from typing import Any

import pytest

from tests.core.making import OPERATOR, PLAYER, SMALL, person, small
from tests.core.surface.test_surface import changes, op, press, reasons, release
from webui.core.surface.adopting import MAX_ADOPTED
from webui.core.surface.commands import Load, Push, ValueChanged
from webui.core.surface.events import Changed, Refused, ShowChanged
from webui.core.surface.surface import Surface
from webui.core.values import MAX_TEXT, MAX_WRITTEN

ANNA = person(id="anna")
BOSS = person(OPERATOR, id="boss", device="d4", session="s4")
PROGRAM = person(id="program", device="d3", session="")


def stage(kept: Any = None, **keys: Any) -> Surface:
    return Surface(small(**keys), kept or {}, {})


def control(id: str, kind: str = "fader", **keys: Any) -> dict[str, Any]:
    return {"id": id, "type": kind, **keys}


def load(on: Surface, kept: Any = None, **keys: Any) -> None:
    """Load the small show with other keys."""
    before, loaded = on.show.id, small(**keys)
    events = on.apply(Load(loaded, kept or {}), BOSS, 0.0)
    assert events == [ShowChanged(on.revision, is_another=loaded.id != before)]


# Starting and loading


def test_kept_values_come_before_the_files() -> None:
    assert stage().value("slider1") == 25
    assert stage({"slider1": 40, "gone": 5}).value("slider1") == 40


@pytest.mark.parametrize(
    ("kept", "value"), [(1000, 50), (-1, 0), ("loud", 25), (True, 25), (None, 25), (float("nan"), 25), ([], 25)]
)
def test_a_kept_value_that_the_control_no_longer_allows_is_clamped_or_else_forgotten(kept: Any, value: float) -> None:
    assert stage({"slider1": kept}).value("slider1") == value


def test_a_button_starts_released_whatever_was_kept() -> None:
    assert stage({"thunder": True}).value("thunder") is False


def test_an_edited_show_keeps_the_values_of_what_remains() -> None:
    on = stage()
    op(on, ANNA, {"slider1": 40, "tempo": 100, "bed": True, "note": "Places"})
    revision = on.revision
    edited = [control("slider1", max=30), control("tempo", min=40, max=220), control("new"), control("bed", "text")]
    load(on, controls=edited)
    assert on.snapshot(0.0).values == {"slider1": 30, "tempo": 100, "new": 0, "bed": ""}
    assert on.revision == revision + 1
    load(on, kept={"note": "From the disk", "slider1": 1})
    assert on.snapshot(0.0).values["note"] == "From the disk"
    assert on.snapshot(0.0).values["slider1"] == 30


def test_another_show_has_its_own_values() -> None:
    on = stage()
    op(on, ANNA, {"slider1": 40, "tempo": 100})
    load(on, id="matinee", kept={"tempo": 90})
    assert on.snapshot(0.0).values["slider1"] == 25
    assert on.snapshot(0.0).values["tempo"] == 90


def test_players_load_nothing() -> None:
    on = stage()
    before = on.snapshot(0.0)
    events = on.apply(Load(small(id="matinee"), {}), person(PLAYER), 0.0)
    assert reasons(events) == ["For operators only"]
    assert on.snapshot(0.0) == before


def test_what_is_pressed_is_released_by_another_show_and_the_finger_lifts_in_peace() -> None:
    on = stage()
    on.join(ANNA)
    press(on, ANNA)
    load(on, id="matinee")
    assert on.value("thunder") is False
    assert changes(release(on, ANNA)) == []
    assert changes(press(on, ANNA)) == [("thunder", True)]
    load(on, id="matinee", controls=[])
    assert changes(on.leave("anna")) == []


def test_what_is_pressed_stays_so_while_the_show_is_edited_until_the_finger_lifts() -> None:
    on = stage()
    on.join(ANNA)
    press(on, ANNA)
    load(on, name="A better name")
    assert on.value("thunder") is True
    assert changes(release(on, ANNA)) == [("thunder", False)]
    press(on, ANNA)
    load(on, name="The best name")
    assert changes(on.leave("anna")) == [("thunder", False)]


def test_a_pressed_button_that_becomes_a_toggle_is_off() -> None:
    on = stage()
    press(on, ANNA)
    load(on, controls=[control("thunder", "toggle")])
    assert on.value("thunder") is False


def test_a_feed_keeps_its_numbers_while_the_show_is_edited_and_begins_anew_in_another() -> None:
    on = stage()
    on.apply(Push("pulse", 60), PROGRAM, 0.0)
    load(on, feeds=[{"id": "pulse", "source": "program", "window": 10}, {"id": "new"}])
    assert on.snapshot(0.0).feeds == {"pulse": [(0.0, 60)], "new": []}
    load(on, id="matinee")
    assert on.snapshot(0.0).feeds == {"pulse": [], "number": []}


# Open shows


def test_a_name_that_an_open_show_does_not_have_becomes_a_control() -> None:
    on = stage(open=True)
    assert on.apply(ValueChanged("new", "150"), PROGRAM, 0.0) == [
        ShowChanged(1, False),
        Changed("new", 150, 2, "program"),
    ]
    assert on.apply(ValueChanged("new", 7), PROGRAM, 0.0) == [Changed("new", 7, 3, "program")]
    assert on.apply(ValueChanged("new", "loud"), PROGRAM, 0.0) == [
        ShowChanged(4, False),
        Changed("new", "loud", 5, "program"),
    ]
    assert on.show.controls["new"].type == "text"


def test_a_range_that_grows_keeps_the_value() -> None:
    on = stage(open=True)
    on.apply(ValueChanged("new", 70), PROGRAM, 0.0)
    on.apply(ValueChanged("new", 101), PROGRAM, 0.0)
    assert on.value("new") == 101
    assert changes(op(on, ANNA, {"new": 1000})) == [("new", 200)]


def test_what_the_file_has_is_never_made_into_something_else() -> None:
    on = stage(open=True)
    assert on.apply(ValueChanged("slider1", "loud"), PROGRAM, 0.0) == [
        Refused("slider1", "Not a number", None, "program")
    ]
    assert on.apply(ValueChanged("slider1", 1000), PROGRAM, 0.0) == [Changed("slider1", 50, 1, "program")]


@pytest.mark.parametrize(
    ("who", "data"), [("a b", 5), ("", 5), ("new", None), ("new", "x" * (MAX_WRITTEN + 1)), ("x" * 65, 5)]
)
def test_what_can_be_no_control_is_refused(who: str, data: object) -> None:
    on = stage(open=True)
    assert reasons(on.apply(ValueChanged(who, data), PROGRAM, 0.0)) == ["No such control"]
    assert list(on.show.controls) == list(small().controls)


def test_what_an_adopted_control_cannot_take_is_refused_and_changes_nothing() -> None:
    on = stage(open=True)
    on.apply(ValueChanged("new", "words"), PROGRAM, 0.0)
    before = on.snapshot(0.0)
    assert reasons(on.apply(ValueChanged("new", "x" * (MAX_WRITTEN + 1)), PROGRAM, 0.0)) == [
        "Longer than 10000 characters"
    ]
    assert reasons(on.apply(ValueChanged("new", None), PROGRAM, 0.0)) == ["Not a text"]
    assert on.snapshot(0.0) == before


def test_an_adopted_text_is_cut() -> None:
    on = stage(open=True)
    on.apply(ValueChanged("new", "e\u0301" * (MAX_TEXT + 1)), PROGRAM, 0.0)
    assert on.value("new") == "e\u0301" * MAX_TEXT


def test_watchers_add_no_controls() -> None:
    on = stage(open=True)
    assert reasons(on.apply(ValueChanged("new", 5), person(role=PLAYER.WATCHER), 0.0)) == ["View only"]
    assert "new" not in on.show.controls


def test_an_open_show_adopts_so_many_at_the_most() -> None:
    on = stage(open=True, controls=[], feeds=[])
    for n in range(MAX_ADOPTED):
        assert reasons(on.apply(ValueChanged(f"c{n}", True), PROGRAM, 0.0)) == []
    before = on.snapshot(0.0)
    assert reasons(on.apply(ValueChanged("more", True), PROGRAM, 0.0)) == ["Too many controls"]
    assert on.snapshot(0.0) == before
    assert changes(on.apply(ValueChanged("c0", False), PROGRAM, 0.0)) == [("c0", False)]
    assert changes(on.apply(ValueChanged("c0", "words"), PROGRAM, 0.0)) == [("c0", "words")]


def test_a_full_page_adopts_nothing() -> None:
    on = stage(open=True, feeds=[], controls=[control("wall", "toggle", place=[1, 1, 24, 24])])
    before = on.snapshot(0.0)
    assert reasons(on.apply(ValueChanged("new", 5), PROGRAM, 0.0)) == ["No room on the page"]
    assert on.snapshot(0.0) == before


def test_adopted_controls_survive_an_edit_as_they_are() -> None:
    on = stage(open=True)
    on.apply(ValueChanged("zeta", 1500), PROGRAM, 0.0)
    on.apply(ValueChanged("alpha", "words"), PROGRAM, 0.0)
    op(on, ANNA, {"zeta": 3, "alpha": "25"})
    load(on, kept={"removed from the file": 5}, open=True, controls=SMALL["controls"][:1])
    assert on.snapshot(0.0).values == {"slider1": 25, "zeta": 3, "alpha": "25"}
    assert on.show.controls["zeta"].describe()["max"] == 2000
    assert on.show.controls["alpha"].type == "text"
    load(on, open=False)
    assert "zeta" not in on.show.controls


def test_an_adopted_control_that_the_file_now_has_belongs_to_the_file() -> None:
    on = stage(open=True)
    on.apply(ValueChanged("new", 70), PROGRAM, 0.0)
    load(on, open=True, controls=[control("new", max=50)])
    assert on.value("new") == 50
    assert reasons(on.apply(ValueChanged("new", "loud"), PROGRAM, 0.0)) == ["Not a number"]


def test_adopted_controls_survive_a_restart_by_their_values() -> None:
    on = stage({"slider1": 40, "new": 150, "word": "25", "on": True}, open=True)
    assert on.snapshot(0.0).values | {"slider1": 40, "new": 150, "word": "25", "on": True} == on.snapshot(0.0).values
    assert changes(on.apply(ValueChanged("word", "words"), PROGRAM, 0.0)) == [("word", "words")]
    assert reasons(on.apply(ValueChanged("slider1", "words"), PROGRAM, 0.0)) == ["Not a number"]


def test_an_open_show_starts_although_there_is_no_room_left_for_what_it_adopted() -> None:
    wall = control("wall", "toggle", place=[1, 1, 24, 23])
    on = stage({"new": 150, "on": True}, open=True, feeds=[], controls=[wall])
    assert on.snapshot(0.0).values == {"wall": False, "on": True}
    load(on, open=True, feeds=[], controls=[control("wall", "toggle", place=[1, 1, 24, 24])])
    assert on.snapshot(0.0).values == {"wall": False}
