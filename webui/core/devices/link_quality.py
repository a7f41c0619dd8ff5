"""How good the link to one page is, by the way of its frames there and back. Times are milliseconds.

A sample is the time from sending a frame to the page's word that it has it, less what the page says it kept that word
back: the server's own clock on both ends, so no two clocks need agree. A page gets a frame every second at least, and
says `got`, so there are samples all the time, and no message is sent for their sake.
"""

MEMORY = 4000.0
"""Milliseconds over which round trips and jitter are smoothed, however many samples come in that time."""

STEP = 0.2
LEAST_STEP = 1.0
"""The share, and the least milliseconds, by which figures must differ from those last told for a person to mind."""

Figures = tuple[float | None, float | None]
"""Round trip and jitter; None: not known yet."""


class Quality:
    """Round trip and jitter of one link, smoothed.

    The jitter is the mean of the differences between one round trip and the next, as in RFC 3550 (there of one-way
    transits). Its weight for a new sample, like that of the round trip, goes by the time since the last one instead of
    RFC 3550's sixteenth: samples come once a second from an idle page and a hundred times from a busy one.
    """

    def __init__(self) -> None:
        self.trip: float | None = None
        self.jitter: float | None = None
        self._measured = False
        self._newest = 0.0
        self._at = 0.0
        self._told: Figures = (None, None)

    @property
    def figures(self) -> Figures:
        """Round trip and jitter, to a tenth of a millisecond."""
        return (_tenths(self.trip), _tenths(self.jitter))

    def got(self, lag: float, held: float, now: float) -> None:
        """Take a frame's lag, from sending it to the page's word for it, which the page kept back for `held`."""
        self._measured = True
        self._sample(max(lag - held, 0.0), now)

    def said(self, trip: float, now: float) -> None:
        """Take a round trip that the page itself measured: better than nothing, where it does not say `held`."""
        if not self._measured:
            self._sample(trip, now)

    def news(self) -> Figures | None:
        """Return the figures if they are worth telling the page, and take them as told."""
        figures = self.figures
        if any(_differ(old, new) for old, new in zip(self._told, figures, strict=True)):
            self._told = figures
            return figures
        return None

    def _sample(self, trip: float, now: float) -> None:
        if self.trip is None:
            self.trip = trip
        else:
            passed = max(now - self._at, 0.0)
            weight = passed / (passed + MEMORY)
            change = abs(trip - self._newest)
            self.trip += (trip - self.trip) * weight
            self.jitter = change if self.jitter is None else self.jitter + (change - self.jitter) * weight
        self._newest = trip
        self._at = now


def _tenths(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 1)


def _differ(old: float | None, new: float | None) -> bool:
    if old is None or new is None:
        return old is not new
    return abs(new - old) >= max(LEAST_STEP, STEP * old)
