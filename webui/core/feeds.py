"""A feed: a named stream of numbers with a time each, and the window of it that is kept."""

from collections import deque
from dataclasses import dataclass
from typing import Self

from webui.core.reading import MAX_DECIMALS, MAX_LABEL, MAX_UNIT, Fields

SOURCES: dict[str, str] = {
    "random": "a test signal, made in the program",
    "program": "numbers that a program sends",
}
"""The one table of sources; what makes numbers itself has its line in links/generators.py as well."""

MAX_KEPT = 20_000
"""Numbers that a window keeps at the most."""

Point = tuple[float, int | float | None]
"""Time in milliseconds and number; None marks where the feed rested."""


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
        )
        fields.done()
        return feed

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return {
            "id": self.id,
            "label": self.label,
            "unit": self.unit,
            "decimals": self.decimals,
            "source": self.source,
            "every": self.every,
            "window": self.window,
        }


class Window:
    """The numbers of a feed that are kept."""

    def __init__(self, seconds: float) -> None:
        self._length = seconds * 1000
        self._points: deque[Point] = deque(maxlen=MAX_KEPT)

    def push(self, now: float, number: int | float | None) -> None:
        """Keep a number (or None: a rest) that came at `now`, in milliseconds, and forget what is too old."""
        self._points.append((now, number))
        self._forget(now)

    def points(self, now: float) -> list[Point]:
        """Return what is kept, oldest first."""
        self._forget(now)
        return list(self._points)

    def resting(self) -> bool:
        """Say whether nothing came, or nothing since a rest."""
        return not self._points or self._points[-1][1] is None

    def carried(self, seconds: float) -> "Window":
        """Return a window of another length with the same numbers."""
        other = Window(seconds)
        other._points.extend(self._points)
        return other

    def _forget(self, now: float) -> None:
        while self._points and self._points[0][0] < now - self._length:
            self._points.popleft()
