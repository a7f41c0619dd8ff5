"""wire.md says what is really sent and read: each of its examples is tried."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from tests.core.making import show
from tests.links.harness import Room
from tests.socket_clients import PATIENCE
from webui.core.delivery.flow import WINDOW
from webui.core.delivery.outbox import MAX_NUMBERS as MAX_NUMBERS_TOLD
from webui.core.delivery.outbox import Frame
from webui.core.devices.devices import Connection, Device, Role
from webui.core.devices.door import Newcomer
from webui.core.devices.names import MAX_NAME
from webui.core.devices.presence import roll
from webui.core.errors import Malformed
from webui.core.show.feeds import RECENT, TICK
from webui.core.surface.commands import Load, Operation, Press, PushMany, Release
from webui.core.surface.holds import SILENCE, TYPING
from webui.core.surface.surface import PRESS_LIFE
from webui.engine.commits import DISK
from webui.engine.engine import PROGRAM
from webui.engine.saving import PATIENCE as PATIENCE_OF_ANSWERS
from webui.limits import MOST_SHOW, MOST_TEXTS
from webui.links.simple.namespace import SETTLES
from webui.links.tablets.devices import TELL_LINKS
from webui.links.tablets.history import MAX_WIDTH, Past, read_history
from webui.wire.operations import (
    MAX_NUMBERS,
    MAX_NUMBERS_PER_SECOND,
    NUMBERS,
    SIMPLE,
    STAGE,
    Auth,
    Numbers,
    read_ask,
    read_auth,
    read_called,
    read_got,
    read_key,
    read_numbers,
    read_op,
    read_time,
    write_frame,
)

TEXT = (Path(__file__).parents[2] / "webui" / "wire" / "wire.md").read_text("utf-8")
EXAMPLES: list[tuple[str, Any]] = [
    (name, json.loads(body)) for name, body in re.findall(r"^```json ([^\n]+)\n(.*?)^```", TEXT, re.S | re.M)
]


def screen(name: str, role: Role, id: str) -> Connection:
    """A page of a screen of that name."""
    return Connection(id, Device(id, name, "#b39ddb", role), f"session-{id}", watches=True)


def shape(value: Any) -> Any:
    """The keys and kinds of a message, to compare an example with what is sent."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


def examples(name: str) -> list[Any]:
    return [example for title, example in EXAMPLES if title == name]


def example(name: str) -> Any:
    (only,) = examples(name)
    return only


def test_every_message_has_its_example() -> None:
    assert {name for name, _ in EXAMPLES} == {
        "auth", "welcome", "op", "frame", "got", "time", "time-answer", "show", "devices",
        "devices for operators", "link", "links", "faults", "refused", "ask", "answer", "ask say", "ask saw",
        "message", "message for operators", "seen", "reached",
        "answer to value changed", "show of a program", "show to programs", "auth of a program",
        "value changed at a time", "time of a program", "answer to time",
        "message of a program", "message to programs", "refused message",
        "answer that is not saved", "part of the texts", "part of the show", "frame with missed numbers",
        "ask history", "answer to history",
        "op of a pair", "frame of a pair", "value changed of a pair", "update value of a pair",
        "value changed", "update value", "refused value", "newnumber", "numbers",
        "ask code", "ask rename", "answer to rename", "ask role", "ask disconnect", "ask forget", "ask forget all",
        "ask key", "answer to key", "ask programs", "programs",
        "ask osc", "answer to osc", "ask osc switch", "ask osc try", "ask osc learn", "osc",
        "osc page", "answer to osc page",
        "join/ask", "join/ask answer", "join/ask too soon", "join", "join-code",
    }  # fmt: skip


def test_the_limits_that_the_document_names_are_the_real_ones() -> None:
    words = " ".join(TEXT.split())
    assert f"At most {WINDOW} frames are under way" in words
    assert f"older than {PRESS_LIFE:.0f} ms is refused" in words
    assert "random, 8 to 64 letters" in words
    assert f"nothing came from its connection for {SILENCE:.0f} ms, and on a text also {TYPING:.0f} ms" in words
    assert f"1 to {MAX_NUMBERS} of them, at most {MAX_NUMBERS_PER_SECOND} a second" in words
    assert f"by {TICK} ms at least" in words
    assert f"(of at most {MAX_NAME} characters)" in words
    assert f"have more than {MOST_TEXTS} characters together, they come before it" in words
    assert f"A show of more than {MOST_SHOW} comes before it as well" in words
    assert f"a frame has {MAX_NUMBERS_TOLD} of all feeds at most" in words
    assert f"has the newest {RECENT} numbers of each feed" in words
    assert f"a power of two up to {MAX_WIDTH}." in words
    assert f"have more than {MOST_TEXTS} characters together they are left out" in words
    assert f"those begin {SETTLES:.0f} ms after that" in words


