"""One Sidestage owns one data folder: a lock that the system releases however the program ends."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from webui.core.printable import printable
from webui.storage.atomic import write_atomically
from webui.storage.plain_file import read_plain
from webui.storage.private_files import FILE

LOCK = "sidestage.lock"
INFO = "running.json"

MAX_INFO = 4096
"""Bytes that are read of it."""


class AlreadyRunning(Exception):
    """Another Sidestage has this data folder; str(error) says where it can be reached, and `url` is that or ""."""

    def __init__(self, folder: Path, url: str) -> None:
        named = printable(folder)
        where = f": {url} (data folder {named})" if url else f" with the data folder {named}"
        super().__init__(f"Sidestage is already running{where}")
        self.url = url


class Instance:
    """Holds the data folder from here to `release()`. Raises AlreadyRunning, or OSError if the folder can't be used."""

    def __init__(self, folder: Path) -> None:
        from filelock import FileLock, Timeout

        self._info = folder / INFO
        self._lock = FileLock(folder / LOCK, mode=FILE)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise AlreadyRunning(folder, _url_in(self._info)) from None
        try:
            # Files that a killed Sidestage left here must not be taken for ours.
            self._info.unlink(missing_ok=True)
            self._write("")
        except OSError:
            self._lock.release()
            raise

    def tell(self, url: str) -> None:
        """Where a second Sidestage sends its user."""
        self._write(url)

    def _write(self, url: str) -> None:
        write_atomically(self._info, json.dumps({"pid": os.getpid(), "url": url}) + "\n")

    def release(self) -> None:
        with contextlib.suppress(OSError):
            self._info.unlink(missing_ok=True)
        self._lock.release()


def _url_in(info: Path) -> str:
    try:
        return printable(json.loads(read_plain(info, MAX_INFO).decode("utf-8"))["url"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
