"""What a program is answered that wants to know what became of its message, and the show for one that asks for it."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.clients import PATIENCE, Page, SimpleClient
from tests.conftest import Serve
from webui.links.simple.namespace import TOO_MANY
from webui.serving import Serving
from webui.sockets.sockets import UNKNOWN
from webui.wire.operations import MAX_NUMBERS


@pytest.fixture(params=["websocket", "polling"])
def program(stage: Serving, request: pytest.FixtureRequest) -> Iterator[SimpleClient]:
    with closing(SimpleClient(stage.url, transports=[request.param])) as program:
        program.hears("txt1", "")
        yield program


def asks(program: SimpleClient, event: str, *body: Any) -> Any:
    return program.socket.call(event, body, timeout=PATIENCE)


def test_a_moves_answer_has_the_value_that_the_control_has_now(stage: Serving, program: SimpleClient) -> None:
    assert asks(program, "value changed", {"who": "slider1", "data": "30"}) == {"value": 30}
    assert asks(program, "value changed", {"who": "slider1", "data": 3000}) == {"value": 50}
    assert asks(program, "value changed", {"who": "thunder", "data": True}) == {"value": True}
    with closing(Page(stage.url)) as page:
        page.hold("slider1")
        reason = f"{page.welcome['you']['name']} has it"
        assert asks(program, "value changed", {"who": "slider1", "data": 2}) == {"reason": reason, "value": 50}
    assert asks(program, "value changed", {"who": "slider9", "data": 1}) == {"reason": "No such control"}
    assert {"who": "slider9", "reason": "No such control"} in program.answers("refused")


def test_the_answer_comes_before_the_value(program: SimpleClient) -> None:
    def answered(answer: Any) -> None:
        with program.changed:
            program.heard.append(("answered", answer))

    program.heard.clear()
    program.socket.emit("value changed", {"who": "slider1", "data": 9}, callback=answered)
    program.hears("slider1", 9)
    assert program.heard[:2] == [("answered", {"value": 9}), ("update value", {"who": "slider1", "data": 9})]


def test_what_is_malformed_or_not_known_is_answered_as_well(program: SimpleClient) -> None:
    assert "who" in asks(program, "value changed", {"whom": "slider1"})["reason"]
    assert asks(program, "hello", "world") == {"reason": UNKNOWN}
    assert asks(program, "message", {"text": "  "})["reason"]
    assert asks(program, "message", {"text": "Stand by LX 12"}) == {}


def test_numbers_are_taken_without_the_namespace_on_which_they_are_heard(program: SimpleClient, stage: Serving) -> None:
    with closing(Page(stage.url)) as page:
        assert asks(program, "newnumber", {"feed": "pulse", "number": 7}) == {}
        assert asks(program, "numbers", {"feed": "pulse", "numbers": [[10.0, 8], [20.0, 9]]}) == {}
        page.wait(lambda: [number for _, number in page.numbers["pulse"]] == [7, 8, 9])
        assert asks(program, "newnumber", {"feed": "nothing", "number": 7}) == {"reason": "No such feed"}
        many = {"feed": "pulse", "numbers": [1] * MAX_NUMBERS}
        while not (answer := asks(program, "numbers", many)):
            pass
        assert answer == {"reason": TOO_MANY}


def test_who_asks_is_told_the_show_at_once_and_when_it_is_another(serve: Serve, program: SimpleClient) -> None:
    program.socket.emit("show", ())
    (shown,) = program.wait(lambda: program.answers("show"))
    assert (shown["id"], shown["name"], shown["open"]) == ("small", "Small", False)
    assert {one["id"]: (one["type"], one["momentary"]) for one in shown["controls"]} == {
        "slider1": ("fader", False),
        "slider2": ("fader", False),
        "bed": ("toggle", False),
        "thunder": ("button", True),
        "txt1": ("text", False),
    }
    assert [(feed["id"], feed["source"]) for feed in shown["feeds"]] == [("number", "random"), ("pulse", "program")]
    assert shown["values"] == {"slider1": 25, "slider2": 0, "bed": False, "thunder": False, "txt1": ""}


def test_who_has_asked_is_told_of_another_show_before_its_values(serve: Serve) -> None:
    stage = serve({"sidestage": 1, "id": "open", "open": True})
    with closing(SimpleClient(stage.url)) as follower, closing(SimpleClient(stage.url)) as other:
        follower.socket.emit("show", ())
        follower.wait(lambda: follower.answers("show"))
        other.change("new", 5)
        other.hears("new", 5)
        follower.hears("new", 5)
        assert [name for name, _ in follower.heard] == ["show", "show", "update value"]
        assert follower.answers("show")[1]["values"] == {"new": 5}
        assert not other.answers("show")


def test_operators_read_what_a_program_calls_itself(stage: Serving) -> None:
    with closing(SimpleClient(stage.url, auth={"name": "  Metronome\n" + "x" * 60})):
        runs = stage._engine.call(lambda: [one.browser for one in stage._engine.surface.connections.values()])
        assert runs == ["Metronome " + "x" * 30]
