"""An OSC address of a control: where its value goes and comes from, and what it is there."""

import re
from dataclasses import dataclass

Argument = int | float | str | bool | bytes
"""What stands in a message. Its Python type is its OSC type: int i (32 bits), float f, str s, bool T or F, bytes b."""

MAX_ADDRESSES = 8
"""Addresses of one control."""

MAX_ADDRESS = 255
"""Characters of an address."""

MAX_ARGS = 16
"""Fixed arguments of an address, those before the value and those after it."""

MAX_INT = 2**31 - 1
"""The largest int that a message holds; the smallest is one further from 0."""

ROOT = "/sidestage/"
"""What the addresses begin with that nobody chose, and Sidestage's own."""

DUMP = ROOT + "dump"
"""Who sends this to us is told all values."""

TEST = ROOT + "test"
"""What the test button sends, with a 1."""

FLOAT, INT, STRING, BOOL, BLOB, NONE = "float", "int", "string", "bool", "blob", "none"
BOTH, PRESS, RELEASE = WHEN = "both", "press", "release"
"""When an address of something that is on or off is sent to: at both, as it goes on, as it goes off."""

_ADDRESS = re.compile(r"(/[!-~]+)+\Z", re.ASCII)
_FORBIDDEN = frozenset("#*,?[]{}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address, with what the control's value becomes there; mapping.py does it."""

    address: str
    type: str
    """FLOAT, INT, STRING, BOOL, BLOB, or NONE: the fixed arguments alone."""
    range: tuple[int | float, int | float] | None = None
    """What stands there for the lower and for the upper end of the control's way; None: the value itself."""
    before: tuple[Argument, ...] = ()
    """Fixed arguments ahead of the value: a message with others is not for the control."""
    args: tuple[Argument, ...] = ()
    """Fixed arguments that follow the value."""
    on: str = BOTH
    """One of WHEN."""
    targets: tuple[str, ...] = ()
    """The ids of the targets that it is for; empty: all."""

    @property
    def is_state(self) -> bool:
        """Whether what is sent says how the control stands, and does nothing where it is said again."""
        return self.type != NONE and self.on == BOTH

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        described: dict[str, object] = {
            "address": self.address,
            "type": self.type,
            "range": list(self.range) if self.range else None,
            "args": list(self.args),
        }
        if self.before:
            described["before"] = list(self.before)
        # Not every control is on or off, and who names no target means those to come as well.
        if self.on != BOTH:
            described["on"] = self.on
        if self.targets:
            described["target"] = list(self.targets)
        return described


def is_address(value: object) -> bool:
    """Say whether a value can be an address: parts that begin with a slash, of signs that no pattern has."""
    return (
        isinstance(value, str)
        and len(value) <= MAX_ADDRESS
        and "//" not in value
        and not value.endswith("/")
        and _ADDRESS.match(value) is not None
        and _FORBIDDEN.isdisjoint(value)
    )


def describe_addresses(addresses: tuple[Address, ...]) -> object:
    """Return what a show file says for these addresses of a control; false: it has none."""
    return [one.describe() for one in addresses] or False
