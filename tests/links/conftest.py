"""Pages of tablets that joined."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from tests.clients import Page
from tests.joined import joined
from webui.serving import Serving

Open = Callable[..., Page]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Open a page of a tablet; it is closed with the test."""
    with ExitStack() as stack:
        yield lambda tablet, session="session-1": stack.enter_context(closing(tablet.page(session)))


@pytest.fixture
def boss(stage: Serving, opened: Open) -> Page:
    """An operator's page, on a tablet."""
    return opened(joined(stage, "FOH", "operator"), "session-boss")
