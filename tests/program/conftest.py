"""Fixtures for programs: they are connected to a real server in this process."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.clients import Page
from tests.joined import joined
from tests.socket_clients import Waiting
from webui.program import Stage, connect
from webui.serving import Serving

Connect = Callable[..., Stage]


class Notes(Waiting):
    """What a program's functions were called with, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Any] = []

    def __call__(self, *what: Any) -> None:
        """To be given to `on`."""
        with self.changed:
            self.heard.append(what[0] if len(what) == 1 else what)
            self.changed.notify_all()

    def hears(self, *what: Any) -> None:
        """Wait until exactly this was heard."""
        self.wait(lambda: self.heard == list(what), f"for {what}")


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def join(stage: Serving) -> Iterator[Connect]:
    """Connect a program to the server; it ends with the test."""
    programs: list[Stage] = []

    def start(**options: Any) -> Stage:
        programs.append(connect(stage.url, **options))
        return programs[-1]

    yield start
    for program in programs:
        program.close()


@pytest.fixture
def boss(stage: Serving) -> Iterator[Page]:
    """An operator's page."""
    with closing(joined(stage, "FOH", "operator").page()) as page:
        yield page


@pytest.fixture
def program(join: Connect) -> Stage:
    return join()