def test_auth() -> None:
    assert read_auth(example("auth")) == Auth("c2lkZXN0YWdlLTAwMDE", "J3mYt0hZV0c1m2nq7u9w1g", touch=True)


def test_op() -> None:
    full, short, holding = examples("op")
    assert read_op(tuple(full[1:])) == Operation(
        42, {"slider1": 37.5, "txt1": "Places"}, (Press("thunder", 81300.2), Release("thunder"))
    )
    assert read_op(tuple(short[1:])) == Operation(43, {"slider1": 38})
    assert read_op(tuple(holding[1:])) == Operation(44, {"slider1": 38.5}, (), {"slider1": True, "slider2": False})


def test_a_pair_of_numbers_is_said_as_the_document_says(room: Room) -> None:
    room.engine.call(room.engine.apply, Load(show(controls=[{"id": "spot", "type": "xy"}]), {}), PROGRAM)
    for said in examples("value changed of a pair"):
        room.says(SIMPLE, "value changed", {"who": "spot", "data": [1, 2]})
        room.says(SIMPLE, *said)
        assert room.heard(SIMPLE, "update value") == example("update value of a pair")
    room.says(STAGE, "op", 1, {"spot": [1, 2]})
    _, _, moves = example("op of a pair")
    room.says(STAGE, "op", 2, moves)
    assert room.heard(STAGE, "frame")[4] == example("frame of a pair")[4] == moves


def test_got_and_time() -> None:
    assert read_got(tuple(example("got")[1:])) == (907, 12.4)
    assert read_time(tuple(example("time")[1:])) == (5120.4, 3.1)


def test_numbers() -> None:
    timed, plain = examples("numbers")
    assert read_numbers(tuple(timed[1:])) == Numbers("pulse", (4.117, 4.121, 4.09), (5120.0, 5121.0, 5122.0))
    assert read_numbers(tuple(plain[1:])) == Numbers(None, (4.117, 4.121, 4.09), None)


def test_frame() -> None:
    full, empty = examples("frame")
    _, seq, since, revision, values, numbers, more = full
    refused = tuple(tuple(one) for one in more["refused"])
    frame = Frame(seq, since, revision, values, numbers, more["taken"], more["kept"], refused, more["holds"])
    assert json.loads(json.dumps(["frame", *write_frame(frame)])) == full
    assert ["frame", *write_frame(Frame(908, 120, 120))] == empty


def test_a_frame_says_which_feeds_brought_more() -> None:
    frame = Frame(908, 120, 120, {}, {"number": [(82231.0, 4.117)]}, missed=("number",))
    assert json.loads(json.dumps(["frame", *write_frame(frame)])) == example("frame with missed numbers")


def test_history_is_asked_for_and_told_as_the_document_says(room: Room) -> None:
    _, n, what, details = example("ask history")
    assert read_history(details) == Past("number", 256, 0, 79234.1)
    room.engine.call(room.engine.apply, PushMany("number", tuple((100.0 + ms, ms) for ms in range(400))), PROGRAM)
    room.says(STAGE, "ask", n, what, details)
    said, sent = example("answer to history"), room.heard(STAGE, "answer")
    assert sent == [
        "answer", 7, {"points": [
            [100.0, 0.0, 78.0], [255.0, 155.0, 78.0], [256.0, 156.0, 122.0], [499.0, 399.0, 122.0],
        ], "until": None}, None,
    ]  # fmt: skip
    assert shape(said[2] | {"until": None}) == shape(sent[2])
    assert {len(point) for point in said[2]["points"]} == {2, 3}
    room.says(STAGE, "ask", 8, what, {**details, "feed": "nowhere"})
    assert room.heard(STAGE, "answer") == ["answer", 8, None, "No such feed"]


@pytest.mark.parametrize(
    "details",
    [
        {}, {"feed": 5}, {"feed": "x" * 65}, {"width": 0}, {"width": 3}, {"width": 2 * MAX_WIDTH}, {"width": True},
        {"width": 1.0}, {"since": "0"}, {"before": None}, {"before": float("inf")},
    ],
)  # fmt: skip
def test_what_asks_for_no_history_is_malformed(details: dict[str, Any]) -> None:
    good = example("ask history")[3]
    with pytest.raises(Malformed, match="history: must have feed, width"):
        read_history({**good, **details} if details else {})


