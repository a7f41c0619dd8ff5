"""OSCQuery as others ask for it, over HTTP: who may, what it answers, and that it goes by the switch and the show."""

import http.client
import json
import socket
from contextlib import closing
from functools import partial
from typing import Any

import pytest

from tests.conftest import Serve
from tests.desktop.processes import until
from webui.core.osc.query_tree import OPTIONAL
from webui.links.osc import query_server
from webui.links.osc.query_server import MOST
from webui.links.osc.receive.allowance import Allowance
from webui.links.osc.switches import OFF, QUERY, WELL
from webui.server.answers import TOO_MUCH
from webui.serving import Serving

SHOW = {
    "sidestage": 1,
    "id": "described",
    "name": "Evening",
    "osc": {"in": {"port": 1}},
    "feeds": [{"id": "cpu", "source": "program"}],
    "controls": [
        {"id": "vol", "type": "fader", "label": "Vocals", "osc": {"address": "/ch/1/vol", "range": [0, 1]}},
        {"id": "go", "type": "button", "osc": {"address": "/go", "type": "none"}},
    ],
}


def free() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def turn(stage: Serving, on: bool) -> None:
    """Switch it, as an operator's panel does, and wait until it is so."""
    desk, engine = stage._app.desk, stage._engine
    engine.call(desk.turn, QUERY, on)
    until(lambda: engine.call(desk.describing).state == (WELL if on else OFF), "for the switch")


