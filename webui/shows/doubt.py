"""When a file that seems wrong is wrong: not before it has stayed so, since an editor may write it in pieces."""

import time
from pathlib import Path

from webui.core.printable import printable

SETTLE_S = 2.0
"""Seconds for which a file has to stay wrong before that is said; programs that write in pieces pause for up to one."""


class Doubt:
    """A fault that a file seems to have. Used by one thread at a time."""

    def __init__(self) -> None:
        self._wrong: tuple[str, str] | None = None
        self._since = 0.0

    def ends(self, text: str, why: str) -> bool:
        """Return whether a text has been wrong for long enough; another text or another reason begins anew."""
        now = time.monotonic()
        if (text, why) != self._wrong:
            self._wrong, self._since = (text, why), now
        return now - self._since >= SETTLE_S

    def clear(self) -> None:
        """Forget it: the file is well."""
        self._wrong = None


def not_there(path: Path, error: OSError) -> str:
    """Return what operators are told of the open show's file where it can't be found."""
    name = printable(path.name)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"{name} is not there any more: it was moved or deleted. The show goes on; Save writes the file again."
    return f"{name} can't be read ({error.strerror or error}). The show goes on as it is."
