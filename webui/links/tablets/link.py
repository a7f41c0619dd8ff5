"""Our own page, on the namespace /stage: operations in, frames out, as wire.md has them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from webui import VERSION
from webui.access.authentication import Access
from webui.access.user_agents import browser_of
from webui.core.delivery.outbox import HEARTBEAT, Frame, News, Outbox
from webui.core.devices.devices import Connection, Role
from webui.core.errors import Malformed, NotAllowed, SidestageError
from webui.core.surface.commands import Operation
from webui.core.surface.events import (
    Changed,
    Dismissed,
    Event,
    Held,
    Overruled,
    Pushed,
    Refused,
    RoleChanged,
    ShowChanged,
    Taken,
)
from webui.engine.engine import Engine
from webui.links.tablets.admission import Managing
from webui.links.tablets.arrivals import Arrivals, Page
from webui.links.tablets.devices import Room
from webui.links.tablets.history import History
from webui.links.tablets.notices import Notices
from webui.links.topics import Encoded, Later, Pages, Topic
from webui.sockets.client_queue import Outlet
from webui.sockets.frames import framed
from webui.sockets.namespace import Message
from webui.sockets.packets import event_packet, head
from webui.sockets.sockets import Sockets
from webui.wire.operations import STAGE, Ask, read_ask, read_auth, read_got, read_op, read_time, write_frame

STRANGER = "Scan the code on the operator's screen to join."


class Tablets:
    """The link to our own pages."""

    name = STAGE
    strict = True

    def __init__(self, sockets: Sockets, access: Access, topics: Iterable[Callable[[Pages], Topic]] = ()) -> None:
        """`topics` make those of other links."""
        self._sockets = sockets
        self._access = access
        self._pages: dict[str, Page] = {}
        self._sessions: dict[str, Page] = {}
        """The same by the memory of their sessions."""
        self._news = News()
        self._seq = 0
        self._show_changed = False
        self._unsaid = False
        """Whether some page may have to be told something; if not, there are only heartbeats."""
        self._flushed = 0.0
        self._topics: list[Topic] = [
            Room(self),
            Managing(self),
            Notices(self),
            *(make(self) for make in topics),
            History(self),
        ]
        self.messages: Mapping[str, Message] = {
            "op": Message(read_op, self._operate),
            "got": Message(read_got, self._got),
            "time": Message(read_time, self._time),
            "ask": Message(read_ask, self._ask),
        }
        self._requests = {what: request for topic in self._topics for what, request in topic.requests.items()}

    def start(self, engine: Engine) -> None:
        """Let pages connect."""
        self._engine = engine
        self._arrivals = Arrivals(engine, self._pages, self._news, self._welcome)
        engine.commits.on_kept(self._kept)
        for topic in self._topics:
            topic.start(engine)
        self._sockets.serve(self)

    def stop(self) -> None:
        """Nothing of its own to end."""

    # Connections

    def admit(self, sid: str, environ: Mapping[str, Any], auth: object) -> Connection:
        """Let a page or program in that speaks WebSocket and is known."""
        if self._sockets.transport(sid, STAGE) != "websocket":
            raise NotAllowed("Only by WebSocket.")
        read = read_auth(auth)
        device = self._access.of_socket(environ, read.key, read.touch)
        if device is None:
            raise NotAllowed(STRANGER)
        browser = browser_of(environ.get("HTTP_USER_AGENT", ""), read.touch)
        return Connection(sid, device, read.session, watches=True, browser=browser, since=self._engine.now())

    def joined(self, connection: Connection, outlet: Outlet) -> None:
        """Send the welcome: the whole state, from which frames go on."""
        assert outlet.line, "only by WebSocket"
        if page := self._sessions.get(connection.memory):
            self.left(page.connection)
            self._sockets.disconnect(page.connection.id, STAGE)
        engine = self._engine
        outbox = Outbox(self._news, engine.surface.revision, engine.now())
        page = Page(connection, outlet.line, outbox, engine.presence.link(connection.id))
        self._pages[connection.id] = self._sessions[connection.memory] = page
        events = engine.surface.join(connection)
        self._arrivals.tell(page, "welcome")
        engine.publish(events)

    def left(self, connection: Connection) -> None:
        """Forget a page, and what it pressed."""
        if self._pages.pop(connection.id, None):
            del self._sessions[connection.memory]
            self._engine.publish(self._engine.surface.leave(connection.id))

    def malformed(self, connection: Connection, reason: str) -> None:
        """Say what was wrong with a message."""
        self._engine.heard(connection.id)
        self._sockets.send(connection.id, STAGE, "refused", {"reason": reason})

    def _welcome(self, connection: Connection, now: float) -> dict[str, object]:
        engine = self._engine
        return {
            "version": VERSION,
            "boot": engine.boot,
            "time": round(now, 1),
            "you": connection.device.describe(),
            "seen": engine.surface.seen(connection),
            "kept": engine.commits.kept.get(connection.memory, 0),
            **{name: what for topic in self._topics for name, what in topic.welcome(connection).items()},
        }

    # Messages

    def _operate(self, connection: Connection, operation: Operation) -> None:
        if connection.id in self._pages:
            self._engine.apply(operation, connection)

    def _got(self, connection: Connection, word: tuple[int, float | None]) -> None:
        now = self._engine.heard(connection.id)
        page = self._pages.get(connection.id)
        if page is None:
            return
        seq, held = word
        lag = page.outbox.flow.got(seq, now)
        if lag is not None and held is not None:
            page.link.got(lag, held, now)
        if page.outbox.is_held_back:
            self._engine.flush_soon()

    def _time(self, connection: Connection, times: tuple[float, float | None]) -> None:
        now = self._engine.heard(connection.id)
        page = self._pages.get(connection.id)
        if page is None:
            return
        asked, trip = times
        self._sockets.send(connection.id, STAGE, "time", asked, round(now, 1))
        if trip is not None:
            page.link.said(trip, now)

    def _ask(self, connection: Connection, ask: Ask) -> None:
        """Answer what a page asks of a part, or say why not."""
        self._engine.heard(connection.id)

        def answer(result: object, reason: str | None = None) -> None:
            if isinstance(result, Encoded):
                self._write(connection.id, f'["answer",{ask.n},{result.text},null]')
            else:
                self._sockets.send(connection.id, STAGE, "answer", ask.n, result, reason)

        try:
            request = self._requests.get(ask.what)
            if request is None:
                raise Malformed("ask: nothing that Sidestage knows")
            result = request.do(connection, request.read(ask.details))
        except SidestageError as error:
            answer(None, str(error))
        else:
            if isinstance(result, Later):
                result.then(answer)
            else:
                answer(result)

    # What happens

    def note(self, events: Sequence[Event]) -> None:
        """Put what happened into the pages' outboxes."""
        self._unsaid = True
        for event in events:
            match event:
                case Changed():
                    self._news.changed(event.control, event.value, event.revision)
                case Held():
                    self._news.held(event.control, event.device, event.revision)
                case Overruled():
                    if loser := self._pages.get(event.loser):
                        loser.outbox.refused(None, event.control, event.reason)
                case Pushed():
                    self._news.pushed(event.feed, (event.time, event.number))
                case Taken():
                    if mover := self._pages.get(event.by):
                        mover.outbox.taken(event.n)
                case Refused():
                    if mover := self._pages.get(event.by):
                        mover.outbox.refused(event.n, event.control, event.reason)
                case ShowChanged():
                    self._show_changed = True
                case RoleChanged():
                    # Not now: who asked for it is still to be answered.
                    self._engine.post(self._end, Dismissed(event.device))
                case Dismissed():
                    self._engine.post(self._end, event)
        for topic in self._topics:
            topic.note(events)

    def flush(self, now: float) -> None:
        """Send each page what it has not been told, as far as its window allows."""
        if self._show_changed:
            self._show_changed = False
            self._arrivals.tell_show()
        self._arrivals.go_on()
        for topic in self._topics:
            topic.flush(now)
        if self._unsaid or now // HEARTBEAT != self._flushed // HEARTBEAT:
            self._flushed = now
            self._tell_news(now)

    def _tell_news(self, now: float) -> None:
        revision = self._engine.surface.revision
        self._seq += 1
        self._unsaid = False
        written: dict[tuple[int, int, int], bytes] = {}
        for page in self._pages.values():
            is_ready = page.line.is_clear and page.arrival is None
            frame = page.outbox.frame(self._seq, revision, now) if is_ready else None
            if frame is None:
                self._unsaid = self._unsaid or page.outbox.waiting
                continue
            data = written.get(frame.key) if frame.is_shared else _written(frame)
            if data is None:
                data = written[frame.key] = _written(frame)
            page.line.write(data)

    def _end(self, dismissed: Dismissed) -> None:
        for connection in [one for one in self.connections() if dismissed.ends(one)]:
            self._sockets.end(connection.id, STAGE)

    # What parts use

    def connections(self) -> Iterable[Connection]:
        """Return one connection a page."""
        return [page.connection for page in self._pages.values()]

    def tell_one(self, connection: str, event: str, *parts: object) -> None:
        """Tell one page, if it is still open."""
        self._sockets.send(connection, STAGE, event, *parts)

    def is_clear(self, connection: str) -> bool | None:
        """Say whether nothing waits for room on its way to a page; None: it is open no more."""
        page = self._pages.get(connection)
        return page.line.is_clear if page else None

    def _write(self, connection: str, text: str) -> None:
        if page := self._pages.get(connection):
            page.line.write(framed((head(STAGE) + text).encode()))

    def tell(self, event: str, *parts: object, role: Role | None = None) -> None:
        """Tell every page the same, or those of a role; it is written once."""
        data = framed(event_packet(STAGE, event, *parts))
        for page in self._pages.values():
            if role is None or page.connection.device.role is role:
                page.line.write(data)

    def _kept(self, seen: dict[str, int]) -> None:
        for memory, n in seen.items():
            if page := self._sessions.get(memory):
                page.outbox.kept(n)
                self._unsaid = True
        self._engine.flush_soon(hurry=False)


def _written(frame: Frame) -> bytes:
    return framed(event_packet(STAGE, "frame", *write_frame(frame)))
