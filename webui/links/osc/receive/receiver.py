"""OSC that comes in: packets of allowed sources become moves, presses and numbers.

Hands come first. A turn of the loop reads packets for READ and takes messages for TAKE at the most; then the loop does
what else there is. Over a longer time all turns together get SHARE of the loop's time, and no more. What has to wait
meanwhile is no burden: of a fader's messages the newest waits alone, unread. What can't even be read is lost, as UDP
has it, and counted.
"""

import asyncio
import errno
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from webui.core.osc.schedule import SECOND, Schedule
from webui.core.surface.events import Event, ShowChanged
from webui.engine.engine import Engine
from webui.links.osc.exchange import Exchange
from webui.links.osc.packets import BadPacket, Raw, is_bundle, split, time_tag
from webui.links.osc.receive.moves import Moves, Peer
from webui.links.osc.receive.port import Port
from webui.links.osc.receive.queue import Arrival, Arrivals
from webui.links.osc.receive.routes import Routes
from webui.links.osc.send.all_values import Dumps
from webui.links.osc.sources import Place, Source, Sources
from webui.links.osc.switches import IN, OFF, WELL, WRONG, Desk, Standing

READ = 0.5
TAKE = 0.5
"""Milliseconds for which packets are read, and messages taken, in one turn of the loop."""

LOOK = 8
"""Packets that are read, or messages that are taken, between two looks at the clock."""

SHARE = 0.25
"""The part of the loop's time that turns may take."""

BURST = 25.0
"""Milliseconds of turns, after a quiet time, that may follow each other before that counts."""

BEAT = 1000.0
"""Milliseconds from one look to the next: at the port, at what was lost, at what is kept pressed."""

MAX_AHEAD = 10.0
"""Seconds that a bundle's time may be ahead."""

MAX_COMING = 2000
"""Messages that wait for their time."""

FAULT = "osc in"

NOT_ALLOWED = "Not an allowed source"
LOST = "Too much at once: lost"
NO_ROOM = "Too much at once: dropped"
TOO_FAR = "A time too far ahead: is its clock right?"


