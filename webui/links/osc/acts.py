"""Presses and releases that go to one target: each of them, in order, and no press that comes late."""

from collections import deque
from collections.abc import Callable
from itertools import islice

from webui.core.surface import PRESS_LIFE
from webui.links.osc.packing import Item

MAX_ACTS = 1000
"""Presses and releases that wait; the newest stay."""

TOO_LATE = "A press could not be sent in time, and was not"
OVERFLOW = "More presses than could be sent"


class Acts:
    """Those that wait, and what is pressed at the target. `wrong` is told of what is not sent, each time."""

    def __init__(self, wrong: Callable[[str], None]) -> None:
        self._wrong = wrong
        self._waiting: deque[Item] = deque()
        self._down: dict[str, list[Item]] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, item: Item) -> None:
        """Have an act wait; it is the newest."""
        if len(self._waiting) >= MAX_ACTS:
            self._waiting.popleft()
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

    def clear(self) -> None:
        """Forget those that wait."""
        self._waiting.clear()

    def pressed(self, control: str, release: Item) -> None:
        """A control is pressed at the target until it is told this."""
        self._down.setdefault(control, []).append(release)

    def is_down(self, control: str) -> bool:
        """Whether the target was told that a control is pressed, and not yet that it is released."""
        return control in self._down

    def released(self, control: str) -> None:
        """It is released."""
        self._down.pop(control, None)

    def release(self, is_over: Callable[[str], bool]) -> None:
        """Release at the target what nobody presses any more although nobody said so."""
        for control in [control for control in self._down if is_over(control)]:
            for item in self._down.pop(control):
                self.add(item)
