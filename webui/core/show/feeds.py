"""A feed: a named stream of numbers with a time each, and the window of it that is kept."""

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from math import floor, inf, isfinite, isnan, nan
from typing import Self

from webui.core.show.fields import MAX_DECIMALS, MAX_LABEL, MAX_UNIT, Fields
from webui.core.show.osc.addresses import ROOT
from webui.core.show.osc.reading import read_address

SOURCES: dict[str, str] = {
    "random": "a test signal, made in the program",
    "program": "numbers that a program sends",
}
"""The one table of sources; what makes numbers itself has its line in links/generators.py as well."""

MAX_KEPT = 60_000
"""Numbers that a window keeps at the most: a minute of a thousand a second, an hour of sixteen a second."""

TICK = 0.01
"""Milliseconds to which times are kept, and by which two numbers of a feed are apart at least."""

RECENT = 11
"""Numbers that a page is told at once when it comes: the last ten, and the one before, for its distance."""

_SLACK = 4096
"""Forgotten numbers that are dropped in one go: each by itself would move all that are kept."""

Point = tuple[float, int | float | None]
"""Time in milliseconds and number; None marks where the feed rested."""

Sample = Point | tuple[float, float, float]
"""A point, or one that stands for several: its third part is for how many, a fraction as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a show file says of a feed. `every` and `window` are seconds."""

    id: str
    label: str
    unit: str
    decimals: int
    source: str
    every: int | float
    window: int | float
    said: str | None = None
    """The OSC address that the file says; None: nothing is said."""

    @property
    def osc(self) -> str:
        """The OSC address that its numbers may come by."""
        return self.said or ROOT + self.id

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        name = fields.id()
        source = fields.raw("source", "random")
        if not isinstance(source, str) or source not in SOURCES:
            fields.fail(f"source must be one of {', '.join(SOURCES)}")
        feed = cls(
            id=name,
            label=fields.text("label", name, MAX_LABEL),
            unit=fields.text("unit", "", MAX_UNIT),
            decimals=fields.whole("decimals", 3, 0, MAX_DECIMALS),
            source=source,
            every=fields.number("every", 1, 0.02, 3600),
            window=fields.number("window", 300, 10, 3600),
            said=read_address(fields, None, "osc") if fields.has("osc") else None,
        )
        fields.done()
        return feed

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        described: dict[str, object] = {
            "id": self.id,
            "label": self.label,
            "unit": self.unit,
            "decimals": self.decimals,
            "source": self.source,
            "every": self.every,
            "window": self.window,
        }
        return described | {"osc": self.said} if self.said else described


class Window:
    """The numbers of a feed that are kept, each with a time of its own; None, a rest, is kept as NaN."""

    def __init__(self, seconds: float) -> None:
        self._length = seconds * 1000
        self._times = array("d")
        self._numbers = array("d")
        self._first = 0
        """The oldest that is kept; those before it are forgotten."""

    def push(self, at: float, number: int | float | None) -> float:
        """Keep a number (or None: a rest) of `at`, in milliseconds, and forget what is too old; returns its time.

        Times always rise: what comes in the same moment as the number before, or late, is kept a tick after that one.
        """
        time = round(at, 2)
        if self._times and time <= self._times[-1]:
            time = round(self._times[-1] + TICK, 2)
        self._times.append(time)
        self._numbers.append(nan if number is None else number)
        self._first = max(self._first, len(self._times) - MAX_KEPT)
        self._forget(time)
        return time

    @property
    def newest(self) -> float:
        """The time of the newest point, which only later ones follow; -inf where nothing is kept."""
        return self._times[-1] if self._first < len(self._times) else -inf

    def first(self, since: float, now: float) -> float:
        """Return the time of the oldest kept point that is not before `since`; inf where there is none."""
        self._forget(now)
        at = bisect_left(self._times, since, self._first)
        return self._times[at] if at < len(self._times) else inf

    def recent(self, now: float) -> list[Point]:
        """Return the newest numbers, RECENT of them, with the rests between and after them; oldest first."""
        self._forget(now)
        at, left = len(self._times), RECENT
        while at > self._first and left:
            at -= 1
            left -= not isnan(self._numbers[at])
        return [self._point(place) for place in range(at, len(self._times))]

    def columns(self, width: float, since: float, before: float) -> list[Sample]:
        """Return what is kept from `since` to `before`, not included, as far as it can be drawn; oldest first.

        Columns lie on multiples of `width`, in milliseconds. Of one that has more than two points, the least and the
        greatest number remain, each with the count for which it stands: so peaks, count and mean are as they were.
        A rest parts a column; of no more than two parts.
        """
        found: list[Sample] = []
        at = bisect_left(self._times, since, self._first)
        end = bisect_left(self._times, before, at)
        while at < end:
            stop = bisect_left(self._times, (floor(self._times[at] / width) + 1) * width, at + 1, end)
            if stop - at <= 2:
                found += [self._point(place) for place in range(at, stop)]
            else:
                self._squeeze(at, stop, found)
            at = stop
        return found

    def _point(self, place: int) -> Point:
        number = self._numbers[place]
        return self._times[place], None if isnan(number) else number

    def _squeeze(self, at: int, stop: int, found: list[Sample]) -> None:
        """Add what remains of a column of several points."""
        numbers, times = self._numbers[at:stop], self._times[at:stop]
        if not isnan(sum(numbers)):
            found += _extremes(times, numbers)
            return
        # Of numbers alone the sum is one, if perhaps an infinite one: so there is a rest.
        rest = next(place for place, number in enumerate(numbers) if isnan(number))
        later = [place for place in range(rest, len(numbers)) if not isnan(numbers[place])]
        found += _extremes(times[:rest], numbers[:rest])
        found.append((times[rest], None))
        found += _extremes(
            array("d", (times[place] for place in later)), array("d", (numbers[place] for place in later))
        )

    def resting(self) -> bool:
        """Say whether nothing is kept, or nothing since a rest."""
        return self._first == len(self._times) or isnan(self._numbers[-1])

    def carried(self, seconds: float) -> "Window":
        """Return a window of another length with the same numbers."""
        other = Window(seconds)
        other._times = self._times[self._first :]
        other._numbers = self._numbers[self._first :]
        return other

    def _forget(self, now: float) -> None:
        since = now - self._length
        while self._first < len(self._times) and self._times[self._first] < since:
            self._first += 1
        if self._first >= _SLACK:
            del self._times[: self._first]
            del self._numbers[: self._first]
            self._first = 0


def _extremes(times: "array[float]", numbers: "array[float]") -> list[Sample]:
    """Return the least and the greatest of a column's numbers, in order, each with the count for which it stands."""
    count = len(numbers)
    if not count:
        return []
    low, high = min(numbers), max(numbers)
    if low == high:
        return [(times[0], low, count)]
    share = (sum(numbers) - count * low) / (high - low)
    # Of numbers near the greatest that there are, sums and differences are beyond it.
    above = round(min(max(share, 0.0), count), 3) if isfinite(share) else count / 2
    sides = [(times[numbers.index(low)], low, count - above), (times[numbers.index(high)], high, above)]
    return [(time, number, round(weight, 3)) for time, number, weight in sorted(sides)]
