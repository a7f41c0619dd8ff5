"""A group: a frame with a name around other cells."""

from dataclasses import dataclass
from typing import Self

from webui.core.show.controls.base import describe_common, read_common
from webui.core.show.controls.still import Still
from webui.core.show.fields import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Still):
    """Whatever lies inside its place is in it; what has no place flows around it. One that flows itself is empty."""

    type = "group"
    size = (4, 2)

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        common = read_common(fields)
        return cls(id=common.id, label=common.label, place=common.place, role=common.role, default="", start="")

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return describe_common(self)
