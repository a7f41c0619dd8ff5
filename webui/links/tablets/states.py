"""The whole state, as a welcome or a new show tells it to pages.

What is the same for many pages is written once: the show. Texts that are too long for one message go before it, in
parts of a bounded size, as the page takes them; so no page's welcome takes memory for more than one part.
"""

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from webui.core.devices import Role
from webui.core.show import Show
from webui.core.surface import Surface
from webui.core.values import Value
from webui.framing import frame_head, framed
from webui.packets import event_packet, head
from webui.wire import STAGE, write_rest

PART = 50_000
"""Characters of texts that one message has. A page's first message has the others' values as well, and the show."""

MAX_CACHE = 4 * 1024 * 1024
"""Bytes of written parts that are kept for other pages: those that come together are told them one after another."""


def joined_text(values: Mapping[str, Value]) -> int:
    """Return how many characters the texts among values have together."""
    return sum(len(value) for value in values.values() if isinstance(value, str))


class Layouts:
    """The show as a role sees it, with its controls' ids, and written: once for all pages, until there is another."""

    def __init__(self) -> None:
        self._show: Show | None = None
        self._written: dict[Role, tuple[frozenset[str], bytes]] = {}

    def of(self, show: Show, role: Role) -> tuple[frozenset[str], bytes]:
        """Return which controls a role sees, and what it is told of the show."""
        if show is not self._show:
            self._show = show
            self._written.clear()
        found = self._written.get(role)
        if found is None:
            seen = show.seen_by(role)
            text = json.dumps(seen.describe(), separators=(",", ":")).encode()
            found = self._written[role] = frozenset(seen.controls), text
        return found


@dataclass(slots=True)
class Arrival:
    """What one page was told of the long texts, before the message that has all the rest."""

    event: str
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
        """Return the next message with texts, or None where those that are left fit into the state's own message."""
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
        seen, _ = self._layouts.of(snapshot.show, role)
        texts = {
            control: value
            for control, value in snapshot.values.items()
            if isinstance(value, str) and control in seen and arrival.told.get(control) is not value
        }
        return list(reversed(texts)) if joined_text(texts) > PART else None

    def _written(self, texts: Mapping[str, str]) -> bytes:
        """Write a part, or return it as it was written for another page: with the very same texts."""
        first, values = next(iter(texts), ""), list(texts.values())
        found = self._parts.get(first)
        if found and len(found[0]) == len(values) and all(map(_is, found[0], values)):
            self._parts.move_to_end(first)
            return found[1]
        if found:
            self._size -= len(self._parts.pop(first)[1])
        data = framed(event_packet(STAGE, "values", texts))
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
        """Return a welcome or a new show as pieces of one frame, without the texts that were told already."""
        snapshot = self._surface.snapshot(now)
        seen, layout = self._layouts.of(snapshot.show, role)
        state = write_rest(snapshot, seen)
        if told:
            state["values"] = {
                control: value for control, value in state["values"].items() if told.get(control) is not value
            }
        body = json.dumps({**rest, **state}, separators=(",", ":"))
        before = f'{head(STAGE)}["{event}",{body[:-1]},"show":'.encode()
        return frame_head(len(before) + len(layout) + len(_END)) + before, layout, _END


_END = b"}]"


def _is(one: object, other: object) -> bool:
    return one is other
