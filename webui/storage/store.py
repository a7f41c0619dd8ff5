"""What survives: values, operations seen and devices, in SQLite.

A thread of its own writes; what it says is kept survives a kill and a power cut (WAL, synchronous FULL).
If the disk fails, nothing is lost while the program runs: the batch is tried again every second, and `on_fault` hears
of it.
"""

import json
import logging
import queue
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from webui.core.delivery.ledger import Off, Slot
from webui.core.devices.devices import Device
from webui.core.errors import StoreError
from webui.core.printable import printable
from webui.core.values import Value
from webui.storage import device_table
from webui.storage.batch import Batch, Job, Lost, lost
from webui.storage.diagnosis import is_locked, trouble

__all__ = ["Batch", "Lost", "Moved", "Store"]

log = logging.getLogger(__name__)

SCHEMA = 2
SESSION_LIFE = 7 * 24 * 3600
"""Seconds for which a page that slept still knows which operations were seen."""

ON_LIFE = 24 * 3600
"""Seconds for which it is remembered that an output was told to be on. A desk that was off overnight is put back in the
morning; in another town somebody else may have its address."""

RETRY = 1.0
"""Seconds between two tries while the disk fails."""

CLOSING = 1.5
"""Seconds that a disk may take to write the last batch when the program ends, before anybody is told that it waits."""

OPENING = 5.0
"""Seconds that a start waits for another program that has the database locked."""

BUSY = 0.25
"""Seconds of one try to write while another program has the database locked; then it is tried again."""

BUSY_TOLD = 5.0
"""Seconds for which a locked database is tried before it counts as a fault."""

_META = "create table if not exists meta (key text primary key, value text not null) without rowid"
_TABLES = """
create table if not exists shown (
    show text, control text, value text not null, primary key (show, control)) without rowid;
create table if not exists seen (
    memory text primary key, n integer not null, at real not null) without rowid;
create table if not exists told_on (
    link text, output text, key text, off blob not null, repeats integer not null, at real not null,
    primary key (link, output, key)) without rowid;
"""


class Moved(sqlite3.OperationalError):
    """The database is no longer where it was opened: what is written goes nowhere."""


