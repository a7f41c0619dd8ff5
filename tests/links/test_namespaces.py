"""Programs that join several namespaces at once, as their libraries do by default, with as many controls as may be."""

import json
import subprocess
import threading
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
import socketio
import websocket

from tests.clients import PATIENCE, Page, leave
from tests.conftest import Serve
from webui.core.show.show import MAX_CONTROLS
from webui.serving import Serving

PAGES = 40
TRANSPORTS: list[dict[str, Any]] = [{}, {"transports": ["polling"]}, {"transports": ["websocket"]}]
ways = pytest.mark.parametrize("options", TRANSPORTS, ids=["usual", "polling", "websocket"])


def controls(count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"id": f"c{n}", "type": "fader", **more} for n in range(count)]


def show(count: int = MAX_CONTROLS) -> dict[str, Any]:
    """A show with as many controls as there may be, on all pages."""
    all_of_them, each = controls(count), count // PAGES
    pages = [{"id": f"p{n}", "controls": all_of_them[n * each : (n + 1) * each]} for n in range(PAGES)]
    return {"sidestage": 1, "id": "most", "pages": pages, "feeds": [{"id": "pulse", "source": "program"}]}


@pytest.fixture
def most(serve: Serve) -> Serving:
    return serve(show())


class Program:
    """python-socketio's client as it comes: it waits a second for its namespaces, and has a thread for each event."""

    def __init__(self) -> None:
        self.client = socketio.Client(reconnection=False)
        self.heard: dict[str, Any] = {}
        self.all = threading.Event()
        self.numbers = threading.Event()
        self.client.on("update value", self._hear)
        self.client.on("newnumber", lambda body: self.numbers.set(), namespace="/test")

    def _hear(self, body: dict[str, Any]) -> None:
        self.heard[body["who"]] = body["data"]
        if len(self.heard) == MAX_CONTROLS:
            self.all.set()


@ways
def test_the_default_python_client_joins_both_namespaces(most: Serving, options: dict[str, Any]) -> None:
    program = Program()
    program.client.connect(most.url, namespaces=["/", "/test"], **options)
    try:
        assert set(program.client.namespaces) == {"/", "/test"}
        assert program.all.wait(PATIENCE), f"{len(program.heard)} values"
        program.client.emit("newnumber", {"number": 1, "feed": "pulse"}, namespace="/test")
        assert program.numbers.wait(PATIENCE)
    finally:
        leave(program.client)


@ways
def test_ten_of_them_join_at_once_while_hands_move(most: Serving, options: dict[str, Any]) -> None:
    programs = [Program() for _ in range(10)]
    failed: list[Exception] = []

    def join(program: Program) -> None:
        try:
            program.client.connect(most.url, namespaces=["/", "/test"], wait_timeout=PATIENCE, **options)
        except Exception as error:
            failed.append(error)

    with ExitStack() as stack:
        page = Page(most.url)
        stack.callback(page.close)
        threads = [threading.Thread(target=join, args=(program,)) for program in programs]
        for thread in threads:
            thread.start()
        for value in range(20):
            page.move(c7=value)
        for thread in threads:
            thread.join()
        for program in programs:
            stack.callback(leave, program.client)
        assert not failed
        page.move(c7=50)
        for program in programs:
            assert program.all.wait(4 * PATIENCE), f"{len(program.heard)} values"
            page.wait(lambda program=program: program.heard["c7"] == 50)


@pytest.mark.parametrize("transport", ["", "polling", "websocket"], ids=lambda one: one or "usual")
def test_socket_io_client_joins_both_and_hears_all_values(most: Serving, transport: str) -> None:
    command = ["node", str(Path(__file__).with_name("namespaces.mjs")), most.url, str(MAX_CONTROLS), transport]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=3 * PATIENCE)
    assert sorted(json.loads(ran.stdout)) == ["/", "/test", "value"]


def test_all_connects_are_answered_before_the_first_value(most: Serving) -> None:
    address = most.url.replace("http", "ws", 1)
    with closing(websocket.create_connection(f"{address}socket.io/?EIO=4&transport=websocket")) as client:
        assert client.recv().startswith("0")
        # In one packet, so that both have come when the first is read.
        frames = [websocket.ABNF.create_frame(text, websocket.ABNF.OPCODE_TEXT).format() for text in ("40", "40/test,")]
        client.sock.sendall(b"".join(frames))
        heard = [client.recv() for _ in range(3)]
        assert heard[0].startswith("40{")
        assert heard[1].startswith("40/test,{")
        assert heard[2].startswith('42["update value"')
