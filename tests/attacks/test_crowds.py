"""Attacks by many devices that were let in, each of which keeps within its own limits."""

import time
from typing import Any

import pytest

from tests.attacks.arena import LONG, Arena
from tests.attacks.test_floods import returns
from tests.room import needs_a_room
from webui.core.devices.joins import JOINS_PER_MINUTE
from webui.core.rate_limit import SLOWED_FOR, SLOWED_TIMES
from webui.limits import PER_DEVICE

pytestmark = needs_a_room

LASTS = 30.0 if LONG else 3.0
"""Seconds that an attack goes on."""

CUT_WITHIN = SLOWED_FOR * SLOWED_TIMES + 8.0
"""Seconds within which whoever goes on is cut, on a busy machine."""

TIME = '42/stage,["time",1,null]'


def lasts(arena: Arena, seconds: float = LASTS) -> float:
    """Let an attack go on; returns the most memory that the server had, in megabytes more than before."""
    end, most = time.monotonic() + seconds, 0.0
    while time.monotonic() < end:
        arena.known_tablet_returns()
        arena.moves(10)
        most = max(most, arena.memory() - arena._memory)
    return most


@pytest.mark.parametrize("spread", [False, True])
@pytest.mark.parametrize(
    ("namespace", "message"), [("/stage", TIME), ("/test", '42/test,1["time"]'), ("/stage", '42/stage,["nonsense"]')]
)
def test_devices_that_each_keep_within_their_limit_are_slowed_then_cut(
    attacked: Arena, namespace: str, message: str, spread: bool
) -> None:
    cookies = attacked.devices(16)
    options: dict[str, Any] = {"rate": 1500, "message": message, "namespace": namespace, "spread": spread}
    with attacked.begin("crowd", cookies=cookies, **options) as attack:
        lasts(attacked, CUT_WITHIN)
        done = attack.ask("")
    assert done["over"] > len(cookies) / 2, "those that went on were cut"
    told = " ".join(attacked.told())
    assert "sends too many messages and is slowed." in told
    assert "sent too many messages and was cut." in told


def test_nine_devices_with_all_the_connections_that_one_may_have_keep_nobody_out(attacked: Arena) -> None:
    with attacked.begin("crowd", cookies=attacked.devices(9), each=PER_DEVICE) as attack:
        returns(attacked)
        attacked.known_tablet_returns()
        assert attacked.cookie(), "a newcomer joins"
        done = attack.ask("")
    assert done["sockets"] + done["refused"] == 9 * PER_DEVICE


def test_joins_by_one_link_are_so_many_a_minute_and_push_nobody_out(attacked: Arena) -> None:
    secret = attacked.server.join_link.partition("#")[2]
    with attacked.begin("join_often", secret=secret) as attack:
        lasts(attacked)
        done = attack.ask("")
    attacked.let_in(done.get("204", 0))
    assert done.get("204", 0) <= JOINS_PER_MINUTE * (1 + LASTS // 60)
    assert done["429"] > 10
    attacked.is_told("devices joined from")
