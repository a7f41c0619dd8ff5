"""Reads the fields of a show file; every error says where in the file it is."""

import re
from collections.abc import Collection, Mapping
from typing import NoReturn, TypeVar

from webui.core.devices.devices import Role
from webui.core.errors import BadValue, ShowError
from webui.core.values import number, text

MAX_ID = 64
MAX_LABEL = 80
MAX_UNIT = 8
"""Characters of an id, a label or a name, and a unit; those of labels and units as people count them."""
MAX_DECIMALS = 6

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*\Z", re.ASCII)
T = TypeVar("T")


def is_id(value: object) -> bool:
    """Say whether a value can be an id: 1 to 64 letters, digits and . _ : -"""
    return isinstance(value, str) and len(value) <= MAX_ID and _ID.match(value) is not None


class Fields:
    """One object of a show file; what is never asked for is an unknown key."""

    def __init__(self, data: object, place: str) -> None:
        self.place = place
        if not isinstance(data, Mapping):
            self.fail("must be an object in { }")
        self._data = data
        self._asked: set[str] = set()

    def fail(self, message: str) -> NoReturn:
        """Raise a ShowError that says where."""
        raise ShowError(f"{self.place}: {message}" if self.place else message)

    def has(self, key: str) -> bool:
        """Say whether the key is there, and count it as known."""
        self._asked.add(key)
        return key in self._data

    def raw(self, key: str, default: T) -> object | T:
        """Return a value as it stands."""
        return self._data[key] if self.has(key) else default

    def id(self, key: str = "id", default: str | None = None) -> str:
        """Return an id; without a default it is required."""
        if not self.has(key) and default is None:
            self.fail(f"{key} is missing")
        value = self.raw(key, default)
        if not isinstance(value, str) or not is_id(value):
            self.fail(f"{key} must be 1 to {MAX_ID} letters, digits and . _ : -")
        return value

    def text(self, key: str, default: str, length: int) -> str:
        """Return a text of at most `length` characters."""
        try:
            return text(self.raw(key, default), length)
        except BadValue as error:
            self.fail(f"{key}: {sentence(error)}")

    def number(
        self, key: str, default: int | float, low: float | None = None, high: float | None = None
    ) -> int | float:
        """Return a finite number, between `low` and `high` where they are given."""
        try:
            value = number(self.raw(key, default))
        except BadValue as error:
            self.fail(f"{key}: {sentence(error)}")
        if (low is not None and value < low) or (high is not None and value > high):
            self.fail(f"{key} must be from {low:g} to {high:g}" if high else f"{key} is below {low:g}")
        return value

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`."""
        value = self.number(key, default, low, high)
        if not isinstance(value, int):
            self.fail(f"{key} must be a whole number")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        value = self.raw(key, default)
        if not isinstance(value, bool):
            self.fail(f"{key} must be true or false")
        return value

    def word(self, key: str, default: str, words: Collection[str]) -> str:
        """Return one of some words."""
        value = self.raw(key, default)
        if not isinstance(value, str) or value not in words:
            self.fail(f"{key} must be one of {', '.join(words)}")
        return value

    def items(self, key: str, most: int) -> list[object]:
        """Return a list of at most `most` items; an absent one is empty."""
        value = self.raw(key, [])
        if not isinstance(value, list):
            self.fail(f"{key} must be a list in [ ]")
        if len(value) > most:
            self.fail(f"{key}: {len(value)} are more than the {most} that are possible")
        return value

    def done(self) -> None:
        """Refuse keys that nobody asked for: a typing mistake should not go unnoticed."""
        for key in self._data:
            if key not in self._asked:
                self.fail(f"there is no key {str(key)[:MAX_ID]!r} here")


def read_role(fields: Fields, usual: Role, least: Role) -> Role:
    """Return the `role` that something is for: `least` or a higher one."""
    roles = {role.word: role for role in Role if role >= least}
    word = fields.raw("role", usual.word)
    if not isinstance(word, str) or word not in roles:
        fields.fail(f"role must be one of {', '.join(roles)}")
    return roles[word]


def sentence(error: BadValue) -> str:
    """Return what a refusal says, for the middle of a sentence."""
    message = str(error)
    return message[0].lower() + message[1:]
