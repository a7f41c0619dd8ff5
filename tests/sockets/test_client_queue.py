"""What goes out to one client: nothing is lost, doubled or overtaken on the way over from the queue to the line."""

import asyncio
import queue
import socket
import threading
from collections.abc import Iterator
from typing import Any, cast

import pytest
from engineio.packet import MESSAGE, NOOP, Packet

from tests.sockets.test_frames import Peer
from webui.core.rate_limit import Budget
from webui.engine.engine import Engine
from webui.limits import HOPELESS, MAX_PENDING, PENDING_EACH, PING_ANSWER, PING_EVERY, POLLED
from webui.sockets.client_queue import UNANSWERED, Outlet
from webui.sockets.streams import Line

PATIENCE = 20.0


class Here:
    """Stands for the engine: does at once what it is asked, if its thread asks, else when it is told to."""

    def __init__(self) -> None:
        self.loop = asyncio.SelectorEventLoop()
        self.thread = threading.get_ident()
        self.posted: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def run(self, callback: Any, *args: Any) -> None:
        if threading.get_ident() == self.thread:
            callback(*args)
        else:
            self.posted.put((callback, args))

    def catch_up(self) -> None:
        while not self.posted.empty():
            callback, args = self.posted.get()
            callback(*args)


@pytest.fixture
def here() -> Iterator[Here]:
    here = Here()
    yield here
    here.loop.close()


@pytest.fixture
def outlet(here: Here) -> Outlet:
    return Outlet(cast(Engine, here), Budget(1, 0.0))


