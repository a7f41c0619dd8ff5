"""The server takes requests that come in time, and as many connections as the system has files for."""

import errno
import socket
import sys
import time
from contextlib import ExitStack, suppress
from types import SimpleNamespace

import pytest

from tests.conftest import Serve
from webui.limits import MIN_CONNECTIONS, MOST_FILES, ON_WINDOWS, SPARE_FILES
from webui.server.http_server import open_files, sizes
from webui.server.slots import Sizes
from webui.serving import Serving

PATIENCE = 20.0


def system(limit: int, most: int) -> SimpleNamespace:
    """A system with so many open files, and so many that may be asked for."""
    module = SimpleNamespace(RLIMIT_NOFILE=7, RLIM_INFINITY=-1, limits=(limit, most))
    module.getrlimit = lambda _: module.limits
    module.setrlimit = lambda _, limits: setattr(module, "limits", limits)
    return module


def all_places(sizes: Sizes) -> int:
    return sizes.here + sizes.elsewhere + sizes.waiting + sizes.asking


@pytest.mark.parametrize(
    ("limit", "most", "files"),
    [
        (1024, 1 << 20, MOST_FILES),
        (256, 512, 512),
        (256, -1, MOST_FILES),
        (20_000, 20_000, 20_000),
        (-1, -1, MOST_FILES),
    ],
)
def test_it_asks_the_system_for_files(monkeypatch: pytest.MonkeyPatch, limit: int, most: int, files: int) -> None:
    monkeypatch.setitem(sys.modules, "resource", system(limit, most))
    assert open_files() == files
    assert all_places(sizes()) <= files - SPARE_FILES or all_places(sizes()) == MIN_CONNECTIONS


def test_a_system_that_gives_no_more_files_has_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    stingy = system(256, 4096)

    def refuse(*limits: object) -> None:
        raise OSError(errno.EPERM, "no")

    stingy.setrlimit = refuse
    monkeypatch.setitem(sys.modules, "resource", stingy)
    assert open_files() == 256


def test_on_windows_there_is_room_for_as_many_as_select_can_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    assert all_places(sizes()) <= ON_WINDOWS + 1 < 512


def test_a_venue_may_have_more_of_one_address() -> None:
    assert sizes(per_address=200).per_address == 200


@pytest.fixture
def crowded(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Serving:
    monkeypatch.setattr("webui.serving.sizes", lambda _: Sizes(here=20))
    return serve()


def answers(port: int) -> bytes:
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
        client.sendall(f"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        return client.recv(100)


def test_who_is_idle_makes_room_and_who_asks_is_answered(crowded: Serving) -> None:
    with ExitStack() as stack:
        idle = [stack.enter_context(socket.create_connection(("127.0.0.1", crowded.port), PATIENCE)) for _ in range(30)]
        assert answers(crowded.port).startswith(b"HTTP/1.1 200")
        assert idle[0].recv(1) == b"", "the oldest was hung up on"


@pytest.mark.parametrize("byte", [b"", b"G"])
def test_a_head_has_its_time_in_all(serve: Serve, monkeypatch: pytest.MonkeyPatch, byte: bytes) -> None:
    monkeypatch.setattr("webui.server.request_reader.HEAD_WITHIN", 0.3)
    with socket.create_connection(("127.0.0.1", serve().port), PATIENCE) as client:
        client.settimeout(0.05)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                client.sendall(byte)
                if client.recv(1) == b"":
                    return
            except TimeoutError:
                continue
            except ConnectionError:
                return
    raise AssertionError("it was never cut")


def test_a_body_has_its_time_in_all(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.server.http_server.BODY_WITHIN", 0.3)
    port = serve().port
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
        head = f"POST /join HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        client.sendall(f"{head}Content-Length: 100\r\n\r\n{{".encode())
        while client.recv(1000):
            pass


def test_a_head_that_never_ends_ends_the_connection(serve: Serve) -> None:
    sent = 0
    with socket.create_connection(("127.0.0.1", serve().port), PATIENCE) as client, suppress(ConnectionError):
        client.sendall(b"GET / HTTP/1.1\r\n")
        while sent < 10_000:
            sent += 1
            client.sendall(b"X: " + b"x" * 1000 + b"\r\n")
    assert sent < 10_000


@pytest.mark.parametrize("line", [b"nonsense <script>\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"G<b>T / x\r\n\r\n"])
def test_what_is_no_request_gets_an_armoured_answer_that_repeats_nothing(serve: Serve, line: bytes) -> None:
    with socket.create_connection(("127.0.0.1", serve().port), PATIENCE) as client:
        client.sendall(line)
        answer = b""
        while more := client.recv(10_000):
            answer += more
    assert b"Content-Security-Policy: default-src 'none'" in answer
    assert b"Server: Sidestage\r\n" in answer
    assert b"nosniff" in answer
    assert b"<" not in answer


def test_without_files_it_rests_and_goes_on_when_there_are_some(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = serve()
    server = stage._servers[0]
    accept, refused = server.socket.accept, []
    told: list[str] = []
    stage._engine.on_faults(lambda: told.extend(stage._engine.faults.values()))

    class Listener:
        """The listening socket of a system that has no files left, ten times."""

        def accept(self) -> object:
            if len(refused) < 10:
                refused.append(time.monotonic())
                raise OSError(errno.EMFILE, "Too many open files")
            return accept()

    monkeypatch.setattr(server, "socket", Listener())
    assert answers(stage.port).startswith(b"HTTP/1.1 200")
    assert refused[-1] - refused[0] > 0.5, "it spins"
    stage._engine.call(lambda: None)
    assert told == ["The system lets Sidestage open no more files: nobody new can connect."]
    monkeypatch.undo()
