"""What OSC's messages do: move controls as a player does, push numbers, ask for all values."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, Protocol

from webui.core.errors import BadValue
from webui.core.osc.conversion import is_whole, value_of
from webui.core.show.controls import Control
from webui.core.show.osc.addresses import Address
from webui.core.surface.commands import Move, Push
from webui.core.surface.events import Event, Refused
from webui.core.surface.surface import PRESS_LIFE
from webui.core.values import Value
from webui.engine.engine import Engine
from webui.links.osc.exchange import Exchange
from webui.links.osc.monitor import Monitor
from webui.links.osc.packets import BadPacket, Message, read
from webui.links.osc.receive.allowance import Allowance
from webui.links.osc.receive.queue import Arrival
from webui.links.osc.receive.routes import TOO_MANY_PATTERNS, UNKNOWN, Routes, Way
from webui.links.osc.send.all_values import Dumps
from webui.links.osc.sources import Source

PRESSED_FOR = 60_000.0
"""Milliseconds of silence after which what a source keeps pressed is released: it is gone, or its release was lost."""

MATCHED = 5000
MATCHED_IN_ALL = 10_000
"""Controls and feeds that a computer, and all together, may mean by patterns in a second: one packet may mean all."""

TOO_OLD = "A press of the past: is its clock right?"
NO_RELEASE = "Kept pressed, and then silent: released"
TOO_SOON = "All values were asked for just now"


class Peer(Protocol):
    """What sends to a target, for what comes from it."""

    def heard(self, now: float) -> None:
        """It sent something from the port where it listens, so it is there."""

    def said(self, control: str, value: Value, now: float) -> None:
        """It has that value itself: it need not be told."""

    def all_values(self) -> None:
        """Tell it how all controls stand."""


class _Said(NamedTuple):
    """A message with all that belongs to it; what comes of it goes into `events`."""

    source: Source
    peer: Peer | None
    message: Message
    when: float | None
    now: float
    events: list[Event]


class _Late(NamedTuple):
    """What may turn out to be a move after all."""

    control: Control
    address: Address
    value: Value
    said: _Said


class Moves:
    """Takes messages, one by one. In the engine's thread.

    What is pressed by OSC stays so until its release, as a simple client's does; what comes without one is released at
    once: a press without a value, or by an address that presses or releases alone.
    """

    def __init__(
        self,
        engine: Engine,
        monitor: Monitor,
        exchange: Exchange,
        peers: Callable[[], Mapping[str, Peer]],
        dumps: Dumps,
    ) -> None:
        self._engine = engine
        self._monitor = monitor
        self._exchange = exchange
        self._peers = peers
        self._dumps = dumps
        self._allowance = Allowance(MATCHED, MATCHED_IN_ALL, engine.now())
        self._pressed: dict[tuple[str, str], Source] = {}
        """Who keeps what pressed, by the source's connection and the control."""
        self._heard: dict[str, float] = {}
        """When those were heard last."""
        self.routes = Routes(engine.surface.show, engine.now())
        """The addresses of the show that is open."""

    def take(self, arrival: Arrival, now: float, events: list[Event]) -> Iterator[None]:
        """Do what a message asks, or count why not, for one of those that it means each time; what happened is added
        to the events."""
        source, raw = arrival
        try:
            message = read(raw)
            if message.arguments == (None,):
                # OSC's nothing, for programs that can't leave the value out.
                message = Message(message.address, ())
            ways = self.routes.find(raw.path, now)
            if len(ways) > 1 and not self._allowance.allows(source.host, now, len(ways)):
                raise BadValue(TOO_MANY_PATTERNS)
        except (BadPacket, BadValue) as error:
            self._wrong(source, error)
            return
        self._monitor.came(source.who, message.address, message.arguments)
        peer = self._peers().get(source.target) if source.target else None
        if peer and source.is_listening:
            peer.heard(now)
        if source.by.id in self._heard:
            self._heard[source.by.id] = now
        said = _Said(source, peer, message, raw.when, now, events)
        meant = [way for way in ways if way.suits(source, message.arguments)]
        if not meant:
            self._wrong(source, UNKNOWN)
        for way in meant:
            try:
                self._go(way, said)
            except BadValue as error:
                self._wrong(source, error)
            yield

    def take_late(self, late: _Late) -> None:
        """Make a move that might have been an echo."""
        control = self._engine.surface.show.controls.get(late.control.id)
        if control == late.control:
            events: list[Event] = []
            self._make(late, late.said._replace(now=self._engine.now(), events=events))
            self._engine.publish(events)

    def look(self, now: float) -> None:
        """See to what nobody tells: releases that never came."""
        for (by, control), source in list(self._pressed.items()):
            if now - self._heard[by] > PRESSED_FOR:
                self._wrong(source, NO_RELEASE)
                self._engine.publish(self._release(control, source, now))
        self._heard = {by: at for by, at in self._heard.items() if any(key[0] == by for key in self._pressed)}

    def let_go(self) -> None:
        """Release all that is kept pressed."""
        now = self._engine.now()
        for (_, control), source in list(self._pressed.items()):
            self._engine.publish(self._release(control, source, now))

    def _go(self, way: Way, said: _Said) -> None:
        if way.feed is not None:
            number = said.message.arguments[0] if said.message.arguments else None
            self._apply(Push(way.feed, number), said)
        elif way.control is None or way.address is None:
            self._dump(said)
        else:
            self._move(way.control, way.address, said)

    def _move(self, control: Control, address: Address, said: _Said) -> None:
        value = value_of(control, address, said.message.arguments)
        late = _Late(control, address, value, said)
        is_down = (said.source.by.id, control.id) in self._pressed
        if self._exchange.is_move(said.source, control, address, value, said.now, is_down, late):
            self._make(late, said)

    def _make(self, late: _Late, said: _Said) -> None:
        """Make a move."""
        control, address, value, _ = late
        if control.momentary and value and _is_old(said.when):
            raise BadValue(TOO_OLD)
        if not self._apply(Move(control.id, value), said):
            return
        if said.peer:
            said.peer.said(control.id, value, said.now)
        if (said.peer or said.source.near) and not is_whole(control, address, value, said.message.arguments):
            self._exchange.disagree(said.source, control.id)
        self._exchange.moved(said.source, control, address, value, said.now)
        if control.momentary:
            self._keep_pressed(control, address, value, said)

    def _keep_pressed(self, control: Control, address: Address, value: Value, said: _Said) -> None:
        """Remember who presses what, until its release."""
        key = said.source.by.id, control.id
        if value:
            self._pressed[key] = said.source
            self._heard[key[0]] = said.now
            if not said.message.arguments or not address.is_state:
                said.events.extend(self._release(control.id, said.source, said.now))
        else:
            self._pressed.pop(key, None)

    def _release(self, control: str, source: Source, now: float) -> list[Event]:
        self._pressed.pop((source.by.id, control), None)
        if control not in self._engine.surface.show.controls:
            return []
        return self._engine.surface.apply(Move(control, False), source.by, now)

    def _apply(self, command: Move | Push, said: _Said) -> bool:
        """Apply a command; returns whether it was taken."""
        came = self._engine.surface.apply(command, said.source.by, said.now)
        said.events.extend(came)
        refused = [event.reason for event in came if isinstance(event, Refused)]
        for reason in refused:
            self._wrong(said.source, reason)
        return not refused

    def _dump(self, said: _Said) -> None:
        if not self._dumps.may_ask(said.source, said.now):
            raise BadValue(TOO_SOON)
        if said.peer:
            said.peer.all_values()
        else:
            self._dumps.answer(said.source.host, said.source.port)

    def _wrong(self, source: Source, reason: object) -> None:
        self._monitor.wrong(source.who, str(reason))


def _is_old(when: float | None) -> bool:
    return when is not None and time.time() - when > PRESS_LIFE / 1000
