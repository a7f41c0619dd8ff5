"""Fixtures for attacks, and a table in the end: how quick moves were during each, beside the time before."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.attacks.arena import LONG, Arena, arena
from tests.browser.conftest import browser, context, windowless

__all__ = ["browser", "context", "windowless"]

LONGEST = 1800 if LONG else 120
"""Seconds that one test may take."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give attacks their time."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.timeout(LONGEST))


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """One server for all attacks of a file: what one of them broke, the next would find broken."""
    with arena(tmp_path_factory.mktemp("attacks")) as built:
        yield built


@pytest.fixture
def attacked(field: Arena, record_property: Callable[[str, object], None]) -> Iterator[Arena]:
    """The server under attack, for whose audience the show goes on, and nothing changes."""
    with field.goes_on(record_property):
        yield field
