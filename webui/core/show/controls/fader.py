"""A fader: a number in a range, on a straight way."""

from dataclasses import dataclass, replace
from typing import Self

from webui.core.show.controls.ranged import Ranged, read_ranged
from webui.core.show.fields import Fields

DIRECTIONS = ("vertical", "horizontal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fader(Ranged):
    """A number that a cap on a track stands for."""

    type = "fader"
    size = (1, 5)

    direction: str | None = None
    """One of DIRECTIONS; None: along the longer side of its place."""

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        direction = None
        if fields.raw("direction", None) is not None:
            direction = fields.word("direction", "", DIRECTIONS)
        return replace(read_ranged(cls, fields), direction=direction)

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return Ranged.describe(self) | {"direction": self.direction}
