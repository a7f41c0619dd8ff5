"""Files that are written whole or not at all, also when the power fails."""

import contextlib
import errno
import importlib
import os
import re
import stat
import tempfile
from pathlib import Path
from typing import Any

from webui.storage.plain_file import check_plain

# On Windows nobody can delete a file that is open, which is as good as a lock.
fcntl: Any = importlib.import_module("fcntl") if os.name == "posix" else None

PREFIX, SUFFIX = ".sidestage-", ".part"
_LEFT = re.compile(re.escape(PREFIX) + r"[a-z0-9_]{8}" + re.escape(SUFFIX))


class ReadOnly(PermissionError):
    """The file is there to be read only."""


def write_atomically(path: Path, text: str) -> None:
    """Replace a file: a reader sees the old text or the new one, never a part of one.

    A symbolic link stays one: what it leads to is replaced. The file's mode, owner and further attributes stay as far
    as the system allows. Raises OSError with a path: NotPlain, ReadOnly.
    """
    target = followed(path)
    before = check_writable(target)
    descriptor, temporary = _temporary(target.parent)
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            if before:
                _dress(descriptor, temporary, target, before)
            os.fsync(descriptor)
            # On Windows an open file can't be renamed; elsewhere the lock is held until it has its name.
            if fcntl is not None:
                os.replace(temporary, target)
        if fcntl is None:
            os.replace(temporary, target)
    except BaseException as error:
        if isinstance(error, OSError) and error.filename is None:
            # A full disk is found while writing, which names no file.
            error.filename = str(path)
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def followed(path: Path) -> Path:
    """Return the file that a path leads to by symbolic links, there or not yet. Raise OSError for links in a circle."""
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return target


def check_writable(path: Path) -> os.stat_result | None:
    """Return what is known of a file that may be replaced, None if there is none yet. Raise NotPlain, ReadOnly.

    A file may be replaced wherever its folder can be written. That its own mode forbids to write is respected, also for
    an administrator.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    check_plain(found, path)
    if not found.st_mode & 0o222 or not _may_write(path):
        raise ReadOnly(errno.EACCES, "it is read-only", str(path))
    return found


def remove_leftovers(folder: Path) -> None:
    """Remove temporary files of ours whose writer was killed. One that is being written is locked, and stays."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _LEFT.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    _remove_left(entry)


def _remove_left(entry: os.DirEntry[str]) -> None:
    if fcntl is None:
        os.unlink(entry.path)
        return
    if entry.stat(follow_symlinks=False).st_uid != os.geteuid():
        return
    descriptor = os.open(entry.path, os.O_RDWR | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.unlink(entry.path)
    finally:
        os.close(descriptor)


def _temporary(folder: Path) -> tuple[int, str]:
    """Return a new file beside the one to be replaced; locked, where the disk has locks."""
    while True:
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=PREFIX, suffix=SUFFIX)
        if _is_ours(descriptor):
            return descriptor, name
        # Another Sidestage took it for a leftover in just this moment.
        os.close(descriptor)


def _is_ours(descriptor: int) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # A disk without locks: nobody can lock it to remove it either.
        return True
    return os.fstat(descriptor).st_nlink > 0


def _may_write(path: Path) -> bool:
    if os.access in os.supports_effective_ids:
        return os.access(path, os.W_OK, effective_ids=True)
    return os.access(path, os.W_OK)


def _dress(descriptor: int, temporary: str, target: Path, before: os.stat_result) -> None:
    """Give a temporary file, which is its owner's alone, what the one that it replaces had."""
    mode = stat.S_IMODE(before.st_mode)
    if os.name != "posix":
        with contextlib.suppress(OSError):
            os.chmod(temporary, mode)
        return
    try:
        os.fchown(descriptor, before.st_uid, before.st_gid)
    except OSError:
        try:
            os.fchown(descriptor, -1, before.st_gid)
        except OSError:
            # Another group may not have what was for the old one: it has what everybody has.
            mode = mode & ~0o070 | (mode & 0o007) << 3
    with contextlib.suppress(OSError):
        os.fchmod(descriptor, mode)
    if hasattr(os, "listxattr"):
        # Access lists, and what file managers note.
        with contextlib.suppress(OSError):
            for name in os.listxattr(target):
                with contextlib.suppress(OSError):
                    os.setxattr(descriptor, name, os.getxattr(target, name))
