"""All values at once, for a program that starts late: few at a time, and after all moves.

A packet of 24 bytes asks for all that a show has, and says itself where that goes. So one computer is answered once in
EVERY, only so many wait, and what goes out is paced: nobody delays a move by asking, nor has us flood a third computer.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator

from webui.core.surface.surface import Surface
from webui.engine.engine import Engine
from webui.links.osc.packets import encode
from webui.links.osc.send.messages import Item, Route, packed
from webui.links.osc.sources import Source

EVERY = 1000.0
"""Milliseconds after which a computer may ask again."""

MAX_ASKED = 4
"""Computers that wait for an answer."""

PACE = 4.0
"""Milliseconds from one packet of an answer to the next: 370 kB a second at the most, whoever asks."""


class Dumps:
    """Answers one computer after the other. `send` sends a packet to a place, `is_busy` says whether moves wait."""

    def __init__(self, engine: Engine, send: Callable[[bytes, str, int], None], is_busy: Callable[[], bool]) -> None:
        self._engine = engine
        self._send = send
        self._is_busy = is_busy
        self._asked: dict[str, float] = {}
        self._waiting: deque[tuple[str, int]] = deque()
        self._packets: Iterator[bytes] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def may_ask(self, source: Source, now: float) -> bool:
        """Say whether a computer may ask for all values now; if so, it has."""
        self._asked = {host: at for host, at in self._asked.items() if now - at < EVERY}
        if source.host in self._asked or len(self._waiting) >= MAX_ASKED:
            return False
        self._asked[source.host] = now
        return True

    def answer(self, host: str, port: int) -> None:
        """Send all values to a place, after those who asked before."""
        self._waiting.append((host, port))
        if self._timer is None:
            self._go_on()

    def clear(self) -> None:
        """Answer nobody any more."""
        self._waiting.clear()
        self._packets = None
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def begin_again(self) -> None:
        """Answer once more from the start whoever is being answered: the show was edited."""
        self._packets = None

    def _go_on(self) -> None:
        self._timer = self._engine.later(PACE, self._send_one)

    def _send_one(self) -> None:
        """Send one packet, if no moves wait; the last one of an answer is followed by the next answer."""
        if not self._is_busy():
            if self._packets is None:
                self._packets = all_values(self._engine.surface)
            data = next(self._packets, None)
            if data is None:
                self._packets = None
                self._waiting.popleft()
            else:
                self._send(data, *self._waiting[0])
        if self._waiting:
            self._go_on()
        else:
            self._timer = None


def all_values(surface: Surface) -> Iterator[bytes]:
    """Return packets that say how all controls stand, by those of their addresses that are not one target's alone."""
    return (data for data, _ in packed(_items(surface), bundles=True))


def _items(surface: Surface) -> Iterator[Item]:
    for control in surface.show.controls.values():
        for number, address in enumerate(control.osc):
            route = Route((control.id, number), control, address)
            if route.is_state and not address.targets:
                value = surface.value(control.id)
                said = route.tell(value)
                yield Item(route, value, encode(address.address, said), said)
