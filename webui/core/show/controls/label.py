"""A label: a text that is shown big or small, and that programs may change."""

from dataclasses import dataclass
from typing import Self

from webui.core.show.controls.base import Control, describe_common, read_common, read_start
from webui.core.show.fields import Fields
from webui.core.values import Value, shortened, text, text_from

LENGTH = 1000
"""Characters that a label's text may have."""

SIZES = ("small", "normal", "large")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label(Control):
    """A text; without another one it is the control's label."""

    type = "label"
    size = (2, 1)
    hands = False

    type_size: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        common = read_common(fields)
        label = cls(
            id=common.id,
            label=common.label,
            place=common.place,
            role=common.role,
            type_size=fields.word("size", "normal", SIZES),
            default=common.label,
            start=common.label,
        )
        return read_start(fields, label)

    def check(self, value: object) -> Value:
        """Return the text, cut to LENGTH."""
        return shortened(value, LENGTH)

    def written(self, value: object) -> Value:
        """Return the text; a file's own may not be longer."""
        return text(value, LENGTH)

    def understand(self, data: object) -> Value:
        """Return the data as text: numbers and true or false as they are written."""
        return text_from(data, LENGTH)

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return describe_common(self) | {"default": self.default, "size": self.type_size}
