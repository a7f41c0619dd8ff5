"""Messages, read: which hands' values they tell, and what else is to be done with them."""

from dataclasses import dataclass
from typing import Any

from tests.bench.record import Told

CACHED = 4096
KEPT = 2000
"""Bytes up to which what was read once is remembered, and how many of that."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message, read: the values of hands in it, all names in it, and the event where more is to be done with it."""

    told: Told = ()
    names: tuple[str, ...] = ()
    event: list[Any] | None = None
    frame: tuple[int, int, int] | None = None
    """A frame's seq, since and revision."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one read gave, if it was whole messages: the same bytes mean the same to every client of a kind."""

    messages: tuple[Message, ...]
    told: tuple[Told, ...]
    """Of the messages that have values."""
    plain: bool
    """Whether there is nothing to do but to note what was told."""


def control(hand: int) -> str:
    """Return the control that a hand moves."""
    return f"hand{hand}"


def names_of(hands: int, controls: int) -> list[str]:
    """Return the controls of a show: one a hand, and others that nobody moves."""
    return [control(hand) for hand in range(hands)] + [f"rest{number}" for number in range(hands, controls)]


def hand_of(who: str) -> int | None:
    """Return whose control it is; None for one that no hand moves."""
    return int(who[4:]) if who.startswith("hand") else None


def told_of(values: dict[str, Any]) -> Told:
    """Return the hands' values among all."""
    return tuple([(hand, int(value)) for who, value in values.items() if (hand := hand_of(who)) is not None])


def remember(known: dict[bytes, Any], data: bytes, found: object) -> None:
    """Keep what bytes mean, as long as there is room for it."""
    if len(data) <= CACHED:
        if len(known) >= KEPT:
            known.clear()
        known[data] = found
