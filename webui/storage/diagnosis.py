"""What an error of SQLite means, and what to tell the user: only a database that is damaged is to be moved away."""

import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

from webui.core.errors import DamagedStore, StoreError
from webui.core.printable import printable

PRIMARY = 0xFF
"""The bits of SQLite's error codes that say what kind of error it is."""

LITTLE_ROOM = 64 * 1024
"""Bytes free on a disk when it counts as full: SQLite's log alone needs half of that."""


def trouble(error: sqlite3.Error | ValueError, path: Path) -> StoreError:
    """Return the error for the user, in a sentence that says what to do."""
    shown = printable(path)
    if is_locked(error):
        return StoreError(
            f"The database {shown} is in use by another program, such as a backup ({error}). Nothing is wrong with it: "
            "start again when that program is done."
        )
    if _is_full(error, path.parent):
        return StoreError(
            f"The database {shown} can't be used: its disk is full ({error}). Nothing is wrong with it: make room "
            "there, and start again."
        )
    if _kind(error) in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DamagedStore(
            f"The database {shown} can't be used ({error}). Move it away, or start with another --data folder."
        )
    return StoreError(
        f"The database {shown} can't be used ({error}). See that it and its folder can be read and written, or start "
        "with another --data folder."
    )


def is_locked(error: Exception) -> bool:
    """Return whether another program has the database in use."""
    return _kind(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)


def _is_full(error: Exception, folder: Path) -> bool:
    """Return whether the disk is full. SQLite may call that an error of the disk, or that a file can't be opened."""
    if _kind(error) in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        with suppress(OSError):
            return shutil.disk_usage(folder).free < LITTLE_ROOM
    return _kind(error) == sqlite3.SQLITE_FULL


def _kind(error: Exception) -> int:
    """Return SQLite's code; what Python finds in a row that it can't read counts as damage."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)) & PRIMARY