class Wire(Line):
    """A line over a socket whose other end reads."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        ours, self.theirs = socket.socketpair()
        ours.setblocking(False)
        self.ours = ours
        self._peer = Peer(client=True)
        super().__init__(loop, ours)

    def heard(self) -> list[str | bytes]:
        self.theirs.setblocking(False)
        found: list[str | bytes] = []
        try:
            while data := self.theirs.recv(65536):
                found += self._peer.feed(data)
        except BlockingIOError:
            pass
        return found

    @property
    def is_closed(self) -> bool:
        self.heard()
        return self._peer.is_over


@pytest.fixture
def wire(here: Here) -> Iterator[Wire]:
    wire = Wire(here.loop)
    yield wire
    wire.end()
    wire.ours.close()
    wire.theirs.close()


def message(number: int) -> Packet:
    return Packet(MESSAGE, str(number))


def test_while_a_client_polls_it_is_a_queue(outlet: Outlet) -> None:
    assert outlet.room == POLLED
    for number in range(3):
        outlet.put(message(number))
    assert outlet.room == POLLED - 3
    assert [outlet.get().data for _ in range(3)] == ["0", "1", "2"]
    with pytest.raises(queue.Empty):
        outlet.get(block=False)
    for _ in range(HOPELESS):
        assert not outlet.is_hopeless
        outlet.put(message(1))
    assert outlet.is_hopeless
    assert outlet.room == 0


def test_what_waits_goes_over_first_and_what_comes_later_follows(outlet: Outlet, here: Here, wire: Wire) -> None:
    outlet.put(message(1))
    outlet.put(message(2))
    outlet.go_over(wire)
    outlet.put(message(3))
    assert wire.heard() == ["41", "42", "43"]
    thread = threading.Thread(target=lambda: [outlet.put(message(4)), outlet.put(message(5))])
    thread.start()
    thread.join()
    assert wire.heard() == []
    here.catch_up()
    assert wire.heard() == ["44", "45"]


def test_others_may_put_while_it_goes_over(here: Here) -> None:
    """Again and again, for where exactly the others are is chance."""
    for _ in range(50):
        outlet, wire = Outlet(cast(Engine, here), Budget(1, 0.0)), Wire(here.loop)
        threads = [
            threading.Thread(target=lambda base=base, outlet=outlet: [outlet.put(message(base + n)) for n in range(40)])
            for base in (1000, 2000, 3000)
        ]
        for thread in threads:
            thread.start()
        outlet.go_over(wire)
        for thread in threads:
            thread.join()
        here.catch_up()
        heard = [int(cast(str, text)[1:]) for text in wire.heard()]
        assert sorted(heard) == sorted(base + n for base in (1000, 2000, 3000) for n in range(40))
        for base in (1000, 2000, 3000):
            of_one = [number for number in heard if base <= number < base + 40]
            assert of_one == sorted(of_one)
        wire.ours.close()
        wire.theirs.close()


def test_a_request_that_still_waits_never_holds_up_the_way_over_and_ends(outlet: Outlet, wire: Wire) -> None:
    for _ in range(200):
        one, found = Outlet(outlet._engine, Budget(1, 0.0)), []
        thread = threading.Thread(target=lambda one=one, found=found: found.append(one.get(timeout=0.01)))
        thread.start()
        one.put(message(1))
        one.go_over(wire)
        thread.join(PATIENCE)
        assert not thread.is_alive()
        heard = wire.heard()
        assert heard + [packet.encode() for packet in found if packet.packet_type != NOOP] == ["41"]


def test_the_end_of_a_client_that_polls_ends_all_its_requests(outlet: Outlet) -> None:
    found: list[Any] = []
    threads = [threading.Thread(target=lambda: found.append(outlet.get(timeout=0.01))) for _ in range(3)]
    for thread in threads:
        thread.start()
    outlet.put(None)
    for thread in threads:
        thread.join(PATIENCE)
    assert found == [None] * 3


def test_the_end_of_a_client_on_a_line_is_said_and_done(outlet: Outlet, wire: Wire) -> None:
    outlet.go_over(wire)
    outlet.put(message(1))
    outlet.put(None)
    assert wire.heard() == ["41"]
    assert wire.is_closed
    assert wire.is_over


def test_an_end_that_was_said_before_it_went_over_is_the_end(outlet: Outlet, wire: Wire) -> None:
    outlet.put(None)
    outlet.go_over(wire)
    assert wire.is_over


def test_nobody_waits_for_a_client_to_take_everything(outlet: Outlet) -> None:
    outlet.put(message(1))
    outlet.join()
    outlet.task_done()
    outlet.task_done()


def test_a_client_that_polls_is_given_up_after_so_many_pings_without_a_word(outlet: Outlet) -> None:
    assert UNANSWERED * PING_EVERY <= PING_EVERY + PING_ANSWER <= (UNANSWERED + 1) * PING_EVERY
    assert [outlet.is_silent() for _ in range(UNANSWERED + 1)] == [False] * UNANSWERED + [True]
    outlet.silence = 0
    assert not outlet.is_silent()


def test_a_client_that_answers_pings_and_fetches_nothing_is_given_up_as_well(outlet: Outlet) -> None:
    outlet.put(message(1))
    for _ in range(UNANSWERED):
        outlet.silence = 0
        assert not outlet.is_silent()
    outlet.silence = 0
    assert outlet.is_silent()
    outlet.get()
    outlet.put(message(2))
    outlet.silence = 0
    assert not outlet.is_silent(), "it fetches"


def test_a_client_that_fetches_all_may_be_quiet_for_as_long_as_it_answers(outlet: Outlet) -> None:
    for _ in range(100):
        outlet.silence = 0
        assert not outlet.is_silent()


@pytest.mark.parametrize(("more", "is_hopeless"), [(0, False), (1, True)])
def test_what_waits_for_a_client_that_polls_has_a_size(outlet: Outlet, more: int, is_hopeless: bool) -> None:
    outlet.put(Packet(MESSAGE, "x" * (MAX_PENDING - PENDING_EACH + more)))
    assert outlet.held == MAX_PENDING + more
    assert outlet.is_hopeless is is_hopeless
    outlet.get()
    assert outlet.held == 0
    outlet.put(None)
    assert outlet.held == PENDING_EACH


def test_what_waits_goes_over_to_the_lines_account(outlet: Outlet, wire: Wire) -> None:
    outlet.put(Packet(MESSAGE, "x" * 1_000_000))
    outlet.go_over(wire)
    assert outlet.held == wire.held > 0
