"""Keeps the data folder to its user: the database has a day's link for operators, and other users may not look."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

FOLDER, FILE = 0o700, 0o600
OTHERS = 0o077
"""The permission bits of everybody but the owner."""

OURS = ("sidestage.db*", "sidestage.lock", "settings*.json", "running.json", "hung.txt")
GENERATIONS = "generations"


def make_private(folder: Path) -> None:
    """Give the folder, and what Sidestage keeps in it, modes for their owner alone, whatever they had.

    A folder of somebody else's, and one that all share (/tmp), stay as they are; our files in it do not.
    """
    if os.name != "posix":
        return
    _restrict(folder)
    for path in _kept(folder):
        _restrict(path)


def is_private(folder: Path) -> bool:
    """Say whether nobody else may look into a folder, as far as its mode tells."""
    return os.name != "posix" or not folder.stat().st_mode & OTHERS


def make_file(path: Path) -> None:
    """Make an empty file for its owner alone, if there is none, and whatever the umask is. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, FILE)
    try:
        if os.name == "posix":
            os.fchmod(descriptor, FILE)
    finally:
        os.close(descriptor)


def _kept(folder: Path) -> Iterator[Path]:
    for pattern in OURS:
        yield from folder.glob(pattern)
    generations = folder / GENERATIONS
    if generations.is_dir():
        yield generations
        yield from generations.rglob("*")


def _restrict(path: Path) -> None:
    # What can't be changed is somebody else's, who has to see to it. What its owner may not do stays so.
    with contextlib.suppress(OSError):
        found = path.lstat()
        is_shared = stat.S_ISDIR(found.st_mode) and found.st_mode & stat.S_ISVTX
        if not stat.S_ISLNK(found.st_mode) and not is_shared and found.st_mode & OTHERS:
            path.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)
