"""How many messages one connection may send."""

from webui.limits import BURST, SLOWED_FOR, SLOWED_TIMES


class Budget:
    """Refills with time; each message takes its part. Times are milliseconds."""

    def __init__(self, per_second: float, now: float) -> None:
        self._rate = per_second / 1000
        self._most = per_second * BURST
        self._left = self._most
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
        return self._slowed > SLOWED_TIMES or self._left < -self._most

    def _refill(self, now: float) -> None:
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now
