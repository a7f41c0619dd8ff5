"""Sidestage in a process of its own, started as a user starts it."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20.0


class StageProcess:
    """A running `python -m desktop`. `url`, `join_link` and `operator_link` are what it said when it was ready."""

    def __init__(
        self,
        data: Path | None,
        *arguments: str,
        prefix: tuple[str, ...] = (),
        headless: bool = True,
        program: tuple[str, ...] = (sys.executable, "-m", "desktop"),
    ) -> None:
        command = [*prefix, *program, *arguments]
        if data is not None:
            command += ["--data", str(data)]
        self.process = subprocess.Popen(
            [*command, "--headless"] if headless else command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self.lines: list[str] = []
        self._queue: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.url = self.said(r"Sidestage is ready: (\S+)")
        self.port = int(self.url.rsplit(":", 1)[1].strip("/"))

    @property
    def join_link(self) -> str:
        """The link for tablets."""
        return self.said(r"Tablets join here: (\S+)")

    @property
    def operator_link(self) -> str:
        """The link for an operator."""
        return self.said(r"An operator joins here: (\S+)")

    def said(self, pattern: str) -> str:
        """Wait for a line, and return the pattern's first group."""
        for line in self.lines:
            if found := re.search(pattern, line):
                return found[1]
        while (line := self._queue.get(timeout=PATIENCE)) is not None:
            self.lines.append(line)
            if found := re.search(pattern, line):
                return found[1]
        raise AssertionError(f"it never said {pattern}, but: {''.join(self.lines)}")

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        if self.process.stdout:
            self.process.stdout.close()

    def stop(self) -> int:
        """Ask it to end, and return its exit code."""
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._queue.put(line)
        self._queue.put(None)
