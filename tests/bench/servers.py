"""The servers that are measured, each in a process of its own."""

import json
import queue
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.clients import control
from tests.stage import PATIENCE, ROOT, StageProcess


class NotStarted(Exception):
    """A server did not come up; str(error) says which."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, to be measured."""

    port: int
    pid: int


@contextmanager
def sidestage(hands: int) -> Iterator[Server]:
    """Run Sidestage, headless, with a fader for each hand."""
    controls = [{"id": control(hand), "type": "fader", "max": 10**9, "step": 1} for hand in range(hands)]
    with tempfile.TemporaryDirectory(prefix="sidestage-bench-") as folder:
        show = Path(folder) / "bench.sidestage"
        show.write_text(json.dumps({"sidestage": 1, "controls": controls}), encoding="utf-8")
        try:
            process = StageProcess(Path(folder) / "data", str(show), "--port", "0", "--host", "127.0.0.1")
        except (AssertionError, queue.Empty) as error:
            raise NotStarted(f"Sidestage did not start: {error}") from None
        try:
            yield Server(process.port, process.process.pid)
        finally:
            process.kill()


@contextmanager
def naive(*options: str) -> Iterator[Server]:
    """Run the server that re-emits every move."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.naive", str(port), *options],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield Server(port, process.pid)
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise NotStarted("the article's server did not start") from None
            time.sleep(0.05)
