"""What one target is told: the newest value of each control, presses one by one, and all of it when it is back."""

import asyncio
from collections.abc import Callable

from webui.core.delivery.ledger import Off
from webui.core.errors import Refusal
from webui.core.show.controls import Control
from webui.core.show.osc.targets import TELL, Target
from webui.core.show.show import Show
from webui.core.values import Value
from webui.engine.engine import Engine
from webui.links.osc.exchange import Exchange
from webui.links.osc.monitor import Monitor
from webui.links.osc.packets import BadPacket, encode
from webui.links.osc.send.at_rest import Rests
from webui.links.osc.send.held import RETRY, Held, Key, output_of
from webui.links.osc.send.messages import Item, Route, RouteKey, packed
from webui.links.osc.send.own_messages import Own
from webui.links.osc.send.presses import Acts
from webui.links.osc.send.target_socket import Line
from webui.links.osc.sources import Place, voice
from webui.links.osc.switches import Standing

TURN = 128
"""Controls of which values, and acts, that are sent in one turn of the loop."""

PAUSE = 2.0
"""Milliseconds from one TURN of all values to the next: a program that is just starting must not miss any."""

AWAY = "A press or a release found no way to it"


class Sender:
    """To one target, in the engine's thread. `came` is told of what the target sends back to our socket."""

    def __init__(
        self,
        engine: Engine,
        target: Target,
        monitor: Monitor,
        exchange: Exchange,
        came: Callable[[bytes, str, int], None],
    ) -> None:
        self.target = target
        self._exchange = exchange
        self._voice = voice(target.id)
        self._engine = engine
        self._monitor = monitor
        self._routes: dict[str, list[Route]] = {}
        self._waiting: dict[str, Value] = {}
        """Newest values to be told, in the order of their changes."""
        self._due: dict[str, float] = {}
        """When a control's next value may be told."""
        self._acts = Acts(self._wrong, lambda items: self._rests.dropped(items))
        self._told: dict[RouteKey, bytes] = {}
        """What it was told last, by each route."""
        self._timer: asyncio.TimerHandle | None = None
        self._line = Line(
            engine, target.host, target.port, came, self._wrong, self._opened, self._is_back, self._is_lost
        )
        self._own = Own(engine, target, self._line, monitor)
        self.output = output_of(target)
        """What the ledger knows the target by."""
        self._held = Held(engine, monitor, self.output, self._line, self._put_back)
        self._rests = Rests(self._held, target.bundles, self._item)
        self._line.open()

    def close(self, is_over: bool = False) -> None:
        """Put back what is on, and end; what can't be sent stays in the ledger. `is_over`: the program ends."""
        self._send_waiting(hurry=True)
        self._acts.withdraw(lambda _: True)
        self._held.owe(self._held.on())
        self._held.pay()
        self._acts.release(lambda _: True)
        self._send_waiting(hurry=True)
        self._held.close(is_over)
        self._own.close()
        if self._timer:
            self._timer.cancel()
        self._line.close()

    # The show

    def take_show(self, show: Show, is_another: bool) -> None:
        """Go by another show, or the same one edited. Nothing moves by that: what changes next is told.

        A target's first show is another one.
        """
        self._send_waiting(hurry=True)
        old = self._by_key()
        self._routes = {control.id: found for control in show.controls.values() if (found := self._routes_of(control))}
        new = self._by_key()
        self._told = {
            key: data for key, data in self._told.items() if key in new and new[key].address == old[key].address
        }
        kept = {} if is_another else self._routes
        self._waiting = {control: value for control, value in self._waiting.items() if control in kept}
        self._rests.take(show.id, new, self._engine.surface.value)
        self._acts.withdraw(lambda item: item.route.rest is not None and not self._rests.is_same(item.route))
        if is_another:
            self.ask()
        self._acts.release(lambda control: control not in self._routes or not self._engine.surface.value(control))
        self._engine.flush_soon()

    def _routes_of(self, control: Control) -> list[Route]:
        return [
            Route((control.id, number), control, address)
            for number, address in enumerate(control.osc)
            if not address.targets or self.target.id in address.targets
        ]

    def _by_key(self) -> dict[RouteKey, Route]:
        return {route.key: route for routes in self._routes.values() for route in routes}

    # What happens

    def changed(self, control: str, value: Value, by: str) -> None:
        """Note that a connection changed a control's value; what is the target's own move it knows."""
        if control not in self._routes:
            return
        if by == self._voice and not self.target.echo and not self._is_pressed(control):
            self._waiting.pop(control, None)
            self._rests.told(control, value)
            return
        if not value:
            self._acts.released(control)
        is_beside = self.is_beside(by)
        if not is_beside and self._line.is_well and self._rests.is_away(control, value):
            # Now rather than when it is sent: so it is written before what else this change has written.
            self._rests.turn_on(control, is_certain=True)
        for route in self._routes[control]:
            if route.is_act:
                self._act(route, value)
            elif is_beside:
                self._waiting.pop(control, None)
                self._exchange.rest(self.target.id, control, goes_on=True)
            else:
                # The order of the changes is the order in here.
                self._waiting.pop(control, None)
                self._waiting[control] = value

    def _is_pressed(self, control: str) -> bool:
        """Whether the target was told that a flash is pressed, or will be, and not yet that it is released."""
        is_flash = self._routes[control][0].control.momentary
        return is_flash and (self._rests.is_on(control) or self._acts.is_down(control))

    def said(self, control: str, value: Value, now: float) -> None:
        """Note that the target said a value, which was taken: it has it itself, and is told only if it wants to be."""
        for route in self._routes.get(control, ()):
            if self.target.echo:
                self._told.pop(route.key, None)
            elif not route.is_act and (item := self._item(route, value)):
                self._told[route.key] = item.data

    def is_beside(self, by: str) -> bool:
        """Say whether a connection is a program on the target's computer that may be the target itself."""
        place = self._line.place
        return place is not None and by == voice(place[0]) and not isinstance(self.target.speaks_from, int)

    def heard(self, now: float) -> None:
        """The target sent something from the port where it listens, so it is there."""
        self._line.heard()

    def again(self, control: str) -> None:
        """Tell the target how a control stands: it seems to have another value."""
        self._tell_again([control] if control in self._routes else [])

    # What is asked

    @property
    def place(self) -> Place | None:
        """The address and the port that it was found at."""
        return self._line.place

    def standing(self) -> Standing:
        """Say how the target stands."""
        return self._line.standing()

    def test(self) -> None:
        """Send the test message; raises Refusal where there is no way to the target."""
        if not self._line.is_open:
            raise Refusal(self.standing().sentence)
        self._own.test()

    def all_values(self) -> None:
        """Tell everything that says how a control stands, and nothing that does something."""
        self._tell_again(list(self._routes))

    def ask(self) -> None:
        """Ask for what the target has, where that is the show's way with it."""
        self._own.ask(route for routes in self._routes.values() for route in routes)

    def _tell_again(self, controls: list[str]) -> None:
        now = self._engine.now()
        count = 0
        for control in controls:
            stating = [route for route in self._routes[control] if route.is_state]
            for route in stating:
                self._told.pop(route.key, None)
            if stating:
                self._exchange.tells_again(control)
                self._waiting.setdefault(control, self._engine.surface.value(control))
                self._due[control] = max(self._due.get(control, 0.0), now + count // TURN * PAUSE)
                count += 1
        self._engine.flush_soon()

    # Sending

    def flush(self, now: float) -> None:
        """Send what is to be sent by now; what may not go yet goes by itself, later."""
        if not (self._waiting or self._acts):
            return
        is_blocked = self._send_waiting(now)
        if self._acts or (self._waiting and self._line.is_well):
            soonest = min((self._due.get(control, 0.0) for control in self._waiting), default=0.0)
            self._look_again(RETRY if is_blocked else 0.0 if self._acts else max(soonest - now, 0.0))

    def _look_again(self, wait: float) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = self._engine.later(wait, lambda: self.flush(self._engine.now()))

    def _send_waiting(self, now: float = 0.0, hurry: bool = False) -> bool:
        """Send values and then acts, so that a GO finds what was set before it: acts hurry the values along.

        Returns whether something has to wait: for the system, or until the store has kept what is to be on.
        """
        if not self._line.is_open:
            if lost := self._acts.withdraw(lambda _: True):
                self._monitor.wrong(self.target.id, AWAY, lost)
            return False
        ready, is_held_up = self._ready(now, hurry or bool(self._acts))
        items = [item for control in ready for item in self._values(control)]
        if len(ready) < TURN and not is_held_up:
            acts, is_held_up = self._next_acts()
            items += acts
        sent = self._go(items)
        late = {item.route.key[0] for item in items[sent:]}
        for control in ready:
            if control not in late:
                self._rests.told(control, self._waiting.pop(control))
        return is_held_up or sent < len(items)

    def _ready(self, now: float, hurry: bool) -> tuple[list[str], bool]:
        """Return controls that may be told now, and whether one has to wait until it is kept that it is on.

        Where nobody listens nothing is told: all of it is when the target is back.
        """
        ready: list[str] = []
        is_held_up = False
        if self._line.is_well:
            for control, value in self._waiting.items():
                if not hurry and self._due.get(control, 0.0) > now:
                    continue
                if self._rests.is_away(control, value) and not self._rests.turn_on(control, is_certain=True):
                    is_held_up = True
                    continue
                ready.append(control)
                if len(ready) == TURN:
                    break
        return ready, is_held_up

    def _next_acts(self) -> tuple[list[Item], bool]:
        """Return acts that may be told now, and whether the next one has to wait until it is kept that it is on."""
        is_well = self._line.is_well
        if self._acts and not is_well:
            self._acts.withdraw(self._rests.withheld())
        acts: list[Item] = []
        for item in self._acts.timely(TURN, self._engine.now()):
            if item.value and not self._rests.turn_on(item.route.control.id, is_well):
                return acts, True
            acts.append(item)
        return acts, False

    def _values(self, control: str) -> list[Item]:
        """What tells a control's value to those of its addresses that have not been told it."""
        items = [self._item(route, self._waiting[control]) for route in self._routes[control] if not route.is_act]
        return [
            item for item in items if item and (not item.route.is_state or self._told.get(item.route.key) != item.data)
        ]

    def _go(self, items: list[Item]) -> int:
        """Send messages as far as the system takes them; returns how many."""
        now = self._engine.now()
        count = 0
        for data, within in packed(items, self.target.bundles):
            if not self._line.send(data):
                break
            count += len(within)
            for item in within:
                self._sent(item, now)
        return count

    def _sent(self, item: Item, now: float) -> None:
        route = item.route
        control = route.control.id
        self._monitor.sent(self.target.id, route.address.address, item.arguments)
        self._exchange.told(self.target.id, control, item.value, now)
        if route.is_act:
            self._acts.gone()
            if item.value:
                # A release of the same control may have gone just before.
                self._rests.turn_on(control, self._line.is_well)
            else:
                self._rests.released(route)
        else:
            self._told[route.key] = item.data
            self._due[control] = now + 1000 / self.target.rate

    def _act(self, route: Route, value: Value) -> None:
        if value and self._rests.tells_release_alone(route) and (release := self._item(route, False)):
            self._acts.pressed(route.control.id, release)
        if route.tells(value) and (item := self._item(route, value)):
            self._acts.add(item._replace(at=self._engine.now()) if value else item)

    # Gone, and back

    def _opened(self) -> None:
        """There is a way to the target now. What the sender before this one sent may not have arrived yet."""
        self._held.look()
        self._own.keep()
        self.ask()
        self._engine.flush_soon()

    def _is_back(self) -> None:
        """Packets arrive again: it may have been started anew, or have been moved meanwhile."""
        self._held.pay()
        self._own.keep()
        if self.target.back == TELL:
            self.all_values()
        self.ask()

    def _is_lost(self) -> None:
        """A packet did not arrive."""
        self._held.lost()

    def _put_back(self, key: Key, off: Off) -> None:
        """The target was told that something is off, because nothing else would have told it."""
        route = self._rests.find(key)
        if route is None or route.rest is None:
            return
        self._exchange.told(self.target.id, key.control, route.rest, self._engine.now())
        self._told.pop(route.key, None)
        if self._rests.is_put_back_by(key, off) and (item := self._item(route, route.rest)):
            self._told[route.key] = item.data

    def _item(self, route: Route, value: Value) -> Item | None:
        told = route.tell(value)
        try:
            return Item(route, value, encode(route.address.address, told), told)
        except BadPacket as error:
            self._wrong(str(error))
            return None

    def _wrong(self, reason: str) -> None:
        self._monitor.wrong(self.target.id, reason)