class Store:
    """The database in the data folder. Reading is done before start(), writing by its thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._undone: deque[Job] = deque()
        """What is in the queue, and the job that is being done."""
        self._stopping = threading.Event()
        self._hopeless = threading.Event()
        self._error = "the disk does not answer"
        """What was wrong the last time."""
        self._files: dict[Path, tuple[int, int]] = {}
        self._thread = threading.Thread(target=self._run, name="store", daemon=True)
        self.on_fault: Callable[[str], None] = lambda sentence: None
        """Called by the store's thread with what is wrong, or an empty text when all is well again."""
        with self._readable():
            self._db = sqlite3.connect(path, OPENING, isolation_level=None, check_same_thread=False)
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def _prepare(self) -> None:
        self._db.execute("pragma journal_mode=wal")
        self._db.execute("pragma synchronous=full")
        self._db.execute("pragma fullfsync=on")
        self._db.execute(_META)
        self._check_schema()
        with _transaction(self._db):
            device_table.migrate(self._db)
            self._db.execute("insert or replace into meta values ('schema', ?)", (str(SCHEMA),))
        self._db.executescript(_TABLES + device_table.TABLE)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, ValueError) as error:
            raise trouble(error, self._path) from None

    def _check_schema(self) -> None:
        found = self._db.execute("select value from meta where key = 'schema'").fetchone()
        if found and int(found[0]) > SCHEMA:
            raise StoreError(
                f"The database {printable(self._path)} was written by a newer Sidestage. "
                "Use that one, or start with another --data folder."
            )

    # Reading, before the thread runs; raises StoreError

    def lasting(self, key: str, proposal: str) -> str:
        """Return what this data folder keeps under a key; the first time, that is the proposal."""
        with self._readable():
            self._db.execute("insert or ignore into meta values (?, ?)", (key, proposal))
        kept = self.recall(key)
        return proposal if kept is None else kept

    def recall(self, key: str) -> str | None:
        """Return what was settled under a key, or None."""
        with self._readable():
            row = self._db.execute("select value from meta where key = ?", (key,)).fetchone()
            return str(row[0]) if row else None

    def values(self, show: str) -> dict[str, Value]:
        """Return what is kept under a show's id."""
        with self._readable():
            return self._values(show)

    def _values(self, show: str) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for control, value in self._db.execute("select control, value from shown where show = ?", (show,)):
            try:
                found = json.loads(value)
                values[control] = tuple(found) if isinstance(found, list) else found
            except ValueError:
                log.warning("the value of %s in the database can't be read", control)
        return values

    def seen(self) -> dict[str, int]:
        """Return the operations that sessions got through, and forget sessions that are long gone."""
        with self._readable():
            self._db.execute("delete from seen where at < ?", (time.time() - SESSION_LIFE,))
            return dict(self._db.execute("select memory, n from seen"))

    def devices(self) -> dict[str, Device]:
        """Return the devices that are let in, by the hash of their key."""
        with self._readable():
            return device_table.read(self._db)

    def told_on(self) -> dict[Slot, Off]:
        """Return what outputs were told to be on when the program ended, with what puts it back, the oldest first."""
        with self._readable():
            self._db.execute("delete from told_on where at < ?", (time.time() - ON_LIFE,))
            rows = self._db.execute("select link, output, key, off, repeats from told_on order by at")
            return {Slot(*slot): Off(off, bool(repeats)) for *slot, off, repeats in rows}

    # Writing

    def start(self) -> None:
        """Begin to write."""
        log_file = self._path.with_name(f"{self._path.name}-wal")
        self._files = {path: _identity(path) for path in (self._path, log_file) if path.exists()}
        self._db.execute(f"pragma busy_timeout = {BUSY * 1000:.0f}")
        self._thread.start()

    def close(self, within: float | None = None) -> None:
        """Write what is waiting, and end. A disk that fails is tried once more, one that is locked for as long as this.

        `within` is in seconds, CLOSING by default. Afterwards `is_writing` says whether it goes on, and may be closed
        again; `lost` what would be lost by an end of the program.
        """
        self._stopping.set()
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join(CLOSING if within is None else within)
        if not self._thread.is_alive():
            self._db.close()

    @property
    def is_writing(self) -> bool:
        """Whether the last of it is still being written."""
        return self._thread.is_alive()

    def give_up(self) -> Lost:
        """Write nothing more, and return what is lost by that."""
        self._hopeless.set()
        return lost(self._undone.copy(), self._error)

    def write(self, batch: Batch, done: Callable[[Batch], None]) -> None:
        """Commit a batch; `done` is called by the store's thread once it survives a power cut."""

        def change(db: sqlite3.Connection) -> None:
            now = time.time()
            db.executemany(
                "insert into shown values (?, ?, ?) on conflict do update set value = excluded.value",
                [(batch.show, name, json.dumps(value)) for name, value in batch.values.items()],
            )
            db.executemany(
                "insert into seen values (?, ?, ?) on conflict do update set n = excluded.n, at = excluded.at",
                [(memory, n, now) for memory, n in batch.seen.items()],
            )
            for key_hash, device in batch.devices.values():
                device_table.write(db, key_hash, device)
            _write_told_on(db, batch.told_on)

        self._do(change, lambda: done(batch), batch)

    def jot(self, told_on: Mapping[Slot, Off | None], done: Callable[[], None]) -> None:
        """Write what outputs were told to be on; `done` is called by the store's thread once it survives a kill.

        This does not wait until it is on the disk. The next batch does; it is to have the same.
        """

        def job(db: sqlite3.Connection) -> None:
            db.execute("pragma synchronous=normal")
            try:
                with _transaction(db):
                    _write_told_on(db, told_on)
            finally:
                db.execute("pragma synchronous=full")
            self._check_files()
            done()

        self._put(Job(job))

    def read_values(self, show: str, done: Callable[[Mapping[str, Value]], None]) -> None:
        """Read what is kept under a show's id, after all that was written before."""
        self._put(Job(lambda db: done(self._values(show)), writes=False))

    def forget_devices(self, ids: list[str]) -> None:
        """Let devices in no more."""
        self._do(lambda db: device_table.forget(db, ids))

    def settle(self, key: str, value: str | None) -> None:
        """Keep a text under a key of its own, or (None) nothing any more."""
        if value is None:
            self._do(lambda db: db.execute("delete from meta where key = ?", (key,)))
        else:
            self._do(lambda db: db.execute("insert or replace into meta values (?, ?)", (key, value)))

    def _do(
        self,
        change: Callable[[sqlite3.Connection], object],
        done: Callable[[], None] = lambda: None,
        batch: Batch | None = None,
    ) -> None:
        """Make a change in a transaction of its own; `done` is called once it survives a power cut."""

        def job(db: sqlite3.Connection) -> None:
            with _transaction(db):
                change(db)
            self._check_files()
            done()

        self._put(Job(job, batch))

    def _put(self, job: Job) -> None:
        self._undone.append(job)
        self._queue.put(job)

    def _check_files(self) -> None:
        """A file that was deleted or moved away can be written as before, but nobody would find it again."""
        for path, identity in self._files.items():
            try:
                moved = _identity(path) != identity
            except FileNotFoundError:
                moved = True
            if moved:
                raise Moved(f"{path.name} was moved away or deleted")

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            if not self._is_done(job):
                # What comes after is given up as well: a later operation must not look kept when an earlier is not.
                return
            self._undone.popleft()

    def _is_done(self, job: Job) -> bool:
        """Do a job, again and again if need be; False when it failed and the program ends."""
        failing = False
        since = time.monotonic()
        while True:
            last = self._stopping.is_set()
            try:
                job.do(self._db)
            except Exception as error:
                # Also what SQLite does not know: a thread that ended would keep nothing any more, and tell nobody.
                self._error, locked = str(error), is_locked(error)
                if not failing and not (locked and time.monotonic() - since < BUSY_TOLD):
                    failing = True
                    log.error("the database can't be written: %s", error)
                    self.on_fault(
                        f"Values can't be saved ({error}). The show goes on; they are kept in "
                        "memory until the disk works again."
                    )
                if last and (not locked or self._hopeless.is_set()):
                    return False
                # A try at a locked database has waited already.
                (self._hopeless if last else self._stopping).wait(BUSY if locked else RETRY)
            else:
                if failing:
                    log.warning("the database can be written again")
                    self.on_fault("")
                return True


def _identity(path: Path) -> tuple[int, int]:
    """What tells a file from any other that bears its name later."""
    found = path.stat()
    return found.st_dev, found.st_ino


def _write_told_on(db: sqlite3.Connection, told_on: Mapping[Slot, Off | None]) -> None:
    now = time.time()
    db.executemany(
        "insert or replace into told_on values (?, ?, ?, ?, ?, ?)",
        [(*slot, off.data, off.repeats, now) for slot, off in told_on.items() if off],
    )
    db.executemany(
        "delete from told_on where (link, output, key) = (?, ?, ?)",
        [slot for slot, off in told_on.items() if off is None],
    )


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    """A transaction that is rolled back when anything goes wrong."""
    db.execute("begin immediate")
    try:
        yield
        db.execute("commit")
    except BaseException:
        if db.in_transaction:
            db.execute("rollback")
        raise
