"""Wrong digits: a page that types them waits, longer each time, and nobody else does. Times are milliseconds.

Nobody who typed nothing wrong waits for others, not even behind the same router: each page that our server gave out
(its visit) waits for its own mistakes alone. What comes without a visit, as from a program, waits for the mistakes of
its address. Since an attacker may load pages and have addresses without end, waits do not bound the guesses. This does:

- Of a code's six digits at most MAX_WRONG wrong ones are looked at, by whomever. Each guess is right with a probability
  of 1 / 1,000,000, so somebody gets in by all of them with 300 / 1,000,000: 0.03 %.
- Then more digits take their place (the code's reserve, of twelve), once. Each further guess is right with
  1 / 1,000,000,000,000: 10,000 of them add 0.000001 %, and 500 a second for a day 0.004 %.

The link is never touched by this.
"""

from dataclasses import dataclass

from webui.core.errors import TooSoon

FREE = 4
"""Wrong digits of one page or address that cost no wait: fingers slip."""

FIRST_WAIT = 2_000.0
"""The wait after the next wrong ones, which doubles with each."""

LONGEST_WAIT = 60_000.0
"""The longest wait."""

FORGET = 600_000.0
"""A page or address that typed nothing wrong for so long begins anew."""

MAX_WRONG = 300
"""Wrong digits in all after which a code's six digits are replaced by more."""

MAX_TYPISTS = 1_000
"""Pages and addresses that are remembered; of more, those that were quiet for longest are forgotten."""

OFTEN = FREE + 2
"""Wrong digits of one address from which on the operators hear of it."""


@dataclass(slots=True)
class _Tries:
    wrong: int = 0
    at: float = float("-inf")

    def until(self) -> float:
        """When the next try counts."""
        over = self.wrong - FREE
        return self.at + min(FIRST_WAIT * 2.0 ** min(over - 1, 20), LONGEST_WAIT) if over > 0 else float("-inf")

    def is_old(self, now: float) -> bool:
        return now - self.at >= FORGET


class Guesses:
    """Who typed how many wrong digits. A `visit` is the id of a page that we gave out, or empty."""

    def __init__(self) -> None:
        self._addresses: dict[str, _Tries] = {}
        """Those that were quiet for longest first; so are the visits."""
        self._visits: dict[str, _Tries] = {}
        self.wrong = 0
        """Wrong digits since the code was made."""
        self._over_at = float("-inf")

    @property
    def is_over(self) -> bool:
        """Whether so many were wrong that the code's first digits must be good no longer."""
        return self.wrong >= MAX_WRONG

    def anew(self) -> None:
        """There is another code: what was typed against the old one tells nothing about it. The waits stay."""
        self.wrong = 0
        self._over_at = float("-inf")

    def check(self, address: str, visit: str, now: float) -> None:
        """Raise TooSoon if a page, or without one an address, has to wait for what it typed itself."""
        self._forget(now)
        tries = self._visits.get(visit) if visit else self._addresses.get(address)
        until = tries.until() if tries else float("-inf")
        if until > now:
            wait = int((until - now) // 1000) + 1
            raise TooSoon(f"Too many wrong digits. Wait {wait} s, or scan the code.", wait)

    def note_wrong(self, address: str, visit: str, now: float) -> None:
        """Note wrong digits, after `check`."""
        _note(self._addresses, address, now)
        if visit:
            _note(self._visits, visit, now)
        self.wrong += 1
        if self.wrong == MAX_WRONG:
            self._over_at = now

    def note_right(self, address: str, visit: str) -> None:
        """Note right digits: whoever knows them did not guess."""
        self._visits.pop(visit, None)
        self._addresses.pop(address, None)

    def warning(self, now: float) -> str:
        """Return what operators should know of those who guess now, or an empty text."""
        self._forget(now)
        if now - self._over_at < FORGET:
            return (
                f"The digits were typed wrong {MAX_WRONG} times, so there are longer ones now, which nobody can guess: "
                "see Join. The code can be scanned as before."
            )
        often = [address for address, tries in self._addresses.items() if tries.wrong >= OFTEN]
        if often:
            more = len(often) - 1
            others = f" and {more} other{'s' if more > 1 else ''}" if more else ""
            return (
                f"Somebody at {often[-1]}{others} types wrong digits again and again. They have to wait, longer each "
                "time; nobody else does."
            )
        return ""

    def _forget(self, now: float) -> None:
        for by in (self._addresses, self._visits):
            while by and next(iter(by.values())).is_old(now):
                del by[next(iter(by))]


def _note(by: dict[str, _Tries], typist: str, now: float) -> None:
    tries = by.pop(typist, None) or _Tries()
    by[typist] = tries
    tries.wrong += 1
    tries.at = now
    while len(by) > MAX_TYPISTS:
        del by[next(iter(by))]
