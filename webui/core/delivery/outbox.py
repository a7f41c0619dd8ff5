"""What one page has not been told yet: the newest value and hold of each control, never the past.

What all pages are told alike is kept once, in News; an Outbox knows up to where its page was told, and what concerns
that page alone. Pages that were told equally far get the same frame, which needs to be written once only.
"""

from collections import deque
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TypeVar

from webui.core.delivery.flow import Flow
from webui.core.show.feeds import Point
from webui.core.values import Value

HEARTBEAT = 890.0
"""Milliseconds from one heartbeat to the next: whoever was told nothing since the last one gets a frame in any case.
Looked at ten times a second, that is one each second. All hearts beat at once: one frame then does for all pages, and
their words for it come together, so that a thousand idle pages do not wake the server a thousand times a second.
"""

BEAT = 100.0
"""Milliseconds from one look at the heartbeats to the next."""

MAX_REFUSALS = 64
"""Refusals that wait for one page at the most; the newest count."""


MAX_NUMBERS = 4000
"""The feeds' numbers, all together, that a page can be told in one frame: writing more would stall everybody's moves. A
page that fell further behind is told the newest, and of which feeds it missed some.
"""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Frame:
    """One message to one page; it leads from revision `since` to `revision`.

    Frames with the same `key` differ in `taken`, `kept` and `refused` at the most: what is said to one page alone.
    """

    seq: int
    since: int
    revision: int
    values: dict[str, Value] = field(default_factory=dict)
    numbers: dict[str, list[Point]] = field(default_factory=dict)
    taken: int | None = None
    kept: int | None = None
    refused: tuple[tuple[int | None, str | None, str], ...] = ()
    holds: dict[str, str | None] = field(default_factory=dict)
    missed: tuple[str, ...] = ()
    """The feeds of which there were more numbers since than `numbers` has."""
    key: tuple[int, int, int] = field(default=(0, 0, 0), compare=False)

    @property
    def is_shared(self) -> bool:
        """Whether it says nothing to one page alone."""
        return self.taken is None and self.kept is None and not self.refused


class News:
    """What all pages are told alike: each control's newest value and hold by revision, the feeds' numbers by count."""

    def __init__(self) -> None:
        self.revision = 0
        """The newest change's."""
        self.count = 0
        """Numbers that came so far."""
        self._values: dict[str, tuple[int, Value]] = {}
        self._holds: dict[str, tuple[int, str | None]] = {}
        self._numbers: deque[tuple[int, str, Point]] = deque()
        self._dropped: dict[str, int] = {}
        """The count of the last number of each feed that pages are not told any more."""
        self._frames: dict[tuple[int, int, int], Frame] = {}

    def changed(self, control: str, value: Value, revision: int) -> None:
        """Note a new value; revisions rise."""
        self._note(self._values, control, value, revision)

    def held(self, control: str, device: str | None, revision: int) -> None:
        """Note who has a control in hand now, or (None) that nobody has."""
        self._note(self._holds, control, device, revision)

    def pushed(self, feed: str, point: Point) -> None:
        """Note a feed's number."""
        self._frames.clear()
        self.count += 1
        self._numbers.append((self.count, feed, point))
        if len(self._numbers) > MAX_NUMBERS:
            count, gone, _ = self._numbers.popleft()
            self._dropped[gone] = count

    def forget(self) -> None:
        """Forget it all: every page is told the whole state another way."""
        self._frames.clear()
        self._values.clear()
        self._holds.clear()
        self._numbers.clear()
        self._dropped.clear()

    def frame(self, seq: int, since: int, count: int, revision: int) -> Frame:
        """Return what pages are told now that know `since` and `count`; the same one for the same arguments."""
        key = (seq, since, count)
        frame = self._frames.get(key)
        if frame is None:
            if self._frames and next(iter(self._frames))[0] != seq:
                self._frames.clear()
            values, holds = _newer(self._values, since), _newer(self._holds, since)
            numbers = self._numbers_since(count)
            missed = tuple(feed for feed, dropped in self._dropped.items() if dropped > count)
            frame = Frame(seq, since, revision, values, numbers, holds=holds, missed=missed, key=key)
            self._frames[key] = frame
        return frame

    def _note(self, noted: dict[str, tuple[int, T]], control: str, what: T, revision: int) -> None:
        self._frames.clear()
        self.revision = revision
        # The order of the changes is the order in here.
        noted.pop(control, None)
        noted[control] = (revision, what)

    def _numbers_since(self, count: int) -> dict[str, list[Point]]:
        found: dict[str, list[Point]] = {}
        for _, feed, point in takewhile(lambda entry: entry[0] > count, reversed(self._numbers)):
            found.setdefault(feed, []).append(point)
        return {feed: points[::-1] for feed, points in found.items()}


def _newer(noted: dict[str, tuple[int, T]], revision: int) -> dict[str, T]:
    """Return what was noted after a revision, in order."""
    newer = takewhile(lambda entry: entry[1][0] > revision, reversed(noted.items()))
    return {control: what for control, (_, what) in reversed(list(newer))}


class Outbox:
    """What one page, told everything up to a revision at a time, has not been told yet."""

    def __init__(self, news: News, revision: int, now: float) -> None:
        self.flow = Flow()
        self.is_held_back = False
        """Whether there was something to say, but the window was full."""
        self._news = news
        self._told = revision
        self._count = news.count
        self._last = now
        self._clear()

    def _clear(self) -> None:
        self._personal = False
        self._taken: int | None = None
        self._kept: int | None = None
        self._refused: deque[tuple[int | None, str | None, str]] = deque(maxlen=MAX_REFUSALS)

    def taken(self, n: int) -> None:
        """Note that operation n was applied."""
        self._taken = n
        self._personal = True

    def kept(self, n: int) -> None:
        """Note that operation n survives a kill."""
        self._kept = n
        self._personal = True

    def refused(self, n: int | None, control: str | None, reason: str) -> None:
        """Note a refusal."""
        self._refused.append((n, control, reason))
        self._personal = True

    def told_all(self, revision: int, now: float) -> None:
        """Forget values, holds and numbers: the page was told the whole state another way."""
        self._told = revision
        self._count = self._news.count
        self._last = now

    def frame(self, seq: int, revision: int, now: float) -> Frame | None:
        """Return the frame to send now, or None: nothing to say, or the window is full. `seq` rises."""
        if not self.waiting and now // HEARTBEAT == self._last // HEARTBEAT:
            return None
        self.is_held_back = not self.flow.may_send(now)
        if self.is_held_back:
            return None
        frame = self._news.frame(seq, self._told, self._count, revision)
        if self._personal:
            frame = Frame(
                frame.seq,
                frame.since,
                frame.revision,
                frame.values,
                frame.numbers,
                self._taken,
                self._kept,
                tuple(self._refused),
                frame.holds,
                frame.missed,
                frame.key,
            )
            self._clear()
        self._told = revision
        self._count = self._news.count
        self._last = now
        self.flow.sent(seq, now)
        return frame

    @property
    def waiting(self) -> bool:
        """Whether there is anything that the page has not been told."""
        return self._personal or self._told < self._news.revision or self._count < self._news.count
