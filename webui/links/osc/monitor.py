"""What goes out and comes in by OSC, counted, and the newest of it kept, for operators to see."""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from webui.core.osc.learning import Learning

MAX_SEEN = 500
"""Messages that are kept to be looked at, the newest."""

MAX_CAUSES = 200
"""Pairs of who and why that are counted apart; others count together."""

MAX_WHO = 200
"""Targets and sources that are counted apart; others count together."""

OUT, IN = "out", "in"

OTHERS = "others"

_KINDS = {bool: "T", int: "i", float: "f", str: "s", bytes: "b", type(None): "N", list: "[", tuple: "["}


def kinds(arguments: Sequence[object]) -> str:
    """Return the OSC types of arguments, a letter each, as far as Python's own types have them; "?" for others."""
    return "".join("F" if one is False else _KINDS.get(type(one), "?") for one in arguments)


class Seen(NamedTuple):
    """One message: `n` its running number, `way` "out" or "in", `who` a target's id or a source's address, `at` the
    engine's time."""

    n: int
    way: str
    who: str
    address: str
    arguments: tuple[object, ...]
    at: float


class Monitor:
    """What the sender and the listener say of what they do: nothing is made into words here. In the engine's thread."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self.seen: deque[Seen] = deque(maxlen=MAX_SEEN)
        self.count = 0
        """Messages so far, both ways: the running number of the newest."""
        self.sent_to: Counter[str] = Counter()
        """Messages sent, by target."""
        self.came_from: Counter[str] = Counter()
        """Messages that were read, by who sent them."""
        self.causes: Counter[tuple[str, str]] = Counter()
        """What was wrong, by who and why."""
        self.learning: Learning | None = None
        """What takes in all that comes while an address is learned."""

    def sent(self, target: str, address: str, arguments: Sequence[object]) -> None:
        """A message went out."""
        self._note(self.sent_to, OUT, target, address, arguments)

    def came(self, source: str, address: str, arguments: Sequence[object]) -> None:
        """A message came in from an allowed source and could be read; whether it moves anything is another matter.

        `source` is a target's id where it comes from one, else the address that it was sent from.
        """
        self._note(self.came_from, IN, source, address, arguments)
        if self.learning:
            self.learning.take(source, address, tuple(arguments), kinds(arguments))

    def wrong(self, who: str, reason: str, times: int = 1) -> None:
        """A packet, a source, a message or a target was no good; `reason` is one of a few sentences."""
        key = (who, reason)
        self.causes[key if key in self.causes or len(self.causes) < MAX_CAUSES else (OTHERS, reason)] += times

    def _note(self, counter: Counter[str], way: str, who: str, address: str, arguments: Sequence[object]) -> None:
        self.count += 1
        counter[who if who in counter or len(counter) < MAX_WHO else OTHERS] += 1
        self.seen.append(Seen(self.count, way, who, address, tuple(arguments), self._now()))
