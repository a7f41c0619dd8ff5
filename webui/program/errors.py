"""What a program can be told.

SidestageError            str(error) is a sentence for a person
├── NotFound              no Sidestage answered in time
├── Lost                  the connection went before the answer came
├── Refused               Sidestage said no, and why
├── NoSuchControl         the show has no control of that name; also a KeyError
└── NoSuchFeed            the show has no feed of that name for a program's numbers; also a KeyError
"""

from collections.abc import Iterable
from difflib import get_close_matches

MOST_NAMED = 12
"""Names that an error lists."""


class SidestageError(Exception):
    """Anything that a program is told went wrong."""


class NotFound(SidestageError):
    """No Sidestage answered in time."""


class Lost(SidestageError):
    """The connection went before the answer came: whether it was done is not known."""


class Refused(SidestageError):
    """Sidestage did not do it. `who` is the control or feed, or None; str(error) has the reason."""

    def __init__(self, reason: str, who: str | None = None) -> None:
        super().__init__(reason)
        self.who = who


class _NoSuch(SidestageError, KeyError):
    what = ""

    def __init__(self, name: object, names: Iterable[str]) -> None:
        super().__init__(f"The show has no {self.what} {name!r}. {_instead(name, list(names), self.what)}")

    def __str__(self) -> str:
        # A KeyError's own is the repr of what it holds.
        return str(self.args[0])


class NoSuchControl(_NoSuch):
    """The show has no control of that name."""

    what = "control"


class NoSuchFeed(_NoSuch):
    """The show has no feed of that name that takes a program's numbers."""

    what = "feed for programs"


def _instead(name: object, names: list[str], what: str) -> str:
    if not names:
        return f"It has no {what} at all."
    near = get_close_matches(str(name), names, 1)
    if near:
        return f"Did you mean {near[0]!r}?"
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"It has {', '.join(names[:MOST_NAMED])}{more}."
