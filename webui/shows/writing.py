"""Writes show files, with a plain sentence where that can't be done."""

import secrets
import threading
from contextlib import suppress
from pathlib import Path

from webui.core.characters import cut
from webui.core.errors import Unwritable
from webui.core.printable import printable
from webui.core.show.fields import MAX_LABEL
from webui.storage.atomic import ReadOnly, check_writable, followed, remove_leftovers, write_atomically
from webui.storage.timeouts import within

SUFFIX = ".sidestage"

WRITE_S = 10.0
"""Seconds that a disk may take to keep a file. A slow stick takes a few; what a file is, it has told before."""


def with_suffix(path: Path) -> Path:
    """Return the path of a show file of that name."""
    return (path if path.suffix else path.with_suffix(SUFFIX)).absolute()


def own(path: Path, name: str = "") -> dict[str, str]:
    """Return what makes a file a show of its own: an id, and `name` or else the file's name."""
    called = name or cut(path.stem.encode("utf-8", "replace").decode(), MAX_LABEL)
    return {"id": f"show-{secrets.token_hex(6)}", "name": called}


def write(path: Path, text: str) -> None:
    """Write a show file, whole or not at all; raises Unwritable."""
    shown = printable(path)
    try:
        within(path, lambda: check_writable(followed(path)))
        within(path, lambda: write_atomically(path, text), WRITE_S)
    except ReadOnly:
        raise Unwritable(
            f"{shown} is read-only, so it is not written over. Save it under another name, or make it writable."
        ) from None
    except OSError as error:
        raise Unwritable(f"{shown} can't be written: {error.strerror or error}. Save it somewhere else.") from None


def tidy(path: Path) -> None:
    """Remove what a kill in the middle of saving left beside a file; nobody waits for that."""
    threading.Thread(target=_remove_leftovers, args=(path,), name="leftovers", daemon=True).start()


def _remove_leftovers(path: Path) -> None:
    with suppress(OSError):
        remove_leftovers(followed(path).parent)
