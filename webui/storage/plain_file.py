"""Plain files, and nothing else: a pipe, a device or a folder in a file's place is refused before it is opened."""

import os
import stat
from pathlib import Path

from webui.storage.timeouts import within

# A pipe would wait for its other end, and a terminal would become ours.
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"))

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class NotPlain(OSError):
    """There is something that is no file."""


def read_plain(path: Path, most: int) -> bytes:
    """Return what is in a file, but at most `most` + 1 bytes. Raise OSError: NotPlain, or NoAnswer after a second."""
    return within(path, lambda: _read(path, most))


def check_plain(found: os.stat_result, path: Path) -> None:
    """Raise NotPlain if this is no file."""
    if not stat.S_ISREG(found.st_mode):
        kind = next((kind for is_it, kind in _KINDS if is_it(found.st_mode)), "something else")
        raise NotPlain(None, f"it is {kind}, not a file", str(path))


def _read(path: Path, most: int) -> bytes:
    # To open a device may already do something: so it is looked at first, and again in case it was exchanged.
    check_plain(os.stat(path), path)
    with open(os.open(path, _FLAGS), "rb") as file:
        check_plain(os.fstat(file.fileno()), path)
        return file.read(most + 1)
