"""Messages to everyone, on our own pages: written and seen there; operators are told who has seen them."""

from collections.abc import Iterable, Sequence

from webui.core.devices.devices import Connection, Role
from webui.core.surface.events import Event, Said
from webui.core.surface.notices import Notice
from webui.links.topics import Pages, Request, Topic
from webui.wire.operations import Say, read_saw, read_say


class Notices(Topic):
    """Tells pages what was said, and operators who has seen it."""

    def __init__(self, pages: Pages) -> None:
        super().__init__(pages)
        self.requests = {"say": Request(read_say, self._say), "saw": Request(read_saw, self._saw)}
        self._reached: dict[int, Notice] = {}
        """What operators are to be told of: who a message reached has changed."""

    def welcome(self, connection: Connection) -> dict[str, object]:
        """Return the last messages; to operators with who has seen them."""
        surface = self._engine.surface
        self._note_reached(surface.notices.come([connection], self._engine.now()))
        return {"messages": [_told(notice, connection) for notice in surface.notices]}

    def note(self, events: Sequence[Event]) -> None:
        """Tell every page at once what somebody said."""
        for event in events:
            if isinstance(event, Said):
                for connection in self._pages.connections():
                    self._pages.tell_one(connection.id, "message", _told(event.notice, connection))

    def flush(self, now: float) -> None:
        """Tell operators whom messages have reached."""
        for notice in self._reached.values():
            self._pages.tell("reached", notice.id, notice.reached(), role=Role.OPERATOR)
        self._reached.clear()

    def _say(self, connection: Connection, say: Say) -> None:
        engine = self._engine
        engine.publish(engine.surface.say(say.text, say.urgent, connection, engine.now()))

    def _saw(self, connection: Connection, id: int) -> None:
        device = connection.device.id
        notice = self._engine.surface.notices.saw(id, device)
        if notice is None:
            return
        for other in self._pages.connections():
            if other.device.id == device:
                self._pages.tell_one(other.id, "seen", id)
        self._note_reached([notice])

    def _note_reached(self, notices: Iterable[Notice]) -> None:
        self._reached |= {notice.id: notice for notice in notices}
        if self._reached:
            self._engine.flush_soon()


def _told(notice: Notice, connection: Connection) -> dict[str, object]:
    """What a page is told of a message."""
    told = notice.describe(connection.device.id)
    return told | notice.reached() if connection.device.role is Role.OPERATOR else told
