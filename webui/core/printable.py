"""Text from outside, made fit to be printed: nothing in it can steer a terminal, forge a line or reverse the writing.

Names of files, shows, people and devices may hold any character. A terminal obeys some, and others are not seen.
"""

import unicodedata

VISIBLE = frozenset(
    "\u00ad\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
"""Format characters that belong to ordinary writing: they join letters and emoji, or are signs of their own."""

UNPRINTABLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Unicode's categories of controls, format characters, surrogates, and separators of lines and paragraphs."""

BYTES = range(0xDC80, 0xDD00)
"""Surrogates by which Python stands for the bytes of a file's name that are no text."""


def printable(text: object, keep: str = "") -> str:
    """Return a text in which each character that is not to be printed is an escape such as \\x1b or \\u202e.

    The characters in `keep` stay as they are.
    """
    said = str(text)
    if said.isascii() and said.isprintable():
        return said
    return "".join(one if one in keep or is_printable(one) else _escaped(one) for one in said)


def is_printable(one: str) -> bool:
    """Return whether a single character may be printed as it is."""
    return one in VISIBLE or unicodedata.category(one) not in UNPRINTABLE


def _escaped(one: str) -> str:
    return f"\\x{ord(one) - 0xDC00:02x}" if ord(one) in BYTES else ascii(one)[1:-1]
