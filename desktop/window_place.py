"""Where the window was, and where it may be now: screens come and go."""

from __future__ import annotations

from collections.abc import Sequence

from webui.storage.settings import Area, Place

__all__ = ["Area", "Place", "centred", "fitted"]

LEAST_SIZE = (640, 480)
SIZE = (1280, 800)
GRIP = (120, 24)
"""How much of a window's upper edge has to be on a screen for a hand to move it."""


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
