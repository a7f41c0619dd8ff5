"""A colour, as screens and lamps mix it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from webui.core.errors import BadValue
from webui.core.show.controls.base import Control, describe_common, read_common, read_start
from webui.core.show.fields import Fields
from webui.core.show.osc.addresses import BLOB, FLOAT, INT, STRING
from webui.core.values import Value, number_from

MODES = ("hsv", "rgb")
"""How hands mix it: by hue, saturation and brightness, or by red, green and blue."""

_COLOUR = re.compile(r"#[0-9a-f]{6}\Z", re.ASCII)
_WRITTEN = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})\Z", re.ASCII | re.IGNORECASE)
_PARTS = ("red", "green", "blue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour(Control):
    """A text "#rrggbb", in small letters."""

    type = "colour"
    size = (3, 5)
    osc_types = (STRING, BLOB, INT, FLOAT)

    mode: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields; without a default it is black."""
        common = read_common(fields)
        mode = fields.raw("mode", MODES[0])
        if not isinstance(mode, str) or mode not in MODES:
            fields.fail(f"mode must be one of {', '.join(MODES)}")
        colour = cls(
            id=common.id,
            label=common.label,
            place=common.place,
            role=common.role,
            mode=mode,
            default="#000000",
            start="#000000",
        )
        return read_start(fields, colour)

    def check(self, value: object) -> Value:
        """Return the colour; capital letters are made small."""
        if not isinstance(value, str) or not _COLOUR.match(value.lower()):
            raise BadValue("Not a colour")
        return value.lower()

    def understand(self, data: object) -> Value:
        """Return the colour that the data means: "#rgb", without #, [r, g, b] or an object with red, green and blue."""
        if isinstance(data, str) and (written := _WRITTEN.match(data.strip())):
            digits = written[1]
            return self.check("#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)))
        if isinstance(data, Mapping):
            data = [data.get(part, data.get(part[0])) for part in _PARTS]
        match data:
            case [red, green, blue]:
                return "#" + "".join(f"{_byte(part):02x}" for part in (red, green, blue))
        raise BadValue("Not a colour")

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return describe_common(self) | {"mode": self.mode, "default": self.default}


def _byte(part: object) -> int:
    """Return a part from 0 to 255, rounded and clamped."""
    return min(max(round(number_from(part)), 0), 255)
