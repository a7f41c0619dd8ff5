"""A disk that fails in the middle of a show, in real database files."""

import os
import queue
import sqlite3
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.stores import IPAD, PATIENCE, Open, known, letting_in, write
from webui.storage import store as store_module
from webui.storage.store import CLOSING, Batch, Store


class Disk:
    """Makes a store's disk fail and work again, and hears what the store says of it."""

    def __init__(self, store: Store) -> None:
        self.faults: queue.SimpleQueue[str] = queue.SimpleQueue()
        store.on_fault = self.faults.put
        self._store = store

    def fails(self) -> None:
        self._store._db.execute("pragma query_only = on")

    def works(self) -> None:
        self._store._db.execute("pragma query_only = off")

    def said(self) -> str:
        return self.faults.get(timeout=PATIENCE)


@pytest.fixture
def disk(store: Store, monkeypatch: pytest.MonkeyPatch) -> Disk:
    monkeypatch.setattr(store_module, "RETRY", 0.001)
    return Disk(store)


def test_while_the_disk_fails_nothing_is_called_kept_and_when_it_works_again_nothing_is_lost(
    store: Store, disk: Disk, open_store: Open
) -> None:
    kept: queue.SimpleQueue[dict[str, int]] = queue.SimpleQueue()
    write(store, {"x": 0})
    disk.fails()
    for n in range(1, 4):
        store.write(Batch("a", {"x": n, f"x{n}": n}, {"d/s": n}), lambda batch: kept.put(batch.seen))
    store.write(letting_in("hash", IPAD), lambda batch: None)
    said = disk.said()
    assert said.startswith("Values can't be saved (")
    assert "The show goes on" in said
    assert kept.empty()
    disk.works()
    assert disk.said() == ""
    assert [kept.get(timeout=PATIENCE) for _ in range(3)] == [{"d/s": 1}, {"d/s": 2}, {"d/s": 3}]
    store.close()
    restarted = open_store()
    assert restarted.values("a") == {"x": 3, "x1": 1, "x2": 2, "x3": 3}
    assert (restarted.seen(), known(restarted)) == ({"d/s": 3}, {"hash": asdict(IPAD)})
    assert disk.faults.empty()


def test_a_batch_is_written_whole_or_not_at_all(store: Store, disk: Disk, database: Path, open_store: Open) -> None:
    write(store, {"x": 0}, {"d/s": 1})
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("create trigger stop before insert on seen begin select raise(abort, 'disk full'); end")
    done = threading.Event()
    store.write(Batch("a", {"x": 1, "y": 1}, {"d/s": 2}), lambda batch: done.set())
    assert "disk full" in disk.said()
    reader = open_store()
    assert (reader.values("a"), reader.seen()) == ({"x": 0}, {"d/s": 1})
    other.execute("drop trigger stop")
    other.close()
    assert disk.said() == ""
    assert done.wait(PATIENCE)
    assert (reader.values("a"), reader.seen()) == ({"x": 1, "y": 1}, {"d/s": 2})


def test_closing_does_not_wait_for_a_disk_that_fails(store: Store, disk: Disk, open_store: Open) -> None:
    store_module.RETRY = 3600.0
    write(store, {"x": 0}, {"d/s": 1})
    disk.fails()
    store.write(Batch("a", {"x": 1}, {"d/s": 2}), lambda batch: None)
    assert disk.said()
    store.close()
    assert not store._thread.is_alive()
    assert open_store().values("a") == {"x": 0}


def test_what_waits_when_the_program_ends_is_tried_once_more(store: Store, disk: Disk, open_store: Open) -> None:
    store_module.RETRY = 3600.0
    disk.fails()
    store.write(Batch("a", {"x": 1}, {"d/s": 2}), lambda batch: None)
    assert disk.said()
    disk.works()
    store.close()
    assert open_store().values("a") == {"x": 1}


def test_an_operation_never_looks_kept_when_one_before_it_was_given_up(
    store: Store, disk: Disk, database: Path, open_store: Open
) -> None:
    store_module.RETRY = 3600.0
    store._db.execute("create trigger stop before insert on seen when new.n = 2 begin select raise(abort, 'no'); end")
    write(store, {"x": 1}, {"d/s": 1})
    for n in (2, 3):
        store.write(Batch("a", {f"x{n}": n}, {"d/s": n}), lambda batch: None)
    assert disk.said()
    store.close()
    restarted = open_store()
    assert (restarted.values("a"), restarted.seen()) == ({"x": 1}, {"d/s": 1})


def test_closing_in_time_while_the_database_is_locked(
    store: Store, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert CLOSING < 2
    monkeypatch.setattr(store_module, "CLOSING", 0.01)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("begin immediate")
    store.write(Batch("a", {"x": 1}), lambda batch: None)
    store.close()
    other.execute("rollback")
    other.close()
    store._thread.join(PATIENCE)
    store.close()


def test_a_batch_that_can_not_be_written_at_all_is_said_and_nothing_after_it_is_kept(
    store: Store, disk: Disk, open_store: Open
) -> None:
    write(store, {"x": 1}, {"d/s": 1})
    kept: queue.SimpleQueue[Batch] = queue.SimpleQueue()
    no_value: Any = object()
    store.write(Batch("a", {"x": no_value}, {"d/s": 2}), kept.put)
    store.write(Batch("a", {"x": 3}, {"d/s": 3}), kept.put)
    assert "not JSON serializable" in disk.said()
    store.close()
    assert kept.empty()
    assert open_store().seen() == {"d/s": 1}


@pytest.mark.skipif(os.name != "posix", reason="an open file can't be moved on Windows")
@pytest.mark.parametrize("ending", ["", "-wal"])
def test_nothing_is_called_kept_while_the_database_is_not_in_its_place(
    store: Store, disk: Disk, database: Path, open_store: Open, ending: str
) -> None:
    write(store, {"x": 1}, {"d/s": 1})
    file = database.with_name(database.name + ending)
    aside = database.with_name("aside")
    file.rename(aside)
    kept = threading.Event()
    store.write(Batch("a", {"x": 2}, {"d/s": 2}), lambda batch: kept.set())
    assert f"{file.name} was moved away or deleted" in disk.said()
    assert not kept.is_set()
    file.write_bytes(b"something else")
    store.write(letting_in("hash", IPAD), lambda batch: None)
    assert not kept.is_set()
    aside.replace(file)
    assert disk.said() == ""
    assert kept.wait(PATIENCE)
    store.close()
    assert open_store().seen() == {"d/s": 2}