def test_a_large_state_comes_in_parts_as_the_document_says(room: Room) -> None:
    texts = {f"txt{n}": "Places" * 1500 for n in range(12)}
    controls = [{"id": name, "type": "text", "length": 10_000} for name in texts]
    room.engine.call(room.engine.apply, Load(show(controls=controls), texts), PROGRAM)
    room.engine.call(room.flush)
    assert shape(example("part of the texts")[0]) == shape(room.heard(STAGE, "part")[0])
    assert room.heard(STAGE, "show")[1]["show"]["pages"]
    options = [{"id": f"o{i}", "label": "x" * 80} for i in range(100)]
    choices = [{"id": f"c{n}", "type": "choice", "options": options} for n in range(120)]
    room.engine.call(room.engine.apply, Load(show(controls=choices), {}), PROGRAM)
    room.engine.call(room.flush)
    deadline = time.monotonic() + PATIENCE
    while "show" in room.heard(STAGE, "show")[1]:
        assert time.monotonic() < deadline
    said, sent = example("part of the show"), room.heard(STAGE, "part")
    assert shape(said) == shape(sent)


def test_an_empty_part_is_left_out_only_at_the_end() -> None:
    assert write_frame(Frame(1, 2, 3, {"a": 0})) == (1, 2, 3, {"a": 0})
    assert write_frame(Frame(1, 2, 3, taken=0)) == (1, 2, 3, {}, {}, {"taken": 0})
    assert write_frame(Frame(1, 2, 3, kept=0)) == (1, 2, 3, {}, {}, {"kept": 0})


def test_the_welcome_is_as_it_is_sent(room: Room) -> None:
    said, sent = example("welcome"), room.heard(STAGE, "welcome")
    assert [type(part) for part in said] == [type(part) for part in sent]
    varying = dict.fromkeys(("values", "holds", "feeds", "faults", "messages", "devices", "programs"))
    assert shape(said[1] | varying) == shape(sent[1] | varying)
    assert sent[1]["programs"] == "player"
    assert said[1]["faults"] == {}
    assert all(number is None or time for points in said[1]["feeds"].values() for time, number in points)


def test_devices_and_faults_are_as_they_are_sent(room: Room) -> None:
    room.engine.call(room.engine.fault, "show", "The show file has an error")
    assert shape(example("faults")) == shape(room.heard(STAGE, "faults"))
    assert set(example("faults")[1]) == {"show"}
    room.engine.call(room.flush)
    (said, away), sent = examples("devices for operators"), room.heard(STAGE, "devices")
    assert shape(said[1][0] | {"joined": 0, "seen": 0}) == shape(sent[1][0] | {"joined": 0, "seen": 0})
    room.engine.door.make_key(room.page.device, "Lights", Role.PLAYER, Newcomer("5b1f0a6c22d7", "key", "", at=1.5))
    known = roll([], True, room.engine.door.devices())
    assert shape(away[1][0] | {"seen": 0}) == shape(known[0] | {"seen": 0})
    assert shape(example("devices")[1]) == shape(roll(room.engine.surface.connections.values(), closely=False))


def test_links_are_told_as_the_document_says(room: Room) -> None:
    room.says(STAGE, "time", 1.0, 2.0)
    room.engine.call(room.engine.links[0].flush, room.engine.now() + TELL_LINKS)
    assert room.heard(STAGE, "link") == ["link", 2.0, None]
    sent = room.heard(STAGE, "links")
    assert [len(row) for row in sent[1].values()] == [len(row) for row in example("links")[1].values()][:1]
    assert shape(example("link")) == shape(["link", 2.0, 0.0])


def test_show_is_as_it_is_sent(room: Room) -> None:
    room.engine.call(room.engine.apply, Load(show(id="another"), {}), PROGRAM)
    room.engine.call(room.flush)
    said, sent = example("show"), room.heard(STAGE, "show")
    assert shape(said[1] | {"values": None}) == shape(sent[1] | {"values": None})


def test_holds_and_an_overruled_hand_are_told_as_the_document_says(room: Room) -> None:
    ipad = screen("Stage left iPad", Role.PLAYER, "ipad")
    room.joins(STAGE, ipad)
    room.says(STAGE, "op", 1, {}, [], {"slider1": True}, by=ipad)
    assert room.told("holds")["holds"] == {"slider1": "ipad"}
    room.engine.call(room.recorder.namespaces[STAGE].left, room.page)
    computer = screen("This computer", Role.OPERATOR, "computer")
    room.engine.call(room.engine.surface.join, computer)
    room.engine.call(room.engine.apply, Operation(1, {"slider1": 5}), computer)
    room.engine.call(room.flush)
    more = room.told("refused")
    assert more["holds"] == {"slider1": None}
    operation, _, reason = examples("frame")[0][6]["refused"][1]
    assert more["refused"] == [[operation, "slider1", reason]]


def test_an_answered_time_is_as_it_is_sent(room: Room) -> None:
    room.says(STAGE, *example("time"))
    said, sent = example("time-answer"), room.heard(STAGE, "time")
    assert said[:2] == sent[:2]
    assert shape(said[2]) == shape(sent[2])


