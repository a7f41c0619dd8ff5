"""What faders and knobs share: a number in a range, on a way with a taper."""

import math
from dataclasses import dataclass
from typing import TypeVar

from webui.core.show.controls.base import Control, describe_common, read_common, read_start
from webui.core.show.fields import MAX_DECIMALS, MAX_UNIT, Fields
from webui.core.show.osc.addresses import FLOAT, INT, STRING
from webui.core.taper import LOUDEST, OFF, TAPERS
from webui.core.values import Value, clamp, number, number_from

MAX_BOUND = 10**15
"""A range goes from minus this to this at the most: beyond it, numbers no longer have decimals anywhere."""

MIN_STEP = 10**-MAX_DECIMALS
MAX_STEPS = 10**9
"""The finest step there is, and the most of them in a range: finer is continuous."""

R = TypeVar("R", bound="Ranged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranged(Control):
    """A number from `low` to `high`, in whole steps from `low` where there is a step."""

    osc_types = (FLOAT, INT, STRING)

    low: int | float
    high: int | float
    step: int | float
    unit: str
    decimals: int
    taper: str = "linear"
    centre: int | float | None = None
    """Where its two sides meet, such as 0 in the middle of a pan."""
    jump: bool = False
    """A touch beside the cap takes it there."""

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
            "taper": self.taper,
            "centre": self.centre,
            "jump": self.jump,
        }


def read_ranged(kind: type[R], fields: Fields) -> R:
    """Make one of a kind from a show file's fields."""
    common = read_common(fields)
    taper = fields.word("taper", "linear", TAPERS)
    low, high = _read_ends(fields, taper)
    step = read_step(fields, low, high)
    centre = _read_centre(fields, low, high, step)
    decibels = taper == "audio"
    usual = low if centre is None else centre
    control = kind(
        id=common.id,
        label=common.label,
        place=common.place,
        role=common.role,
        low=low,
        high=high,
        step=step,
        unit=fields.text("unit", "dB" if decibels else "", MAX_UNIT),
        decimals=fields.whole("decimals", 1 if decibels else fitting_decimals(high - low), 0, MAX_DECIMALS),
        taper=taper,
        centre=centre,
        jump=fields.flag("jump", False),
        default=usual,
        start=usual,
    )
    return read_start(fields, control)


def read_step(fields: Fields, low: int | float, high: int | float) -> int | float:
    """Return the step of a range, 0 for none; raises ShowError."""
    step = fields.number("step", 0, low=0)
    if step > high - low:
        fields.fail(f"step {step} is more than the range from {low} to {high}")
    if step and (step < MIN_STEP or high - low > MAX_STEPS * step):
        fields.fail(f"step {step} is too fine; 0 means continuous")
    return step


def fitting_decimals(span: float) -> int:
    """Return how many decimals show about a hundred different values in a range."""
    return min(max(2 - math.floor(math.log10(span)), 0), MAX_DECIMALS)


def _read_ends(fields: Fields, taper: str) -> tuple[int | float, int | float]:
    decibels = taper == "audio"
    low = fields.number("min", OFF if decibels else 0, -MAX_BOUND, MAX_BOUND)
    high = fields.number("max", LOUDEST if decibels else 100, -MAX_BOUND, MAX_BOUND)
    if decibels and (low, high) != (OFF, LOUDEST):
        fields.fail(f"taper audio always goes from min {OFF}, which is off, to max {LOUDEST}")
    if not low < high:
        fields.fail(f"min {low} is not below max {high}")
    if taper == "log" and low <= 0:
        fields.fail(f"taper log needs a min above 0, not {low}")
    return low, high


def _read_centre(fields: Fields, low: int | float, high: int | float, step: int | float) -> int | float | None:
    if fields.raw("centre", None) is None:
        return None
    centre = fields.number("centre", low)
    if not low < centre < high:
        fields.fail(f"centre {centre} is not between {low} and {high}")
    if clamp(centre, low, high, step) != centre:
        fields.fail(f"centre {centre} is not a whole number of steps from {low}")
    return centre
