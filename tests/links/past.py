"""A feed's past, as pages ask for it."""

import json
from typing import Any

from tests.clients import Page
from webui.links.tablets.history import BLOCK, PIECE

WIDTH = 2048
"""The columns in which a page draws an hour."""


def past(page: Page, feed: str, width: int = WIDTH, since: float = -1e12, before: float | None = None) -> list[Any]:
    """Ask for a feed's past as pages do: a piece at a time, up to what they know."""
    end = page.welcome["feeds"][feed][0][0] if before is None else before
    points: list[Any] = []
    upto: float | None = since
    while upto is not None:
        piece = page.ask("history", feed=feed, width=width, since=upto, before=end)
        assert len(piece["points"]) <= PIECE + 3 * BLOCK
        assert len(json.dumps(piece)) < 64 * 1024
        assert piece["until"] is None or piece["until"] > upto
        points += piece["points"]
        upto = piece["until"]
    return points


def weight(point: list[Any]) -> float:
    return point[2] if len(point) > 2 else 1
