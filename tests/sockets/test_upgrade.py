"""From polling to a WebSocket, by clients that do it wrong, or are gone in the middle: the others never notice."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from typing import Any

import pytest
import requests
import websocket

from tests.clients import Page
from webui.serving import Serving
from webui.sockets.websocket import TRIES

PATIENCE = 20.0


def until(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class Poller:
    """An Engine.IO client by hand: it polls, is in on the namespace /, and can try WebSockets."""

    def __init__(self, stage: Serving) -> None:
        self._stage = stage
        self.http = requests.Session()
        opened = self.http.get(f"{stage.url}socket.io/?EIO=4&transport=polling", timeout=PATIENCE).text
        self.sid = opened.partition('"sid":"')[2].partition('"')[0]
        self.url = f"{stage.url}socket.io/?EIO=4&transport=polling&sid={self.sid}"
        assert self.post("40") == 200
        self.heard: list[str] = []
        while not any("txt1" in packet for packet in self.heard):
            self.poll()

    @property
    def client(self) -> Any:
        """The server's idea of it."""
        return self._stage._app.sockets._server.eio.sockets.get(self.sid)

    def post(self, packet: str) -> int:
        return self.http.post(self.url, data=packet, timeout=PATIENCE).status_code

    def poll(self) -> list[str]:
        """What one request brings; pings are answered."""
        packets = self.http.get(self.url, timeout=PATIENCE).text.split("\x1e")
        for packet in packets:
            if packet == "2":
                self.post("3")
        self.heard += packets
        return packets

    def moves(self, value: int) -> None:
        """Move slider1, and hear it by polling."""
        self.post(f'42["value changed",{{"who":"slider1","data":{value}}}]')
        while f'42["update value",{{"who":"slider1","data":{value}}}]' not in self.heard:
            self.poll()

    def socket(self) -> websocket.WebSocket:
        url = f"{self._stage.url.replace('http', 'ws')}socket.io/?EIO=4&transport=websocket&sid={self.sid}"
        return websocket.create_connection(url, PATIENCE)


@pytest.fixture
def poller(stage: Serving) -> Iterator[Poller]:
    poller = Poller(stage)
    yield poller
    poller.http.close()


@pytest.fixture
def page(stage: Serving) -> Iterator[Page]:
    with closing(Page(stage.url)) as page:
        yield page


def hears(client: websocket.WebSocket, packet: str) -> None:
    """Read until this packet comes; pings are answered."""
    while (text := client.recv()) != packet:
        assert text, "it ended"
        if text == "2":
            client.send("3")


def is_ended(client: websocket.WebSocket) -> bool:
    with suppress(ConnectionError, websocket.WebSocketException):
        while client.recv():
            pass
    client.shutdown()
    return True


def test_what_waits_and_what_comes_meanwhile_is_heard_on_the_other_side_in_order(poller: Poller, page: Page) -> None:
    client = poller.socket()
    client.send("2probe")
    hears(client, "3probe")
    for value in range(10):
        page.move(slider2=value)
    assert poller.poll() == ["6"], "the request that waits is ended, and later ones bring nothing"
    assert poller.poll() == ["6"]
    client.send("5")
    page.move(slider2=50)
    heard: list[int] = []
    while 50 not in heard:
        text = str(client.recv())
        if text == "2":
            client.send("3")
        elif text.startswith('42["update value",{"who":"slider2"'):
            heard.append(int(text.rpartition(":")[2].rstrip("}]")))
    assert heard == sorted(set(heard))
    assert poller.http.get(poller.url, timeout=PATIENCE).status_code == 400, "it has gone over"
    client.shutdown()
    until(lambda: poller.client is None)


@pytest.mark.parametrize(
    "packets",
    [
        [],
        ["2probe"],
        ["5"],
        ["2"],
        ["2probe", "2probe"],
        ["2probe", '42["value changed",{"who":"slider1","data":3}]'],
        ["2probe", ""],
        ["x" * 100_000],
        ["3probe"],
    ],
)
def test_who_does_not_go_over_goes_on_polling(poller: Poller, packets: list[str]) -> None:
    client = poller.socket()
    for packet in packets:
        client.send(packet)
    if packets[-1:] not in ([], ["2probe"]) or len(packets) == 2:
        assert is_ended(client)
    client.shutdown()
    until(lambda: not poller.client.upgrading)
    assert not poller.client.upgraded
    poller.moves(7)


def test_who_only_sends_control_frames_is_not_tried_for_ever(poller: Poller) -> None:
    client = poller.socket()
    with suppress(OSError):
        for _ in range(TRIES + 1):
            client.ping()
    assert is_ended(client)
    poller.moves(7)


def test_of_two_that_go_over_at_once_one_gets_through(poller: Poller, page: Page) -> None:
    first, second = poller.socket(), poller.socket()
    for client in (first, second):
        client.send("2probe")
        hears(client, "3probe")
    second.send("5")
    page.move(slider1=7)
    hears(second, '42["update value",{"who":"slider1","data":7}]')
    first.send("5")
    assert is_ended(first)
    page.move(slider1=8)
    hears(second, '42["update value",{"who":"slider1","data":8}]')
    with pytest.raises(websocket.WebSocketException):
        poller.socket()
    second.shutdown()


def test_who_hangs_up_between_two_packets_of_a_move_over_leaves_nothing_behind(stage: Serving, page: Page) -> None:
    for packets in ([], ["2probe"], ["2probe", "5"]):
        poller = Poller(stage)
        client = poller.socket()
        for packet in packets:
            client.send(packet)
        client.shutdown()
        poller.post("1")
        until(lambda poller=poller: poller.client is None)
        poller.http.close()
    page.move(slider1=3)
    until(lambda: len(stage._engine.surface.connections) == 1)


def test_who_vanishes_while_polling_is_found_out_and_its_request_ends(stage: Serving, page: Page) -> None:
    poller = Poller(stage)
    poller.http.close()
    until(lambda: poller.client is None)
    until(lambda: len(stage._engine.surface.connections) == 1)


def test_who_polls_without_answering_pings_is_given_up(stage: Serving) -> None:
    poller = Poller(stage)
    while poller.http.get(poller.url, timeout=PATIENCE).status_code == 200:
        pass
    until(lambda: poller.client is None)
    poller.http.close()


def test_the_server_stops_at_once_whatever_its_clients_are_at(stage: Serving) -> None:
    with ExitStack() as all_of_them:
        pages = [all_of_them.enter_context(closing(Page(stage.url, f"session-{n}"))) for n in range(3)]
        pollers = [Poller(stage) for _ in range(4)]
        waiting = threading.Thread(target=lambda: pollers[0].http.get(pollers[0].url, timeout=PATIENCE))
        waiting.start()
        tried, probed, over = (poller.socket() for poller in pollers[1:])
        for client in (probed, over):
            client.send("2probe")
        over.send("5")
        pages[0].move(slider1=3)
        stage.close()
        assert not stage._engine._thread.is_alive()
        for client in (tried, probed, over):
            assert is_ended(client)
        waiting.join(PATIENCE)
        assert not waiting.is_alive()
        for poller in pollers:
            poller.http.close()
