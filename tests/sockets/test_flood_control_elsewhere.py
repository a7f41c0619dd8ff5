"""Clients from elsewhere: how often a device may come in, and how many sessions that poll there may be."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from webui.core.devices.devices import Connection, Device, Role
from webui.core.rate_limit import Budget
from webui.engine.engine import Engine
from webui.engine.faults import Troubles
from webui.limits import MAX_MESSAGES_PER_SECOND, PER_ADDRESS, PER_DEVICE, STRANGERS_SESSIONS
from webui.sockets.client_queue import Outlet
from webui.sockets.flood_control import Manners

POLLING, WEBSOCKET = "EIO=4&transport=polling", "EIO=4&transport=websocket"
ADDRESS = "192.0.2.7"


class Door:
    """The manners of a server, without its sockets."""

    def __init__(self) -> None:
        self.time = 0.0
        self.said: list[str] = []
        self.clients: list[Any] = []
        self.later: list[Any] = []
        engine = SimpleNamespace(now=lambda: self.time, later=lambda _, act: self.later.append(act))
        self._engine = cast(Engine, engine)
        troubles = SimpleNamespace(say=lambda _, sentence: self.said.append(sentence))
        self.manners = Manners(self._engine, cast(Troubles, troubles), lambda _: None, lambda: self.clients)
        self._device = Device("d1", "Stage left iPad", "#b39ddb", Role.PLAYER)

    def outlet(self, holder: str = "d1", bucket: str = ADDRESS, is_here: bool = False) -> Outlet:
        outlet = Outlet(self._engine, Budget(1, self.time))
        outlet.holder, outlet.bucket, outlet.is_here = holder, bucket, is_here
        return outlet

    def comes(self, outlet: Outlet) -> bool:
        return self.manners.trust(Connection("sid", self._device), outlet)

    def opens(self, query: str = POLLING, **of: Any) -> bool:
        outlet = self.outlet(**of)
        may = self.manners.may_open(outlet, query)
        if may:
            self.clients.append(SimpleNamespace(queue=outlet))
        return may

    def look(self) -> None:
        self.manners._count_sessions()


@pytest.fixture
def door() -> Door:
    return Door()


def test_all_connections_that_a_device_may_have_come_in_at_once_and_one_that_comes_again_and_again_waits(
    door: Door,
) -> None:
    assert all(door.comes(door.outlet()) for _ in range(PER_DEVICE))
    assert not door.said
    assert not all(door.comes(door.outlet()) for _ in range(PER_DEVICE))
    assert door.said[-1] == "Stage left iPad connects too often and is refused for a while."
    door.time += 5000
    assert door.comes(door.outlet())


def test_a_second_namespace_was_counted_already(door: Door) -> None:
    outlet = door.outlet()
    assert all(door.comes(outlet) for _ in range(MAX_MESSAGES_PER_SECOND))


def test_connections_of_this_computer_have_a_budget_each_once(door: Door) -> None:
    one, other = (door.outlet(is_here=True) for _ in range(2))
    for _ in range(1000):
        assert door.comes(one)
        one.budget.spend(0.0)
    assert door.comes(other)
    assert one.budget is not other.budget
    assert one.budget.used == 1000


@pytest.mark.parametrize(("holder", "most"), [("d1", PER_DEVICE), (ADDRESS, PER_ADDRESS)])
def test_one_device_or_address_may_have_so_many_sessions_that_poll(door: Door, holder: str, most: int) -> None:
    assert [door.opens(holder=holder) for _ in range(most + 1)] == [True] * most + [False]
    assert door.opens(WEBSOCKET, holder=holder), "a WebSocket has a place instead"
    assert door.opens(holder="192.0.2.8", bucket="192.0.2.8")
    assert door.opens(holder=holder, is_here=True)
    door.look()
    assert not door.opens(holder=holder)
    del door.clients[: most // 2]
    door.look()
    assert door.opens(holder=holder)


@pytest.mark.parametrize(
    "query",
    ["", "transport=polling&x=transport=websocket", "transport=polling&transport=websocket", "Transport=websocket"],
)
def test_what_only_looks_like_a_websocket_is_counted(door: Door, query: str) -> None:
    assert [door.opens(query, holder=ADDRESS) for _ in range(PER_ADDRESS + 1)][-1] is False


def test_all_strangers_together_may_have_so_many_sessions_and_known_devices_have_theirs(door: Door) -> None:
    got = [door.opens(holder=f"192.0.2.{n}", bucket=f"192.0.2.{n}") for n in range(STRANGERS_SESSIONS + 1)]
    assert got == [True] * STRANGERS_SESSIONS + [False]
    assert door.opens(holder="d1")
