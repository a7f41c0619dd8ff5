"""Opens the database in the data folder; one that is damaged is set aside, and a fresh one takes its place."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from webui.core.devices.devices import Device
from webui.core.errors import DamagedStore, StoreError
from webui.core.printable import printable
from webui.core.values import Value
from webui.storage.private_files import make_file
from webui.storage.store import Lost, Store

log = logging.getLogger(__name__)

DATABASE = "sidestage.db"
# SQLite's own files beside it: with another database they would make a mess.
COMPANIONS = ("", "-wal", "-shm")

MOST_NAMED = 5
"""Controls and devices that are named where they could not be kept; of more the number is said."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An open database and what it holds; `warning` says what the user has to know of it ("" if nothing)."""

    store: Store
    values: Mapping[str, Value]
    seen: Mapping[str, int]
    devices: Mapping[str, Device]
    warning: str = ""


def open_kept(data: Path, show: str) -> Kept:
    """The database in a data folder, with what it keeps under a show's id. Raises StoreError."""
    path = data / DATABASE
    try:
        return _read(path, show)
    except DamagedStore as error:
        log.info("%s", error)
    aside = _set_aside(path)
    warning = (
        f"The database was damaged, so Sidestage goes on with a fresh one: values start at what the show file says, "
        f"and tablets have to join again. The old one is kept as {printable(aside)}."
    )
    kept = _read(path, show)
    return Kept(kept.store, kept.values, kept.seen, kept.devices, warning)


def _read(path: Path, show: str) -> Kept:
    with contextlib.suppress(OSError):
        # SQLite gives its own files beside it the same mode. What is wrong with the place, it says itself.
        make_file(path)
    store = Store(path)
    try:
        # The engine reads this; whether it can be read is to be known while the database can still be set aside.
        store.told_on()
        return Kept(store, store.values(show), store.seen(), store.devices())
    except BaseException:
        store.close()
        raise


def _set_aside(path: Path) -> Path:
    name = aside = path.with_name(f"{path.name}.damaged-{datetime.now():%Y-%m-%d}")
    number = 1
    while aside.exists():
        number += 1
        aside = name.with_name(f"{name.name}-{number}")
    try:
        for end in COMPANIONS:
            companion = path.with_name(path.name + end)
            if companion.exists():
                companion.replace(aside.with_name(aside.name + end))
    except OSError as error:
        raise StoreError(
            f"The database {printable(path)} is damaged and can't be moved away ({error.strerror}). "
            "Move it away, or start with another --data folder."
        ) from None
    return aside


def what_is_lost(lost: Lost, labels: Mapping[str, str]) -> str:
    """Return a sentence that says what could not be kept, "" if nothing; `labels` has what controls are called."""
    parts = []
    if lost.controls:
        parts.append(f"the last values of {_some([labels.get(id, id) for id in lost.controls])}")
    if lost.devices:
        parts.append(f"what changed of the devices {_some(lost.devices)}")
    if lost.others:
        parts.append("who was let in or sent away, and what was switched")
    if not parts:
        return ""
    return f"Not kept, for the database could not be written ({lost.why}): {', and '.join(parts)}."


def _some(names: Sequence[str]) -> str:
    named = ", ".join(map(printable, names[:MOST_NAMED]))
    more = len(names) - MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named
