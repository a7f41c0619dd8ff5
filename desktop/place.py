"""Where the window was, and where it may be now: screens come and go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST_SIZE = (640, 480)
SIZE = (1280, 800)
GRIP = (120, 24)
"""How much of a window's upper edge has to be on a screen for a hand to move it."""

STATES = ("normal", "maximised", "full screen")
FARTHEST = 100_000


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the desktop, in its pixels."""

    x: int
    y: int
    width: int
    height: int

    def shared(self, other: Area) -> tuple[int, int]:
        """How wide and high the part is that both have; nothing is zero or less."""
        width = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        height = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return width, height


@dataclass(frozen=True, slots=True)
class Place:
    """The window's place when it is neither maximised nor full screen, and which of the three it was. ValueError."""

    area: Area
    state: str = "normal"

    def __post_init__(self) -> None:
        numbers = (self.area.x, self.area.y, self.area.width, self.area.height)
        if any(type(number) is not int or abs(number) > FARTHEST for number in numbers) or self.state not in STATES:
            raise ValueError(f"{self!r} is no place for a window")

    @staticmethod
    def read(kept: object) -> Place:
        """What the settings file keeps. Raises ValueError."""
        if not isinstance(kept, dict) or not isinstance(kept.get("area"), dict):
            raise ValueError(f"{kept!r} is no place for a window")
        try:
            return Place(Area(**kept["area"]), kept.get("state", STATES[0]))
        except TypeError as error:
            raise ValueError(str(error)) from None


def fitted(area: Area, screens: Sequence[Area]) -> Area:
    """The same area, corrected so that it can be seen and moved; `screens` has the main one first."""
    if not screens:
        return area
    width, height = max(area.width, LEAST_SIZE[0]), max(area.height, LEAST_SIZE[1])
    edge = Area(area.x, area.y, width, GRIP[1])
    for screen in screens:
        shared = edge.shared(screen)
        if shared[0] >= GRIP[0] and shared[1] >= GRIP[1]:
            return Area(area.x, area.y, min(width, screen.width), min(height, screen.height))
    return centred((width, height), screens[0])


def centred(size: tuple[int, int], screen: Area) -> Area:
    """A window of this size in the middle of a screen, as large as it can be."""
    width, height = min(size[0], screen.width), min(size[1], screen.height)
    return Area(screen.x + (screen.width - width) // 2, screen.y + (screen.height - height) // 2, width, height)
