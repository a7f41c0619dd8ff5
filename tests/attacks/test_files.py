"""The system has no open files left: the server rests instead of spinning, and goes on when there are some again."""

import shutil
import time
from collections.abc import Iterator

import pytest

from tests.attacks.arena import Arena, arena
from tests.room import needs_a_room

pytestmark = [needs_a_room, pytest.mark.skipif(not shutil.which("prlimit"), reason="prlimit limits open files")]

FILES = 64
"""Far fewer than it has places for connections."""

LASTS = 2.0
"""Seconds without files."""


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    with arena(tmp_path_factory.mktemp("files"), "prlimit", f"--nofile={FILES}:{FILES}") as built:
        yield built


def test_without_open_files_the_server_rests_and_comes_back(attacked: Arena) -> None:
    with attacked.begin("idle", here=True, count=FILES) as attack:
        attacked.is_told("open no more files")
        used, began = attacked.processor(), time.monotonic()
        while time.monotonic() < began + LASTS:
            attacked.told()
        share = (attacked.processor() - used) / (time.monotonic() - began)
        assert share < 0.7, "it spins"
        attack.ask("")
    attacked.known_tablet_returns()
