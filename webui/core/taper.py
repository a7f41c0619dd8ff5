"""Tapers: where on its way, from 0 to 1, a number stands, and which one stands there.

The page has the same in static/js/values/taper.js; tests/tapers.json has examples that both keep to.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

OFF = -90
"""Decibels at the lower end of the audio taper: nothing is heard."""
LOUDEST = 10

_BENDS = ((0.0, -90), (0.0625, -60), (0.25, -30), (0.5, -10), (1.0, 10))
"""Positions and their decibels, as on mixers: finest where one works most."""


@dataclass(frozen=True, slots=True)
class Taper:
    """Both ways; each takes the number or the position, and the range's ends."""

    position: Callable[[float, float, float], float]
    number: Callable[[float, float, float], float]


DIGITS = 10
"""Digits of the range (with `log`: of the number) that are kept of a number that stands somewhere on the way."""


def tidy(number: float, low: float, high: float, is_log: bool) -> float:
    """Return a number without the noise of its arithmetic: 29 % of 0 to 100 is 29, not 28.999999999999996."""
    if is_log:
        return float(f"{number:.{DIGITS}g}")
    return round(number, max(DIGITS - 1 - math.floor(math.log10(high - low)), 0))


def _inside(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _linear_position(number: float, low: float, high: float) -> float:
    return _inside((number - low) / (high - low), 0, 1)


def _linear_number(position: float, low: float, high: float) -> float:
    return low + _inside(position, 0, 1) * (high - low)


def _log_position(number: float, low: float, high: float) -> float:
    return math.log(_inside(number, low, high) / low) / math.log(high / low)


def _log_number(position: float, low: float, high: float) -> float:
    return _inside(low * (high / low) ** _inside(position, 0, 1), low, high)


def _audio_position(number: float, low: float, high: float) -> float:
    number = _inside(number, low, high)
    (at, decibels), (end, most) = next(part for part in pairwise(_BENDS) if number <= part[1][1])
    return at + (number - decibels) / (most - decibels) * (end - at)


def _audio_number(position: float, low: float, high: float) -> float:
    position = _inside(position, 0, 1)
    (at, decibels), (end, most) = next(part for part in pairwise(_BENDS) if position <= part[1][0])
    return _inside(decibels + (position - at) / (end - at) * (most - decibels), low, high)


TAPERS = {
    "linear": Taper(_linear_position, _linear_number),
    "log": Taper(_log_position, _log_number),
    "audio": Taper(_audio_position, _audio_number),
}
"""linear: equal differences over equal ways; log: equal ratios, above 0 only; audio: decibels from OFF to LOUDEST."""
