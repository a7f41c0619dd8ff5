"""How many messages one connection may send, and how much one of many may take of what all share."""

from collections.abc import Iterable

BURST = 2.0
"""Seconds' worth of messages that may come at once."""

LIMITED_BURST = 0.5
"""Seconds' worth that may come at once of a device that has no more than its share."""

SLOWED_FOR = 0.5
"""For how long nothing is read from who sends too many."""

SLOWED_TIMES = 8
"""How many times in a row it is slowed; at the next it is cut. So is who owes more than a burst."""


class Budget:
    """Refills with time; each message takes its part. Times are milliseconds."""

    def __init__(self, per_second: float, now: float) -> None:
        self._per_second = per_second
        self._rate = per_second / 1000
        self._debt = self._most = per_second * BURST
        self._left = self._most
        self.used = 0.0
        """What was taken so far."""
        self._at = now
        self._slowed = 0
        """How many times in a row it was to be slowed."""
        self._slow_until = now

    def allows(self, now: float, cost: float = 1) -> bool:
        """Take a message that counts as so many, or say that it is too much."""
        self._refill(now)
        if self._left < cost:
            return False
        self._left -= cost
        return True

    def spend(self, now: float, cost: float = 1) -> float:
        """Take a message in any case; returns for how many milliseconds no more should be read, mostly 0."""
        self._refill(now)
        self.used += cost
        self._left -= cost
        if self._left >= 0:
            if self._left > self._most / 2:
                self._slowed = 0
            return 0
        if now >= self._slow_until:
            self._slowed += 1
            self._slow_until = now + SLOWED_FOR * 1000
        return self._slow_until - now

    @property
    def is_spent(self) -> bool:
        """Whether nothing helped: it was slowed again and again, or owes more than a burst."""
        return self._slowed > SLOWED_TIMES or self._left < -self._debt

    def is_full(self, now: float) -> bool:
        """Say whether nothing was taken of it for long enough."""
        self._refill(now)
        return self._left >= self._most

    @property
    def is_limited(self) -> bool:
        """Whether it has less than its own rate for now."""
        return self._rate * 1000 < self._per_second

    def limit(self, per_second: float | None) -> None:
        """Give it less than its own rate, or with None its own again: others send too much besides."""
        rate = self._per_second if per_second is None else min(self._per_second, per_second)
        self._rate = rate / 1000
        self._most = self._per_second * BURST if rate == self._per_second else rate * LIMITED_BURST

    def _refill(self, now: float) -> None:
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now


def level(wanted: Iterable[float], capacity: float) -> float:
    """Return the most that each may have so that all together have no more than the capacity; those who want less have
    what they want. It is infinite where there is enough."""
    left, rest = capacity, sorted(wanted)
    for n, want in enumerate(rest):
        share = left / (len(rest) - n)
        if want > share:
            return share
        left -= want
    return float("inf")
