"""Devices that only look: what they cost."""

from tests.bench.figures import Run
from tests.bench.works.base import SERVER, Column, Play, Reach, Work


def play(it: Play) -> Run:
    """Have nobody do anything."""
    it.connect()
    span = it.steady(2 * it.order.seconds)
    return it.result([span], {"percent": 100 * span.cores})


WORKS = (
    Work(
        "idle",
        "200 devices, idle",
        "Idle",
        200,
        0,
        (Column("percent", "% of a core", "ms"), *SERVER),
        (Reach("percent", 2),),
        play,
        peers=("stage", "simple", "article", "node", "conflating", "nicegui"),
    ),
)
