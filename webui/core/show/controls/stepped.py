"""What number fields and encoders share: a number that goes by steps, with or without ends."""

from dataclasses import dataclass, replace
from typing import TypeVar

from webui.core.show.controls.base import Control, describe_common, read_common
from webui.core.show.controls.ranged import MAX_BOUND, MAX_STEPS, MIN_STEP
from webui.core.show.fields import MAX_DECIMALS, MAX_UNIT, Fields
from webui.core.show.osc.addresses import FLOAT, INT, STRING
from webui.core.steps import on_step
from webui.core.values import Value, number, number_from

FINEST = 2.0**-50
"""Of a number: numbers have no finer steps that could be counted."""

S = TypeVar("S", bound="Stepped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepped(Control):
    """A number in whole steps from `low`, or from 0 where there is none."""

    osc_types = (FLOAT, INT, STRING)

    low: int | float | None
    high: int | float | None
    """None: no end but MAX_BOUND."""
    step: int | float
    unit: str
    decimals: int

    @property
    def has_ends(self) -> bool:
        """Whether the show says both."""
        return self.low is not None and self.high is not None

    def check(self, value: object) -> Value:
        """Return the number, clamped to the ends and the steps."""
        return self.settle(number(value))

    def understand(self, data: object) -> Value:
        """Return the number that the data means, clamped."""
        return self.settle(number_from(data))

    def settle(self, value: int | float) -> int | float:
        """Return the nearest number that there is a step for."""
        least = -MAX_BOUND if self.low is None else self.low
        most = MAX_BOUND if self.high is None else self.high
        value = min(max(value, least), most)
        if self.step < abs(value) * FINEST:
            return value
        return on_step(value, self.low or 0, self.step, least, most)

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


def read_stepped(kind: type[S], fields: Fields) -> S:
    """Make one of a kind from a show file's fields; its default is what it has without any."""
    common = read_common(fields)
    low, high = _read_end(fields, "min"), _read_end(fields, "max")
    if low is not None and high is not None and not low < high:
        fields.fail(f"min {low} is not below max {high}")
    step = fields.number("step", 1, MIN_STEP, MAX_BOUND)
    if low is not None and high is not None:
        if step > high - low:
            fields.fail(f"step {step} is more than the range from {low} to {high}")
        if high - low > MAX_STEPS * step:
            fields.fail(f"step {step} is too fine for the range from {low} to {high}")
    if step < max(abs(low or 0), abs(high or 0)) * FINEST:
        fields.fail(f"step {step} is too fine for numbers as large as these")
    control = kind(
        id=common.id,
        label=common.label,
        place=common.place,
        role=common.role,
        low=low,
        high=high,
        step=step,
        unit=fields.text("unit", "", MAX_UNIT),
        decimals=fields.whole("decimals", decimals_of(step), 0, MAX_DECIMALS),
        default=0,
        start=0,
    )
    usual = control.settle(0 if low is None else low)
    return replace(control, default=usual, start=usual)


def decimals_of(step: float) -> int:
    """Return how many digits after the point a step has, as far as they can be shown."""
    return next((count for count in range(MAX_DECIMALS) if round(step, count) == step), MAX_DECIMALS)


def _read_end(fields: Fields, key: str) -> int | float | None:
    return None if fields.raw(key, None) is None else fields.number(key, 0, -MAX_BOUND, MAX_BOUND)
