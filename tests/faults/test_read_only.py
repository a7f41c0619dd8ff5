"""A data folder that can't be written: said when Sidestage starts; what is open already goes on being kept."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.desktop.processes import sidestage
from tests.faults.checker import agree, lasting, server_state
from tests.faults.devices import Device
from tests.faults.disks import WITHOUT_POWER, mounted
from tests.faults.servers import Server

POWERLESS = WITHOUT_POWER if hasattr(os, "geteuid") and os.geteuid() == 0 else ()


@contextmanager
def sealed(folder: Path) -> Iterator[None]:
    """Nobody may write anything in a folder."""
    everything = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in everything}
    try:
        for path in reversed(everything):
            path.chmod(modes[path] & ~0o222)
        yield
    finally:
        for path in everything:
            path.chmod(modes[path])


def test_moves_are_kept_when_the_folder_is_sealed_in_the_middle_of_a_show(
    server: Server, device: Callable[[], Device]
) -> None:
    server.start(*POWERLESS)
    mover, watcher = device(), device()
    mover.move(fader1=1)
    mover.settles()
    with sealed(server.data):
        mover.move(fader1=2)
        mover.settles()
        agree(server, [mover, watcher])
        server.kill()
        for one in (mover, watcher):
            one.gone()
        refused = sidestage(str(server.show), "--headless", "--port", "0", "--data", server.data, prefix=POWERLESS)
        assert refused.returncode == 2
        assert f"The data folder can't be used: Permission denied ({server.data}" in refused.stderr
    server.start(*POWERLESS)
    for one in (mover, watcher):
        one.back()
    assert lasting(server_state(server)[1])["fader1"] == 2
    agree(server, [mover, watcher])


def test_a_disk_that_is_read_only_is_said_at_the_start(server: Server) -> None:
    server.start()
    server.stop()
    with mounted(server.data, "--bind", "-o", "ro", str(server.data)):
        refused = sidestage(str(server.show), "--headless", "--port", "0", "--data", server.data)
        assert refused.returncode == 2
        assert "The data folder can't be used: Read-only file system" in refused.stderr
        assert "Traceback" not in refused.stderr
    server.start()
