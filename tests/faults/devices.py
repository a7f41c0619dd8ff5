"""Devices that live through faults as our own page does: a session, operations until they are kept, reconnecting."""

import itertools
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from socketio.exceptions import SocketIOError

from tests.clients import Page, Refused
from tests.stage import PATIENCE

PROBE_EVERY = 0.3
"""Seconds between two tries to be back, as the page has it."""

_names = itertools.count(1)


class Device:
    """One page load in Python. It remembers what is not kept, and sends it again, merged, when it is back."""

    def __init__(self, url: str) -> None:
        self.session = f"fault-session-{next(_names)}"
        self._url = url
        self._remembered: dict[int, tuple[dict[str, Any], list[Any]]] = {}
        self.moved: dict[int, dict[str, Any]] = {}
        """What each operation moved, as it was sent last."""
        self.acts: list[Any] = []
        """What it told by acts besides the moves, since the last connection."""
        self.page = self._connected()

    @property
    def n(self) -> int:
        """The number of the last operation."""
        return self.page.n

    @property
    def kept(self) -> int:
        """What it was last told that is kept."""
        return self.page.kept

    @property
    def state(self) -> tuple[int, dict[str, Any]]:
        """Revision and values, as it was told."""
        with self.page.changed:
            return self.page.revision, dict(self.page.values)

    def move(self, **moves: Any) -> int:
        """Move controls; sent at once if it is connected. Returns the operation's number."""
        return self._operate(moves, [])

    def press(self, control: str, at: float | None = None) -> int:
        """Press a button, at a time of the server's; now if none is given."""
        return self._operate({}, [["press", control, self.page.now() if at is None else at]])

    def release(self, control: str) -> int:
        """Let go of a button."""
        return self._operate({}, [["release", control]])

    def _operate(self, moves: dict[str, Any], acts: list[Any]) -> int:
        n = self.page.n + 1
        self._remembered[n] = (moves, acts)
        self.moved[n] = moves
        with suppress(SocketIOError):
            # While the connection is gone the operation waits here.
            self.page.op(moves, acts)
        return n

    def gone(self) -> None:
        """Wait until it noticed that its server is gone; what was under way to it has arrived by then."""
        self.page.wait(lambda: not self.page.connected, "for the connection to end")
        self.page.close()

    def back(self) -> None:
        """Connect anew, as often as it takes, and send again what the server has not seen."""
        kept = self.kept
        self.page.close()
        self.page = self._connected()
        seen, acts = self.page.welcome["seen"], []
        assert seen >= kept, f"operation {kept} was said to be kept, but {seen} is the last that is known"
        moves: dict[str, Any] = {}
        unseen = {n: done for n, done in self._remembered.items() if n > seen}
        for n, (its_moves, its_acts) in unseen.items():
            moves.update(its_moves)
            acts += its_acts
            del self._remembered[n], self.moved[n]
        if unseen:
            self._operate(moves, acts)

    def _connected(self) -> Page:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return Page(self._url, self.session)
            except Refused:
                assert time.monotonic() < deadline, "the server lets nobody in"
                time.sleep(PROBE_EVERY)

    def follow(self) -> None:
        """Be back if the connection was lost."""
        if not self.page.connected:
            self.back()

    def settles(self) -> None:
        """Wait until all it did is kept, through lost connections; nothing of it may have been refused as a whole."""
        while True:
            self.follow()
            page = self.page
            page.wait(lambda page=page: page.kept >= page.n or not page.connected, "for all to be kept")
            if page.connected:
                break
        assert not [refusal for refusal in self.page.refused if refusal[1] is None], self.page.refused

    def wait(self, condition: Callable[[], Any], why: str = "") -> None:
        """Wait for something that messages bring about."""
        self.page.wait(condition, why)

    def close(self) -> None:
        """Go."""
        self.page.close()
