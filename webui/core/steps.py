"""Whole steps of a number, in decimals: 0.1 + 0.2 is 0.3, and 123456789 steps of 0.01 are 1234567.89.

The page has the same in static/js/values/whole.js, equal to the last bit; tests/js/test_same_numbers.py compares
them.
"""

MAX_DIGITS = 10
"""Digits after the point of a whole number of steps: more of them are only the noise of a step such as 1/3."""

SLACK = 1e-9
"""The part of a step by which a number may lie beyond an end and still be on it."""

Number = int | float

_MAX_KNOWN = 4096
_known: dict[tuple[Number, Number], tuple[int, int, int, int]] = {}
"""Pairs of base and step as whole numbers, so that a move need not make them; more than one show has."""


def on_step(value: Number, base: Number, step: Number, least: Number, most: Number) -> Number:
    """Return the number of whole steps from `base` that is nearest to `value`, from `least` to `most`.

    Of two that are equally near, the one of an even count.
    """
    value = min(max(value, least), most)
    count = round((value - base) / step)
    found = at_step(base, step, count)
    if found > most + step * SLACK:
        found = at_step(base, step, count - 1)
    elif found < least - step * SLACK:
        found = at_step(base, step, count + 1)
    return min(max(found, least), most)


def at_step(base: Number, step: Number, count: int) -> Number:
    """Return `count` steps from `base`: the float that has the shortest decimals, or an int where there are none."""
    start, stride, noise, scale = _in_whole(base, step)
    units = start + count * stride
    if noise > 1:
        units = (2 * units + noise) // (2 * noise)
    return units // scale if units % scale == 0 else units / scale


def _in_whole(base: Number, step: Number) -> tuple[int, int, int, int]:
    """Return base and step as whole numbers of the same decimal unit, how many units are noise, and units in 1."""
    found = _known.get((base, step))
    if found is None:
        (start, first), (stride, second) = _split(base), _split(step)
        digits = max(first, second)
        noise, scale = 10 ** max(digits - MAX_DIGITS, 0), 10 ** min(digits, MAX_DIGITS)
        found = start * 10 ** (digits - first), stride * 10 ** (digits - second), noise, scale
        if len(_known) >= _MAX_KNOWN:
            _known.clear()
        _known[base, step] = found
    return found


def _split(number: Number) -> tuple[int, int]:
    """Return the units and the digits after the point of a number, written as short as it can be."""
    mantissa, _, exponent = repr(number).partition("e")
    whole, _, part = mantissa.partition(".")
    part = part.rstrip("0")
    digits = len(part) - int(exponent or 0)
    return int(whole + part) * 10 ** max(-digits, 0), max(digits, 0)
