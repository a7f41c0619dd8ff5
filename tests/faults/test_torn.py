"""A power cut leaves the database's log cut anywhere, or its end unreadable: what is found is one whole commit."""

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.clients import Page
from tests.faults.checker import WAL, Kept, lasting, server_state
from tests.faults.devices import Device
from tests.faults.servers import LONG, Server

CUTS = 3000 if LONG else 60
STARTS = 40 if LONG else 3
COMMITS = 200 if LONG else 30


@pytest.fixture
def dragged(running: Server, device: Callable[[], Device]) -> tuple[Server, Device, list[tuple[int, int]]]:
    """A server that was killed after a drag: the log's length and what was kept then, for each commit."""
    page = device()
    log = running.data / WAL
    kept = [(log.stat().st_size, 0)]
    for move in range(1, COMMITS + 1):
        # All three in one operation: a commit has them all or none.
        n = page.move(fader1=move, fader2=-move % 1000, note=f"move {move}")
        page.wait(lambda n=n: page.kept >= n, "for it to be kept")
        kept.append((log.stat().st_size, n))
    running.kill()
    page.gone()
    return running, page, kept


def whole(kept: Kept, session: str) -> int:
    """See that what was found is one whole commit; returns its operation."""
    n = kept.seen(session)
    if n:
        assert kept.values == {"fader1": n, "fader2": -n % 1000, "note": f"move {n}"}
    else:
        assert kept.values == {}
    return n


def test_a_log_cut_anywhere_holds_all_that_was_kept_by_then(
    dragged: tuple[Server, Device, list[tuple[int, int]]],
) -> None:
    server, page, kept = dragged
    chance = random.Random(2)
    end = kept[-1][0]
    commits = [length for length, _ in kept]
    near = [chance.choice(commits) + chance.choice((-1, 0, 1)) for _ in range(CUTS // 2)]
    for cut in [0, end, *near, *(chance.randrange(end) for _ in range(CUTS // 2))]:
        found = whole(Kept(server.data, cut), page.session)
        assert found == max((n for length, n in kept if length <= cut), default=0)


def test_a_log_whose_end_is_unreadable_holds_all_that_was_kept_before_it(
    dragged: tuple[Server, Device, list[tuple[int, int]]],
) -> None:
    server, page, kept = dragged
    chance = random.Random(3)
    log = (server.data / WAL).read_bytes()
    for _ in range(CUTS):
        safe = chance.randrange(kept[-1][0])
        # Disks write sectors in any order: some of the rest came through, some did not.
        rest = bytearray(log[safe:])
        for sector in range(0, len(rest), 512):
            if chance.random() < 0.5 or sector == 0:
                rest[sector : sector + 512] = chance.randbytes(512)
        (server.data / WAL).write_bytes(log[:safe] + rest)
        assert whole(Kept(server.data), page.session) >= max((n for length, n in kept if length <= safe), default=0)


def test_it_starts_on_a_log_cut_anywhere(dragged: tuple[Server, Device, list[tuple[int, int]]], tmp_path: Path) -> None:
    server, page, kept = dragged
    chance = random.Random(4)
    aside = tmp_path / "aside"
    shutil.copytree(server.data, aside)
    for _ in range(STARTS):
        cut = chance.randrange(kept[-1][0])
        shutil.rmtree(server.data)
        shutil.copytree(aside, server.data)
        with open(server.data / WAL, "r+b") as log:
            log.truncate(cut)
        expected = max((n for length, n in kept if length <= cut), default=0)
        server.start()
        values = lasting(server_state(server)[1])
        assert (values["fader1"], values["fader2"]) == (expected, -expected % 1000)
        with closing(Page(server.url, page.session)) as again:
            assert again.welcome["seen"] == again.welcome["kept"] == expected
        server.kill()
