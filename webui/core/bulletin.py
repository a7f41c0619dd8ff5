"""What all simple clients are told alike, kept once: each client only knows up to where it was told."""

from collections import deque
from itertools import takewhile

from webui.core.values import Value

Body = dict[str, object]
"""What a message says."""


class Bulletin:
    """What all clients are told alike, counted: the newest value of each control; presses and numbers one by one.

    Of what is told one by one, `most` are kept, the newest.
    """

    def __init__(self, most: int) -> None:
        self.count = 0
        self._values: dict[str, tuple[int, Value]] = {}
        self._acts: deque[tuple[int, Body]] = deque(maxlen=most)

    def value(self, control: str, value: Value) -> None:
        """Note a control's value, in place of an older one."""
        self.count += 1
        # The order of the changes is the order in here.
        self._values.pop(control, None)
        self._values[control] = (self.count, value)

    def act(self, body: Body) -> None:
        """Note what is told one by one."""
        self.count += 1
        self._acts.append((self.count, body))

    def forget(self) -> None:
        """Forget it all: clients are told another way."""
        self._values.clear()
        self._acts.clear()

    def values_since(self, count: int) -> list[tuple[str, Value]]:
        """Return the values that are newer, in order."""
        newer = takewhile(lambda entry: entry[1][0] > count, reversed(self._values.items()))
        return [(control, value) for control, (_, value) in newer][::-1]

    def acts_since(self, count: int) -> list[Body]:
        """Return what came since, in order."""
        return [body for _, body in takewhile(lambda entry: entry[0] > count, reversed(self._acts))][::-1]
