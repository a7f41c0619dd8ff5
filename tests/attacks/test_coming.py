"""Attacks by what is costly to begin or to ask for: connections that come and go, and pages."""

import os
from collections.abc import Iterator

import pytest

from tests.attacks.arena import Arena, arena
from tests.attacks.test_crowds import lasts
from tests.room import needs_a_room

pytestmark = needs_a_room

AT_ONCE = 10 if "LONG" in os.environ else 6


@pytest.fixture
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """A server for each attack: the allocator keeps what one of them took, and levels off only after some."""
    with arena(tmp_path_factory.mktemp("attacks")) as built:
        yield built


@pytest.mark.parametrize("namespaces", [["/stage"], ["/stage", "/test", ""]])
def test_devices_that_come_and_go_in_loops(attacked: Arena, namespaces: list[str]) -> None:
    with attacked.begin("coming", cookies=attacked.devices(16), at_once=AT_ONCE, namespaces=namespaces) as attack:
        lasts(attacked)
        assert attack.ask("")["came"] > 0


@pytest.mark.parametrize("who", ["strangers", "devices"])
def test_pages_that_are_costly(attacked: Arena, who: str) -> None:
    cookies = [""] if who == "strangers" else attacked.devices(16)
    paths = ["/", "/manual", "/gallery", "/show", "/join-code.svg", "/health", "/static/js/main.js", "/picture/x"]
    with attacked.begin("asking", paths=paths, cookies=cookies) as attack:
        lasts(attacked)
        done = attack.ask("")
    assert sum(done.values()) > 10
    assert not set(done) & {"500"}
