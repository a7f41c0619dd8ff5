"""Drives all clients from one thread: connects them, has the hands move, waits until all is told."""

import heapq
import itertools
import select
from collections.abc import Callable, Sequence
from time import perf_counter

from tests.bench.clients.base import Client

RATE = 60.0
"""Moves a second and hand."""

AT_ONCE = 20
"""Clients that are on their way in at a time."""

PROMPT = 50
"""Clients that are read the moment there is news; the values that they are told have latencies."""

SWEEP = 0.001
SWEPT = 16
"""Seconds between two looks at the others, and how many are read each time: none waits for more than two or three of a
screen's frames."""

SIP = 0.02
"""Seconds between two reads of a slow device."""


class Crowd:
    """Clients, and what they do when."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._swept = select.epoll()
        self._lazy: set[Client] = set()
        self._watched: dict[int, Client] = {}
        self._timers: list[tuple[float, int, Callable[[], object]]] = []
        self._order = itertools.count()
        self._moving = 0
        self._slow: dict[Client, int] = {}
        self.idle = 0.0
        """Seconds spent waiting: the rest of the time, this program was busy or kept from running."""

    def connect(self, clients: Sequence[Client], patience: float, at_once: int = AT_ONCE) -> None:
        """Connect some; raises TimeoutError."""
        deadline = perf_counter() + patience
        begun = 0
        while begun < len(clients) or not all(client.ready for client in clients):
            waiting = sum(not (client.ready or client.failed) for client in clients[:begun])
            while begun < len(clients) and waiting < at_once:
                clients[begun].connect()
                begun += 1
                waiting += 1
                # Those who are in already want their pings answered.
                self.turn(perf_counter())
            self.turn(perf_counter() + 0.1)
            failures = failures_of(clients[:begun])
            if perf_counter() > deadline or failures:
                ready = sum(client.ready for client in clients[:begun])
                raise TimeoutError(f"{ready} of {len(clients)} could connect. {' '.join(failures)}".strip())

    def relax(self, clients: Sequence[Client]) -> frozenset[int]:
        """Read only some of the clients promptly from now on, spread evenly; returns the numbers of the others."""
        prompt = set(clients[:: -(-len(clients) // PROMPT)])
        for client in clients:
            if client not in prompt:
                self._forget(client)
                self._lazy.add(client)
                self.watch(client)
        if self._lazy:
            self._sweep(perf_counter())
        return frozenset(client.number for client in self._lazy)

    def start(self, movers: Sequence[Client], rate: float = RATE) -> None:
        """Have hand h move from now on, by the h-th client, evenly spread."""
        self._moving += 1
        now = perf_counter()
        for hand, mover in enumerate(movers):
            self._move(mover, hand, now + hand / len(movers) / rate, 1 / rate, self._moving)

    def stop(self) -> None:
        """Have the hands rest."""
        self._moving += 1

    def run(self, until: float, done: Callable[[], bool] = lambda: False) -> bool:
        """Let it go on until a time, or until it is done; says whether it was."""
        while perf_counter() < until:
            if done():
                return True
            self.turn(until)
        return done()

    def slow_down(self, client: Client, rate: int) -> None:
        """Have a client read so many bytes a second from now on; 0 is as many as come."""
        if rate:
            self._slow[client] = rate
            self._sip(client, perf_counter())
        else:
            self._slow.pop(client, None)
        self.watch(client)

    def close(self) -> None:
        """Leave."""
        for client in self._watched.values():
            client.socket.close()
        self._epoll.close()
        self._swept.close()

    def at(self, due: float, call: Callable[[], object]) -> None:
        """Have something called at a time."""
        heapq.heappush(self._timers, (due, next(self._order), call))

    def watch(self, client: Client) -> None:
        """Watch a client's socket for what the client wants now."""
        number = client.socket.fileno()
        if client.failed or number < 0:
            return
        reads = not (client.asleep or client in self._slow)
        mask = (select.EPOLLIN if reads else 0) | (select.EPOLLOUT if client.wants_to_write else 0)
        epoll = self._epoll_of(client)
        if self._watched.get(number) is client:
            epoll.modify(number, mask)
        else:
            self._watched[number] = client
            epoll.register(number, mask)

    def leave(self, client: Client) -> None:
        """Have a client leave, or clear away what is left of it."""
        self._forget(client)
        client.close()

    def turn(self, until: float) -> None:
        """Do what is due, then wait for news, at most until a time, and take them."""
        now = perf_counter()
        while self._timers and self._timers[0][0] <= now:
            heapq.heappop(self._timers)[2]()
        began = perf_counter()
        wait = min(self._timers[0][0] if self._timers else until, until) - began
        ready = self._epoll.poll(max(wait, 0.0))
        self.idle += perf_counter() - began
        self._take(ready)

    def _take(self, ready: Sequence[tuple[int, int]]) -> None:
        for number, mask in ready:
            client = self._watched.get(number)
            if client is None:
                continue
            if mask & select.EPOLLOUT:
                client.write()
            if mask & ~select.EPOLLOUT and client.asleep:
                # A hang-up is told even to those who do not listen; they learn of it when they wake up.
                self._forget(client)
            elif mask & ~select.EPOLLOUT and not client.failed:
                client.read()
            if client.failed:
                self.leave(client)

    def _sweep(self, due: float) -> None:
        self._take(self._swept.poll(0, SWEPT))
        next_due = max(due + SWEEP, perf_counter())
        self.at(next_due, lambda: self._sweep(next_due))

    def _epoll_of(self, client: Client) -> select.epoll:
        return self._swept if client in self._lazy else self._epoll

    def _forget(self, client: Client) -> None:
        number = client.socket.fileno()
        if self._watched.get(number) is client:
            del self._watched[number]
            self._epoll_of(client).unregister(number)

    def _move(self, mover: Client, hand: int, due: float, every: float, moving: int) -> None:
        def move() -> None:
            if self._moving == moving and not mover.failed:
                mover.move(hand, perf_counter())
                self._move(mover, hand, due + every, every, moving)

        self.at(due, move)

    def _sip(self, client: Client, due: float) -> None:
        def sip() -> None:
            if client in self._slow and not client.failed:
                client.read(int(self._slow[client] * SIP))
                self._sip(client, due + SIP)

        self.at(due, sip)


def failures_of(clients: Sequence[Client]) -> list[str]:
    """Return what went wrong with connections, each reason once."""
    return sorted({client.failed for client in clients if client.failed})
