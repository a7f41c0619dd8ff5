"""The devices that are let in, as they survive: in real database files."""

import sqlite3
from dataclasses import asdict, replace
from pathlib import Path

from tests.stores import IPAD, Open, add, known
from webui.core.devices.devices import Device, Role
from webui.storage.store import SCHEMA, Batch, Store


def test_devices_survive_with_all_that_is_known_of_them(store: Store, open_store: Open) -> None:
    add(store, "hash", IPAD)
    store.close()
    again = open_store()
    assert known(again) == {"hash": asdict(IPAD)}


def test_a_device_is_kept_as_it_was_last_and_has_one_key(store: Store, open_store: Open) -> None:
    add(store, "old", IPAD)
    add(store, "new", replace(IPAD, name="Stage right iPad"))
    store.close()
    assert known(open_store()) == {"new": asdict(replace(IPAD, name="Stage right iPad"))}


def test_devices_come_in_the_order_of_their_keys(store: Store, open_store: Open) -> None:
    ages = {"b": (1.0, 30.0), "a": (2.0, 20.0), "d": (4.0, 0.0), "c": (3.0, 0.0)}
    for name, (joined, issued) in ages.items():
        add(store, name, replace(IPAD, id=name, joined=joined, issued=issued))
    store.close()
    assert list(open_store().devices()) == ["c", "d", "a", "b"], "of those without a time, those joined first"


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


def test_a_database_of_the_first_schema_opens_and_its_devices_stay(database: Path, open_store: Open) -> None:
    with sqlite3.connect(database) as db:
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
    with sqlite3.connect(database) as db:
        assert db.execute("select value from meta where key = 'schema'").fetchone() == (str(SCHEMA),)
    db.close()
