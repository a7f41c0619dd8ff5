"""A stage that listens to OSC, and desks that speak to it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.links.osc.desks import SHOW, Desk, Listening, stage_with
from tests.links.osc.rig import ears, rigs

__all__ = ["ears", "rigs"]

Listen = Callable[..., Listening]
Speak = Callable[..., Desk]


@pytest.fixture
def listen(tmp_path: Path) -> Iterator[Listen]:
    """Serve a show that listens to OSC; keys go into the show's `osc`."""
    with ExitStack() as stack:
        yield lambda show=SHOW, **osc: stack.enter_context(stage_with(tmp_path, show, **osc))


@pytest.fixture
def listening(listen: Listen) -> Listening:
    """A stage that listens."""
    return listen()


@pytest.fixture
def speak() -> Iterator[Speak]:
    """Make a desk that speaks to a port; it ends with the test."""
    with ExitStack() as stack:
        yield lambda *arguments, **options: stack.enter_context(closing(Desk(*arguments, **options)))


@pytest.fixture
def desk(listening: Listening, speak: Speak) -> Desk:
    """A desk that speaks to the stage."""
    return speak(listening.port)
