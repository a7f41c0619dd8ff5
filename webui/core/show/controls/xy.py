"""An XY pad: two numbers under one finger."""

from dataclasses import dataclass
from typing import Self

from webui.core.show.controls.axis import Axis
from webui.core.show.controls.base import Control, describe_common, read_common, read_start
from webui.core.show.fields import Fields
from webui.core.show.osc.addresses import FLOAT, INT
from webui.core.values import Pair, Value, pair, pair_from


@dataclass(frozen=True, slots=True, kw_only=True)
class XY(Control):
    """Two numbers, each in its range; where it springs they go back to the default when the hand lets go."""

    type = "xy"
    size = (4, 5)
    osc_types = (FLOAT, INT)

    x: Axis
    y: Axis
    spring: bool
    jump: bool

    @property
    def springs(self) -> bool:
        """Whether the show says so."""
        return self.spring

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields; without a default it rests in the middle."""
        common = read_common(fields)
        x, y = Axis.within(fields, "x"), Axis.within(fields, "y")
        middle = x.clamp((x.low + x.high) / 2), y.clamp((y.low + y.high) / 2)
        spring = fields.flag("spring", False)
        if spring and fields.has("value"):
            fields.fail("value: what springs starts from its default")
        pad = cls(
            id=common.id,
            label=common.label,
            place=common.place,
            role=common.role,
            x=x,
            y=y,
            spring=spring,
            jump=fields.flag("jump", False),
            default=middle,
            start=middle,
        )
        return read_start(fields, pad)

    def check(self, value: object) -> Value:
        """Return the two numbers, each clamped to its range and steps."""
        return self._clamped(pair(value))

    def understand(self, data: object) -> Value:
        """Return the two numbers that the data means, clamped: [x, y], "x, y" or an object with x and y."""
        return self._clamped(pair_from(data, ("x", "y")))

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return describe_common(self) | {
            "x": {"label": self.x.label} | self.x.describe(),
            "y": {"label": self.y.label} | self.y.describe(),
            "default": self.default,
            "spring": self.spring,
            "jump": self.jump,
        }

    def _clamped(self, value: Pair) -> Pair:
        return self.x.clamp(value[0]), self.y.clamp(value[1])
