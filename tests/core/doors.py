"""A door with a code for players, and devices that come in by it."""

from dataclasses import asdict

import pytest

from tests.core.making import PLAYER
from webui.core.devices.devices import Device, Role
from webui.core.devices.door import Code, Door, Newcomer

TABLET = "192.0.2.7"
CODE = Code("secret", "123456", PLAYER)


def newcomer(n: object = 1, name: str = "iPad", runs: str = "iPad") -> Newcomer:
    return Newcomer(f"d{n}", f"key {n}", name, runs, TABLET, 1000.5)


@pytest.fixture
def door() -> Door:
    door = Door({})
    door.new_code(door.house, CODE)
    return door


def let_in(door: Door, n: object = 1, role: Role = PLAYER, name: str = "iPad", runs: str = "iPad") -> Device:
    """Have a device join by a link for that role."""
    door.open_for(f"link for {role.word}", role)
    door.ask(f"link for {role.word}", f"ticket {n}", 0.0)
    return door.join(f"ticket {n}", newcomer(n, name, runs), 0.0)


def state(door: Door) -> object:
    """All that a refused act must leave as it was."""
    return (
        [*map(asdict, [door.house, door.programs, *door.devices()])],
        door.code,
        dict(door._keys),
        dict(door._tickets),
    )
