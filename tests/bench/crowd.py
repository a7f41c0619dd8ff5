"""Drives all clients from one thread: connects them, has the hands move, waits until all is told."""

import heapq
import itertools
import selectors
from collections.abc import Callable
from time import perf_counter

from tests.bench.clients import KINDS, Client
from tests.bench.framing import Reader
from tests.bench.record import Record

RATE = 60.0
"""Moves a second and hand."""

AT_ONCE = 20
"""Clients that are on their way in at a time."""


class Crowd:
    """N clients of a kind, the first K of which move a control each."""

    def __init__(self, kind: str, port: int, record: Record) -> None:
        self._kind = KINDS[kind]
        self._port = port
        self._record = record
        self._selector = selectors.DefaultSelector()
        self._timers: list[tuple[float, int, Callable[[], object]]] = []
        self._order = itertools.count()
        self._moving = False
        self.clients: list[Client] = []
        self.idle = 0.0
        """Seconds spent waiting: the rest of the time, this program was busy or kept from running."""

    def connect(self, patience: float) -> None:
        """Connect all; raises TimeoutError."""
        deadline = perf_counter() + patience
        reader = Reader(self._kind.namespace)
        devices = len(self._record.shown)
        while len(self.clients) < devices or not all(client.ready for client in self.clients):
            on_their_way = sum(not (client.ready or client.failed) for client in self.clients)
            while len(self.clients) < devices and on_their_way < AT_ONCE:
                client = self._kind(len(self.clients), self._port, self._record, self, reader)
                self.clients.append(client)
                self._selector.register(client.socket, selectors.EVENT_READ, client)
                on_their_way += 1
            self._turn(perf_counter() + 0.1)
            if perf_counter() > deadline or self.failures():
                ready = sum(client.ready for client in self.clients)
                raise TimeoutError(f"{ready} of {devices} could connect. {' '.join(self.failures())}".strip())

    def start(self) -> None:
        """Have the hands move from now on, evenly spread."""
        self._moving = True
        hands = len(self._record.sent)
        now = perf_counter()
        for hand in range(hands):
            self._move(hand, now + hand / hands / RATE)

    def stop(self) -> None:
        """Have the hands rest."""
        self._moving = False

    def run(self, until: float, done: Callable[[], bool] = lambda: False) -> bool:
        """Let it go on until a time, or until it is done; says whether it was."""
        while perf_counter() < until:
            if done():
                return True
            self._turn(until)
        return done()

    def failures(self) -> list[str]:
        """Return what went wrong with connections, each reason once."""
        return sorted({client.failed for client in self.clients if client.failed})

    def close(self) -> None:
        """Leave."""
        for client in self.clients:
            client.socket.close()
        self._selector.close()

    def at(self, due: float, call: Callable[[], object]) -> None:
        """Have something called at a time."""
        heapq.heappush(self._timers, (due, next(self._order), call))

    def wants_to_write(self, client: Client, wants: bool) -> None:
        """Watch for room to write, or no longer."""
        if client.socket in self._selector.get_map():
            self._selector.modify(client.socket, selectors.EVENT_READ | (selectors.EVENT_WRITE if wants else 0), client)

    def _move(self, hand: int, due: float) -> None:
        def move() -> None:
            if self._moving:
                self.clients[hand].move(hand, perf_counter())
                self._move(hand, due + 1 / RATE)

        self.at(due, move)

    def _turn(self, until: float) -> None:
        now = perf_counter()
        while self._timers and self._timers[0][0] <= now:
            heapq.heappop(self._timers)[2]()
        wait = min(self._timers[0][0] if self._timers else until, until) - perf_counter()
        began = perf_counter()
        ready = self._selector.select(max(wait, 0.0))
        self.idle += perf_counter() - began
        for key, mask in ready:
            client: Client = key.data
            if mask & selectors.EVENT_WRITE:
                client.write()
            if mask & selectors.EVENT_READ:
                client.read()
            if client.failed:
                self._selector.unregister(client.socket)
