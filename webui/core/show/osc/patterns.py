"""OSC 1.0's address patterns: `?`, `*`, `[a-z]`, `[!a-z]`, `{one,two}`; none of them crosses a slash.

Positions in an address are the bits of a whole number, so that a pattern is walked once and never back: what it costs
grows with its length, however it is made.
"""

from dataclasses import dataclass

from webui.core.errors import BadValue

SPECIAL = frozenset("?*[]{}")
"""What an address can't hold, and a pattern is known by."""

MAX_PATTERN = 255
"""Characters of a pattern."""

MAX_SPECIAL = 16
"""Special pieces of a pattern."""

NO_PATTERN = "Not an OSC pattern"


def is_pattern(address: str) -> bool:
    """Say whether an address is a pattern, which may match several."""
    return not SPECIAL.isdisjoint(address)


@dataclass(frozen=True, slots=True)
class _Characters:
    """One character from one of these ranges, or from none of them."""

    ranges: tuple[tuple[str, str], ...]
    none: bool

    def step(self, at: int, text: str) -> int:
        hits = 0
        for i, sign in enumerate(text):
            if any(first <= sign <= last for first, last in self.ranges) is not self.none:
                hits |= 1 << i
        return (at & hits) << 1


@dataclass(frozen=True, slots=True)
class _Words:
    """One of some words."""

    words: tuple[str, ...]

    def step(self, at: int, text: str) -> int:
        after = 0
        for word in self.words:
            start = text.find(word)
            while start >= 0:
                if at >> start & 1:
                    after |= 1 << start + len(word)
                start = text.find(word, start + 1)
        return after


class _Star:
    """Any characters, or none."""

    def step(self, at: int, text: str) -> int:
        first = at & -at
        return (2 << len(text)) - first


_STAR = _Star()
_ANY = _Characters((), True)

_Step = _Characters | _Words | _Star


class Pattern:
    """A pattern, ready to be matched; raises BadValue for what is none."""

    def __init__(self, pattern: str) -> None:
        if not pattern.startswith("/") or len(pattern) > MAX_PATTERN:
            raise BadValue(NO_PATTERN)
        self._parts = [_read(part) for part in pattern.split("/")[1:]]
        if sum(pattern.count(sign) for sign in "?*[{") > MAX_SPECIAL:
            raise BadValue(NO_PATTERN)

    def matches(self, address: str) -> bool:
        """Say whether it matches an address."""
        parts = address.split("/")[1:]
        return len(parts) == len(self._parts) and all(map(_fits, self._parts, parts))


def _fits(part: str | tuple[_Step, ...], text: str) -> bool:
    if isinstance(part, str):
        return part == text
    at = 1
    for step in part:
        at = step.step(at, text)
        if not at:
            return False
    return bool(at >> len(text) & 1)


def _read(part: str) -> str | tuple[_Step, ...]:
    """Return a part between two slashes: as it is if there is nothing special in it, else its steps."""
    if not is_pattern(part):
        return part
    steps: list[_Step] = []
    at = 0
    while at < len(part):
        sign = part[at]
        if sign == "*":
            if steps[-1:] != [_STAR]:
                steps.append(_STAR)
        elif sign == "?":
            steps.append(_ANY)
        elif sign == "[":
            end = _end(part, at, "]")
            steps.append(_characters(part[at + 1 : end]))
            at = end
        elif sign == "{":
            end = _end(part, at, "}")
            steps.append(_Words(tuple(dict.fromkeys(part[at + 1 : end].split(",")))))
            at = end
        elif sign in SPECIAL:
            raise BadValue(NO_PATTERN)
        else:
            end = next((i for i in range(at, len(part)) if part[i] in SPECIAL), len(part))
            steps.append(_Words((part[at:end],)))
            at = end - 1
        at += 1
    return tuple(steps)


def _end(part: str, at: int, sign: str) -> int:
    end = part.find(sign, at + 1)
    if end < 0:
        raise BadValue(NO_PATTERN)
    return end


def _characters(inside: str) -> _Characters:
    none = inside.startswith("!")
    signs = inside[none:]
    ranges: list[tuple[str, str]] = []
    at = 0
    while at < len(signs):
        if signs[at + 1 : at + 2] == "-" and at + 2 < len(signs):
            first, last = sorted((signs[at], signs[at + 2]))
            at += 3
        else:
            first = last = signs[at]
            at += 1
        ranges.append((first, last))
    if not ranges:
        raise BadValue(NO_PATTERN)
    return _Characters(tuple(ranges), none)
