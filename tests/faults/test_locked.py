"""Another program has the database locked, or its disk is full: that is said at the start and at the end."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.desktop.processes import sidestage
from tests.faults.checker import Kept
from tests.faults.devices import Device
from tests.faults.disks import RefusingDisk, mounted
from tests.faults.servers import Server, until
from tests.stage import PATIENCE
from tests.stores import IPAD, Open, letting_in, write
from webui.core.errors import ShowError
from webui.serving import Serving
from webui.storage import diagnosis
from webui.storage import store as store_module
from webui.storage.opening import MOST_NAMED, what_is_lost
from webui.storage.store import Batch, Lost, Store

Connect = Callable[[], Device]

LOCKS = ("begin immediate", "begin exclusive", "pragma locking_mode=exclusive")
"""How a program may have a database locked."""


@contextmanager
def locked(data: Path, how: str = "begin immediate") -> Iterator[sqlite3.Connection]:
    """Another program has the database locked, as a backup has."""
    other = sqlite3.connect(data / "sidestage.db", isolation_level=None, timeout=PATIENCE)
    other.execute(how)
    if how.startswith("pragma"):
        other.execute("begin immediate")
    try:
        yield other
    finally:
        other.close()


# At the end


def test_the_end_waits_for_a_lock_and_then_all_is_kept(running: Server, device: Connect) -> None:
    mover = device()
    mover.move(fader1=1)
    mover.settles()
    process = running.process
    assert process
    with locked(running.data) as other:
        n = mover.move(fader1=7)
        mover.wait(lambda: mover.page.taken == n, "the move to be taken")
        process.process.terminate()
        assert process.said("(The database is in use by another program, or its disk is slow: waiting for it)")
        other.execute("rollback")
        assert process.process.wait(PATIENCE) == 0
    assert Kept(running.data).values["fader1"] == 7


def test_what_can_not_be_kept_is_said_and_the_exit_code_is_another(running: Server, device: Connect) -> None:
    mover = device()
    mover.move(fader1=1)
    mover.settles()
    process = running.process
    assert process
    with locked(running.data):
        n = mover.move(fader1=7, note="last words\x1b")
        mover.wait(lambda: mover.page.taken == n, "the move to be taken")
        process.process.terminate()
        said = process.said(r"Not kept, for the database could not be written \(database is locked\): (.*)")
        assert said in ("the last values of fader1, note.", "the last values of note, fader1.")
        assert process.process.wait(PATIENCE) == 1
    assert not (running.data / "running.json").exists()
    assert Kept(running.data).values["fader1"] == 1
    running.kill()
    running.start()
    running.stop()


def test_a_disk_that_refuses_is_not_waited_for(running: Server, device: Connect) -> None:
    mover = device()
    mover.move(fader1=1)
    mover.settles()
    process = running.process
    assert process
    RefusingDisk(running).fails()
    n = mover.move(fader1=7)
    mover.wait(lambda: mover.page.taken == n, "the move to be taken")
    assert process.said("(the database can't be written)")
    process.process.terminate()
    assert process.said(r"(Not kept, for the database could not be written .*: the last values of fader1\.)")
    assert process.process.wait(PATIENCE) == 1
    assert not [line for line in process.lines if "waiting for it" in line]


def test_nothing_is_said_where_all_is_kept(running: Server, device: Connect) -> None:
    mover = device()
    for number in range(50):
        mover.move(fader1=number)
    process = running.process
    assert process
    running.stop()
    assert not [line for line in process.lines if "kept" in line]


def test_a_lock_of_a_moment_is_no_fault(store: Store, database: Path, open_store: Open) -> None:
    faults: list[str] = []
    store.on_fault = faults.append
    with locked(database.parent) as other:
        store.write(Batch("a", {"x": 1}), lambda batch: None)
        until(lambda: store._error == "database is locked", "a try to write")
        other.execute("rollback")
        write(store, {"y": 2})
    assert faults == []
    assert open_store().values("a") == {"x": 1, "y": 2}


def test_a_lock_that_lasts_is_a_fault_and_ends(store: Store, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "BUSY_TOLD", 0.3)
    faults: list[str] = []
    store.on_fault = faults.append
    with locked(database.parent) as other:
        store.write(Batch("a", {"x": 1}), lambda batch: None)
        until(lambda: faults, "the fault")
        assert "Values can't be saved (database is locked)" in faults[0]
        other.execute("rollback")
        write(store, {"y": 2})
    assert faults[1:] == [""]


def test_a_show_that_waits_for_the_database_may_be_left(stage: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.shows.document.LOADED_S", 0.01)
    engine = stage._engine
    engine.call(engine.store._db.execute, "pragma busy_timeout = 3600000")
    with locked(stage.data) as other:
        engine.store.write(Batch("small", {"slider1": 1}), lambda batch: None)
        stage.document.open(stage.document.path)
        assert not stage.document.unsaved
        with pytest.raises(ShowError, match="not loaded yet"):
            stage.document.save()
        other.execute("rollback")
    until(lambda: stage.document._loaded.is_set(), "the show to be loaded")
    stage.document.save()


def test_what_is_lost_is_known(store: Store, database: Path) -> None:
    with locked(database.parent):
        store.write(Batch("a", {"x": 1, "y": 1}), lambda batch: None)
        store.write(Batch("a", {"x": 2}), lambda batch: None)
        store.write(letting_in("hash", IPAD), lambda batch: None)
        store.settle("programs", "off")
        store.read_values("a", lambda values: None)
        until(lambda: store._error == "database is locked", "a try to write")
        store.close(0.01)
        assert store.is_writing
        assert store.give_up() == Lost(("x", "y"), (IPAD.name,), 1, "database is locked")
        store.close(PATIENCE)
        assert not store.is_writing


def test_what_is_lost_in_words() -> None:
    assert what_is_lost(Lost(why="x"), {}) == ""
    names = {f"c{number}": f"Fader\n{number}" for number in range(MOST_NAMED + 2)}
    said = what_is_lost(Lost(tuple(names), ("iPad",), 2, "x"), names)
    assert said == (
        "Not kept, for the database could not be written (x): the last values of Fader\\n0, Fader\\n1, Fader\\n2, "
        "Fader\\n3, Fader\\n4 and 2 more, and what changed of the devices iPad, and who was let in or sent away, and "
        "what was switched."
    )


# At the start


@pytest.mark.parametrize("how", LOCKS)
def test_a_start_under_a_lock_says_whose_and_moves_nothing_away(server: Server, how: str) -> None:
    server.start()
    server.stop()
    with locked(server.data, how):
        refused = sidestage(server.show, "--headless", "--port", "0", "--data", server.data)
    assert refused.returncode == 2
    assert "is in use by another program, such as a backup" in refused.stderr
    assert "ove it away" not in refused.stderr
    assert not list(server.data.glob("*damaged*"))
    server.start()
    server.stop()


def test_a_start_waits_for_a_lock_of_a_moment(store: Store, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store_module.OPENING > 1
    store.close()
    with locked(database.parent):
        monkeypatch.setattr(store_module, "OPENING", 0.01)
        with pytest.raises(Exception, match="in use by another program"):
            Store(database)


@pytest.mark.parametrize("left", [4096, 16384, 32768])
def test_a_start_on_a_disk_that_is_all_but_full_says_so(server: Server, left: int) -> None:
    with mounted(server.data, "-t", "tmpfs", "-o", "size=1M", "sidestage-faults"):
        server.start()
        server.stop()
        filler = server.data / "filler"
        filler.write_bytes(bytes(shutil.disk_usage(server.data).free - left))
        refused = sidestage(server.show, "--headless", "--port", "0", "--data", server.data)
        assert refused.returncode == 2
        assert "its disk is full" in refused.stderr
        assert "make room there, and start again" in refused.stderr
        assert "ove it away" not in refused.stderr
        assert not list(server.data.glob("*damaged*"))
        filler.unlink()
        server.start()
        server.stop()


def test_a_disk_that_is_full_while_it_starts_ends_nothing(server: Server) -> None:
    with mounted(server.data, "-t", "tmpfs", "-o", "size=1M", "sidestage-faults"):
        server.start()
        # What a kill leaves needs no room to be opened again.
        server.kill()
        free = shutil.disk_usage(server.data).free
        (server.data / "filler").write_bytes(bytes(free - 4096))
        said = sidestage(server.show, "--headless", "--port", "99999", "--data", server.data)
        assert said.returncode == 2
        server.start()
        process = server.process
        assert process
        assert "Traceback" not in "".join(process.lines)
        assert process.stop() == 0


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (sqlite3.SQLITE_BUSY, "in use by another program"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "in use by another program"),
        (sqlite3.SQLITE_LOCKED, "in use by another program"),
        (sqlite3.SQLITE_PROTOCOL, "in use by another program"),
        (sqlite3.SQLITE_FULL, "make room there"),
        (sqlite3.SQLITE_READONLY, "can be read and written"),
        (sqlite3.SQLITE_CANTOPEN, "can be read and written"),
        (sqlite3.SQLITE_IOERR, "can be read and written"),
        (sqlite3.SQLITE_PERM, "can be read and written"),
        (sqlite3.SQLITE_NOMEM, "can be read and written"),
        (sqlite3.SQLITE_CORRUPT, "Move it away"),
        (sqlite3.SQLITE_NOTADB, "Move it away"),
    ],
)
def test_each_kind_of_error_has_its_advice(tmp_path: Path, number: int, words: str) -> None:
    error = sqlite3.OperationalError("it")
    error.sqlite_errorcode = number
    said = str(diagnosis.trouble(error, tmp_path / "sidestage.db"))
    assert words in said
    assert ("Move it away" in said) is (words == "Move it away")
