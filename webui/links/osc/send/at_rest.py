"""Which of one target's addresses go back to rest by themselves, with what, and which of them were told to be on."""

from collections.abc import Callable, Iterable, Mapping

from webui.core.delivery.ledger import Off
from webui.core.values import Value
from webui.links.osc.packets import bundle
from webui.links.osc.send.held import Held, Key
from webui.links.osc.send.messages import Item, Route, RouteKey

Routes = Mapping[RouteKey, Route]


class Rests:
    """The controls of one show that do not stay as a hand left them: flashes, and pads that spring.

    `item` makes a message of a route and a value. In the engine's thread.
    """

    def __init__(self, held: Held, bundles: bool, item: Callable[[Route, Value], Item | None]) -> None:
        self._held = held
        self._bundles = bundles
        self._item = item
        self._show = ""
        self._routes: Routes = {}
        self._offs: dict[str, dict[Key, Off]] = {}
        """By control: what puts it back, of each address that is told so."""
        self._rests: dict[str, Value] = {}
        self._pressed: set[str] = set()
        """Controls of which an address tells the press."""

    def take(self, show: str, routes: Routes, value: Callable[[str], Value]) -> None:
        """Go by another show, or the same one edited; `value` gives a control's value in it.

        What nothing will put back any more is put back now.
        """
        old, self._routes, self._show = self._routes, routes, show
        self._offs, self._rests = {}, {}
        self._pressed = {route.control.id for route in routes.values() if route.tells(True)}
        for route in routes.values():
            self._add(route)
        void = [key for key, off in self._held.on().items() if not self._goes_on(key, off, old, value)]
        lasting = [key for key in void if self._lasts(key, old)]
        self._held.forget(lasting)
        self._held.owe(key for key in void if key not in lasting)
        self._held.pay()

    def is_same(self, route: Route) -> bool:
        """Say whether the show still has a route as it was: the same address, and the same rest."""
        now = self._routes.get(route.key)
        return now is not None and now.address == route.address and now.rest == route.rest

    def is_away(self, control: str, value: Value) -> bool:
        """Say whether a control does not last, and is not at rest with a value."""
        return control in self._rests and value != self._rests[control]

    def is_on(self, control: str) -> bool:
        """Say whether the target was told that a control is on, and not yet that it is off."""
        return self._held.is_on(self._show, control)

    def turn_on(self, control: str, is_certain: bool) -> bool:
        """Enter that the target is about to be told that a control is on; returns whether it may be told now.

        Where it is not certain that anybody hears it, only what does no harm when it is sent later is entered.
        """
        offs = self._offs.get(control, {})
        return self._held.turn_on({key: off for key, off in offs.items() if off.repeats or is_certain})

    def told(self, control: str, value: Value) -> None:
        """Note that the target knows a control's value."""
        if control in self._offs and not self.is_away(control, value):
            self._held.released(self._offs[control])

    def released(self, route: Route) -> None:
        """Note that the target was told a release, by an address of a flash."""
        if route.rest is not None:
            self._held.released([self._key(route)])

    def withheld(self) -> Callable[[Item], bool]:
        """Return what says of releases whether they are sent when the target is back, and not now as well."""
        once = {key for key, off in self._held.on().items() if not off.repeats}
        return lambda item: not item.value and self._key(item.route) in once

    def tells_release_alone(self, route: Route) -> bool:
        """Say whether an address tells a release of which no address tells the press, so that nothing is on there."""
        return route.control.momentary and route.tells(False) and route.control.id not in self._pressed

    def dropped(self, items: Iterable[Item]) -> None:
        """Note that acts were not sent. Releases are owed, where something is on."""
        on = self._held.on()
        self._held.owe(key for item in items if not item.value and (key := self._key(item.route)) in on)

    def find(self, key: Key) -> Route | None:
        """Return the route that an entry is for, or None if the show has it no more."""
        return self._routes.get((key.control, key.number)) if key.show == self._show else None

    def is_put_back_by(self, key: Key, off: Off) -> bool:
        """Say whether an entry's message is still what puts its control back."""
        return self._offs.get(key.control, {}).get(key) == off

    def _add(self, route: Route) -> None:
        if route.rest is None:
            return
        self._rests[route.control.id] = route.rest
        if self.tells_release_alone(route):
            return
        if (not route.is_act or route.tells(route.rest)) and (item := self._item(route, route.rest)):
            data = bundle([item.data]) if self._bundles else item.data
            off = Off(data, route.address.is_state)
            self._offs.setdefault(route.control.id, {})[self._key(route)] = off

    def _key(self, route: Route) -> Key:
        return Key(self._show, *route.key)

    def _goes_on(self, key: Key, off: Off, old: Routes, value: Callable[[str], Value]) -> bool:
        """Whether a control is still on, and will be put back by the same message to the same address."""
        route, was = self.find(key), old.get((key.control, key.number))
        if route is None or was is None or route.address != was.address:
            return False
        return self.is_put_back_by(key, off) and route.is_away(value(key.control))

    def _lasts(self, key: Key, old: Routes) -> bool:
        """Whether a control that sprang stays as it is now, and so does what the target was told."""
        route, was = self.find(key), old.get((key.control, key.number))
        if route is None or was is None or route.address != was.address:
            return False
        return was.control.springs and route.rest is None and type(route.control) is type(was.control)
