"""What we lean on in the libraries beyond their documented ways: each fails here first when a new version moves it."""

import inspect
from collections.abc import Callable
from contextlib import closing
from queue import Queue
from typing import Any

import engineio
import engineio.async_drivers.threading
import engineio.payload
import engineio.socket
import pytest
import socketio

from desktop.serving import Serving
from tests.clients import Page, SimpleClient
from webui.websockets import WebSockets
from webui.wire import MAX_PACKETS


def test_a_manager_hears_of_a_client_right_after_the_answer_was_queued(
    stage: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = stage._app.sockets._server
    order: list[str] = []

    def note(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any, **options: Any) -> Any:
            order.append(name)
            return original(*arguments, **options)

        return noted

    monkeypatch.setattr(server, "_send_packet", note("answer", server._send_packet))
    monkeypatch.setattr(server.manager, "_connected", note("connected", server.manager._connected))
    with closing(SimpleClient(stage.url)) as client:
        client.hears("slider1", 25)
    assert order[:2] == ["answer", "connected"]


def test_a_serializer_of_ours_reads_every_packet(stage: Serving) -> None:
    server = stage._app.sockets._server
    assert server.packet_class.__name__ == "StagePacket"
    assert "self.packet_class(encoded_packet" in inspect.getsource(socketio.Server._handle_eio_message)


def test_events_reach_their_handlers_with_nothing_but_their_name_checked() -> None:
    assert "_trigger_event(data[0], namespace, sid" in inspect.getsource(socketio.Server._handle_event_internal)


def test_a_client_has_a_queue_and_says_when_it_is_gone(stage: Serving) -> None:
    sockets = stage._app.sockets._server.eio.sockets
    with closing(Page(stage.url)):
        (client,) = sockets.values()
        assert isinstance(client.queue, Queue)
        assert not client.closing
        assert not client.closed
        assert client.upgraded
    assert "wait" in inspect.signature(client.close).parameters


def test_the_limit_of_packets_in_one_request_is_ours(stage: Serving) -> None:
    assert engineio.payload.Payload.max_decode_packets == MAX_PACKETS
    assert "self.max_decode_packets" in inspect.getsource(engineio.payload.Payload.decode)


def test_a_driver_of_ours_serves_websockets_and_knows_its_client(stage: Serving) -> None:
    assert stage._app.sockets._server.eio._async["websocket"] is WebSockets
    assert "['websocket'](\n            self._websocket_handler, self.server)" in inspect.getsource(
        engineio.socket.Socket
    )
    assert engineio.async_drivers.threading._async["websocket"] is not WebSockets, "it is for our own server only"


def test_every_packet_of_a_client_passes_by_us(stage: Serving) -> None:
    server = stage._app.sockets._server
    assert server.eio.handlers["message"] == stage._app.sockets._hear
    assert "_trigger_event('message', self.sid, pkt.data" in inspect.getsource(engineio.socket.Socket.receive)
