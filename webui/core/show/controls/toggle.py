"""A toggle: on or off, until it is touched again."""

from dataclasses import dataclass
from typing import Self

from webui.core.show.controls.base import read_common, read_start
from webui.core.show.controls.switch import Switch, read_guard, read_look
from webui.core.show.fields import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Toggle(Switch):
    """True or false."""

    type = "toggle"
    size = (2, 1)

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        common = read_common(fields)
        toggle = cls(
            id=common.id,
            label=common.label,
            place=common.place,
            role=common.role,
            guard=read_guard(fields),
            look=read_look(fields),
            default=False,
            start=False,
        )
        return read_start(fields, toggle)

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        # Without super(): a slotted dataclass is not the class that its methods were written in.
        return Switch.describe(self) | {"default": self.default}
