"""A knob: a number in a range, on three quarters of a turn."""

from dataclasses import dataclass
from typing import Self

from webui.core.show.controls.ranged import Ranged, read_ranged
from webui.core.show.fields import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Knob(Ranged):
    """A number that a pointer on a dial stands for."""

    type = "knob"
    size = (1, 2)

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        return read_ranged(cls, fields)
