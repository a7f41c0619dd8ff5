"""How many devices may join, and which one makes room when the list is full. Times are milliseconds of the engine's
clock, but for a device's `joined` and `seen`, which are seconds since 1970.
"""

from collections import deque
from collections.abc import Container, Iterable

from webui.core.devices.devices import SCREEN, Device, Role
from webui.core.errors import TooMany, TooSoon

MAX_KNOWN = 500
"""Devices that are known, here or away."""

JOINS_PER_MINUTE = 60
"""New devices of one address within a minute. Twenty tablets that scan the code at the same time, behind one router,
join three times each before they reach it; whoever fills the list by it needs more than eight minutes."""

MINUTE = 60_000.0

LONG_AWAY_S = 90 * 86_400.0
"""Seconds after which a device that was not here may make room for a new one: a house is closed for a summer."""

MAX_ADDRESSES = 1_000
"""Addresses that are remembered; of more, those from where nobody joined for longest are forgotten."""

TOLD_FOR = 600_000.0
"""Milliseconds for which operators are told that devices made room, or that there was none."""


def who_goes(devices: Iterable[Device], here: Container[str], at: float) -> Device | None:
    """Return the device that makes room for a new one at a time (seconds since 1970), or None: all stay.

    First go those that joined and never connected, the oldest first, then those that were not here for long. Operators,
    programs (an operator made their keys) and those that are `here` (ids) always stay.
    """
    may_go = [one for one in devices if one.kind == SCREEN and one.role < Role.OPERATOR and one.id not in here]
    # Joining sets both to the same time, and connecting sets only `seen`, on a clock that may have jumped since.
    unused = [one for one in may_go if one.seen == one.joined]
    if unused:
        return min(unused, key=lambda one: one.joined)
    away = [one for one in may_go if at - max(one.seen, one.joined) >= LONG_AWAY_S]
    return min(away, key=lambda one: one.seen, default=None)


class Joins:
    """Counts joins by address, and remembers what operators should know of them."""

    def __init__(self) -> None:
        self._by: dict[str, deque[float]] = {}
        """When devices of an address joined within the last minute; the address of the newest is last."""
        self._hurried: dict[str, float] = {}
        """When an address was refused last."""
        self._went = 0
        """How many devices made room, lately."""
        self._went_at = float("-inf")
        self._full_at = float("-inf")

    def check(self, address: str, now: float) -> None:
        """Raise TooSoon if too many devices of an address joined within a minute."""
        joined = self._by.get(address)
        while joined and now - joined[0] >= MINUTE:
            joined.popleft()
        if joined and len(joined) >= JOINS_PER_MINUTE:
            self._hurried[address] = now
            self._trim(self._hurried)
            wait = int((joined[0] + MINUTE - now) // 1000) + 1
            raise TooSoon(f"Too many devices join from this network at once. Try again in {wait} s.", wait)

    def note(self, address: str, now: float) -> None:
        """Note that a new device joined, after `check`."""
        joined = self._by.pop(address, None)
        self._by[address] = deque([now]) if joined is None else joined
        if joined is not None:
            joined.append(now)
        self._trim(self._by)

    def note_gone(self, now: float) -> None:
        """Note that a device made room for a new one."""
        self._went = self._went + 1 if now - self._went_at < TOLD_FOR else 1
        self._went_at = now

    def full(self, now: float) -> TooMany:
        """Note that nobody makes room for a new device; returns the error to raise."""
        self._full_at = now
        return TooMany(f"Sidestage knows {MAX_KNOWN} devices already. The operator has to forget some.")

    def warning(self, now: float) -> str:
        """Return what operators should know of devices that join, or an empty text."""
        if now - self._full_at < TOLD_FOR:
            return (
                f"A device could not join: Sidestage knows {MAX_KNOWN} devices, and all of them were in use. "
                "Forget some under Devices. Those that are let in already go on as before."
            )
        hurried = [address for address, at in self._hurried.items() if now - at < MINUTE]
        if hurried:
            return (
                f"More than {JOINS_PER_MINUTE} devices joined from {hurried[-1]} within a minute, so others there have "
                "to wait. If they are not yours, make a new code under Join."
            )
        if now - self._went_at < TOLD_FOR:
            which = "A device" if self._went == 1 else f"{self._went} devices"
            was = "was" if self._went == 1 else "were"
            return (
                f"{which} that never connected, or not for {LONG_AWAY_S // 86_400:.0f} days, {was} forgotten to make "
                f"room for new ones: Sidestage knows {MAX_KNOWN} at most. If they are not yours, make a new code."
            )
        return ""

    def _trim(self, by: dict[str, deque[float]] | dict[str, float]) -> None:
        while len(by) > MAX_ADDRESSES:
            del by[next(iter(by))]
