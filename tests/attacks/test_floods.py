"""Attacks that use the server up: connections, requests and messages that are too many, too long or never end."""

import time

import pytest

from tests.attacks.arena import LONG, Arena
from tests.room import needs_a_room
from webui.core.rate_limit import SLOWED_FOR
from webui.limits import HEAD_WITHIN, JOIN_WITHIN, MAX_MESSAGES_PER_SECOND

pytestmark = needs_a_room

LASTS = 30.0 if LONG else 2.0
"""Seconds that an attack goes on."""

LATE = 8.0
"""Seconds that a busy machine may be late in cutting somebody."""


RELOAD_S = 0.2
"""Seconds from one return of the known tablet to its next."""


def returns(arena: Arena) -> None:
    """Have a known tablet return again and again while an attack goes on, as fast as a person can reload a page.

    A device that comes in much faster is refused for a while, whoever attacks.
    """
    end = time.monotonic() + LASTS
    arena.known_tablet_returns()
    while time.monotonic() < end:
        time.sleep(RELOAD_S)
        arena.known_tablet_returns()


UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHEADConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


def test_who_is_idle_drips_or_never_joins_is_cut_and_keeps_no_tablet_out(attacked: Arena) -> None:
    with (
        attacked.begin("idle", count=2000 if LONG else 300) as idle,
        attacked.begin("idle", count=60, begin="GET / HTTP/1.1\r\nHEADX: ", byte="x") as dripping,
        attacked.begin("idle", count=400 if LONG else 100, begin=UPGRADE) as mute,
    ):
        returns(attacked)
        for attack in (idle, dripping, mute):
            done = attack.ask("")
            assert done["over"] == done["connected"], "all were hung up on"
            assert done["longest"] < HEAD_WITHIN + JOIN_WITHIN + LATE
    attacked.known_tablet_returns()


def test_five_hundred_connects_a_second(attacked: Arena) -> None:
    with attacked.begin("connects", rate=500 if LONG else 150) as attack:
        returns(attacked)
        done = attack.ask("")
    assert done["answered"] > 10


def test_a_strangers_flood_is_cut(attacked: Arena) -> None:
    assert attacked.attack("flood", message="3")["cut"]


def test_a_known_devices_flood_is_slowed_then_cut_and_operators_are_told_who_it_is(attacked: Arena) -> None:
    cookie = attacked.cookie()
    before = attacked.names()
    done = attacked.attack("flood", cookie=cookie)
    assert done["cut"]
    assert done["took"] > SLOWED_FOR, "it was slowed before"
    assert done["sent"] > MAX_MESSAGES_PER_SECOND
    faults = " ".join(attacked.told())
    assert "sends too many messages and is slowed." in faults
    assert "sent too many messages and was cut." in faults
    assert attacked.names() == before


def test_messages_without_an_end_take_no_memory(attacked: Arena) -> None:
    sent = attacked.attack("unfinished", megabytes=200 if LONG else 20, count=10 if LONG else 3)
    assert max(sent) < 20, "it took far more than a message may have"


@pytest.mark.parametrize("length", [3 * 1024 * 1024, 2**40, 2**63 - 1])
def test_a_frame_that_is_too_long_ends_its_connection(attacked: Arena, length: int) -> None:
    assert attacked.attack("oversized", length=length) == "ended"


def test_nothing_is_unpacked(attacked: Arena) -> None:
    done = attacked.attack("bomb")
    assert "Sec-WebSocket-Extensions" not in done["head"]
    assert done["message"] == "ended"
    assert done["body"].startswith("HTTP/1.1 400")


@pytest.mark.parametrize("path", ["/join", "/socket.io/?EIO=4&transport=polling", "/"])
def test_a_body_that_is_too_long_is_not_taken(attacked: Arena, path: str) -> None:
    sent = attacked.attack("bodies", path=path)
    assert max(sent.values()) < 50
