"""Simple clients: pages and programs as in the two articles, on the namespaces / and /test."""

from collections.abc import Sequence

from webui.access.authentication import Access
from webui.core.surface.events import Changed, Confirmed, Dismissed, Event, Pushed, Refused, Said, ShowChanged
from webui.engine.engine import Engine
from webui.links.base import Link
from webui.links.simple.numbers import NumbersNamespace
from webui.links.simple.values import ValuesNamespace
from webui.sockets.sockets import Sockets

LOOK_AGAIN = 17.0
"""Milliseconds after which a polling client whose queue was full is looked at again."""


class Simple(Link):
    """The link to simple clients: one namespace for values, one for numbers."""

    def __init__(self, sockets: Sockets, access: Access) -> None:
        self._sockets = sockets
        self._values = ValuesNamespace(sockets, access)
        self._numbers = NumbersNamespace(sockets, access)

    def start(self, engine: Engine) -> None:
        """Let simple clients connect."""
        self._engine = engine
        for namespace in (self._values, self._numbers):
            namespace.start(engine)

    def stop(self) -> None:
        """Nothing of its own to end."""

    def note(self, events: Sequence[Event]) -> None:
        """Put what happened into the clients' outboxes."""
        for event in events:
            match event:
                case Changed() | Confirmed():
                    self._values.changed(event.control, event.value)
                case Refused():
                    self._values.refused(event)
                    self._numbers.refused(event)
                case ShowChanged():
                    self._values.show_changed()
                case Said():
                    self._values.said(event)
                case Pushed(number=int() | float()):
                    self._numbers.pushed(event)
                case Dismissed():
                    for namespace in (self._values, self._numbers):
                        self._engine.post(namespace.end, event)

    def flush(self, now: float) -> None:
        """Send what waits, but to clients whose queue is full; they are looked at again soon."""
        if self._values.flush() + self._numbers.flush():
            self._engine.later(LOOK_AGAIN, self._engine.flush_soon)
