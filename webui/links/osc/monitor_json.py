"""What was seen of OSC, as pages are told it: JSON that any browser reads, and no longer than somebody looks at."""

import math
from collections import Counter
from collections.abc import Iterable

from webui.core import characters
from webui.core.osc.learning import Heard, Learning
from webui.core.show.controls import Control
from webui.links.osc.monitor import Monitor, Seen, kinds

MAX_TOLD = 60
"""Messages that one answer has, the newest."""

MAX_ARGUMENTS = 8
MAX_CHARACTERS = 80
"""What is told of one message: arguments, and characters of each and of the address. More is cut, and seen to be."""

MAX_ROWS = 50
"""Rows of what was wrong, and of who sends, the most first."""

CUT = "\u2026"


def newest(monitor: Monitor, after: int) -> list[list[object]]:
    """Return the newest messages whose running number is above that, oldest first."""
    found: list[Seen] = []
    for seen in reversed(monitor.seen):
        if seen.n <= after or len(found) == MAX_TOLD:
            break
        found.append(seen)
    return [told(seen) for seen in reversed(found)]


def told(seen: Seen) -> list[object]:
    """Return one message: number, way, who, address, types, arguments, and when it was."""
    arguments = seen.arguments[:MAX_ARGUMENTS]
    values = [argument(one) for one in arguments] + [CUT] * (len(seen.arguments) > MAX_ARGUMENTS)
    return [seen.n, seen.way, cut(seen.who), cut(seen.address), kinds(arguments), values, round(seen.at, 1)]


def argument(value: object) -> object:
    """Return an argument as JSON: what that has no word for is a text."""
    match value:
        case bool() | None:
            return value
        case int() | float() if math.isfinite(value) and abs(value) < 2**53:
            return value
        case bytes():
            return cut(value[:MAX_CHARACTERS].hex(" "))
        case _:
            return cut(str(value))


def cut(text: str) -> str:
    """Return a text with no more characters than are told."""
    return characters.cut(text, MAX_CHARACTERS - 1) + CUT if characters.is_longer(text, MAX_CHARACTERS) else text


def rows(counter: Counter[str]) -> dict[str, int]:
    """Return who counts most."""
    return {cut(who): count for who, count in counter.most_common(MAX_ROWS)}


def causes(monitor: Monitor) -> list[list[object]]:
    """Return what was wrong, most often first: who, why, how often."""
    return [[cut(who), reason, count] for (who, reason), count in monitor.causes.most_common(MAX_ROWS)]


def learned(learning: Learning, control: Control | None) -> dict[str, object] | None:
    """Return what is being learned by which control, and what moves meanwhile; None where that control is gone.

    `types` are those that its value can be sent as, `ends` whether it can have a range.
    """
    if control is None:
        return None
    return {
        "control": control.id,
        "types": list(control.osc_types),
        "ends": control.has_ends,
        "proposals": proposed(learning.proposals()),
    }


def proposed(found: Iterable[Heard]) -> list[dict[str, object]]:
    """Return proposals; an address that would have to be cut is none."""
    return [
        {
            "who": one.who,
            "address": one.address,
            "kinds": one.kinds[:MAX_ARGUMENTS],
            "count": one.count,
            "low": argument(one.low),
            "high": argument(one.high),
        }
        for one in found
    ]
