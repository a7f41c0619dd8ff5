"""Where the times of a program's own clock lie on the server's. Times are milliseconds."""

DRIFT = 0.001
"""How much a clock may run wrong: a millisecond each second."""

ANEW = 1000.0
"""A clock that seems so much late was set anew, or its program stood still."""


class Timeline:
    """Knows how far a program's clock and the server's are apart.

    A message can be late but never early: the least difference that was seen is the truest. It may grow by no more than
    clocks drift, so that numbers keep their distances however unevenly their messages arrive.
    """

    def __init__(self) -> None:
        self._offset: float | None = None
        self._at = 0.0

    def offset(self, newest: float, now: float) -> float:
        """Return what to add to the program's times, after a message whose newest time is `newest` came at `now`."""
        seen = now - newest
        if self._offset is None or seen - self._offset > ANEW:
            self._offset = seen
        else:
            self._offset = min(seen, self._offset + (now - self._at) * DRIFT)
        self._at = now
        return self._offset
