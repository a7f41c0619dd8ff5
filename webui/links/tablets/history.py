"""What feeds keep from before a page came: asked for by the page, piece by piece, and told as far as it can be drawn.

A piece costs the engine's thread a millisecond or two: they are made in turns, and what many pages ask for is written
once.
"""

import json
from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from webui.core.devices.devices import Connection
from webui.core.errors import BadValue, Malformed, NoSuchFeed, TooMany
from webui.core.show.feeds import Window
from webui.core.show.fields import MAX_ID
from webui.core.surface.events import Event, ShowChanged
from webui.core.values import number
from webui.engine.engine import Engine
from webui.engine.turns import Turns
from webui.links.topics import Encoded, Later, Pages, Request, Topic

MAX_WIDTH = 4096
"""Milliseconds of a column, a power of two: an hour has nine hundred of the widest."""

BLOCK = 128
"""Columns that are written together, and kept so for other pages."""

PIECE = 512
"""Points that are enough for one answer: a few kilobytes, behind which no move has to wait for long."""

FRESH = 2
"""Blocks that one answer may have that were not written before: each takes up to a millisecond."""

MAX_ASKED = 4
"""Pieces that one page may wait for."""

MAX_CACHE = 8 * 1024 * 1024
"""Characters of written blocks that are kept: those of eight feeds of an hour are less than one million."""


@dataclass(frozen=True, slots=True)
class Past:
    """Which of a feed's numbers a page asks for: from `since` to `before`, not included, in columns of `width` ms."""

    feed: str
    width: int
    since: float
    before: float


class Blocks:
    """Written blocks of columns, of which the ones that nobody asked for the longest are forgotten first."""

    def __init__(self) -> None:
        self._texts: OrderedDict[tuple[str, int, float], tuple[int, str]] = OrderedDict()
        self._size = 0

    def get(self, key: tuple[str, int, float]) -> tuple[int, str] | None:
        """Return how many points a block has, and its text."""
        found = self._texts.get(key)
        if found:
            self._texts.move_to_end(key)
        return found

    def put(self, key: tuple[str, int, float], count: int, text: str) -> None:
        """Keep a block."""
        self._texts[key] = count, text
        self._size += len(text)
        while self._size > MAX_CACHE:
            _, (_, gone) = self._texts.popitem(last=False)
            self._size -= len(gone)

    def clear(self) -> None:
        """Forget them all."""
        self._texts.clear()
        self._size = 0


@dataclass(frozen=True, slots=True)
class _Asked:
    connection: str
    past: Past
    answer: Later


class History(Topic):
    """Answers `history`."""

    def __init__(self, pages: Pages) -> None:
        super().__init__(pages)
        self.requests = {"history": Request(read_history, self._ask)}
        self._waiting: deque[_Asked] = deque()
        self._blocks = Blocks()

    def start(self, engine: Engine) -> None:
        """Begin."""
        super().start(engine)
        self._turns = Turns(engine, self._step)

    def note(self, events: Sequence[Event]) -> None:
        """Another show's feeds have windows of their own."""
        if any(isinstance(event, ShowChanged) for event in events):
            self._blocks.clear()

    def flush(self, now: float) -> None:
        """Look again at those whose way was not clear."""
        if self._waiting:
            self._turns.begin()

    def _ask(self, connection: Connection, past: Past) -> Later:
        self._engine.surface.window(past.feed)
        if sum(one.connection == connection.id for one in self._waiting) >= MAX_ASKED:
            raise TooMany("One after another")
        answer = Later()
        self._waiting.append(_Asked(connection.id, past, answer))
        self._turns.begin()
        return answer

    def _step(self) -> bool:
        """Make a piece for the first whose way is clear."""
        for _ in range(len(self._waiting)):
            asked = self._waiting.popleft()
            is_clear = self._pages.is_clear(asked.connection)
            if is_clear:
                self._tell(asked)
                return bool(self._waiting)
            if is_clear is not None:
                # It is looked at again when the line says that it is clear.
                self._waiting.append(asked)
        return False

    def _tell(self, asked: _Asked) -> None:
        try:
            window = self._engine.surface.window(asked.past.feed)
        except NoSuchFeed as error:
            asked.answer.give(reason=str(error))
        else:
            asked.answer.give(Encoded(self._piece(window, asked.past)))

    def _piece(self, window: Window, past: Past) -> str:
        """Write the first of what was asked for, and where the rest begins."""
        length = past.width * BLOCK
        texts: list[str] = []
        count = fresh = 0
        now = self._engine.now()
        since = window.first(past.since, now)
        while since < past.before and count < PIECE and fresh < FRESH:
            start = since // length * length
            end = start + length
            # What is whole stays as it is: later numbers have later times.
            is_whole = end <= min(past.before, window.newest) and window.first(start, now) == since
            key = past.feed, past.width, start
            found = self._blocks.get(key) if is_whole else None
            if found is None:
                fresh += 1
                points = window.columns(past.width, start if is_whole else since, min(end, past.before))
                found = len(points), json.dumps(points, separators=(",", ":"))[1:-1]
                if is_whole:
                    self._blocks.put(key, *found)
            count += found[0]
            texts.append(found[1])
            since = window.first(end, now)
        until = json.dumps(since if since < past.before else None)
        return f'{{"points":[{",".join(text for text in texts if text)}],"until":{until}}}'


def read_history(details: Mapping[str, object]) -> Past:
    """Read which numbers a page asks for; raises Malformed."""
    try:
        match details:
            case {"feed": str(feed), "width": int(width), "since": since, "before": before} if len(feed) <= MAX_ID:
                if not isinstance(width, bool) and 1 <= width <= MAX_WIDTH and width.bit_count() == 1:
                    return Past(feed, width, number(since), number(before))
    except BadValue:
        pass
    raise Malformed(f"history: must have feed, width (a power of two up to {MAX_WIDTH}), since and before")
