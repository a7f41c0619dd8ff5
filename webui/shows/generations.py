"""The last good texts of each show file: what was opened or saved, kept apart from the file itself."""

import hashlib
import os
import threading
from pathlib import Path

from webui.storage.atomic import remove_leftovers, write_atomically
from webui.storage.plain_file import read_plain
from webui.storage.timeouts import within

KEPT = 5
"""Generations of each file that are kept."""

MOST = 8 * 1024 * 1024
"""Bytes that are read of one: more than any show file has."""


class Generations:
    """A folder of them, one folder within it for each show file. Its trouble is never the show's: it raises nothing.

    They are numbered in the order in which they were kept: a clock that is set back makes no old text the newest.
    From any thread.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keeping = threading.Lock()

    def tidy(self) -> None:
        """Remove what a kill in the middle of writing left. Once, when the data folder is ours."""
        for folder in self._folder.glob("*"):
            remove_leftovers(folder)

    def keep(self, path: Path, text: str) -> None:
        """Keep a good text of a file, unless it is the newest already."""
        with self._keeping:
            try:
                folder = self._of(path)
                kept = self._in(folder)
                if kept and _text(kept[-1]) == text:
                    return
                folder.mkdir(parents=True, exist_ok=True)
                # Earlier versions counted by the clock's nanoseconds: it goes on from there.
                number = int(kept[-1].stem) + 1 if kept else 1
                write_atomically(folder / f"{number:020d}.sidestage", text)
                for old in self._in(folder)[:-KEPT]:
                    old.unlink(missing_ok=True)
            except OSError:
                # A full disk is said when the show itself can't be saved.
                return

    def newest(self, path: Path) -> Path | None:
        """Return the newest good text's own file, if there is one."""
        return next(reversed(self._all(path)), None)

    def good(self, path: Path) -> tuple[str, float] | None:
        """Return the newest good text that can still be read, and the time when it was kept (seconds of the epoch)."""
        for one in reversed(self._all(path)):
            text = _text(one)
            if text is not None:
                return text, one.stat().st_mtime
        return None

    def holds(self, path: Path, text: str) -> bool:
        """Return whether a text was good before."""
        return any(_text(one) == text for one in self._all(path))

    def _of(self, path: Path) -> Path:
        real = within(path, lambda: os.path.realpath(path))
        return self._folder / hashlib.sha256(os.fsencode(real)).hexdigest()[:16]

    def _all(self, path: Path) -> list[Path]:
        try:
            return self._in(self._of(path))
        except OSError:
            return []

    def _in(self, folder: Path) -> list[Path]:
        """Return all generations in a folder, oldest first."""
        found = [one for one in folder.glob("[0-9]*") if one.stem.isascii() and one.stem.isdigit()]
        return sorted(found, key=lambda one: int(one.stem))


def _text(path: Path) -> str | None:
    try:
        return read_plain(path, MOST).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
