"""Pages that are being told the whole state: newcomers, and all of them when there is another show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from webui.core.delivery.outbox import News, Outbox
from webui.core.devices.devices import Connection
from webui.core.devices.link_quality import Quality
from webui.engine.engine import Engine
from webui.engine.turns import Turns
from webui.links.tablets.states import Arrival, States
from webui.sockets.streams import Line


@dataclass(slots=True)
class Page:
    """A page that is open."""

    connection: Connection
    line: Line
    outbox: Outbox
    link: Quality
    arrival: Arrival | None = None
    """What it was told so far of a whole state. Until it has all of it, it gets no frames."""


class Arrivals:
    """Tells whole states, a piece at a time. Engine's thread only.

    `welcome` returns what a page's welcome has besides the state.
    """

    def __init__(
        self,
        engine: Engine,
        pages: Mapping[str, Page],
        news: News,
        welcome: Callable[[Connection, float], dict[str, object]],
    ) -> None:
        self._engine = engine
        self._pages = pages
        self._news = news
        self._welcome = welcome
        self._states = States(engine.surface)
        self._turns = Turns(engine, self._step)
        self._are_there = False
        """Whether there may be any."""

    def tell(self, page: Page, event: str) -> None:
        """Tell a page the whole state, as a "welcome" or a "show"."""
        page.arrival = Arrival(event)
        self._are_there = True
        self._turns.begin()

    def tell_show(self) -> None:
        """Tell every page another show; those that are still being told the one before get this one instead."""
        self._news.forget()
        for page in self._pages.values():
            page.arrival = page.arrival or Arrival("show")
        self._are_there = True

    def go_on(self) -> None:
        """Look again at those whose way was not clear."""
        if self._are_there:
            self._turns.begin()

    def _step(self) -> bool:
        """Tell a page a part, or after all parts the rest; says whether there is more to tell now."""
        arriving = [(page.arrival.parts, page) for page in self._pages.values() if page.arrival]
        self._are_there = bool(arriving)
        ready = [(parts, page) for parts, page in arriving if page.line.is_clear]
        if not ready:
            return False
        # All come on together, so that what is written for one is there for the others.
        _, page = min(ready, key=lambda one: one[0])
        assert page.arrival
        part = self._states.part(page.arrival, page.connection.device.role)
        if part:
            page.line.write(part)
        else:
            self._finish(page, page.arrival)
        return True

    def _finish(self, page: Page, arrival: Arrival) -> None:
        """Tell a page what it was not told in parts, and let frames follow."""
        surface, now = self._engine.surface, self._engine.now()
        page.arrival = None
        page.outbox.told_all(surface.revision, now)
        role = page.connection.device.role
        if arrival.event == "welcome":
            pieces = self._states.whole(arrival.event, role, now, arrival.told, self._welcome(page.connection, now))
        else:
            pieces = self._states.show(role, now, arrival.told, self._news.count)
        for piece in pieces:
            page.line.write(piece)
