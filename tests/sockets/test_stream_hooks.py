"""Where the fast lane takes hold of the libraries: each place fails here first when a new version moves it."""

import hashlib
import inspect
import queue
import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import engineio
import engineio.async_drivers.threading
import engineio.base_server
import engineio.socket
import pytest
import simple_websocket
import simple_websocket.ws
import werkzeug.serving
from engineio.packet import PING, Packet
from wsproto.utilities import ProtocolError

from tests.clients import Page, SimpleClient
from webui.serving import Serving
from webui.sockets.client_queue import Outlet
from webui.sockets.websocket import PROBE, PROBED, UPGRADE, WebSockets

Socket = engineio.socket.Socket


@pytest.mark.parametrize(
    ("function", "digest"),
    [
        (Socket._websocket_handler, "5fdf9cd1641a85f7"),
        (Socket.poll, "3670d3e830cdc0fe"),
        (Socket.check_ping_timeout, "c6f025c438e21918"),
        (Socket.schedule_ping, "1fd5f47849de3a20"),
        (Socket.close, "ebf40aa5c5295ad1"),
        (engineio.Server._service_task, "73a969e5fd8dd514"),
        (simple_websocket.ws.Base.__init__, "5ed322df5b3a3f4f"),
        (simple_websocket.ws.Base._handle_events, "5777d991ac8e75c2"),
        (simple_websocket.ws.Server.handshake, "3f1da8943662a8a7"),
    ],
    ids=lambda value: getattr(value, "__qualname__", ""),
)
def test_what_we_stand_in_for_is_as_it_was_when_we_read_it(function: Callable[..., Any], digest: str) -> None:
    """After a new version: read what changed there, see that lane, outlets, pings and websockets still do it all."""
    source = "".join(inspect.getsource(function).split())
    assert hashlib.sha256(source.encode()).hexdigest()[:16] == digest


def test_a_driver_of_ours_serves_websockets_and_knows_its_client(stage: Serving) -> None:
    eio = stage._app.sockets._server.eio
    assert eio._async["websocket"] == stage._app.sockets._driver
    assert isinstance(eio._async["websocket"](Socket(eio, "x")._websocket_handler, eio), WebSockets)
    made = "['websocket'](\n            self._websocket_handler, self.server)"
    assert made in inspect.getsource(Socket._upgrade_websocket)
    shared = engineio.async_drivers.threading._async
    assert shared["websocket"] is not eio._async["websocket"], "it is for our own server only"
    assert shared["queue"] is queue.Queue


def test_every_client_has_a_queue_of_ours(stage: Serving) -> None:
    eio = stage._app.sockets._server.eio
    client = Socket(eio, "x")
    assert isinstance(client.queue, Outlet)
    client.last_ping = None
    client.send(Packet(PING))
    client.queue.put(None)
    assert [packet.packet_type for packet in client.poll()] == [PING]
    assert eio.get_queue_empty_exception() is queue.Empty


def test_a_client_says_how_it_is(stage: Serving) -> None:
    with closing(Page(stage.url)):
        (client,) = stage._app.sockets._server.eio.sockets.values()
        assert (client.connected, client.upgraded) == (True, True)
        assert (client.upgrading, client.closing, client.closed) == (False, False, False)
        assert client.queue.line is not None
        assert {"wait", "abort", "reason"} <= set(inspect.signature(client.close).parameters)


