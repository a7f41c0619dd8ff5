"""Attacks that use the server up: connections, requests and messages that are too many, too long or never end."""

import time

import pytest

from tests.attacks.arena import LONG, Arena
from tests.room import needs_a_room
from webui.limits import HEAD_WITHIN, JOIN_WITHIN

pytestmark = needs_a_room

LASTS = 30.0 if LONG else 2.0
"""Seconds that an attack goes on."""

LATE = 8.0
"""Seconds that a busy machine may be late in cutting somebody."""


def until_over(attack: object, arena: Arena) -> None:
    """Let an attack go on for a while, with a tablet that returns in the middle."""
    end = time.monotonic() + LASTS
    arena.known_tablet_returns()
    while time.monotonic() < end:
        arena.known_tablet_returns()


def test_idle_connections_keep_no_tablet_out(attacked: Arena) -> None:
    attack = attacked.begin("idle", count=2000 if LONG else 300)
    until_over(attack, attacked)
    time.sleep(HEAD_WITHIN)
    attacked.known_tablet_returns()
    done = attack.ask("")
    attack.close()
    assert done["over"] == done["connected"], "all were hung up on"
    assert done["longest"] < HEAD_WITHIN + LATE


def test_a_head_that_drips_in_is_cut(attacked: Arena) -> None:
    attack = attacked.begin("idle", count=60, begin="GET / HTTP/1.1\r\nHEADX: ", byte="x")
    until_over(attack, attacked)
    time.sleep(HEAD_WITHIN)
    done = attack.ask("")
    attack.close()
    assert done["over"] == done["connected"] == 60
    assert HEAD_WITHIN - 1 < done["longest"] < HEAD_WITHIN + LATE


UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHEADConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
PONG = "\x01\x00\x00\x00\x00"
"""Not even a whole frame each time, but something."""


def test_strangers_that_never_join_are_cut(attacked: Arena) -> None:
    attack = attacked.begin("idle", count=400 if LONG else 120, begin=UPGRADE)
    until_over(attack, attacked)
    time.sleep(JOIN_WITHIN)
    done = attack.ask("")
    attack.close()
    assert done["over"] == done["connected"]
    assert done["longest"] < HEAD_WITHIN + JOIN_WITHIN + LATE


def test_five_hundred_connects_a_second(attacked: Arena) -> None:
    attack = attacked.begin("connects", rate=500 if LONG else 150)
    until_over(attack, attacked)
    done = attack.ask("")
    attack.close()
    assert done["connects"] > 100


def test_a_strangers_flood_is_cut_and_operators_are_told(attacked: Arena) -> None:
    done = attacked.attack("flood", message="3")
    assert done["cut"]


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
