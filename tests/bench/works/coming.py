"""Devices that come: one after another while the others work, and all at once."""

from statistics import median
from time import perf_counter

from tests.bench.clients.base import Client
from tests.bench.figures import Run, percentile
from tests.bench.works.base import CONNECTING, SERVER, Column, Play, Reach, Work

EVERY = 0.25
STAYS = 0.1
"""Seconds between two newcomers, and how long each stays once it is ready."""

PEERS = ("stage", "simple", "article", "node", "conflating")


def join(it: Play) -> Run:
    """Have newcomers join and leave while the others' hands move."""
    it.connect()
    before = it.steady(it.order.seconds)
    took: list[float] = []

    def newcomers() -> None:
        for number in range(max(1, int(it.order.seconds / EVERY))):
            began = perf_counter()
            # Beyond the devices that count: what it is told is not.
            newcomer = it.client(it.order.devices + number)
            it.crowd.connect([newcomer], CONNECTING)
            took.append(perf_counter() - began)
            it.run(STAYS)
            it.crowd.leave(newcomer)
            it.crowd.run(began + EVERY)

    during = it.measured(newcomers)
    it.settle()
    others = [percentile(it.record.latencies(span.begin, span.end, it.lazy), 99) for span in (before, during)]
    figures = {"ready": median(took), "worst": max(took), "before": others[0], "during": others[1]}
    return it.result([during], figures)


def back(it: Play) -> Run:
    """Cut all devices off, and have them connect again at once."""
    it.connect()
    for client in it.clients:
        it.crowd.leave(client)
    took: dict[Client, float] = {}

    def return_all() -> None:
        began = perf_counter()
        for client in it.clients:
            client.on_ready = lambda client=client: took.setdefault(client, perf_counter() - began)  # type: ignore[misc]
        it.crowd.connect(it.clients, CONNECTING, at_once=len(it.clients))

    span = it.measured(return_all)
    it.settle()
    ordered = sorted(took.values())
    figures = {"half": percentile(ordered, 50), "all": ordered[-1]}
    return it.result([span], {**figures, "cpu": span.cores * (span.end - span.begin)})


WORKS = (
    Work(
        "join",
        "one device joins 50 connected ones with 200 controls, 4 hands",
        "A device that joins",
        50,
        4,
        (
            Column("ready", "ready after s", "s"),
            Column("worst", "at worst", "s"),
            Column("before", "others' p99 ms before", "ms"),
            Column("during", "others' p99 ms during", "ms"),
            *SERVER,
        ),
        (Reach("worst", 0.3), Reach("during", 1.5, times="before")),
        join,
        controls=200,
        peers=PEERS,
    ),
    Work(
        "back",
        "200 devices connect again at once",
        "All devices come back at once",
        200,
        0,
        (Column("half", "half after s", "s"), Column("all", "all after s", "s"), Column("cpu", "CPU s", "s"), *SERVER),
        (Reach("all", 0.6),),
        back,
        controls=8,
        peers=PEERS,
    ),
)
