"""A number field: figures with a minus and a plus, or typed."""

from dataclasses import dataclass
from typing import Self

from webui.core.show.controls.base import read_start
from webui.core.show.controls.stepped import Stepped, read_stepped
from webui.core.show.fields import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Stepped):
    """A number that goes up and down by its step."""

    type = "number"
    size = (2, 1)

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        return read_start(fields, read_stepped(cls, fields))
