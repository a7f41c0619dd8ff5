"""Open shows: a simple client's `who` that the show doesn't have becomes a control, as in the article."""

import math
from collections.abc import Callable, Mapping
from contextlib import suppress

from webui.core.errors import BadValue, ShowError
from webui.core.show.controls import Control, Fader, Text, Toggle
from webui.core.show.controls.ranged import MAX_BOUND, fitting_decimals
from webui.core.show.fields import is_id
from webui.core.show.show import Show
from webui.core.values import MAX_TEXT, Value, number_from, text_from, truth_from

MAX_ADOPTED = 100
"""Controls that simple clients can add to an open show."""


def adopted(who: str, data: object, now: Control | None = None) -> Control | None:
    """Return the control that suits a `who` and its data, or None where there can be none.

    Numbers, also written ones, make a fader whose range grows with them; true and false a toggle; the rest a text
    field. `now` is the control as it was adopted before. It only ever widens, from toggle to fader to text field, so
    that two clients that disagree can't make it flicker.
    """
    if not is_id(who):
        return None
    if (isinstance(data, bool) and now is None) or (isinstance(now, Toggle) and _suits(truth_from, data)):
        return Toggle(id=who, label=who, place=None, default=False, start=False)
    if not isinstance(now, Text) and _suits(number_from, data):
        return _fader(who, number_from(data), now if isinstance(now, Fader) else None)
    try:
        text_from(data, MAX_TEXT)
    except BadValue:
        return None
    return _text(who)


def with_adopted(show: Show, kept: Mapping[str, Value], orphans: Mapping[str, Control | None]) -> tuple[Show, set[str]]:
    """Return the show with the controls that it adopted before, and which those are, if it is open.

    `orphans` are those of the kept values that have no control, each with the control that it had if that is known.
    Where the page has no room for one any more, it is left out.
    """
    own = show.controls
    if show.open:
        for who in [who for who in orphans if who not in own][:MAX_ADOPTED]:
            control = _readopted(who, kept[who], orphans[who])
            with suppress(ShowError):
                show = show.with_control(control) if control else show
    return show, set(show.controls).difference(own)


def _readopted(who: str, value: Value, now: Control | None) -> Control | None:
    """A text that was kept is a text, even if it reads like a number."""
    return _text(who) if isinstance(value, str) and is_id(who) else adopted(who, value, now)


def _suits(understand: Callable[[object], Value], data: object) -> bool:
    try:
        understand(data)
    except BadValue:
        return False
    return True


def _text(who: str) -> Text:
    return Text(id=who, label=who, place=None, default="", start="", length=MAX_TEXT)


def _fader(who: str, value: int | float, now: Fader | None) -> Fader:
    low = min(now.low if now else 0, -round_up(-value) if value < 0 else 0)
    high = max(now.high if now else 100, round_up(value) if value > 0 else 0)
    return Fader(
        id=who,
        label=who,
        place=None,
        low=low,
        high=high,
        step=0,
        unit="",
        decimals=fitting_decimals(high - low),
        default=low,
        start=low,
    )


def round_up(value: float) -> int | float:
    """Return the next of 1, 2, 5, 10, 20, 50 and so on, at least 1 and at most what a range can have."""
    if value <= 1:
        return 1
    if value >= MAX_BOUND:
        return MAX_BOUND
    power: int = 10 ** math.floor(math.log10(value))
    return next(factor * power for factor in (1, 2, 5, 10) if value <= factor * power)
