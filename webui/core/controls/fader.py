"""A fader: a number in a range."""

import math
from dataclasses import dataclass
from typing import Self

from webui.core.controls.base import Control, describe_common, read_common, read_start
from webui.core.reading import MAX_DECIMALS, MAX_UNIT, Fields
from webui.core.values import Value, clamp, number, number_from

MAX_BOUND = 10**15
"""A range goes from minus this to this at the most: beyond it, numbers no longer have decimals anywhere."""

MIN_STEP = 10**-MAX_DECIMALS
MAX_STEPS = 10**9
"""The finest step there is, and the most of them in a range: finer is continuous."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fader(Control):
    """A number from `low` to `high`, in whole steps from `low` where there is a step."""

    type = "fader"
    size = (1, 5)

    low: int | float
    high: int | float
    step: int | float
    unit: str
    decimals: int

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        common = read_common(fields)
        low = fields.number("min", 0, -MAX_BOUND, MAX_BOUND)
        high = fields.number("max", 100, -MAX_BOUND, MAX_BOUND)
        if not low < high:
            fields.fail(f"min {low} is not below max {high}")
        step = fields.number("step", 0, low=0)
        if step > high - low:
            fields.fail(f"step {step} is more than the range from {low} to {high}")
        if step and (step < MIN_STEP or high - low > MAX_STEPS * step):
            fields.fail(f"step {step} is too fine; 0 means continuous")
        fader = cls(
            id=common.id,
            label=common.label,
            place=common.place,
            role=common.role,
            low=low,
            high=high,
            step=step,
            unit=fields.text("unit", "", MAX_UNIT),
            decimals=fields.whole("decimals", fitting_decimals(high - low), 0, MAX_DECIMALS),
            default=low,
            start=low,
        )
        return read_start(fields, fader)

    def check(self, value: object) -> Value:
        """Return the number, clamped to the range and the steps."""
        return clamp(number(value), self.low, self.high, self.step)

    def understand(self, data: object) -> Value:
        """Return the number that the data means, clamped."""
        return clamp(number_from(data), self.low, self.high, self.step)

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return describe_common(self) | {
            "min": self.low,
            "max": self.high,
            "step": self.step,
            "default": self.default,
            "unit": self.unit,
            "decimals": self.decimals,
        }


def fitting_decimals(span: float) -> int:
    """Return how many decimals show about a hundred different values in a range."""
    return min(max(2 - math.floor(math.log10(span)), 0), MAX_DECIMALS)
