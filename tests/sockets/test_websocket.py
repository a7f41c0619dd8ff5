"""WebSockets as a client without manners uses them: nothing of it may cost the server more than the one connection."""

import json
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from urllib.parse import urlsplit

import pytest
import websocket
from websocket import ABNF

from tests.clients import Page
from webui.core.delivery.flow import WINDOW
from webui.limits import CONNECT_COST, MAX_MESSAGE, MAX_MESSAGES_PER_SECOND
from webui.serving import Serving
from webui.sockets.websocket import NO_HANDSHAKE

PATIENCE = 20.0
RESET = struct.pack("ii", 1, 0)
"""What a socket is told that is to end without a goodbye."""

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


def joined(client: websocket.WebSocket, namespace: str = "/stage") -> websocket.WebSocket:
    """Let it in on a namespace; it has heard the answer."""
    client.send(f'40{namespace},{{"session":"session-9"}}')
    while not str(client.recv()).startswith(f"40{namespace},"):
        pass
    return client


def serving() -> int:
    """Threads of requests that have not ended."""
    return sum("process_request_thread" in thread.name for thread in threading.enumerate())


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
    assert [record.getMessage() for record in caplog.records] == [
        "A stranger at 127.0.0.1 sent too many messages and was cut"
    ]


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


@pytest.mark.parametrize("connection", ["", "Connection: keep-alive\r\n"])
@pytest.mark.parametrize("query", ["", "&transport=polling"])
def test_an_upgrade_whose_connection_header_is_missing_leaves_no_session(
    stage: Serving, connection: str, query: str, caplog: pytest.LogCaptureFixture
) -> None:
    head = f"GET /{PATH}{query} HTTP/1.1\r\nHost: {urlsplit(stage.url).netloc}\r\n"
    with socket.create_connection(("127.0.0.1", stage.port), PATIENCE) as client:
        client.sendall(f"{head}{connection}Upgrade: websocket\r\n\r\n".encode())
        answer = b"".join(iter(lambda: client.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 401 ")
    assert NO_HANDSHAKE.encode() in answer
    assert not stage._app.sockets._server.eio.sockets
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
    before = serving()
    with opened(stage) as client:
        until(lambda: serving() == before + 1)
        # It answers no ping, and never closes its end.
        until(lambda: not stage._app.sockets._server.eio.sockets)
        until(lambda: serving() == before)
        assert client.connected


@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x81\x05hello",
        b"\xff" * 1000,
        b"\x00" * 1000,
        b"\x81\xff" + b"\xff" * 8 + bytes(4),
        b"\x82\xfe\xff\xff" + bytes(4) + b"half of it",
        b"\x88\x80" + bytes(4),
        b"\x88\x81" + bytes(4) + b"x",
    ],
)
def test_garbage_instead_of_frames_ends_one_connection_and_the_others_go_on(
    stage: Serving, garbage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(Page(stage.url)) as page:
        with opened(stage) as client:
            client.sock.sendall(garbage)
            page.move(slider1=3)
            client.sock.shutdown(socket.SHUT_WR)
            assert hears_the_end(client)
        page.move(slider1=4)
        until(lambda: len(stage._app.sockets._server.eio.sockets) == 1)
    assert not caplog.records


def test_half_a_frame_is_waited_for_and_the_others_go_on(stage: Serving) -> None:
    with opened(stage) as client, closing(Page(stage.url)) as page:
        joined(client)
        data = ABNF.create_frame('42/stage,["op",1,{"slider1":9}]', ABNF.OPCODE_TEXT).format()
        for at in range(len(data)):
            page.move(slider2=at)
            client.sock.sendall(data[at : at + 1])
        page.sees(slider1=9)


def test_a_ping_in_the_middle_of_a_cut_message_is_answered_and_the_message_is_whole(stage: Serving) -> None:
    with opened(stage) as client, closing(Page(stage.url)) as page:
        joined(client)
        client.send_frame(ABNF.create_frame('42/stage,["op",1,', ABNF.OPCODE_TEXT, fin=0))
        client.ping("are you there")
        client.send_frame(ABNF.create_frame('{"slider1":', ABNF.OPCODE_CONT, fin=0))
        client.send_frame(ABNF.create_frame("9}]", ABNF.OPCODE_CONT))
        page.sees(slider1=9)
        while (heard := client.recv_frame()).opcode != ABNF.OPCODE_PONG:
            pass
        assert heard.data == b"are you there"
        client.send('42/stage,["op",2,{"slider1":10}]')
        page.sees(slider1=10)


@pytest.mark.parametrize("opcode", [ABNF.OPCODE_PING, ABNF.OPCODE_PONG, ABNF.OPCODE_CONT])
def test_frames_without_a_message_count_as_well(
    stage: Serving, opcode: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("webui.sockets.flood_control.MAX_MESSAGES_PER_SECOND", 200)
    with opened(stage) as client, closing(Page(stage.url)) as page:
        with suppress(OSError):
            if opcode == ABNF.OPCODE_CONT:
                client.send_frame(ABNF.create_frame("", ABNF.OPCODE_TEXT, fin=0))
            for _ in range(2000):
                client.send_frame(ABNF.create_frame("", opcode, fin=int(opcode != ABNF.OPCODE_CONT)))
        assert hears_the_end(client)
        page.move(slider1=3)
    assert [record.getMessage() for record in caplog.records] == [
        "A stranger at 127.0.0.1 sent too many messages and was cut"
    ]


def test_clients_that_are_cut_off_while_everybody_is_told_something_harm_nobody(
    stage: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(Page(stage.url)) as page:
        for round_ in range(3):
            gone = [websocket.create_connection(stage.url.replace("http", "ws") + PATH, PATIENCE) for _ in range(20)]
            for number, client in enumerate(gone):
                client.recv()
                client.send(f'40/stage,{{"session":"cut-off-{number}"}}')
            until(lambda: len(stage._engine.surface.connections) == 21)
            for client in gone:
                client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                client.sock.close()
                page.op({"slider1": round_, "slider2": round_ + 1})
            page.move(slider1=round_ + 2)
            until(lambda: len(stage._engine.surface.connections) == 1)
        assert len(stage._app.sockets._server.eio.sockets) == 1
    assert not caplog.records


def test_a_client_that_reads_nothing_has_no_more_than_a_window_of_frames_waiting(stage: Serving) -> None:
    with closing(Page(stage.url)) as page, opened(stage) as client:
        joined(client)
        for value in range(50):
            page.move(slider1=value)
        (slow,) = [one for one in stage._app.links[0]._pages.values() if one.connection.session == "session-9"]
        assert len(slow.outbox.flow._under_way) <= WINDOW
        frames = []
        client.send('42/stage,["time",1,null]')
        while not (text := str(client.recv())).startswith('42/stage,["time"'):
            frames += [text] if text.startswith('42/stage,["frame"') else []
        assert len(frames) <= WINDOW
        last = json.loads(frames[-1].partition(",")[2])[1]
        client.send(f'42/stage,["got",{last}]')
        while not (text := str(client.recv())).startswith('42/stage,["frame"'):
            pass
        assert json.loads(text.partition(",")[2])[4]["slider1"] == 49


def test_who_asks_and_never_reads_the_answers_is_given_up(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.sockets.flood_control.MAX_MESSAGES_PER_SECOND", 1e9)
    monkeypatch.setattr("webui.sockets.streams.MAX_PENDING", 10_000)
    with opened(stage) as client, closing(Page(stage.url)) as page:
        joined(client)
        with suppress(OSError):
            while True:
                client.send('42/stage,["hello"]')
        page.move(slider1=3)
        until(lambda: len(stage._app.sockets._server.eio.sockets) == 1)


def test_three_hundred_at_once_are_let_in(stage: Serving) -> None:
    """As many as a room's tablets and pages that come back at the same moment, each with its first move."""
    with closing(Page(stage.url)) as page:
        handshake = (
            f"GET /{PATH} HTTP/1.1\r\nHost: {urlsplit(stage.url).netloc}\r\nConnection: Upgrade\r\n"
            "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        clients = [socket.create_connection(("127.0.0.1", stage.port), PATIENCE) for _ in range(300)]
        for client in clients:
            client.sendall(handshake.encode())
        for number, client in enumerate(clients):
            while b'0{"sid"' not in client.recv(4096):
                pass
            join = f'40/stage,{{"session":"session-{number:03}"}}'
            client.sendall(ABNF.create_frame(join, ABNF.OPCODE_TEXT).format())
        until(lambda: len(stage._engine.surface.connections) == 301)
        page.move(slider1=3)
        for client in clients:
            client.close()
        until(lambda: len(stage._engine.surface.connections) == 1)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="only Linux counts its open files there")
def test_the_socket_is_closed_when_the_server_lets_go(stage: Serving) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(10):
        with opened(stage) as client:
            client.send("1")
            assert hears_the_end(client)
    until(lambda: len(os.listdir("/proc/self/fd")) <= before)
