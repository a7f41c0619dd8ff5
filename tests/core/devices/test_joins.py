"""Devices that join in masses: so many of one address a minute, and of a full list only those go that nobody misses."""

import pytest

from tests.core.doors import TABLET, newcomer, state
from tests.core.making import OPERATOR, PLAYER, WATCHER
from webui.core.devices.devices import Device, Role
from webui.core.devices.door import Door, Newcomer
from webui.core.devices.joins import (
    JOINS_PER_MINUTE,
    LONG_AWAY_S,
    MAX_ADDRESSES,
    MAX_KNOWN,
    MINUTE,
    TOLD_FOR,
    Joins,
    who_goes,
)
from webui.core.errors import TooMany, TooSoon

NOW_S = 1e9


def join(door: Door, n: int, now: float = 0.0, network: str = "", here: set[str] | None = None) -> Device:
    """Have a newcomer join by the code's link; its clock says one second more with each."""
    door.ask("secret", f"ticket {n}", now)
    one = Newcomer(f"d{n}", f"key {n}", f"iPad {n}", "iPad", TABLET, NOW_S + n, network or f"network {n}")
    return door.join(f"ticket {n}", one, now, here=here or ())


def filled(door: Door, is_used: bool, role: Role = PLAYER) -> Door:
    """Have as many devices join as can be known."""
    for n in range(MAX_KNOWN):
        device = join(door, n)
        device.role = role
        if is_used:
            door.came(device, TABLET, "iPad", device.joined + 2.0)
    return door


@pytest.mark.parametrize("tablets", [20, JOINS_PER_MINUTE])
def test_a_venue_behind_one_router_joins_at_once(door: Door, tablets: int) -> None:
    assert all(join(door, n, network="router") for n in range(tablets))
    assert door.joins.warning(0.0) == ""


def test_more_of_one_address_have_to_wait_till_a_minute_is_over_and_others_have_not(door: Door) -> None:
    for n in range(JOINS_PER_MINUTE):
        join(door, n, n * 100.0, "router")
    last = JOINS_PER_MINUTE * 100.0
    with pytest.raises(TooSoon, match=r"Try again in (\d+) s") as caught:
        join(door, 1000, last, "router")
    assert join(door, 1001, last, "another")
    assert "router" in door.joins.warning(last)
    before = state(door)
    with pytest.raises(TooSoon):
        join(door, 1000, MINUTE - 1, "router")
    assert state(door)[:3] == before[:3]  # type: ignore[index]
    assert caught.value.wait == (MINUTE - last) // 1000 + 1
    assert join(door, 1000, MINUTE, "router")
    assert door.joins.warning(2 * MINUTE) == ""


def test_known_devices_that_come_again_are_not_counted(door: Door) -> None:
    device = join(door, 0, network="router")
    for n in range(2 * JOINS_PER_MINUTE):
        door.ask("secret", "t", 0.0)
        again = door.join("t", Newcomer("x", f"k{n}", "x", "iPad", TABLET, 1.0, "router"), 0.0, device)
        assert again.id == device.id
        device = again


def test_only_so_many_addresses_are_remembered() -> None:
    joins = Joins()
    for n in range(MAX_ADDRESSES + 1):
        joins.check(f"network {n}", float(n))
        joins.note(f"network {n}", float(n))
    assert len(joins._by) == MAX_ADDRESSES


def test_of_a_full_list_the_oldest_that_never_connected_makes_room(door: Door) -> None:
    filled(door, is_used=True)
    unused = [door.devices()[7], door.devices()[3]]
    for device in unused:
        device.seen = device.joined
    newest = join(door, MAX_KNOWN)
    assert door.gone == [unused[1]]
    assert unused[1].is_out
    assert door.known("key 3") is None
    assert len(door.devices()) == MAX_KNOWN
    assert "A device that never connected" in door.joins.warning(0.0)
    join(door, MAX_KNOWN + 1)
    assert door.gone == [unused[1], unused[0]]
    assert not newest.is_out
    assert "2 devices that never connected" in door.joins.warning(TOLD_FOR - 1)
    assert door.joins.warning(TOLD_FOR) == ""


def test_those_that_are_in_use_stay_and_operators_hear_that_there_is_no_room(door: Door) -> None:
    filled(door, is_used=True)
    before = door.devices()
    with pytest.raises(TooMany, match="forget some"):
        join(door, MAX_KNOWN)
    with pytest.raises(TooMany):
        door.make_key(door.house, "Lights", PLAYER, newcomer("x"))
    assert door.devices() == before
    assert f"knows {MAX_KNOWN} devices" in door.joins.warning(TOLD_FOR - 1)
    assert door.joins.warning(TOLD_FOR) == ""
    door.forget(door.house, "d0")
    assert join(door, MAX_KNOWN)
    assert not door.gone


def test_five_hundred_joins_push_out_nobody_who_is_known(door: Door) -> None:
    for n in range(20):
        door.came(join(door, n), TABLET, "iPad", NOW_S + 100)
    boss = join(door, 20)
    boss.role = OPERATOR
    lights = door.make_key(door.house, "Lights", PLAYER, newcomer("lights"))
    known = door.devices()
    assert len(known) == 22
    for n in range(1000, 1000 + 2 * MAX_KNOWN):
        join(door, n)
    assert all(device in door.devices() for device in [*known, boss, lights])
    assert len(door.devices()) == MAX_KNOWN


def device(id: str, seen: float, role: Role = PLAYER, kind: str = "screen", joined: float = 1000.0) -> Device:
    return Device(id, id, "#b39ddb", role, kind, joined=joined, seen=seen)


@pytest.mark.parametrize(
    ("one", "goes"),
    [
        (device("never used", 1000.0), True),
        (device("a watcher, never used", 1000.0, WATCHER), True),
        (device("an operator, never used", 1000.0, OPERATOR), False),
        (device("a program, never used", 0.0, kind="program"), False),
        (device("here", 1000.0), False),
        (device("away for long", NOW_S - LONG_AWAY_S), True),
        (device("away for not so long", NOW_S - LONG_AWAY_S + 1), False),
        (device("an operator, away for long", NOW_S - LONG_AWAY_S, OPERATOR), False),
        (device("seen before its clock was put right", 500.0, joined=NOW_S + 1e6), False),
        (device("of a database that did not note it", 0.0), True),
        (device("the same, new", 0.0, joined=NOW_S - 1), False),
        (device("seen by a clock that was ahead", NOW_S + 1e9), False),
    ],
    ids=lambda it: it.id if isinstance(it, Device) else None,
)
def test_who_makes_room(one: Device, goes: bool) -> None:
    assert (who_goes([one], {"here"}, NOW_S) is one) is goes


def test_those_that_never_connected_go_before_those_that_are_away() -> None:
    away, unused = device("away", 1.0), device("unused", NOW_S, joined=NOW_S)
    assert who_goes([away, unused], (), NOW_S) is unused
    assert who_goes([away, device("away later", 2.0)], (), NOW_S) is away
