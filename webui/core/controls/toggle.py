"""A toggle: on or off, until it is touched again."""

from dataclasses import dataclass
from typing import Self

from webui.core.controls.base import Control, describe_common, read_common, read_start
from webui.core.reading import Fields
from webui.core.values import Value, truth, truth_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Toggle(Control):
    """True or false."""

    type = "toggle"
    size = (2, 1)

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        common = read_common(fields)
        toggle = cls(id=common.id, label=common.label, place=common.place, role=common.role, default=False, start=False)
        return read_start(fields, toggle)

    def check(self, value: object) -> Value:
        """Return true or false."""
        return truth(value)

    def understand(self, data: object) -> Value:
        """Return what the data means: true, 1, "on" and the like."""
        return truth_from(data)

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return describe_common(self) | {"default": self.default}
