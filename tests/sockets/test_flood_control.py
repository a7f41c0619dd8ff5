"""Who sends too much is slowed, then cut; who never joins is cut; operators are told, and it ends by itself."""

import gc
import threading
import weakref
from contextlib import closing, suppress

import pytest
import websocket
from websocket import ABNF

from tests.clients import Page, SimpleClient
from tests.sockets.test_websocket import hears_the_end, joined, opened, until
from webui.engine.faults import Troubles
from webui.limits import MAX_BODY, MAX_MESSAGE, STRANGER_MESSAGE
from webui.serving import Serving

TIME = '42/stage,["time",1,null]'


@pytest.fixture
def told(stage: Serving) -> list[dict[str, str]]:
    """Every set of faults that operators have been told."""
    told: list[dict[str, str]] = []
    stage._engine.on_faults(lambda: told.append(dict(stage._engine.faults)))
    return told


def test_a_flood_is_slowed_and_nothing_of_it_is_lost(
    stage: Serving, monkeypatch: pytest.MonkeyPatch, told: list[dict[str, str]]
) -> None:
    monkeypatch.setattr("webui.sockets.flood_control.MAX_MESSAGES_PER_SECOND", 200)
    monkeypatch.setattr("webui.engine.faults.TROUBLE_LASTS", 0.5)
    with opened(stage) as client, closing(Page(stage.url)) as page:
        joined(client)
        for _ in range(420):
            client.send(TIME)
        client.send('42/stage,["op",1,{"slider1":9}]')
        page.sees(slider1=9)
        until(lambda: told[-1:] == [{}])
    assert [list(faults.values()) for faults in told] == [["Program sends too many messages and is slowed."], []]


def test_who_polls_is_slowed_as_well(stage: Serving, monkeypatch: pytest.MonkeyPatch, told: list[object]) -> None:
    monkeypatch.setattr("webui.sockets.flood_control.MAX_MESSAGES_PER_SECOND", 50)
    with closing(SimpleClient(stage.url, transports=["polling"])) as program:
        for number in range(110):
            program.change("slider1", number % 50)
        program.change("slider1", 7)
        program.hears("slider1", 7)
    assert told


def test_who_goes_on_is_cut_and_the_others_go_on(
    stage: Serving, monkeypatch: pytest.MonkeyPatch, told: list[dict[str, str]]
) -> None:
    monkeypatch.setattr("webui.sockets.flood_control.MAX_MESSAGES_PER_SECOND", 200)
    monkeypatch.setattr("webui.core.rate_limit.SLOWED_FOR", 0.1)
    monkeypatch.setattr("webui.core.rate_limit.SLOWED_TIMES", 2)
    with opened(stage) as client, closing(Page(stage.url)) as page:
        joined(client)
        reader = threading.Thread(target=hears_the_end, args=(client,))
        reader.start()
        with suppress(OSError, websocket.WebSocketException):
            while reader.is_alive():
                client.send(TIME)
        reader.join()
        page.move(slider1=3)
    until(lambda: bool(told))
    assert "sent too many messages and was cut." in str(told)


@pytest.mark.parametrize("joins", [False, True])
def test_who_came_and_went_is_not_kept_in_memory(stage: Serving, monkeypatch: pytest.MonkeyPatch, joins: bool) -> None:
    monkeypatch.setattr("webui.sockets.flood_control.JOIN_WITHIN", 600)
    gc.disable()
    try:
        with opened(stage) as client:
            if joins:
                joined(client)
            (gone,) = [weakref.ref(one) for one in stage._app.sockets._clients()]
        until(lambda: gone() is None)
    finally:
        gc.enable()


@pytest.mark.parametrize("namespace", ["/", "/stage"])
def test_who_joins_in_time_stays_and_who_does_not_is_cut(
    stage: Serving, monkeypatch: pytest.MonkeyPatch, namespace: str
) -> None:
    monkeypatch.setattr("webui.sockets.flood_control.JOIN_WITHIN", 0.3)
    with opened(stage) as client, opened(stage) as mute:
        client.send(f'40{namespace},{{"session":"session-9"}}')
        assert hears_the_end(mute)
        client.send(f'42{namespace},["value changed",{{}}]')
        while "refused" not in str(client.recv()):
            pass


def test_who_leaves_its_only_namespace_is_cut_in_the_end(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.sockets.flood_control.JOIN_WITHIN", 0.3)
    with opened(stage) as client:
        joined(client)
        client.send("41/stage,")
        assert hears_the_end(client)


def test_a_websocket_that_is_tried_and_not_used_is_cut(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.sockets.websocket.JOIN_WITHIN", 0.3)
    with closing(SimpleClient(stage.url, transports=["polling"])) as program:
        url = f"{stage.url.replace('http', 'ws')}socket.io/?EIO=4&transport=websocket&sid={program.socket.eio.sid}"
        tried = websocket.create_connection(url, 20)
        tried.send("2probe")
        assert hears_the_end(tried)
        tried.shutdown()
        program.change("slider1", 7)
        program.hears("slider1", 7)


@pytest.mark.parametrize(("joins", "most"), [(False, STRANGER_MESSAGE), (True, MAX_MESSAGE)])
def test_a_message_may_be_as_long_as_its_sender_is_known(stage: Serving, joins: bool, most: int) -> None:
    for size, lasts in ((most, True), (most + 1, False)):
        with opened(stage) as client:
            if joins:
                joined(client)
            with suppress(OSError):
                client.send_frame(ABNF.create_frame("6" * (size - 1), ABNF.OPCODE_TEXT, fin=0))
                client.send_frame(ABNF.create_frame("6", ABNF.OPCODE_CONT, fin=0))
                client.ping("there")
            opcodes = []
            with suppress(OSError, websocket.WebSocketException):
                while not {ABNF.OPCODE_CLOSE, ABNF.OPCODE_PONG} & set(opcodes):
                    opcodes.append(client.recv_frame().opcode)
            assert (ABNF.OPCODE_PONG in opcodes) == lasts


def test_the_same_trouble_is_told_once_and_ends(
    stage: Serving, monkeypatch: pytest.MonkeyPatch, told: list[dict[str, str]]
) -> None:
    monkeypatch.setattr("webui.engine.faults.TROUBLE_LASTS", 0.2)
    troubles = Troubles(stage._engine)
    for sentence in ("One.", "One.", "Two.", "Two."):
        troubles.say("cause", sentence)
    until(lambda: told[-1:] == [{}])
    troubles.say("cause", "Two.")
    until(lambda: len(told) == 4)
    assert told == [{"cause": "One."}, {"cause": "Two."}, {}, {"cause": "Two."}]


def test_a_body_is_as_long_as_a_secret_at_the_most(stage: Serving) -> None:
    assert MAX_BODY < STRANGER_MESSAGE < MAX_MESSAGE
