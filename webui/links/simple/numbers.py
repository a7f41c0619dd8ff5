"""The namespace of the numbers, for simple clients that show them."""

from webui.core.surface.events import Pushed
from webui.links.simple.namespace import SharedNamespace
from webui.wire.operations import NUMBERS


class NumbersNamespace(SharedNamespace):
    """`newnumber` both ways."""

    name = NUMBERS
    watches = True
    greets = False

    def pushed(self, event: Pushed) -> None:
        """Note a number for everyone."""
        self._news.act("newnumber", {"number": event.number, "feed": event.feed})
