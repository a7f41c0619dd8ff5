"""What a work is, and what all works are played with."""

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from tests.bench import machine
from tests.bench.clients import KINDS, Kind
from tests.bench.clients.base import Client
from tests.bench.crowd import RATE, Crowd, failures_of
from tests.bench.figures import Figures, Run, problems
from tests.bench.record import Record

CONNECTING = 60.0
"""Seconds within which all clients must be in."""

QUIET = 5.0
"""Seconds without any news after which none is waited for."""

AT_ONCE = 50
"""Entries of the log that are looked at between two looks at the sockets: half a millisecond's worth."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a work's table: a figure's key, its title, and how it is written."""

    key: str
    title: str
    form: str


@dataclass(frozen=True, slots=True)
class Reach:
    """What is to be reached: a figure below a bound, or that at most; with `times`, so many times another figure."""

    key: str
    bound: float
    at_most: bool = False
    times: str = ""

    def met(self, figures: Figures) -> bool:
        """Say whether it was."""
        bound = self.bound * figures[self.times] if self.times else self.bound
        return figures[self.key] <= bound if self.at_most else figures[self.key] < bound


@dataclass(frozen=True, slots=True)
class Span:
    """A measured span of time: CPU in cores, the share in which the generator was not waiting."""

    begin: float
    end: float
    cores: float
    busy: float
    others: float


@dataclass(frozen=True, slots=True)
class Order:
    """One run, as the generator is told: a work on a server, and for how long."""

    work: str
    kind: str
    port: int
    pid: int
    devices: int
    hands: int
    controls: int
    seconds: float
    long: float
    """Seconds of what takes its time: a device that is slow, or stalls."""
    patience: float


@dataclass(frozen=True, slots=True)
class Work:
    """A load and what is measured of it. Works of one family share a table."""

    name: str
    says: str
    family: str
    devices: int
    hands: int
    columns: tuple[Column, ...]
    reach: tuple[Reach, ...]
    play: Callable[["Play"], Run]
    controls: int = 0
    """Controls of the show; at least one for each hand."""
    numbers: bool = False
    kind: str = ""
    """A kind of client of its own, in place of the peer's."""
    peers: tuple[str, ...] = ()
    long: float = 0
    """Seconds of what takes its time: a device that is slow, or stalls."""
    cheaper: tuple[tuple[str, float], ...] = ()
    """Peers whose `cost` is to be so many times ours."""

    def scaled(self, scale: float) -> "Work":
        """Return a smaller one of the same kind, to try the tool with."""
        hands = max(1, round(self.hands * scale)) if self.hands else 0
        devices = max(hands + 2, round(self.devices * scale))
        return replace(self, devices=devices, hands=hands, controls=round(self.controls * scale))


SERVER = (
    Column("cores", "cores", "cores"),
    Column("pss", "PSS MB", "whole"),
    Column("busy", "generator", "share"),
    Column("others", "others", "cores"),
)
"""What every table ends with."""


class Play:
    """A run under way, in the generator's process: its clients and its record, and how it is measured."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.kind: Kind = KINDS[order.kind]
        self.record = Record(order.devices, max(order.hands, 1), apart=self.kind.source is not None)
        self.crowd = Crowd()
        self.clients = [self.client(number) for number in range(order.devices)]
        self.devices = list(self.clients)
        """The clients that count."""
        self.lazy: frozenset[int] = frozenset()
        """Those of them that are not read at once: they are told all, but how late is not known."""

    def client(self, number: int) -> Client:
        """Make a client."""
        controls = self.order.controls if self.kind.tells_state else 0
        return self.kind.client(number, self.order.port, self.record, self.crowd, controls)

    def connect(self, rate: float = RATE) -> None:
        """Connect all, have the hands move, and let it run in."""
        self.crowd.connect(self.clients, CONNECTING)
        movers = self.clients[: self.order.hands]
        if self.kind.source:
            source = self.kind.source(self.order.devices, self.order.port, self.record, self.crowd, 0)
            self.crowd.connect([source], CONNECTING)
            self.devices.append(source)
            movers = [source]
        self.lazy = self.crowd.relax(self.clients)
        # Nothing that is made from now on refers to itself.
        gc.freeze()
        gc.disable()
        if self.order.hands:
            self.crowd.start(movers, rate)
        self.run(min(1.0, self.order.seconds))

    def run(self, seconds: float, done: Callable[[], bool] = lambda: False) -> bool:
        """Let it go on for so long, or until it is done; says whether it was."""
        return self.crowd.run(perf_counter() + seconds, done)

    def measured(self, go_on: Callable[[], object]) -> Span:
        """Measure what is done."""
        before, idle, begin = machine.cpu(self.order.pid), self.crowd.idle, perf_counter()
        go_on()
        end, idle, after = perf_counter(), self.crowd.idle - idle, machine.cpu(self.order.pid)
        server, own = after.server - before.server, after.own - before.own
        others = max(0.0, after.everybody - before.everybody - server - own)
        span = end - begin
        return Span(begin, end, server / span, 1 - idle / span, others / span)

    def steady(self, seconds: float) -> Span:
        """Measure what goes on by itself."""
        return self.measured(lambda: self.run(seconds))

    def settle(self) -> None:
        """Have the hands rest, and wait until all is told."""
        self.crowd.stop()
        ended = perf_counter()
        self.run(self.order.patience, lambda: self._is_over(ended))
        self.record.digest()

    def _is_over(self, ended: float) -> bool:
        """Say whether all is told, or nothing comes any more since the hands rest."""
        # The log is long. What is still on its way must be read in between, or it would seem to be late.
        while self.record.digest(AT_ONCE):
            self.crowd.turn(perf_counter())
        return self.record.is_settled() or perf_counter() > max(self.record.last_arrival, ended) + QUIET

    def result(self, spans: Sequence[Span], figures: Mapping[str, float]) -> Run:
        """Return what came of it, after `settle`."""
        record = self.record
        _, pss = machine.memory(self.order.pid)
        seconds = sum(span.end - span.begin for span in spans)
        shares = {
            key: sum(getattr(span, key) * (span.end - span.begin) for span in spans) / seconds
            for key in ("cores", "busy", "others")
        }
        lacking = record.lacking() if self.order.hands else 0
        why = problems(shares["busy"], record.devices, lacking, record.overtaken(), failures_of(self.devices))
        return Run({**figures, **shares, "pss": pss}, why)
