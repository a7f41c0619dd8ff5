"""An encoder: a wheel that turns without an end."""

from dataclasses import dataclass, replace
from typing import Self

from webui.core.show.controls.base import read_start
from webui.core.show.controls.ranged import MAX_BOUND
from webui.core.show.controls.stepped import Stepped, read_stepped
from webui.core.show.fields import Fields
from webui.core.steps import at_step
from webui.core.values import Value, number

USUAL_TURN = 24
MAX_TURN = 1000
"""Steps of one turn: more of them no finger could tell apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoder(Stepped):
    """A number that a wheel counts; with both ends it can go round: one step beyond `high` is `low`."""

    type = "encoder"
    size = (2, 3)

    wrap: bool = False
    turn: int = USUAL_TURN

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        encoder = replace(read_stepped(cls, fields), turn=fields.whole("turn", USUAL_TURN, 1, MAX_TURN))
        if fields.flag("wrap", False):
            if encoder.low is None or encoder.high is None:
                fields.fail("wrap needs a min and a max")
            if encoder.settle(encoder.high) != encoder.high:
                fields.fail(f"wrap needs whole steps of {encoder.step} from min to max")
            encoder = replace(encoder, wrap=True)
        return read_start(fields, encoder)

    def settle(self, value: int | float) -> int | float:
        """Return the nearest number that there is a step for; beyond the ends it goes round."""
        if not self.wrap or self.low is None or self.high is None:
            return Stepped.settle(self, value)
        value = min(max(value, -MAX_BOUND), MAX_BOUND)
        count = round((self.high - self.low) / self.step) + 1
        return min(at_step(self.low, self.step, round((value - self.low) / self.step) % count), self.high)

    def fit(self, kept: Value) -> Value:
        """Return what was kept, clamped: it stood where the ends were, and did not go round."""
        least, most = (-MAX_BOUND if self.low is None else self.low, MAX_BOUND if self.high is None else self.high)
        return self.settle(min(max(number(kept), least), most))

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return Stepped.describe(self) | {"wrap": self.wrap, "turn": self.turn}
