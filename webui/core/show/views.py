"""What a page shows of feeds: which one, where, and in which way."""

from dataclasses import dataclass
from typing import Self

from webui.core.errors import BadValue
from webui.core.show.fields import Fields, sentence
from webui.core.show.grid import Place, read_place
from webui.core.values import number

VIEW_TYPES: dict[str, tuple[int, int]] = {
    "feed": (4, 4),
    "ten": (4, 2),
    "big": (3, 2),
    "meter": (1, 5),
    "plot": (6, 4),
}
"""The one table of views: each with the columns and rows that it takes where the show names no place."""

USUAL = "feed"
MAX_MARKS = 12
"""Marks beside a meter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What a meter shows of its numbers: from `low` to `high`, with marks; from `warn` on they are too high."""

    low: int | float
    high: int | float
    warn: int | float | None
    marks: tuple[int | float, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a view's fields; raises ShowError."""
        low, high = fields.number("min", 0), fields.number("max", 100)
        if not low < high:
            fields.fail(f"min {low} is not below max {high}")
        warn = fields.number("warn", high, low, high) if fields.has("warn") else None
        marks = [_mark(fields, item, low, high) for item in fields.items("marks", MAX_MARKS)]
        return cls(low=low, high=high, warn=warn, marks=tuple(sorted(set(marks))) or (low, high))

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return {"min": self.low, "max": self.high, "warn": self.warn, "marks": list(self.marks)}


def _mark(fields: Fields, item: object, low: float, high: float) -> int | float:
    try:
        mark = number(item)
    except BadValue as error:
        fields.fail(f"marks: {sentence(error)}")
    if not low <= mark <= high:
        fields.fail(f"marks: {mark} is not from {low} to {high}")
    return mark


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A feed, shown on a page."""

    feed: str
    place: Place | None
    type: str = USUAL
    scale: Scale | None = None
    """A meter's."""

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows that it takes where the show names no place."""
        return VIEW_TYPES[self.type]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields; raises ShowError."""
        kind = fields.raw("type", USUAL)
        if not isinstance(kind, str) or kind not in VIEW_TYPES:
            fields.fail(f"type must be one of {', '.join(VIEW_TYPES)}")
        scale = Scale.read(fields) if kind == "meter" else None
        return cls(feed=fields.id("feed"), place=read_place(fields), type=kind, scale=scale)

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        place = self.place.describe() if self.place else None
        scale = self.scale.describe() if self.scale else {}
        return {"feed": self.feed, "type": self.type, "place": place} | scale
