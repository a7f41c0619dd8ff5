"""Names that people give: cleaned of what can't be seen, and no two alike."""

import re
import unicodedata
from collections.abc import Iterable

from webui.core.characters import cut
from webui.core.errors import BadValue

MAX_NAME = 40
"""Characters of a name, as people count them."""

MAX_TYPED = 4000
"""Code points of a name as it is typed, with what can't be seen in it: what is longer is read no further."""

MAX_MARKS = 3
"""Marks on one letter: Hebrew and Vietnamese need up to three, and a tower of them covers the neighbours."""

_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Characters that nobody sees though Unicode counts them as letters, signs or marks."""

_JOINERS = "\u200c\u200d"
"""They hold emoji and Persian words together, and mean nothing elsewhere."""

_SELECTORS = "\ufe0e\ufe0f"
"""They say whether a sign is drawn as text or as an emoji."""

_HELPERS = _JOINERS + _SELECTORS


def clean(text: str) -> str:
    """Return a text on one line, without what can't be seen or turns the line around; it may be empty.

    Control characters, bidirectional controls, other invisible ones and halves of characters are out; any white space
    is one space.
    """
    kept: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", " ".join(text.split())):
        category = unicodedata.category(sign)
        if sign in _HELPERS:
            if kept and kept[-1] not in (_JOINERS + " " if sign in _JOINERS else _HELPERS + " "):
                kept.append(sign)
            continue
        if category in ("Cc", "Cf", "Cs", "Co") or sign in _BLANK or _is_selector(sign):
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= MAX_MARKS:
            kept.append(sign)
    return re.sub(" +", " ", "".join(kept)).strip(" " + _JOINERS)


def read_name(text: str) -> str:
    """Return a name as it is kept, cut after MAX_NAME characters; raises BadValue."""
    name = shorten_name(text)
    if not any(sign not in _HELPERS and unicodedata.category(sign)[0] not in "MZ" for sign in name):
        raise BadValue("A name needs something that can be seen.")
    return name


def shorten_name(text: str) -> str:
    """Return a name as clean() does, cut after MAX_NAME characters."""
    return _cut(clean(text[:MAX_TYPED]), MAX_NAME)


def unlike(name: str, others: Iterable[str]) -> str:
    """Return the name, with a number if it would look like one of the others."""
    taken = {_look(other) for other in others}
    found, number = name, 1
    while _look(found) in taken:
        number += 1
        end = f" {number}"
        found = f"{_cut(name, MAX_NAME - len(end))}{end}"
    return found


def _cut(text: str, most: int) -> str:
    """Return so many characters of a text at the most, and nothing at its end that holds nothing together."""
    return cut(text, most).rstrip(" " + _JOINERS)


def _look(name: str) -> str:
    """What a name looks like at a glance: two that share it would be taken for each other."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in plain if sign not in _HELPERS)


def _is_selector(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0d" or "\U000e0100" <= sign <= "\U000e01ef" or "\u180b" <= sign <= "\u180f"
