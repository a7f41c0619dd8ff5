"""A button: on while somebody presses it, or turned by each press."""

from dataclasses import dataclass
from typing import Self

from webui.core.show.controls.base import read_common, read_start
from webui.core.show.controls.switch import Switch, read_guard, read_look
from webui.core.show.fields import Fields

FLASH = "flash"
LATCH = "latch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button(Switch):
    """A flash is true while it is pressed, and always starts released; a latch is turned by a press, and stays so."""

    type = "button"
    size = (2, 1)

    mode: str = FLASH

    @property
    def momentary(self) -> bool:
        """A press of a flash is an act; a latch has a value that lasts."""
        return self.mode == FLASH

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        common = read_common(fields)
        button = cls(
            id=common.id,
            label=common.label,
            place=common.place,
            role=common.role,
            mode=fields.word("mode", FLASH, (FLASH, LATCH)),
            guard=read_guard(fields),
            look=read_look(fields),
            default=False,
            start=False,
        )
        return button if button.momentary else read_start(fields, button)

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        # Without super(): a slotted dataclass is not the class that its methods were written in.
        described = Switch.describe(self) | {"mode": self.mode}
        return described if self.momentary else described | {"default": self.default}
