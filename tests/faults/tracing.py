"""What the server's process really asked the system for, in order, as strace saw it.

strace stops a thread as a call begins and as it returns. So a line that stands after another's return can not have been
begun before it, whichever threads the two are of, if the one was the other's reason.
"""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.checker import WAL

CALLS = "fdatasync,fsync,pwrite64,write,writev,sendto,sendmsg"

_LINE = re.compile(r"(?P<thread>\d+) +(?P<at>\d+\.\d+) (?P<what>.*)")
_CALL = re.compile(r"(?P<name>\w+)\((?P<arguments>.*?)(?P<unfinished> <unfinished \.\.\.>|\) += (?P<result>-?\d+).*)$")
_RESUMED = re.compile(r"<\.\.\. (?P<name>\w+) resumed>.*= (?P<result>-?\d+)")
_KEPT = re.compile(r'"kept": ?(\d+)')


def strace(trace: Path) -> tuple[str, ...]:
    """Return the prefix that has a program traced into a file; skips the test where that is forbidden."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    if subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode:
        pytest.skip("ptrace is forbidden here")
    # -D: the process that we start, and kill, is the program itself.
    return ("strace", "-D", "-f", "-y", "-ttt", "-s", "65536", "-e", f"trace={CALLS}", "-o", str(trace))


@dataclass(frozen=True, slots=True)
class Told:
    """At a time, a client was told that operation `n` is kept; the log's first `synced` bytes were safe on the disk."""

    at: float
    n: int
    synced: int


@dataclass(frozen=True, slots=True)
class Trace:
    """What matters of a trace: what was told, and when commits were safe on the disk. Times are seconds."""

    told: list[Told]
    commits: list[float]


def read(trace: Path) -> Trace:
    """Read a trace that is finished."""
    told: list[Told] = []
    commits: list[float] = []
    written = synced = 0
    pending: dict[tuple[str, str], tuple[str, int]] = {}
    for thread, at, name, arguments, begins, result in _calls(trace):
        if begins:
            pending[thread, name] = (arguments, written)
            if name not in ("pwrite64", "fdatasync", "fsync"):
                told += [Told(at, int(n), synced) for n in _KEPT.findall(_text(arguments))]
        if result is None:
            continue
        arguments, before = pending.pop((thread, name))
        if f"{WAL}>" not in arguments.partition(",")[0]:
            continue
        if name == "pwrite64" and result > 0:
            written = max(written, int(arguments.rpartition(", ")[2]) + result)
        elif name in ("fdatasync", "fsync") and result == 0:
            # Safe is what had been written when the call began.
            synced = max(synced, before)
            commits.append(at)
    return Trace(told, commits)


def _calls(trace: Path) -> Iterator[tuple[str, float, str, str, bool, int | None]]:
    """Yield thread, time, name, arguments, whether it begins here, and its result once it returns."""
    for line in trace.read_text(encoding="latin-1").splitlines():
        found = _LINE.match(line)
        assert found, line
        thread, at, what = found["thread"], float(found["at"]), found["what"]
        if call := _CALL.match(what):
            result = call["result"]
            yield thread, at, call["name"], call["arguments"], True, None if result is None else int(result)
        elif resumed := _RESUMED.match(what):
            yield thread, at, resumed["name"], "", False, int(resumed["result"])


def _text(arguments: str) -> str:
    """Return the texts among a call's arguments, as they were sent."""
    texts = re.findall(r'"(?:[^"\\]|\\.)*"', arguments)
    return "".join(ast.literal_eval(text) for text in texts)
