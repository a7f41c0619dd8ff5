"""Devices, and who is let in as what."""

import pytest

from tests.core.making import OPERATOR, PLAYER, WATCHER
from webui.core.devices.devices import COLOURS, Connection, Device, Role, role_of

IPAD = Device("d7", "Stage left iPad", COLOURS[1], PLAYER)


def test_each_role_may_do_what_the_lower_ones_may() -> None:
    assert WATCHER < PLAYER < OPERATOR


@pytest.mark.parametrize("role", Role)
def test_a_role_is_known_by_its_word(role: Role) -> None:
    assert role_of(role.word) is role


def test_there_are_no_other_roles() -> None:
    with pytest.raises(KeyError):
        role_of("admin")


def test_a_device_is_described_without_anything_secret() -> None:
    assert IPAD.describe() == {"id": "d7", "name": "Stage left iPad", "colour": "#f48fb1", "role": "player"}


def test_a_session_counts_for_its_own_device_only() -> None:
    other = Device("d8", "Another", COLOURS[2], PLAYER)
    assert Connection("c1", IPAD, "s").memory == Connection("c2", IPAD, "s").memory
    assert Connection("c1", IPAD, "s").memory != Connection("c3", other, "s").memory
    assert Connection("c1", IPAD, "s").memory != Connection("c1", IPAD, "t").memory
