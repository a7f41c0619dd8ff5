"""Says when a file changed, or can't be found: the open show is edited with whatever editor its user likes."""

import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

from webui.storage.plain_file import check_plain, read_plain
from webui.storage.timeouts import within

LOOK_EVERY = 0.2
"""Seconds between two looks at the open file; a change counts once it has stood still for one."""

GONE_LOOKS = 10
"""Looks in a row that don't find the file before that is said: some editors remove it and write it anew."""

READ_EVERY = 10
"""Looks after which a file is read that seems unchanged: by a coarse clock, its size and time may be the same."""

MOST = 8 * 1024 * 1024
"""Bytes that are compared: more than any show file has."""

Look = tuple[int, ...]


class Watcher:
    """Looks at a file a few times a second, since that works on every disk.

    `changed()` is called when the file changed and stood still; if it returns False, it is called again at the next
    look. `lost(why)` is called when the file can't be found for a while, and `lost(None)` when it is back. Both are
    called in the watcher's thread, which waits for a disk that hangs no longer than anybody else does.
    """

    def __init__(
        self,
        path: Path,
        changed: Callable[[], object],
        lost: Callable[[OSError | None], object] = lambda why: None,
    ) -> None:
        self._path = path
        self._changed = changed
        self._lost = lost
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="show file", daemon=True)
        self._reported = _or_none(self._look)
        self._content = self._read()

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def close(self) -> None:
        """End."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _look(self) -> Look:
        found = within(self._path, lambda: os.stat(self._path))
        check_plain(found, self._path)
        return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns

    def _read(self) -> bytes:
        """Return what stands for the file's content; b"" if it can't be read."""
        try:
            return hashlib.blake2b(read_plain(self._path, MOST)).digest()
        except OSError:
            return b""

    def _run(self) -> None:
        last, settled = self._reported, True
        missed, unread = 0, 0
        while not self._stop.wait(LOOK_EVERY):
            try:
                now = self._look()
            except OSError as error:
                last, missed = None, missed + 1
                if missed == GONE_LOOKS:
                    self._lost(error)
                continue
            if missed >= GONE_LOOKS:
                self._lost(None)
            missed, unread = 0, unread + 1
            if now == last and (not settled or self._is_another(now, unread >= READ_EVERY)):
                unread = 0
                settled = self._changed() is not False
            elif unread >= READ_EVERY:
                unread = 0
            last = now

    def _is_another(self, now: Look, doubtful: bool) -> bool:
        """Return whether the file is another one than was reported last; it counts as reported from now on."""
        before, self._reported = self._reported, now
        if now == before and not doubtful:
            return False
        content, self._content = self._content, self._read()
        # A new time of the last change alone (the last of a look) comes with a new name or mode as well.
        is_new = before is None or now[:3] != before[:3]
        return is_new or content != self._content


def _or_none(look: Callable[[], Look]) -> Look | None:
    try:
        return look()
    except OSError:
        return None
