"""What stands among the controls and has no value: nobody moves it, and nothing is kept of it."""

from abc import ABC
from typing import ClassVar, NoReturn

from webui.core.errors import BadValue
from webui.core.show.controls.base import Control


class Still(Control, ABC):
    """A control without a value: its default and its start are the empty text."""

    __slots__ = ()
    valued: ClassVar[bool] = False

    def check(self, value: object) -> NoReturn:
        """Raise BadValue: there is nothing to move."""
        raise BadValue("It has no value")

    def understand(self, data: object) -> NoReturn:
        """Raise BadValue, whatever it is."""
        self.check(data)
