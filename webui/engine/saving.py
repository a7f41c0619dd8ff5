"""Answers for operators: what they asked to be kept is said to be done once it is, or said not to be saved yet.

It counts at once all the same, for as long as the program runs.
"""

from collections.abc import Callable
from itertools import count
from typing import Protocol

PATIENCE = 2000.0
"""Milliseconds that an answer waits for the disk."""

UNSAVED = "unsaved"
"""The cause of the fault that something which counts already is not saved yet."""

MOST_NAMED = 3
"""Things that the fault names."""

NOT_SAVED = (
    "Not saved yet: the disk does not take it now. It counts all the same, and is saved when the disk works again. "
    "If Sidestage stopped before, it would be as it was."
)

Answer = Callable[[str | None], object]
"""Takes why what was asked is not saved yet; None: it is."""


class Keeps(Protocol):
    """What Saving needs of the engine's commits."""

    @property
    def is_failing(self) -> bool:
        """Whether the disk is known not to write."""

    def when_kept(self, done: Callable[[], object]) -> None:
        """Have something called once all that is to be kept by now survives."""


class Saving:
    """Holds answers back until what they tell of survives a kill. Engine's thread only.

    `later` calls something after so many milliseconds, `fault` tells operators what is wrong.
    """

    def __init__(
        self,
        commits: Keeps,
        later: Callable[[float, Callable[[], object]], object],
        fault: Callable[[str, str], object],
    ) -> None:
        self._commits = commits
        self._later = later
        self._fault = fault
        self._numbers = count()
        self._waiting: dict[int, Callable[[], None]] = {}
        self._unsaved: dict[int, str] = {}

    def answer(self, what: str, answer: Answer) -> None:
        """Have an answer given once all that is to be kept by now survives, or as soon as that takes too long.

        `what` is the thing in words, as in "a screen's role".
        """
        number = next(self._numbers)

        def is_kept() -> None:
            if self._unsaved.pop(number, None):
                self._tell()
            if self._waiting.pop(number, None):
                answer(None)

        def is_late() -> None:
            if self._waiting.pop(number, None):
                self._unsaved[number] = what
                self._tell()
                answer(NOT_SAVED)

        self._waiting[number] = is_late
        self._commits.when_kept(is_kept)
        if self._commits.is_failing:
            is_late()
        else:
            self._later(PATIENCE, is_late)

    def fails(self) -> None:
        """The disk does not write: what waits for it is answered now."""
        for is_late in list(self._waiting.values()):
            is_late()

    def _tell(self) -> None:
        things = list(dict.fromkeys(self._unsaved.values()))
        named = ", ".join(things[:MOST_NAMED]) + (" and more" if len(things) > MOST_NAMED else "")
        sentence = (
            f"Not saved yet: {named}. It counts, and is saved when the disk works again; "
            "if Sidestage stopped before, it would be as it was."
        )
        self._fault(UNSAVED, sentence if things else "")
