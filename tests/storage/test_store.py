"""What survives: in real database files, through restarts, kills and disks that fail."""

import queue
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.stores import PATIENCE, Open, write
from webui.core.delivery.ledger import Off, Slot
from webui.core.errors import StoreError
from webui.storage.store import ON_LIFE, SCHEMA, SESSION_LIFE, Batch, Store

ROOT = Path(__file__).parents[2]

# Surviving


def test_a_new_store_is_empty(open_store: Open) -> None:
    store = open_store()
    assert (store.values("a"), store.seen(), store.devices()) == ({}, {}, {})


def test_values_of_every_kind_survive_a_restart(store: Store, open_store: Open) -> None:
    values: dict[str, Any] = {
        "fader": 0.1,
        "whole": 2**53,
        "on": True,
        "off": False,
        "text": "Ünïcode\n“quoted” 😀",
        "empty": "",
    }
    values["pair"] = (0.5, -3)
    write(store, values)
    store.close()
    again = open_store().values("a")
    assert again == values
    assert {key: type(value) for key, value in again.items()} == {key: type(value) for key, value in values.items()}


def test_the_newest_value_counts_and_shows_are_kept_apart(store: Store, open_store: Open) -> None:
    write(store, {"x": 1, "y": 1})
    write(store, {"x": 2}, show="b")
    write(store, {"x": 3})
    store.close()
    again = open_store()
    assert again.values("a") == {"x": 3, "y": 1}
    assert again.values("b") == {"x": 2}


def test_operations_seen_survive_and_long_gone_sessions_are_forgotten(
    store: Store, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - SESSION_LIFE - 60)
    write(store, {}, {"d1/old": 5, "d1/back": 7})
    monkeypatch.setattr(time, "time", lambda: now)
    write(store, {}, {"d1/back": 8, "d2/new": 1})
    store.close()
    assert open_store().seen() == {"d1/back": 8, "d2/new": 1}


