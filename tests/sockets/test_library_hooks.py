"""What we lean on in the libraries beyond their documented ways: each fails here first when a new version moves it.

What the fast lane leans on is in test_lane_hooks.py.
"""

import inspect
from collections.abc import Callable
from contextlib import closing
from typing import Any

import engineio.payload
import pytest
import socketio

from tests.clients import SimpleClient
from webui.limits import MAX_PACKETS
from webui.serving import Serving


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


def test_the_limit_of_packets_in_one_request_is_ours(stage: Serving) -> None:
    assert engineio.payload.Payload.max_decode_packets == MAX_PACKETS
    assert "self.max_decode_packets" in inspect.getsource(engineio.payload.Payload.decode)
