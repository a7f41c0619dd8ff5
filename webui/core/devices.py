"""Devices and what they may do, and who is let in as what."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

MAX_NAME = 40

COLOURS = (
    "#b39ddb",
    "#f48fb1",
    "#c5d86d",
    "#e6c9a8",
    "#9fd3c7",
    "#d7a1f9",
    "#f2b5a0",
    "#a5c8f0",
)
"""Screens' own colours, outside the accents of the surface."""

HOUSE_COLOUR, PROGRAM_COLOUR = COLOURS[0], COLOURS[-1]
"""The colours of this computer and of programs on it; others get them last."""


class Role(IntEnum):
    """What a device may do; each may do all that the lower ones may."""

    WATCHER = 0
    PLAYER = 1
    OPERATOR = 2

    @property
    def word(self) -> str:
        """The role's name on the wire."""
        return self.name.lower()


def role_of(word: str) -> Role:
    """Return the role of that name; raises KeyError."""
    return Role[word.upper()]


@dataclass(frozen=True, slots=True)
class Device:
    """One browser or program; all its tabs are one device."""

    id: str
    name: str
    colour: str
    role: Role

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return {"id": self.id, "name": self.name, "colour": self.colour, "role": self.role.word}


@dataclass(frozen=True, slots=True)
class Connection:
    """One open page or program of a device.

    `id` is unique while the program runs; `session` is the page load's own random name, or empty for a simple client.
    `watches` says whether it shows numbers: feeds run only while somebody does. `browser` is what runs there, in words;
    `since` is when it came, in milliseconds.
    """

    id: str
    device: Device
    session: str = ""
    watches: bool = False
    browser: str = ""
    since: float = 0.0

    @property
    def memory(self) -> str:
        """What `seen` is kept under: a session counts for its own device only."""
        return f"{self.device.id}/{self.session}"


def digest(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


class Door:
    """Who is let in: join secrets give a role, device keys give a device. Only their hashes are known here."""

    def __init__(self, devices: Mapping[str, Device]) -> None:
        self._devices = dict(devices)
        self._joins: dict[str, Role] = {}

    def open_for(self, secret: str, role: Role) -> None:
        """Let a join secret in, as a role."""
        self._joins[digest(secret)] = role

    def joining(self, secret: str) -> Role | None:
        """Return the role that a join secret gives, or None."""
        return self._joins.get(digest(secret))

    def known(self, key: str) -> Device | None:
        """Return the device of a key, or None."""
        return self._devices.get(digest(key))

    def remember(self, key: str, device: Device) -> str:
        """Let a device's key in from now on; returns its hash, for the store."""
        hashed = digest(key)
        self._devices[hashed] = device
        return hashed

    def next_colour(self) -> str:
        """Return the colour that the fewest devices have."""
        used = [device.colour for device in self._devices.values()]
        return fewest(COLOURS, [HOUSE_COLOUR, PROGRAM_COLOUR, *used])


def fewest(choices: Iterable[str], used: list[str]) -> str:
    """Return the first of the choices that is used least."""
    return min(choices, key=used.count)
