"""Says when a file changed: the open show is edited with whatever editor its user likes."""

import threading
from collections.abc import Callable
from pathlib import Path

LOOK_EVERY = 0.2
"""Seconds between two looks at the open file; a change counts once it has stood still for one."""


class Watcher:
    """Looks at a file a few times a second, since that works on every disk; says when it changed and stood still."""

    def __init__(self, path: Path, changed: Callable[[], None]) -> None:
        self._path = path
        self._changed = changed
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="show file", daemon=True)
        self._reported = self._look()

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def close(self) -> None:
        """End."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _look(self) -> tuple[int, ...] | None:
        try:
            stat = self._path.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size, stat.st_ino

    def _run(self) -> None:
        last = self._reported
        while not self._stop.wait(LOOK_EVERY):
            now = self._look()
            if now is not None and now == last and now != self._reported:
                self._reported = now
                self._changed()
            last = now
