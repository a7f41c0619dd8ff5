"""Shows that the start page can open: what it says of each, and the window's file dialog."""

from collections.abc import Callable
from dataclasses import dataclass

from webui.core.errors import SidestageError
from webui.core.show.show import Show


class NotThere(SidestageError):
    """What is to be opened does not exist."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A show that can be opened: what it is known by, its name, a line about it, and what is in it.

    `show` is None where it can't be opened; `trouble` then says why. `manual` is its page of the manual, or "".
    """

    id: str
    name: str
    about: str
    show: Show | None
    trouble: str = ""
    manual: str = ""

    def describe(self) -> dict[str, object]:
        """Return it as JSON, with a sketch of its first page."""
        return {
            "id": self.id,
            "name": self.name,
            "about": self.about,
            "trouble": self.trouble or None,
            "manual": self.manual or None,
            "sketch": sketch(self.show) if self.show else None,
        }


class Dialog:
    """The window's file dialog, once there is a window. `ask` is called in a request's thread, and returns at once."""

    def __init__(self) -> None:
        self.ask: Callable[[], None] | None = None


def sketch(show: Show) -> dict[str, object]:
    """Return what the first page looks like from afar: its columns and rows, and the type and place of each cell."""
    page = show.pages[0]
    cells = [[control.type, *control.place.describe()] for control in page.controls if control.place]
    cells += [["view", *view.place.describe()] for view in page.views if view.place]
    return {"columns": page.columns, "rows": page.rows, "cells": cells}
