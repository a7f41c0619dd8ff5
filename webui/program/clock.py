"""Sidestage's clock, as far as a program knows it: so that no press fires that was held up on its way."""

DRIFT = 0.0001
"""How much two clocks may run apart: a known time gets vaguer by so much of what passes."""


class Clock:
    """Pure. Times are milliseconds on the program's own clock, and on Sidestage's."""

    def __init__(self) -> None:
        self._ahead: float | None = None
        self._vague = 0.0
        self._at = 0.0

    def heard(self, asked: float, answer: float, now: float) -> None:
        """Sidestage answered with its time. Kept is the best answer, until one proves it wrong."""
        vague = (now - asked) / 2
        ahead = answer - (asked + vague)
        known = self._vague + (now - self._at) * DRIFT
        if self._ahead is None or vague <= known or abs(ahead - self._ahead) > vague + known:
            self._ahead, self._vague, self._at = ahead, vague, now

    def theirs(self, now: float) -> float | None:
        """Return what Sidestage's clock says now, or None where that is not known."""
        return None if self._ahead is None else now + self._ahead

    def forget(self) -> None:
        """Another Sidestage has another clock."""
        self._ahead = None