class Incoming:
    """The way in. `peers` are the targets' senders by their ids, `places` where they are, as far as that is known."""

    def __init__(
        self,
        desk: Desk,
        exchange: Exchange,
        peers: Callable[[], Mapping[str, Peer]],
        places: Callable[[], Mapping[str, Place]],
    ) -> None:
        self._desk = desk
        self._exchange = exchange
        self._peers = peers
        self._sources = Sources(places)
        self._arrivals = Arrivals()
        self._coming: Schedule[Arrival] = Schedule()
        self._alarm: asyncio.TimerHandle | None = None
        """Rings when the next of those that wait for their time is due."""
        self._begun: Iterator[None] = iter(())
        """What is left of the message that is being taken: a pattern may mean a thousand controls."""
        self._events: list[Event] = []
        self._standing = Standing(OFF)
        self._lost = 0
        self._next: asyncio.Handle | None = None
        """The next turn, while there is more to do than one may."""
        self._left = BURST
        self._spent = 0.0
        """Milliseconds that turns may take yet, and when that was so."""

    # The link's life

    def start(self, engine: Engine) -> None:
        """Listen, if that is switched on, and hear of switches."""
        self._engine = engine
        self._port = Port(engine.loop, self._came)
        self._is_another = False
        self._dumps = Dumps(engine, self._port.answer, lambda: len(self._arrivals) > 0)
        self._moves = Moves(engine, self._desk.monitor, self._exchange, self._peers, self._dumps)
        engine.post(self._begin)

    def stop(self) -> None:
        """Listen no more."""
        self._engine.call(self._end)

    def note(self, events: Sequence[Event]) -> None:
        """Go by the show that is open now."""
        changes = [event for event in events if isinstance(event, ShowChanged)]
        if changes:
            self._is_another |= any(event.is_another for event in changes)
            self._engine.later(0, self._adapt)

    def came_back(self, data: bytes, host: str, port: int) -> None:
        """Take a packet that a target sent back to where it was spoken to from, as desks do."""
        if self._desk.is_on(IN):
            self._came(data, host, port)
            self._soon()

    def take_late(self, late: Any) -> None:
        """Make a move that might have been an echo, unless nothing comes in any more."""
        if self._desk.is_on(IN):
            self._moves.take_late(late)

    def _begin(self) -> None:
        self._desk.listening = lambda: self._standing
        self._desk.on_switched(self._adapt)
        self._adapt()
        self._beat()

    def _end(self) -> None:
        # Another beat would open the port again.
        self._timer.cancel()
        self._close()

    def _adapt(self) -> None:
        """Another show, the same edited, or other switches."""
        show = self._engine.surface.show
        if self._is_another:
            self._forget()
            self._is_another = False
        # What is left of a message means the show that was open.
        self._begun = iter(())
        self._dumps.begin_again()
        self._moves.routes = Routes(show, self._engine.now())
        self._sources.adapt(show.osc.incoming, show.osc.targets)
        wanted = show.osc.incoming.port if self._desk.is_on(IN) else None
        if wanted is None:
            self._close()
            self._stand(OFF)
        elif wanted != self._port.number:
            self._open(wanted)

    def _open(self, number: int) -> None:
        self._port.close()
        self._lost = 0
        try:
            self._port.open(number, self._turn)
        except OSError as error:
            why = (
                f"another program has port {number}. Close it, or choose another port"
                if error.errno == errno.EADDRINUSE
                else f"port {number} can't be opened ({error.strerror})"
            )
            self._stand(WRONG, f"OSC does not come in: {why}.")
        else:
            self._stand(WELL)

    def _close(self) -> None:
        self._port.close()
        self._forget()
        self._moves.let_go()

    def _forget(self) -> None:
        """Take nothing more of what waits."""
        self._arrivals.clear()
        self._coming.clear()
        self._dumps.clear()

    def _stand(self, state: str, sentence: str = "") -> None:
        self._standing = Standing(state, sentence)
        self._engine.fault(FAULT, sentence)

    def _beat(self) -> None:
        """Look at what nobody tells."""
        now = self._engine.now()
        self._sources.look_anew()
        self._ring()
        self._exchange.sweep()
        if self._desk.is_on(IN) and self._port.number is None:
            self._open(self._engine.surface.show.osc.incoming.port)
        if self._port.lost > self._lost:
            self._desk.monitor.wrong("", LOST, self._port.lost - self._lost)
            self._lost = self._port.lost
        self._moves.look(now)
        self._timer = self._engine.later(BEAT, self._beat)

    # From packets to messages

    def _soon(self) -> None:
        if self._next is None:
            self._next = self._engine.loop.call_soon(self._turn)

    def _turn(self) -> None:
        """Read what is there and take it, both within bounds.

        What counts is the time that this thread ran: whoever else keeps the computer busy is none of our doing.
        """
        if self._next:
            self._next.cancel()
            self._next = None
        began, ran = self._engine.now(), time.thread_time()
        self._left = min(BURST, self._left + (began - self._spent) * SHARE)
        more = self._port.read(lambda: self._engine.now() - began < READ, LOOK)
        more = self._take() or more
        self._spent = self._engine.now()
        self._left -= (time.thread_time() - ran) * 1000
        if not more:
            self._port.watch()
            return
        self._port.rest()
        if self._left > 0:
            self._soon()
        else:
            self._next = self._engine.later((READ + TAKE - self._left) / SHARE, self._turn)

    def _came(self, data: bytes, host: str, port: int) -> None:
        source = self._sources.of(host, port)
        if source is None:
            self._desk.monitor.wrong(host, NOT_ALLOWED)
            return
        try:
            raws = split(data)
        except BadPacket as error:
            self._wrong(source, error)
            return
        if is_bundle(data):
            self._open_bundle(source, raws)
        else:
            if self._coming:
                self._release_due()
            self._wait([Arrival(source, raws[0])], bundled=False)

    def _open_bundle(self, source: Source, raws: Sequence[Raw]) -> None:
        """Have a bundle's messages wait to be taken, or for their time; what is late takes effect now.

        A bundle counts as a whole or not at all: a press whose release is refused would stay.
        """
        tag, now = self._release_due()
        soon: list[Arrival] = []
        later: dict[int, list[Arrival]] = {}
        for raw in raws:
            is_later = raw.tag is not None and raw.tag > tag
            (later.setdefault(raw.tag or 0, []) if is_later else soon).append(Arrival(source, raw))
        ahead = sum(map(len, later.values()))
        if later and max(later) - tag > MAX_AHEAD * SECOND:
            self._wrong(source, TOO_FAR, len(raws))
        elif ahead and len(self._coming) + ahead > MAX_COMING:
            self._wrong(source, NO_ROOM, len(raws))
        elif self._wait(soon, bundled=True):
            for at, arrivals in later.items():
                self._coming.add(at, arrivals, tag, now)
            if later:
                self._set_alarm(tag, now)
        elif later:
            self._wrong(source, NO_ROOM, ahead)

    def _release_due(self) -> tuple[int, float]:
        """Have what is due by now wait to be taken, ahead of what comes now; returns what time it is."""
        tag, now = time_tag(time.time()), self._engine.now()
        for arrivals in self._coming.take(tag, now):
            self._wait(arrivals, bundled=True)
        return tag, now

    def _ring(self) -> None:
        """The time has come for something that waits, or the wall clock was set."""
        if self._coming:
            self._set_alarm(*self._release_due())
            self._soon()

    def _set_alarm(self, tag: int, now: float) -> None:
        if self._alarm:
            self._alarm.cancel()
        wait = self._coming.wait(tag, now)
        self._alarm = None if wait is None else self._engine.later(wait, self._ring)

    def _wait(self, arrivals: Sequence[Arrival], bundled: bool) -> bool:
        """Have messages of one source wait to be taken; returns False, and counts them, if there is no room."""
        newest = self._moves.routes.newest
        if bundled:
            has_room = self._arrivals.add_bundle([(one, one.raw.path in newest) for one in arrivals])
        else:
            [one] = arrivals
            has_room = self._arrivals.add(one, one.raw.path in newest)
        if not has_room:
            self._wrong(arrivals[0].source, NO_ROOM, len(arrivals))
        return has_room

    # From messages to moves

    def _take(self) -> bool:
        """Take messages for a while; returns whether there are more."""
        now = began = self._engine.now()
        count = 0
        more = True
        while more and now - began < TAKE:
            for _ in self._begun:
                count += 1
                if count % LOOK == 0:
                    break
            else:
                more = len(self._arrivals) > 0
                if more:
                    self._begun = self._moves.take(self._arrivals.take(), now, self._events)
                    count += 1
            if count % LOOK == 0:
                now = self._engine.now()
        self._engine.publish(self._events[:])
        self._events.clear()
        return more

    def _wrong(self, source: Source, reason: object, times: int = 1) -> None:
        self._desk.monitor.wrong(source.who, str(reason), times)
