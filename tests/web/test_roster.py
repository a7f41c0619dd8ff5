"""The devices that are let in, as they survive: in real database files."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from webui.core.devices import Device, Role
from webui.store import SCHEMA, Batch, Store

PATIENCE = 20.0
IPAD = Device(
    "d7", "Stage left iPad", "#b39ddb", Role.PLAYER, "screen", "iPad", "192.168.1.31", 1795200060.5, 1795281242.5
)

Open = Callable[[], Store]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sidestage.db"


@pytest.fixture
def open_store(path: Path) -> Iterator[Open]:
    """Open the store; it is closed with the test."""
    stores: list[Store] = []

    def opened() -> Store:
        stores.append(Store(path))
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


def add(store: Store, key_hash: str, device: Device) -> None:
    """Let a device in, and wait until that is kept."""
    kept = threading.Event()
    store.add_device(key_hash, device, kept.set)
    assert kept.wait(PATIENCE)


def known(store: Store) -> dict[str, dict[str, object]]:
    """The devices that are let in, with all that is kept of them."""
    return {key: asdict(device) for key, device in store.devices().items()}


def test_devices_survive_with_all_that_is_known_of_them(store: Store, open_store: Open) -> None:
    add(store, "hash", IPAD)
    store.close()
    again = open_store()
    assert known(again) == {"hash": asdict(IPAD)}


def test_a_device_is_kept_as_it_was_then_and_has_one_key(store: Store, open_store: Open) -> None:
    device = replace(IPAD)
    add(store, "old", device)
    device.name = "Stage right iPad"
    add(store, "new", device)
    device.name = "not kept"
    store.close()
    assert known(open_store()) == {"new": asdict(replace(IPAD, name="Stage right iPad"))}


def test_a_forgotten_device_is_gone_with_its_sessions_and_no_others(store: Store, open_store: Open) -> None:
    others = Device("d77", "Another", "#f48fb1", Role.OPERATOR)
    add(store, "hash", IPAD)
    add(store, "hash 2", others)
    store.write(Batch("a", {}, {"d7/one": 1, "d7/two": 2, "d77/one": 3}), lambda batch: None)
    store.forget_devices(["d7", "nobody's"])
    store.close()
    again = open_store()
    assert list(again.devices()) == ["hash 2"]
    assert again.seen() == {"d77/one": 3}


def test_a_database_of_the_first_schema_opens_and_its_devices_stay(path: Path, open_store: Open) -> None:
    with sqlite3.connect(path) as db:
        db.executescript("""
            create table meta (key text primary key, value text not null) without rowid;
            insert into meta values ('schema', '1'), ('installation', 'abc');
            create table devices (
                key_hash text primary key, id text not null, name text not null, colour text not null,
                role integer not null, joined real not null) without rowid;
            insert into devices values ('hash', 'd7', 'Stage left iPad', '#b39ddb', 1, 1795200060.5);
        """)
    db.close()
    store = open_store()
    assert known(store) == {
        "hash": asdict(Device("d7", "Stage left iPad", "#b39ddb", Role.PLAYER, joined=1795200060.5))
    }
    assert store.lasting("installation", "def") == "abc"
    store.start()
    add(store, "new", IPAD)
    store.close()
    assert known(open_store()) == {"new": asdict(IPAD)}
    with sqlite3.connect(path) as db:
        assert db.execute("select value from meta where key = 'schema'").fetchone() == (str(SCHEMA),)
    db.close()
