"""How many connections the server takes: no stranger may use them up."""

import socket
import sys
import time
from contextlib import ExitStack

import pytest

from desktop.serving import Serving
from tests.conftest import Serve
from webui.server import MOST, MOST_ON_WINDOWS, OWN, Places, room

PATIENCE = 20.0


def test_one_address_has_its_share_and_this_computer_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.server.MOST_OF_ONE", 3)
    monkeypatch.setattr("webui.server.OWN", 2)
    places = Places(7)
    assert [places.take(f"a{n}", "192.0.2.7") for n in range(4)] == [True, True, True, False]
    assert [places.take(f"b{n}", "192.0.2.8") for n in range(3)] == [True, True, False]
    assert [places.take(f"c{n}", "127.0.0.1") for n in range(3)] == [True, True, False]
    places.leave("a0")
    places.leave("a3")
    assert [places.take(f"d{n}", "192.0.2.9") for n in range(2)] == [False, False], "those are kept for this computer"
    assert places.take("e", "::1")


def test_there_is_room_within_the_limit_of_open_files(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    for limit, expected in ((resource.RLIM_INFINITY, MOST), (20_000, MOST), (256, 2 * OWN), (600, 500)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, limit=limit: (limit, limit))
        assert room() == expected


def test_on_windows_there_is_room_for_as_many_as_select_can_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    assert room() == MOST_ON_WINDOWS < 512


@pytest.fixture
def crowded(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Serving:
    monkeypatch.setattr("webui.server.room", lambda: 20)
    return serve()


def test_who_finds_no_place_is_hung_up_on_and_a_place_that_is_left_is_free_again(crowded: Serving) -> None:
    def answers() -> bool:
        with socket.create_connection(("127.0.0.1", crowded.port), PATIENCE) as client:
            try:
                client.sendall(f"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{crowded.port}\r\n\r\n".encode())
                return bool(client.recv(100))
            except ConnectionError:
                return False

    assert answers()
    with ExitStack() as idle:
        for _ in range(20):
            idle.enter_context(socket.create_connection(("127.0.0.1", crowded.port), PATIENCE)).sendall(b"GET")
        deadline = time.monotonic() + PATIENCE
        while answers():
            assert time.monotonic() < deadline
    deadline = time.monotonic() + PATIENCE
    while not answers():
        assert time.monotonic() < deadline
