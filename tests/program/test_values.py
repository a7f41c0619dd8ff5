"""What a program takes for news, without sockets."""

from typing import Any

import pytest

from webui.program.values import Change, Values


def layout(*momentary: str, **values: Any) -> dict[str, Any]:
    controls = [{"id": who, "momentary": who in momentary} for who in values]
    return {"name": "Test", "open": False, "controls": controls, "feeds": [], "values": values}


@pytest.fixture
def known() -> Values:
    values = Values()
    values.show(layout("go", tempo=120, note="", go=False))
    return values


def test_the_first_show_is_all_news_but_what_is_pressed() -> None:
    values = Values()
    news = values.show(layout("go", tempo=120, go=True))
    assert news == [Change("tempo", 120)]
    assert values.now == {"tempo": 120, "go": True}


def test_a_value_is_news_once(known: Values) -> None:
    assert known.update("tempo", 121) == [Change("tempo", 121)]
    assert known.update("tempo", 121) == []
    assert known.now["tempo"] == 121


def test_its_own_move_is_no_news_and_what_comes_after_it_is(known: Values) -> None:
    known.moved("tempo", 130)
    assert known.now["tempo"] == 130
    assert known.answered("tempo", 125, "") == [Change("tempo", 125, own=True)]
    assert known.now["tempo"] == 125
    assert known.update("tempo", 125) == []
    assert known.update("tempo", 126) == [Change("tempo", 126)]


def test_others_moves_before_its_own_is_answered_are_older(known: Values) -> None:
    known.moved("tempo", 130)
    assert known.update("tempo", 99) == []
    assert known.now["tempo"] == 130


def test_a_refused_move_brings_back_what_is_true_as_news(known: Values) -> None:
    known.moved("tempo", 130)
    known.update("tempo", 99)
    assert known.answered("tempo", 99, "Mia has it") == [Change("tempo", 99)]
    known.moved("tempo", 130)
    assert known.answered("tempo", 99, "Mia has it") == []
    assert known.now["tempo"] == 99


def test_of_several_moves_the_last_answer_counts(known: Values) -> None:
    for value in (1, 2, 3):
        known.moved("tempo", value)
    known.answered("tempo", 2, "", moves=2)
    assert known.now["tempo"] == 3
    assert known.update("tempo", 2) == []
    known.answered("tempo", 3, "")
    assert known.update("tempo", 3) == []
    assert known.update("tempo", 4) == [Change("tempo", 4)]


def test_a_control_that_was_never_there_is_there_no_more(known: Values) -> None:
    known.moved("ghost", 1)
    known.answered("ghost", None, "No such control")
    assert "ghost" not in known.now


def test_its_own_presses_are_counted_off_and_others_are_news(known: Values) -> None:
    for down in (True, False):
        known.moved("go", down)
    known.answered("go", True, "")
    known.answered("go", False, "")
    assert known.update("go", True) == [Change("go", True, own=True)]
    assert known.update("go", False) == [Change("go", False, own=True)]
    assert known.update("go", True) == [Change("go", True)]
    assert known.update("go", False) == [Change("go", False)]


def test_a_refused_press_has_no_echo(known: Values) -> None:
    known.moved("go", True)
    assert known.answered("go", False, "View only") == []
    assert known.now["go"] is False
    assert known.update("go", True) == [Change("go", True)]


def test_after_a_loss_only_what_changed_meanwhile_is_news(known: Values) -> None:
    known.update("go", True)
    known.update("tempo", 121)
    known.lost()
    assert known.show(layout("go", tempo=121, note="new", go=False)) == [Change("note", "new"), Change("go", False)]


def test_what_it_pressed_before_a_loss_is_released(known: Values) -> None:
    known.moved("go", True)
    known.lost(["go"])
    assert known.now["go"] is False
    # An echo that never came must not swallow somebody else's press.
    known.moved("go", True)
    known.answered("go", True, "")
    known.lost()
    known.show(layout("go", tempo=120, note="", go=False))
    assert known.update("go", True) == [Change("go", True)]


def test_a_move_that_waits_for_the_connection_is_what_reading_gives(known: Values) -> None:
    known.moved("tempo", 130)
    known.lost()
    assert known.show(layout("go", tempo=99, note="", go=False)) == []
    assert known.now["tempo"] == 130
    assert known.answered("tempo", 130, "") == [Change("tempo", 130, own=True)]


def test_another_show_forgets_what_is_not_in_it(known: Values) -> None:
    assert known.show(layout(other=1)) == [Change("other", 1)]
    assert known.now == {"other": 1}
    assert known.show(layout(tempo=120)) == [Change("tempo", 120)]
