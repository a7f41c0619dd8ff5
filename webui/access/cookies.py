"""Cookies as browsers send them: other programs of the same host have theirs beside ours, of any form."""

import re

MAX_VALUES = 50
"""Values of one name that are looked at: a browser sends one for each path and domain that it was set for."""

_ENDS = re.compile("[;,]")
"""A semicolon ends a cookie; where a request has two Cookie headers, they come joined by a comma."""


def values_of(header: str, name: str) -> list[str]:
    """Return all values that a Cookie header has under a name, in its order and each once; whatever else is in it."""
    found: dict[str, None] = {}
    for pair in _ENDS.split(header):
        its, equals, value = pair.partition("=")
        if equals and its.strip() == name:
            found[value.strip().strip('"')] = None
    return [value for value in found if value][:MAX_VALUES]
