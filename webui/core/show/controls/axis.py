"""One direction of a control that has two: a named range of numbers."""

from dataclasses import dataclass
from typing import Self

from webui.core.show.controls.ranged import MAX_BOUND, fitting_decimals, read_step
from webui.core.show.fields import MAX_DECIMALS, MAX_LABEL, MAX_UNIT, Fields
from webui.core.values import clamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Numbers from `low` to `high`, in whole steps from `low` where there is a step."""

    label: str
    low: int | float
    high: int | float
    step: int | float
    unit: str
    decimals: int

    @classmethod
    def read(cls, fields: Fields, label: str) -> Self:
        """Make one from fields that may name a `label` of their own; raises ShowError."""
        low = fields.number("min", 0, -MAX_BOUND, MAX_BOUND)
        high = fields.number("max", 100, -MAX_BOUND, MAX_BOUND)
        if not low < high:
            fields.fail(f"min {low} is not below max {high}")
        step = read_step(fields, low, high)
        is_whole = bool(step) and isinstance(step, int) and isinstance(low, int)
        return cls(
            label=label,
            low=low,
            high=high,
            step=step,
            unit=fields.text("unit", "", MAX_UNIT),
            decimals=fields.whole("decimals", 0 if is_whole else fitting_decimals(high - low), 0, MAX_DECIMALS),
        )

    @classmethod
    def within(cls, fields: Fields, key: str) -> Self:
        """Make one from the object under a key, which may be left out; raises ShowError."""
        inner = Fields(fields.raw(key, {}), f"{fields.place}, {key}")
        axis = cls.read(inner, inner.text("label", key, MAX_LABEL))
        inner.done()
        return axis

    def clamp(self, value: int | float) -> int | float:
        """Return the nearest number that it has."""
        return clamp(value, self.low, self.high, self.step)

    def describe(self) -> dict[str, object]:
        """Return it as JSON, without the label."""
        return {"min": self.low, "max": self.high, "step": self.step, "unit": self.unit, "decimals": self.decimals}
