"""Devices, and who is let in as what."""

import pytest

from tests.core.making import OPERATOR, PLAYER, WATCHER
from webui.core.devices import COLOURS, Connection, Device, Door, Role, digest, role_of

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


def test_a_join_secret_gives_its_role_and_nothing_else_does() -> None:
    door = Door({})
    door.open_for("secret", PLAYER)
    door.open_for("operators", OPERATOR)
    assert door.joining("secret") is PLAYER
    assert door.joining("operators") is OPERATOR
    for wrong in ("", "Secret", "secret ", digest("secret"), "\ud800"):
        assert door.joining(wrong) is None
        assert door.known(wrong) is None


def test_a_key_is_known_from_then_on_and_only_its_hash_is_kept() -> None:
    door = Door({})
    assert door.known("key") is None
    kept = door.remember("key", IPAD)
    assert door.known("key") == IPAD
    assert "key" not in kept
    assert Door({kept: IPAD}).known("key") == IPAD
    assert Door({kept: IPAD}).known(kept) is None


def test_devices_get_different_colours_as_long_as_there_are_some() -> None:
    door = Door({})
    for n, colour in enumerate([*COLOURS[1:-1], *COLOURS, COLOURS[0]]):
        assert door.next_colour() == colour
        door.remember(f"key {n}", Device(f"d{n}", "", colour, PLAYER))
