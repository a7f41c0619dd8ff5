"""Attacks by what is costly to begin or to ask for: connections that come and go, and pages."""

import pytest

from tests.attacks.arena import Arena
from tests.attacks.test_crowds import lasts
from tests.room import needs_a_room

pytestmark = needs_a_room


@pytest.mark.parametrize("namespaces", [["/stage"], ["/stage", "/test", ""]])
def test_devices_that_come_and_go_in_loops(attacked: Arena, namespaces: list[str]) -> None:
    with attacked.begin("coming", cookies=attacked.devices(16), at_once=10, namespaces=namespaces) as attack:
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
