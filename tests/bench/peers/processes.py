"""Servers in processes of their own."""

import json
import queue
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.stage import PATIENCE, ROOT, StageProcess

ON_A_PAGE = 64


class NotStarted(Exception):
    """A server did not come up; str(error) says which."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, to be measured."""

    port: int
    pid: int


@contextmanager
def sidestage(names: Sequence[str]) -> Iterator[Server]:
    """Run Sidestage, headless, with faders of these names and a feed."""
    faders = [{"id": name, "type": "fader", "max": 10**9, "step": 1} for name in names]
    pages = [faders[at : at + ON_A_PAGE] for at in range(0, len(faders), ON_A_PAGE)]
    show: dict[str, Any] = {
        "sidestage": 1,
        "feeds": [{"id": "number", "source": "program"}],
        "pages": [{"id": f"page{at}", "controls": controls} for at, controls in enumerate(pages)],
    }
    with tempfile.TemporaryDirectory(prefix="sidestage-bench-") as folder:
        file = Path(folder) / "bench.sidestage"
        file.write_text(json.dumps(show), encoding="utf-8")
        try:
            process = StageProcess(Path(folder) / "data", str(file), "--port", "0", "--host", "127.0.0.1")
        except (AssertionError, queue.Empty) as error:
            raise NotStarted(f"Sidestage did not start: {error}") from None
        try:
            yield Server(process.port, process.process.pid)
        finally:
            process.kill()


@contextmanager
def program(*command: str, name: str, options: Sequence[str] = ()) -> Iterator[Server]:
    """Run a program that is told its port, and then the options."""
    port = _free_port()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [*command, str(port), *options], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        try:
            if not _listens(port, process):
                said.seek(0)
                last = said.read().decode(errors="replace").strip().splitlines()[-1:]
                raise NotStarted(f"{name} did not start: {''.join(last)}")
            yield Server(port, process.pid)
        finally:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int, process: "subprocess.Popen[bytes]") -> bool:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            time.sleep(0.05)
    return False