def test_the_library_never_pings_and_gives_nobody_up(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    eio = stage._app.sockets._server.eio
    threads = [thread for thread in threading.enumerate() if "_send_ping" in thread.name]
    with closing(SimpleClient(stage.url, transports=["polling"])) as program:
        (client,) = eio.sockets.values()
        assert client.last_ping is None
        with monkeypatch.context() as jumped:
            jumped.setattr(time, "time", lambda: 1e12)
            assert client.check_ping_timeout()
        program.change("slider1", 7)
        program.hears("slider1", 7)
        assert [thread for thread in threading.enumerate() if "_send_ping" in thread.name] == threads
    assert eio.service_task_handle is None
    assert not eio.start_service_task


def test_an_answer_to_a_ping_is_heard_where_the_library_would_plan_the_next(stage: Serving) -> None:
    with closing(SimpleClient(stage.url, transports=["polling"])):
        (client,) = stage._app.sockets._server.eio.sockets.values()
        client.queue.silence = 7
        client.receive(Packet(encoded_packet="3"))
        assert client.queue.silence == 0


def test_every_packet_of_a_client_passes_by_us(stage: Serving) -> None:
    server = stage._app.sockets._server
    assert server.eio.handlers["message"] == stage._app.sockets._hear
    assert server.eio.handlers["connect"] == stage._app.sockets._opened
    assert "_trigger_event('message', self.sid, pkt.data" in inspect.getsource(Socket.receive)


def test_a_client_is_known_before_anything_of_it_is_heard() -> None:
    source = inspect.getsource(engineio.Server._handle_connect)
    order = [
        source.index(step)
        for step in ("self.sockets[sid] = s", "_trigger_event('connect'", "s.schedule_ping()", "s.handle_get_request")
    ]
    assert order == sorted(order)


def test_the_way_over_from_polling_has_the_words_that_the_library_itself_uses() -> None:
    source = inspect.getsource(Socket._websocket_handler)
    assert Packet(PING, data="probe").encode() == PROBE
    assert Packet(engineio.packet.PONG, data="probe").encode().encode() == PROBED
    assert Packet(engineio.packet.UPGRADE).encode() == UPGRADE
    assert "self.queue.put(packet.Packet(packet.NOOP))" in source
    assert "if self.upgrading or self.upgraded:" in inspect.getsource(Socket.handle_get_request)


class Wire:
    """Stands for a socket: notes what is sent."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def send(self, data: bytes) -> int:
        self.sent.append(data)
        return len(data)


class Thread:
    """Stands for a thread: notes that it would have run."""

    def __init__(self, target: Callable[[], None]) -> None:
        self.name = "x"
        self.started = False

    def start(self) -> None:
        self.started = True


HANDSHAKE = {
    "HTTP_HOST": "x",
    "HTTP_UPGRADE": "websocket",
    "HTTP_CONNECTION": "Upgrade",
    "HTTP_SEC_WEBSOCKET_KEY": "AAAAAAAAAAAAAAAAAAAAAA==",
    "HTTP_SEC_WEBSOCKET_VERSION": "13",
}


def test_simple_websocket_takes_our_socket_and_our_thread_and_does_the_handshake_with_them() -> None:
    wire = Wire()
    made = simple_websocket.Server({**HANDSHAKE, "werkzeug.socket": wire}, max_message_size=10, thread_class=Thread)
    assert made.thread.started
    assert made.connected
    assert len(wire.sent) == 1
    assert wire.sent[0].startswith(b"HTTP/1.1 101 ")


def test_what_simple_websocket_is_fed_comes_out_whole_and_its_answers_go_to_our_socket() -> None:
    wire = Wire()
    made = simple_websocket.Server({**HANDSHAKE, "werkzeug.socket": wire}, max_message_size=10, thread_class=Thread)
    made.ws.receive_data(b"\x01\x82\0\0\0\0he" + b"\x89\x80\0\0\0\0" + b"\x80\x83\0\0\0\0llo")
    assert made._handle_events() is True
    assert made.input_buffer == ["hello"]
    assert wire.sent[1:] == [b"\x8a\x00"]
    made.ws.receive_data(b"\x01\x8b\0\0\0\0" + b"x" * 11)
    assert made._handle_events() is False
    assert wire.sent[2].startswith(b"\x88")


def test_simple_websocket_refuses_what_is_no_handshake_with_an_error_that_we_know() -> None:
    with pytest.raises(ProtocolError):
        simple_websocket.Server({"werkzeug.socket": Wire()}, thread_class=Thread)


def test_werkzeug_gives_the_socket_and_takes_an_end_without_an_answer() -> None:
    source = inspect.getsource(werkzeug.serving.WSGIRequestHandler)
    assert '"werkzeug.socket": self.connection' in source
    assert "except (ConnectionError, socket.timeout)" in source
