"""A range: its low end and its high end, on one track."""

from dataclasses import dataclass
from typing import Self

from webui.core.show.controls.axis import Axis
from webui.core.show.controls.base import Control, describe_common, read_common, read_start
from webui.core.show.fields import Fields
from webui.core.show.osc.addresses import FLOAT, INT
from webui.core.values import Pair, Value, pair, pair_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Range(Control):
    """Two numbers of one scale, of which the first is never above the second."""

    type = "range"
    size = (4, 1)
    osc_types = (FLOAT, INT)

    axis: Axis

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields; without a default it is as wide as it can be."""
        common = read_common(fields)
        axis = Axis.read(fields, common.label)
        whole = axis.low, axis.clamp(axis.high)
        control = cls(
            id=common.id,
            label=common.label,
            place=common.place,
            role=common.role,
            axis=axis,
            default=whole,
            start=whole,
        )
        return read_start(fields, control)

    def check(self, value: object) -> Value:
        """Return low and high, clamped to the scale and its steps; the lesser is the low one."""
        return self._clamped(pair(value))

    def understand(self, data: object) -> Value:
        """Return what the data means, clamped: [low, high], "low, high" or an object with low and high."""
        return self._clamped(pair_from(data, ("low", "high")))

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return describe_common(self) | self.axis.describe() | {"default": self.default}

    def _clamped(self, value: Pair) -> Pair:
        low, high = sorted(value)
        return self.axis.clamp(low), self.axis.clamp(high)
