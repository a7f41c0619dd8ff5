"""Brings a show file back from the last good generation of it; the damaged one stays beside it."""

import os
import shutil
from datetime import date, datetime
from pathlib import Path

from webui.shows.generations import Generations
from webui.shows.writing import WRITE_S
from webui.storage.atomic import check_writable, followed, write_atomically
from webui.storage.timeouts import within

LONGEST_NAME = 255
"""Bytes of a file's name, on all common disks."""


def last_good(path: Path, generations: Generations) -> str:
    """Return when a file was last good ("20:13", another day's with its date), or "" where no text of it is kept."""
    good = generations.good(path.absolute())
    if good is None:
        return ""
    then = datetime.fromtimestamp(good[1])
    return f"{then:%H:%M}" if then.date() == date.today() else f"{then:%Y-%m-%d %H:%M}"


def restore(path: Path, generations: Generations) -> Path | None:
    """Put a file's last good generation in its place. The damaged one stays beside it, and its new path is returned.

    None where no generation is kept; `path` itself where there was no file. Raises OSError, and then all is as it was.
    """
    good = generations.good(path)
    if good is None:
        return None
    target = within(path, lambda: followed(path))
    is_there = within(path, lambda: check_writable(target)) is not None

    def bring_back() -> Path:
        aside = _kept_beside(target) if is_there else path
        write_atomically(target, good[0])
        return aside

    return within(path, bring_back, WRITE_S)


def _kept_beside(path: Path) -> Path:
    """Give a file a second name beside it, and return that; where a disk has one name a file, it is copied."""
    number = 1
    while True:
        aside = _named(path, " (damaged)" if number == 1 else f" (damaged {number})")
        number += 1
        try:
            os.link(path, aside)
        except FileExistsError:
            continue
        except OSError:
            if os.path.lexists(aside):
                continue
            shutil.copy2(path, aside)
        return aside


def _named(path: Path, more: str) -> Path:
    """Return a path beside a file whose name says more, cut where it would be too long."""
    stem = path.stem
    while len(os.fsencode(f"{stem}{more}{path.suffix}")) > LONGEST_NAME and stem:
        stem = stem[:-1]
    return path.with_name(f"{stem}{more}{path.suffix}")
