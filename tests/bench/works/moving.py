"""Hands that move: what every device is told how fast, and what it costs the server."""

from tests.bench.crowd import RATE
from tests.bench.figures import Run, percentile
from tests.bench.works.base import SERVER, Column, Play, Reach, Work

COLUMNS = (
    Column("delivered", "values/s", "count"),
    Column("share", "of wanted", "share"),
    Column("p50", "p50 ms", "ms"),
    Column("p95", "p95 ms", "ms"),
    Column("p99", "p99 ms", "ms"),
    Column("max", "max ms", "ms"),
    Column("settled", "all told s", "s"),
    Column("went_back", "went back", "count"),
    Column("cost", "CPU µs/value", "ms"),
    *SERVER,
)


def play(it: Play) -> Run:
    """Have the hands move, and measure the steady part of it."""
    seconds = it.order.seconds
    it.connect()
    span = it.steady(seconds)
    it.settle()
    record = it.record
    ordered = record.latencies(span.begin, span.end, it.lazy)
    delivered = record.delivered(span.begin, span.end) / (span.end - span.begin)
    wanted = it.order.hands * RATE * (it.order.devices - 1)
    return it.result(
        [span],
        {
            "delivered": delivered,
            "share": delivered / wanted,
            **{name: percentile(ordered, at) for name, at in (("p50", 50), ("p95", 95), ("p99", 99), ("max", 100))},
            "settled": record.settled_after(),
            "went_back": record.went_back,
            "cost": span.cores / delivered * 1e6 if delivered else float("nan"),
        },
    )


def _work(
    devices: int, hands: int, *reach: Reach, peers: tuple[str, ...], cheaper: tuple[tuple[str, float], ...] = ()
) -> Work:
    return Work(
        f"{devices}/{hands}",
        f"{devices} devices, {hands} hands at {RATE:.0f} Hz",
        "Hands that move",
        devices,
        hands,
        COLUMNS,
        reach,
        play,
        peers=peers,
        cheaper=cheaper,
    )


ALL = ("stage", "simple", "article", "node", "conflating", "nicegui")

WORKS = (
    _work(10, 4, Reach("p50", 1), Reach("p99", 5), Reach("cores", 0.12), peers=ALL),
    _work(50, 4, Reach("p50", 2), Reach("p99", 8), Reach("cores", 0.18), peers=ALL),
    _work(200, 8, Reach("p99", 20), Reach("cores", 0.25), peers=ALL, cheaper=(("node", 4), ("article", 10))),
    _work(500, 8, Reach("p99", 30), Reach("cores", 0.5), peers=("stage", "node", "conflating")),
)
