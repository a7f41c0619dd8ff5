"""Which connections end when a device is dismissed."""

import pytest

from tests.core.making import PLAYER
from webui.core.devices.devices import Connection, Device
from webui.core.surface.events import Dismissed


@pytest.mark.parametrize(
    ("device", "is_out", "only_out", "ends"),
    [
        ("ipad", False, False, True),
        ("ipad", True, False, True),
        ("ipad", True, True, True),
        ("ipad", False, True, False),
        ("other", True, True, False),
        ("other", True, False, False),
    ],
)
def test_a_dismissed_devices_connections_end(device: str, is_out: bool, only_out: bool, ends: bool) -> None:
    connection = Connection("c1", Device(device, "Name", "#ffffff", PLAYER, is_out=is_out))
    assert Dismissed("ipad", only_out).ends(connection) is ends
