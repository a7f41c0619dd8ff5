"""Messages to everyone go the way that wire.md says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.links.harness import Room
from tests.wire.test_document import TEXT, example, screen, shape
from webui.core.devices.devices import Role
from webui.core.errors import Malformed
from webui.core.surface.notices import BURST, FRESH, MAX_BURST, MAX_NOTICE, MAX_NOTICES
from webui.wire.operations import SIMPLE, STAGE, Say, read_message, read_saw, read_say


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.engine.stop()


def test_the_limits_that_the_document_names_are_the_real_ones() -> None:
    words = " ".join(TEXT.split())
    assert f"the last {MAX_NOTICES} to everyone" in words
    assert f"of 1 to {MAX_NOTICE} characters on one line" in words
    assert f"may send {MAX_BURST} within {BURST / 1000:.0f} s" in words
    assert FRESH == 600_000, "within ten minutes"


def test_a_message_to_everyone_goes_the_way_that_the_document_says(room: Room) -> None:
    ipad, mia = screen("Stage left iPad", Role.PLAYER, "ipad"), screen("Mia", Role.PLAYER, "mia")
    for one in (ipad, mia):
        room.joins(STAGE, one)
    room.says(STAGE, *example("ask say"), by=ipad)
    assert room.heard(STAGE, "answer") == ["answer", 8, None, None]
    sent = room.heard(STAGE, "message")
    assert shape(sent) == shape(example("message"))
    assert (sent[1]["text"], sent[1]["from"], sent[1]["waits"]) == ("Stand by LX 12", "Stage left iPad", True)
    assert room.heard(SIMPLE, "message") == ["message", example("message to programs")[1] | {"from": "Stage left iPad"}]
    late = screen("Late", Role.OPERATOR, "late")
    room.joins(STAGE, late)
    (told,) = room.heard(STAGE, "welcome")[1]["messages"]
    assert told.keys() == example("message for operators")[1].keys()
    assert told["unseen"] == ["Somebody", "Mia", "Late"]
    room.says(STAGE, "ask", 9, "saw", {"id": sent[1]["id"]}, by=mia)
    assert room.heard(STAGE, "seen") == ["seen", sent[1]["id"]]
    reached = room.heard(STAGE, "reached")
    assert shape(reached) == shape(example("reached"))
    assert reached[2] == {"seen": ["Mia"], "unseen": ["Somebody", "Late"]}


def test_the_questions_about_messages_are_read_as_the_document_has_them() -> None:
    assert read_say(example("ask say")[3]) == Say("Stand by LX 12", False)
    assert read_saw(example("ask saw")[3]) == example("seen")[1] == example("message")[1]["id"]
    assert read_message(tuple(example("message of a program")[1:])) == Say("Stand by LX 12", False)


@pytest.mark.parametrize(
    "details", [{}, {"text": 5}, {"text": None}, {"text": "a", "urgent": 1}, {"text": "a", "urgent": None}]
)
def test_what_is_no_message_is_malformed(details: dict[str, object]) -> None:
    for read in (lambda: read_say(details), lambda: read_message((details,))):
        with pytest.raises(Malformed, match="message: must have text"):
            read()


def test_a_message_is_one_object_and_what_was_seen_a_number() -> None:
    for parts in ((), ("Places",), ({"text": "a"}, 1)):
        with pytest.raises(Malformed):
            read_message(parts)
    for details in ({}, {"id": "7"}, {"id": True}, {"id": 7.5}):
        with pytest.raises(Malformed):
            read_saw(details)


def test_programs_say_and_hear_it_as_the_document_says(room: Room) -> None:
    room.says(SIMPLE, *example("message of a program"))
    assert room.heard(SIMPLE, "message")[1]["text"] == example("message of a program")[1]["text"]
    room.says(SIMPLE, "message", {"text": " "})
    assert room.heard(SIMPLE, "refused") == example("refused message")
