"""All values at once, for somebody who starts late."""

from collections.abc import Iterator

from webui.core.osc.mapping import arguments
from webui.core.surface import Surface
from webui.links.osc.packets import bundle, encode

PACKET = 1472
"""Bytes that a packet has at the most, so that no network on its way cuts it into pieces."""

_BUNDLE, _ELEMENT = 16, 4


def all_values(surface: Surface) -> Iterator[bytes]:
    """Return packets that say how all controls stand, by those of their addresses that are not one target's alone."""
    room, waiting = PACKET - _BUNDLE, list[bytes]()
    for control in surface.show.controls.values():
        for address in control.osc:
            if address.targets or not address.is_state:
                continue
            message = encode(address.address, arguments(control, address, surface.value(control.id)))
            if waiting and len(message) + _ELEMENT > room:
                yield bundle(waiting)
                room, waiting = PACKET - _BUNDLE, []
            waiting.append(message)
            room -= len(message) + _ELEMENT
    if waiting:
        yield bundle(waiting)
