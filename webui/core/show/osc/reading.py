"""What a show file says where OSC is meant: addresses, fixed arguments, and a control's addresses."""

import math
from collections.abc import Collection, Sequence

from webui.core.characters import is_longer
from webui.core.show.fields import Fields
from webui.core.show.osc.addresses import (
    BOOL,
    BOTH,
    FLOAT,
    INT,
    MAX_ADDRESS,
    MAX_ADDRESSES,
    MAX_ARGS,
    MAX_INT,
    NONE,
    ROOT,
    WHEN,
    Address,
    Argument,
    is_address,
)

MAX_ARG = 255
"""Characters of a text among the fixed arguments."""

MAX_END = 10**15
"""A range goes from minus this to this at the most, as a control's does."""

_NUMBERS = (FLOAT, INT)


def read_address(fields: Fields, usual: str | None, key: str = "address") -> str:
    """Return an address; without a usual one it is required."""
    value = fields.raw(key, usual)
    if not isinstance(value, str) or not is_address(value):
        fields.fail(
            f"{key} must be up to {MAX_ADDRESS} characters like /ch/01/mix/fader, without spaces and # * , ? [ ] {{ }}"
        )
    return value


def read_args(fields: Fields, key: str = "args", most: int = MAX_ARGS) -> tuple[Argument, ...]:
    """Return fixed arguments."""
    return tuple(_read_arg(fields, key, item) for item in fields.items(key, most))


def _read_arg(fields: Fields, key: str, value: object) -> Argument:
    match value:
        case bool():
            return value
        case int() if -MAX_INT - 1 <= value <= MAX_INT:
            return value
        case float() if math.isfinite(value) and abs(value) <= MAX_END:
            return value
        case str() if not is_longer(value, MAX_ARG) and "\0" not in value and value.isprintable():
            return value
    fields.fail(f"{key} must be whole numbers of 32 bits, other numbers, true, false, or texts of up to {MAX_ARG}")


def read_addresses(
    fields: Fields, name: str, types: Sequence[str], is_ended: bool, targets: Collection[str]
) -> tuple[Address, ...] | None:
    """Return what a control's `osc` says; None: nothing. Empty: it has no address.

    `types` are those that its value can be sent as, the usual one first; `is_ended` says whether it has a way with two
    ends, so that it can have a range.
    """
    if not fields.has("osc"):
        return None
    said = fields.raw("osc", None)
    if said is False:
        return ()
    items = said if isinstance(said, list) else [said]
    if not 1 <= len(items) <= MAX_ADDRESSES:
        fields.fail(f"osc has 1 to {MAX_ADDRESSES} addresses, or is false")
    found = []
    for number, item in enumerate(items, 1):
        inner = Fields(item, f"{fields.place}, osc {number}" if len(items) > 1 else f"{fields.place}, osc")
        found.append(_read_one(inner, name, types, is_ended, targets))
        inner.done()
    return tuple(found)


def _read_one(fields: Fields, name: str, types: Sequence[str], is_ended: bool, targets: Collection[str]) -> Address:
    kind = fields.word("type", types[0], (*types, NONE))
    before = read_args(fields, "before")
    return Address(
        address=read_address(fields, ROOT + name),
        type=kind,
        range=_read_range(fields, kind, is_ended),
        before=before,
        args=read_args(fields, most=MAX_ARGS - len(before)),
        on=fields.word("on", BOTH, WHEN) if BOOL in types else BOTH,
        targets=_read_targets(fields, targets),
    )


def _read_range(fields: Fields, kind: str, is_ended: bool) -> tuple[int | float, int | float] | None:
    if fields.raw("range", None) is None:
        return None
    if kind not in _NUMBERS or not is_ended:
        fields.fail(f"range is for {FLOAT} and {INT}, and for what has a min and a max, or is on or off")
    ends = fields.items("range", 2)
    inner = Fields(dict(zip(("from", "to"), ends, strict=False)), f"{fields.place}, range")
    low, high = (inner.number(key, 0, -MAX_END, MAX_END) for key in ("from", "to"))
    if len(ends) != 2 or low == high:
        fields.fail("range must be two different numbers in [ ]")
    return low, high


def _read_targets(fields: Fields, targets: Collection[str]) -> tuple[str, ...]:
    if not fields.has("target"):
        return ()
    said = fields.raw("target", None)
    names = said if isinstance(said, list) else [said]
    if not names:
        fields.fail("target must be a target's id, or a list of them")
    found = []
    for name in names:
        if not isinstance(name, str) or name not in targets:
            fields.fail(f"there is no target {str(name)[:MAX_ARG]}")
        if name not in found:
            found.append(name)
    return tuple(found)
