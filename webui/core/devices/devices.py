"""Devices and what they may do; who is let in as what is in door.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

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


SCREEN, PROGRAM = "screen", "program"
"""The kinds of devices: a browser with our page, and a program that has a key of its own."""


@dataclass(slots=True, eq=False)
class Device:
    """One browser or program; all its tabs are one device, and all its connections have this one object.

    The door alone changes it. `runs` is what it runs on ("iPad"; empty: not known), `address` where its newest
    connection came from; `joined` and `seen` are seconds since 1970: when it was let in, and was here last.
    `is_out`: it is let in no more, whatever it still has open. `key` is the hash of the key of a browser on this
    computer, of which each has an object of its own; else it is empty. `issued` is when it got the key that it has, in
    seconds since 1970.
    """

    id: str
    name: str
    colour: str
    role: Role
    kind: str = SCREEN
    runs: str = ""
    address: str = ""
    joined: float = 0.0
    seen: float = 0.0
    is_out: bool = False
    key: str = ""
    issued: float = 0.0

    def describe(self) -> dict[str, object]:
        """Return what everybody may know of it, as JSON."""
        return {"id": self.id, "name": self.name, "colour": self.colour, "role": self.role.word}

    def describe_closely(self) -> dict[str, object]:
        """Return what operators are told of it besides, as JSON."""
        return {"kind": self.kind, "address": self.address, "joined": self.joined or None, "seen": self.seen or None}


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


def without(device_id: str, sessions: Mapping[str, int]) -> dict[str, int]:
    """Return what is kept of sessions, by their memory, without those of a device."""
    return {memory: n for memory, n in sessions.items() if not memory.startswith(f"{device_id}/")}
