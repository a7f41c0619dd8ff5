"""A button: on while somebody presses it."""

from dataclasses import dataclass
from typing import Self

from webui.core.controls.base import Control, describe_common, read_common
from webui.core.reading import Fields
from webui.core.values import Value, truth, truth_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Button(Control):
    """True while it is pressed; it always starts released."""

    type = "button"
    size = (2, 1)
    momentary = True

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        common = read_common(fields)
        return cls(id=common.id, label=common.label, place=common.place, role=common.role, default=False, start=False)

    def check(self, value: object) -> Value:
        """Return true (pressed) or false (released)."""
        return truth(value)

    def understand(self, data: object) -> Value:
        """Return what the data means: true, 1, "on" and the like."""
        return truth_from(data)

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return describe_common(self)
