"""Running Sidestage from outside, and looking at what it leaves behind."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.stage import PATIENCE, ROOT

IN_ITS_OWN_SESSION = ("setsid",)
"""A prefix for StageProcess: all processes that it starts bear its process id as their session's."""


def sidestage(*arguments: str | Path, prefix: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run it to its end, which has to come by itself."""
    command = [*prefix, sys.executable, "-m", "desktop", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE)


def of_session(session: int) -> list[str]:
    """The command lines of a session's processes that still live."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, its_session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(its_session) == session and state != "Z":
                found.append((folder / "cmdline").read_text().replace("\0", " "))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def until(condition: Callable[[], object], why: str) -> None:
    """Wait for what no process tells: files, other processes."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {why}"
        time.sleep(0.01)
