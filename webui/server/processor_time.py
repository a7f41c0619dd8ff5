"""The processor's time that requests take: each holder has some of its own, and beyond it what is left of all's.

While requests from elsewhere together take less than their share nobody waits. When they take more, those wait whose
holder has used up its own: a crowd that asks for costly pages slows itself, and no tablet that comes back.
"""

import threading
import time
from collections.abc import Callable

from webui.limits import (
    ADDRESS_BURST,
    ALL_BURST,
    DEVICE_BURST,
    LONG_BODIES,
    LONG_BODIES_OF_DEVICE,
    PLACE_WITHIN,
    WORK_EACH,
    WORK_IN_ALL,
    WORK_OF_ADDRESS,
    WORK_OF_DEVICE,
)

MAX_HOLDERS = 1000
"""Holders that are remembered; of more, those are forgotten that used nothing for longest."""


class _Purse:
    """Seconds of the processor that refill with time; may be owed."""

    def __init__(self, rate: float, most: float, now: float) -> None:
        self._rate = rate
        self._most = most
        self._left = most
        self._at = now

    def left(self, now: float) -> float:
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now
        return self._left

    def spend(self, seconds: float) -> None:
        self._left -= seconds

    @property
    def wait(self) -> float:
        """Seconds until nothing is owed any more."""
        return max(0.0, -self._left / self._rate)


class Work:
    """What requests from elsewhere take. May be used from any thread; times are seconds on any clock."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._all = _Purse(WORK_IN_ALL, ALL_BURST, now())
        self._own: dict[str, _Purse] = {}
        """By holder, the one that was idle for longest first."""
        self._long: dict[str, int] = {}
        """Long bodies that are under way, by holder."""

    def wait(self, holder: str, is_known: bool) -> float:
        """Return for how many seconds a request has to wait, mostly 0: a device's, or of strangers at an address."""
        with self._lock:
            now = self._now()
            if self._all.left(now) > 0:
                return 0.0
            own = self._purse(holder, is_known, now)
            return 0.0 if own.left(now) > 0 else min(own.wait, self._all.wait) + WORK_EACH

    def comes(self, holder: str, is_known: bool) -> bool:
        """Wait until a request may take time of the processor, and say whether that was soon enough."""
        until = time.monotonic() + PLACE_WITHIN
        while wait := self.wait(holder, is_known):
            if time.monotonic() + wait > until:
                return False
            time.sleep(wait)
        return True

    def spend(self, holder: str, is_known: bool, seconds: float) -> None:
        """Note how many seconds of the processor a request took."""
        with self._lock:
            now = self._now()
            seconds += WORK_EACH
            own = self._purse(holder, is_known, now)
            if own.left(now) > -own._most:
                own.spend(seconds)
            if self._all.left(now) > -ALL_BURST:
                self._all.spend(seconds)

    def begin_long(self, holder: str) -> bool:
        """Say whether a request with a long body may come in now; then `end_long` has to follow."""
        with self._lock:
            its = self._long.get(holder, 0)
            may = its < LONG_BODIES_OF_DEVICE and sum(self._long.values()) < LONG_BODIES
            if may:
                self._long[holder] = its + 1
            return may

    def end_long(self, holder: str) -> None:
        """Note that a long body was taken."""
        with self._lock:
            self._long[holder] -= 1
            if not self._long[holder]:
                del self._long[holder]

    def _purse(self, holder: str, is_known: bool, now: float) -> _Purse:
        rate, most = (WORK_OF_DEVICE, DEVICE_BURST) if is_known else (WORK_OF_ADDRESS, ADDRESS_BURST)
        purse = self._own.pop(holder, None) or _Purse(rate, most, now)
        self._own[holder] = purse
        while len(self._own) > MAX_HOLDERS:
            del self._own[next(iter(self._own))]
        return purse
