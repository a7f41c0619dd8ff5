"""A page from another program's OSCQuery tree: by real HTTP, from fakes that answer well and badly, and from us."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.clients import Page
from tests.conftest import SMALL, Serve
from tests.core.osc.test_imported_tree import PROPOSED
from tests.links.osc.fakes import Fake
from tests.links.osc.test_edit_requests import Edit, editor
from tests.links.osc.test_query_server import free, port_of, turn
from tests.routes.test_surface import browser
from tests.wire.test_document import examples
from webui.core.errors import ShowError
from webui.links.osc import edit_requests
from webui.links.osc.query_client import MAX_TREE, MAX_URL, fetch
from webui.serving import Serving

Answer = tuple[int, bytes, dict[str, str]]
Serves = Callable[..., str]

JSON = {"Content-Type": "application/json"}


def says(what: Any, status: int = 200, **headers: str) -> Answer:
    return status, what if isinstance(what, bytes) else json.dumps(what).encode(), {**JSON, **headers}


@pytest.fixture
def other() -> Iterator[Serves]:
    """A program that describes itself: what it answers to HOST_INFO, and to all else. Returns its URL."""
    with ExitStack() as stack:

        def serve(tree: Answer, info: Answer | None = None) -> str:
            class Handler(BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"

                def do_GET(self) -> None:
                    status, body, headers = (info or says({}, 404)) if self.path.endswith("?HOST_INFO") else tree
                    self.send_response(status)
                    for name, value in {**headers, "Content-Length": str(len(body))}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)

                def log_message(self, *about: Any) -> None:
                    pass

            server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}/"

        yield serve


@pytest.fixture
def stage(serve: Serve) -> Serving:
    return serve({**SMALL, "osc": {"in": {"port": free()}}})


@pytest.fixture
def boss(stage: Serving) -> Edit:
    ask = browser(stage, "127.0.0.1", "127.0.0.1")
    ask("/")

    def edit(**said: Any) -> tuple[int, Any]:
        answer = ask("/osc", "POST", json=said)
        return answer.status_code, answer.json

    return edit


def test_what_another_program_says_of_itself_becomes_a_page_that_drives_it(
    stage: Serving, boss: Edit, other: Serves
) -> None:
    with closing(Fake()) as program, closing(Page(stage.url)) as page:
        url = other(says(PROPOSED), says({"NAME": "Looper", "OSC_PORT": program.port, "EXTENSIONS": {}}))
        words = "Looper has 2 controls here now; 1 of its methods can't be set, or not by a control."
        [wish], [answer] = examples("osc page"), examples("answer to osc page")
        assert boss(**{**wish, "url": url}) == (200, {**answer, "words": words})
        page.sees(**{"bar": [4, 51], "baz-qux": "half-full"})
        page.move(**{"bar": [10, 60]})
        page.move(**{"baz-qux": "full"})
        program.wait(lambda: program.said("/bar") == [(10, 60)], "for the pad")
        program.wait(lambda: program.said("/baz/qux") == [("full",)], "for the choice")
        saved = json.loads(stage.document.path.read_text("utf-8"))
        assert [one["label"] for one in saved["pages"]] == ["Main", "Looper"]
        assert boss(do="undo") == (200, {"done": True})
        assert "pages" not in json.loads(stage.document.path.read_text("utf-8"))


def test_our_own_show_is_another_program_too(stage: Serving, boss: Edit) -> None:
    turn(stage, True)
    status, said = boss(do="page", url=f"127.0.0.1:{port_of(stage)}")
    assert (status, said["words"]) == (200, "Sidestage: Small has 6 controls here now.")
    found = stage.document.show.controls
    assert {"sidestage-slider1", "sidestage-thunder", "sidestage-pulse"} <= found.keys()


def test_it_is_for_operators_and_one_at_a_time(stage: Serving, boss: Edit, other: Serves) -> None:
    before = stage.document.path.read_bytes()
    url = other(says(PROPOSED))
    assert editor(stage, "")(do="page", url=url)[0] == 403
    assert boss(do="page")[0] == boss(do="page", url=7)[0] == 400
    with edit_requests._fetching:
        status, said = boss(do="page", url=url)
        assert (status, said["error"]) == (422, "Another program is being asked already. One moment.")
    assert stage.document.path.read_bytes() == before


@pytest.mark.parametrize(
    ("tree", "info", "why"),
    [
        (says(b"hello"), None, "does not answer in JSON"),
        (says(b"[" * 100_000), None, "does not answer in JSON"),
        (says(b"\xff"), None, "does not answer in JSON"),
        (says({}), None, "nothing in it that could be set"),
        (says([]), None, "not an OSCQuery tree"),
        (says({}, 404), None, "has nothing at /"),
        (says(PROPOSED, 302, Location="http://198.51.100.7/"), None, "sends us elsewhere"),
        (says(PROPOSED), says({}, 308, Location="/elsewhere"), "sends us elsewhere"),
        (says(PROPOSED), says({"OSC_TRANSPORT": "TCP"}), "by TCP only"),
        (says(PROPOSED), says({"OSC_PORT": 70_000}), "does not say at which port"),
        (says(PROPOSED), says({"OSC_PORT": True}), "does not say at which port"),
        (says(b" " * (MAX_TREE + 1)), None, "larger than 4 MB"),
    ],
)
def test_a_bad_answer_is_refused_with_its_reason(
    stage: Serving, boss: Edit, other: Serves, tree: Answer, info: Answer | None, why: str
) -> None:
    before = stage.document.path.read_bytes()
    status, said = boss(do="page", url=other(tree, info))
    assert status == 422
    assert why in said["error"]
    assert stage.document.path.read_bytes() == before


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "http://",
        "http://:80",
        "127.0.0.1:99999",
        "a b",
        "http://ü/",
        "x\ny",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ShowError, match="That is no address"):
        fetch(url, is_here=True)


def test_an_address_has_so_many_characters(other: Serves) -> None:
    url = other(says(PROPOSED))
    assert fetch(url + "x" * (MAX_URL - len(url)), is_here=True).tree == PROPOSED
    with pytest.raises(ShowError, match="That is no address"):
        fetch(url + "x" * (MAX_URL - len(url) + 1), is_here=True)


def test_the_largest_answer_is_taken(other: Serves) -> None:
    body = json.dumps(PROPOSED).encode()
    assert fetch(other(says(body + b" " * (MAX_TREE - len(body)))), is_here=True).tree == PROPOSED


def test_nobody_is_waited_for_longer_than_the_time_there_is() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as mute:
        port = mute.getsockname()[1]
        with pytest.raises(ShowError, match=rf"127\.0\.0\.1, port {port} does not answer within 0\.1 s"):
            fetch(f"http://127.0.0.1:{port}/", is_here=True, within=0.1)


def test_what_drips_in_is_hung_up_on() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def drip() -> None:
            line, _ = listener.accept()
            with line:
                try:
                    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
                    while True:
                        line.sendall(b" ")
                except OSError:
                    pass

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        with pytest.raises(ShowError, match=r"does not answer within|larger than"):
            fetch(f"127.0.0.1:{listener.getsockname()[1]}", is_here=True, within=0.5)
        thread.join(20)
        assert not thread.is_alive()


def test_where_nobody_is_says_so() -> None:
    with pytest.raises(ShowError, match=r"can't be asked: Connection refused"):
        fetch(f"127.0.0.1:{free()}", is_here=True)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def talk() -> None:
            line, _ = listener.accept()
            with line:
                line.sendall(b"220 this is mail\r\n")

        threading.Thread(target=talk, daemon=True).start()
        with pytest.raises(ShowError, match="can't be asked: it does not speak HTTP"):
            fetch(f"127.0.0.1:{listener.getsockname()[1]}", is_here=True)
