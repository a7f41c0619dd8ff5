"""What a value may be: checked strictly for our own page, understood kindly for simple clients."""

import math
import re
from collections.abc import Mapping

from webui.core.characters import MOST_PARTS, cut, is_longer
from webui.core.errors import BadValue
from webui.core.steps import on_step

Pair = tuple[int | float, int | float]
"""Two numbers; JSON has them as a list."""

Value = int | float | bool | str | Pair

MAX_TEXT = 10_000
"""Characters that any text may have, as people count them."""

MAX_WRITTEN = MAX_TEXT * MOST_PARTS
"""Code points of a text that is cut; a longer one is refused."""

MAX_WHOLE = 2**53
"""Whole numbers up to here are exact in JavaScript as well."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?\Z", re.ASCII)
_UNREADABLE = re.compile("[\0\ud800-\udfff]")
_TRUE = frozenset({"true", "on", "yes", "1"})
_FALSE = frozenset({"false", "off", "no", "0", ""})


def number(value: object) -> int | float:
    """Return a finite number, whole ones as int; refuse NaN, infinity and what is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadValue("Not a number")
    if isinstance(value, int):
        if abs(value) <= MAX_WHOLE:
            return value
        try:
            value = float(value)
        except OverflowError:
            raise BadValue("Not a finite number") from None
    if not math.isfinite(value):
        raise BadValue("Not a finite number")
    if value.is_integer() and abs(value) <= MAX_WHOLE:
        return int(value)
    return value


def number_from(data: object) -> int | float:
    """Understand a number in any form: 25, 25.0 or "25"."""
    if isinstance(data, str) and len(data) <= 64 and _NUMBER.match(data.strip()):
        return number(float(data))
    return number(data)


def clamp(value: int | float, low: int | float, high: int | float, step: int | float) -> int | float:
    """Return the nearest value from `low` to `high` that is a whole number of steps from `low` (0: any)."""
    if step:
        return on_step(value, low, step, low, high)
    return min(max(value, low), high)


def truth(value: object) -> bool:
    """Return true or false; refuse anything else."""
    if not isinstance(value, bool):
        raise BadValue("Not on or off")
    return value


def truth_from(data: object) -> bool:
    """Understand true or false in any form: true, 1, "on", "true", "1"."""
    if isinstance(data, str) and len(data) <= 8:
        word = data.strip().lower()
        if word in _TRUE:
            return True
        if word in _FALSE:
            return False
    elif isinstance(data, int | float) and data in (0, 1):
        return bool(data)
    return truth(data)


def text(value: object, length: int) -> str:
    """Return a text of at most `length` characters that can be stored and shown anywhere; refuse a longer one."""
    said = readable(value)
    if is_longer(said, length):
        raise BadValue(f"Longer than {length} characters")
    return said


def shortened(value: object, length: int) -> str:
    """Return a text that can be stored and shown anywhere, cut after `length` characters.

    What nobody can have typed or pasted, more than MAX_WRITTEN code points, is refused.
    """
    if isinstance(value, str) and len(value) > MAX_WRITTEN:
        raise BadValue(f"Longer than {length} characters")
    return cut(readable(value), length)


def readable(value: object) -> str:
    """Return a text that can be stored and shown anywhere, however long; refuse anything else.

    It stays as it was written, composed or decomposed: programs get back what they sent.
    """
    if not isinstance(value, str):
        raise BadValue("Not a text")
    if _UNREADABLE.search(value):
        raise BadValue("Not a readable text")
    return value


def text_from(data: object, length: int) -> str:
    """Understand a text in any form, cut after `length` characters: numbers and true or false as they are written."""
    if isinstance(data, bool):
        data = "true" if data else "false"
    elif isinstance(data, int | float):
        data = str(number(data))
    return shortened(data, length)


def pair(value: object) -> Pair:
    """Return two finite numbers; refuse whatever else."""
    match value:
        case [first, second]:
            return number(first), number(second)
    raise BadValue("Not two numbers")


def pair_from(data: object, names: tuple[str, str]) -> Pair:
    """Understand two numbers in any form: [1, 2], "1, 2", or an object with both names."""
    match data:
        case str() if len(data) <= 160:
            data = data.split(",")
        case Mapping():
            data = [data.get(name) for name in names]
    match data:
        case [first, second]:
            return number_from(first), number_from(second)
    raise BadValue("Not two numbers")
