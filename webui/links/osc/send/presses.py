"""Presses and releases that go to one target: each of them, in order, and no press that comes late."""

from collections import deque
from collections.abc import Callable
from itertools import islice

from webui.core.surface.surface import PRESS_LIFE
from webui.links.osc.send.messages import Item

MAX_ACTS = 1000
"""Presses and releases that wait; the newest stay."""

TOO_LATE = "A press could not be sent in time, and was not"
OVERFLOW = "More presses than could be sent"


class Acts:
    """Those that wait, and releases that are due although no press was told.

    `wrong` is called with the reason each time that something can't be sent, `dropped` with what is not sent.
    """

    def __init__(self, wrong: Callable[[str], None], dropped: Callable[[list[Item]], None]) -> None:
        self._wrong = wrong
        self._dropped = dropped
        self._waiting: deque[Item] = deque()
        self._down: dict[str, list[Item]] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, item: Item) -> None:
        """Have an act wait; it is the newest."""
        if len(self._waiting) >= MAX_ACTS:
            self._dropped([self._waiting.popleft()])
            self._wrong(OVERFLOW)
        self._waiting.append(item)

    def timely(self, most: int, now: float) -> list[Item]:
        """Return those that are next, and forget presses that are too late."""
        for item in [item for item in self._waiting if item.at is not None and now - item.at > PRESS_LIFE]:
            self._waiting.remove(item)
            self._wrong(TOO_LATE)
        return list(islice(self._waiting, most))

    def gone(self) -> None:
        """The next one is under way."""
        self._waiting.popleft()

    def withdraw(self, is_void: Callable[[Item], bool]) -> int:
        """Forget those of which that is true; returns how many."""
        void = [item for item in self._waiting if is_void(item)]
        for item in void:
            self._waiting.remove(item)
        self._dropped(void)
        return len(void)

    def pressed(self, control: str, release: Item) -> None:
        """A control is pressed, of which only the release is told: this."""
        self._down.setdefault(control, []).append(release)

    def is_down(self, control: str) -> bool:
        """Whether a release will have to be told: of a press that waits, or of one that is not told itself."""
        return control in self._down or any(item.value and item.route.key[0] == control for item in self._waiting)

    def released(self, control: str) -> None:
        """It is released."""
        self._down.pop(control, None)

    def release(self, is_over: Callable[[str], bool]) -> None:
        """Have the releases go that are due, for which nobody asked."""
        for control in [control for control in self._down if is_over(control)]:
            for item in self._down.pop(control):
                self.add(item)