def test_what_outputs_were_told_survives_until_it_is_over_or_long_ago(
    store: Store, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, over = (Slot("osc", "desk", key) for key in ("old", "new", "over"))
    now = time.time()
    kept = threading.Event()

    def write_told(told_on: dict[Slot, Off | None]) -> None:
        kept.clear()
        store.write(Batch("a", told_on=told_on), lambda batch: kept.set())
        assert kept.wait(PATIENCE)

    monkeypatch.setattr(time, "time", lambda: now - ON_LIFE - 1)
    write_told({old: Off(b"old"), new: Off(b"old")})
    monkeypatch.setattr(time, "time", lambda: now - ON_LIFE)
    write_told({new: Off(b"\0new", repeats=False), over: Off(b"over")})
    store.jot({over: Off(b"again"), old: None}, lambda: None)
    write_told({over: None, Slot("osc", "desk", "never there"): None})
    store.close()
    monkeypatch.setattr(time, "time", lambda: now)
    assert open_store().told_on() == {new: Off(b"\0new", repeats=False)}


def test_what_is_jotted_down_is_there_without_waiting_for_the_disk_and_batches_wait_for_it(store: Store) -> None:
    statements: list[str] = []
    done = threading.Event()
    store._db.set_trace_callback(statements.append)
    store.jot({Slot("osc", "desk", "flash"): Off(b"off")}, lambda: None)
    store.write(Batch("a", {"x": 1}), lambda batch: done.set())
    assert done.wait(PATIENCE)
    words = ("pragma synchronous", "insert or replace into told_on", "insert into shown")
    assert [one.split(" values")[0] for one in statements if one.lower().startswith(words)] == [
        "pragma synchronous=normal", "insert or replace into told_on", "pragma synchronous=full", "insert into shown",
    ]  # fmt: skip


def test_what_is_settled_is_recalled_until_it_is_given_up(store: Store, open_store: Open) -> None:
    assert store.recall("code") is None
    store.settle("code", "a")
    store.settle("code", "b")
    store.settle("programs", "off")
    store.settle("programs", None)
    store.close()
    again = open_store()
    assert (again.recall("code"), again.recall("programs")) == ("b", None)


def test_what_lasts_is_proposed_once(open_store: Open) -> None:
    first = open_store()
    assert first.lasting("installation", "abc") == "abc"
    first.close()
    assert open_store().lasting("installation", "def") == "abc"


def test_closing_writes_what_is_waiting(store: Store, open_store: Open) -> None:
    for n in range(100):
        store.write(Batch("a", {"x": n}), lambda batch: None)
    store.close()
    assert open_store().values("a") == {"x": 99}


def test_values_are_read_after_what_was_written_before(store: Store) -> None:
    read: queue.SimpleQueue[Any] = queue.SimpleQueue()
    store.write(Batch("a", {"x": 1}), lambda batch: None)
    store.read_values("a", read.put)
    assert read.get(timeout=PATIENCE) == {"x": 1}


def test_it_is_written_through_to_the_disk(database: Path, store: Store) -> None:
    with sqlite3.connect(database) as other:
        assert other.execute("pragma journal_mode").fetchone() == ("wal",)
    other.close()
    assert store._db.execute("pragma synchronous").fetchone() == (2,)


CHILD = """
    import sys
    from pathlib import Path
    from webui.storage.store import Batch, Store

    store = Store(Path(sys.argv[1]))
    store.start()

    def again(batch):
        print(batch.seen["d/s"], flush=True)
        n = batch.seen["d/s"] + 1
        store.write(Batch("a", {"x": n, "y": -n}, {"d/s": n}), again)

    store.write(Batch("a", {"x": 1, "y": -1}, {"d/s": 1}), again)
    sys.stdin.read()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no kill -9")
@pytest.mark.parametrize("after", [1, 20, 100])
def test_what_was_said_to_be_kept_survives_a_kill(database: Path, open_store: Open, after: int) -> None:
    command = [sys.executable, "-c", textwrap.dedent(CHILD), str(database)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        for line in child.stdout:
            if int(line) >= after:
                child.kill()
                break
        said = [int(line), *map(int, child.stdout.read().split())][-1]
    store = open_store()
    kept = store.seen()["d/s"]
    assert kept in (said, said + 1)
    assert store.values("a") == {"x": kept, "y": -kept}


# Databases that can't be used


def test_a_file_that_is_no_database_is_not_touched(database: Path) -> None:
    database.write_bytes(b"Dear diary, " * 1000)
    with pytest.raises(StoreError, match=r"sidestage\.db can't be used \(file is not a database\)\. Move it away"):
        Store(database)
    assert database.read_bytes().startswith(b"Dear diary")


def test_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"can't be used .* start with another --data folder"):
        Store(tmp_path / "nowhere" / "sidestage.db")
    with pytest.raises(StoreError, match="can't be used"):
        Store(tmp_path)


def test_a_newer_sidestages_database_is_left_alone(database: Path, open_store: Open) -> None:
    open_store().close()
    with sqlite3.connect(database) as db:
        db.execute("update meta set value = ? where key = 'schema'", (str(SCHEMA + 1),))
        db.execute("drop table devices")
    db.close()
    with pytest.raises(StoreError, match=r"was written by a newer Sidestage\. Use that one"):
        Store(database)
    with sqlite3.connect(database) as db:
        assert not db.execute("select name from sqlite_master where name = 'devices'").fetchall()
    db.close()


def test_a_database_that_is_damaged_inside_says_so_too(database: Path, open_store: Open) -> None:
    first = open_store()
    first._db.execute(
        "insert into devices (key_hash, id, name, colour, role, joined) values ('hash', 'd', 'D', '#fff', 77, 0)"
    )
    first.close()
    with pytest.raises(StoreError, match="can't be used"):
        open_store().devices()
    with sqlite3.connect(database) as db:
        db.execute("update meta set value = 'new' where key = 'schema'")
    db.close()
    with pytest.raises(StoreError, match="can't be used"):
        Store(database)
    with sqlite3.connect(database) as db:
        db.execute("update meta set value = '1' where key = 'schema'")
        db.execute("drop table seen")
        db.execute("create table seen (something)")
    db.close()
    with pytest.raises(StoreError, match="can't be used"):
        open_store().seen()


def test_one_value_that_cannot_be_read_takes_no_other_with_it(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    write(store, {"x": 1, "y": 2})
    store._db.execute("update shown set value = '{bro' where control = 'x'")
    assert store.values("a") == {"y": 2}
    assert "the value of x in the database can't be read" in caplog.text
