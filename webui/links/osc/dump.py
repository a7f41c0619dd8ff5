"""All values at once, for somebody who starts late."""

from collections.abc import Iterator

from webui.core.surface import Surface
from webui.links.osc.packets import encode
from webui.links.osc.packing import Item, Route, packed


def all_values(surface: Surface) -> Iterator[bytes]:
    """Return packets that say how all controls stand, by those of their addresses that are not one target's alone."""
    return (data for data, _ in packed(_items(surface), bundles=True))


def _items(surface: Surface) -> Iterator[Item]:
    for control in surface.show.controls.values():
        for number, address in enumerate(control.osc):
            route = Route((control.id, number), control, address)
            if route.is_state and not address.targets:
                value = surface.value(control.id)
                said = route.tell(value)
                yield Item(route, value, encode(address.address, said), said)
