"""Fixtures for faults: a server that can be killed, and devices that live through it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import browser, context, windowless
from tests.conftest import Write
from tests.faults.devices import Device
from tests.faults.servers import LONG, SHOW, Server
from tests.stage import PATIENCE
from tests.stores import database, open_store, store

__all__ = ["browser", "context", "database", "open_store", "store", "windowless"]

LONGEST = 900 if LONG else 180
"""Seconds that one test may take: each starts and ends many processes, and a machine may be busy."""

# What a page shall show may take as long as everything else here: a busy machine is no reason to fail.
expect.set_options(timeout=PATIENCE * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give faults their time."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.timeout(LONGEST))


@pytest.fixture
def server(tmp_path: Path, show_file: Write) -> Iterator[Server]:
    """A server that is ready to be started; it ends with the test."""
    server = Server(tmp_path / "data", show_file(SHOW))
    yield server
    server.kill()


@pytest.fixture
def running(server: Server) -> Server:
    """A server that runs."""
    server.start()
    return server


@pytest.fixture
def device(server: Server) -> Iterator[Callable[[], Device]]:
    """Connect one more device."""
    devices: list[Device] = []

    def connect() -> Device:
        devices.append(Device(server.url))
        return devices[-1]

    yield connect
    for one in devices:
        with suppress(OSError):
            one.close()
