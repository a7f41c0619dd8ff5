"""A text field."""

from dataclasses import dataclass
from typing import Self

from webui.core.show.controls.base import Control, describe_common, read_common, read_start
from webui.core.show.fields import Fields
from webui.core.values import MAX_TEXT, Value, shortened, text, text_from

USUAL_LENGTH = 1000

MAX_LINES = 20
"""Lines that a field can have room for; its text may have more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Control):
    """A text of at most `length` characters, in a field of so many lines."""

    type = "text"
    size = (2, 2)
    typed = True

    length: int
    lines: int = 1

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        common = read_common(fields)
        field = cls(
            id=common.id,
            label=common.label,
            place=common.place,
            role=common.role,
            length=fields.whole("length", USUAL_LENGTH, 1, MAX_TEXT),
            lines=fields.whole("lines", 1, 1, MAX_LINES),
            default="",
            start="",
        )
        return read_start(fields, field)

    def check(self, value: object) -> Value:
        """Return the text, cut to its length."""
        return shortened(value, self.length)

    def written(self, value: object) -> Value:
        """Return the text; a file's own may not be longer."""
        return text(value, self.length)

    def understand(self, data: object) -> Value:
        """Return the data as text, cut to its length: numbers and true or false as they are written."""
        return text_from(data, self.length)

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return describe_common(self) | {"default": self.default, "length": self.length, "lines": self.lines}
