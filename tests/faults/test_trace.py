"""`kept` leaves the computer only after the disk has it: seen from outside, by the system calls of the real server."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.checker import Kept
from tests.faults.devices import Device
from tests.faults.servers import LONG, Server
from tests.faults.tracing import Trace, read, strace
from webui.engine.commits import COMMIT_EVERY

MOVES = 600 if LONG else 60
WAITED_FOR = 10
"""Each so many moves, one is waited for until it is kept."""

HASTY = """
from webui.engine.commits import Commits
write = Commits.now
def commit(self):
    self._after(self._batch)
    self._inbox.later(50, lambda: write(self))
Commits.now = commit
from desktop.__main__ import run
run()
"""
"""A server that says `kept` before it commits."""

SLACK = """
import sys
from webui.storage.store import Store
prepare = Store._prepare
def relaxed(self):
    prepare(self)
    self._db.execute("pragma synchronous = off")
Store._prepare = relaxed
from desktop.__main__ import run
run()
"""
"""A server that commits without making sure of the disk."""


def drag(server: Server, folder: Path, device: Callable[[], Device], *program: str) -> tuple[Trace, list[int]]:
    """Trace a drag; returns the trace, and for each `kept` how much more a power cut at that moment had left."""
    trace = folder / "trace"
    server.start(*strace(trace), program=program or None)
    page = device()
    for move in range(1, MOVES + 1):
        n = page.move(fader1=move)
        if move % WAITED_FOR == 0:
            page.wait(lambda n=n: page.kept >= n, "for it to be kept")
    process = server.process
    server.kill()
    assert process
    found = read(trace)
    left = {synced: Kept(server.data, synced).seen(page.session) for synced in {told.synced for told in found.told}}
    return found, [left[told.synced] - told.n for told in found.told]


def test_kept_never_leaves_before_the_commit_is_on_the_disk(
    server: Server, device: Callable[[], Device], tmp_path: Path
) -> None:
    trace, spare = drag(server, tmp_path, device)
    assert trace.told[-1].n == MOVES
    assert len(spare) >= MOVES // WAITED_FOR
    assert min(spare) >= 0, "a kept operation would not have survived a power cut"
    welcomed = trace.told[0].at
    commits = [at for at in trace.commits if at > welcomed]
    assert len(commits) <= (commits[-1] - welcomed) * 1000 / COMMIT_EVERY + 1, "one commit each 25 ms, at the most"


@pytest.mark.parametrize("wrong", [HASTY, SLACK], ids=["kept before the commit", "a commit that is not synced"])
def test_the_trace_shows_a_server_that_says_kept_too_early(
    server: Server, device: Callable[[], Device], tmp_path: Path, wrong: str
) -> None:
    _, spare = drag(server, tmp_path, device, sys.executable, "-c", wrong)
    assert min(spare) < 0
