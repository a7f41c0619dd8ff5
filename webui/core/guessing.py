"""Wrong digits: who types them has to wait, longer each time, alone and all together. Times are milliseconds.

Of a million codes one is right, and of all that is typed against one code at most MAX_WRONG wrong ones are looked at,
by whomever and for however long. So 10,000 tries, or a million, get in with a probability of 300 / 1,000,000: 0.03 %.
Who has not the patience for the waits gets in far less: 10,000 tries within a minute are 18 looks, 0.002 %.
"""

from dataclasses import dataclass

from webui.core.errors import TooSoon

FREE = 4
"""Wrong digits of one address that cost no wait: fingers slip."""

FREE_OF_ALL = 12
"""The same of all addresses together: a band joins at once, and some mistype."""

FIRST_WAIT = 2_000.0
"""The wait after the next wrong ones, which doubles with each."""

LONGEST_WAIT = 60_000.0
"""The longest wait."""

FORGET = 600_000.0
"""An address that typed nothing wrong for so long begins anew, and so do all together."""

MAX_WRONG = 300
"""Wrong digits of all addresses after which a code's digits are looked at no more; its link goes on."""

MAX_ADDRESSES = 1_000
"""Addresses that are remembered; of more, those that were quiet for longest are forgotten."""

OFTEN = FREE + 2
"""Wrong digits of one address from which on the operators hear of it."""


@dataclass(slots=True)
class _Tries:
    free: int
    wrong: int = 0
    at: float = float("-inf")

    def until(self) -> float:
        """When the next try counts."""
        over = self.wrong - self.free
        return self.at + min(FIRST_WAIT * 2.0 ** min(over - 1, 20), LONGEST_WAIT) if over > 0 else float("-inf")

    def is_old(self, now: float) -> bool:
        return now - self.at >= FORGET


class Guesses:
    """Who typed how many wrong digits."""

    def __init__(self) -> None:
        self._by: dict[str, _Tries] = {}
        """By address, the one that was quiet for longest first."""
        self._all = _Tries(FREE_OF_ALL)
        self.wrong = 0
        """Wrong digits since the code was made."""

    @property
    def is_over(self) -> bool:
        """Whether so many were wrong that this code's digits are looked at no more."""
        return self.wrong >= MAX_WRONG

    def anew(self) -> None:
        """There is another code: what was typed against the old one tells nothing about it. The waits stay."""
        self.wrong = 0

    def check(self, address: str, now: float) -> None:
        """Raise TooSoon if an address has to wait."""
        self._forget(now)
        tries = self._by.get(address)
        until = max(self._all.until(), tries.until() if tries else float("-inf"))
        if until > now:
            wait = int((until - now) // 1000) + 1
            raise TooSoon(f"Too many wrong digits. Wait {wait} s, or scan the code.", wait)

    def note_wrong(self, address: str, now: float) -> None:
        """Note wrong digits, after `check`."""
        tries = self._by.pop(address, None) or _Tries(FREE)
        self._by[address] = tries
        for one in (tries, self._all):
            one.wrong += 1
            one.at = now
        self.wrong += 1
        while len(self._by) > MAX_ADDRESSES:
            del self._by[next(iter(self._by))]

    def note_right(self, address: str) -> None:
        """Note right digits: whoever knows them did not guess."""
        self._by.pop(address, None)

    def warning(self, now: float) -> str:
        """Return what operators should know of those who guess now, or an empty text."""
        self._forget(now)
        often = [address for address, tries in self._by.items() if tries.wrong >= OFTEN]
        if self.is_over:
            return (
                f"The digits were typed wrong {MAX_WRONG} times, so they let nobody in any more. "
                "The code can still be scanned. For other digits, make a new one."
            )
        if often:
            more = len(often) - 1
            others = f" and {more} other{'s' if more > 1 else ''}" if more else ""
            who = f"Somebody at {often[-1]}{others}"
            return f"{who} types wrong digits again and again. They have to wait, longer each time."
        if self._all.wrong > FREE_OF_ALL:
            return (
                "Many type wrong digits. Whoever types has to wait, longer each time; the code can be scanned as ever."
            )
        return ""

    def _forget(self, now: float) -> None:
        while self._by and next(iter(self._by.values())).is_old(now):
            del self._by[next(iter(self._by))]
        if self._all.is_old(now):
            self._all = _Tries(FREE_OF_ALL)
