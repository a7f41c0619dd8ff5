"""A link: a way in and out of the engine. No link imports another; app.py lists them all."""

from typing import Protocol

from webui.engine.engine import Listener


class Link(Listener, Protocol):
    """A way in and out of the engine: see Listener for what it does and must not do.

    tests/links/model_link.py is a small link to copy.
    """
