"""The devices that are let in, as rows of the database; store.py says when they are read and written."""

import sqlite3

from webui.core.devices.devices import Device, Role

TABLE = """
create table if not exists devices (
    key_hash text primary key, id text not null, name text not null, colour text not null,
    role integer not null, joined real not null, kind text not null default 'screen',
    runs text not null default '', address text not null default '', seen real not null default 0,
    issued real not null default 0) without rowid;
"""

_NEW = (
    "kind text not null default 'screen'",
    "runs text not null default ''",
    "address text not null default ''",
    "seen real not null default 0",
    "issued real not null default 0",
)
"""The columns that older databases have not. One that does not know them goes on with the others."""

_COLUMNS = "key_hash, id, name, colour, role, kind, runs, address, joined, seen, issued"


def migrate(db: sqlite3.Connection) -> None:
    """Give a database the columns that it lacks, if it has devices at all."""
    found = {row[1] for row in db.execute("pragma table_info(devices)")}
    for column in _NEW if found else ():
        if column.split()[0] not in found:
            db.execute(f"alter table devices add column {column}")


def read(db: sqlite3.Connection) -> dict[str, Device]:
    """Return the devices, by the hash of their key, in the order in which they got it."""
    rows = db.execute(f"select {_COLUMNS} from devices order by issued, joined")
    return {
        hashed: Device(id, name, colour, Role(role), kind, runs, address, joined, seen, issued=issued)
        for hashed, id, name, colour, role, kind, runs, address, joined, seen, issued in rows
    }


def write(db: sqlite3.Connection, key_hash: str, device: Device) -> None:
    """Write a device; an older key of it dies."""
    its = device
    row = its.id, its.name, its.colour, int(its.role), its.kind, its.runs, its.address, its.joined, its.seen, its.issued
    db.execute("delete from devices where id = ?", (its.id,))
    db.execute(f"insert into devices ({_COLUMNS}) values ({', '.join('?' * 11)})", (key_hash, *row))


def forget(db: sqlite3.Connection, ids: list[str]) -> None:
    """Delete devices, and what their sessions got through."""
    for id in ids:
        db.execute("delete from devices where id = ?", (id,))
        db.execute("delete from seen where substr(memory, 1, ?) = ?", (len(id) + 1, f"{id}/"))
