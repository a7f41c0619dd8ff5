"""The surface: numbers for the feeds, and who is there to watch them."""

import math
from typing import Any

import pytest

from tests.core.making import OPERATOR, WATCHER, person, surface
from tests.core.surface.test_surface import reasons
from webui.core.devices.devices import Connection
from webui.core.errors import NoSuchFeed
from webui.core.surface.commands import Push, PushMany, Rest
from webui.core.surface.events import ConnectionsChanged, Pushed

PROGRAM = person(id="program", device="d3", session="")
BOSS = person(OPERATOR, id="boss", device="d4", session="s4")


def test_a_number_goes_to_its_feed() -> None:
    stage = surface()
    assert stage.apply(Push("pulse", "61.0"), PROGRAM, 5.0) == [Pushed("pulse", 5.0, 61)]
    assert stage.snapshot(5.0).feeds == {"number": [], "pulse": [(5.0, 61)]}


@pytest.mark.parametrize(
    ("feeds", "meant"),
    [
        ([{"id": "number", "source": "program"}, {"id": "a", "source": "program"}], "number"),
        ([{"id": "a", "source": "program"}, {"id": "number", "source": "program"}], "number"),
        ([{"id": "a", "source": "program"}, {"id": "b", "source": "program"}], "a"),
    ],
)
def test_a_number_without_a_feed_means_the_feed_number_or_the_first(feeds: list[Any], meant: str) -> None:
    assert surface(feeds=feeds).apply(Push(None, 5), PROGRAM, 0.0) == [Pushed(meant, 0.0, 5)]


@pytest.mark.parametrize(
    ("push", "sentence"),
    [
        (Push("nowhere", 5), "No such feed"),
        (Push("number", 5), "This feed makes its own numbers"),
        (Push(None, 5), "This feed makes its own numbers"),
        (Push("pulse", 5, "random"), "This feed makes its own numbers"),
        (Push("pulse", "many"), "Not a number"),
        (Push("pulse", math.nan), "Not a finite number"),
    ],
)
def test_a_number_that_no_feed_takes_is_refused(push: Push, sentence: str) -> None:
    stage = surface()
    assert reasons(stage.apply(push, PROGRAM, 0.0)) == [sentence]
    assert stage.snapshot(0.0).feeds == {"number": [], "pulse": []}


def test_several_numbers_go_to_their_feed_each_with_its_time() -> None:
    stage = surface()
    numbers = PushMany("pulse", ((1.0, "61.0"), (2.0, 62), (2.0, 63)))
    assert stage.apply(numbers, PROGRAM, 5.0) == [
        Pushed("pulse", 1.0, 61),
        Pushed("pulse", 2.0, 62),
        Pushed("pulse", 2.01, 63),
    ]
    assert stage.snapshot(5.0).feeds["pulse"] == [(1.0, 61), (2.0, 62), (2.01, 63)]


@pytest.mark.parametrize(
    ("push", "by", "sentence"),
    [
        (PushMany("nowhere", ((1.0, 5),)), PROGRAM, "No such feed"),
        (PushMany("number", ((1.0, 5),)), PROGRAM, "This feed makes its own numbers"),
        (PushMany("pulse", ((1.0, 5), (2.0, "many"))), PROGRAM, "Not a number"),
        (PushMany("pulse", ((1.0, 5),)), person(WATCHER), "View only"),
    ],
)
def test_of_several_numbers_none_is_taken_if_one_is_refused(push: PushMany, by: Connection, sentence: str) -> None:
    stage = surface()
    assert reasons(stage.apply(push, by, 5.0)) == [sentence]
    assert stage.snapshot(5.0).feeds == {"number": [], "pulse": []}


def test_a_show_without_feeds_takes_no_numbers() -> None:
    assert reasons(surface(feeds=[]).apply(Push(None, 5), PROGRAM, 0.0)) == ["No such feed"]


def test_a_rest_is_told_once() -> None:
    stage = surface()
    assert stage.apply(Rest("number"), BOSS, 0.0) == []
    stage.apply(Push("number", 5, "random"), BOSS, 1.0)
    assert stage.apply(Rest("number"), BOSS, 2.0) == [Pushed("number", 2.0, None)]
    assert stage.apply(Rest("number"), BOSS, 3.0) == []
    assert reasons(stage.apply(Rest("nowhere"), BOSS, 3.0)) == ["No such feed"]


# Who is here


def test_feeds_are_watched_while_somebody_is_there_who_shows_them() -> None:
    stage = surface()
    viewer, editor = person(WATCHER, id="viewer"), Connection("editor", PROGRAM.device)
    assert not stage.watched
    assert stage.join(editor) == [ConnectionsChanged()]
    assert not stage.watched
    stage.join(viewer)
    assert stage.watched
    stage.leave("viewer")
    assert not stage.watched
    assert list(stage.connections) == ["editor"]


def test_what_a_feed_keeps_can_be_asked_for_where_there_is_such_a_feed() -> None:
    stage = surface()
    stage.apply(Push("pulse", 61), PROGRAM, 5.0)
    assert stage.window("pulse").columns(1, 0, 10) == [(5.0, 61)]
    with pytest.raises(NoSuchFeed):
        stage.window("nowhere")
    assert stage.snapshot().feeds == {}
    assert (stage.find("slider1"), stage.find("nowhere")) == (stage.value("slider1"), None)
