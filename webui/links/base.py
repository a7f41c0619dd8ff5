"""A link: a way in and out of the engine. No link imports another; app.py lists them all."""

from typing import Protocol

from webui.engine.engine import Listener


class Link(Listener, Protocol):
    """What every link does: the engine's side (start, stop, note, flush), and saying how it is."""

    def health(self) -> dict[str, object]:
        """Say how it is: numbers and words for the operator. In the engine's thread."""
