"""Where a message goes: which controls and feeds of the show its address means."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from webui.core.errors import BadValue
from webui.core.osc.conversion import is_followed, is_meant
from webui.core.rate_limit import Budget
from webui.core.show.controls import Control
from webui.core.show.osc.addresses import DUMP, Address
from webui.core.show.osc.patterns import Pattern, is_pattern
from webui.core.show.show import Show
from webui.links.osc.sources import Source

MAX_NEW_PATTERNS = 50
"""Patterns a second that were not seen lately; each is held against all addresses."""

MAX_PATTERNS = 200
"""Patterns that are remembered, with what they match."""

UNKNOWN = "No control or feed has this address"
TOO_MANY_PATTERNS = "Too many patterns a second"


class Way(NamedTuple):
    """One thing that an address means: a control by one of its addresses, a feed, or (neither) all values."""

    control: Control | None = None
    address: Address | None = None
    feed: str | None = None

    @property
    def is_dump(self) -> bool:
        """Whether it means all values."""
        return self.address is None and self.feed is None

    def suits(self, source: Source, arguments: Sequence[object]) -> bool:
        """Say whether a message is meant for it: several desks, and the strips of one, may share an address."""
        if self.address is None:
            return True
        if source.target and self.address.targets and source.target not in self.address.targets:
            return False
        return is_meant(self.address, arguments) and is_followed(self.address, arguments)


class Routes:
    """The addresses of a show that may come in."""

    def __init__(self, show: Show, now: float) -> None:
        found: dict[str, list[Way]] = {DUMP: [Way()]}
        for control in show.controls.values():
            for address in control.osc:
                found.setdefault(address.address, []).append(Way(control, address))
        for feed in show.feeds.values():
            if feed.source == "program":
                found.setdefault(feed.osc, []).append(Way(feed=feed.id))
        allowed = show.osc.incoming.patterns
        if allowed is not None:
            patterns = [Pattern(text) for text in allowed]
            found = {path: ways for path, ways in found.items() if any(one.matches(path) for one in patterns)}
        self._ways: Mapping[bytes, tuple[Way, ...]] = {path.encode(): tuple(ways) for path, ways in found.items()}
        self._matched: dict[bytes, tuple[Way, ...]] = {}
        self._budget = Budget(MAX_NEW_PATTERNS, now)
        self.newest = {path for path, ways in self._ways.items() if all(map(_is_newest, ways))}
        """Addresses, and patterns that were seen, of which only the newest message counts, whatever came before it."""

    def find(self, path: bytes, now: float) -> tuple[Way, ...]:
        """Return what an address means, nothing for an unknown one; raises BadValue for a pattern that is none."""
        for known in (self._ways, self._matched):
            if path in known:
                return known[path]
        try:
            text = path.decode("ascii")
        except UnicodeDecodeError:
            return ()
        return self._match(path, text, now) if is_pattern(text) else ()

    def _match(self, path: bytes, text: str, now: float) -> tuple[Way, ...]:
        if not self._budget.allows(now):
            raise BadValue(TOO_MANY_PATTERNS)
        pattern = Pattern(text)
        if len(self._matched) >= MAX_PATTERNS:
            self.newest.difference_update(self._matched)
            self._matched.clear()
        # What is asked for by its own name alone is not meant by "all of them".
        matched = [
            way for one, ways in self._ways.items() if pattern.matches(one.decode()) for way in ways if not way.is_dump
        ]
        self._matched[path] = tuple(matched)
        if all(map(_is_newest, matched)):
            self.newest.add(path)
        return self._matched[path]


def _is_newest(way: Way) -> bool:
    """Say whether a message to it makes an older one void. With fixed arguments it may be for another control."""
    control, address = way.control, way.address
    if control is None or address is None:
        return False
    return not (control.momentary or address.before or address.args)
