"""Which computer may be asked for its OSCQuery tree: screens elsewhere can't look into this computer's programs."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

import ifaddr
import pytest

from tests.conftest import SMALL, Serve
from tests.core.osc.test_imported_tree import PROPOSED
from tests.desktop.processes import until
from tests.links.osc.test_edit_requests import editor
from tests.links.osc.test_query_client import Serves, other, says  # noqa: F401
from tests.links.osc.test_query_server import free
from tests.routes.test_surface import LAPTOP, browser
from webui.core.errors import ShowError
from webui.links.osc.query_client import NOT_FROM_AFAR, fetch
from webui.network import resolving
from webui.network.addresses import Address
from webui.network.resolving import MAX_SEARCHES, find, is_this_computer
from webui.serving import Serving

OWN = [ip.ip if isinstance(ip.ip, str) else ip.ip[0] for adapter in ifaddr.get_adapters() for ip in adapter.ips]

HERE = [
    "127.0.0.1", "127.0.0.2", "127.255.255.254", "localhost", "LOCALHOST", "0.0.0.0", "0.1.2.3", "[::1]", "[::]",
    "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:0.0.0.0]", "[::127.0.0.1]",
    "[64:ff9b::7f00:1]", "169.254.1.1", "[fe80::1]", "[::ffff:169.254.1.1]",
    *(f"[{ip}]" if ":" in ip else ip for ip in OWN),
]  # fmt: skip
"""Ways to name this computer, and what is plugged in to it."""


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve({**SMALL, "osc": {"in": {"port": free()}}}, addresses=lambda: [Address(LAPTOP, "wlan0", "wifi")])


@contextmanager
def listener() -> Iterator[tuple[int, list[socket.socket]]]:
    """A program that says nothing: its port, and those who came."""
    came: list[socket.socket] = []
    with closing(socket.create_server(("", 0))) as server:

        def take() -> None:
            while True:
                try:
                    came.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield server.getsockname()[1], came
        server.shutdown(socket.SHUT_RDWR)
        thread.join(20)
    for line in came:
        line.close()


@pytest.mark.parametrize("host", HERE)
def test_a_screen_elsewhere_learns_nothing_of_this_computers_ports(
    stage: Serving,
    other: Serves,  # noqa: F811
    host: str,
) -> None:
    tablet = editor(stage)
    before = stage.document.path.read_bytes()
    with listener() as (mute, came):
        serves = other(says(PROPOSED)).rsplit(":", 1)[1].strip("/")
        for port in (mute, free(), serves, 22, 1):
            assert tablet(do="page", url=f"http://{host}:{port}/") == (422, {"error": NOT_FROM_AFAR})
        assert not came
    assert stage.document.path.read_bytes() == before


def test_the_same_is_asked_from_this_computer(stage: Serving, other: Serves) -> None:  # noqa: F811
    ask = browser(stage, "127.0.0.1", "127.0.0.1")
    ask("/")
    port = other(says(PROPOSED)).rsplit(":", 1)[1]
    answer = ask("/osc", "POST", json={"do": "page", "url": f"http://localhost:{port}"})
    assert (answer.status_code, answer.json["words"].split(" has ")[0]) == (200, "localhost")


@pytest.mark.parametrize("ip", ["198.51.100.7", "8.8.8.8", "[2001:db8::1]"])
def test_other_computers_are_others(ip: str) -> None:
    assert not any(map(is_this_computer, find(ip.strip("[]"), 80, 1)))


Names = Callable[..., list[Any]]


def answering(*rounds: str) -> tuple[Names, list[str]]:
    """A name server that gives another address each time, the last one for ever; and what it was asked."""
    asked: list[str] = []

    def names(host: str, port: int, **about: Any) -> list[Any]:
        asked.append(host)
        ip = rounds[min(len(asked), len(rounds)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    return names, asked


def test_a_name_is_asked_for_once_and_what_was_looked_at_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]

        def serve() -> None:
            # It hangs up after each answer, so that it is connected to twice.
            for _ in range(2):
                line, _ = server.accept()
                with line:
                    line.recv(4096)
                    line.sendall(b'HTTP/1.0 200 OK\r\n\r\n{"CONTENTS": {}}')

        thread = threading.Thread(target=serve)
        thread.start()
        names, asked = answering("127.0.0.1", "198.51.100.7")
        monkeypatch.setattr(resolving.socket, "getaddrinfo", names)
        assert fetch(f"looper.local:{port}", is_here=True).tree == {"CONTENTS": {}}
        thread.join()
    assert asked == ["looper.local"]


def test_a_name_that_leads_here_is_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    names, asked = answering("127.0.0.1")
    monkeypatch.setattr(resolving.socket, "getaddrinfo", names)
    with pytest.raises(ShowError, match=NOT_FROM_AFAR[:40]):
        fetch(f"looper.local:{free()}", is_here=False)
    # It says something else to whoever asks next, and is not asked.
    names, asked = answering("198.51.100.7", "127.0.0.1")
    monkeypatch.setattr(resolving.socket, "getaddrinfo", names)
    with listener() as (port, came), pytest.raises(ShowError, match=r"looper.local, port \d+ "):
        fetch(f"looper.local:{port}", is_here=False, within=0.2)
    assert (asked, came) == (["looper.local"], [])


def test_a_name_that_one_answer_leads_here_and_another_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("198.51.100.7", "127.0.0.1")]
    monkeypatch.setattr(resolving.socket, "getaddrinfo", lambda *host, **about: both)
    with pytest.raises(ShowError, match=NOT_FROM_AFAR[:40]):
        fetch("looper.local", is_here=False)


def is_free() -> bool:
    """Whether a name can be looked for."""
    try:
        return bool(find("localhost", 80, 5))
    except OSError:
        return False


def test_a_name_server_that_does_not_answer_holds_nobody(
    monkeypatch: pytest.MonkeyPatch,
    other: Serves,  # noqa: F811
) -> None:
    goes_on = threading.Event()
    real = socket.getaddrinfo

    def names(host: str, *about: Any, **more: Any) -> list[Any]:
        if host == "slow.local":
            goes_on.wait(60)
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return real(host, *about, **more)

    monkeypatch.setattr(resolving.socket, "getaddrinfo", names)
    with ExitStack() as stack:
        stack.callback(goes_on.set)
        for _ in range(MAX_SEARCHES):
            with pytest.raises(ShowError, match=r"slow.local, port 80 does not answer within 0.1 s"):
                fetch("slow.local", is_here=True, within=0.1)
        with pytest.raises(ShowError, match="too many names are being looked for"):
            fetch("slow.local", is_here=True)
        assert fetch(other(says(PROPOSED)), is_here=True).tree == PROPOSED
    until(is_free, "for the searches to end")
    with pytest.raises(ShowError, match="Temporary failure in name resolution"):
        fetch("slow.local", is_here=True)


@pytest.mark.parametrize(
    "url", ["127.1", "http://127.0.0.010:80", "2130706433", "http://0x7f.1/", "http://me@127.0.0.1/", "a" * 64]
)
def test_an_address_that_the_system_would_read_otherwise_is_none(url: str, stage: Serving) -> None:
    with pytest.raises(ShowError, match="That is no address such as"):
        fetch(url, is_here=True)
    assert editor(stage)(do="page", url=url)[0] == 422
