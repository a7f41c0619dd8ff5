"""What all simple clients are told alike, kept once: each client only knows up to where it was told."""

from collections import deque
from collections.abc import Callable, Mapping
from itertools import takewhile
from math import inf

from webui.core.values import Value

Body = dict[str, object]
"""What a message says."""

Act = tuple[str, Body]
"""A message that is told one by one: its event and its body."""


class Bulletin:
    """What all clients are told alike, counted: each control's newest value; presses, numbers and words one by one.

    Of what is told one by one, `most` are kept, the newest.
    """

    def __init__(self, most: int) -> None:
        self.count = 0
        self._values: dict[str, tuple[int, Value]] = {}
        self._acts: deque[tuple[int, Act]] = deque(maxlen=most)

    def value(self, control: str, value: Value) -> None:
        """Note a control's value, in place of an older one."""
        self.count += 1
        # The order of the changes is the order in here.
        self._values.pop(control, None)
        self._values[control] = (self.count, value)

    def act(self, event: str, body: Body) -> None:
        """Note what is told one by one."""
        self.count += 1
        self._acts.append((self.count, (event, body)))

    def forget(self) -> None:
        """Forget it all: clients are told another way."""
        self._values.clear()
        self._acts.clear()

    def values_since(self, count: int) -> list[tuple[str, Value]]:
        """Return the values that are newer, in order."""
        newer = takewhile(lambda entry: entry[1][0] > count, reversed(self._values.items()))
        return [(control, value) for control, (_, value) in newer][::-1]

    def acts_since(self, count: int) -> list[Act]:
        """Return what came since, in order."""
        return [act for _, act in takewhile(lambda entry: entry[0] > count, reversed(self._acts))][::-1]


class Reader:
    """What one client was told of a bulletin, and what of it, or besides, it could not take yet.

    Of what is told one by one, `most` wait, the newest.
    """

    def __init__(self, news: Bulletin, most: int) -> None:
        self._news = news
        self.told = news.count
        self.values: dict[str, Value] = {}
        self.acts: deque[Act] = deque(maxlen=most)

    @property
    def is_behind(self) -> bool:
        """Whether there is something of its own, or left over."""
        return bool(self.values or self.acts)

    def catch_up(self) -> None:
        """Take over what came since it was told."""
        self.values.update(self._news.values_since(self.told))
        self.acts.extend(self._news.acts_since(self.told))
        self.told = self._news.count

    def begin_anew(self, values: Mapping[str, Value], keep: Callable[[str], bool]) -> None:
        """Other values are to be told in place of all that waits, but for the events to `keep`."""
        self.catch_up()
        self.values = dict(values)
        words = [act for act in self.acts if keep(act[0])]
        self.acts.clear()
        self.acts.extend(words)

    def next(self, room: int, write: Callable[[str, Value], Act], characters: float = inf) -> list[Act]:
        """Take what is to be told next, at most so many; `write` makes a message of a control's value.

        Once the texts among the values have so many characters, no further value is taken.
        """
        acts: list[Act] = []
        while self.values and len(acts) < room and characters > 0:
            who = next(iter(self.values))
            value = self.values.pop(who)
            characters -= len(value) if isinstance(value, str) else 0
            acts.append(write(who, value))
        while not self.values and self.acts and len(acts) < room:
            acts.append(self.acts.popleft())
        return acts
