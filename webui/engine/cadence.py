"""When the engine tells its links what changed: at once while there is time, and up to 60 times a second under load.

After each telling the next one waits six times what it costs, so that it takes a seventh of the engine's time at the
most, by what this computer can bear and not by a constant; what it costs beyond HEAVY counts double, for nobody sees a
hundred frames a second. Only what a rest can save is counted: moves must be read and kept however often they are told,
and would otherwise make a slow computer rest although it has time. What changes after a pause goes out at once.
"""

SLOWEST = 1000 / 60
"""Milliseconds that a telling waits after the one before, at the most."""

REST = 6.0
"""How many times the cost of a round the loop then waits."""

HEAVY = 0.65
"""Milliseconds of a telling's cost that count once; those beyond count twice."""

RISE = 0.25
"""How much of a higher cost is believed: one slow round may be chance. A lower cost is believed at once."""

LEISURE = 25.0
"""Milliseconds from one telling to the next where only numbers came: eyes follow a plot, and no hand waits for it."""


class Cadence:
    """Says how long the next telling should wait. Times are milliseconds, on any clock."""

    def __init__(self) -> None:
        self.cost = 0.0
        """What a round costs lately."""
        self._told = float("-inf")

    def told(self, now: float, cost: float) -> None:
        """Note that a telling ended at `now`, and what it cost."""
        self._told = now
        self.cost = cost if cost < self.cost else self.cost + RISE * (cost - self.cost)

    def wait(self, now: float, hurry: bool = True) -> float:
        """Return how many milliseconds the next telling should wait; without hurry, LEISURE at least."""
        rest = min(SLOWEST, REST * (self.cost + max(0.0, self.cost - HEAVY)))
        return max(0.0, self._told + (rest if hurry else max(rest, LEISURE)) - now)
