"""The last good texts of each show file: what was opened or saved, kept apart from the file itself."""

import hashlib
import os
import time
from pathlib import Path

from webui.atomic import write_atomically

KEPT = 5
"""Generations of each file that are kept."""


class Generations:
    """A folder of them, one folder within it for each show file. Its trouble is never the show's: it raises nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, path: Path, text: str) -> None:
        """Keep a good text of a file, unless it is the newest already."""
        newest = self.newest(path)
        if newest and _text(newest) == text:
            return
        folder = self._of(path)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_atomically(folder / f"{time.time_ns():020d}{path.suffix}", text)
            for old in self._all(path)[:-KEPT]:
                old.unlink(missing_ok=True)
        except OSError:
            # A full disk is said when the show itself can't be saved.
            return

    def newest(self, path: Path) -> Path | None:
        """Return the newest good text's own file, if there is one."""
        return next(reversed(self._all(path)), None)

    def holds(self, path: Path, text: str) -> bool:
        """Say whether a text was good before."""
        return any(_text(one) == text for one in self._all(path))

    def _of(self, path: Path) -> Path:
        return self._folder / hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:16]

    def _all(self, path: Path) -> list[Path]:
        """All of a file's, oldest first."""
        try:
            return sorted(self._of(path).glob("[0-9]*"))
        except OSError:
            return []


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
