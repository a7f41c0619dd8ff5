"""The whole state, as a welcome or a new show tells it to pages.

What is the same for many pages is written once: the show. Texts that are too long for one message go before it, in
parts of a bounded size, as the page takes them; so no page's welcome takes memory for more than one part.
"""

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from webui.core.devices.devices import Role
from webui.core.show.show import Show
from webui.core.surface.surface import Surface
from webui.limits import MOST_SHOW, MOST_TEXTS
from webui.sockets.frames import frame_head, framed
from webui.sockets.packets import event_packet, head
from webui.wire.operations import STAGE, joined_text, write_rest

PART = 30_000
"""Characters that one part has: of texts, or of the show."""

SHARED = 64 * 1024
"""Bytes of a written show that is sent as a piece of its own: what of it waits is there once for all lines."""

MAX_CACHE = 4 * 1024 * 1024
"""Bytes of written parts that are kept for other pages: those that come together are told them one after another."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A show as a role sees it: its controls' ids, and how it is written. Of a large one, in parts that go before."""

    controls: frozenset[str]
    data: bytes
    parts: tuple[bytes, ...]


class Layouts:
    """The layouts of the show, each made once for all pages, until there is another show."""

    def __init__(self) -> None:
        self._show: Show | None = None
        self._made: dict[Role, Layout] = {}

    def of(self, show: Show, role: Role) -> Layout:
        """Return what a role sees of a show."""
        if show is not self._show:
            self._show = show
            self._made.clear()
        if role not in self._made:
            seen = show.seen_by(role)
            text = json.dumps(seen.describe(), separators=(",", ":"))
            starts = range(0, len(text), PART) if len(text) > MOST_SHOW else ()
            parts = (framed(event_packet(STAGE, "part", {}, start, text[start : start + PART])) for start in starts)
            self._made[role] = Layout(frozenset(seen.controls), text.encode(), tuple(parts))
        return self._made[role]


@dataclass(slots=True)
class Arrival:
    """What one page was told of a whole state, before the message that has the rest."""

    event: str
    parts: int = 0
    """How many parts it was told."""
    show: Show | None = None
    """The show whose layout it was told, and how many parts of that."""
    laid: int = 0
    waiting: list[str] | None = None
    """The controls whose texts are told next; None: not looked for yet."""
    told: dict[str, str] = field(default_factory=dict)


class States:
    """Writes whole states. Engine's thread only."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._layouts = Layouts()
        self._parts: OrderedDict[str, tuple[Sequence[str], bytes]] = OrderedDict()
        self._size = 0
        self._shown: tuple[tuple[Role, int, int], tuple[bytes, ...]] | None = None

    def part(self, arrival: Arrival, role: Role) -> bytes | None:
        """Return the next part of what is too large for one message, or None where the rest is not."""
        arrival.parts += 1
        layout = self._layouts.of(self._surface.show, role)
        if arrival.show is not self._surface.show:
            arrival.show, arrival.laid = self._surface.show, 0
        if arrival.laid < len(layout.parts):
            arrival.laid += 1
            return layout.parts[arrival.laid - 1]
        if not arrival.waiting:
            arrival.waiting = self._untold(arrival, role)
            if arrival.waiting is None:
                return None
        texts: dict[str, str] = {}
        size = 0
        while arrival.waiting and size < PART:
            control = arrival.waiting.pop()
            value = self._surface.find(control)
            if isinstance(value, str):
                texts[control] = value
                size += len(value)
        arrival.told |= texts
        return self._written(texts)

    def _untold(self, arrival: Arrival, role: Role) -> list[str] | None:
        """Return the controls whose texts the page was not told as they are now, last first; None if they are few."""
        snapshot = self._surface.snapshot()
        seen = self._layouts.of(snapshot.show, role).controls
        texts = {
            control: value
            for control, value in snapshot.values.items()
            if isinstance(value, str) and control in seen and arrival.told.get(control) is not value
        }
        return list(reversed(texts)) if joined_text(texts) > MOST_TEXTS else None

    def _written(self, texts: Mapping[str, str]) -> bytes:
        """Write a part, or return it as it was written for another page: with the very same texts."""
        first, values = next(iter(texts), ""), list(texts.values())
        found = self._parts.get(first)
        if found and len(found[0]) == len(values) and all(map(_is, found[0], values)):
            self._parts.move_to_end(first)
            return found[1]
        if found:
            self._size -= len(self._parts.pop(first)[1])
        data = framed(event_packet(STAGE, "part", texts))
        self._parts[first] = values, data
        self._size += len(data)
        while self._size > MAX_CACHE and len(self._parts) > 1:
            _, (_, gone) = self._parts.popitem(last=False)
            self._size -= len(gone)
        return data

    def show(self, role: Role, now: float, told: Mapping[str, str], count: int) -> tuple[bytes, ...]:
        """Return a new show; the same one for pages that know as little, until something changes.

        `count` is how many numbers the feeds brought so far.
        """
        if told:
            return self.whole("show", role, now, told, {})
        key = role, self._surface.revision, count
        if self._shown is None or self._shown[0] != key:
            self._shown = key, self.whole("show", role, now, told, {})
        return self._shown[1]

    def whole(
        self, event: str, role: Role, now: float, told: Mapping[str, str], rest: Mapping[str, object]
    ) -> tuple[bytes, ...]:
        """Return a welcome or a new show as the pieces of one frame, without what was told in parts."""
        snapshot = self._surface.snapshot(now)
        layout = self._layouts.of(snapshot.show, role)
        state = write_rest(snapshot, layout.controls)
        if told:
            state["values"] = {
                control: value for control, value in state["values"].items() if told.get(control) is not value
            }
        body = json.dumps({**rest, **state}, separators=(",", ":"))
        before = f'{head(STAGE)}["{event}",{body[:-1]}'.encode()
        if layout.parts:
            return (framed(before + _END),)
        if len(layout.data) < SHARED:
            return (framed(before + _SHOW + layout.data + _END),)
        size = len(before) + len(_SHOW) + len(layout.data) + len(_END)
        return frame_head(size) + before + _SHOW, layout.data, _END


_SHOW, _END = b',"show":', b"}]"


def _is(one: object, other: object) -> bool:
    return one is other
