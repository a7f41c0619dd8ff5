"""The link to programs and desks that speak OSC: what moves is told to them, and what they say moves controls."""

from collections.abc import Sequence

from webui.core.surface.events import Event
from webui.engine.engine import Engine
from webui.links.base import Link
from webui.links.osc.exchange import Exchange
from webui.links.osc.receive.receiver import Incoming
from webui.links.osc.send.targets import Outgoing
from webui.links.osc.switches import Desk


class Osc(Link):
    """Its two ways, which know of each other: what came from a target is not sent back to it."""

    def __init__(self, desk: Desk) -> None:
        self._exchange = Exchange(desk.monitor)
        self._outgoing = Outgoing(desk, self._exchange, self._came)
        desk.places = self._outgoing.places
        self._incoming = Incoming(desk, self._exchange, lambda: self._outgoing.senders, self._outgoing.places)

    def start(self, engine: Engine) -> None:
        """Find the targets, and listen if that is switched on."""
        self._exchange.start(engine, self._incoming.take_late, self._outgoing.again)
        self._outgoing.start(engine)
        self._incoming.start(engine)

    def stop(self) -> None:
        """Release what is pressed, and end."""
        self._incoming.stop()
        self._outgoing.stop()
        self._exchange.stop()

    def note(self, events: Sequence[Event]) -> None:
        """Take in what happened."""
        self._outgoing.note(events)
        self._incoming.note(events)

    def flush(self, now: float) -> None:
        """Tell the targets."""
        self._outgoing.flush(now)

    def _came(self, data: bytes, host: str, port: int) -> None:
        self._incoming.came_back(data, host, port)
