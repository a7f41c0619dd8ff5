"""What is known of speakers: whether they answer, whether they round, and what they said of a control lately."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from webui.core.osc.sent_log import Entry
from webui.core.values import Value

STEADY = 150.0
"""Milliseconds by which echoes of one speaker differ in how late they are: a hand's differ by more."""

BEAT = 40.0
"""The same of presses, of which a hand's are far more regular."""

PRESSES = 4
"""Presses and releases, evenly late, by which a speaker is known to say them back."""

ROUNDINGS = 2
"""Single values that come back rounded, by which a speaker is known to round."""

EXACT = 6
"""Echoes in a row that are not rounded, by which a speaker is known not to round."""

BACK = 2
"""Stale values in a row, each told before the last one, by which a hand is known."""

REPEATS = 8
"""Rounded values that may be said once more."""

SILENT = 3
FORGOTTEN = 10
"""Values that pass in silence until a speaker is known not to answer; until one that did is not known to any more."""

NEVER = -1e12
"""A time before all others."""


@dataclass(slots=True)
class About:
    """What a speaker said of one control."""

    last: int = 0
    """The number of the entry that it came back with last, or 0."""
    at: float = NEVER
    """When that was."""
    late: float = 0.0
    """How long after being told its present run of values comes back."""
    run: int = 0
    """Values in order and evenly late, up to now."""
    back: int = 0
    """Steps back in time, one after the other."""
    said: set[int] = field(default_factory=set)
    """The numbers of the entries that it has said back."""
    own: float = NEVER
    """When it moved the control itself."""
    rounded: deque[tuple[int, Value, float]] = field(default_factory=lambda: deque(maxlen=REPEATS))
    """Entries that it seems to have rounded, to what, and how far away that is."""
    judged: int = 0
    """The entry that has passed and was looked at."""

    def step(self, entry: Entry, now: float) -> None:
        """Note which entry the speaker came back with."""
        late = now - entry.at
        if entry.n > self.last:
            is_even = self.run > 0 and abs(late - self.late) <= STEADY
            self.run = self.run + 1 if is_even else 1
            self.late = self.late if is_even else late
            self.back = 0
        elif entry.n < self.last:
            # A step back alone may be one that is said twice.
            self.back += 1
            self.run = 0 if self.back >= BACK else self.run
        self.last, self.at = entry.n, now
        self.said.add(entry.n)

    def moved(self, now: float) -> None:
        """Note that the speaker moved the control itself."""
        self.own, self.run, self.back = now, 0, 0

    def choose(self, likes: Sequence[tuple[float, Entry]], now: float, is_plain: bool) -> Entry:
        """Return the entry that a value may be the echo of; `likes` are those that are like it, and how far they are.

        It is the first that was not passed over, or of those that may be rounded the one that is as late as the others.
        """
        later = [one for one in likes if one[1].n >= self.last]
        if not later:
            return likes[-1][1]
        if is_plain:
            return later[0][1]
        if self.run:
            return min(later, key=lambda one: abs(now - one[1].at - self.late))[1]
        return min(later, key=lambda one: (one[0], -one[1].n))[1]


@dataclass(slots=True)
class Speaker:
    """A port of a computer, or a target. What is None is not known yet."""

    answers: bool | None = None
    """Whether it says back what it is told."""
    rounds: bool | None = None
    """Whether it rounds that."""
    silences: int = 0
    roundings: int = 0
    exact: int = 0
    """Echoes in a row that were not rounded."""
    presses: int = 0
    """Presses and releases in a row that came back after `press_late` milliseconds."""
    press_late: float = 0.0
    about: dict[str, About] = field(default_factory=dict)
    """What it said, by control."""

    @property
    def returns_presses(self) -> bool:
        """Whether it is known to say presses back."""
        return self.presses >= PRESSES

    def answered(self, is_exact: bool) -> None:
        """Note that it said something back."""
        self.answers, self.silences = True, 0
        self.exact = self.exact + 1 if is_exact else 0
        if self.exact >= EXACT:
            self.rounds, self.roundings = False, 0

    def was_silent(self) -> None:
        """Note that it did not answer where it should have."""
        self.silences += 1
        if self.answers and self.silences >= FORGOTTEN:
            self.answers, self.silences = None, 0
        elif self.answers is None and self.silences >= SILENT:
            self.answers = False

    def rounded(self, times: int) -> None:
        """Note that it said something back that was rounded; `times` is what that weighs."""
        self.exact = 0
        self.roundings += times
        if self.roundings >= ROUNDINGS:
            self.rounds = self.answers = True

    def pressed(self, voice: str, alike: Sequence[Entry], now: float) -> None:
        """See whether its presses come back after always the same time; `alike` are those that were told.

        That begins with one that another voice made: a drummer's own beat is even too.
        """
        if self.presses and any(self.is_on_beat(entry, now) for entry in alike):
            self.presses += 1
            return
        others = [entry for entry in alike if entry.cause != voice]
        self.presses = 1 if others else 0
        self.press_late = now - others[-1].at if others else 0.0

    def is_on_beat(self, entry: Entry, now: float) -> bool:
        """Say whether what was told comes back after that time now."""
        return abs(now - entry.at - self.press_late) <= BEAT
