"""Files that are written whole or not at all, also when the power fails."""

import contextlib
import os
import tempfile
from pathlib import Path


def write_atomically(path: Path, text: str) -> None:
    """Replace a file: whoever reads it sees the old text or the new one, never a part. Raises OSError with a path."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            _keep_mode(path, temporary)
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException as error:
        if isinstance(error, OSError) and error.filename is None:
            # A full disk is found while writing, which names no file.
            error.filename = str(path)
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _keep_mode(path: Path, temporary: str) -> None:
    """A temporary file is its owner's alone; the one it replaces may be for others too."""
    with contextlib.suppress(OSError):
        os.chmod(temporary, path.stat().st_mode & 0o777)
