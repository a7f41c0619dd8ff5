"""Numbers that a program pushes to everybody."""

from tests.bench.figures import Run, percentile
from tests.bench.works.base import SERVER, Column, Play, Reach, Work

RATE = 1000.0
"""Numbers a second."""


def play(it: Play) -> Run:
    """Push numbers, and measure the steady part of it."""
    it.connect(RATE)
    span = it.steady(it.order.seconds)
    it.settle()
    ordered = it.record.latencies(span.begin, span.end, it.lazy)
    pushed = it.record.moved(span.begin, span.end)
    figures = {
        "delivered": it.record.delivered(span.begin, span.end) / (span.end - span.begin),
        "lost": pushed * it.order.devices - len(ordered),
        "p50": percentile(ordered, 50),
        "p99": percentile(ordered, 99),
    }
    return it.result([span], figures)


def _work(name: str, how: str, peers: tuple[str, ...], kind: str = "") -> Work:
    return Work(
        name,
        f"{RATE:,.0f} numbers/s to 50 devices, {how}",
        "Numbers",
        50,
        1,
        (
            Column("delivered", "numbers/s", "count"),
            Column("lost", "lost", "count"),
            Column("p50", "p50 ms", "ms"),
            Column("p99", "p99 ms", "ms"),
            *SERVER,
        ),
        (Reach("p99", 40), Reach("cores", 0.06), Reach("lost", 0, at_most=True)),
        play,
        numbers=True,
        kind=kind,
        peers=peers,
    )


WORKS = (
    _work("numbers", "one a message", ("stage", "simple", "article", "node", "conflating")),
    _work("batches", "many a message", ("stage",), "stage-batches"),
)
