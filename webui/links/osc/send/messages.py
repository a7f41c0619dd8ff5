"""What goes out: a control's way to a target, messages for it, and packets of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from webui.core.osc.conversion import Tell, telling
from webui.core.show.controls import Control
from webui.core.show.controls.switch import Switch
from webui.core.show.osc.addresses import PRESS, RELEASE, Address, Argument
from webui.core.values import Value
from webui.links.osc.packets import bundle

PACKET = 1472
"""Bytes of a bundle at the most, so that no network on its way cuts it into pieces."""

_HEAD, _SIZE = 16, 4
"""Bytes of a bundle's head, and of a message's size in it."""


RouteKey = tuple[str, int]
"""A control, and the number of one of its addresses."""


@dataclass(frozen=True, slots=True)
class Route:
    """An address of a control, for one target; `key` names it among all that are for it."""

    key: RouteKey
    control: Control
    address: Address
    tell: Tell = field(init=False)
    """Makes a message's arguments of a value."""
    is_state: bool = field(init=False)
    """Whether what it tells may be told again at any time: it says how the control stands, and does nothing."""
    is_act: bool = field(init=False)
    """Whether each change is an act, and goes out; of others the newest value counts."""
    rest: Value | None = field(init=False)
    """What the control goes back to by itself when no hand has it; None: its value lasts."""

    def __post_init__(self) -> None:
        is_state = self.address.is_state and not self.control.momentary
        object.__setattr__(self, "tell", telling(self.control, self.address))
        object.__setattr__(self, "is_state", is_state)
        object.__setattr__(self, "is_act", isinstance(self.control, Switch) and not is_state)
        rest = self.control.default if self.control.springs else False if self.control.momentary else None
        object.__setattr__(self, "rest", rest)

    def tells(self, value: Value) -> bool:
        """Whether an act that makes the control that value is told."""
        return self.address.on != (RELEASE if value else PRESS)

    def is_away(self, value: Value) -> bool:
        """Whether a value will not last: the control goes back from it to its rest."""
        return self.rest is not None and value != self.rest


class Item(NamedTuple):
    """A message that is to go out. `at` is when what must not come late happened."""

    route: Route
    value: Value
    data: bytes
    arguments: tuple[Argument, ...]
    at: float | None = None


def packed(items: Iterable[Item], bundles: bool) -> Iterator[tuple[bytes, list[Item]]]:
    """Return packets with their messages, in order: each alone, or as many in a bundle as go in one.

    A message that is longer than a bundle may be goes in a bundle of its own.
    """
    if not bundles:
        yield from ((item.data, [item]) for item in items)
        return
    gathered: list[Item] = []
    room = PACKET - _HEAD
    for item in items:
        size = _SIZE + len(item.data)
        if gathered and size > room:
            yield bundle([one.data for one in gathered]), gathered
            gathered, room = [], PACKET - _HEAD
        gathered.append(item)
        room -= size
    if gathered:
        yield bundle([one.data for one in gathered]), gathered
