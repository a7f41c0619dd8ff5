"""The server that faults happen to: in a process of its own, started again on the same port and data folder."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.stage import PATIENCE, StageProcess

LONG = "LONG" in os.environ
"""Whether faults last as long, and come as often, as they may on a stage; otherwise just long enough to be one."""

SHOW = {
    "sidestage": 1,
    "id": "faults",
    "name": "Faults",
    "feeds": [{"id": "number", "every": 0.05}],
    "controls": [
        *({"id": f"fader{n}", "type": "fader", "max": 10**6, "step": 1} for n in range(1, 9)),
        {"id": "bed", "type": "toggle"},
        {"id": "note", "type": "text", "length": 80},
        {"id": "thunder", "type": "button"},
    ],
}
"""Its faders take whole numbers, so that a fader's value tells which move it was."""


class Server:
    """Sidestage, headless, in a data folder; it can be ended in every way and started again at the same address."""

    def __init__(self, data: Path, show: Path) -> None:
        self.data = data
        self.show = show
        self.port = 0
        self.process: StageProcess | None = None

    @property
    def url(self) -> str:
        """Where it is, or was."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self, *prefix: str, program: tuple[str, ...] | None = None) -> None:
        """Start it; returns when it is ready. `prefix` stands before its command, and must end by an exec."""
        options = {"program": program} if program else {}
        port, host = str(self.port), "127.0.0.1"
        self.process = StageProcess(self.data, str(self.show), "--port", port, "--host", host, prefix=prefix, **options)
        self.port = self.process.port

    def kill(self) -> None:
        """End it as a power cut would; doing so again does no harm."""
        if self.process:
            self.process.kill()
            self.process = None

    def stop(self) -> None:
        """End it as a user does."""
        assert self.process
        assert self.process.stop() == 0
        self.kill()

    @property
    def pid(self) -> int:
        """Its process."""
        assert self.process
        return self.process.process.pid

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """It gets no time to run, as while a laptop's lid is closed."""
        os.kill(self.pid, signal.SIGSTOP)
        try:
            until(lambda: _state(self.pid) == "T", "the process to stand still")
            yield
        finally:
            os.kill(self.pid, signal.SIGCONT)


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def until(condition: Callable[[], object], why: str, patience: float = PATIENCE) -> None:
    """Wait for what nothing tells: another process, a file."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {why}"
        time.sleep(0.01)


def last(short: float, long: float) -> None:
    """Let a fault last: its seconds in the short form and in the long one. Nothing is waited for by this."""
    time.sleep(long if LONG else short)
