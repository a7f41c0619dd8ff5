"""What buttons and toggles share: true or false, how they look, and whether they want to be kept pressed."""

from dataclasses import dataclass

from webui.core.show.controls.base import Control, describe_common
from webui.core.show.fields import Fields
from webui.core.show.osc.addresses import BOOL, FLOAT, INT, STRING
from webui.core.values import Value, truth, truth_from

LOOKS = ("plain", "go", "stop", "standby", "solo")
"""What it is for: the page has an edge, a colour and a word for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch(Control):
    """True or false."""

    osc_types = (INT, FLOAT, BOOL, STRING)

    guard: bool = False
    """Whether hands must keep it pressed for a while: what could do harm wants that. Programs need not."""
    look: str = LOOKS[0]

    def check(self, value: object) -> Value:
        """Return true (on, pressed) or false (off, released)."""
        return truth(value)

    def understand(self, data: object) -> Value:
        """Return what the data means: true, 1, "on" and the like."""
        return truth_from(data)

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return describe_common(self) | {"guard": self.guard, "look": self.look}


def read_guard(fields: Fields) -> bool:
    """Return whether it must be kept pressed."""
    return fields.flag("guard", False)


def read_look(fields: Fields) -> str:
    """Return what it is for."""
    return fields.word("look", LOOKS[0], LOOKS)
