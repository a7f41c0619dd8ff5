"""What goes out and comes in by OSC, counted, and the newest of it kept, for operators to see."""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MAX_SEEN = 500
"""Messages that are kept to be looked at, the newest."""

MAX_CAUSES = 200
"""Pairs of who and why that are counted apart; others count together."""

OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Seen:
    """One message: `way` is "out" or "in", `who` a target's id or a source's address, `at` the engine's time."""

    way: str
    who: str
    address: str
    arguments: tuple[object, ...]
    at: float


class Monitor:
    """What the sender and the listener say of what they do. In the engine's thread."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self.seen: deque[Seen] = deque(maxlen=MAX_SEEN)
        self.sent_to: Counter[str] = Counter()
        """Messages sent, by target."""
        self.came_from: Counter[str] = Counter()
        """Messages that were read, by the source's address."""
        self.causes: Counter[tuple[str, str]] = Counter()
        """What was wrong, by who and why."""

    def sent(self, target: str, address: str, arguments: Sequence[object]) -> None:
        """A message went out."""
        self.sent_to[target] += 1
        self.seen.append(Seen("out", target, address, tuple(arguments), self._now()))

    def came(self, source: str, address: str, arguments: Sequence[object]) -> None:
        """A message came in and could be read; whether it moves anything is another matter."""
        self.came_from[source] += 1
        self.seen.append(Seen("in", source, address, tuple(arguments), self._now()))

    def wrong(self, who: str, reason: str) -> None:
        """A packet, a source, a message or a target was no good; `reason` is one of a few sentences."""
        key = (who, reason)
        self.causes[key if key in self.causes or len(self.causes) < MAX_CAUSES else (OTHERS, reason)] += 1
