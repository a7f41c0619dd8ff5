"""What one page has not been told yet: the newest value and hold of each control, never the past.

At most WINDOW frames are under way to a page that has not said `got`; while they are, newer values replace older ones.
"""

from collections import deque
from dataclasses import dataclass, field

from webui.core.feeds import MAX_KEPT, Point
from webui.core.values import Value

WINDOW = 8
"""Frames that may be under way to one page."""

HEARTBEAT = 700.0
"""Milliseconds after which a page gets a frame in any case; looked at four times a second, that is one each second."""

BEAT = 250.0
"""Milliseconds from one look at the heartbeats to the next."""

MAX_REFUSALS = 64
"""Refusals that wait for one page at the most; the newest count."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message to one page; it leads from revision `since` to `revision`."""

    seq: int
    since: int
    revision: int
    values: dict[str, Value] = field(default_factory=dict)
    numbers: dict[str, list[Point]] = field(default_factory=dict)
    taken: int | None = None
    kept: int | None = None
    refused: tuple[tuple[int | None, str | None, str], ...] = ()
    holds: dict[str, str | None] = field(default_factory=dict)


class Outbox:
    """What one page, told everything up to a revision at a time, has not been told yet."""

    def __init__(self, revision: int, now: float) -> None:
        self._told = revision
        self._last = now
        self._under_way: deque[int] = deque()
        self._clear()

    def _clear(self) -> None:
        self._values: dict[str, Value] = {}
        self._numbers: dict[str, deque[Point]] = {}
        self._taken: int | None = None
        self._kept: int | None = None
        self._refused: deque[tuple[int | None, str | None, str]] = deque(maxlen=MAX_REFUSALS)
        self._holds: dict[str, str | None] = {}

    def changed(self, control: str, value: Value) -> None:
        """Note a new value; an older one that was not sent is forgotten."""
        self._values[control] = value

    def held(self, control: str, device: str | None) -> None:
        """Note who has a control in hand; an older word of that is forgotten."""
        self._holds[control] = device

    def pushed(self, feed: str, point: Point) -> None:
        """Note a feed's number."""
        self._numbers.setdefault(feed, deque(maxlen=MAX_KEPT)).append(point)

    def taken(self, n: int) -> None:
        """Note that operation n was applied."""
        self._taken = n

    def kept(self, n: int) -> None:
        """Note that operation n survives a kill."""
        self._kept = n

    def refused(self, n: int | None, control: str | None, reason: str) -> None:
        """Note a refusal."""
        self._refused.append((n, control, reason))

    def told_all(self, revision: int, now: float) -> None:
        """Forget values, holds and numbers: the page was told the whole state another way."""
        self._told = revision
        self._last = now
        self._values = {}
        self._holds = {}
        self._numbers = {}

    def frame(self, seq: int, revision: int, now: float) -> Frame | None:
        """Return the frame to send now, or None: nothing to say, or the window is full."""
        if len(self._under_way) >= WINDOW:
            return None
        if not self._waiting() and now - self._last < HEARTBEAT:
            return None
        frame = Frame(
            seq,
            self._told,
            revision,
            self._values,
            {feed: list(points) for feed, points in self._numbers.items()},
            self._taken,
            self._kept,
            tuple(self._refused),
            self._holds,
        )
        self._clear()
        self._told = revision
        self._last = now
        self._under_way.append(seq)
        return frame

    def got(self, seq: int) -> None:
        """Take a page's word that it has every frame up to `seq`."""
        while self._under_way and self._under_way[0] <= seq:
            self._under_way.popleft()

    def _waiting(self) -> bool:
        waits = self._values or self._holds or self._numbers or self._refused
        return bool(waits) or self._taken is not None or self._kept is not None