def test_what_is_asked_is_answered_as_the_document_says(room: Room) -> None:
    room.says(STAGE, *example("ask"))
    assert room.heard(STAGE, "answer") == example("answer")


def test_what_is_not_saved_yet_is_answered_as_the_document_says(room: Room) -> None:
    room.engine.call(room.engine.fault, DISK, "Values can't be saved")
    room.says(STAGE, "ask", 8, "key", {"name": "Lights", "role": "player"})
    said, sent = example("answer that is not saved"), room.heard(STAGE, "answer")
    assert (said[1], said[3]) == (sent[1], sent[3])
    assert shape(said[2]) == shape(sent[2])
    assert f"does not answer within {PATIENCE_OF_ANSWERS:.0f} ms" in " ".join(TEXT.split())


@pytest.mark.parametrize("parts", [(), (1,), (1, "a"), (True, "a", {}), ("1", "a", {}), (1, 2, {}), (1, "a", [])])
def test_what_is_no_question_is_malformed(parts: tuple[object, ...]) -> None:
    with pytest.raises(Malformed):
        read_ask(parts)


def test_a_refused_message_is_answered_as_the_document_says(room: Room) -> None:
    with pytest.raises(Malformed) as caught:
        read_op((0, {}))
    room.engine.call(room.recorder.namespaces[STAGE].malformed, room.page, str(caught.value))
    assert room.heard(STAGE, "refused") == example("refused")


def test_simple_clients_hear_what_the_document_says(room: Room) -> None:
    room.says(SIMPLE, *example("value changed"))
    assert room.heard(SIMPLE, "update value") == example("update value")
    unknown, held = examples("refused value")
    room.says(SIMPLE, "value changed", {"who": unknown[1]["who"], "data": 1})
    assert room.heard(SIMPLE, "refused") == unknown
    ipad = screen("Stage left iPad", Role.PLAYER, "ipad")
    room.engine.call(room.engine.apply, Operation(1, {}, (), {"slider1": True}), ipad)
    room.says(SIMPLE, "value changed", {"who": held[1]["who"], "data": 1})
    assert room.heard(SIMPLE, "refused") == held
    assert room.heard(SIMPLE, "update value") == example("update value")
    room.says(NUMBERS, *examples("numbers")[1])
    assert room.heard(NUMBERS, "newnumber") == ["newnumber", {"number": 4.09, "feed": "number"}]
    room.says(NUMBERS, *example("newnumber"))
    assert room.heard(NUMBERS, "newnumber") == example("newnumber")


def test_a_move_is_answered_as_the_document_says(room: Room) -> None:
    taken, held, unknown = examples("answer to value changed")
    _, *said = example("value changed")
    assert room.answered(SIMPLE, "value changed", *said) == taken
    ipad = screen("Stage left iPad", Role.PLAYER, "ipad")
    room.engine.call(room.engine.apply, Operation(1, {}, (), {"slider1": True}), ipad)
    assert room.answered(SIMPLE, "value changed", *said) == held
    assert room.answered(SIMPLE, "value changed", {"who": "slider9", "data": 1}) == unknown


def test_a_program_hears_of_the_show_as_the_document_says(room: Room) -> None:
    room.says(SIMPLE, *example("show of a program"))
    told = example("show to programs")
    feed = {"id": "cpu", "label": "CPU", "unit": "%", "decimals": 0, "source": "program"}
    thunder = {"id": "thunder", "type": "button", "label": "Thunder"}
    small = show(id="small", name="Small", controls=[thunder], feeds=[feed])
    room.engine.call(room.engine.apply, Load(small, {}), PROGRAM)
    assert room.heard(SIMPLE, "show") == told


def test_a_programs_auth() -> None:
    said = example("auth of a program")
    assert (read_called(said), read_key(said)) == ("Metronome", said["key"])
    assert [read_called(other) for other in (None, {}, {"name": 5}, {"name": "x" * 500})] == [
        "",
        "",
        "",
        "x" * MAX_NAME,
    ]


def test_a_press_that_says_when_it_was_made_fires_in_time_or_not_at_all(room: Room) -> None:
    assert shape(room.answered(SIMPLE, *example("time of a program"))) == shape(example("answer to time"))
    room.engine.call(room.engine.apply, Load(show(controls=[{"id": "thunder", "type": "button"}]), {}), PROGRAM)
    event, press = example("value changed at a time")
    now = room.engine.now()
    late = {**press, "at": now - PRESS_LIFE - 1}
    assert room.answered(SIMPLE, event, late) == {"reason": "Too late, not sent", "value": False}
    assert room.answered(SIMPLE, event, {**press, "at": now}) == {"value": True}
    # A release never comes too late.
    assert room.answered(SIMPLE, event, {**late, "data": False}) == {"value": False}
