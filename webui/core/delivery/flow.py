"""How many frames may be under way to one page: eight, and fewer to one that is slow to say that it has them.

A frame's lag is the time from sending it to the page's word for it. The least lag ever seen is what the way itself
takes; what comes on top is waiting in a queue somewhere between, where every further frame would only grow old. So the
window is halved when the queue is long, and widened by one when it is short. It then stays until a frame that was sent
since tells how it does.
"""

from collections import deque

WINDOW = 8
"""Frames that may be under way to a page at the most."""

QUICK = 60.0
"""Milliseconds of lag over the least: below, the window widens. A page may take 50 to say that it has a frame."""

SLOW = 120.0
"""Milliseconds of lag over the least: above, the window is halved; and while a page has said nothing for that long with
a frame under way, no third one follows.
"""


class Flow:
    """One page's window. Times are milliseconds, and never go back."""

    def __init__(self) -> None:
        self.window = WINDOW
        self._under_way: deque[tuple[int, float]] = deque()
        self._least = float("inf")
        self._heard = float("-inf")
        self._changed = 0
        """The newest frame that was under way when the window changed: only later ones tell how the new one does."""

    def may_send(self, now: float) -> bool:
        """Say whether another frame may go out."""
        count = len(self._under_way)
        if count < 2 or count >= self.window:
            return count < self.window
        return now - max(self._under_way[0][1], self._heard) <= self._least + SLOW

    def sent(self, seq: int, now: float) -> None:
        """Note that a frame went out; `seq` rises."""
        self._under_way.append((seq, now))

    def got(self, seq: int, now: float) -> float | None:
        """Take a page's word that it has every frame up to `seq`; returns that frame's lag, if it was under way."""
        newest = None
        while self._under_way and self._under_way[0][0] <= seq:
            newest = self._under_way.popleft()
        if newest is None:
            return None
        number, at = newest
        lag = now - at
        self._least = min(self._least, lag)
        self._heard = now
        if number > self._changed:
            self._adapt(lag, number)
        return lag if number == seq else None

    def _adapt(self, lag: float, number: int) -> None:
        if lag > self._least + SLOW:
            self._change(max(1, self.window // 2), number)
        elif lag < self._least + QUICK:
            self._change(min(WINDOW, self.window + 1), number)

    def _change(self, window: int, number: int) -> None:
        self.window = window
        self._changed = self._under_way[-1][0] if self._under_way else number
