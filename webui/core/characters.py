"""Characters as people see them, by which texts are counted and cut: a letter with its marks or a family is one.

The rule is that of Unicode's extended grapheme clusters, made smaller: what stands before the letter that it belongs to
counts by itself, and a tower of marks is several characters. The page has the same in static/js/values/characters.js;
tests/js/test_same_characters.py compares the two.
"""

import re
import unicodedata

MOST_PARTS = 16
"""Code points of one character. A family of four with skin tones has 11; without an end, a text would have none."""

JOINER = "\u200d"
"""Holds emoji together."""

_EXTENDING = re.compile("[\u200c\u200d\u0e33\u0eb3\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
"""Code points besides marks that belong to the character before them: joiners, vowels, skin tones, flags' letters."""

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{1,2}")
"""Letters of which two make a flag."""

_HANGUL = re.compile(
    "[\u1100-\u115f\ua960-\ua97c]*[\u1160-\u11a7\uac00-\ud7a3\ud7b0-\ud7c6][\u1160-\u11a7\ud7b0-\ud7c6]*[\u11a8-\u11ff\ud7cb-\ud7fb]*"
    "|[\u1100-\u115f\ua960-\ua97c]+"
)
"""A Korean syllable in parts, as macOS writes file names."""

_PICTURE = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935\u2b00-\u2bff\u3030"
    "\u303d\u3297\u3299\U0001f000-\U0001faff\U0001fc00-\U0001fffd]"
)
"""Signs that a joiner holds together."""


def count(text: str, most: int) -> int:
    """Return how many characters a text has, or `most` + 1 where they are more."""
    at = found = 0
    while at < len(text) and found <= most:
        at = _end(text, at)
        found += 1
    return found


def is_longer(text: str, most: int) -> bool:
    """Say whether a text has more than so many characters."""
    return len(text) > most and count(text, most) > most


def cut(text: str, most: int) -> str:
    """Return as much of a text as has so many characters at the most."""
    if len(text) <= most:
        return text
    at = 0
    for _ in range(most):
        if at == len(text):
            break
        at = _end(text, at)
    return text[:at]


def _end(text: str, at: int) -> int:
    """Return where the character ends that begins at a place."""
    first = text[at]
    end = at + 1
    if first in "\r\n":
        return end + (text[at : at + 2] == "\r\n")
    if found := _FLAG.match(text, at) or _HANGUL.match(text, at):
        end = min(found.end(), at + MOST_PARTS)
    is_picture = _PICTURE.match(first) is not None
    most = min(len(text), at + MOST_PARTS)
    while end < most and (
        _is_extending(text[end]) or (is_picture and text[end - 1] == JOINER and _PICTURE.match(text[end]))
    ):
        end += 1
    return end


def _is_extending(sign: str) -> bool:
    return sign >= "\u0300" and (unicodedata.category(sign)[0] == "M" or _EXTENDING.match(sign) is not None)
