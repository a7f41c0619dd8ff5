"""Says each thing that goes wrong once: a stage is no place to scroll through a thousand lines of one mistake."""

import logging

MAX_CAUSES = 200
"""Different causes that are told; after that, something else is wrong."""


class Causes:
    """Remembers what was said."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._said: set[str] = set()

    def say(self, cause: str, sentence: str) -> None:
        """Log a sentence, the first time that there is this cause for it."""
        if cause in self._said or len(self._said) >= MAX_CAUSES:
            return
        self._said.add(cause)
        self._log.warning("%s", sentence)
