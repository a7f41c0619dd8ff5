"""One device that can't keep up, among others that can: one that reads slowly, one that stalls."""

import math
from statistics import fmean
from time import perf_counter

from tests.bench.figures import Run, percentile
from tests.bench.record import Screen
from tests.bench.works.base import CONNECTING, SERVER, Column, Play, Reach, Work

SLOW = 2000
"""Bytes a second that the slow device reads."""

LOOKED_AT = 0.05
"""Seconds between two looks at the slow device's screen."""

FRESH = 0.1
TICK = 1 / 60
"""A device that was stalled is up to date when what it shows was sent no more than FRESH seconds before it went on; it
paints every TICK."""

OTHERS = (Column("before", "others' p99 ms before", "ms"), Column("during", "others' p99 ms during", "ms"))
PEERS = ("stage", "simple", "article", "node", "conflating")


def slow(it: Play) -> Run:
    """Have the last device read slowly, and look at how old the values are that it shows."""
    it.connect()
    last = it.clients[-1]
    before = it.steady(it.order.seconds)
    it.crowd.slow_down(last, SLOW)
    during = it.steady(it.order.long)
    it.crowd.slow_down(last, 0)
    it.settle()
    screen = Screen(it.record, last.number)
    fifth = (during.end - during.begin) / 5
    middle, end = (
        fmean(screen.ages([begin + at * LOOKED_AT for at in range(max(1, int(fifth / LOOKED_AT)))]))
        for begin in (during.begin + 2 * fifth, during.begin + 4 * fifth)
    )
    others = [percentile(it.record.latencies(span.begin, span.end, {last.number}), 99) for span in (before, during)]
    figures = {"age": end, "growth": end - middle, "before": others[0], "during": others[1]}
    return it.result([during], figures)


def stall(it: Play) -> Run:
    """Have the last device stall, and count what it takes until it is up to date."""
    it.connect()
    last = it.clients[-1]
    before = it.steady(it.order.seconds)
    last.sleep()
    during = it.steady(it.order.long)
    woke, logged = perf_counter(), len(it.record.log)
    last.wake()
    waited = sum(len(messages) for _, _, messages in it.record.log[logged:])
    # It may find that it was given up: then it connects again at once, as our page does.
    cut = it.run(0.5, lambda: bool(last.failed))
    if cut:
        it.crowd.leave(last)
        it.crowd.connect([last], CONNECTING)
        it.run(0.5)
    it.settle()
    messages, old, seconds = Screen(it.record, last.number).catching_up(woke, FRESH, TICK)
    others = [percentile(it.record.latencies(span.begin, span.end, {last.number}), 99) for span in (before, during)]
    later = max(0, messages - waited) if math.isfinite(seconds) else seconds
    figures = {"seconds": seconds, "waited": waited, "later": later, "old": old, "cut": float(cut)}
    return it.result([during], {**figures, "before": others[0], "during": others[1]})


WORKS = (
    Work(
        "slow",
        "a device that reads 2 kB/s, beside 10 with 4 hands",
        "A device that reads 2 kB/s",
        11,
        4,
        (Column("age", "age s", "s"), Column("growth", "older by s", "s"), *OTHERS, *SERVER),
        (Reach("age", 0.6), Reach("growth", 0.1), Reach("during", 1.5, times="before")),
        slow,
        peers=PEERS,
        long=10,
    ),
    Work(
        "stall",
        "a device that stalled, beside 10 with 4 hands",
        "A device that stalled",
        11,
        4,
        (
            Column("seconds", "up to date after s", "s"),
            Column("waited", "messages that waited", "count"),
            Column("later", "messages after them", "count"),
            Column("old", "old values painted", "count"),
            Column("cut", "given up", "count"),
            *OTHERS,
            *SERVER,
        ),
        (Reach("later", 2, at_most=True), Reach("old", 0, at_most=True)),
        stall,
        peers=PEERS,
        long=5,
    ),
)
