"""Real database files as tests use them: opened, written, and opened again to see what survived."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from webui.core.devices.devices import Device, Role
from webui.storage.store import Batch, Store

PATIENCE = 20.0
IPAD = Device(
    "d7", "Stage left iPad", "#b39ddb", Role.PLAYER, "screen", "iPad", "192.168.1.31", 1795200060.5, 1795281242.5
)

Open = Callable[[], Store]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "sidestage.db"


@pytest.fixture
def open_store(database: Path) -> Iterator[Open]:
    """Open the store, also a second time; all are closed with the test."""
    stores: list[Store] = []

    def opened() -> Store:
        stores.append(Store(database))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def store(open_store: Open) -> Store:
    """A new store that writes."""
    store = open_store()
    store.start()
    return store


def write(store: Store, values: dict[str, Any], seen: dict[str, int] | None = None, show: str = "a") -> None:
    """Write values and operations, and wait until they are kept."""
    commit(store, Batch(show, values, seen or {}))


def add(store: Store, key_hash: str, device: Device) -> None:
    """Let a device in, and wait until that is kept."""
    commit(store, letting_in(key_hash, device))


def letting_in(key_hash: str, device: Device) -> Batch:
    """Return what lets a device in."""
    return Batch("a", devices={device.id: (key_hash, device)})


def commit(store: Store, batch: Batch) -> None:
    """Write a batch, and wait until it is kept."""
    kept = threading.Event()
    store.write(batch, lambda batch: kept.set())
    assert kept.wait(PATIENCE)


def known(store: Store) -> dict[str, dict[str, object]]:
    """The devices that are let in, with all that is kept of them."""
    return {key: asdict(device) for key, device in store.devices().items()}
