"""WebSockets as a client without manners uses them: nothing of it may cost the server more than the one connection."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from urllib.parse import urlsplit

import pytest
import websocket
from websocket import ABNF

from desktop.serving import Serving
from tests.clients import Page
from webui.wire import CONNECT_COST, MAX_MESSAGE, MAX_MESSAGES_PER_SECOND

PATIENCE = 20.0
PATH = "socket.io/?EIO=4&transport=websocket"


@contextmanager
def opened(stage: Serving, **options: object) -> Iterator[websocket.WebSocket]:
    """A WebSocket that has heard the server's first packet; at the end it hangs up without a word."""
    client = websocket.create_connection(stage.url.replace("http", "ws") + PATH, PATIENCE, **options)
    try:
        assert str(client.recv()).startswith("0")
        yield client
    finally:
        client.shutdown()


def hears_the_end(client: websocket.WebSocket) -> bool:
    """Read until the server ends the connection; no ping is answered."""
    with suppress(ConnectionError, websocket.WebSocketConnectionClosedException):
        while client.recv_frame().opcode != ABNF.OPCODE_CLOSE:
            pass
    return True


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def readers() -> int:
    return sum("simple_websocket" in thread.name for thread in threading.enumerate())


def test_a_message_without_an_end_takes_no_more_than_a_message_may(stage: Serving) -> None:
    part = b"x" * (MAX_MESSAGE // 4)
    with opened(stage) as client, closing(Page(stage.url)) as page:
        with suppress(OSError, websocket.WebSocketException):
            client.send_frame(ABNF.create_frame(part, ABNF.OPCODE_TEXT, fin=0))
            for _ in range(64):
                client.send_frame(ABNF.create_frame(part, ABNF.OPCODE_CONT, fin=0))
            raise AssertionError("it took sixteen times a message")
        page.move(slider1=3)


def test_nothing_is_compressed(stage: Serving) -> None:
    with opened(stage, header=["Sec-WebSocket-Extensions: permessage-deflate"]) as client:
        assert "sec-websocket-extensions" not in client.getheaders()


def test_who_connects_again_and_again_is_cut_and_the_others_go_on(
    stage: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(stage) as client, closing(Page(stage.url)) as page:
        with suppress(OSError):
            for _ in range(3 * MAX_MESSAGES_PER_SECOND // CONNECT_COST):
                client.send("40/nowhere,")
        assert hears_the_end(client)
        page.move(slider1=3)
    assert [record.getMessage() for record in caplog.records] == ["A stranger sent too many messages and was cut"]


@pytest.mark.parametrize("header", ["", "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"])
def test_a_handshake_that_is_none_is_refused_in_a_sentence(
    stage: Serving, header: str, caplog: pytest.LogCaptureFixture
) -> None:
    head = f"GET /{PATH} HTTP/1.1\r\nHost: {urlsplit(stage.url).netloc}\r\n"
    with socket.create_connection(("127.0.0.1", stage.port), PATIENCE) as client:
        client.sendall(f"{head}Connection: Upgrade\r\nUpgrade: websocket\r\n{header}\r\n".encode())
        assert client.recv(100).startswith(b"HTTP/1.1 400 ")
    until(lambda: not stage._app.sockets._server.eio.sockets)
    assert not caplog.records


@pytest.mark.parametrize("packet", ["", "x", "b!"])
def test_what_is_no_packet_ends_the_connection_quietly(
    stage: Serving, packet: str, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(stage) as client:
        client.send(packet)
        assert hears_the_end(client)
    until(lambda: not stage._app.sockets._server.eio.sockets)
    assert not caplog.records


def test_a_client_that_fell_silent_keeps_no_thread(stage: Serving) -> None:
    before = readers()
    with opened(stage) as client:
        until(lambda: readers() == before + 1)
        # It answers no ping, and never closes its end.
        until(lambda: not stage._app.sockets._server.eio.sockets)
        until(lambda: readers() == before)
        assert client.connected