def port_of(stage: Serving) -> int:
    port = stage._app.query.port
    assert port is not None
    return port


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, Any]:
    """The status and the JSON of an answer, or its text."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        line.request(method, path, headers=headers)
        answer = line.getresponse()
        body = answer.read()
        is_json = answer.getheader("Content-Type", "").startswith("application/json")
        assert answer.getheader("X-Content-Type-Options") == "nosniff"
        assert answer.getheader("Access-Control-Allow-Origin") is None
        return answer.status, json.loads(body) if is_json and body else body.decode()


@pytest.fixture
def stage(serve: Serve) -> Serving:
    stage = serve({**SHOW, "osc": {"in": {"port": free()}}})
    turn(stage, True)
    return stage


def test_what_it_answers(stage: Serving) -> None:
    port = port_of(stage)
    assert port == stage.document.show.osc.incoming.port
    status, tree = ask(port, "/")
    assert status == 200
    assert tree["DESCRIPTION"] == "Evening"
    assert tree["CONTENTS"]["ch"]["CONTENTS"]["1"]["CONTENTS"]["vol"] == ask(port, "/ch/1/vol")[1]
    assert ask(port, "/ch/1/vol?VALUE") == (200, {"VALUE": [0.0]})
    assert ask(port, "/ch/1/vol?RANGE") == (200, {"RANGE": [{"MIN": 0.0, "MAX": 1.0}]})
    assert ask(port, "/ch?TYPE") == (200, {})
    assert ask(port, "/anything?HOST_INFO") == (
        200,
        {
            "NAME": "Sidestage: Evening",
            "EXTENSIONS": {**dict.fromkeys(OPTIONAL, True), "LISTEN": False, "PATH_CHANGED": False},
            "OSC_PORT": port,
            "OSC_TRANSPORT": "UDP",
        },
    )
    assert ask(port, "/none")[0] == ask(port, "/none?TYPE")[0] == 404
    assert ask(port, "/go?VALUE") == ask(port, "/go?TAGS") == ask(port, "/go?HTML") == (204, "")
    assert ask(port, "/go?GABBA")[0] == ask(port, "/go?VALUE=1")[0] == 400
    assert ask(port, "/ch/1/vol", "HEAD") == (200, "")
    assert ask(port, "/ch/1/vol", "POST")[0] == 405


def test_it_says_how_things_stand_now(stage: Serving) -> None:
    engine = stage._engine
    port = port_of(stage)
    stage.document.edit(lambda data: data["controls"].append({"id": "more", "type": "toggle"}))
    until(lambda: "more" in engine.call(lambda: engine.surface.show.controls), "for the edited show")
    assert ask(port, "/sidestage/more?TYPE") == (200, {"TYPE": "i"})


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://127.0.0.1"}, {"Host": ""}])
def test_a_web_page_is_not_answered(stage: Serving, headers: dict[str, str]) -> None:
    assert ask(port_of(stage), "/", **headers)[0] == 403


@pytest.mark.parametrize("host", ["localhost", "stage.local:5758", "127.0.0.1", "[::1]:5758"])
def test_by_these_names_it_is(stage: Serving, host: str) -> None:
    assert ask(port_of(stage), "/go?TYPE", Host=host) == (200, {"TYPE": "N"})


def test_who_is_no_allowed_source_is_refused_and_counted(serve: Serve) -> None:
    stage = serve({**SHOW, "osc": {"in": {"port": free(), "sources": ["10.9.9.0/24"]}}})
    turn(stage, True)
    assert ask(port_of(stage), "/")[0] == 403
    until(
        lambda: dict(stage._app.desk.monitor.causes) == {("127.0.0.1", "Not an allowed source (OSCQuery)"): 1},
        "for the count",
    )


def test_it_is_off_until_it_is_switched_on_and_again_after_that(serve: Serve) -> None:
    stage = serve({**SHOW, "osc": {"in": {"port": free()}}})
    engine, desk = stage._engine, stage._app.desk
    assert engine.call(desk.describing).state == OFF
    assert stage._app.query.port is None
    for _ in range(2):
        turn(stage, True)
        port = port_of(stage)
        assert ask(port, "/go?TYPE")[0] == 200
        turn(stage, False)
        until(partial(_is_closed, port), "for the port to be closed")


def test_one_computer_may_ask_so_much_and_again_a_second_later(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    port = port_of(stage)
    for each, nodes in ((5, 1), (2, 3)):
        allowance = Allowance(each, 100, stage._engine.now())
        monkeypatch.setattr(stage._app.query, "_allowance", allowance)
        path = "/go?TYPE" if nodes == 1 else "/"
        answers = [ask(port, path)[0] for _ in range(2 * each + 1)]
        # A question counts as one and its nodes, and those of a moment are refilled.
        assert answers[0] == 200
        assert answers[-1] == 429
        until(lambda path=path: ask(port, path)[0] == 200, "for the next second")  # type: ignore[misc]


def test_a_question_is_answered_however_large_the_show_is(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_server, "EACH", 1)
    monkeypatch.setattr(stage._app.query, "_allowance", Allowance(1, 10, stage._engine.now()))
    assert ask(port_of(stage), "/")[0] == 200


def _is_closed(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_port_that_is_taken_is_another_one(serve: Serve) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        number = taken.getsockname()[1]
        stage = serve({**SHOW, "osc": {"in": {"port": number}}})
        turn(stage, True)
        assert port_of(stage) != number
        assert ask(port_of(stage), "/?HOST_INFO")[1]["OSC_PORT"] == number
        sentence = stage._engine.call(stage._app.desk.describing).sentence
        assert str(port_of(stage)) in sentence
        assert "set nothing" in sentence


def test_there_is_room_for_so_many_and_the_oldest_goes(stage: Serving) -> None:
    port = port_of(stage)
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(MOST)]
    try:
        assert ask(port, "/go?TYPE")[0] == 200
    finally:
        for line in idle:
            line.close()


def test_who_asks_for_too_much_is_refused_and_this_computer_never(
    stage: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.server.processor_time.PLACE_WITHIN", 0.0)
    for _ in range(100):
        stage._app.query._work.spend("127.0.0.1", False, 0.1)
    assert ask(port_of(stage), "/")[0] == 200
    monkeypatch.setattr("webui.links.osc.query_server.is_local", lambda environ: False)
    assert ask(port_of(stage), "/") == (503, f"{TOO_MUCH}\n")
