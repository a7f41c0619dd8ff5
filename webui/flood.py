"""How many messages one connection may send."""

BURST = 2.0
"""Seconds' worth of messages that may come at once."""


class Budget:
    """Refills with time; each message takes its part. Times are milliseconds."""

    def __init__(self, per_second: float, now: float) -> None:
        self._rate = per_second / 1000
        self._most = per_second * BURST
        self._left = self._most
        self._at = now

    def allows(self, now: float, cost: float = 1) -> bool:
        """Take a message that counts as so many, or say that it is too much."""
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < cost:
            return False
        self._left -= cost
        return True
